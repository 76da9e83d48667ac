//! What a run has to say, in one of several forms. This module alone knows JSON.

pub mod view;

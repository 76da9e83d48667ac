//! What a run has to say, in one of several forms. This module alone knows JSON.

pub mod diff;
pub mod view;

pub mod capacity;
pub mod catalogue;
pub mod coverage;
pub mod human;
pub mod inspect;
pub mod json;
pub mod proposal;
pub mod resolve;
pub mod roots;

mod clean;
mod markup;
mod way;

#[cfg(test)]
pub(crate) mod sample;

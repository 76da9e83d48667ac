//! What a run has to say, in one of several forms. This module alone knows JSON.

pub mod baseline;
pub mod diff;
pub mod view;

pub mod capacity;
pub mod catalogue;
pub mod checkstyle;
pub mod concise;
pub mod coverage;
pub mod form;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod inspect;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod proposal;
pub mod rdjson;
pub mod resolve;
pub mod roots;
pub mod sarif;

pub(crate) mod clean;
mod markup;
mod said;
mod way;

#[cfg(test)]
pub(crate) mod sample;

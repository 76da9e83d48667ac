//! What the rules are asked about.

use super::terms::Terms;
use crate::change::Comparison;
use crate::model::{Choice, Estate, Subject};
use crate::module::Permitted;
use std::sync::Arc;

/// The estate in the ways in which conditions that are not known can turn out.
pub trait Worlds: Sync {
    /// The version of the provider that each root is applied with, by the number of the root.
    fn providers(&self) -> &[Permitted];

    /// What is asked of the clusters of each root, by the number of the root.
    fn terms(&self) -> &[Terms];

    /// The estate as it is, alternatives being unknown.
    fn base(&self) -> &Estate;

    /// What changes, where that is asked about.
    fn comparison(&self) -> Option<&Comparison> {
        None
    }

    /// As much of the estate as concerns a subject, where the choices hold.
    fn chosen(&self, subject: &Subject, choices: &[Choice]) -> Arc<Estate>;
}

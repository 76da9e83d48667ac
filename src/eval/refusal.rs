//! Why Terraform refuses an expression: what `try` and `can` catch.

use std::sync::Arc;

/// An error of an expression that depends on values, as opposed to a value that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, in a few words.
    pub message: Arc<str>,
}

impl Refusal {
    /// A refusal with its reason.
    pub fn new(message: impl Into<Arc<str>>) -> Self {
        Self { message: message.into() }
    }
}

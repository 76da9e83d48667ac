//! Why Terraform refuses an expression: what `try` and `can` catch.

use super::types::Type;
use std::sync::Arc;

/// An error of an expression that depends on values, as opposed to a value that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, in a few words.
    pub message: Arc<str>,
    /// The type that the value would have had, as far as Terraform knows it all the same: the other
    /// side of a conditional must suit it.
    pub ty: Type,
}

impl Refusal {
    /// A refusal with its reason.
    pub fn new(message: impl Into<Arc<str>>) -> Self {
        Self { message: message.into(), ty: Type::Dynamic }
    }

    /// The same for a value that would have had a type.
    #[must_use]
    pub(super) fn of(self, ty: Type) -> Self {
        Self { ty, ..self }
    }
}

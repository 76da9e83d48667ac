//! What acklint could not look at: the third kind of answer beside findings and undecided checks.

use crate::source::Span;

/// Something that could not be read, with its place where it has one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where; `None` for what has no text, such as a missing path.
    pub span: Option<Span>,
    /// What it is and what to do, in a sentence.
    pub message: String,
}

impl Problem {
    /// A problem at a place.
    pub fn at(span: Span, message: impl Into<String>) -> Self {
        Self { span: Some(span), message: message.into() }
    }

    /// A problem without a place.
    pub fn new(message: impl Into<String>) -> Self {
        Self { span: None, message: message.into() }
    }
}

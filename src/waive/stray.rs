//! Comments that speak to acklint and count for nothing: what they expect is expected of no cluster,
//! or there is no such word.

use super::{ALLOW, Run, Said};
use crate::model;
use crate::module::{Beside, EXPECT, Text};
use crate::source::Span;
use crate::syntax::{Comment, Directive};

/// A comment that counts for nothing.
pub(super) struct Stray<'r> {
    pub(super) why: Why,
    /// Where it is written.
    pub(super) span: Span,
    pub(super) text: &'r Text,
}

/// Why a comment counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// `acklint:` and a word that is none, here as it is written.
    NoWord(String),
    /// It expects something, and stands beside nothing.
    Alone,
    /// It expects something beside what is no cluster and leads to none.
    Elsewhere,
}

impl<'r> Run<'r> {
    /// Those among comments that count for nothing. What leads to modules that are not read may lead
    /// to a cluster.
    pub(super) fn strays(&self, comments: &[Said<'r>]) -> Vec<Stray<'r>> {
        let stray = |(comment, text): &Said<'r>| {
            let why = self.stray(comment)?;
            Some(Stray { why, span: comment.span, text })
        };
        comments.iter().filter_map(stray).collect()
    }

    fn stray(&self, comment: &Comment) -> Option<Why> {
        match Directive::read(&comment.text)?.word {
            ALLOW => None,
            EXPECT => {
                let Some(place) = comment.covers else { return Some(Why::Alone) };
                let counts = match self.modules.beside(place) {
                    Beside::Resource(kind) => model::is_cluster(&kind),
                    Beside::Call(kinds) => kinds.iter().any(|kind| model::is_cluster(kind)),
                    Beside::OpenCall => true,
                    Beside::Other => false,
                };
                (!counts).then_some(Why::Elsewhere)
            }
            word => Some(Why::NoWord(word.to_owned())),
        }
    }
}

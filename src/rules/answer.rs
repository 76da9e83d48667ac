//! What a rule says of one subject, and how answers are put together.

use super::card::Card;
use super::outcome::{Found, Outcome};
use crate::eval::Address;
use crate::model::{Open, Subject};
use crate::report::view::Severity;
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::Arc;

/// What a rule says of one subject.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What the check is about.
    pub subject: Subject,
    /// What is said.
    pub outcome: Outcome,
}

impl Answer {
    /// The same, if it is about a VPC that may not hold any cluster, for the reason given: nothing
    /// is certain then, and where nothing could be found there is nothing to ask.
    pub(super) fn if_in_use(self, open: Option<&Open>) -> Option<Self> {
        let Self { subject, outcome } = self;
        Some(Self { subject, outcome: outcome.if_holds(open)? })
    }

    /// Answers on one subject as one, at the place of the first.
    pub(super) fn merged(answers: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut merged = OneEach::default();
        for answer in answers {
            merged.add(answer, |known, more| {
                known.findings.extend(more.findings);
                known.doubts.extend(more.doubts);
            });
        }
        merged.answers
    }
}

/// Answers, one on each subject.
#[derive(Default)]
pub(super) struct OneEach {
    pub(super) answers: Vec<Answer>,
    places: HashMap<(u32, Arc<Address>), usize>,
}

impl OneEach {
    /// Adds an answer to their end, or to the one on its subject if there is one.
    pub(super) fn add(&mut self, answer: Answer, join: impl FnOnce(&mut Outcome, Outcome)) {
        match self.places.entry(answer.subject.key()) {
            Slot::Occupied(place) => join(&mut self.answers[*place.get()].outcome, answer.outcome),
            Slot::Vacant(place) => {
                place.insert(self.answers.len());
                self.answers.push(answer);
            }
        }
    }
}

/// How bad a finding is, by its card.
pub(crate) fn severity(card: &Card, found: &Found) -> Severity {
    card.severity(found.case).unwrap_or(Severity::Error)
}

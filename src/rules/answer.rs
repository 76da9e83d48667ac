//! What a rule says of one subject, and how answers are put together.

use super::card::Card;
use super::outcome::{Found, Outcome};
use crate::model::{Open, Subject};
use crate::report::view::Severity;

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
        let mut merged: Vec<Self> = Vec::new();
        answers.into_iter().for_each(|answer| answer.join(&mut merged));
        merged
    }

    /// Adds it to the answer on its subject, if there is one among these, else to their end.
    pub(super) fn join(self, answers: &mut Vec<Self>) {
        match answers.iter_mut().find(|answer| answer.subject.same(&self.subject)) {
            Some(answer) => {
                answer.outcome.findings.extend(self.outcome.findings);
                answer.outcome.doubts.extend(self.outcome.doubts);
            }
            None => answers.push(self),
        }
    }
}

/// How bad a finding is, by its card.
pub(crate) fn severity(card: &Card, found: &Found) -> Severity {
    card.severity(found.case).unwrap_or(Severity::Error)
}

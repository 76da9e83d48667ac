//! What rules answer: what is certain, and what is open beside it.

pub use super::answer::Answer;
use super::met::Met;
use crate::eval::OriginId;
use crate::model::{Open, Subject};
use ipnet::IpNet;

/// What a rule says of one subject: what is certain, and what is open beside it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What is objected to.
    pub findings: Vec<Found>,
    /// What is not known, and what it could come to; the first that counts is told.
    pub doubts: Vec<Doubt>,
}

/// What is not known, and the case that it could come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// What, and why.
    pub open: Open,
    /// The case that is possible, and of which attribute; `None` for the worst of the card.
    pub case: Option<(&'static str, &'static str)>,
}

/// Something objected to.
#[derive(Debug, Clone)]
pub struct Found {
    /// The case of the card, which gives the severity.
    pub case: &'static str,
    /// The attribute that it is about.
    pub attribute: &'static str,
    /// Where it is written.
    pub place: OriginId,
    /// Whose default it is that nobody wrote, if it is one.
    pub default_of: Option<&'static str>,
    /// What is there, what is needed, when it breaks.
    pub message: String,
    /// What would do.
    pub help: Option<String>,
    /// What would do, as a value in place of the one that is there.
    pub fix: Option<NewValue>,
    /// The other parties, as many as can be read.
    pub related: Vec<Related>,
    /// How many more there are.
    pub more: usize,
    /// What stands at the place, where that is none of what others say of theirs.
    pub label: Option<String>,
    /// The ranges of others that a range of the subject overlaps.
    pub met: Vec<Met>,
}

/// A value that would do in place of the one that a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewValue {
    /// A range; in a list of two families it takes the place of the one of its own.
    Range(IpNet),
    /// A number.
    Number(u64),
}

/// How many other parties a finding names.
const RELATED: usize = 40;

/// Another party of a finding.
#[derive(Debug, Clone)]
pub struct Related {
    /// In a few words.
    pub message: String,
    /// Where it is written.
    pub place: OriginId,
    /// The resource, where it is another one: part of the fingerprint.
    pub subject: Option<Subject>,
}

impl Outcome {
    /// Decided: nothing to object to.
    pub fn clean() -> Self {
        Self::default()
    }

    /// Nothing certain.
    pub fn undecided(open: Open) -> Self {
        Self::clean().or_open(Some(open))
    }

    /// The same where a rule may not apply, for the reason given: nothing is certain then, and
    /// where nothing could be found there is nothing to ask.
    pub(super) fn if_holds(mut self, open: Option<&Open>) -> Option<Self> {
        let Some(open) = open else { return Some(self) };
        let found = std::mem::take(&mut self.findings);
        if found.is_empty() && self.doubts.is_empty() {
            return None;
        }
        for Found { case, attribute, .. } in found {
            self.doubt(open, case, attribute);
        }
        Some(self)
    }

    /// One finding; what is open could only repeat it.
    pub fn found(found: Found) -> Self {
        Self { findings: vec![found], doubts: Vec::new() }
    }

    /// The same with something open beside it, which could come to the worst.
    #[must_use]
    pub fn or_open(mut self, open: Option<Open>) -> Self {
        self.doubts.extend(open.map(|open| Doubt { open, case: None }));
        self
    }

    /// Adds something open that could come to a case of an attribute, once for each. A text that is
    /// no range, of which `cidr_invalid` alone speaks, gives way to any other reason.
    pub fn doubt(&mut self, open: &Open, case: &'static str, attribute: &'static str) {
        let case = Some((case, attribute));
        match self.doubts.iter_mut().find(|doubt| doubt.case == case) {
            Some(doubt) if doubt.open.is_no_range() => doubt.open = open.clone(),
            Some(_) => {}
            None => self.doubts.push(Doubt { open: open.clone(), case }),
        }
    }

    /// The same with something open beside it, which could come to a case of an attribute.
    #[must_use]
    pub fn or_case(
        mut self,
        open: Option<Open>,
        case: &'static str,
        attribute: &'static str,
    ) -> Self {
        self.doubts.extend(open.map(|open| Doubt { open, case: Some((case, attribute)) }));
        self
    }
}

impl Found {
    /// The three parts of a message: what, and, by [`Found::help`], what to do.
    pub fn new(
        case: &'static str,
        attribute: &'static str,
        place: OriginId,
        message: String,
    ) -> Self {
        Self {
            case,
            attribute,
            place,
            default_of: None,
            message,
            help: None,
            fix: None,
            related: Vec::new(),
            more: 0,
            label: None,
            met: Vec::new(),
        }
    }

    /// The same with what would do.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }

    /// The same with words for what stands at its place.
    #[must_use]
    pub fn labelled(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    /// The same with another party.
    #[must_use]
    pub fn with(
        mut self,
        message: impl Into<String>,
        place: OriginId,
        subject: Option<&Subject>,
    ) -> Self {
        if self.related.len() >= RELATED {
            self.more += 1;
            return self;
        }
        let subject = subject.cloned();
        self.related.push(Related { message: message.into(), place, subject });
        self
    }

    /// The same, resting on a default where `default_of` says so.
    #[must_use]
    pub fn by_default(mut self, default_of: Option<&'static str>) -> Self {
        self.default_of = default_of;
        self
    }
}

//! What rules are given and what they answer. Rules see no spans and no text, only ids.

use super::run::Answer;
use crate::eval::OriginId;
use crate::model::{Cluster, Count, Estate, Floor, Open, Subject};
use crate::options::Expect;

/// What a rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'e> {
    /// All that is defined.
    pub estate: &'e Estate,
    /// What every cluster must hold, by `--expect`.
    pub expect: Expect,
    /// The one subject that is asked about; `None` for all.
    pub only: Option<&'e Subject>,
}

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
    /// The other parties.
    pub related: Vec<Related>,
}

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
        Self { case, attribute, place, default_of: None, message, help: None, related: Vec::new() }
    }

    /// The same with what would do.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }

    /// The same with another party.
    #[must_use]
    pub fn with(
        mut self,
        message: impl Into<String>,
        place: OriginId,
        subject: Option<&Subject>,
    ) -> Self {
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

impl<'e> Context<'e> {
    /// The answers of a rule on clusters: `None` where the rule does not apply.
    pub fn each_cluster(
        &self,
        decide: impl Fn(&'e Cluster) -> Result<Option<Outcome>, Open>,
    ) -> Vec<Answer> {
        let answer = |cluster: &'e Cluster| {
            let outcome = match decide(cluster) {
                Ok(outcome) => outcome?,
                Err(open) => Outcome::undecided(open),
            };
            Some(Answer { subject: cluster.subject.clone(), outcome })
        };
        let asked = self.estate.clusters.iter().filter(|cluster| self.asks(&cluster.subject));
        asked.filter_map(answer).collect()
    }

    /// Whether a subject is asked about.
    pub fn asks(&self, subject: &Subject) -> bool {
        self.only.is_none_or(|only| only.same(subject))
    }

    /// The nodes that a cluster plans, by all its pools, masters included.
    pub fn planned(&self, cluster: &Cluster) -> Count {
        let planned = Count::sum(self.estate.pools_of(cluster).map(|pool| &pool.planned));
        Count { open: planned.open.or_else(|| cluster.more_nodes.clone()), ..planned }
    }

    /// The nodes that a cluster is expected to have, by comment and option.
    pub fn expected_nodes(&self, cluster: &Cluster) -> u64 {
        floor(cluster.expected.nodes, self.expect.nodes)
    }

    /// The pods that a cluster is expected to have.
    pub fn expected_pods(&self, cluster: &Cluster) -> u64 {
        floor(cluster.expected.pods, self.expect.pods)
    }
}

fn floor(written: Option<Floor>, option: Option<u64>) -> u64 {
    written.map_or(0, |floor| floor.number).max(option.unwrap_or(0))
}

//! A rule's card: Markdown for people, its head and examples for programs.

mod example;
mod fence;
mod head;

pub use example::{Example, ExampleFile, Expected, Mark};

use crate::report::view::Severity;
use fence::Fence;
use head::Head;
use std::ops::Deref;
use std::sync::OnceLock;

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// All roots of a run.
    Estate,
    /// A VPC or vSwitch.
    Vpc,
    /// A cluster.
    Cluster,
    /// A node pool.
    NodePool,
    /// Any resource.
    Any,
    /// Nothing in the cloud: what people wrote for acklint itself.
    None,
}

impl Grain {
    /// As cards and machine formats write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Estate => "estate",
            Self::Vpc => "vpc",
            Self::Cluster => "cluster",
            Self::NodePool => "node_pool",
            Self::Any => "any",
            Self::None => "none",
        }
    }
}

/// The card of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The rule's name, which is also that of the card and of the module.
    pub id: &'static str,
    /// What is wrong, in one line.
    pub title: &'static str,
    /// What it is about.
    pub grain: Grain,
    /// Each case of the rule by name, and how bad it is, in the order of the card.
    pub severities: Vec<(String, Severity)>,
    /// The release that brought it.
    pub since: String,
    /// The attributes that cannot be changed.
    pub frozen: Vec<String>,
    /// Titles of the documents that it rests on.
    pub sources: Vec<String>,
    /// Why nothing can be unknown, where that is so.
    pub never_undecided: Option<String>,
    /// What to do where the subject exists already and no edit mends it, as plain text.
    pub way_out: Option<String>,
    /// The configurations that it shows, which are its tests.
    pub examples: Vec<Example>,
    /// The card as it was written.
    pub text: &'static str,
}

/// A card that is parsed when something is asked of it: most rules of a run find nothing.
#[derive(Debug)]
pub struct LazyCard {
    /// The rule's name.
    pub id: &'static str,
    /// The card as it was written.
    pub(super) text: &'static str,
    card: OnceLock<Card>,
}

impl LazyCard {
    pub(super) const fn new(id: &'static str, text: &'static str) -> Self {
        Self { id, text, card: OnceLock::new() }
    }
}

impl Deref for LazyCard {
    type Target = Card;

    fn deref(&self) -> &Card {
        let parse = || Card::parse(self.id, self.text);
        self.card.get_or_init(|| parse().expect("invariant: a test parses every card"))
    }
}

/// What is wrong with a card, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rules/{id}.md:{line}: {message}")]
pub struct CardError {
    /// The rule.
    pub id: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// A line of the card, and what is wrong there.
type Fault = (usize, String);

impl Card {
    /// Reads a card.
    ///
    /// # Errors
    /// The first thing that is wrong with its title, its head or a fence.
    pub fn parse(id: &'static str, text: &'static str) -> Result<Self, CardError> {
        Self::read(id, text).map_err(|(line, message)| CardError {
            id: id.to_owned(),
            line,
            message,
        })
    }

    fn read(id: &'static str, text: &'static str) -> Result<Self, Fault> {
        let title = text.lines().next().and_then(|line| line.strip_prefix("# "));
        let title = title.ok_or((1, "a card begins with `# ` and its title".to_owned()))?;
        let fences = fence::all(text)?;
        let (first, rest) = fences.split_first().ok_or((1, NO_HEAD.to_owned()))?;
        if first.words != ["hcl", "rule"] {
            return Err((first.line, NO_HEAD.to_owned()));
        }
        let head = Head::parse(first)?;
        let examples = example::all(rest, &head.severities)?;
        Ok(Self {
            id,
            title,
            grain: head.grain,
            severities: head.severities,
            since: head.since,
            frozen: head.frozen,
            sources: head.sources,
            never_undecided: head.never_undecided,
            way_out: section(text, WAY_OUT),
            examples,
            text,
        })
    }

    /// How bad a case of the rule is; `None` if the card knows no such case.
    pub fn severity(&self, case: &str) -> Option<Severity> {
        self.severities.iter().find(|(name, _)| name == case).map(|(_, severity)| *severity)
    }

    /// The severities of all cases, each once, the worst first.
    pub fn distinct_severities(&self) -> Vec<Severity> {
        let mut distinct: Vec<_> = self.severities.iter().map(|(_, severity)| *severity).collect();
        distinct.sort_unstable_by(|a, b| b.cmp(a));
        distinct.dedup();
        distinct
    }

    /// The cases that no failing example shows.
    pub fn unshown_cases(&self) -> Vec<&str> {
        let shown = |case: &str| {
            self.examples.iter().any(|example| match &example.expected {
                Expected::Fail { case: Some(name) } => *name == case,
                Expected::Fail { case: None } => self.severities.len() == 1,
                Expected::Pass | Expected::Undecided => false,
            })
        };
        self.severities.iter().map(|(case, _)| case.as_str()).filter(|case| !shown(case)).collect()
    }
}

/// The section that says what to do where the subject exists already.
const WAY_OUT: &str = "If it exists already";

/// The first paragraph of a section without Markdown.
fn section(text: &str, title: &str) -> Option<String> {
    let (_, section) = text.split_once(&format!("\n## {title}\n"))?;
    let paragraph = section.trim_start().split("\n\n").next()?;
    Some(paragraph.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', ""))
}

const NO_HEAD: &str = "the first fence of a card is its head: ```hcl rule";

#[cfg(test)]
mod tests;

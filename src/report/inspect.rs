//! What was resolved: every variable, local, output and cluster of every root, for people and as
//! JSON.

mod human;
mod json;
mod line;
mod tell;

pub use human::render as render_human;
pub use json::render as render_json;
pub(crate) use tell::Teller;

use super::view::Note;
use serde::Serialize;
use std::collections::BTreeMap;

/// A value as far as it is known, and the way that it took.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The value.
    pub what: What,
    /// From the place where it is written (first) to where it is used (last).
    pub way: Vec<Note>,
    /// Whether Terraform would not show it.
    pub sensitive: bool,
}

/// A value as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A string, number, bool or null.
    Scalar(serde_json::Value),
    /// A list, set or tuple.
    Sequence(Vec<Shown>),
    /// A map or object; `rest` says why there may be more keys.
    Mapping {
        /// What it holds, by key.
        entries: Vec<(String, Shown)>,
        /// Why there may be more keys.
        rest: Option<String>,
    },
    /// Any number of items like one; stands in a sequence only.
    Several {
        /// The item.
        like: Box<Shown>,
        /// Why their number is not known.
        why: String,
    },
    /// A value that keeps its identity: `alicloud_vpc.a.id`, or a string with such pieces.
    Symbol {
        /// As Terraform writes it.
        text: String,
        /// Why it is not known.
        why: String,
    },
    /// Not known.
    Unknown {
        /// Why.
        why: String,
        /// What it can be, if that is known.
        among: Vec<Shown>,
    },
    /// A word of acklint's own on what it made of the configuration.
    Verdict(String),
}

impl Shown {
    /// A word of acklint's own.
    pub(crate) fn verdict(word: &str) -> Self {
        What::Verdict(word.to_owned()).into()
    }
}

impl From<What> for Shown {
    /// Without a way.
    fn from(what: What) -> Self {
        Self { what, way: Vec::new(), sensitive: false }
    }
}

/// Values by name.
pub type Names = BTreeMap<String, Shown>;

/// A root and what it holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Root {
    /// The folder, relative to the repository root; `.` for that itself.
    pub path: String,
    /// Which of its variants, of a root that has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// Its outputs.
    pub outputs: Names,
    /// Its locals.
    pub locals: Names,
    /// Its variables, with the values that they have in this run.
    pub variables: Names,
    /// The clusters that it makes, modules included, in the order of their addresses.
    pub clusters: Vec<Cluster>,
}

/// Whether a resource will be created.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Existence {
    /// For certain.
    #[default]
    Yes,
    /// Its `count` or `for_each` is not known, for this reason.
    Maybe(String),
    /// Its `count` is 0 or its `for_each` is empty.
    No,
}

/// A cluster and what is known of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Cluster {
    /// The full address.
    pub subject: String,
    /// Whether it will be created.
    pub exists: Existence,
    /// Its attributes and, in parentheses, what was derived from them.
    pub attributes: Names,
}

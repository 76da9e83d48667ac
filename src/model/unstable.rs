//! Values that may be others at the next run, though nobody edits anything.

use super::attr::Open;
use crate::eval::{Name, OriginId, Reference};
use crate::module::Releases;
use std::fmt;

/// What makes a value differ from run to run.
#[derive(Debug, Clone, PartialEq)]
pub enum Unstable {
    /// A function such as `timestamp()`.
    Function(Name),
    /// A position in a list that the cloud orders.
    Position(Reference),
    /// A `random_*` resource, made again when what its `keepers` rest on changes.
    Random(Reference, Box<Self>),
}

/// An attribute whose change replaces the resource, and what its value rests on.
#[derive(Debug, Clone)]
pub struct Frozen {
    /// Its name.
    pub attribute: &'static str,
    /// In which releases of the provider its change replaces the resource.
    pub releases: &'static [Releases],
    /// Where its value is written.
    pub place: OriginId,
    /// What it rests on that may differ, and where that enters.
    pub unstable: Option<(Unstable, OriginId)>,
    /// Why there may be something.
    pub open: Option<Open>,
}

impl Unstable {
    /// What it rests on in the end.
    pub fn root(&self) -> &Self {
        match self {
            Self::Random(_, keepers) => keepers.root(),
            other => other,
        }
    }
}

impl fmt::Display for Unstable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Function(name) => write!(f, "{name}(), which differs from run to run"),
            Self::Position(reference) => {
                write!(f, "{reference}, a position in a list that the cloud orders")
            }
            Self::Random(reference, keepers) => {
                write!(f, "{reference}, whose keepers rest on {}", keepers.root())
            }
        }
    }
}

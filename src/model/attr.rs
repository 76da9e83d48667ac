//! An attribute has three states, and the third cannot be forgotten.

use crate::eval::{OriginId, Why};

/// What is not known, and where it enters: a check that needs it is undecided.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// Why it is not known.
    pub why: Why,
    /// Where the unknown value enters.
    pub origin: OriginId,
}

impl Open {
    /// Whether it is about a text that is no range: only `cidr_invalid` has something to say of it.
    pub fn is_no_range(&self) -> bool {
        matches!(self.why, Why::NotARange(_))
    }

    /// Whether it is one of several alternatives.
    pub fn has_ways(&self) -> bool {
        matches!(self.why, Why::Alternatives(..))
    }

    /// The first of both; one about alternatives before any other, because each of them can be
    /// asked for; one about a text that is no range only where there is no other.
    pub fn either(first: Option<Self>, second: Option<Self>) -> Option<Self> {
        match (first, second) {
            (Some(first), Some(second)) if second.rank() > first.rank() => Some(second),
            (first, second) => first.or(second),
        }
    }

    fn rank(&self) -> u8 {
        match self.why {
            Why::NotARange(_) => 0,
            Why::Alternatives(..) => 2,
            _ => 1,
        }
    }
}

/// An attribute of a resource.
#[derive(Debug, Clone, PartialEq)]
pub enum Attr<T> {
    /// What the provider takes for unset: no attribute, null, `""`, `[]`, `[""]`, 0. The origin is
    /// the resource's head.
    Absent(OriginId),
    /// A value.
    Known(T, OriginId),
    /// A value that is not known; `present` if it cannot turn out to be absent.
    Unknown {
        /// Why and where.
        open: Open,
        /// Whether it is written for certain: a reference, or a value that cannot be null.
        present: bool,
    },
}

impl<T> Attr<T> {
    /// The value, if there is one.
    ///
    /// # Errors
    /// If it is not known.
    pub fn get(&self) -> Result<Option<&T>, Open> {
        match self {
            Self::Absent(_) => Ok(None),
            Self::Known(value, _) => Ok(Some(value)),
            Self::Unknown { open, .. } => Err(open.clone()),
        }
    }

    /// The value, if it is there and known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value, _) => Some(value),
            _ => None,
        }
    }

    /// Whether something is written there.
    ///
    /// # Errors
    /// If that is not known.
    pub fn is_present(&self) -> Result<bool, Open> {
        match self {
            Self::Absent(_) => Ok(false),
            Self::Known(..) | Self::Unknown { present: true, .. } => Ok(true),
            Self::Unknown { open, .. } => Err(open.clone()),
        }
    }

    /// Where it comes from; for an absence, the resource's head.
    pub fn origin(&self) -> OriginId {
        match self {
            Self::Absent(origin) | Self::Known(_, origin) => *origin,
            Self::Unknown { open, .. } => open.origin,
        }
    }

    /// Why it is not known, if it is not.
    pub fn open(&self) -> Option<&Open> {
        match self {
            Self::Unknown { open, .. } => Some(open),
            _ => None,
        }
    }

    /// What is open if a text is written there that is no range.
    pub fn no_range(&self) -> Option<Open> {
        self.open().filter(|open| open.is_no_range()).cloned()
    }

    /// The same with its value changed, or not known for a reason.
    pub fn and_then<U>(self, change: impl FnOnce(T) -> Result<U, Why>) -> Attr<U> {
        match self {
            Self::Absent(origin) => Attr::Absent(origin),
            Self::Known(value, origin) => match change(value) {
                Ok(value) => Attr::Known(value, origin),
                Err(why) => Attr::Unknown { open: Open { why, origin }, present: true },
            },
            Self::Unknown { open, present } => Attr::Unknown { open, present },
        }
    }

    /// The same with a value where it is absent.
    #[must_use]
    pub fn or(self, default: T) -> Self {
        match self {
            Self::Absent(origin) => Self::Known(default, origin),
            other => other,
        }
    }
}

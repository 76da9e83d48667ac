//! What is sensitive: a mark on a value, which what is made from it inherits.
//!
//! The mark lies in the [`OriginId`] that travels with each value, so [`super::Origins::push`]
//! hands it on by itself. Containers are marked apart from their items: a list may hold a marked
//! item, and an item of a marked list is marked only once it is taken out.

use super::functions::Outcome;
use super::value::{Mapping, SequenceKind, Traced, Value, Why};
use super::{OriginId, Type};
use std::sync::Arc;

/// Whether a value is sensitive; what is made from several is as the greatest of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub enum Mark {
    /// It is not.
    #[default]
    Open,
    /// The schema of a provider decides it, or a module that is not here.
    Perhaps,
    /// It is.
    Sensitive,
}

/// How the marks of the arguments of a function come to its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Policy {
    /// All marks, those inside of arguments as well, come together on the result.
    Deep,
    /// The arguments' own marks come to the result; items keep theirs.
    Shallow,
    /// The function deals with marks itself.
    Own,
}

impl Traced {
    /// The value with this mark of its own; its items keep theirs.
    #[must_use]
    pub(super) fn marked(mut self, mark: Mark) -> Self {
        self.origin = self.origin.with(mark);
        self
    }

    /// The value with its own mark or this, whichever is greater.
    #[must_use]
    pub(super) fn under(self, mark: Mark) -> Self {
        let greater = self.origin.mark.max(mark);
        self.marked(greater)
    }

    /// The greatest mark of the value and all in it.
    pub(super) fn deep_mark(&self) -> Mark {
        let within = match &self.value {
            Value::Sequence(_, items) => greatest(items.iter()),
            Value::Mapping(mapping) => {
                let rest = mapping.rest.iter().map(|rest| &rest.like);
                greatest(mapping.entries.values().chain(rest))
            }
            Value::Several(several) => several.like.deep_mark().max(Mark::Perhaps),
            Value::Unknown(_) => Mark::Perhaps,
            _ => Mark::Open,
        };
        self.origin.mark.max(within)
    }

    /// The value, and if it is a set, with the marks of its items: they are not told apart.
    #[must_use]
    pub(super) fn gathered(self) -> Self {
        let Value::Sequence(SequenceKind::Set(_), items) = &self.value else { return self };
        match greatest(items.iter()) {
            Mark::Open => self,
            mark => {
                let mark = mark.max(self.origin.mark);
                self.bare().marked(mark)
            }
        }
    }

    /// The value with no mark on it nor in it.
    #[must_use]
    pub(super) fn bare(&self) -> Self {
        let value = match &self.value {
            Value::Sequence(kind, items) => {
                Value::Sequence(kind.clone(), Arc::new(items.iter().map(Self::bare).collect()))
            }
            Value::Mapping(mapping) => {
                let entries = mapping.entries.iter();
                let entries = entries.map(|(key, entry)| (Arc::clone(key), entry.bare())).collect();
                Value::Mapping(Arc::new(Mapping { entries, ..(**mapping).clone() }))
            }
            value => value.clone(),
        };
        Self::new(value, self.origin.with(Mark::Open))
    }
}

/// The greatest mark of values and all in them.
pub(super) fn greatest<'v>(values: impl Iterator<Item = &'v Traced>) -> Mark {
    values.map(Traced::deep_mark).max().unwrap_or_default()
}

/// Calls a function with arguments stripped of the marks that come to its result.
pub(super) fn carried(
    function: &str,
    origin: OriginId,
    arguments: &[Traced],
    call: impl FnOnce(OriginId, &[Traced]) -> Outcome,
) -> Outcome {
    let policy = policy(function);
    let mark = match policy {
        Policy::Own => return call(origin, arguments),
        Policy::Deep => greatest(arguments.iter()),
        Policy::Shallow => {
            let counted = arguments.iter().enumerate();
            counted.map(|(at, argument)| counts(function, at, argument)).max().unwrap_or_default()
        }
    };
    if mark == Mark::Open && arguments.iter().all(|argument| argument.origin.mark == mark) {
        return Ok(call(origin, arguments)?.gathered());
    }
    let bare = arguments.iter().enumerate().map(|(at, argument)| match policy {
        // what it gives in place of an element that is not there keeps its mark
        _ if (function, at) == ("lookup", 2) => argument.clone(),
        Policy::Deep => argument.bare(),
        _ => argument.clone().marked(Mark::Open),
    });
    let result = call(origin.with(Mark::Open), &bare.collect::<Vec<_>>())?;
    Ok(result.under(mark).gathered())
}

fn policy(function: &str) -> Policy {
    match function.strip_prefix("core::").unwrap_or(function) {
        "chunklist" | "concat" | "element" | "ephemeralasnull" | "flatten" | "keys" | "length"
        | "lookup" | "merge" | "reverse" | "setproduct" | "slice" | "tobool" | "tolist"
        | "tomap" | "tonumber" | "toset" | "tostring" | "values" | "zipmap" => Policy::Shallow,
        "issensitive" | "nonsensitive" | "sensitive" => Policy::Own,
        _ => Policy::Deep,
    }
}

/// The mark that an argument gives to the result of a function that leaves items theirs.
fn counts(function: &str, at: usize, argument: &Traced) -> Mark {
    match (function, at) {
        ("flatten", _) => flattened(argument),
        ("lookup", 2) => Mark::Open,
        ("merge", _) if argument.value.is_null() => Mark::Open,
        ("zipmap", 0) => argument.deep_mark(),
        _ => argument.origin.mark,
    }
}

/// The marks of a list and of those in it, which are dissolved.
fn flattened(list: &Traced) -> Mark {
    let within = match &list.value {
        Value::Sequence(_, items) => {
            let lists = items.iter().filter(|item| matches!(item.value, Value::Sequence(..)));
            lists.map(flattened).max().unwrap_or_default()
        }
        _ => return list.origin.mark,
    };
    list.origin.mark.max(within)
}

/// `issensitive(value)`
pub(super) fn is_sensitive(value: &Traced) -> Value {
    match value.origin.mark {
        Mark::Sensitive => Value::Bool(true),
        Mark::Open if value.value.is_known() => Value::Bool(false),
        _ => {
            let why = Why::NotModelled("whether what it does not know is sensitive".into());
            Value::unknown_result(Type::Bool, value.value.why_unknown().unwrap_or(why))
        }
    }
}

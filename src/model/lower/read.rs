//! Attributes of a resource in the three states, as the provider would take them.

use crate::eval::Name;
use crate::eval::{Number, OriginId, Resource, Text, Traced, Value, Why};
use crate::model::attr::{Attr, Open};
use crate::model::flaw::{self, Flaw};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The attributes of a resource or of a block in it.
#[derive(Clone, Copy)]
pub(super) struct Fields<'r> {
    entries: &'r BTreeMap<Name, Traced>,
    /// What stands for an absence.
    pub(super) head: OriginId,
}

/// A block that may or may not be there.
pub(super) enum Block<'r> {
    /// It is there.
    Fields(Fields<'r>),
    /// Whether it is there, or what it holds, is not known.
    Open(Open),
}

impl<'r> Fields<'r> {
    pub(super) fn of(resource: &'r Resource) -> Self {
        Self { entries: &resource.attributes, head: resource.head }
    }

    pub(super) fn value(self, name: &str) -> Option<&'r Traced> {
        self.entries.get(name)
    }

    fn attr<T>(self, name: &str, read: impl Fn(&Value) -> Result<Option<T>, Why>) -> Attr<T> {
        match self.value(name) {
            None => Attr::Absent(self.head),
            Some(traced) => attr(traced, self.head, read),
        }
    }

    /// A string; `""` is absent.
    pub(super) fn text(self, name: &str) -> Attr<Arc<str>> {
        self.attr(name, as_text)
    }

    /// A whole number, which may be a string; 0 is absent.
    pub(super) fn number(self, name: &str) -> Attr<u64> {
        self.attr(name, |value| Ok(as_number(value)?.filter(|number| *number != 0)))
    }

    /// A truth value, which may be a string.
    pub(super) fn truth(self, name: &str) -> Attr<bool> {
        self.attr(name, as_truth)
    }

    /// A range, without its host bits.
    pub(super) fn range(self, name: &str) -> Attr<IpNet> {
        self.text(name).and_then(|text| range(&text))
    }

    /// The IPv4 range among those that commas part.
    pub(super) fn range4(self, name: &str) -> Attr<Ipv4Net> {
        self.range_among(name, |range| match range {
            IpNet::V4(range) => Some(range),
            IpNet::V6(_) => None,
        })
    }

    /// The IPv6 range among those that commas part; a text that is not known need not have one.
    pub(super) fn range6(self, name: &str) -> Attr<Ipv6Net> {
        let range = self.range_among(name, |range| match range {
            IpNet::V4(_) => None,
            IpNet::V6(range) => Some(range),
        });
        match range {
            Attr::Unknown { open, .. } => Attr::Unknown { open, present: false },
            known => known,
        }
    }

    /// The first range of a family among those that commas part; absent if there is none of it.
    fn range_among<T>(self, name: &str, family: impl Fn(IpNet) -> Option<T>) -> Attr<T> {
        let ranges = self.text(name).and_then(|text| {
            let ranges = flaw::parts(&text).map(range).collect::<Result<Vec<IpNet>, Why>>()?;
            if ranges.is_empty() {
                return Err(Why::NotARange(text));
            }
            Ok(ranges.into_iter().find_map(family))
        });
        match ranges {
            Attr::Known(Some(range), origin) => Attr::Known(range, origin),
            Attr::Known(None, _) => Attr::Absent(self.head),
            Attr::Absent(origin) => Attr::Absent(origin),
            Attr::Unknown { open, present } => Attr::Unknown { open, present },
        }
    }

    /// What is wrong with a range.
    pub(super) fn flaws(self, name: &str) -> Attr<Vec<Flaw>> {
        self.text(name).and_then(|text| Ok(Flaw::of(&text).into_iter().collect()))
    }

    /// What is wrong with ranges that commas part.
    pub(super) fn flaws_among(self, name: &str) -> Attr<Vec<Flaw>> {
        self.text(name).and_then(|text| Ok(Flaw::among(&text)))
    }

    /// The items of a list, and why there may be more.
    pub(super) fn items(self, name: &str) -> (Vec<&'r Traced>, Option<Open>) {
        let Some(list) = self.value(name) else { return (Vec::new(), None) };
        match &list.value {
            Value::Sequence(_, items) => (items.iter().collect(), None),
            Value::Null(_) => (Vec::new(), None),
            Value::Unknown(unknown) => {
                (Vec::new(), Some(Open { why: unknown.why.clone(), origin: list.origin }))
            }
            _ => (vec![list], None), // one block written as an object, as JSON syntax has it
        }
    }

    /// The blocks of a kind.
    pub(super) fn blocks(self, name: &str) -> Vec<Block<'r>> {
        let (items, open) = self.items(name);
        let blocks = items.into_iter().filter_map(|item| match &item.value {
            Value::Mapping(mapping) => {
                Some(Block::Fields(Fields { entries: &mapping.entries, head: item.origin }))
            }
            Value::Null(_) => None,
            value => {
                let why = value.why_unknown().unwrap_or(Why::NotModelled("a block".into()));
                Some(Block::Open(Open { why, origin: item.origin }))
            }
        });
        blocks.chain(open.map(Block::Open)).collect()
    }

    /// A field of the only block of a kind.
    pub(super) fn in_block<T>(
        self,
        block: &str,
        read: impl FnOnce(Fields<'r>) -> Attr<T>,
    ) -> Attr<T> {
        match self.blocks(block).into_iter().next() {
            None => Attr::Absent(self.head),
            Some(Block::Fields(fields)) => read(fields),
            Some(Block::Open(open)) => Attr::Unknown { open, present: false },
        }
    }
}

/// A value in the three states.
pub(super) fn attr<T>(
    traced: &Traced,
    head: OriginId,
    read: impl Fn(&Value) -> Result<Option<T>, Why>,
) -> Attr<T> {
    three_states(traced, head, &read)
}

fn three_states<T>(
    traced: &Traced,
    head: OriginId,
    read: &dyn Fn(&Value) -> Result<Option<T>, Why>,
) -> Attr<T> {
    if traced.value.is_null() {
        return Attr::Absent(head);
    }
    let unknown = |why: Why, present: bool| Attr::Unknown {
        open: Open { why, origin: traced.origin },
        present,
    };
    match &traced.value {
        Value::Unknown(u) => {
            let present = match &u.why {
                Why::Alternatives(choices, _) => choices
                    .iter()
                    .all(|choice| three_states(choice, head, read).is_present() == Ok(true)),
                _ => !u.nullable,
            };
            unknown(u.why.clone(), present)
        }
        Value::Text(Text::Symbolic(_)) => {
            let why = traced.value.why_unknown().unwrap_or(Why::NotModelled("a string".into()));
            unknown(why, true)
        }
        value => match read(value) {
            Ok(Some(value)) => Attr::Known(value, traced.origin),
            Ok(None) => Attr::Absent(head),
            Err(why) => unknown(why, true),
        },
    }
}

/// A string; `""` is absent.
pub(super) fn as_text(value: &Value) -> Result<Option<Arc<str>>, Why> {
    match value {
        Value::Text(Text::Plain(text)) if text.is_empty() => Ok(None),
        Value::Text(Text::Plain(text)) => Ok(Some(Arc::clone(text))),
        Value::Number(number) => Ok(Some(number.to_string().into())),
        Value::Bool(value) => Ok(Some(value.to_string().into())),
        _ => Err(Why::Untold("a string is expected here".into())),
    }
}

fn as_number(value: &Value) -> Result<Option<u64>, Why> {
    let refused = || Why::Untold("a whole number, 0 or more, is expected here".into());
    match value {
        Value::Number(number) => number.to_u64().map(Some).ok_or_else(refused),
        Value::Text(Text::Plain(text)) if text.is_empty() => Ok(None),
        Value::Text(Text::Plain(text)) => {
            let number = Number::parse(text).and_then(|number| number.to_u64());
            number.map(Some).ok_or_else(refused)
        }
        _ => Err(refused()),
    }
}

/// A truth value, which may be a string.
pub(super) fn as_truth(value: &Value) -> Result<Option<bool>, Why> {
    match value {
        Value::Bool(value) => Ok(Some(*value)),
        Value::Text(Text::Plain(text)) => match &**text {
            "true" => Ok(Some(true)),
            "false" => Ok(Some(false)),
            "" => Ok(None),
            _ => Err(Why::Untold("true or false is expected here".into())),
        },
        _ => Err(Why::Untold("true or false is expected here".into())),
    }
}

/// A range without its host bits.
pub(super) fn range(text: &str) -> Result<IpNet, Why> {
    flaw::parse(text).map(|range| range.trunc()).ok_or_else(|| Why::NotARange(text.into()))
}

//! The value at an attribute of a table of facts: `pod_cidr`, `auto_mode.enabled`, `labels[key]`.

use crate::eval::{Number, OriginId, Resource, Text, Traced, Value, Why};
use crate::model::Open;

/// What stands at an attribute.
#[derive(Debug, Clone)]
pub(super) enum Read {
    /// What the provider takes for unset.
    Absent,
    /// A value; it or parts of it may not be known.
    Value(Traced),
    /// Not even whether there is one.
    Open(Open),
}

/// The attribute or block that a name begins with.
pub(super) fn top(attribute: &'static str) -> &'static str {
    attribute.split(['.', '[']).next().unwrap_or(attribute)
}

/// What stands at an attribute of a resource.
pub(super) fn read(resource: &Resource, attribute: &'static str) -> Read {
    let name = top(attribute);
    let Some(value) = resource.attributes.get(name) else { return Read::Absent };
    let rest = &attribute[name.len()..];
    if let Some(key) = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return within(value, key);
    }
    match rest.strip_prefix('.') {
        Some(inner) => match first(value) {
            Read::Value(block) => within(&block, inner),
            other => other,
        },
        None => whole(value),
    }
}

fn whole(value: &Traced) -> Read {
    if is_absent(&value.value) { Read::Absent } else { Read::Value(value.clone()) }
}

fn open(why: Why, origin: OriginId) -> Read {
    Read::Open(Open { why, origin })
}

/// The first block of a list.
fn first(value: &Traced) -> Read {
    match &value.value {
        Value::Sequence(_, items) => match items.first() {
            Some(Traced { value: Value::Several(several), origin }) => {
                open(several.why.clone(), *origin)
            }
            Some(block) => Read::Value(block.clone()),
            None => Read::Absent,
        },
        Value::Unknown(unknown) => open(unknown.why.clone(), value.origin),
        Value::Mapping(_) => Read::Value(value.clone()),
        _ => Read::Absent,
    }
}

/// The value of the one of several blocks that has a key: `labels { key = … value = … }`.
fn keyed(blocks: &[Traced], key: &str) -> Read {
    for item in blocks {
        let block = match &item.value {
            Value::Mapping(block) => block,
            other => {
                let why = other.why_unknown().unwrap_or(Why::Budget("blocks"));
                return open(why, item.origin);
            }
        };
        match block.entries.get("key").map(|own| (own.value.as_str(), own)) {
            Some((Some(own), _)) if own == key => return within(item, "value"),
            Some((None, own)) => {
                if let Some(why) = own.value.why_unknown() {
                    return open(why, own.origin);
                }
            }
            _ => {}
        }
    }
    Read::Absent
}

fn within(value: &Traced, key: &str) -> Read {
    match &value.value {
        Value::Sequence(_, blocks) => keyed(blocks, key),
        Value::Mapping(mapping) => match (mapping.entries.get(key), &mapping.rest) {
            (Some(entry), _) => whole(entry),
            (None, Some(rest)) => open(rest.why.clone(), value.origin),
            (None, None) => Read::Absent,
        },
        Value::Unknown(unknown) => open(unknown.why.clone(), value.origin),
        _ => Read::Absent,
    }
}

/// What the provider takes for unset.
pub(super) fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null(_) => true,
        Value::Text(Text::Plain(text)) => text.is_empty(),
        Value::Number(number) => *number == Number::from(0),
        Value::Sequence(_, items) => items.iter().all(|item| match &item.value {
            Value::Null(_) => true,
            item => item.as_str() == Some(""),
        }),
        _ => false,
    }
}

/// A value of one piece as the provider takes it, whatever its type.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Text(Text::Plain(text)) => Some(text.to_string()),
        _ => None,
    }
}

//! Blocks of a resource and manifests alike: nested values of which parts may not be known.

use super::read::{as_text, attr};
use crate::eval::{OriginId, Traced, Value, Why};
use crate::model::attr::{Attr, Open};
use std::sync::Arc;

/// What stands under a key; the only block of a kind stands for itself.
///
/// # Errors
/// If that is not known.
pub(super) fn at<'v>(value: &'v Traced, key: &str) -> Result<Option<&'v Traced>, Open> {
    let open = |why: &Why| Open { why: why.clone(), origin: value.origin };
    match &value.value {
        Value::Mapping(mapping) => match (mapping.entries.get(key), &mapping.rest) {
            (Some(entry), _) => Ok(Some(entry)),
            (None, Some(rest)) => Err(open(&rest.why)),
            (None, None) => Ok(None),
        },
        Value::Sequence(_, items) => items.first().map_or(Ok(None), |item| at(item, key)),
        Value::Several(several) => Err(open(&several.why)),
        Value::Unknown(unknown) => Err(open(&unknown.why)),
        Value::Null(_) | Value::Bool(_) | Value::Number(_) | Value::Text(_) => Ok(None),
    }
}

/// What stands at the end of a path.
///
/// # Errors
/// If that is not known.
pub(super) fn path<'v>(value: &'v Traced, keys: &[&str]) -> Result<Option<&'v Traced>, Open> {
    keys.iter().try_fold(Some(value), |value, key| match value {
        Some(value) => at(value, key),
        None => Ok(None),
    })
}

/// The text at the end of a path; `head` stands for its absence.
pub(super) fn text(value: &Traced, keys: &[&str], head: OriginId) -> Attr<Arc<str>> {
    match path(value, keys) {
        Ok(Some(text)) => attr(text, head, as_text),
        Ok(None) => Attr::Absent(head),
        Err(open) => Attr::Unknown { open, present: false },
    }
}

/// The items at the end of a path, a lone one too, and why there may be more.
pub(super) fn items<'v>(value: &'v Traced, keys: &[&str]) -> (Vec<&'v Traced>, Option<Open>) {
    let value = match path(value, keys) {
        Ok(Some(value)) => value,
        Ok(None) => return (Vec::new(), None),
        Err(open) => return (Vec::new(), Some(open)),
    };
    match &value.value {
        Value::Sequence(_, items) => {
            let open = items.iter().find_map(|item| match &item.value {
                Value::Several(several) => Some((several.why.clone(), item.origin)),
                Value::Unknown(unknown) => Some((unknown.why.clone(), item.origin)),
                _ => None,
            });
            let known = items.iter().filter(|item| matches!(item.value, Value::Mapping(_)));
            (known.collect(), open.map(|(why, origin)| Open { why, origin }))
        }
        Value::Unknown(unknown) => {
            (Vec::new(), Some(Open { why: unknown.why.clone(), origin: value.origin }))
        }
        Value::Mapping(_) => (vec![value], None),
        _ => (Vec::new(), None),
    }
}

/// Where something is written at the end of a path: no empty list, no null.
pub(super) fn written(value: &Traced, keys: &[&str]) -> Option<OriginId> {
    let value = path(value, keys).ok()??;
    let empty = match &value.value {
        Value::Null(_) => true,
        Value::Sequence(_, items) => items.is_empty(),
        _ => false,
    };
    (!empty).then_some(value.origin)
}

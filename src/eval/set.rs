//! What makes items a set: they differ from each other and stand in Terraform's order.

use super::equal::equal;
use super::functions;
use super::value::{SequenceKind, Text, Traced, Value};
use std::cmp::Ordering;
use std::fmt::Write;

/// The items in the order of a set, each once: known ones, then others as they came, then null.
pub(super) fn members(items: Vec<Traced>) -> Vec<Traced> {
    let (mut known, others): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|item| item.value.is_known());
    known.sort_by(|a, b| order(&a.value, &b.value));
    known.dedup_by(|later, earlier| same(&later.value, &earlier.value));
    let nulls = known.split_off(known.partition_point(|item| !item.value.is_null()));
    known.extend(without_repeats(others));
    known.extend(nulls);
    known
}

/// Whether a set takes two known items for one: -0 and 0 are equal, but stand side by side in it.
fn same(one: &Value, other: &Value) -> bool {
    equal(one, other) == Some(true) && fingerprint(one) == fingerprint(other)
}

/// The items without those that are certain to repeat an earlier one.
pub(super) fn without_repeats(items: Vec<Traced>) -> Vec<Traced> {
    let mut kept: Vec<Traced> = Vec::with_capacity(items.len());
    for item in items {
        if !kept.iter().any(|other| equal(&other.value, &item.value) == Some(true)) {
            kept.push(item);
        }
    }
    kept
}

/// How Terraform sorts known items of one type: null last, compound ones by their text.
fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Null(_), Value::Null(_)) => Ordering::Equal,
        (Value::Null(_), _) => Ordering::Greater,
        (_, Value::Null(_)) => Ordering::Less,
        (Value::Text(Text::Plain(a)), Value::Text(Text::Plain(b))) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        _ => fingerprint(a).cmp(&fingerprint(b)),
    }
}

fn fingerprint(value: &Value) -> String {
    let mut out = String::new();
    write_fingerprint(&mut out, value);
    out
}

fn write_fingerprint(out: &mut String, value: &Value) {
    match value {
        Value::Null(_) => out.push('~'),
        Value::Bool(value) => out.push(if *value { 'T' } else { 'F' }),
        Value::Number(number) => {
            // no more digits than these, also where others follow
            out.push_str(&functions::with_digits(number, 10));
        }
        Value::Text(Text::Plain(text)) => {
            let _ = write!(out, "{text:?}");
        }
        Value::Sequence(kind, items) => {
            let tuple = *kind == SequenceKind::Tuple;
            out.push(if tuple { '<' } else { '[' });
            for item in items.iter() {
                write_fingerprint(out, &item.value);
                out.push(';');
            }
            out.push(if tuple { '>' } else { ']' });
        }
        Value::Mapping(mapping) => {
            let map = matches!(mapping.kind, super::value::MappingKind::Map(_));
            out.push(if map { '{' } else { '<' });
            for (key, entry) in &mapping.entries {
                if map {
                    let _ = write!(out, "{key:?}:");
                }
                write_fingerprint(out, &entry.value);
                out.push(';');
            }
            out.push(if map { '}' } else { '>' });
        }
        Value::Text(Text::Symbolic(_)) | Value::Unknown(_) | Value::Several(_) => out.push('?'),
    }
}

//! What makes items a set: they differ from each other and stand in Terraform's order.

use super::equal::equal;
use super::functions;
use super::lift::ALTERNATIVES;
use super::value::{SequenceKind, Several, Text, Traced, Unknown, Value, Why};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

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
    // where the known ones stand, by what equal ones have in common; then the others
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    let mut others: Vec<usize> = Vec::new();
    for item in items {
        let (alike, most) = if item.value.is_known() {
            (known.entry(likeness(&item.value)).or_default(), usize::MAX)
        } else {
            (&mut others, COMPARED)
        };
        let repeats = |at: &usize| equal(&kept[*at].value, &item.value) == Some(true);
        if !alike.iter().rev().take(most).any(repeats) {
            alike.push(kept.len());
            kept.push(item);
        }
    }
    kept
}

/// With how many unknown items one is compared: what is not known as a repetition may yet be one.
const COMPARED: usize = 1_000;

/// A text that known values which are equal share; -0 is equal to 0.
fn likeness(value: &Value) -> String {
    match value {
        Value::Text(Text::Plain(text)) => text.to_string(),
        Value::Number(number) => functions::with_digits(number, 10).trim_start_matches('-').into(),
        value => fingerprint(value).replace('-', ""),
    }
}

/// A set where the order of its items shows, as a sequence of a kind: what is not known may stand
/// before or behind the rest.
pub(super) fn in_some_order(items: &[Traced], kind: &SequenceKind) -> Value {
    let sequence = |items| Value::Sequence(kind.clone(), Arc::new(items));
    let unknown = items.iter().find_map(|item| item.value.why_unknown());
    let Some(why) = unknown.filter(|_| items.len() > 1) else { return sequence(items.to_vec()) };
    let (why, origin) = (why.derived(), items[0].origin);
    let ty = sequence(Vec::new()).ty();
    let one_of = |ty, values: Vec<Value>| {
        let values = values.into_iter().map(|value| Traced::new(value, origin)).collect();
        let why = Why::Alternatives(values, Box::new(why.clone()));
        Value::Unknown(Arc::new(Unknown { ty, why, nullable: false }))
    };
    if let Some(orders) = orders(items) {
        return one_of(ty, orders.into_iter().map(sequence).collect());
    }
    let like = any_of(items, &why);
    sequence(vec![Traced::new(Value::Several(Arc::new(Several { like, why })), origin)])
}

/// Items, and before, between and behind them those of which it is not known where they stand.
pub(super) fn among(further: Option<&Traced>, items: impl Iterator<Item = Traced>) -> Vec<Traced> {
    let mut all: Vec<Traced> = further.into_iter().cloned().collect();
    for item in items {
        all.push(item);
        all.extend(further.cloned());
    }
    all
}

/// One of the items, whichever.
fn any_of(items: &[Traced], why: &Why) -> Traced {
    let ty = items[0].value.ty();
    let nullable = items.iter().any(|item| super::lift::may_be_null(&item.value));
    let plain = |item: &Traced| !matches!(item.value, Value::Several(_));
    let few = items.len() <= ALTERNATIVES && items.iter().all(plain);
    let why =
        if few { Why::Alternatives(items.into(), Box::new(why.clone())) } else { why.clone() };
    Traced::new(Value::Unknown(Arc::new(Unknown { ty, why, nullable })), items[0].origin)
}

/// The orders that items may have of which no two can be the same, if these are not too many.
fn orders(items: &[Traced]) -> Option<Vec<Vec<Traced>>> {
    let differ = |at: usize, item: &Traced| {
        items[..at].iter().all(|other| are_two(&other.value, &item.value))
    };
    if !items.iter().enumerate().all(|(at, item)| differ(at, item)) {
        return None;
    }
    let mut orders: Vec<Vec<Traced>> = vec![Vec::new()];
    for item in items {
        let places = |order: Vec<Traced>| {
            // what is known is sorted already
            let known = order.iter().rposition(|other| other.value.is_known());
            let first = known.filter(|_| item.value.is_known()).map_or(0, |last| last + 1);
            (first..=order.len()).map(move |at| {
                let mut order = order.clone();
                order.insert(at, item.clone());
                order
            })
        };
        orders = orders.into_iter().flat_map(places).collect();
        if orders.len() > ALTERNATIVES {
            return None;
        }
    }
    Some(orders)
}

/// Whether two values are certain to differ: known ones that do, the ids of two resources.
fn are_two(one: &Value, other: &Value) -> bool {
    let id = |value: &Value| match value {
        Value::Unknown(unknown) => unknown
            .why
            .reference()
            .filter(|reference| reference.is_certain() && &*reference.path == ".id")
            .cloned(),
        _ => None,
    };
    match (id(one), id(other)) {
        (Some(one), Some(other)) => one != other,
        _ => equal(one, other) == Some(false),
    }
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

//! Whether what acklint says of a value holds beside what Terraform plans and makes.

use crate::planned::Seen;
use acklint::eval::{Mapping, MappingKind, Piece, Reference, SequenceKind, Text, Traced, Type};
use acklint::eval::{Unknown, Value, Why};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Attributes of the resources that Terraform has made, by address.
pub(crate) type State = BTreeMap<String, Json>;

/// How much acklint knows beside Terraform's plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Knows {
    /// As much.
    Same,
    /// Less.
    Less,
    /// More, and it turns out so.
    More,
}

/// What stands in a table for a value that is not known.
const UNKNOWN: &str = "(known after apply)";

/// A plan as a table shows it.
pub(crate) fn masked(planned: &Json, unknown: &Json) -> Json {
    match (unknown, planned) {
        (Json::Bool(true), _) => UNKNOWN.into(),
        (Json::Array(masks), _) => {
            masks.iter().enumerate().map(|(at, mask)| masked(&planned[at], mask)).collect()
        }
        (Json::Object(masks), Json::Object(entries)) => {
            let mut entries = entries.clone();
            for (key, mask) in masks {
                let entry = entries.get(key).cloned().unwrap_or_default();
                entries.insert(key.clone(), masked(&entry, mask));
            }
            Json::Object(entries)
        }
        _ => planned.clone(),
    }
}

/// A plan from a table, as if what is not known in it came to that very text.
pub(crate) fn unmasked(shown: &Json) -> Seen {
    let (planned, unknown) = match shown {
        Json::String(text) if text == UNKNOWN => (Json::Null, true.into()),
        Json::Array(items) => {
            let seen: Vec<Seen> = items.iter().map(unmasked).collect();
            let planned = seen.iter().map(|seen| seen.planned.clone()).collect();
            (planned, seen.into_iter().map(|seen| seen.unknown).collect())
        }
        Json::Object(entries) => {
            let seen: Vec<(String, Seen)> =
                entries.iter().map(|(key, entry)| (key.clone(), unmasked(entry))).collect();
            let planned = seen.iter().map(|(key, seen)| (key.clone(), seen.planned.clone()));
            let planned = Json::Object(planned.collect());
            (planned, Json::Object(seen.into_iter().map(|(key, s)| (key, s.unknown)).collect()))
        }
        _ => (shown.clone(), false.into()),
    };
    Seen { planned, unknown, made: shown.clone() }
}

/// Judges a value; what is wrong with it, if something is.
pub(crate) fn judge(ours: &Value, seen: &Seen, state: &State) -> Result<Knows, String> {
    agrees(ours, &seen.made, state)?;
    let mut knows = Knows::Same;
    weigh(ours, &seen.planned, &seen.unknown, &mut knows);
    Ok(knows)
}

/// Holds what we say to a value that was made.
fn agrees(ours: &Value, made: &Json, state: &State) -> Result<(), String> {
    if made == UNKNOWN {
        return Ok(()); // the table does not say what it came to
    }
    let fails = |what: &str| Err(format!("{what}: ours {ours:?}, made {made}"));
    match ours {
        Value::Null(_) if made.is_null() => Ok(()),
        Value::Bool(value) if made.as_bool() == Some(*value) => Ok(()),
        Value::Number(number) if same_number(&number.to_string(), made) => Ok(()),
        Value::Text(Text::Plain(text)) if made.as_str() == Some(text) => Ok(()),
        Value::Text(Text::Symbolic(pieces)) => match made.as_str() {
            Some(text) if fits(pieces, text, state) => Ok(()),
            _ => fails("the pieces do not fit"),
        },
        Value::Sequence(kind, items) => match made.as_array() {
            Some(made) if matches!(kind, SequenceKind::Set(_)) => set_agrees(items, made, state),
            Some(made) if sequence_agrees(items, made, state) => Ok(()),
            Some(made) => {
                for (ours, made) in items.iter().zip(made) {
                    agrees(&ours.value, made, state)?;
                }
                fails("the items do not fit")
            }
            None => fails("it is no list"),
        },
        Value::Mapping(mapping) => mapping_agrees(mapping, made, state),
        Value::Unknown(unknown) => unknown_agrees(unknown, made, state),
        _ => fails("it differs"),
    }
}

fn same_number(ours: &str, made: &Json) -> bool {
    match made {
        Json::Number(made) => {
            let ours: Option<f64> = ours.parse().ok();
            ours.is_some() && ours == made.as_f64()
        }
        _ => false,
    }
}

fn sequence_agrees(ours: &[Traced], made: &[Json], state: &State) -> bool {
    let Some((first, rest)) = ours.split_first() else { return made.is_empty() };
    let Value::Several(several) = &first.value else {
        return made.split_first().is_some_and(|(made, others)| {
            agrees(&first.value, made, state).is_ok() && sequence_agrees(rest, others, state)
        });
    };
    (0..=made.len()).any(|taken| {
        made[..taken].iter().all(|made| agrees(&several.like.value, made, state).is_ok())
            && sequence_agrees(rest, &made[taken..], state)
    })
}

/// Each item of ours is there, and each that is there is one of ours.
fn set_agrees(ours: &[Traced], made: &[Json], state: &State) -> Result<(), String> {
    let is_there = |item: &Traced| match &item.value {
        Value::Several(_) => true,
        value => made.iter().any(|made| agrees(value, made, state).is_ok()),
    };
    let is_ours = |made: &Json| {
        ours.iter().any(|item| match &item.value {
            Value::Several(several) => agrees(&several.like.value, made, state).is_ok(),
            value => agrees(value, made, state).is_ok(),
        })
    };
    let known = ours.iter().all(|item| item.value.is_known());
    if ours.iter().all(is_there) && made.iter().all(is_ours) && (!known || ours.len() == made.len())
    {
        return Ok(());
    }
    Err(format!("the set differs: ours {ours:?}, made {made:?}"))
}

fn mapping_agrees(ours: &Mapping, made: &Json, state: &State) -> Result<(), String> {
    let Some(made) = made.as_object() else {
        return Err(format!("it is no object: ours {ours:?}, made {made}"));
    };
    for (key, entry) in &ours.entries {
        match made.get(&**key) {
            Some(made) => agrees(&entry.value, made, state)?,
            None => return Err(format!("there is no key {key}: ours {ours:?}, made {made:?}")),
        }
    }
    if let MappingKind::Resource(reference) = &ours.kind {
        let is = resolved(reference, state);
        if is.is_none_or(|is| is.as_object() == Some(made)) {
            return Ok(());
        }
        return Err(format!("it is another resource than {reference}: {made:?}"));
    }
    let further = made.iter().filter(|(key, _)| !ours.entries.contains_key(&***key));
    for (key, made) in further {
        match &ours.rest {
            Some(rest) => agrees(&rest.like.value, made, state)?,
            None => return Err(format!("the key {key} is not ours: ours {ours:?}, made {made}")),
        }
    }
    Ok(())
}

fn unknown_agrees(ours: &Unknown, made: &Json, state: &State) -> Result<(), String> {
    let fails = |what: &str| Err(format!("{what}: ours {ours:?}, made {made}"));
    // by contract a reference is never null, and of the resources here some attributes are
    let reference = ours.why.reference();
    if made.is_null() && !ours.nullable && reference.is_none() {
        return fails("it is null");
    }
    // beside a number a reference is taken for one, whatever its type turns out to be
    if !made.is_null() && reference.is_none() && !has_type(made, &ours.ty) {
        return fails("the type is another");
    }
    match &ours.why {
        Why::Alternatives(values, _) => {
            if values.iter().any(|value| agrees(&value.value, made, state).is_ok()) {
                return Ok(());
            }
            fails("it is none of the alternatives")
        }
        Why::Reference(reference) => match resolved(reference, state) {
            Some(is) if is != *made && as_text(&is) != as_text(made) => {
                fails(&format!("{reference} is {is}"))
            }
            _ => Ok(()),
        },
        Why::Refused(_) | Why::Undeclared(_) | Why::Cycle(_) => fails("Terraform takes it"),
        _ => Ok(()),
    }
}

/// Whether a value may be of a type; JSON does not tell tuples from lists.
fn has_type(made: &Json, ty: &Type) -> bool {
    let all =
        |made: &[Json], of: &Type| made.iter().all(|item| item.is_null() || has_type(item, of));
    match ty {
        Type::Dynamic => true,
        Type::Bool => made.is_boolean(),
        Type::Number => made.is_number(),
        Type::String => made.is_string(),
        Type::List(of) | Type::Set(of) => made.as_array().is_some_and(|made| all(made, of)),
        Type::Map(of) => {
            let values = made.as_object().map(|made| made.values().cloned().collect::<Vec<_>>());
            values.is_some_and(|values| all(&values, of))
        }
        Type::Tuple(items) => made.as_array().is_some_and(|made| {
            made.len() == items.len()
                && made
                    .iter()
                    .zip(items.iter())
                    .all(|(made, ty)| made.is_null() || has_type(made, ty))
        }),
        Type::Object(attributes) => made.as_object().is_some_and(|made| {
            made.len() == attributes.len()
                && attributes.iter().all(|(name, attribute)| {
                    made.get(&**name)
                        .is_some_and(|made| made.is_null() || has_type(made, &attribute.ty))
                })
        }),
    }
}

/// A scalar as a string: a conversion keeps the reference.
fn as_text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What a reference has come to; `None` where it is not followed.
fn resolved(reference: &Reference, state: &State) -> Option<Json> {
    if !reference.is_certain() {
        return None;
    }
    let mut at = state.get(&reference.address.to_string())?.clone();
    let path = reference.path.replace('[', ".[");
    for step in path.split('.').filter(|step| !step.is_empty()) {
        let step = step.trim_matches(['[', ']', '"']);
        let next = match &at {
            Json::Object(entries) => entries.get(step)?.clone(),
            Json::Array(items) => items.get(step.parse::<usize>().ok()?)?.clone(),
            _ => return None,
        };
        at = next;
    }
    Some(at)
}

fn fits(pieces: &[Piece], text: &str, state: &State) -> bool {
    let Some((piece, rest)) = pieces.split_first() else { return text.is_empty() };
    let ends = (0..=text.len()).filter(|end| text.is_char_boundary(*end));
    match piece {
        Piece::Literal(literal) => {
            text.strip_prefix(&**literal).is_some_and(|text| fits(rest, text, state))
        }
        Piece::Unknown(value) => ends.into_iter().any(|end| {
            is_written(&value.value, &text[..end], state) && fits(rest, &text[end..], state)
        }),
        Piece::Joined { .. } => ends.into_iter().any(|end| fits(rest, &text[end..], state)),
    }
}

/// Whether a scalar may stand in a string as some text.
fn is_written(value: &Value, text: &str, state: &State) -> bool {
    let as_text = Json::String(text.to_owned());
    let as_itself = serde_json::from_str(text).ok().filter(|json: &Json| !json.is_string());
    let texts = std::iter::once(as_text).chain(as_itself);
    texts.into_iter().any(|made| agrees(value, &made, state).is_ok())
}

/// Whether we know as much as the plan.
fn weigh(ours: &Value, planned: &Json, unknown: &Json, knows: &mut Knows) {
    if *unknown == Json::Bool(true) {
        if !matches!(ours, Value::Unknown(_) | Value::Text(Text::Symbolic(_)) | Value::Several(_)) {
            *knows = (*knows).max(Knows::More);
        }
        return;
    }
    match ours {
        Value::Sequence(SequenceKind::Set(_), items) => {
            let whole = matches!(unknown, Json::Null | Json::Bool(false))
                || unknown.as_array().is_some_and(|u| !u.iter().any(has_unknown));
            if whole && items.iter().any(|item| !item.value.is_known()) {
                *knows = (*knows).max(Knows::Less);
            }
        }
        Value::Sequence(_, items) => {
            for (at, item) in items.iter().enumerate() {
                weigh(&item.value, &planned[at], &unknown[at], knows);
            }
        }
        Value::Mapping(mapping) => {
            let open = mapping.rest.is_some() || matches!(mapping.kind, MappingKind::Resource(_));
            if open {
                *knows = (*knows).max(Knows::Less);
            }
            for (key, entry) in &mapping.entries {
                weigh(&entry.value, &planned[&**key], &unknown[&**key], knows);
            }
        }
        value if !value.is_known() => *knows = (*knows).max(Knows::Less),
        _ => {}
    }
}

fn has_unknown(mask: &Json) -> bool {
    match mask {
        Json::Bool(unknown) => *unknown,
        Json::Array(items) => items.iter().any(has_unknown),
        Json::Object(entries) => entries.values().any(has_unknown),
        _ => false,
    }
}

//! `jsonencode` and `jsondecode`.

mod decode;

use super::super::Refusal;
use super::super::types::Type;
use super::super::value::{Mapping, MappingKind, Piece, Text, Traced, Unknown, Value, Why};
use super::argument::text;
use super::pieces::Pieces;
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use std::fmt::Write;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("jsondecode", &[Parameter::strict(Takes::Text)], Returns::Any, jsondecode),
    Function::new("jsonencode", &[Parameter::lenient(Takes::Any)], Returns::Text, jsonencode),
];

fn jsonencode(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let mut pieces = Pieces::default();
    put(&mut pieces, &arguments[0])?;
    // also what is one unknown alone is text of this call: JSON is not the value itself
    Ok(cx.made(pieces.finish()))
}

fn jsondecode(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    decode::decode(cx, text(&arguments[0])?)
}

/// A known value as JSON.
pub(super) fn encoded(value: &Traced) -> Result<String, Refusal> {
    let mut pieces = Pieces::default();
    put(&mut pieces, value)?;
    let encoded = pieces.finish();
    encoded.as_str().map(str::to_owned).ok_or_else(|| Refusal::new("the value is not known"))
}

/// A string as JSON, quotes included.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn put(pieces: &mut Pieces, value: &Traced) -> Result<(), Refusal> {
    match &value.value {
        Value::Null(_) => pieces.literal("null"),
        Value::Bool(value) => pieces.literal(if *value { "true" } else { "false" }),
        Value::Number(number) if number.is_infinite() => {
            return Err(Refusal::new("cannot serialize infinity as JSON"));
        }
        Value::Number(number) => pieces.literal(&number.to_string()),
        Value::Text(text) => put_text(pieces, text),
        Value::Sequence(_, items) => return put_items(pieces, value, items),
        Value::Mapping(mapping) => return put_entries(pieces, value, mapping),
        Value::Unknown(unknown) => put_unknown(pieces, value, unknown),
        Value::Several(several) => put_opaque(pieces, value, several.why.clone()),
    }
    Ok(())
}

fn put_text(pieces: &mut Pieces, text: &Text) {
    pieces.literal("\"");
    match text {
        Text::Plain(text) => pieces.literal(&escaped(text)),
        Text::Symbolic(parts) => parts.iter().for_each(|part| match part {
            Piece::Literal(known) => pieces.literal(&escaped(known)),
            Piece::Unknown(_) => pieces.piece(part),
            Piece::Joined { separator, items } => pieces.joined(&escaped(separator), items),
        }),
    }
    pieces.literal("\"");
}

fn put_items(pieces: &mut Pieces, whole: &Traced, items: &[Traced]) -> Result<(), Refusal> {
    if let Some(Value::Several(several)) =
        items.iter().map(|item| &item.value).find(|item| is_several(item))
    {
        put_opaque(pieces, whole, several.why.clone());
        return Ok(());
    }
    let mut before = "[";
    for item in items {
        pieces.literal(before);
        put(pieces, item)?;
        before = ",";
    }
    pieces.literal(if items.is_empty() { "[]" } else { "]" });
    Ok(())
}

fn put_entries(pieces: &mut Pieces, whole: &Traced, mapping: &Mapping) -> Result<(), Refusal> {
    if let Some(why) = why_open(mapping) {
        put_opaque(pieces, whole, why);
        return Ok(());
    }
    let mut before = "{";
    for (key, entry) in &mapping.entries {
        pieces.literal(before);
        pieces.literal(&quoted(key));
        pieces.literal(":");
        put(pieces, entry)?;
        before = ",";
    }
    pieces.literal(if mapping.entries.is_empty() { "{}" } else { "}" });
    Ok(())
}

fn put_unknown(pieces: &mut Pieces, value: &Traced, unknown: &Unknown) {
    match unknown.ty {
        Type::String if !unknown.nullable => {
            pieces.literal("\"");
            pieces.push(value);
            pieces.literal("\"");
        }
        Type::Bool | Type::Number if !unknown.nullable => {
            pieces.push(value);
        }
        _ => put_opaque(pieces, value, unknown.why.clone()),
    }
}

/// JSON of which nothing is known but why.
fn put_opaque(pieces: &mut Pieces, value: &Traced, why: Why) {
    pieces.push(&Traced::new(Value::unknown_result(Type::String, why), value.origin));
}

/// Why it may have keys that are not among its entries.
fn why_open(mapping: &Mapping) -> Option<Why> {
    match &mapping.kind {
        MappingKind::Resource(reference) => Some(Why::Reference(reference.clone())),
        _ => mapping.rest.as_ref().map(|rest| rest.why.clone()),
    }
}

fn is_several(value: &Value) -> bool {
    matches!(value, Value::Several(_))
}

/// The inside of a JSON string as Go writes it: safe in HTML as well.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..'\u{20}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                write!(out, "\\u{:04x}", u32::from(character)).expect("invariant: a string grows");
            }
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests;

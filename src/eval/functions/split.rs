//! `join` and `split`: the second undoes the first, for what is not known as well.

use super::super::Refusal;
use super::super::types::Type;
use super::super::value::{Piece, Several, Traced, Value};
use super::argument::text;
use super::pieces::{Pieces, is_foreign, is_reference, text_value};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use std::sync::Arc;

const TEXT: Parameter = Parameter::strict(Takes::Text);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("join", &[TEXT], Returns::Text, join).and_any(Parameter::partial(Takes::Texts)),
    Function::new("split", &[TEXT, Parameter::partial(Takes::Text)], Returns::Texts, split),
];

fn join(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let separator = text(&arguments[0])?;
    if arguments.len() == 1 {
        return Err(Refusal::new("at least one list is required"));
    }
    let sizes = arguments[1..].iter().map(|list| joined_size(list, separator));
    if let Some(large) = cx.beyond(sizes.sum(), Type::String) {
        return Ok(large);
    }
    let mut pieces = Pieces::default();
    let mut between = "";
    for list in &arguments[1..] {
        let items = match &list.value {
            Value::Sequence(_, items) => items,
            Value::Unknown(unknown) => {
                let why = unknown.why.clone();
                return Ok(cx.made(Value::unknown_result(Type::String, why)));
            }
            _ => return Err(Refusal::new("a list of strings is required")),
        };
        for item in items.iter() {
            pieces.literal(between);
            add(&mut pieces, separator, item)?;
            between = separator;
        }
    }
    Ok(pieces.finish_in(cx))
}

/// What the items of a list take in a joined string, at least.
fn joined_size(list: &Traced, separator: &str) -> usize {
    let Value::Sequence(_, items) = &list.value else { return 0 };
    items.iter().map(|item| item.value.as_str().map_or(0, str::len) + separator.len()).sum()
}

fn add(pieces: &mut Pieces, separator: &str, item: &Traced) -> Result<(), Refusal> {
    match &item.value {
        Value::Null(_) => Err(Refusal::new("a null item cannot be joined")),
        Value::Several(items) => {
            pieces.joined(separator, items);
            Ok(())
        }
        _ if pieces.push(item) => Ok(()),
        _ => Err(Refusal::new("a list of strings is required")),
    }
}

fn split(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let separator = text(&arguments[0])?;
    let whole = &arguments[1];
    let parts: Vec<Traced> = match &whole.value {
        Value::Text(_) | Value::Unknown(_) => {
            let pieces = Pieces::of(whole).ok_or_else(|| Refusal::new("a string is required"))?;
            let count = whole.value.as_str().map_or(0, |text| text.matches(separator).count());
            let size = count.saturating_mul(size_of::<Traced>());
            if let Some(large) = cx.beyond(size, Type::list(Type::String)) {
                return Ok(large);
            }
            let parts = parts(separator, &pieces.into_vec());
            parts.into_iter().map(|part| part_value(cx, separator, whole, part)).collect()
        }
        _ => return Err(Refusal::new("a string is required")),
    };
    Ok(cx.converted(Value::list(Type::String, parts), whole.origin))
}

/// The pieces between separators, of which only those in known text are seen.
fn parts(separator: &str, pieces: &[Piece]) -> Vec<Pieces> {
    if pieces.is_empty() {
        return if separator.is_empty() { Vec::new() } else { vec![Pieces::default()] };
    }
    let mut parts = Vec::new();
    let mut part = Pieces::default();
    for piece in pieces {
        let Piece::Literal(known) = piece else {
            part.piece(piece);
            continue;
        };
        let mut cuts = cuts(separator, known).into_iter();
        part.literal(cuts.next().unwrap_or_default());
        for cut in cuts {
            parts.push(std::mem::take(&mut part));
            part.literal(cut);
        }
    }
    parts.push(part);
    parts
}

/// The parts of known text; an empty separator stands between any two characters.
fn cuts<'t>(separator: &str, known: &'t str) -> Vec<&'t str> {
    if separator.is_empty() {
        known.char_indices().map(|(at, c)| &known[at..at + c.len_utf8()]).collect()
    } else {
        known.split(separator).collect()
    }
}

fn part_value(cx: &Context<'_>, separator: &str, whole: &Traced, part: Pieces) -> Traced {
    let part = part.into_vec();
    match part.as_slice() {
        [] => return cx.converted(Value::text(""), whole.origin),
        [Piece::Literal(known)] => return cx.converted(text_value(known), whole.origin),
        [Piece::Joined { separator: between, items }] if **between == *separator => {
            return cx.converted(Value::Several(Arc::clone(items)), items.like.origin);
        }
        _ => {}
    }
    let certain = |piece: &Piece| matches!(piece, Piece::Literal(_)) || is_reference(piece);
    let one = separator.chars().any(is_foreign) && part.iter().all(certain);
    let part = Pieces::from(part).finish_in(cx);
    let Some(why) = part.value.why_unknown().filter(|_| !one) else { return part };
    let like = cx.made(Value::unknown_result(Type::String, why.clone()));
    cx.made(Value::Several(Arc::new(Several { like, why })))
}

#[cfg(test)]
mod tests {
    use super::super::test_text::table;

    #[test]
    fn known_answers() {
        table(&[
            (r#"join(",", ["a", "b"], [], ["c"])"#, r#""a,b,c""#),
            (r#"join(",", [])"#, r#""""#),
            (r#"join(",")"#, "ERR"),
            (r#"join(",", [null])"#, "ERR"),
            (r#"join(", ", [1, true, "x"])"#, r#""1, true, x""#),
            (r#"join(",", "a")"#, "ERR"),
            (r#"join(",", [["a"]])"#, "ERR"),
            (r#"split(",", "a,,b")"#, r#"["a","","b"]"#),
            (r#"split(",", "")"#, r#"[""]"#),
            (r#"split("", "aé")"#, r#"["a","é"]"#),
            (r#"split("", "")"#, "[]"),
            (r#"split(",", null)"#, "ERR"),
        ]);
    }

    #[test]
    fn split_undoes_join() {
        table(&[
            (r#"join(",", [ref, "a", var])"#, "<ref>,a,<?var>"),
            (r#"join(",", [ref])"#, "ref"),
            (r#"split(",", join(",", [ref, ref2]))"#, "[ref, ref2]"),
            (r#"split(",", join(",", [ref]))"#, "[ref]"),
            (
                r#"split(",", join(",", [ref, "b,c", several, var]))"#,
                r#"[ref, "b", "c", several*, ?var*]"#,
            ),
            (r#"split(",", join(",", [several]))"#, "[several*]"),
            (r#"split("-", join(",", [several]))"#, "[?several*]"),
            (r#"split(",", join(",", []))"#, r#"[""]"#),
            (r#"split(",", format("%s-a,b", ref))"#, r#"[<ref>-a, "b"]"#),
            (r#"split("-", ref)"#, "[?ref*]"),
            (r#"split(",", var)"#, "[?var*]"),
        ]);
    }
}

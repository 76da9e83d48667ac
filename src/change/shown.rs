//! Two values as people read them: as much as shows where they differ.

use super::Said;
use super::read::{is_absent, scalar};
use crate::eval::{Mapping, Mark, Piece, Text, Traced, Value, Why};

/// How long a value is shown at most, in characters.
const SHOWN: usize = 60;

/// How many items of a list are named.
const NAMED: usize = 3;

/// What becomes of a value: `changes from 1 to 2`, `gains c`.
pub fn becomes(before: &Said, after: &Said) -> String {
    let (was, is) = match (&before.text, &after.text) {
        (Some(was), Some(is)) => (was, is),
        (None, Some(is)) => {
            let (is, default) = (told("", is).after, before.unset);
            return default.map_or_else(
                || format!("was not written before and is {is} now"),
                |default| format!("changes from its default, {default}, to {is}"),
            );
        }
        (Some(was), None) => {
            return format!("was {} and is no longer written", told(was, "").before);
        }
        (None, None) => return "changes".to_owned(),
    };
    let lacks = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|item| !other.contains(item)).cloned().collect()
    };
    let lost = lacks(&before.items, &after.items);
    let gained = lacks(&after.items, &before.items);
    let long = !is_short(was) || !is_short(is);
    match (lost.is_empty(), gained.is_empty()) {
        (true, false) if long => format!("gains {}", named(&gained)),
        (false, true) if long => format!("loses {}", named(&lost)),
        _ => {
            let Told { before, after } = told(was, is);
            format!("changes from {before} to {after}")
        }
    }
}

/// A value on one line; nothing that is sensitive.
pub(super) fn shown(value: &Traced) -> String {
    if value.origin.mark == Mark::Sensitive {
        return "a sensitive value".to_owned();
    }
    match &value.value {
        Value::Sequence(_, items) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Mapping(mapping) => block(mapping),
        Value::Unknown(unknown) => match &unknown.why {
            Why::Reference(reference) => reference.to_string(),
            Why::NoValue(name) => name.to_string(),
            Why::Alternatives(options, _) => {
                options.iter().map(shown).collect::<Vec<_>>().join(" or ")
            }
            _ => "not known".to_owned(),
        },
        Value::Text(Text::Symbolic(pieces)) => pieces.iter().map(piece).collect(),
        Value::Several(several) => format!("any number of {}", shown(&several.like)),
        other => scalar(other).unwrap_or_else(|| "not known in part".to_owned()),
    }
}

/// A piece of a text, what is not known as in a template.
fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Literal(text) => text.to_string(),
        Piece::Unknown(value) => format!("${{{}}}", shown(value)),
        Piece::Joined { .. } => "${…}".to_owned(),
    }
}

/// A block or an object; one that has a name is known by it.
fn block(mapping: &Mapping) -> String {
    let others = mapping.entries.iter();
    let others = others.filter(|(key, value)| &***key != "name" && !is_absent(&value.value));
    let others: Vec<String> =
        others.map(|(key, value)| format!("{key} = {}", shown(value))).collect();
    let others = others.join(", ");
    match mapping.entries.get("name") {
        Some(name) if others.is_empty() => shown(name),
        Some(name) => format!("{} ({others})", shown(name)),
        None => format!("{{{others}}}"),
    }
}

fn named(items: &[String]) -> String {
    let named: Vec<String> = items.iter().take(NAMED).map(|item| told(item, "").before).collect();
    let more = match items.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    named.join(", ") + &more
}

/// Whether what both share leaves room for where they differ.
fn is_close(shared: &str) -> bool {
    shared.chars().count() <= SHOWN * 5 / 6
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= SHOWN
}

/// Both values of a change.
struct Told {
    /// What it was.
    before: String,
    /// What it is now.
    after: String,
}

/// Shows two texts: whole where they are short, else from where they part.
fn told(before: &str, after: &str) -> Told {
    if is_short(before) && is_short(after) {
        return Told { before: before.to_owned(), after: after.to_owned() };
    }
    let same =
        before.char_indices().zip(after.chars()).take_while(|((_, one), other)| one == other);
    let common = same.last().map_or(0, |((at, character), _)| at + character.len_utf8());
    // not in the middle of an item
    let shared = &before[..common];
    let item = shared.rfind(", ").map(|at| at + 2).filter(|at| is_short(&shared[*at..]));
    let start = item.or_else(|| Some(shared.rfind(['{', ',', '('])? + 1)).unwrap_or_default();
    // nor so far before the difference that it is cut off
    let near = shared.char_indices().rev().nth(SHOWN / 3).map_or(0, |(at, _)| at);
    let start = if is_close(&shared[start..]) { start } else { near };
    let part = |text: &str| {
        let dots = if start > 0 { "…" } else { "" };
        let rest = text.get(start..).unwrap_or_default();
        let end = if is_short(rest) { "" } else { "…" };
        dots.to_owned() + &rest.chars().take(SHOWN).collect::<String>() + end
    };
    Told { before: part(before), after: part(after) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shown_where_they_differ() {
        let long = "a".repeat(70);
        let Told { before, after } = told("[a, b]", "[a]");
        assert_eq!((before.as_str(), after.as_str()), ("[a, b]", "[a]"));
        let Told { before, after } = told(&format!("[{long}, b]"), &format!("[{long}, c, d]"));
        assert_eq!((before.as_str(), after.as_str()), ("…b]", "…c, d]"));
        let Told { after, .. } = told("", &long);
        assert_eq!(after, "a".repeat(60) + "…");
    }
}

//! `replace`, of text and by regular expression.

use super::super::types::Type;
use super::super::value::{Piece, Traced, Value};
use super::argument::text;
use super::pieces::{Pieces, is_foreign, is_reference, text_value};
use super::regex::{self, Pattern};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use ::regex::Captures;

const TEXT: Parameter = Parameter::strict(Takes::Text);

pub(super) const FUNCTIONS: &[Function] = &[Function::new(
    "replace",
    &[Parameter::partial(Takes::Text), TEXT, TEXT],
    Returns::Text,
    replace,
)];

fn replace(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let (from, to) = (text(&arguments[1])?, text(&arguments[2])?);
    if let Some(why) = arguments[0].value.why_unknown() {
        let replaced = outside_references(&arguments[0], from, to);
        let unknown = || cx.made(Value::unknown_result(Type::String, why));
        return Ok(replaced.map_or_else(unknown, |pieces| pieces.finish_in(cx)));
    }
    let whole = text(&arguments[0])?;
    let pattern = from.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let Some(pattern) = pattern else {
        let size = whole.matches(from).count().saturating_mul(to.len());
        if let Some(over) = cx.beyond(size, Type::String) {
            return Ok(over);
        }
        return Ok(cx.made(text_value(&whole.replace(from, to))));
    };
    match Pattern::new(pattern) {
        Ok(pattern) => {
            let count = match pattern.matches(cx, whole, Type::String) {
                Ok(count) => count,
                Err(tired) => return Ok(tired),
            };
            // each `$` may stand for all that matches
            let groups = to.matches('$').count().saturating_mul(whole.len());
            let size = count.saturating_mul(to.len()).saturating_add(groups);
            if let Some(over) = cx.beyond(size, Type::String) {
                return Ok(over);
            }
            let replaced = pattern
                .regex
                .replace_all(whole, |found: &Captures<'_>| expand(to, &pattern, found));
            Ok(cx.made(text_value(&replaced)))
        }
        Err(wrong) => regex::unusable(cx, wrong, Type::String),
    }
}

/// Text replaced in known pieces, where it cannot be in the text of a reference.
fn outside_references(whole: &Traced, from: &str, to: &str) -> Option<Pieces> {
    if from.is_empty() || !from.chars().all(is_foreign) {
        return None;
    }
    let mut replaced = Pieces::default();
    for piece in &Pieces::of(whole)?.into_vec() {
        match piece {
            Piece::Literal(known) => replaced.literal(&known.replace(from, to)),
            _ if is_reference(piece) => replaced.piece(piece),
            _ => return None,
        }
    }
    Some(replaced)
}

/// The replacement with `$1`, `$name`, `${name}` and `$$` filled in.
fn expand(template: &str, pattern: &Pattern, found: &Captures<'_>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some((name, after)) = group_name(after) {
            out.push_str(group(name, pattern, found));
            rest = after;
        } else {
            out.push('$');
            rest = after;
        }
    }
    out + rest
}

/// The name after a `$`, in braces or as long as it goes, and what follows.
fn group_name(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('{').unwrap_or(text);
    let in_name = |c: char| c == '_' || c.is_alphabetic() || c.is_numeric();
    let end = inside.find(|c| !in_name(c)).unwrap_or(inside.len());
    let (name, after) = inside.split_at(end);
    if name.is_empty() {
        None
    } else if inside.len() < text.len() {
        Some((name, after.strip_prefix('}')?))
    } else {
        Some((name, after))
    }
}

/// What the group of a number matched, or the first group of a name that matched.
fn group<'t>(name: &str, pattern: &Pattern, found: &Captures<'t>) -> &'t str {
    let digits = name.bytes().all(|byte| byte.is_ascii_digit());
    let matched = if digits && (name == "0" || !name.starts_with('0')) {
        name.parse().ok().and_then(|number| found.get(number))
    } else {
        let named = pattern.names.iter().enumerate();
        let mut named = named.filter(|(_, group)| group.as_deref() == Some(name));
        named.find_map(|(at, _)| found.get(at + 1))
    };
    matched.map_or("", |matched| matched.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::test_text::table;

    #[test]
    fn known_answers() {
        table(&[
            (r#"replace("1 + 2 + 3", "+", "-")"#, r#""1 - 2 - 3""#),
            (r#"replace("hello world", "/w.*d/", "everybody")"#, r#""hello everybody""#),
            (r#"replace("ab", "", "-")"#, r#""-a-b-""#),
            (r#"replace("a/b", "/", "|")"#, r#""a|b""#),
            (r#"replace("ab", "//", "-")"#, r#""-a-b-""#),
            (r#"replace("baaac", "/a*/", "x")"#, r#""xbxcx""#),
            (r#"replace("ab", "/(a)(b)/", "$2$1")"#, r#""ba""#),
            (r#"replace("ab", "/(a)(b)/", "$2x$1")"#, r#""a""#),
            (r#"replace("ab", "/(?P<x>a)/", "[$x]")"#, r#""[a]b""#),
            (r#"replace("bc", "/(?P<y>b)|(?P<y>c)/", "[$y]")"#, r#""[b][c]""#),
            (r#"replace("ab", "/(a/", "")"#, "ERR"),
        ]);
    }

    #[test]
    fn outside_references() {
        table(&[
            (r#"replace(join(",", [ref, ref2]), ",", ";")"#, "<ref>;<ref2>"),
            (r#"replace(join(",", [ref, var]), ",", ";")"#, "?ref"),
            (r#"replace(ref, "v", "w")"#, "?ref"),
        ]);
    }
}

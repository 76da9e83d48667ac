//! Functions that cut the ends of strings.
//!
//! A reference at an end is left as it is where its text cannot hold what is cut.

use super::super::Refusal;
use super::super::types::Type;
use super::super::value::{Piece, Traced, Value};
use super::argument::text;
use super::pieces::{Pieces, is_foreign, is_reference};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use std::collections::VecDeque;

const TEXT: Parameter = Parameter::strict(Takes::Text);
const PARTIAL: Parameter = Parameter::partial(Takes::Text);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("chomp", &[PARTIAL], Returns::Text, |cx, arguments| {
        run(cx, &arguments[0], &Cut::Newlines, &[End::Back])
    }),
    Function::new("trim", &[PARTIAL, TEXT], Returns::Text, |cx, arguments| {
        run(cx, &arguments[0], &Cut::Any(text(&arguments[1])?), &[End::Front, End::Back])
    }),
    Function::new("trimprefix", &[PARTIAL, TEXT], Returns::Text, |cx, arguments| {
        run(cx, &arguments[0], &Cut::Once(text(&arguments[1])?), &[End::Front])
    }),
    Function::new("trimspace", &[PARTIAL], Returns::Text, |cx, arguments| {
        run(cx, &arguments[0], &Cut::Space, &[End::Front, End::Back])
    }),
    Function::new("trimsuffix", &[PARTIAL, TEXT], Returns::Text, |cx, arguments| {
        run(cx, &arguments[0], &Cut::Once(text(&arguments[1])?), &[End::Back])
    }),
];

/// An end of a string.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Front,
    Back,
}

/// What is cut off.
enum Cut<'a> {
    /// White space.
    Space,
    /// Ends of lines.
    Newlines,
    /// All of these characters.
    Any(&'a str),
    /// This text, once.
    Once(&'a str),
}

fn run(cx: &Context<'_>, argument: &Traced, cut: &Cut<'_>, ends: &[End]) -> Outcome {
    let pieces = Pieces::of(argument).ok_or_else(|| Refusal::new("a string is required"))?;
    let mut left = VecDeque::from(pieces.into_vec());
    for end in ends {
        if !cut.apply(*end, &mut left) {
            let why = argument.value.why_unknown();
            let why = why.expect("invariant: known text is always cut");
            return Ok(cx.made(Value::unknown_result(Type::String, why)));
        }
    }
    let pieces = Pieces::from(Vec::from(left));
    Ok(cx.converted(pieces.finish(), argument.origin))
}

impl Cut<'_> {
    /// Cuts one end; `false` if what is not known decides.
    fn apply(&self, end: End, pieces: &mut VecDeque<Piece>) -> bool {
        while let Some(piece) = take(end, pieces) {
            let Piece::Literal(known) = &piece else {
                let untouched = is_reference(&piece) && self.spares_references(end);
                put(end, pieces, piece);
                return untouched;
            };
            let kept = self.cut(end, known);
            let more = kept.is_empty() && !matches!(self, Cut::Once(_));
            let open = kept.len() == known.len() && self.may_go_on(end, known);
            if open && !pieces.is_empty() {
                return false;
            }
            if !kept.is_empty() {
                let kept = Piece::Literal(kept.into());
                put(end, pieces, kept);
            }
            if !more {
                return true;
            }
        }
        true
    }

    fn cut<'t>(&self, end: End, known: &'t str) -> &'t str {
        match (self, end) {
            (Self::Space, End::Front) => known.trim_start(),
            (Self::Space, End::Back) => known.trim_end(),
            (Self::Newlines, End::Front) => known.trim_start_matches(['\r', '\n']),
            (Self::Newlines, End::Back) => known.trim_end_matches(['\r', '\n']),
            (Self::Any(set), End::Front) => known.trim_start_matches(|c| set.contains(c)),
            (Self::Any(set), End::Back) => known.trim_end_matches(|c| set.contains(c)),
            (Self::Once(prefix), End::Front) => known.strip_prefix(prefix).unwrap_or(known),
            (Self::Once(suffix), End::Back) => known.strip_suffix(suffix).unwrap_or(known),
        }
    }

    /// Whether known text at the end is the beginning of what is cut, and the rest is beyond it.
    fn may_go_on(&self, end: End, known: &str) -> bool {
        match (self, end) {
            (Self::Once(prefix), End::Front) => prefix.starts_with(known),
            (Self::Once(suffix), End::Back) => suffix.ends_with(known),
            _ => false,
        }
    }

    fn spares_references(&self, end: End) -> bool {
        match (self, end) {
            (Self::Space | Self::Newlines, _) => true,
            (Self::Any(set), _) => set.chars().all(is_foreign),
            (Self::Once(prefix), End::Front) => prefix.chars().next().is_none_or(is_foreign),
            (Self::Once(suffix), End::Back) => suffix.chars().last().is_none_or(is_foreign),
        }
    }
}

fn take(end: End, pieces: &mut VecDeque<Piece>) -> Option<Piece> {
    match end {
        End::Front => pieces.pop_front(),
        End::Back => pieces.pop_back(),
    }
}

fn put(end: End, pieces: &mut VecDeque<Piece>, piece: Piece) {
    match end {
        End::Front => pieces.push_front(piece),
        End::Back => pieces.push_back(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_text::table;

    #[test]
    fn known_answers() {
        table(&[
            (r#"chomp("a\r\n\n\r")"#, r#""a""#),
            (r#"chomp("\na")"#, r#""\na""#),
            (r#"trim("?!hello?!", "!?")"#, r#""hello""#),
            (r#"trim("aaa", "a")"#, r#""""#),
            (r#"trim("a", "")"#, r#""a""#),
            (r#"trimprefix("helloworld", "hello")"#, r#""world""#),
            (r#"trimsuffix("aa", "a")"#, r#""a""#),
            (r#"trimspace("  hello\n\n")"#, r#""hello""#),
        ]);
    }

    #[test]
    fn references_are_spared() {
        table(&[
            ("trimspace(ref)", "ref"),
            ("trim(ref, \" ,\")", "ref"),
            ("trim(ref, \"v\")", "?ref"),
            ("trimprefix(ref, \"vsw-\")", "?ref"),
            ("trimspace(var)", "?var"),
            ("trimspace(format(\" %s \", ref))", "ref"),
            ("trimprefix(format(\"a-%s\", var), \"a-\")", "?var"),
            ("trimprefix(format(\"a-%s\", var), \"b-\")", "a-<?var>"),
            ("trimprefix(format(\"a-%s\", var), \"a-b\")", "?var"),
        ]);
    }
}

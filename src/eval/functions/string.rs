//! Functions of strings: letters, and parts by grapheme cluster.

use super::super::types::Type;
use super::super::value::{Piece, Traced, Value};
use super::super::{Refusal, convert};
use super::argument::{integer, text};
use super::pieces::{Pieces, text_value};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use crate::eval::graphemes::graphemes;

const TEXT: Parameter = Parameter::strict(Takes::Text);
const PARTIAL: Parameter = Parameter::partial(Takes::Text);
const NUMBER: Parameter = Parameter::strict(Takes::Number);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("endswith", &[PARTIAL, TEXT], Returns::Bool, endswith),
    Function::new("indent", &[NUMBER, TEXT], Returns::Text, indent),
    Function::new("lower", &[TEXT], Returns::Text, lower),
    Function::new("startswith", &[PARTIAL, TEXT], Returns::Bool, startswith),
    Function::new("strcontains", &[PARTIAL, TEXT], Returns::Bool, strcontains),
    Function::new("strrev", &[TEXT], Returns::Text, strrev),
    Function::new("substr", &[TEXT, NUMBER, NUMBER], Returns::Text, substr),
    Function::new(
        "templatestring",
        &[TEXT, Parameter::partial(Takes::Any)],
        Returns::Text,
        templatestring,
    ),
    Function::new("title", &[TEXT], Returns::Text, title),
    Function::new("upper", &[TEXT], Returns::Text, upper),
];

fn lower(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let lower: String = text(&arguments[0])?.chars().map(lower_one).collect();
    Ok(cx.made(text_value(&lower)))
}

fn upper(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let upper: String = text(&arguments[0])?.chars().map(upper_one).collect();
    Ok(cx.made(text_value(&upper)))
}

/// Upper case for each letter that follows what stands between words.
fn title(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let mut after_space = true;
    let mut titled = String::new();
    for character in text(&arguments[0])?.chars() {
        titled.push(if after_space { title_one(character) } else { character });
        after_space = separates_words(character);
    }
    Ok(cx.made(text_value(&titled)))
}

fn strrev(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let reversed: String = graphemes(text(&arguments[0])?).rev().collect();
    Ok(cx.made(text_value(&reversed)))
}

fn substr(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let whole = text(&arguments[0])?;
    let (mut offset, length) = (integer(&arguments[1])?, integer(&arguments[2])?);
    if offset >= 0 && length == 0 {
        return Ok(cx.made(Value::text("")));
    }
    if offset < 0 {
        offset += i64::try_from(graphemes(whole).count()).unwrap_or(i64::MAX);
    }
    let from = graphemes(whole).skip(usize::try_from(offset).unwrap_or(0));
    // with a negative offset Terraform takes a length of 0 for the rest, as a negative one
    let cut: String = match usize::try_from(length) {
        Ok(length @ 1..) => from.take(length).collect(),
        _ => from.collect(),
    };
    Ok(cx.converted(text_value(&cut), arguments[0].origin))
}

fn indent(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let spaces = usize::try_from(integer(&arguments[0])?)
        .map_err(|_| Refusal::new("spaces must not be negative"))?;
    let whole = text(&arguments[1])?;
    let lines = whole.matches('\n').count();
    if lines == 0 {
        return Ok(cx.made(arguments[1].value.clone()));
    }
    if let Some(over) = cx.beyond(lines.saturating_mul(spaces), Type::String) {
        return Ok(over);
    }
    let indented = whole.replace('\n', &format!("\n{}", " ".repeat(spaces)));
    Ok(cx.made(text_value(&indented)))
}

fn startswith(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let start = text(&arguments[1])?;
    affix(cx, arguments, |pieces| match pieces.first() {
        _ if start.is_empty() => Some(true),
        Some(Piece::Literal(known)) => {
            decide(known.starts_with(start), start.starts_with(&**known))
        }
        _ => None,
    })
}

fn endswith(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let end = text(&arguments[1])?;
    affix(cx, arguments, |pieces| match pieces.last() {
        _ if end.is_empty() => Some(true),
        Some(Piece::Literal(known)) => decide(known.ends_with(end), end.ends_with(&**known)),
        _ => None,
    })
}

fn strcontains(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let part = text(&arguments[1])?;
    affix(cx, arguments, |pieces| {
        let holds = |piece: &Piece| matches!(piece, Piece::Literal(known) if known.contains(part));
        (part.is_empty() || pieces.iter().any(holds)).then_some(true)
    })
}

fn templatestring(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let made = cx.host.render(None, text(&arguments[0])?, &arguments[1])?;
    convert(&made, &Type::String, cx.origins, cx.span)
}

/// Decides about a string by its known pieces if it can be.
fn affix(
    cx: &Context<'_>,
    arguments: &[Traced],
    decide: impl Fn(&[Piece]) -> Option<bool>,
) -> Outcome {
    let pieces = Pieces::of(&arguments[0]).ok_or_else(|| Refusal::new("a string is required"))?;
    let mut pieces = pieces.into_vec();
    if pieces.is_empty() {
        pieces.push(Piece::Literal("".into()));
    }
    Ok(match (decide(&pieces), arguments[0].value.why_unknown()) {
        (None, Some(why)) => cx.made(Value::unknown_result(Type::Bool, why)),
        (decided, _) => cx.made(Value::Bool(decided == Some(true))),
    })
}

/// `true` for certain, open, or `false` for certain.
fn decide(certain: bool, open: bool) -> Option<bool> {
    if certain || !open { Some(certain) } else { None }
}

/// Terraform maps each character to one character.
fn lower_one(character: char) -> char {
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ if character == 'İ' => 'i',
        _ => character,
    }
}

fn upper_one(character: char) -> char {
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => single_upper(character),
    }
}

/// The one upper-case character of those that have several in full case mapping.
fn single_upper(character: char) -> char {
    let code = u32::from(character);
    let code = match code {
        0x1f80..=0x1faf if code & 8 == 0 => code + 8,
        0x1fb3 | 0x1fc3 | 0x1ff3 => code + 9,
        _ => code,
    };
    char::from_u32(code).unwrap_or(character)
}

fn title_one(character: char) -> char {
    match character {
        'Ǆ' | 'ǅ' | 'ǆ' => 'ǅ',
        'Ǉ' | 'ǈ' | 'ǉ' => 'ǈ',
        'Ǌ' | 'ǋ' | 'ǌ' => 'ǋ',
        'Ǳ' | 'ǲ' | 'ǳ' => 'ǲ',
        'ა'..='ჺ' | 'ჽ'..='ჿ' => character, // Georgian letters are their own title case
        _ => upper_one(character),
    }
}

fn separates_words(character: char) -> bool {
    if character.is_ascii() {
        !character.is_ascii_alphanumeric() && character != '_'
    } else {
        character.is_whitespace()
    }
}

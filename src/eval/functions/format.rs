//! `format` and `formatlist`.
//!
//! Source: go-cty 1.16 `format_fsm.rl` for the syntax; compared with the terraform program, 1.11.4.

mod float;
mod integer;
mod template;

pub(in crate::eval) use self::float::with_digits;
use self::template::{Segment, Template, Verb};
use super::super::Refusal;
use super::super::convert::convert;
use super::super::number::Number;
use super::super::types::Type;
use super::super::value::{Several, Text, Traced, Value, Why};
use super::argument::{is_too_long, text};
use super::json;
use super::pieces::Pieces;
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

const TEXT: Parameter = Parameter::strict(Takes::Text);
const ANY: Parameter = Parameter::lenient(Takes::Any);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("format", &[TEXT], Returns::Text, format).and_any(ANY),
    Function::new("formatlist", &[TEXT], Returns::Texts, formatlist).and_any(ANY),
];

/// The widest field and longest fraction; Go prints a complaint for more than a million.
const WIDEST: usize = 1_000_000;

fn format(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let template = Template::parse(text(&arguments[0])?)?;
    if let Some(unknown) = untyped_null(cx, &arguments[1..]) {
        return Ok(unknown);
    }
    fill(cx, &template, &arguments[1..])
}

/// Terraform does not know the result where null has no type, not even its type.
fn untyped_null(cx: &Context<'_>, arguments: &[Traced]) -> Option<Traced> {
    let untyped = arguments.iter().any(|argument| argument.value == Value::Null(Type::Dynamic));
    let why = Why::NotModelled("a format of null without a type".into());
    untyped.then(|| cx.made(Value::unknown_result(Type::Dynamic, why)))
}

fn formatlist(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let source = text(&arguments[0])?;
    let arguments = &arguments[1..];
    if let Some(unknown) = untyped_null(cx, arguments) {
        return Ok(unknown);
    }
    if let Some(why) = arguments.iter().find_map(uncountable) {
        return Ok(cx.made(Value::unknown_result(Type::list(Type::String), why)));
    }
    let sequences: Vec<_> = arguments.iter().filter_map(sequence).collect();
    let length = sequences.first().map_or(1, |items| items.len());
    if sequences.iter().any(|items| items.len() != length) {
        return Err(Refusal::new("the lists have different lengths"));
    }
    let several = sequences.iter().flat_map(|items| items.iter()).find_map(several);
    if let Some(several) = several.filter(|_| sequences.len() > 1) {
        let ty = Type::list(Type::String);
        return Ok(cx.made(Value::unknown_result(ty, several.why.clone())));
    }
    let mut made = Vec::with_capacity(length);
    let mut bytes = 0;
    for at in 0..length {
        let row = row(cx, source, arguments, at)?;
        bytes += row.value.as_str().map_or(0, str::len);
        if let Some(large) = cx.beyond(bytes, Type::list(Type::String)) {
            return Ok(large);
        }
        made.push(row);
    }
    Ok(cx.made(Value::list(Type::String, made)))
}

/// The result for the items at a place, or for any number of items there.
fn row(cx: &Context<'_>, source: &str, arguments: &[Traced], at: usize) -> Outcome {
    let template = Template::parse(source)?;
    let mut why = None;
    let pick = |argument: &Traced| match sequence(argument).map(|items| &items[at]) {
        Some(Traced { value: Value::Several(several), .. }) => {
            why = Some(several.why.clone());
            several.like.clone()
        }
        Some(item) => item.clone(),
        None => argument.clone(),
    };
    let picked: Vec<_> = arguments.iter().map(pick).collect();
    let like = fill(cx, &template, &picked)?;
    match why {
        Some(why) => Ok(cx.made(Value::Several(Arc::new(Several { like, why })))),
        None => Ok(like),
    }
}

fn sequence(argument: &Traced) -> Option<&Vec<Traced>> {
    match &argument.value {
        Value::Sequence(_, items) => Some(items),
        _ => None,
    }
}

fn several(item: &Traced) -> Option<&Several> {
    match &item.value {
        Value::Several(several) => Some(several),
        _ => None,
    }
}

/// Why it is not known how many items an argument has.
fn uncountable(argument: &Traced) -> Option<Why> {
    match &argument.value {
        Value::Unknown(unknown) => {
            let scalar = matches!(unknown.ty, Type::Bool | Type::Number | Type::String);
            (!scalar).then(|| unknown.why.clone())
        }
        _ => None,
    }
}

fn fill(cx: &Context<'_>, template: &Template, arguments: &[Traced]) -> Outcome {
    let mut pieces = Pieces::default();
    for segment in &template.segments {
        match segment {
            Segment::Literal(known) => pieces.literal(known),
            Segment::Verb(verb) => {
                if let Some(over) = cx.beyond(verb.size(), Type::String) {
                    return Ok(over);
                }
                if verb.size() > WIDEST || arguments.iter().any(is_long_number) {
                    let why = Why::NotModelled("a number or field this long".into());
                    return Ok(cx.made(Value::unknown_result(Type::String, why)));
                }
                put(cx, &mut pieces, verb, arguments)?;
            }
        }
    }
    if template.arguments < arguments.len() {
        return Err(Refusal::new("too many arguments for the format string"));
    }
    Ok(pieces.finish_in(cx))
}

fn is_long_number(argument: &Traced) -> bool {
    matches!(&argument.value, Value::Number(number) if is_too_long(number))
}

fn put(
    cx: &Context<'_>,
    pieces: &mut Pieces,
    verb: &Verb,
    arguments: &[Traced],
) -> Result<(), Refusal> {
    let argument = verb.argument.checked_sub(1).and_then(|at| arguments.get(at));
    let argument = argument.ok_or_else(|| Refusal::new("not enough arguments for the format"))?;
    if argument.value.is_null() && verb.mode != 'v' {
        return Err(Refusal::new("null cannot be formatted"));
    }
    if let Some(why) = argument.value.why_unknown() {
        if !(verb.keeps_identity(&argument.value.ty()) && pieces.push(argument)) {
            verb.check()?;
            pieces.push(&cx.made(Value::unknown_result(Type::String, why)));
        }
        return Ok(());
    }
    let text = match verb.mode {
        'v' => as_is(verb, argument)?,
        't' => scalar(cx, argument, &Type::Bool)?,
        's' | 'q' => string(verb, &scalar(cx, argument, &Type::String)?),
        'b' | 'd' | 'o' | 'x' | 'X' => integer::format(verb, &number(cx, argument)?)?,
        'e' | 'E' | 'f' | 'g' | 'G' => float::format(verb, &number(cx, argument)?),
        _ => return verb.check(),
    };
    pieces.literal(&text);
    Ok(())
}

fn as_is(verb: &Verb, argument: &Traced) -> Result<String, Refusal> {
    let plain = match &argument.value {
        Value::Text(Text::Plain(text)) if !verb.sharp => text.to_string(),
        Value::Number(number) if !verb.sharp => float::shortest(number),
        _ => json::encoded(argument)?,
    };
    Ok(verb.padded(plain))
}

fn string(verb: &Verb, text: &str) -> String {
    let cut: String = match verb.precision {
        Some(precision @ 1..) => text.graphemes(true).take(precision).collect(),
        _ => text.to_owned(),
    };
    verb.padded(if verb.mode == 'q' { json::quoted(&cut) } else { cut })
}

fn number(cx: &Context<'_>, argument: &Traced) -> Result<Number, Refusal> {
    match convert(argument, &Type::Number, cx.origins, cx.span)?.value {
        Value::Number(number) => Ok(number),
        _ => Err(Refusal::new("a number is required")),
    }
}

/// The argument in the text of another scalar type.
fn scalar(cx: &Context<'_>, argument: &Traced, ty: &Type) -> Result<String, Refusal> {
    match &convert(argument, ty, cx.origins, cx.span)?.value {
        Value::Bool(value) => Ok(value.to_string()),
        Value::Text(Text::Plain(text)) => Ok(text.to_string()),
        _ => Err(Refusal::new("the value has no such format")),
    }
}

#[cfg(test)]
mod tests;

//! Functions that say something about a collection.

use super::parts::{PART, count, fixed, items, like, needs, opening, unclear};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use crate::eval::convert::convert;
use crate::eval::equal::{differ, equal};
use crate::eval::{Number, Refusal, SequenceKind, Text, Traced, Type, Value};
use unicode_segmentation::UnicodeSegmentation;

pub(super) const FUNCTIONS: &[Function] = &[
    fixed("alltrue", &[Parameter::partial(Takes::Bools)], Returns::Bool, alltrue),
    fixed("anytrue", &[Parameter::partial(Takes::Bools)], Returns::Bool, anytrue),
    fixed("contains", &[PART, PART], Returns::Bool, contains),
    fixed("length", &[PART], Returns::Number, length),
    fixed("sum", &[Parameter::strict(Takes::Any)], Returns::Number, sum),
];

/// How many elements there are, or characters.
fn length(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [value] = arguments else { return Err(needs("a value")) };
    let known = match &value.value {
        Value::Text(Text::Plain(text)) => return Ok(cx.made(characters(text))),
        Value::Text(Text::Symbolic(_)) => None,
        Value::Sequence(SequenceKind::Set(_), items) if !all_differ(items) => None,
        Value::Sequence(_, items) => opening(items).is_none().then_some(items.len()),
        Value::Mapping(mapping) => {
            mapping.beyond("", value.origin).is_none().then_some(mapping.entries.len())
        }
        Value::Unknown(unknown) => match &unknown.ty {
            Type::Tuple(types) => Some(types.len()),
            Type::Object(attributes) => Some(attributes.len()),
            Type::Bool | Type::Number => return Err(needs("a string or a collection")),
            _ => None,
        },
        _ => return Err(needs("a string or a collection")),
    };
    Ok(known.map_or_else(|| unclear(cx, Type::Number, value), |known| cx.made(count(known))))
}

/// Terraform counts grapheme clusters.
fn characters(text: &str) -> Value {
    count(text.graphemes(true).count())
}

/// Whether no two items can turn out to be the same.
fn all_differ(items: &[Traced]) -> bool {
    items.iter().all(|item| item.value.is_known())
        || (1..items.len())
            .all(|at| items[..at].iter().all(|other| differ(&items[at].value, &other.value)))
}

/// Whether a value is among the items.
fn contains(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list, value] = arguments else { return Err(needs("a value")) };
    let items = items(list).ok_or_else(|| needs("a list, set or tuple"))?;
    let mut unsure = None;
    for item in items.iter() {
        match equal(&like(item).value, &value.value) {
            Some(true) if opening(std::slice::from_ref(item)).is_none() => {
                return Ok(cx.made(Value::Bool(true)));
            }
            Some(false) => {}
            _ if item.value.is_known() => unsure = unsure.or(Some(value)),
            _ => unsure = unsure.or(Some(item)),
        }
    }
    Ok(unsure.map_or_else(|| cx.made(Value::Bool(false)), |item| unclear(cx, Type::Bool, item)))
}

/// Whether all elements are true; null is not.
fn alltrue(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    every(cx, arguments, true)
}

/// Whether any element is true.
fn anytrue(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    every(cx, arguments, false)
}

/// Looks for an element that is not as `rule` says; a null one counts as false.
fn every(cx: &Context<'_>, arguments: &[Traced], rule: bool) -> Outcome {
    let [list] = arguments else { return Err(needs("a list")) };
    let items = items(list).ok_or_else(|| needs("a list"))?;
    let mut unsure = None;
    for item in items.iter() {
        match &item.value {
            Value::Bool(value) if *value == rule => {}
            Value::Null(_) if !rule => {}
            Value::Bool(_) | Value::Null(_) => return Ok(cx.made(Value::Bool(!rule))),
            _ => unsure = unsure.or(Some(item)),
        }
    }
    Ok(unsure.map_or_else(|| cx.made(Value::Bool(rule)), |item| unclear(cx, Type::Bool, item)))
}

/// The sum of numbers.
fn sum(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list] = arguments else { return Err(needs("a list")) };
    let items = items(list).ok_or_else(|| needs("a list, set or tuple of numbers"))?;
    let mut total: Option<Number> = None;
    for item in items.iter() {
        let item = convert(item, &Type::Number, cx.origins, cx.span)?;
        let Value::Number(number) = &item.value else {
            return Err(needs("a list, set or tuple of numbers"));
        };
        // a lone number keeps its own precision, which its digits show
        let next = total.map_or_else(|| Some(number.clone()), |total| total.add(number));
        total = Some(next.ok_or_else(|| Refusal::new("can't compute sum of opposing infinities"))?);
    }
    let total = total.ok_or_else(|| Refusal::new("cannot sum an empty list"))?;
    Ok(cx.made(Value::Number(total)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::table;

    #[test]
    fn as_terraform_does() {
        table(&[
            (r#"contains([1,2], "1")"#, "false"),
            (r#"contains(["1"], 1)"#, "false"),
            ("contains([1], null)", "ERR"),
            ("contains([null], null)", "ERR"),
            ("contains([], 1)", "false"),
            ("contains({a=1}, 1)", "ERR"),
            (r#"contains(toset(["a"]), "a")"#, "true"),
            (r#"sum([1,2,"3"])"#, "6"),
            ("sum([])", "ERR"),
            ("sum([1,null])", "ERR"),
            (r#"sum([1,"a"])"#, "ERR"),
            ("sum(toset([1,2]))", "3"),
            ("sum({a=1})", "ERR"),
            (r#"sum("a")"#, "ERR"),
            ("sum([true])", "ERR"),
            ("sum([[1]])", "ERR"),
            ("alltrue([])", "true"),
            ("alltrue([true,null])", "false"),
            (r#"alltrue([true,"true"])"#, "true"),
            ("alltrue([true,false])", "false"),
            (r#"alltrue(["x"])"#, "ERR"),
            ("alltrue([1])", "ERR"),
            ("anytrue([])", "false"),
            ("anytrue([null,true])", "true"),
            (r#"anytrue([false,"true"])"#, "true"),
            ("anytrue(toset([false]))", "false"),
            ("length([1,null])", "2"),
            ("length({a=1})", "1"),
            (r#"length("a\r\n")"#, "2"),
            (r#"length("日本e\u0301👨‍👩‍👧")"#, "4"),
            ("length(1)", "ERR"),
            ("length(null)", "ERR"),
            ("length(true)", "ERR"),
            ("length(toset([1,1]))", "1"),
        ]);
    }

    #[test]
    fn exactly() {
        table(&[("sum([0.1, 0.2])", "0.3"), ("sum([9007199254740993, 1])", "9007199254740994")]);
    }

    #[test]
    fn what_is_partly_known() {
        table(&[
            ("length([a.id, any.text])", "2"),
            ("length(some.a)", "?n"),
            ("length(open)", "?n"),
            ("length(any.texts)", "?texts"),
            ("length(any.number)", "ERR"),
            ("length(a.id)", "?"),
            ("length(toset([a.zone]))", "1"),
            ("length(toset([a.zone, b.zone]))", "?"),
            ("length(toset([a.id, b.id]))", "2"),
            ("length({a = any.text})", "1"),
            (r#"contains([a.id, "x"], "x")"#, "true"),
            (r#"contains([a.id, "x"], "y")"#, "?"),
            ("contains([a.id], a.id)", "true"),
            ("contains([a.id], b.id)", "?"),
            (r#"contains([a.id], "")"#, "false"),
            (r#"contains([symbolic.a], "y")"#, "false"),
            (r#"contains([symbolic.a], "x-y")"#, "?"),
            (r#"contains(some.a, "")"#, "false"),
            (r#"contains(some.a, "x")"#, "?n"),
            (r#"contains(any.texts, "x")"#, "?texts"),
            (r#"contains(keys(open), "k")"#, "true"),
            ("alltrue([any.thing, false])", "false"),
            ("alltrue([any.thing, true])", "?thing"),
            ("anytrue([any.thing, true])", "true"),
            ("sum([1, any.number])", "?number"),
        ]);
    }
}

//! `regex` and `regexall`: Go's regular expressions, run by the crate `regex`.

mod class;
mod translate;

use super::super::Refusal;
use super::super::types::Type;
use super::super::value::{SequenceKind, Traced, Value, Why};
use super::argument::text;
use super::pieces::text_value;
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use ::regex::{Captures, Regex, RegexBuilder};
use std::collections::BTreeMap;
use std::sync::Arc;

const TEXT: Parameter = Parameter::strict(Takes::Text);
const PARTIAL: Parameter = Parameter::partial(Takes::Text);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("regex", &[TEXT, PARTIAL], Returns::Any, regex),
    Function::new("regexall", &[TEXT, PARTIAL], Returns::Any, regexall),
];

/// The most memory that a compiled expression takes, by classes: a search takes time in proportion
/// to the size of the expression and that of the text.
const SIZES: [usize; 4] = [4 << 10, 64 << 10, 1 << 20, 16 << 20];

/// A compiled expression.
pub(super) struct Pattern {
    /// It, in Rust's syntax; none of its groups has a name there.
    pub(super) regex: Regex,
    /// The names of its groups, from group 1 on.
    pub(super) names: Vec<Option<String>>,
    size: usize,
}

/// Why an expression cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Terraform refuses it.
    Refused(String),
    /// Terraform takes it; acklint does not.
    NotModelled,
}

/// What a match becomes.
enum Shape {
    /// The whole match.
    Text,
    /// A tuple of the groups.
    Tuple,
    /// An object of the groups.
    Object,
}

fn regex(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let (pattern, shape) = match prepare(&arguments[0])? {
        Ok(ready) => ready,
        Err(wrong) => return unusable(cx, wrong, Type::Dynamic),
    };
    if let Some(why) = arguments[1].value.why_unknown() {
        return Ok(cx.made(Value::unknown_result(pattern.ty(&shape), why)));
    }
    let whole = text(&arguments[1])?;
    if let Some(tired) = cx.tired(pattern.search(whole.len()), pattern.ty(&shape)) {
        return Ok(tired);
    }
    let found = pattern.regex.captures(whole);
    let found = found.ok_or_else(|| Refusal::new("the pattern does not match"))?;
    Ok(cx.made(pattern.value(cx, &shape, &found)))
}

fn regexall(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let (pattern, shape) = match prepare(&arguments[0])? {
        Ok(ready) => ready,
        Err(wrong) => return unusable(cx, wrong, Type::list(Type::Dynamic)),
    };
    let ty = pattern.ty(&shape);
    if let Some(why) = arguments[1].value.why_unknown() {
        return Ok(cx.made(Value::unknown_result(Type::list(ty), why)));
    }
    let whole = text(&arguments[1])?;
    if let Some(tired) = pattern.matches(cx, whole, Type::list(ty.clone())).err() {
        return Ok(tired);
    }
    let found = pattern.regex.captures_iter(whole);
    let found = found.map(|one| cx.made(pattern.value(cx, &shape, &one))).collect();
    Ok(cx.made(Value::Sequence(SequenceKind::List(ty), Arc::new(found))))
}

/// What a call with an expression that cannot be used gives.
pub(super) fn unusable(cx: &Context<'_>, wrong: Wrong, ty: Type) -> Outcome {
    match wrong {
        Wrong::Refused(message) => Err(Refusal::new(message)),
        Wrong::NotModelled => {
            let why = Why::NotModelled("this regular expression".into());
            Ok(cx.made(Value::unknown_result(ty, why)))
        }
    }
}

fn prepare(argument: &Traced) -> Result<Result<(Pattern, Shape), Wrong>, Refusal> {
    let pattern = match Pattern::new(text(argument)?) {
        Ok(pattern) => pattern,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let named = pattern.names.iter().flatten().count();
    let shape = match named {
        _ if pattern.names.is_empty() => Shape::Text,
        0 => Shape::Tuple,
        _ if named == pattern.names.len() => Shape::Object,
        _ => return Err(Refusal::new("named and unnamed groups cannot be mixed")),
    };
    Ok(Ok((pattern, shape)))
}

impl Pattern {
    /// Compiles Go's syntax.
    pub(super) fn new(source: &str) -> Result<Self, Wrong> {
        let translated = translate::translate(source)?;
        let names = translated.names;
        for size in SIZES {
            let builder = &mut RegexBuilder::new(&translated.pattern);
            match builder.size_limit(size).build() {
                Ok(regex) => return Ok(Self { regex, names, size }),
                Err(::regex::Error::CompiledTooBig(_)) => {}
                Err(_) => return Err(Wrong::NotModelled),
            }
        }
        Err(Wrong::NotModelled)
    }

    /// What a search of a text of so many bytes takes at worst, in steps.
    fn search(&self, length: usize) -> usize {
        self.size.saturating_mul(length) >> 16
    }

    /// How often it matches in a text, and so how many values there will be.
    ///
    /// # Errors
    /// What stands for the result where that is too much work: each search may go to the end.
    pub(super) fn matches(&self, cx: &Context<'_>, whole: &str, ty: Type) -> Result<usize, Traced> {
        let mut count = 0;
        let mut tired = cx.tired(self.search(whole.len()), ty.clone());
        let mut found = self.regex.find_iter(whole);
        while tired.is_none()
            && let Some(one) = found.next()
        {
            count += 1;
            tired = cx.tired(self.search(whole.len() - one.start()) / 4, ty.clone());
        }
        let values = count * (1 + self.names.len()) * size_of::<Traced>();
        tired.or_else(|| cx.beyond(values, ty)).map_or(Ok(count), Err)
    }

    fn ty(&self, shape: &Shape) -> Type {
        match shape {
            Shape::Text => Type::String,
            Shape::Tuple => Type::Tuple(self.names.iter().map(|_| Type::String).collect()),
            Shape::Object => {
                let names = self.names.iter().flatten();
                Type::object(names.map(|name| (Arc::from(name.as_str()), Type::String)))
            }
        }
    }

    fn value(&self, cx: &Context<'_>, shape: &Shape, found: &Captures<'_>) -> Value {
        let group = |number: usize| {
            let group = found.get(number).map(|group| text_value(group.as_str()));
            cx.made(group.unwrap_or(Value::Null(Type::String)))
        };
        match shape {
            Shape::Text => group(0).value,
            Shape::Tuple => Value::tuple((1..=self.names.len()).map(group).collect()),
            Shape::Object => {
                let names = self.names.iter().enumerate();
                let entry = |(at, name): (usize, &Option<String>)| {
                    Some((Arc::from(name.as_deref()?), group(at + 1)))
                };
                Value::object(names.filter_map(entry).collect::<BTreeMap<_, _>>())
            }
        }
    }
}

#[cfg(test)]
mod tests;

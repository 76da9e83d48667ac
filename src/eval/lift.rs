//! Alternatives: what an unknown condition leaves open, carried through operators and functions.

use super::Refusal;
use super::evaluator::Evaluator;
use super::functions::Outcome;
use super::types::Type;
use super::value::{Traced, Unknown, Value, Why};
use crate::source::Span;
use std::sync::Arc;

/// How many alternatives a value may have; beyond, it is unknown.
pub const ALTERNATIVES: usize = 16;

impl Evaluator<'_> {
    /// Applies `apply` to values; where some are alternatives, to each combination of them.
    pub(super) fn lift(
        &self,
        span: Span,
        values: &[Traced],
        apply: impl Fn(&[Traced]) -> Outcome,
    ) -> Outcome {
        let choices: Vec<&[Traced]> = values.iter().map(choices).collect();
        let Some(why) = values.iter().find_map(|value| why(&value.value)) else {
            return apply(values);
        };
        let count = choices.iter().try_fold(1usize, |n, c| n.checked_mul(c.len()));
        if count.is_none_or(|count| count > ALTERNATIVES) {
            return Ok(self.unknown(Type::Dynamic, why, span));
        }
        let mut results = Vec::new();
        let mut refusal = None;
        for combination in combinations(&choices) {
            match apply(&combination) {
                Ok(value) => results.push(value),
                Err(error) => refusal = Some(error),
            }
        }
        if refusal.is_some() {
            self.doubt(&why);
        }
        match (results.is_empty(), refusal) {
            (true, Some(refusal)) => Err(refusal),
            (true, None) => Err(Refusal::new("nothing to choose from")),
            _ => Ok(self.alternatives(&results, why, span)),
        }
    }

    /// One of these values, for a reason; a single one if they are all equal.
    pub(super) fn alternatives(&self, values: &[Traced], why: Why, span: Span) -> Traced {
        let mut distinct: Vec<Traced> = Vec::new();
        for value in values.iter().flat_map(choices) {
            if !distinct.iter().any(|known| same(&known.value, &value.value)) {
                distinct.push(value.clone());
            }
        }
        if distinct.len() == 1 {
            return distinct.remove(0);
        }
        let ty = common_type(&distinct);
        if distinct.len() > ALTERNATIVES {
            return self.unknown(ty, why, span);
        }
        let nullable = distinct.iter().any(|value| may_be_null(&value.value));
        let why = Why::Alternatives(distinct.into(), Box::new(why));
        self.written(Value::Unknown(Arc::new(Unknown { ty, why, nullable })), span)
    }
}

/// Whether a value is or may turn out to be null.
pub(super) fn may_be_null(value: &Value) -> bool {
    match value {
        Value::Null(_) => true,
        Value::Unknown(unknown) => unknown.nullable,
        _ => false,
    }
}

/// What a value may be.
pub(super) fn choices(value: &Traced) -> &[Traced] {
    match &value.value {
        Value::Unknown(unknown) => match &unknown.why {
            Why::Alternatives(values, _) => values,
            _ => std::slice::from_ref(value),
        },
        _ => std::slice::from_ref(value),
    }
}

fn why(value: &Value) -> Option<Why> {
    match value {
        Value::Unknown(unknown) => match &unknown.why {
            Why::Alternatives(_, why) => Some((**why).clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether two values are one for every purpose: two unknown ones only as the same reference.
fn same(a: &Value, b: &Value) -> bool {
    a == b && (a.is_known() || a.why_unknown().is_some_and(|why| why.reference().is_some()))
        || matches!((a, b), (Value::Unknown(a), Value::Unknown(b)) if a == b)
}

/// The type that all of them have; a bare null has any.
fn common_type(values: &[Traced]) -> Type {
    let bare = |value: &&Traced| value.value == Value::Null(Type::Dynamic);
    let mut types = values.iter().filter(|value| !bare(value)).map(|value| value.value.ty());
    let first = types.next().unwrap_or_default();
    if types.all(|ty| ty == first) { first } else { Type::Dynamic }
}

fn combinations(choices: &[&[Traced]]) -> Vec<Vec<Traced>> {
    let mut all: Vec<Vec<Traced>> = vec![Vec::new()];
    for options in choices {
        let extend = |made: Vec<Traced>| {
            options.iter().map(move |option| {
                let mut made = made.clone();
                made.push(option.clone());
                made
            })
        };
        all = all.into_iter().flat_map(extend).collect();
    }
    all
}

//! What the variables of a plan were given.

use super::document::Raw;
use super::piece::json;
use super::{FROM, Plan};
use crate::eval::{Name, Number, Traced, Value};
use crate::module::Given;
use crate::source::Span;
use crate::syntax::{Expr, ExprKind};
use serde_json::Value as Json;
use std::collections::BTreeMap;

impl Plan<'_> {
    /// The variables that were given something else than these values, and what.
    pub fn variables_other_than(&self, values: &BTreeMap<Name, Traced>) -> BTreeMap<Name, Given> {
        let given = |(name, piece): (&String, &Raw<'_>)| {
            let value = values.get(&**name)?;
            let json = json(Some(piece));
            if is_same(&json, &value.value) {
                return None;
            }
            let span = self.place.span(piece);
            let expr = Some(expression(&json, span));
            let given = Given { expr, span, from: FROM.into(), in_file: false };
            Some((Name::from(&**name), given))
        };
        self.variables.iter().filter_map(given).collect()
    }
}

/// Whether a value is what the plan holds, whatever type a variable makes of it.
fn is_same(json: &Json, value: &Value) -> bool {
    match (json, value) {
        (Json::Null, value) => value.is_null(),
        (Json::Array(items), Value::Sequence(_, values)) => {
            items.len() == values.len()
                && items.iter().all(|item| values.iter().any(|v| is_same(item, &v.value)))
        }
        (Json::Object(entries), Value::Mapping(mapping)) => entries.iter().all(|(name, entry)| {
            mapping.entries.get(&**name).is_some_and(|value| is_same(entry, &value.value))
        }),
        (Json::String(text), Value::Number(number)) => Number::parse(text).as_ref() == Some(number),
        (Json::String(text), Value::Bool(truth)) => *text == truth.to_string(),
        (Json::String(text), value) => value.as_str() == Some(text),
        (Json::Bool(truth), Value::Bool(value)) => truth == value,
        (Json::Number(number), Value::Number(value)) => {
            Number::parse(&number.to_string()).as_ref() == Some(value)
        }
        (Json::Bool(_) | Json::Number(_), value) => value.as_str() == Some(&json.to_string()),
        _ => false,
    }
}

/// A value as an expression that is written at one place.
fn expression(json: &Json, span: Span) -> Expr {
    let inner = |json: &Json| expression(json, span);
    let text = |text: &str| Expr { span, kind: ExprKind::Text(text.into()) };
    let kind = match json {
        Json::Null => ExprKind::Null,
        Json::Bool(truth) => ExprKind::Bool(*truth),
        Json::Number(number) => match Number::parse(&number.to_string()) {
            Some(number) => ExprKind::Number(number),
            None => ExprKind::Text(number.to_string().into()),
        },
        Json::String(value) => ExprKind::Text(value.as_str().into()),
        Json::Array(items) => ExprKind::Tuple(items.iter().map(inner).collect()),
        Json::Object(entries) => ExprKind::Object(
            entries.iter().map(|(name, value)| (text(name), inner(value))).collect(),
        ),
    };
    Expr { span, kind }
}

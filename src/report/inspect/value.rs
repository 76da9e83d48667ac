//! Values of the evaluation as JSON, with a hole for each part that is not known.

use super::{Shown, hole};
use crate::eval::{MappingKind, Number, Text, Value, Why};
use serde_json::Value as Json;

impl Shown {
    /// A known text.
    pub fn text(text: &str) -> Self {
        Self::Known(Json::from(text))
    }

    /// A value as far as it is known.
    pub fn of(value: &Value) -> Self {
        shown(value)
    }
}

fn shown(value: &Value) -> Shown {
    match value {
        Value::Unknown(unknown) => Shown::Unknown(unknown.why.to_string()),
        Value::Text(Text::Symbolic(_)) => Shown::Unknown(reason(value)),
        value if value.is_known() => Shown::Known(json(value)),
        Value::Mapping(mapping) if matches!(mapping.kind, MappingKind::Resource(_)) => {
            Shown::Unknown(reason(value))
        }
        value => Shown::Partly(json(value)),
    }
}

fn reason(value: &Value) -> String {
    value.why_unknown().unwrap_or(Why::NotModelled("a value".into())).to_string()
}

/// A value as JSON, with a hole for each part that is not known.
fn json(value: &Value) -> Json {
    match value {
        Value::Null(_) => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => json_number(number),
        Value::Text(Text::Plain(text)) => Json::from(&**text),
        Value::Sequence(_, items) => items.iter().map(|item| json(&item.value)).collect(),
        Value::Mapping(mapping) if !matches!(mapping.kind, MappingKind::Resource(_)) => {
            let entries = mapping.entries.iter();
            let known = entries.map(|(key, entry)| (key.to_string(), json(&entry.value)));
            let rest = mapping.rest.as_ref();
            let rest = rest.map(|rest| ("$unknown".to_owned(), Json::from(rest.why.to_string())));
            Json::Object(known.chain(rest).collect())
        }
        value => hole(reason(value)),
    }
}

fn json_number(number: &Number) -> Json {
    let text = number.to_string();
    text.parse::<serde_json::Number>().map_or_else(|_| Json::from(text), Json::Number)
}

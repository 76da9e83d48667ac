//! The places of an attribute that are not known, and what stands there.

use super::resolve::Found;
use crate::eval::{ALTERNATIVES, OriginId, Several, Traced, Type, Unknown, Value, Why};
use serde_json::Value as Json;
use std::sync::Arc;

/// What stands at a place that is not known.
#[derive(Debug, Clone)]
pub(super) enum Fill {
    /// This.
    Value(Value),
    /// One of these.
    OneOf(Vec<Value>, Why),
    /// A list of any of these.
    AnyOf(Vec<Value>, Why),
}

/// How many places are not known, by `after_unknown`.
pub(super) fn holes(unknown: &Json) -> usize {
    match unknown {
        Json::Bool(true) => 1,
        Json::Array(items) => items.iter().map(holes).sum(),
        Json::Object(entries) => entries.values().map(holes).sum(),
        _ => 0,
    }
}

/// What stands at each place of an attribute; `list` if the one place is a whole list.
pub(super) fn fills(found: Found, holes: usize, list: bool) -> Vec<Fill> {
    let Found { values, open } = found;
    let count = values.len();
    let one = |fill: Fill| vec![fill; holes];
    match open {
        Some(why) => one(Fill::Value(Value::unknown(Type::Dynamic, why))),
        None if list && count > 0 => one(Fill::AnyOf(values, untold())),
        None if count == holes => values.into_iter().map(Fill::Value).collect(),
        None if (1..=ALTERNATIVES).contains(&count) => one(Fill::OneOf(values, untold())),
        None => one(Fill::Value(Value::unknown(Type::Dynamic, untold()))),
    }
}

fn untold() -> Why {
    Why::Untold("the plan does not say which of several it will be".into())
}

impl Fill {
    /// The value at its place.
    pub(super) fn at(self, origin: OriginId) -> Traced {
        let at = |value: Value| Traced::new(value, origin);
        match self {
            Self::Value(value) => at(value),
            Self::OneOf(values, why) => {
                if let [value] = &values[..] {
                    return at(value.clone());
                }
                let why = Why::Alternatives(values.into_iter().map(at).collect(), Box::new(why));
                at(Value::Unknown(Arc::new(Unknown { ty: Type::Dynamic, why, nullable: false })))
            }
            Self::AnyOf(values, why) => {
                let several = |value: Value| {
                    at(Value::Several(Arc::new(Several { like: at(value), why: why.clone() })))
                };
                let items = values.into_iter().map(several).collect();
                at(Value::tuple(items))
            }
        }
    }
}

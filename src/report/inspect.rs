//! What was resolved, as JSON: every variable, local, output and cluster of every root.

mod value;

use super::json;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A value as far as it is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    /// All of it.
    Known(Value),
    /// Nothing, and why.
    Unknown(String),
    /// Some of it; each hole is [`hole`].
    Partly(Value),
}

/// What stands in a [`Shown::Partly`] for a part that is not known.
pub fn hole(reason: impl Into<String>) -> Value {
    Value::Object([("$unknown".to_owned(), Value::String(reason.into()))].into_iter().collect())
}

/// Values by name.
pub type Names = BTreeMap<String, Shown>;

/// A root and what it holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Root {
    /// The folder, relative to the repository root; `.` for that itself.
    pub path: String,
    /// Its outputs.
    pub outputs: Names,
    /// Its locals.
    pub locals: Names,
    /// Its variables, with the values that they have in this run.
    pub variables: Names,
    /// The clusters that it makes, modules included, in the order of their addresses.
    pub clusters: Vec<Cluster>,
}

/// Whether a resource will be created.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Existence {
    /// For certain.
    #[default]
    Yes,
    /// Its `count` or `for_each` is not known.
    Maybe,
    /// Its `count` is 0 or its `for_each` is empty.
    No,
}

/// A cluster and what is known of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Cluster {
    /// The full address.
    pub subject: String,
    /// Whether it will be created.
    pub exists: Existence,
    /// Its attributes and what was derived from them.
    pub attributes: Names,
}

/// The document of `inspect --format json`, pretty-printed, with a line end.
pub fn render(roots: &[Root]) -> String {
    json::document(&Document { schema: json::SCHEMA, roots })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    roots: &'a [Root],
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_have_one_of_three_forms() {
        let partly = json!({"a": 1, "b": hole("no value for var.b")});
        let outputs = [
            ("known", Shown::Known(json!(["10.0.0.0/16"]))),
            ("unknown", Shown::Unknown("no value for var.x".to_owned())),
            ("partly", Shown::Partly(partly)),
        ];
        let outputs = outputs.into_iter().map(|(name, shown)| (name.to_owned(), shown)).collect();
        let root = Root { path: ".".to_owned(), outputs, ..Root::default() };
        let read: Value = serde_json::from_str(&render(&[root])).unwrap();
        assert_eq!(
            read,
            json!({"schema": "acklint/1", "roots": [{
                "path": ".",
                "outputs": {
                    "known": {"known": ["10.0.0.0/16"]},
                    "unknown": {"unknown": "no value for var.x"},
                    "partly": {"partly": {"a": 1, "b": {"$unknown": "no value for var.b"}}},
                },
                "locals": {}, "variables": {}, "clusters": [],
            }]})
        );
    }
}

//! Resolved values as JSON: `{"known": V}`, `{"unknown": "why"}`, or `{"partly": V}` with a hole,
//! `{"$unknown": "why"}`, for each part that is not known.

use super::{Existence, Root, Shown, What};
use crate::report::json;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

/// The document of `inspect --format json`, pretty-printed, with a line end.
pub fn render(roots: &[Root]) -> String {
    json::document(&Document { schema: json::SCHEMA, roots })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    roots: &'a [Root],
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(1))?;
        match &self.what {
            What::Unknown { why, .. } | What::Symbol { why, .. } => {
                map.serialize_entry("unknown", why)?;
            }
            what if what.is_known() => map.serialize_entry("known", &what.json())?,
            what => map.serialize_entry("partly", &what.json())?,
        }
        map.end()
    }
}

impl Serialize for Existence {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match self {
            Self::Yes => "yes",
            Self::Maybe(_) => "maybe",
            Self::No => "no",
        })
    }
}

impl What {
    fn is_known(&self) -> bool {
        match self {
            Self::Scalar(_) | Self::Verdict(_) => true,
            Self::Sequence(items) => items.iter().all(|item| item.what.is_known()),
            Self::Mapping { entries, rest } => {
                rest.is_none() && entries.iter().all(|(_, entry)| entry.what.is_known())
            }
            Self::Several { .. } | Self::Symbol { .. } | Self::Unknown { .. } => false,
        }
    }

    fn json(&self) -> Json {
        match self {
            Self::Scalar(scalar) => scalar.clone(),
            Self::Verdict(text) => Json::from(text.as_str()),
            Self::Sequence(items) => items.iter().map(|item| item.what.json()).collect(),
            Self::Mapping { entries, rest } => {
                let known = entries.iter().map(|(key, entry)| (key.clone(), entry.what.json()));
                let rest = rest.iter().map(|why| (HOLE.to_owned(), Json::from(why.as_str())));
                Json::Object(known.chain(rest).collect())
            }
            Self::Several { why, .. } | Self::Symbol { why, .. } | Self::Unknown { why, .. } => {
                Json::Object([(HOLE.to_owned(), Json::from(why.as_str()))].into_iter().collect())
            }
        }
    }
}

/// The key of a hole.
const HOLE: &str = "$unknown";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::inspect::Names;
    use serde_json::json;

    #[test]
    fn values_have_one_of_three_forms() {
        let unknown = |why: &str| What::Unknown { why: why.to_owned(), among: Vec::new() };
        let known = || What::Sequence(vec![What::Scalar(json!("10.0.0.0/16")).into()]);
        let entries = [("a", known()), ("b", unknown("no value for var.b"))];
        let entries = entries.map(|(key, what)| (key.to_owned(), what.into())).to_vec();
        let partly = What::Mapping { entries, rest: None };
        let outputs =
            [("known", known()), ("unknown", unknown("no value for var.x")), ("partly", partly)];
        let outputs: Names =
            outputs.map(|(name, what)| (name.to_owned(), what.into())).into_iter().collect();
        let root = Root { path: ".".to_owned(), outputs, ..Root::default() };
        let read: Json = serde_json::from_str(&render(&[root])).unwrap();
        assert_eq!(
            read,
            json!({"schema": "acklint/1", "roots": [{
                "path": ".",
                "outputs": {
                    "known": {"known": ["10.0.0.0/16"]},
                    "unknown": {"unknown": "no value for var.x"},
                    "partly": {"partly": {
                        "a": ["10.0.0.0/16"],
                        "b": {"$unknown": "no value for var.b"},
                    }},
                },
                "locals": {}, "variables": {}, "clusters": [],
            }]})
        );
    }
}

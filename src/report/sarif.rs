//! SARIF 2.1.0, as GitHub's code scanning and editors read it: one run, paths relative to the
//! repository root, columns in code points.
//!
//! Written from the standard and held to it by `serde-sarif` and the JSON Schema in the tests.

mod place;
mod result;
mod rule;

use super::coverage::{self, Hint};
use super::view::{Location, Problem, Undecided, View};
use super::{json, said};
use crate::rules;
use place::{Message, Place};
use result::Found;
use rule::Descriptor;
use serde::Serialize;
use std::collections::BTreeMap;

/// What stands for the repository root; code scanning calls it so.
const ROOT: &str = "%SRCROOT%";

/// The document, with a line end.
pub fn render(view: &View) -> String {
    json::document(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run::from(view)],
    })
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    invocations: [Invocation; 1],
    results: Vec<Found>,
    properties: Properties,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
struct Base {
    description: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

/// What is no result: a problem, a check that is undecided, a module that is not here.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    associated_rule: Option<RuleReference>,
}

#[derive(Serialize)]
struct RuleReference {
    id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

#[derive(Serialize)]
struct Properties {
    coverage: String,
}

impl From<&View> for Run {
    fn from(view: &View) -> Self {
        let description = Message::new("the root of the repository");
        let problems = view.problems.iter().map(Notification::from);
        let open = |check: &&Undecided| view.summary.strict == 0 || check.of_callers;
        let undecided = view.undecided.iter().filter(open).map(Notification::from);
        let counting = said::counting(view);
        let stale = said::stale_lines(view).into_iter();
        let stale = stale.map(|line| Notification::new("note", line.trim_start(), None));
        let absent = view.absent.iter().map(|call| {
            let said = format!("the module {} is not here and not read", call.message);
            Notification::new("note", &said, Some(&call.location))
        });
        Self {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: rules::cards().map(Descriptor::from).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: BTreeMap::from([(ROOT, Base { description })]),
            invocations: [Invocation {
                execution_successful: view.problems.is_empty(),
                tool_execution_notifications: problems
                    .chain(undecided)
                    .chain(absent)
                    .chain(stale)
                    .collect(),
            }],
            results: counting.iter().map(|finding| Found::from(&**finding)).collect(),
            properties: Properties { coverage: coverage::line(&view.summary, Hint::Listed) },
        }
    }
}

impl Notification {
    fn new(level: &'static str, message: &str, location: Option<&Location>) -> Self {
        let locations = location.into_iter().map(Place::from).collect();
        Self { level, message: Message::new(message), locations, associated_rule: None }
    }
}

impl From<&Problem> for Notification {
    fn from(problem: &Problem) -> Self {
        Self::new("error", &problem.message, problem.location.as_ref())
    }
}

impl From<&Undecided> for Notification {
    fn from(check: &Undecided) -> Self {
        let said = format!("undecided on {}: {}", check.subject, check.why);
        let rule = RuleReference { id: check.rule, index: rule_index(check.rule) };
        let note = Self::new("note", &said, Some(&check.location));
        Self { associated_rule: Some(rule), ..note }
    }
}

/// The place of a rule in the list of the driver.
fn rule_index(id: &str) -> Option<usize> {
    rules::cards().position(|card| card.id == id)
}

#[cfg(test)]
mod tests;

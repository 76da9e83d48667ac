//! A finding as a `result`.

use super::place::{Artifact, Message, Place, Region};
use super::rule::level;
use super::rule_index;
use crate::report::said;
use crate::report::view::{Finding, Fix, Note, Waived, WaivedBy};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The key of acklint's own fingerprint. Not `primaryLocationLineHash`: GitHub's upload makes that
/// itself, from the text of the line, and warns of each that is another's.
const FINGERPRINT: &str = "acklint/v1";

/// GitHub keeps as many related locations and steps of a flow as it can show.
const MOST: usize = 100;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Found {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Place; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<Flow>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Remedy>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    properties: Properties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Flow {
    thread_flows: [Thread; 1],
}

#[derive(Serialize)]
struct Thread {
    locations: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    location: Place,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Remedy {
    description: Message,
    artifact_changes: [Change; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: [Replacement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Content,
}

#[derive(Serialize)]
struct Content {
    text: String,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<String>,
}

#[derive(Serialize)]
struct Properties {
    subject: String,
    root: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
}

impl From<&Finding> for Found {
    fn from(finding: &Finding) -> Self {
        let related = finding.related.iter().chain(&finding.trace).take(MOST);
        let related =
            related.enumerate().map(|(index, note)| Place::noted(note).numbered(index + 1));
        Self {
            rule_id: finding.rule,
            rule_index: rule_index(finding.rule),
            level: level(finding.severity),
            message: message(finding),
            locations: [Place::from(&finding.location)],
            related_locations: related.collect(),
            code_flows: flow(finding).into_iter().collect(),
            partial_fingerprints: BTreeMap::from([(FINGERPRINT, finding.fingerprint.clone())]),
            fixes: finding.fix.iter().map(|fix| remedy(finding, fix)).collect(),
            suppressions: finding.waived.iter().map(Suppression::from).collect(),
            properties: Properties {
                subject: finding.subject.clone(),
                root: finding.root.clone(),
                variant: finding.variant.clone(),
            },
        }
    }
}

/// Subject, message and help: code scanning shows nothing else of them.
fn message(finding: &Finding) -> Message {
    let variant = finding.variant.iter().map(|name| format!(" [variant {name}]"));
    let variant: String = variant.collect();
    let mut text = format!("{}: {}{variant}", said::subject(finding), finding.message);
    if let Some(help) = &finding.help {
        let end = if text.ends_with(['.', '!', '?']) { " " } else { ". " };
        let _ = write!(text, "{end}Help: {help}");
    }
    Message::new(&text)
}

/// The way of the value, from where it is written to the resource.
fn flow(finding: &Finding) -> Option<Flow> {
    let written = Note { message: finding.label.clone(), location: finding.location.clone() };
    let first = finding.trace.first()?;
    // a trace may begin where the value is written
    let begins = first.location == written.location;
    let notes = (!begins).then_some(&written).into_iter().chain(&finding.trace);
    let step = |note| Step { location: Place::noted(note) };
    let locations = notes.take(MOST).map(step).collect();
    Some(Flow { thread_flows: [Thread { locations }] })
}

fn remedy(finding: &Finding, fix: &Fix) -> Remedy {
    let said = finding.help.clone().unwrap_or_else(|| format!("write {}", fix.replacement));
    Remedy {
        description: Message::new(&said),
        artifact_changes: [Change {
            artifact_location: Artifact::from(&fix.location),
            replacements: [Replacement {
                deleted_region: Region::from(&fix.location),
                inserted_content: Content { text: fix.replacement.clone() },
            }],
        }],
    }
}

impl From<&Waived> for Suppression {
    fn from(waived: &Waived) -> Self {
        let kind = match waived.by {
            WaivedBy::Comment => "inSource",
            WaivedBy::Baseline => "external",
        };
        let justification = match (&waived.until, waived.reason.as_str()) {
            (None, "") => None,
            (None, reason) => Some(reason.to_owned()),
            (Some(day), "") => Some(format!("until {day}")),
            (Some(day), reason) => Some(format!("{reason} (until {day})")),
        };
        Self { kind, status: "accepted", justification }
    }
}

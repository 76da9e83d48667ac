//! A card as a `reportingDescriptor`.

use super::place::Message;
use crate::report::view::Severity;
use crate::rules::card::Card;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

/// What code scanning reads of a rule that is no security rule.
#[derive(Serialize)]
struct Properties {
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    severity: &'static str,
    tags: [&'static str; 4],
}

impl From<&'static Card> for Descriptor {
    fn from(card: &'static Card) -> Self {
        let worst = card.distinct_severities().first().copied().unwrap_or(Severity::Info);
        let why = paragraph(card.text);
        let severity = match worst {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "recommendation",
        };
        Self {
            id: card.id,
            short_description: Message::new(card.title),
            full_description: Message::new(&why),
            help: Help {
                text: format!("{}: {why} `acklint explain {}` says more.", card.title, card.id),
                markdown: body(card.text),
            },
            default_configuration: Configuration { level: level(worst) },
            properties: Properties {
                precision: "high",
                severity,
                tags: ["terraform", "alibaba-cloud", "network", card.grain.as_str()],
            },
        }
    }
}

/// As SARIF calls a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The card without its title, which is the short description, and without its head.
fn body(text: &str) -> String {
    let after = text.split_once("```hcl rule\n").and_then(|(_, rest)| rest.split_once("\n```\n"));
    let (_, body) = after.expect("invariant: a card begins with a title and its head");
    // the words after a fence's language are for our tests
    let fences = body.trim_start().lines().map(|line| match line.strip_prefix("```hcl ") {
        Some(_) => "```hcl",
        None => line,
    });
    fences.collect::<Vec<_>>().join("\n") + "\n"
}

/// The first paragraph that says why it cannot wait.
fn paragraph(text: &str) -> String {
    let why = text.split_once("\n## Why").and_then(|(_, rest)| rest.split_once("\n\n"));
    let why = why.map_or_else(|| body(text), |(_, rest)| rest.to_owned());
    why.split("\n\n").next().unwrap_or_default().trim().to_owned()
}

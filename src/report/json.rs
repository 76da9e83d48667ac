//! The machine form of a run: schema `acklint/1`.

use super::baseline::Entry;
use super::clean;
use super::view::{self, View};
use crate::source;
use serde::Serialize;
use std::fmt::Write as _;

/// The schema that every JSON document of acklint names.
pub const SCHEMA: &str = "acklint/1";

/// The document for a run, pretty-printed, with a line end.
pub fn render(view: &View) -> String {
    document(&Document {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        summary: Summary::from(&view.summary),
        findings: view.findings.iter().map(Finding::from).collect(),
        undecided: view.undecided.iter().map(Undecided::from).collect(),
        problems: view.problems.iter().map(Problem::from).collect(),
        stale: view.stale.iter().map(Entry::from).collect(),
    })
}

/// Pretty-prints a document. What a terminal or the log of a CI system would obey is escaped.
pub(super) fn document(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value)
        .expect("invariant: documents hold string keys and finite numbers only");
    let marks = clean::marks(&text);
    let mut safe = String::with_capacity(text.len() + 1);
    for (at, c) in text.char_indices() {
        if c != '\n' && (clean::is_unsafe(c) || marks.binary_search(&at).is_ok()) {
            escape(c, &mut safe);
        } else {
            safe.push(c);
        }
    }
    safe.push('\n');
    safe
}

fn escape(c: char, text: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        write!(text, "\\u{unit:04x}").expect("invariant: writing to a string");
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    summary: Summary,
    findings: Vec<Finding<'a>>,
    undecided: Vec<Undecided<'a>>,
    problems: Vec<Problem<'a>>,
    stale: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    roots: usize,
    clusters: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    decided: usize,
    undecided: usize,
    waived: usize,
    problems: usize,
    strict: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'static str,
    severity: &'static str,
    subject: &'a str,
    root: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    location: Location<'a>,
    related: Vec<Note<'a>>,
    trace: Vec<Note<'a>>,
    fix: Option<Fix<'a>>,
    fingerprint: &'a str,
    waived: Option<Waived<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'a str>,
}

#[derive(Serialize)]
struct Fix<'a> {
    replacement: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Waived<'a> {
    by: &'static str,
    reason: &'a str,
    until: Option<&'a str>,
}

#[derive(Serialize)]
struct Undecided<'a> {
    rule: &'static str,
    subject: &'a str,
    root: &'a str,
    why: &'a str,
    location: Location<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'a str>,
}

#[derive(Serialize)]
struct Problem<'a> {
    message: &'a str,
    location: Option<Location<'a>>,
}

#[derive(Serialize)]
struct Note<'a> {
    message: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

impl From<&view::Summary> for Summary {
    fn from(summary: &view::Summary) -> Self {
        let view::Summary {
            roots,
            clusters,
            errors,
            warnings,
            infos,
            decided,
            undecided,
            waived,
            problems,
            strict,
            of_callers: _,
            stale: _,
        } = *summary;
        Self {
            roots,
            clusters,
            errors,
            warnings,
            infos,
            decided,
            undecided,
            waived,
            problems,
            strict,
        }
    }
}

impl<'a> From<&'a view::Finding> for Finding<'a> {
    fn from(finding: &'a view::Finding) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity.as_str(),
            subject: &finding.subject,
            root: &finding.root,
            message: &finding.message,
            help: finding.help.as_deref(),
            location: Location::from(&finding.location),
            related: finding.related.iter().map(Note::from).collect(),
            trace: finding.trace.iter().map(Note::from).collect(),
            fix: finding.fix.as_ref().map(Fix::from),
            fingerprint: &finding.fingerprint,
            waived: finding.waived.as_ref().map(Waived::from),
            variant: finding.variant.as_deref(),
        }
    }
}

impl<'a> From<&'a view::Fix> for Fix<'a> {
    fn from(fix: &'a view::Fix) -> Self {
        Self { replacement: &fix.replacement, location: Location::from(&fix.location) }
    }
}

impl<'a> From<&'a view::Waived> for Waived<'a> {
    fn from(waived: &'a view::Waived) -> Self {
        let (reason, until) = (&waived.reason, waived.until.as_deref());
        Self { by: waived.by.as_str(), reason, until }
    }
}

impl<'a> From<&'a view::Undecided> for Undecided<'a> {
    fn from(undecided: &'a view::Undecided) -> Self {
        Self {
            rule: undecided.rule,
            subject: &undecided.subject,
            root: &undecided.root,
            why: &undecided.why,
            location: Location::from(&undecided.location),
            variant: undecided.variant.as_deref(),
        }
    }
}

impl<'a> From<&'a view::Problem> for Problem<'a> {
    fn from(problem: &'a view::Problem) -> Self {
        Self { message: &problem.message, location: problem.location.as_ref().map(Location::from) }
    }
}

impl<'a> From<&'a view::Note> for Note<'a> {
    fn from(note: &'a view::Note) -> Self {
        Self { message: &note.message, location: Location::from(&note.location) }
    }
}

impl<'a> From<&'a view::Location> for Location<'a> {
    fn from(location: &'a view::Location) -> Self {
        Self {
            file: &location.file,
            start: Position::from(location.start),
            end: Position::from(location.end),
        }
    }
}

impl From<source::Position> for Position {
    fn from(position: source::Position) -> Self {
        Self { line: position.line, column: position.column, offset: position.offset }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_document() {
        insta::assert_snapshot!(render(&sample::everything()));
    }

    #[test]
    fn what_may_be_null_is_in_the_schema_as_it_is_written() {
        let schema = include_str!("../../schemas/report.schema.json");
        let schema = serde_json::from_str(schema).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let findings = vec![sample::far_away(), sample::waived()];
        for view in [sample::everything(), View { findings, ..View::default() }] {
            let document = serde_json::from_str(&render(&view)).unwrap();
            validator.validate(&document).unwrap();
        }
    }

    #[test]
    fn nothing_steers_a_terminal_or_a_log() {
        let said = "a\u{1b}\u{9b}\u{202e}\u{e0001}生产##[b]";
        let text = document(&said);
        assert_eq!(text, "\"a\\u001b\\u009b\\u202e\\udb40\\udc01生产\\u0023#[b]\"\n");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), said);
    }
}

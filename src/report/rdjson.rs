//! Reviewdog's diagnostic format: `DiagnosticResult` as JSON. Its columns count bytes of UTF-8.

use super::json;
use super::view::{self, Severity, View};
use super::{clean, said};
use serde::Serialize;

/// The document, with a line end. What is undecided has no place in it,
/// unless it counts as a warning.
pub fn render(view: &View) -> String {
    let counting = said::counting(view);
    let findings = counting.iter().map(|finding| Diagnostic::from(&**finding));
    let problems = view.problems.iter().map(Diagnostic::from);
    json::document(&Document {
        source: Source { name: env!("CARGO_PKG_NAME") },
        diagnostics: findings.chain(problems).collect(),
    })
}

#[derive(Serialize)]
struct Document {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related {
    message: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

impl From<&view::Finding> for Diagnostic {
    fn from(finding: &view::Finding) -> Self {
        let help = finding.help.iter().map(|help| format!("\nhelp: {}", clean::sentence(help)));
        let said = format!("{}: {}", said::subject(finding), said::message(finding));
        let notes = finding.trace.iter().chain(&finding.related);
        let related = notes.map(|note| Related {
            message: clean::sentence(&note.message),
            location: Location::from(&note.location),
        });
        let severity = match said::weight(finding) {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        };
        Self {
            message: said + &help.collect::<String>(),
            location: Location::from(&finding.location),
            severity,
            code: Code { value: finding.rule },
            suggestions: finding.fix.iter().filter_map(suggestion).collect(),
            related_locations: related.collect(),
        }
    }
}

impl From<&view::Problem> for Diagnostic {
    fn from(problem: &view::Problem) -> Self {
        Self {
            message: clean::sentence(&problem.message),
            location: problem.location.as_ref().map_or_else(nowhere, Location::from),
            severity: "ERROR",
            code: Code { value: "problem" },
            suggestions: Vec::new(),
            related_locations: Vec::new(),
        }
    }
}

impl From<&view::Location> for Location {
    fn from(location: &view::Location) -> Self {
        let (range, _) = range(location);
        Self { path: location.file.to_string(), range: Some(range) }
    }
}

/// A diagnostic must have a place.
fn nowhere() -> Location {
    Location { path: ".".to_owned(), range: None }
}

/// A replacement needs its exact end.
fn suggestion(fix: &view::Fix) -> Option<Suggestion> {
    let (range, whole) = range(&fix.location);
    whole.then(|| Suggestion { range, text: fix.replacement.clone() })
}

/// The range in bytes, and whether it is the whole place: of a long one the lines that are known.
fn range(location: &view::Location) -> (Range, bool) {
    let view::Location { start, end, excerpt, .. } = location;
    let first = excerpt.first().map_or("", |line| &**line);
    let start_bytes = Position { line: start.line, column: bytes(first, start.column) };
    if start.line == end.line {
        // exact even where the text is not known
        let column = start_bytes.column + (end.offset - start.offset);
        return (Range { start: start_bytes, end: Position { line: end.line, column } }, true);
    }
    if let Some(last) = excerpt.get(end.line - start.line) {
        let end = Position { line: end.line, column: bytes(last, end.column) };
        return (Range { start: start_bytes, end }, true);
    }
    let column = excerpt.last().map_or(start_bytes.column, |last| last.len() + 1);
    let line = start.line + excerpt.len().saturating_sub(1);
    (Range { start: start_bytes, end: Position { line, column } }, false)
}

/// The column of a line in bytes, from its column in code points.
fn bytes(line: &str, column: usize) -> usize {
    1 + line.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn everything() {
        insta::assert_snapshot!(render(&sample::everything()));
    }

    #[test]
    fn columns_count_bytes() {
        let text = "网段 = [\"段\",\n  \"境\", 1]\n";
        let of = |part: &str| {
            let (range, whole) = range(&sample::place("a.tf", text, part, 0));
            assert!(whole);
            (range.start.line, range.start.column, range.end.line, range.end.column)
        };
        assert_eq!(of("\"段\""), (1, 11, 1, 16));
        assert_eq!(of("段\",\n  \"境\", "), (1, 12, 2, 10));
    }

    #[test]
    fn a_long_place_ends_where_its_text_is_known() {
        let text = "a = [\n1,\n2,\n3,\n]\n";
        let (range, whole) =
            range(&sample::place("a.tf", text, text.trim_start_matches("a = "), 0));
        assert!(!whole);
        assert_eq!((range.start.line, range.end.line, range.end.column), (1, 3, 3));
    }
}

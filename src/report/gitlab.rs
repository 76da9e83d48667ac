//! Code quality of GitLab: what a merge request brings and resolves, by fingerprint.

use super::json;
use super::view::{Finding, Location, Problem, Severity, View, set_apart};
use super::{clean, said};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The document, with a line end. What is undecided has no place in it,
/// unless it counts as a warning.
pub fn render(view: &View) -> String {
    let counting = said::counting(view);
    let findings = counting.iter().map(|finding| Entry::from(&**finding));
    let problems = view.problems.iter().map(Entry::from);
    let mut entries: Vec<Entry> = findings.chain(problems).collect();
    // GitLab drops entries whose fingerprint it has seen
    set_apart(entries.iter_mut().map(|entry| &mut entry.fingerprint));
    json::document(&entries)
}

#[derive(Serialize)]
struct Entry {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl From<&Finding> for Entry {
    fn from(finding: &Finding) -> Self {
        let severity = match said::weight(finding) {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Info => "info",
        };
        Self {
            description: format!("{}: {}", said::subject(finding), said::message(finding)),
            check_name: finding.rule,
            fingerprint: finding.fingerprint.clone(),
            severity,
            location: Place::from(&finding.location),
        }
    }
}

impl From<&Problem> for Entry {
    fn from(problem: &Problem) -> Self {
        let file = problem.location.as_ref().map_or(".", |location| &*location.file);
        let digest = Sha256::digest(format!("problem\0{file}\0{}", problem.message));
        let fingerprint = digest.iter().take(16).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        // an entry must name a file and a line
        let nowhere = || Place { path: ".".to_owned(), lines: Lines { begin: 1, end: 1 } };
        Self {
            description: clean::sentence(&problem.message),
            check_name: "problem",
            fingerprint,
            severity: "blocker",
            location: problem.location.as_ref().map_or_else(nowhere, Place::from),
        }
    }
}

impl From<&Location> for Place {
    fn from(location: &Location) -> Self {
        let lines = Lines { begin: location.start.line, end: location.end.line };
        Self { path: location.file.to_string(), lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use std::collections::BTreeSet;

    #[test]
    fn everything() {
        insta::assert_snapshot!(render(&sample::everything()));
    }

    #[test]
    fn fingerprints_differ() {
        let findings = vec![sample::far_away(), sample::far_away(), sample::far_away()];
        let text = render(&View { findings, ..View::default() });
        let entries: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let all: BTreeSet<&str> =
            entries.iter().filter_map(|e| e["fingerprint"].as_str()).collect();
        assert_eq!(all, BTreeSet::from(["5f1d", "5f1d-2", "5f1d-3"]));
    }
}

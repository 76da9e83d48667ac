//! Baselines: what was found at some day, so that only what came later is reported.
//!
//! An entry names a finding by its fingerprint, which holds no lines: it survives whatever moves.

use crate::module::Root;
use crate::report::view::{Entry, Finding, Severity, View, Waived, WaivedBy};
use crate::source::{FILE_LIMIT, Files};
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// The form of the file.
pub const SCHEMA: &str = "acklint-baseline/1";

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "schema")]
    _schema: String,
    entries: Vec<WrittenEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    rule: String,
    severity: String,
    root: String,
    subject: String,
    fingerprint: String,
}

/// What any document of acklint says first.
#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
}

/// Reads a baseline that the user named.
///
/// # Errors
/// In a sentence, why it cannot be read, or that it is none.
pub(crate) fn read(files: &dyn Files, path: &Path) -> Result<Vec<Entry>, String> {
    let shown = path.display();
    let bytes = files.read_named(path, FILE_LIMIT).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            format!("there is no baseline {shown}; `--write-baseline {shown}` makes one")
        }
        _ => format!("the baseline {shown} cannot be read: {error}"),
    })?;
    parse(&bytes).map_err(|why| format!("{shown} is no baseline: {why}"))
}

fn parse(bytes: &[u8]) -> Result<Vec<Entry>, String> {
    let head: Head = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    match head.schema.as_deref() {
        Some(SCHEMA) => {}
        Some(other) => return Err(format!("its schema is `{other}`, not `{SCHEMA}`")),
        None => return Err(format!("it does not say that its schema is `{SCHEMA}`")),
    }
    let written: Written = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let entry = |written: WrittenEntry| {
        let WrittenEntry { rule, severity, root, subject, fingerprint } = written;
        let severity = Severity::parse(&severity)
            .ok_or_else(|| format!("`{severity}` is no severity: error, warning or info"))?;
        Ok(Entry { root, subject, rule, severity, fingerprint })
    };
    written.entries.into_iter().map(entry).collect()
}

/// What a run has looked at, for the entries that it does not find again.
pub(crate) struct Run<'r> {
    /// The roots.
    pub roots: &'r [Root],
    /// Whether modules that are called are not here.
    pub lacks_modules: bool,
    /// Whether a rule has run on a root.
    pub ran: &'r dyn Fn(&str, &str) -> bool,
    /// Whether a root that is not looked at is certainly no more.
    pub gone: &'r dyn Fn(&str) -> bool,
}

/// Marks the findings that the baseline holds, names its entries that nothing matches any more, and
/// says what a baseline of now would hold. What a comment waives is none of its business.
pub(crate) fn apply(run: &Run<'_>, view: &mut View, baseline: Vec<Entry>) {
    let mut open: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for entry in baseline {
        open.entry(entry.fingerprint.clone()).or_default().push(entry);
    }
    let mut findings: Vec<&mut Finding> =
        view.findings.iter_mut().filter(|finding| finding.waived.is_none()).collect();
    let mut entries: Vec<Entry> = findings.iter().map(|finding| entry(finding)).collect();
    // the worst first: an entry that covers it covers the others as well
    findings.sort_by_key(|finding| Reverse(finding.severity));
    let mut new = Vec::new();
    for finding in findings {
        let known = open.entry(finding.fingerprint.clone()).or_default();
        match known.iter().position(|entry| entry.severity >= finding.severity) {
            Some(at) => {
                known.swap_remove(at);
                finding.waived =
                    Some(Waived { by: WaivedBy::Baseline, reason: String::new(), until: None });
            }
            None => new.push(finding.fingerprint.clone()),
        }
    }
    // a finding that has become worse is new, but its entry is still about something
    for fingerprint in new {
        open.entry(fingerprint).or_default().pop();
    }
    let left: Vec<Entry> = open.into_values().flatten().collect();
    let (mut stale, kept): (Vec<_>, Vec<_>) =
        left.into_iter().partition(|entry| run.has_judged(entry, view));
    entries.extend(kept);
    entries.sort();
    stale.sort();
    view.baseline = entries;
    view.summary.stale = stale.len();
    view.stale = stale;
}

fn entry(finding: &Finding) -> Entry {
    Entry {
        root: finding.root.clone(),
        subject: finding.subject.clone(),
        rule: finding.rule.to_owned(),
        severity: finding.severity,
        fingerprint: finding.fingerprint.clone(),
    }
}

impl Run<'_> {
    /// Whether an entry would have been found again, were it still so.
    fn has_judged(&self, entry: &Entry, view: &View) -> bool {
        let whole = view.problems.is_empty() && (self.ran)(&entry.rule, &entry.root);
        if !self.roots.iter().any(|root| root.shown() == entry.root) {
            return whole && (self.gone)(&entry.root);
        }
        let about = without_keys(&entry.subject);
        let undecided = view.undecided.iter().any(|undecided| {
            undecided.rule == entry.rule
                && undecided.root == entry.root
                && without_keys(&undecided.subject) == about
        });
        let in_module = self.lacks_modules && entry.subject.starts_with("module.");
        whole && !undecided && !in_module
    }
}

/// An address without the keys of instances: how many there are may not be known.
pub(crate) fn without_keys(address: &str) -> String {
    let mut depth = 0_usize;
    let outside = |c: &char| {
        match c {
            '[' => depth += 1,
            ']' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    address.chars().filter(outside).collect()
}

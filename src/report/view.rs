//! What a run has to say, resolved and plain: every format is a pure function of a [`View`].

use super::clean;
use crate::source::Position;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// It will hurt later.
    Warning,
    /// It cannot work, or ends too early.
    Error,
}

impl Severity {
    /// As it is written in configurations and machine formats.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// As [`Severity::as_str`] writes it.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Error, Self::Warning, Self::Info].into_iter().find(|known| known.as_str() == word)
    }
}

/// All that a run has to say, in the order of the contract: by file, line, rule.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The counts.
    pub summary: Summary,
    /// What was seen and is objected to.
    pub findings: Vec<Finding>,
    /// What could not be decided.
    pub undecided: Vec<Undecided>,
    /// What could not be looked at.
    pub problems: Vec<Problem>,
    /// Calls of modules that are not here, by their source: what they make is not seen.
    pub absent: Vec<Note>,
    /// Calls of modules that are read without their code, by what stands in.
    pub stood_in: Vec<Note>,
    /// The least severity that fails the run, by the configurations: the least of them.
    pub fail_on: Option<Severity>,
    /// What a baseline of this run holds.
    pub baseline: Vec<Entry>,
    /// Entries of the baseline in force that nothing matches any more.
    pub stale: Vec<Entry>,
}

impl View {
    /// The undecided checks that count as warnings.
    pub fn as_warnings(&self) -> impl Iterator<Item = &Undecided> {
        let counts = self.summary.strict > 0;
        self.undecided.iter().filter(move |undecided| counts && !undecided.of_callers)
    }

    /// The least severity that fails the run, given what the command line says.
    pub fn fail_on(&self, option: Option<Severity>) -> Severity {
        option.or(self.fail_on).unwrap_or(Severity::Warning)
    }
}

/// The counts of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each counts what its name says")]
pub struct Summary {
    pub roots: usize,
    pub clusters: usize,
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    pub decided: usize,
    pub undecided: usize,
    pub waived: usize,
    pub problems: usize,
    /// Of the undecided ones, those that only callers of a module can decide.
    pub of_callers: usize,
    /// Of the undecided ones, those that count as warnings: none without `--strict`.
    pub strict: usize,
    /// The entries of the baseline that nothing matches any more.
    pub stale: usize,
}

impl Summary {
    /// Counts a finding more.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
    }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Relative to the repository root, with `/`.
    pub file: Arc<str>,
    /// Where it begins.
    pub start: Position,
    /// Where it ends, exclusive.
    pub end: Position,
    /// The whole lines that it covers, at most the first three, without their ends.
    pub excerpt: Vec<Arc<str>>,
    /// Whether the place is one of an earlier text of the file: its lines are no longer these.
    pub earlier: bool,
}

/// A place and what it has to do with a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// In a few words, such as `passed as input pod_cidr of module.ack`.
    pub message: String,
    /// Where.
    pub location: Location,
}

/// Something objected to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// The address that it is about.
    pub subject: String,
    /// The folder of the root, relative to the repository root; `.` for that itself.
    pub root: String,
    /// What is there, what is needed, when it breaks.
    pub message: String,
    /// What would do; where the subject exists, the way out.
    pub help: Option<String>,
    /// Whether the subject exists already, so that no edit of its value mends it.
    pub exists: bool,
    /// Where the value is written.
    pub location: Location,
    /// What is written there, in a few words: `written here`, `nothing is written: default of ACK`.
    pub label: String,
    /// The other parties.
    pub related: Vec<Note>,
    /// The way from there to the resource.
    pub trace: Vec<Note>,
    /// Stays the same when lines move.
    pub fingerprint: String,
    /// What could stand in the file instead, where that is certain to do.
    pub fix: Option<Fix>,
    /// Why it does not count; then it is shown only where that was asked for.
    pub waived: Option<Waived>,
    /// The variant of the root that it was found in, of a root that has several.
    pub variant: Option<String>,
}

/// A text that would do, and the place that it replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// As it would be written, quotes included.
    pub replacement: String,
    /// What it replaces.
    pub location: Location,
}

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Waived {
    /// By what.
    pub by: WaivedBy,
    /// The reason that was given, empty for a baseline.
    pub reason: String,
    /// The last day of a waiver, as `2027-01-31`.
    pub until: Option<String>,
}

/// What keeps a finding from counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WaivedBy {
    /// A comment in the configuration.
    Comment,
    /// The file of `--baseline`.
    Baseline,
}

impl WaivedBy {
    /// As it is written in machine formats.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Baseline => "baseline",
        }
    }
}

/// A finding as a baseline keeps it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// As [`Finding::root`].
    pub root: String,
    /// As [`Finding::subject`].
    pub subject: String,
    /// The rule's id.
    pub rule: String,
    /// How bad it was.
    pub severity: Severity,
    /// As [`Finding::fingerprint`].
    pub fingerprint: String,
}

/// A check that a value is missing for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// The rule's id.
    pub rule: &'static str,
    /// The address that it is about.
    pub subject: String,
    /// As [`Finding::root`].
    pub root: String,
    /// What is not known, and what would decide it.
    pub why: String,
    /// Where the unknown value enters.
    pub location: Location,
    /// As [`Finding::variant`].
    pub variant: Option<String>,
    /// Whether only callers can give the value: an input of what the configuration calls a module.
    pub of_callers: bool,
}

/// Something that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What and what to do.
    pub message: String,
    /// Where, if it has a place.
    pub location: Option<Location>,
}

impl Problem {
    /// On one line, its place first; nothing in it steers a terminal.
    pub fn line(&self) -> String {
        match &self.location {
            Some(Location { file, start, .. }) => clean::sentence(&format!(
                "{file}:{}:{}: {}",
                start.line, start.column, self.message
            )),
            None => clean::sentence(&self.message),
        }
    }
}

/// Makes fingerprints differ that are the same, by `-2` and so on: readers drop what they have seen.
pub(crate) fn set_apart<'f>(fingerprints: impl Iterator<Item = &'f mut String>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for fingerprint in fingerprints {
        let times = seen.entry(fingerprint.clone()).or_default();
        *times += 1;
        if *times > 1 {
            let _ = write!(fingerprint, "-{times}");
        }
    }
}

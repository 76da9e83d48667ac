//! What a run says, as far as a change of the configuration must not touch it.

use crate::print::{Files, Form, files};
use crate::tree::Tree;
use acklint::check;
use acklint::options::Options;
use acklint::report::view::{Severity, View};
use acklint::source::{Memory, split_path};
use std::collections::BTreeSet;
use std::fmt;

/// A finding without its places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    pub(crate) rule: &'static str,
    pub(crate) root: String,
    pub(crate) subject: String,
    pub(crate) severity: Severity,
    /// The message.
    pub(crate) text: String,
    /// What is said of the others.
    pub(crate) others: Vec<String>,
    pub(crate) help: String,
    /// Rule, root, subject, attribute and the other subjects.
    pub(crate) fingerprint: String,
}

/// An undecided check without its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Undecided {
    pub(crate) rule: &'static str,
    pub(crate) root: String,
    pub(crate) subject: String,
    pub(crate) why: String,
}

/// All that is found and open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) findings: Vec<Finding>,
    pub(crate) undecided: Vec<Undecided>,
    pub(crate) problems: Vec<String>,
}

/// What is said of files.
pub(crate) fn view(files: &Files, threads: Option<usize>) -> View {
    let memory = Memory::new(files.iter().map(|(path, text)| (path.clone(), text.clone())));
    let threads = threads.and_then(std::num::NonZeroUsize::new);
    let options = Options { threads, ..Options::default() };
    check::check(&memory, &[String::new()], &options).expect("no wrong usage")
}

impl Verdict {
    pub(crate) fn of(tree: &Tree) -> Self {
        Self::on(&files(tree, Form::Plain))
    }

    pub(crate) fn on(files: &Files) -> Self {
        let view = view(files, Some(1));
        let mut findings: Vec<Finding> = view
            .findings
            .into_iter()
            .map(|finding| Finding {
                rule: finding.rule,
                root: finding.root,
                subject: match finding.rule {
                    // of a waiver it is the file, which is no more than its place
                    "waiver_invalid" => split_path(&finding.subject).0.to_owned(),
                    _ => finding.subject,
                },
                severity: finding.severity,
                text: finding.message,
                others: finding.related.into_iter().map(|related| related.message).collect(),
                help: finding.help.unwrap_or_default(),
                fingerprint: finding.fingerprint,
            })
            .collect();
        findings.sort();
        let open = view.undecided.into_iter();
        let mut undecided: Vec<Undecided> = open
            .map(|open| Undecided {
                rule: open.rule,
                root: open.root,
                subject: open.subject,
                why: open.why,
            })
            .collect();
        undecided.sort();
        let problems: Vec<String> = view.problems.into_iter().map(|p| p.message).collect();
        assert!(!problems.iter().any(|p| p.contains("mistake in acklint")), "{problems:?}");
        Self { findings, undecided, problems }
    }

    /// Which rule says what of whom: no words.
    pub(crate) fn bare(mut self) -> Self {
        for finding in &mut self.findings {
            finding.text.clear();
            finding.others.clear();
            finding.help.clear();
            finding.fingerprint.clear();
        }
        self.undecided.iter_mut().for_each(|undecided| undecided.why.clear());
        self.sorted()
    }

    /// With other names, everywhere.
    pub(crate) fn renamed(mut self, rename: &dyn Fn(&str) -> String) -> Self {
        for finding in &mut self.findings {
            finding.fingerprint.clear();
            finding.subject = rename(&finding.subject);
            finding.text = rename(&finding.text);
            finding.help = rename(&finding.help);
            finding.others.iter_mut().for_each(|other| *other = rename(other));
        }
        for undecided in &mut self.undecided {
            undecided.subject = rename(&undecided.subject);
            undecided.why = rename(&undecided.why);
        }
        self.sorted()
    }

    /// Without what names the root, and without what would do instead: that keeps clear of all that
    /// there is, so that more changes it.
    pub(crate) fn without_help(mut self) -> Self {
        for finding in &mut self.findings {
            finding.help.clear();
            finding.fingerprint.clear();
        }
        self.sorted()
    }

    pub(crate) fn of_root(mut self, root: &str) -> Self {
        self.findings.retain(|finding| finding.root == root);
        self.undecided.retain(|undecided| undecided.root == root);
        self
    }

    pub(crate) fn sorted(mut self) -> Self {
        self.findings.sort();
        self.undecided.sort();
        self
    }

    /// What one says and the other does not.
    ///
    /// # Errors
    /// Each difference in a line.
    pub(crate) fn same(&self, other: &Self) -> Result<(), String> {
        let lines = |verdict: &Self| -> BTreeSet<String> {
            verdict.to_string().lines().map(str::to_owned).collect()
        };
        let (before, after) = (lines(self), lines(other));
        let gone = before.difference(&after).map(|line| format!("- {line}"));
        let new = after.difference(&before).map(|line| format!("+ {line}"));
        let differences: Vec<String> = gone.chain(new).collect();
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }
}

impl Finding {
    /// The addresses of the others.
    pub(crate) fn parties(&self) -> Vec<&str> {
        let words = self.others.iter().flat_map(|other| other.split(' '));
        words.filter(|word| word.contains("alicloud_")).collect()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            let Finding { rule, root, subject, severity, text, others, help, fingerprint } =
                finding;
            let severity = severity.as_str();
            let others = others.join("; ");
            let more = format!("{text} ({others}) {help} {fingerprint}");
            writeln!(f, "{severity} {rule} on {root}: {subject}: {more}")?;
        }
        for Undecided { rule, root, subject, why } in &self.undecided {
            writeln!(f, "undecided {rule} on {root}: {subject}: {why}")?;
        }
        for problem in &self.problems {
            writeln!(f, "problem {problem}")?;
        }
        Ok(())
    }
}

//! What acklint says of a configuration in memory, and the parts that configurations share.

use acklint::check;
use acklint::options::Options;
use acklint::report::view::{Finding, Location, Severity, Undecided, View};
use acklint::source::Memory;
use std::collections::BTreeSet;

/// A value that nobody gives, and a VPC with one vSwitch.
pub(crate) const NETWORK: &str = r#"
variable "x" {}
resource "alicloud_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.0.0/24"
  zone_id    = "cn-hangzhou-h"
}
"#;

/// What a run says.
pub(crate) struct Said(View);

impl Said {
    /// Of files by path.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self::with(files, &Options::default())
    }

    /// Of files by path, with options.
    pub(crate) fn with(files: &[(&str, &str)], options: &Options) -> Self {
        let files = Memory::new(files.iter().copied());
        let view = check::check(&files, &[String::new()], options);
        Self(view.expect("no wrong usage"))
    }

    /// All that is found: rule, severity and subject.
    pub(crate) fn all(&self) -> BTreeSet<(String, Severity, String)> {
        let findings = self.0.findings.iter();
        findings.map(|f| (f.rule.to_owned(), f.severity, f.subject.clone())).collect()
    }

    /// How many checks are undecided.
    pub(crate) fn open(&self) -> usize {
        self.0.undecided.len()
    }

    /// Of one file, `main.tf`.
    pub(crate) fn on(text: &str) -> Self {
        Self::of(&[("main.tf", text)])
    }

    pub(crate) fn findings(&self, rule: &str) -> Vec<&Finding> {
        self.0.findings.iter().filter(|finding| finding.rule == rule).collect()
    }

    pub(crate) fn undecided(&self, rule: &str) -> Vec<&Undecided> {
        self.0.undecided.iter().filter(|undecided| undecided.rule == rule).collect()
    }

    pub(crate) fn problems(&self) -> Vec<&str> {
        self.0.problems.iter().map(|problem| &*problem.message).collect()
    }

    /// The message of the one error of a rule, beside which nothing is open.
    #[track_caller]
    pub(crate) fn error(&self, rule: &str) -> &Finding {
        let (findings, undecided) = (self.findings(rule), self.undecided(rule));
        assert!(undecided.is_empty(), "{rule} is open: {undecided:?}");
        assert!(findings.len() == 1, "{rule} finds {findings:?}");
        assert_eq!(findings[0].severity, Severity::Error, "{}", findings[0].message);
        findings[0]
    }

    /// Nothing is found by a rule, and nothing is open.
    #[track_caller]
    pub(crate) fn silent(&self, rule: &str) {
        let (findings, undecided) = (self.findings(rule), self.undecided(rule));
        assert!(findings.is_empty(), "{rule} finds {findings:?}");
        assert!(undecided.is_empty(), "{rule} is open: {undecided:?}");
    }
}

/// A place as it is clicked on.
pub(crate) fn place(location: &Location) -> String {
    format!("{}:{}", location.file, location.start.line)
}

//! What acklint says of a configuration in memory, as on 2026-12-01.

use acklint::check;
use acklint::options::Options;
use acklint::report::view::{Finding, View};
use acklint::source::Memory;

/// A cluster whose pods and Services overlap at its `pod_cidr`, under a name, with a line before that
/// attribute and something behind it.
pub(crate) fn cluster(name: &str, above: &str, behind: &str) -> String {
    format!(
        r#"
resource "alicloud_cs_managed_kubernetes" "{name}" {{
  vswitch_ids         = ["vsw-{name}"]
  node_cidr_mask      = 25
  service_cidr        = "172.21.0.0/20"
  deletion_protection = true
  {above}
  pod_cidr = "172.21.0.0/16" {behind}
}}
"#
    )
}

/// A waiver of the overlap.
pub(crate) const WAIVER: &str = "# acklint:allow pod_service_overlap — gone in spring";

pub(crate) fn options() -> Options {
    Options { today: Some("2026-12-01".parse().expect("a day")), ..Options::default() }
}

pub(crate) fn look(files: &[(&str, &str)], options: &Options) -> View {
    let files = Memory::new(files.iter().copied());
    check::check(&files, &[String::new()], options).expect("no wrong usage")
}

/// What counts: rule and subject, infos and undecided checks aside.
pub(crate) fn counted(view: &View) -> Vec<(&'static str, &str)> {
    let counts = |finding: &&Finding| finding.waived.is_none();
    view.findings.iter().filter(counts).map(|f| (f.rule, f.subject.as_str())).collect()
}

/// What files come to: how many findings are waived, and what counts.
pub(crate) fn said(files: &[(&str, &str)]) -> (usize, Vec<(String, String)>) {
    let view = look(files, &options());
    let counted = counted(&view).into_iter();
    (view.summary.waived, counted.map(|(rule, of)| (rule.to_owned(), of.to_owned())).collect())
}

/// One finding is waived, and nothing else is found.
pub(crate) fn is_waived(files: &[(&str, &str)]) {
    assert_eq!(said(files), (1, Vec::new()), "{}", files[0].1);
}

/// The messages of `waiver_invalid`.
pub(crate) fn rot(view: &View) -> Vec<&str> {
    let found = view.findings.iter().filter(|finding| finding.rule == "waiver_invalid");
    found.map(|finding| finding.message.as_str()).collect()
}

//! `JUnit`'s XML, for CI systems that show test results: a suite a root, a case a finding.

use super::coverage::{self, Hint};
use super::view::{Finding, Location, Undecided, View};
use super::{clean, said};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite, XmlString};
use std::collections::BTreeMap;

/// The document, with a line end. Findings fail, what is undecided is skipped, and problems are
/// errors of the suite `acklint`, whose first case passes and bears the coverage line.
pub fn render(view: &View) -> String {
    let counting = said::counting(view);
    let mut suites: BTreeMap<&str, TestSuite> = BTreeMap::new();
    let mut add = |root, case| {
        let suite = suites.entry(root).or_insert_with(|| TestSuite::new(&*clean::sentence(root)));
        suite.add_test_case(case);
    };
    for finding in &counting {
        add(&finding.root, failure(finding));
    }
    let open = |check: &&Undecided| view.summary.strict == 0 || check.of_callers;
    for check in view.undecided.iter().filter(open) {
        add(&check.root, skipped(check));
    }
    let mut report = Report::new(env!("CARGO_PKG_NAME"));
    report.add_test_suite(own(view));
    report.add_test_suites(suites.into_values());
    text(&report)
}

fn text(report: &Report) -> String {
    report.to_string().expect("invariant: writing to a string")
}

/// What concerns no root: that there was a run, and what could not be looked at.
fn own(view: &View) -> TestSuite {
    let mut suite = TestSuite::new(env!("CARGO_PKG_NAME"));
    let mut coverage = TestCase::new("coverage", TestCaseStatus::success());
    coverage.set_classname(env!("CARGO_PKG_NAME"));
    let line = coverage::line(&view.summary, Hint::Listed);
    let lines: Vec<String> = said::stale_lines(view).into_iter().chain([line]).collect();
    coverage.set_system_out(lines.join("\n"));
    suite.add_test_case(coverage);
    for problem in &view.problems {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        let message = clean::sentence(&problem.message);
        status.set_message(&*message).set_type("problem");
        let place = problem.location.as_ref();
        let name = place.map_or(message, said::place);
        suite.add_test_case(case("problem", name, place, status));
    }
    suite
}

fn failure(finding: &Finding) -> TestCase {
    let status = if let Some(waived) = &finding.waived {
        let mut status = TestCaseStatus::skipped();
        status.set_message(clean::sentence(&said::why_waived(waived)));
        status
    } else {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(said::message(finding)).set_type(finding.severity.as_str());
        status.set_description(in_full(finding));
        status
    };
    // a name without lines keeps its history when lines move
    let variant = finding.variant.iter().map(|name| format!(" [variant {name}]"));
    let name = clean::sentence(&(finding.subject.clone() + &variant.collect::<String>()));
    case(finding.rule, name, Some(&finding.location), status)
}

/// All that is said of a finding, for whoever opens the failure.
fn in_full(finding: &Finding) -> String {
    let mut lines = vec![format!("{}: {}", said::place(&finding.location), said::message(finding))];
    lines.extend(finding.help.iter().map(|help| format!("help: {}", clean::sentence(help))));
    lines.extend(said::steps(finding));
    lines.join("\n")
}

fn skipped(check: &Undecided) -> TestCase {
    let mut status = TestCaseStatus::skipped();
    let why = clean::sentence(&check.why);
    status.set_message(format!("undecided: {} ({why})", said::place(&check.location)));
    case(check.rule, clean::sentence(&check.subject), Some(&check.location), status)
}

fn case(
    class: &str,
    name: impl Into<XmlString>,
    location: Option<&Location>,
    status: TestCaseStatus,
) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(class);
    if let Some(location) = location {
        case.extra.insert("file".into(), (&*clean::line(&location.file)).into());
        case.extra.insert("line".into(), location.start.line.to_string().into());
    }
    case
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
    fn a_clean_run_has_a_case_that_passes() {
        let report = Report::deserialize_from_str(&render(&View::default())).unwrap();
        assert_eq!((report.tests, report.failures, report.errors), (1, 0, 0));
    }
}

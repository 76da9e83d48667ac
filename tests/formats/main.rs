//! Every format is read back with its ecosystem's own reader, and names the same findings at the
//! same places; nothing of a hostile text becomes markup, a command, or a steering character.
//!
//! Readers that are not crates are looked for in `target/readers`, where `.ci/run` puts them; a
//! test that misses one says so.

mod hostile;
mod outside;
#[path = "../program/mod.rs"]
mod program;
mod reports;
mod sarif;
mod schemas;
mod surfaces;

use outside::{node, python};
use program::Repository;
use reports::{Place, Reports, places};
use serde_json::Value;
use std::collections::BTreeSet;

/// What a place is in a format that knows columns of code points, and in one that knows none.
fn wanted(reports: &Reports, columns: bool) -> BTreeSet<Place> {
    let all = places(&reports.json("json")["findings"], |finding| {
        let location = &finding["location"];
        let start = &location["start"];
        Some((&finding["rule"], &location["file"], &start["line"], Some(&start["column"])))
    });
    let without = |(rule, file, line, _)| (rule, file, line, 0);
    if columns { all } else { all.into_iter().map(without).collect() }
}

/// All reports of all trees, and of the hostile repository.
fn all() -> Vec<Reports> {
    let trees = reports::trees().into_iter();
    let all: Vec<Reports> = trees.map(|(name, tree)| Reports::of(&name, tree)).collect();
    let found = all.iter().filter(|reports| !wanted(reports, true).is_empty()).count();
    assert!(found > 20, "{found} trees with findings");
    all.into_iter().chain([Reports::of("hostile", hostile::repository())]).collect()
}

#[test]
fn formats_that_rust_reads_name_the_same_findings() {
    for reports in all() {
        let (exact, lines) = (wanted(&reports, true), wanted(&reports, false));
        assert_eq!(sarif::places(&reports), exact, "{}: sarif", reports.name);
        assert_eq!(reports::concise(&reports), exact, "{}: concise", reports.name);
        let gitlab = places(&reports.json("gitlab"), |entry| {
            let location = &entry["location"];
            let rule = Some(&entry["check_name"]).filter(|rule| *rule != "problem")?;
            Some((rule, &location["path"], &location["lines"]["begin"], None))
        });
        assert_eq!(gitlab, lines, "{}: gitlab", reports.name);
        reports::hold_gitlab(&reports);
    }
}

#[test]
fn formats_that_python_reads_name_the_same_findings() {
    let all = all();
    let Some(answers) = python(&all) else { return };
    for (reports, said) in all.iter().zip(answers) {
        let (exact, lines) = (wanted(reports, true), wanted(reports, false));
        assert_eq!(outside::places(&said["junit"]), lines, "{}: junit", reports.name);
        assert!(said["junit"]["passed"].as_u64() >= Some(1), "{}: junit", reports.name);
        assert_eq!(outside::places(&said["checkstyle"]), exact, "{}: checkstyle", reports.name);
        assert_eq!(outside::places(&said["markdown"]), exact, "{}: markdown", reports.name);
        hold_page(reports, &said["markdown"]);
    }
}

/// What GitHub makes of a comment has the tags that we wrote, and no others.
fn hold_page(reports: &Reports, page: &Value) {
    const TAGS: [&str; 19] = [
        "code",
        "details",
        "h3",
        "li",
        "p",
        "pre",
        "pre lang",
        "code class",
        "strong",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
        "br",
        "em",
    ];
    let tags = page["tags"].as_array().expect("a list");
    let strange: Vec<_> = tags.iter().filter(|tag| !TAGS.map(Value::from).contains(tag)).collect();
    assert!(strange.is_empty(), "{}: {strange:?}", reports.name);
    assert_eq!(page["balanced"], true, "{}: <details>", reports.name);
    let widths = page["widths"].as_array().expect("a list");
    assert!(widths.iter().all(|width| width == 2), "{}: cells {widths:?}", reports.name);
}

#[test]
fn formats_that_node_reads_name_the_same_findings() {
    let all = all();
    let Some(answers) = node(&all) else { return };
    for (reports, said) in all.iter().zip(answers) {
        let (exact, lines) = (wanted(reports, true), wanted(reports, false));
        let github = &said["github"];
        assert_eq!(outside::places(github), lines, "{}: github", reports.name);
        assert_eq!(github["others"], Value::Array(vec![]), "{}: commands", reports.name);
        assert_eq!(github["differ"], Value::Array(vec![]), "{}: @actions/core", reports.name);
        let rdjson = &said["rdjson"];
        assert_eq!(rdjson["valid"], true, "{}: {}", reports.name, rdjson["errors"]);
        let bytes = outside::places(rdjson);
        let points = bytes.into_iter().map(|place| reports.in_code_points(place)).collect();
        assert_eq!(exact, points, "{}: rdjson", reports.name);
    }
}

/// Two reports of one run are those of two runs.
#[test]
fn several_formats_in_one_run_are_those_of_several_runs() {
    let (name, tree) = reports::trees().swap_remove(0);
    let together = Reports::of(&name, tree);
    for form in acklint::report::form::Form::ALL {
        let alone =
            together.repository.run(&["check", "--format", form.as_str(), "--color", "never"]);
        assert_eq!(alone.stdout, together.text(form.as_str()), "{name}: {}", form.as_str());
    }
}

/// A repository of one file.
fn repository(text: &str) -> Repository {
    Repository::of(&[("main.tf", text)])
}

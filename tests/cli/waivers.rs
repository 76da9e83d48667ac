//! What waivers and baselines do to exit codes and reports.

use super::{SHORT, SOUND, main_tf};
use crate::program::Repository;
use serde_json::Value;

const WAIVER: &str = "  # acklint:allow flannel_pod_cidr_too_small until=2026-11-30 — a test\n";

fn code(repository: &Repository, arguments: &[&str]) -> i32 {
    repository.run(arguments).code
}

/// A cluster with room for one node, and a waiver of that.
fn waived() -> Repository {
    main_tf(&SHORT.replace("  pod_cidr", &format!("{WAIVER}  pod_cidr")))
}

#[test]
fn what_is_waived_does_not_fail() {
    let repository = waived();
    assert_eq!(code(&repository, &["check", "--today", "2026-11-30"]), 0);
    assert_eq!(code(&repository, &["check", "--today", "2026-11-30", "--show-waived"]), 0);
    assert_eq!(code(&repository, &["check", "--today", "2026-11-30", "--fail-on", "info"]), 0);
    assert_eq!(code(&repository, &["check", "--today", "2026-12-01"]), 1, "past its date");
    assert_eq!(code(&repository, &["check"]), 1, "today is later than that");
}

#[test]
fn a_rotten_waiver_is_a_warning() {
    let text = SOUND.replace("  pod_cidr", &format!("{WAIVER}  pod_cidr"));
    let repository = main_tf(&text);
    let today = ["check", "--today", "2026-01-01"];
    assert_eq!(code(&repository, &today), 1);
    assert_eq!(code(&repository, &[&today[..], &["--fail-on", "error"]].concat()), 0);
    assert_eq!(code(&repository, &[&today[..], &["--ignore", "waiver_invalid"]].concat()), 0);
    let ignored = ["--ignore", "flannel_pod_cidr_too_small"];
    assert_eq!(code(&repository, &[&today[..], &ignored].concat()), 0, "it was not looked for");
}

#[test]
fn machines_see_what_is_waived_only_when_they_ask() {
    let repository = waived();
    let report = |more: &[&str]| {
        let arguments = ["check", "--today", "2026-11-30", "--format", "json"];
        repository.run(&[&arguments, more].concat()).json().expect("a report")
    };
    let silent = report(&[]);
    assert_eq!(silent["findings"], Value::Array(Vec::new()));
    assert_eq!(
        (&silent["summary"]["errors"], &silent["summary"]["waived"]),
        (&0.into(), &1.into())
    );
    let shown = report(&["--show-waived"]);
    assert_eq!(shown["summary"], silent["summary"]);
    let waived = &shown["findings"][0]["waived"];
    assert_eq!(waived["by"], "comment");
    assert_eq!((&waived["reason"], &waived["until"]), (&"a test".into(), &"2026-11-30".into()));
}

#[test]
fn people_see_how_many_are_waived() {
    let run = waived().run(&["check", "--today", "2026-11-30"]);
    let last = run.stdout.lines().last().unwrap_or_default();
    assert!(last.starts_with("1 root, 1 cluster: no findings, 1 waived; "), "{}", run.stdout);
    let run = waived().run(&["check", "--today", "2026-11-30", "--show-waived"]);
    let head = "waived error[flannel_pod_cidr_too_small]: alicloud_cs_managed_kubernetes.short\n  \
                waived until 2026-11-30: a test\n";
    assert!(run.stdout.starts_with(head), "{}", run.stdout);
}

/// A reason is text of the repository: nothing in it steers a terminal.
#[test]
fn reasons_are_cleaned() {
    let waiver = "# acklint:allow flannel_pod_cidr_too_small — \u{1b}[31mred\u{9b}\n";
    let text = SHORT.replace("  pod_cidr", &format!("{waiver}  pod_cidr"));
    for format in ["human", "json"] {
        let run =
            main_tf(&text).run(&["check", "--show-waived", "--format", format, "--color", "never"]);
        assert!(!run.stdout.contains(['\u{1b}', '\u{9b}']), "{}", run.stdout);
        assert!(run.stdout.contains("red"), "{}", run.stdout);
    }
}

#[test]
fn a_baseline_is_written_and_keeps_what_it_holds_silent() {
    let repository = Repository::of(&[("envs/prod/main.tf", SHORT)]);
    assert_eq!(code(&repository, &["check", "--write-baseline", "known.json"]), 1);
    assert_eq!(code(&repository, &["check", "--baseline", "known.json"]), 0);
    let known = std::fs::read_to_string(repository.root().join("known.json")).expect("a file");
    assert!(known.contains("\"root\": \"envs/prod\""), "{known}");
    let second = SHORT.replace("short", "second");
    repository.write("envs/prod/second.tf", second);
    let run = repository.run(&["check", "--baseline", "known.json"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("1 error, 1 waived"), "{}", run.stdout);
    repository.write("envs/prod/main.tf", "");
    let refresh = ["check", "--baseline", "known.json", "--write-baseline", "known.json"];
    let run = repository.run(&refresh);
    let said = "1 baseline entry no longer matches: remove it, or write the baseline again\n  \
                flannel_pod_cidr_too_small: alicloud_cs_managed_kubernetes.short in envs/prod";
    assert!(run.stdout.contains(said), "{}", run.stdout);
    let run = repository.run(&["check", "--baseline", "known.json"]);
    assert_eq!((run.code, run.stdout.contains("baseline")), (0, false), "{}", run.stdout);
}

#[test]
fn a_baseline_that_is_none_is_wrong_usage() {
    let repository =
        Repository::of(&[("main.tf", SOUND), ("report.json", "{\"schema\": \"acklint/1\"}")]);
    for (file, why) in [
        ("nowhere.json", "error: there is no baseline nowhere.json"),
        ("main.tf", "error: main.tf is no baseline: "),
        ("report.json", "error: report.json is no baseline: its schema is `acklint/1`"),
    ] {
        let run = repository.run(&["check", "--baseline", file]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{file}");
        assert!(run.stderr.starts_with(why), "{}", run.stderr);
    }
}

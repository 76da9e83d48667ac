//! Whatever makes a run fail, or lies in wait, is said in every form, and no report is lost.

use super::program::Repository;
use super::{SHORT, main_tf, refused, words};
use serde_json::Value;
use std::collections::BTreeSet;

const FORMS: [&str; 10] = [
    "human",
    "concise",
    "json",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "markdown",
];

/// One root with room for one node, and another one that is gone since the baseline was written.
fn moved() -> Repository {
    let repository = main_tf("locals {}\n");
    repository.write("envs/old/main.tf", SHORT);
    repository.write("envs/keep/main.tf", SHORT);
    let run = repository.run(&words("check --write-baseline known.json"));
    assert_eq!(run.code, 1, "{run:?}");
    repository.write("envs/new/main.tf", SHORT);
    std::fs::remove_dir_all(repository.root().join("envs/old")).expect("a folder");
    repository
}

fn stale(repository: &Repository, arguments: &str) -> Vec<String> {
    let arguments = format!("check --format json --baseline known.json {arguments}");
    let report = repository.run(&words(&arguments)).json().expect("a report");
    let stale = report["stale"].as_array().expect("a list").iter();
    stale.map(|entry| entry["root"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn entries_of_a_root_that_is_gone_are_stale() {
    let repository = moved();
    let old = ["envs/old"];
    let named: BTreeSet<String> = stale(&repository, "").into_iter().collect();
    assert_eq!(named.iter().collect::<Vec<_>>(), old);
    assert!(!stale(&repository, "envs").is_empty(), "it lay below");
    assert_eq!(stale(&repository, "envs/keep"), [""; 0], "this run cannot see it");
    assert_eq!(stale(&repository, "envs/keep/main.tf"), [""; 0], "nor can a hook's");
    assert_eq!(stale(&repository, "--select cidr_size"), [""; 0], "the rule did not run");
    let again = "check --baseline known.json --write-baseline known.json";
    repository.run(&words(&format!("{again} envs/keep")));
    assert!(!stale(&repository, "").is_empty(), "what could not be judged stays");
    repository.run(&words(again));
    assert_eq!(stale(&repository, ""), [""; 0]);
}

#[test]
fn a_stale_entry_is_said_in_every_form() {
    let repository = moved();
    for form in FORMS {
        let run = repository.run(&words(&format!("check --baseline known.json --format {form}")));
        let listed = match form {
            "gitlab" | "checkstyle" | "rdjson" => &run.stderr,
            _ => &run.stdout,
        };
        assert!(listed.contains("flannel_pod_cidr_too_small"), "{form}: {run:?}");
        assert!(listed.contains("envs/old"), "{form}: {run:?}");
        if form != "json" {
            assert!(listed.contains("no longer match"), "{form}: {run:?}");
        }
    }
    let quiet = repository.run(&words("check --baseline known.json --format github"));
    assert!(quiet.stdout.contains("::notice title=acklint%3A baseline::"), "{quiet:?}");
}

/// A cluster whose pod range nobody gives.
const OPEN: &str = r#"
variable "pods" {
  type = string
}
resource "alicloud_cs_managed_kubernetes" "c" {
  cluster_spec        = "ack.pro.small"
  vswitch_ids         = ["vsw-1"]
  pod_cidr            = var.pods
  service_cidr        = "172.21.0.0/20"
  deletion_protection = true
}
"#;

#[test]
fn what_strict_counts_is_said_in_every_form() {
    let repository = main_tf(OPEN);
    for form in FORMS {
        let run = |more: &str| repository.run(&words(&format!("check --format {form} {more}")));
        let (usual, strict) = (run(""), run("--strict"));
        assert_eq!((usual.code, strict.code), (0, 1), "{form}");
        assert!(!usual.stdout.contains("--strict"), "{form}: {usual:?}");
        let said = if form == "json" { "\"strict\": " } else { "--strict" };
        assert!(strict.stdout.contains(said), "{form}: {strict:?}");
        assert!(
            strict.stdout.contains("flannel_pod_cidr_too_small") || form == "markdown",
            "{form}"
        );
    }
    let report = |more: &str| {
        let run = repository.run(&words(&format!("check --format json {more}")));
        run.json().expect("a report")["summary"].clone()
    };
    assert_eq!(report("")["strict"], 0);
    assert_eq!(report("--strict")["strict"], report("--strict")["undecided"]);
    let quiet = repository.run(&words("check --strict -q"));
    assert!(quiet.stdout.contains("undecided, which --strict counts as warnings"), "{quiet:?}");
    let lenient = repository.run(&words("check --strict --fail-on error"));
    assert_eq!(lenient.code, 0);
}

#[test]
fn two_reports_in_one_file_are_refused() {
    let repository = main_tf(SHORT);
    let said = ["two reports would go to", "name a file for each"];
    for arguments in [
        "check --format json=a --format sarif=a",
        "check --format json=a --format sarif=./a",
        "check --format json=a --write-baseline ./a",
    ] {
        refused(&repository, arguments, &said);
        assert!(!repository.root().join("a").exists(), "{arguments}");
    }
    refused(&repository, "check --format json --format sarif=-", &["only one --format can go"]);
    let run = repository.run(&words("check --format json=-"));
    assert!(run.json().is_some() && !repository.root().join("-").exists(), "{run:?}");
}

/// Two waivers with the same slip in one file.
#[test]
fn fingerprints_differ_in_every_form_that_has_them() {
    let waiver = "  # acklint:allow cidr_size — a\n";
    let text = format!("locals {{\n{waiver}  a = 1\n{waiver}  b = 1\n}}\n{SHORT}");
    let repository = main_tf(&text);
    let prints = |form: &str, list: fn(&Value) -> &Value, print: fn(&Value) -> &Value| {
        let report = repository.run(&words(&format!("check --format {form}"))).json();
        let report = report.expect("a report");
        let all: Vec<String> = list(&report)
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| print(one).as_str().expect("a text").to_owned())
            .collect();
        let set: BTreeSet<&String> = all.iter().collect();
        assert_eq!((set.len(), all.len() >= 3), (all.len(), true), "{form}: {all:?}");
        all
    };
    let sarif = prints(
        "sarif",
        |report| &report["runs"][0]["results"],
        |one| &one["partialFingerprints"]["acklint/v1"],
    );
    let json = prints("json", |report| &report["findings"], |one| &one["fingerprint"]);
    let gitlab = prints("gitlab", |report| report, |one| &one["fingerprint"]);
    assert_eq!((&sarif, &gitlab), (&json, &json), "one mechanism for all");
}

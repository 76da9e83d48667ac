//! The command line keeps the contract: exit codes, what wrong usage is told, where output goes.

mod changed;
mod inspect;
mod linked;
#[path = "../program/mod.rs"]
mod program;
mod reports;
mod waivers;
mod windows;

use program::{Repository, Run};
use regex::Regex;
use serde_json::{Value, json};
use std::process::Stdio;

/// Flannel with room for 256 nodes: nothing to object to.
const SOUND: &str = r#"
resource "alicloud_cs_managed_kubernetes" "sound" {
  cluster_spec   = "ack.pro.small"
  vswitch_ids    = ["vsw-1"]
  pod_cidr       = "172.20.0.0/16"
  node_cidr_mask = 24
  service_cidr   = "172.21.0.0/20"
  deletion_protection = true
}
"#;

/// Room for one node: an error, on line 4.
const SHORT: &str = r#"
resource "alicloud_cs_managed_kubernetes" "short" {
  vswitch_ids    = ["vsw-1"]
  pod_cidr       = "172.20.0.0/24"
  node_cidr_mask = 24
  service_cidr   = "172.21.0.0/20"
  deletion_protection = true
}

resource "alicloud_cs_kubernetes_node_pool" "short" {
  cluster_id     = alicloud_cs_managed_kubernetes.short.id
  vswitch_ids    = ["vsw-1"]
  instance_types = ["ecs.g7.xlarge"]
  desired_size   = 5
}
"#;

/// Room for eight nodes, which is few for ever: a warning.
const FEW: &str = r#"
resource "alicloud_cs_managed_kubernetes" "few" {
  vswitch_ids    = ["vsw-1"]
  pod_cidr       = "172.20.0.0/21"
  node_cidr_mask = 24
  service_cidr   = "172.21.0.0/20"
  deletion_protection = true
}
"#;

/// A mask that Terway does not read: an info.
const UNREAD: &str = r#"
resource "alicloud_cs_managed_kubernetes" "unread" {
  vswitch_ids     = ["vsw-1"]
  pod_vswitch_ids = ["vsw-2"]
  node_cidr_mask  = 25
  service_cidr    = "172.21.0.0/20"
  deletion_protection = true
}
"#;

/// It is cut off in the middle of a block.
const BROKEN: &str = r#"resource "alicloud_vpc" "broken" {"#;

/// A range that the user gives.
const OPEN: &str = r#"
variable "pod_cidr" {
  type = string
}

resource "alicloud_cs_managed_kubernetes" "open" {
  vswitch_ids    = ["vsw-1"]
  pod_cidr       = var.pod_cidr
  node_cidr_mask = 24
  service_cidr   = "172.31.0.0/20"

  addons {
    name = "flannel"
  }
  deletion_protection = true
}

resource "alicloud_cs_kubernetes_node_pool" "open" {
  cluster_id     = alicloud_cs_managed_kubernetes.open.id
  vswitch_ids    = ["vsw-1"]
  instance_types = ["ecs.g7.xlarge"]
  desired_size   = 5
}
"#;

const RULE: &str = "flannel_pod_cidr_too_small";

fn main_tf(text: &str) -> Repository {
    Repository::of(&[("main.tf", text)])
}

/// The exit code and all that was said.
fn said(repository: &Repository, line: &str) -> (i32, String) {
    let Run { code, stdout, stderr } = repository.run(&words(line));
    (code, stdout + &stderr)
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

fn exit(repository: &Repository, line: &str) -> i32 {
    repository.run(&words(line)).code
}

fn report(repository: &Repository, line: &str) -> Value {
    let run = repository.run(&words(&format!("{line} --format json")));
    run.json().unwrap_or_else(|| panic!("acklint {line}: {run:?}"))
}

/// The rules that found something.
fn found(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().expect("a list");
    findings.iter().map(|finding| finding["rule"].as_str().expect("a name")).collect()
}

/// Wrong usage: exit 2, nothing on standard output, and each text on standard error.
#[track_caller]
fn refused(repository: &Repository, line: &str, texts: &[&str]) {
    let Run { code, stdout, stderr } = repository.run(&words(line));
    assert_eq!((code, stdout.as_str()), (2, ""), "acklint {line}: {stderr}");
    for text in texts {
        assert!(stderr.contains(text), "acklint {line} does not say {text:?}: {stderr}");
    }
}

#[test]
fn the_exit_code_says_what_was_found() {
    assert_eq!(exit(&main_tf(SOUND), "check"), 0);
    assert_eq!(exit(&main_tf(SHORT), "check ."), 1);
    assert_eq!(exit(&main_tf(FEW), "check ."), 1);
    assert_eq!(exit(&main_tf(UNREAD), "check ."), 0);
    assert_eq!(exit(&main_tf(BROKEN), "check ."), 2);
    assert_eq!(exit(&Repository::new(), "check ."), 2);
    assert_eq!(exit(&Repository::new(), "--help"), 0);
    assert_eq!(exit(&Repository::new(), "--version"), 0);
    assert_eq!(exit(&Repository::new(), ""), 2);
}

/// A problem outweighs a finding, and hides none.
#[test]
fn findings_are_given_beside_problems() {
    let repository = main_tf(SHORT);
    repository.write("broken.tf", BROKEN);
    let (code, text) = said(&repository, "check .");
    assert_eq!(code, 2, "{text}");
    assert!(text.contains(RULE) && text.contains("broken.tf:1"), "{text}");
}

#[test]
fn a_path_that_is_missing_is_named() {
    let repository = main_tf(SHORT);
    let (code, text) = said(&repository, "check nowhere");
    assert_eq!(code, 2);
    assert!(text.contains("nowhere"), "{text}");
    let (code, text) = said(&repository, "check . nowhere");
    assert_eq!(code, 2);
    assert!(text.contains("nowhere") && text.contains(RULE), "the rest is looked at: {text}");
}

#[test]
fn a_folder_without_terraform_is_a_problem() {
    let repository = Repository::of(&[("main.tf", SOUND), ("docs/network.md", "prose")]);
    let (code, text) = said(&repository, "check docs");
    assert_eq!(code, 2);
    assert!(text.contains("no Terraform file") && text.contains("docs"), "{text}");
}

#[test]
fn unknown_words_name_the_nearest() {
    let repository = main_tf(SOUND);
    refused(
        &repository,
        "check --select pod_vcp_overlap",
        &["pod_vcp_overlap", "`pod_vpc_overlap`"],
    );
    refused(&repository, "check --ignore cni_conflct", &["`cni_conflict`"]);
    refused(&repository, "explain cni_conflct", &["`cni_conflict`"]);
    refused(&repository, "check --format jsno", &["`json`"]);
    refused(&repository, "check --fail-on eror", &["'error'"]);
    refused(&repository, "check --igore cni_conflict", &["'--ignore'"]);
    refused(&repository, "chekc", &["'check'"]);
}

#[test]
fn a_variable_is_given_as_name_and_value() {
    let repository = main_tf(OPEN);
    refused(&repository, "check --var pod_cidr", &["NAME=VALUE"]);
    refused(&repository, "check --var =10.0.0.0/8", &["name"]);
}

#[test]
fn a_values_file_that_is_missing_is_named() {
    let (code, text) = said(&main_tf(SHORT), "check --var-file values/nowhere.tfvars");
    assert_eq!(code, 2);
    assert!(text.contains(" values/nowhere.tfvars "), "it is not named as it was given: {text}");
}

/// A slip of the pen must not go unseen; what other roots declare is none.
#[test]
fn a_variable_that_no_root_declares_is_refused() {
    let repository = main_tf(OPEN);
    refused(&repository, "check --var pod_cdir=10.0.0.0/8", &["pod_cdir"]);
    repository.write("other/main.tf", SOUND);
    assert_eq!(exit(&repository, "check . --var pod_cidr=172.20.0.0/16"), 0);
    let mut command = repository.command(&words("check . --var pod_cidr=172.20.0.0/16"));
    let run = Run::of(command.env("TF_VAR_of_another_tool", "1"));
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn rules_are_chosen() {
    let both = format!("{SHORT}\n{}", UNREAD.replace("172.21", "172.22"));
    let repository = main_tf(&both);
    assert_eq!(found(&report(&repository, "check")), [RULE, "cni_conflict"]);
    assert_eq!(found(&report(&repository, "check --select cni_conflict")), ["cni_conflict"]);
    assert_eq!(found(&report(&repository, "check --ignore cni_conflict")), [RULE]);
    let two = format!("check --select {RULE},cni_conflict --ignore {RULE}");
    assert_eq!(found(&report(&repository, &two)), ["cni_conflict"]);
    let alone = report(&repository, "check --select cni_conflict");
    assert_eq!(alone["summary"]["decided"], 2, "other rules are not run: {alone}");
}

#[test]
fn the_least_severity_that_fails_is_chosen() {
    let (few, unread) = (main_tf(FEW), main_tf(UNREAD));
    assert_eq!(exit(&few, "check --fail-on error"), 0);
    assert_eq!(exit(&few, "check --fail-on warning"), 1);
    assert_eq!(exit(&unread, "check --fail-on info"), 1);
    assert_eq!(exit(&main_tf(SHORT), "check --fail-on error"), 1);
}

#[test]
fn what_is_undecided_fails_where_that_is_asked_for() {
    let repository = main_tf(OPEN);
    let exit = |options: &str| exit(&repository, &format!("check --select {RULE} {options}"));
    assert_eq!(exit(""), 0);
    assert_eq!(exit("--strict"), 1);
    assert_eq!(exit("--strict --fail-on error"), 0);
    assert_eq!(exit("--strict --var pod_cidr=172.20.0.0/16"), 0);
}

#[test]
fn what_clusters_must_hold_can_be_said() {
    let repository = main_tf(SOUND);
    assert_eq!(exit(&repository, "check --expect nodes=200"), 0);
    assert_eq!(exit(&repository, "check --fail-on error --expect nodes=256"), 0);
    assert_eq!(exit(&repository, "check --fail-on error --expect nodes=257"), 1);
    assert_eq!(exit(&repository, "check --fail-on error --expect nodes=1,pods=65537"), 1);
    refused(&repository, "check --expect nodes=many", &["`many`"]);
    refused(&repository, "check --expect node=3", &["`nodes`"]);
}

/// A root is a folder that no other calls, or that is named; a file stands for what reaches it.
#[test]
fn the_roots_are_listed() {
    let call = "module \"net\" {\n  source = \"../../modules/net\"\n}\n";
    let repository = Repository::of(&[
        ("envs/a/main.tf", &format!("{call}{SOUND}")),
        ("envs/b/main.tf", call),
        ("envs/c/main.tf", SOUND),
        ("modules/net/main.tf", SHORT),
    ]);
    let listed = |line: &str| -> Vec<String> {
        let run = repository.run(&words(line));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{line}");
        let first = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
        run.stdout.lines().map(first).collect()
    };
    assert_eq!(listed("check --list-roots"), ["envs/a", "envs/b", "envs/c"]);
    assert_eq!(listed("check envs/b --list-roots"), ["envs/b"]);
    assert_eq!(listed("check modules/net/main.tf --list-roots"), ["envs/a", "envs/b"]);
    assert_eq!(listed("check modules/net --list-roots"), ["modules/net"]);
    assert_eq!(exit(&repository, "check nowhere --list-roots"), 2);
    let json = report(&repository, "check modules/net --list-roots");
    let root = json!({ "path": "modules/net", "why": "named" });
    assert_eq!(json, json!({ "schema": "acklint/1", "roots": [root] }));
}

#[test]
fn reports_go_where_they_are_sent() {
    let repository = main_tf(SHORT);
    let both = repository.run(&words("check --format human --format json=report.json"));
    assert_eq!(both.code, 1);
    assert!(both.stdout.starts_with("error[") && both.json().is_none(), "{}", both.stdout);
    let read = || std::fs::read_to_string(repository.root().join("report.json")).expect("a file");
    let alone = repository.run(&words("check --format json"));
    assert_eq!(read(), alone.stdout);
    repository.write("report.json", "");
    let file_only = repository.run(&words("check --format json=report.json"));
    assert_eq!((file_only.code, file_only.stdout.as_str()), (1, ""));
    assert_eq!(read(), alone.stdout);
    refused(&repository, "check --format json --format human", &["standard output"]);
    refused(&repository, "check --format json=no/such/folder.json", &["folder.json"]);
}

#[test]
fn a_card_is_shown_as_it_is_written() {
    let repository = Repository::new();
    for card in acklint::rules::cards() {
        let run = repository.run(&["explain", card.id]);
        assert_eq!((run.code, run.stdout.as_str()), (0, card.text));
    }
    let coloured = repository.run(&["explain", RULE, "--color", "always"]);
    assert!(coloured.stdout.contains('\u{1b}'), "{}", coloured.stdout);
}

#[test]
fn the_catalogue_has_a_line_for_each_rule() {
    let text = Repository::new().run(&["rules"]).stdout;
    let first = text.lines().map(|line| line.split_whitespace().next().unwrap_or_default());
    assert!(first.eq(acklint::rules::ids()), "{text}");
}

#[test]
fn the_catalogue_is_there_for_programs() {
    let catalogue = Repository::new().run(&words("rules --format json")).json().expect("JSON");
    assert_eq!(catalogue["schema"], "acklint/1");
    let rules = catalogue["rules"].as_array().expect("a list");
    assert!(rules.iter().map(|rule| &rule["id"]).eq(acklint::rules::ids()));
    for rule in rules {
        let keys: Vec<&String> = rule.as_object().expect("an object").keys().collect();
        assert_eq!(keys.len(), 5, "{keys:?}");
        assert!(rule["title"].is_string() && rule["grain"].is_string(), "{rule}");
        assert!(rule["severities"].is_array() && rule["sources"].is_array(), "{rule}");
    }
}

/// <https://no-color.org>, <https://force-color.org>; the option is stronger than both.
#[test]
fn colours_follow_the_conventions() {
    let repository = main_tf(SHORT);
    let coloured = |line: &str, variables: &[(&str, &str)]| {
        let mut command = repository.command(&words(line));
        Run::of(command.envs(variables.iter().copied())).stdout.contains('\u{1b}')
    };
    assert!(!coloured("check", &[]), "a pipe is no terminal");
    assert!(coloured("check", &[("FORCE_COLOR", "1")]));
    assert!(!coloured("check", &[("FORCE_COLOR", "0")]));
    assert!(!coloured("check", &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
    assert!(coloured("check --color always", &[("NO_COLOR", "1")]));
    assert!(!coloured("check --color never", &[("FORCE_COLOR", "1")]));
    assert!(!coloured("check --format json --color always", &[]), "JSON has no colours");
}

/// As in `acklint check | head -1`.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let repository = main_tf(SHORT);
    for line in ["check", "check --format json", "explain cni_conflict", "rules", "check --help"] {
        let mut command = repository.command(&words(line));
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "acklint {line}");
        assert!(output.status.code().is_some_and(|code| code < 2), "acklint {line}: {output:?}");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let repository = Repository::new();
    for number in 0..24 {
        let text = [SOUND, SHORT, FEW, UNREAD, OPEN, BROKEN][number % 6];
        repository.write(&format!("root{number}/main.tf"), text);
        repository.write(&format!("root{number}/versions.tf"), "terraform {}\n");
    }
    for form in ["human", "json"] {
        let run = |threads: &str| {
            repository.run(&["check", ".", "--format", form, "--threads", threads, "--verbose"])
        };
        let (one, eight) = (run("1"), run("8"));
        assert_eq!((one.code, eight.code), (2, 2));
        assert_eq!(one.stdout, eight.stdout, "{form}");
        assert_eq!(one.stdout, run("8").stdout, "{form}: again");
    }
}

/// Terraform's order: environment, `terraform.tfvars`, `*.auto.tfvars` by name, then the command
/// line from left to right. The later holds.
#[test]
fn the_last_value_given_holds() {
    let repository = main_tf(OPEN);
    let range = |number: usize| format!("172.20.{number}.0/24");
    let written = |line: &str| {
        let mut command = repository.command(&words(&format!("check . --format json {line}")));
        let run = Run::of(command.env("TF_VAR_pod_cidr", range(1)));
        let report = run.json().unwrap_or_else(|| panic!("{run:?}"));
        let finding = &report["findings"][0];
        let message = finding["message"].as_str().unwrap_or_default().to_owned();
        let number = (1..9).find(|number| message.contains(&range(*number)));
        (number, finding["location"]["file"].as_str().unwrap_or_default().to_owned())
    };
    let given = |number: usize| format!("pod_cidr = \"{}\"\n", range(number));
    let in_file = |number: usize, file: &str| (Some(number), file.to_owned());
    assert_eq!(written("").0, Some(1));
    repository.write("terraform.tfvars", given(2));
    assert_eq!(written(""), in_file(2, "terraform.tfvars"));
    repository.write("terraform.tfvars.json", format!("{{\"pod_cidr\": \"{}\"}}", range(3)));
    assert_eq!(written(""), in_file(3, "terraform.tfvars.json"));
    repository.write("b.auto.tfvars", given(4));
    repository.write("a.auto.tfvars", given(5));
    assert_eq!(written(""), in_file(4, "b.auto.tfvars"));
    repository.write("values/prod.tfvars", given(6));
    assert_eq!(written("--var-file values/prod.tfvars"), in_file(6, "values/prod.tfvars"));
    assert_eq!(written("--var pod_cidr=172.20.7.0/24").0, Some(7));
    let file_last = "--var pod_cidr=172.20.7.0/24 --var-file values/prod.tfvars";
    assert_eq!(written(file_last), in_file(6, "values/prod.tfvars"));
    let value_last = "--var-file values/prod.tfvars --var pod_cidr=172.20.7.0/24";
    assert_eq!(written(value_last).0, Some(7));
}

#[test]
fn the_workspace_may_be_told() {
    let by_workspace = OPEN.replace(
        "var.pod_cidr",
        r#"terraform.workspace == "prod" ? "172.20.0.0/16" : "172.20.0.0/24""#,
    );
    let repository = main_tf(&by_workspace.replace("type = string", "default = \"\""));
    let select = format!("check --select {RULE} --strict");
    assert_eq!(exit(&repository, &format!("{select} --workspace prod")), 0);
    assert_eq!(exit(&repository, &format!("{select} --workspace dev")), 1);
    let told = |name: &str, line: &str| {
        Run::of(repository.command(&words(line)).env("TF_WORKSPACE", name)).code
    };
    assert_eq!((told("prod", &select), told("dev", &select)), (0, 1));
    let option = format!("{select} --workspace prod");
    assert_eq!(told("dev", &option), 0, "the option is stronger");
    let untold = report(&repository, "check");
    assert_eq!(found(&untold), Vec::<&str>::new());
    let undecided = untold["undecided"].as_array().expect("a list");
    assert!(undecided.iter().any(|undecided| undecided["rule"] == RULE), "{untold}");
}

/// Silence is never mistaken for understanding.
#[test]
fn the_last_line_says_what_was_looked_at() {
    let line = Regex::new(r"^(\d+|no) roots?, (\d+|no) clusters?: .+; .+$").expect("a pattern");
    let empty = main_tf("# nothing\n");
    let other = main_tf("resource \"aws_vpc\" \"main\" {}\n");
    let repositories =
        [SOUND, SHORT, FEW, UNREAD, OPEN, BROKEN].map(main_tf).into_iter().chain([empty, other]);
    for repository in repositories {
        for options in ["", "--quiet", "--verbose", "--color never", "--strict"] {
            let text = repository.run(&words(&format!("check . {options}"))).stdout;
            let last = text.lines().last().unwrap_or_default();
            assert!(line.is_match(last), "{options}: {text}");
        }
    }
    let text = main_tf(SHORT).run(&["check"]).stdout;
    assert!(
        text.lines().last().is_some_and(|l| l.starts_with("1 root, 1 cluster: 1 error;")),
        "{text}"
    );
}

#[test]
fn what_is_undecided_is_listed_on_demand() {
    let repository = main_tf(OPEN);
    let text = |line: &str| repository.run(&words(line)).stdout;
    assert!(text("check").contains("undecided: ") && !text("check").contains(RULE));
    assert!(text("check").contains("-v lists"), "{}", text("check"));
    assert!(text("check --verbose").contains(RULE));
    assert!(!text("check --quiet").contains("undecided: "));
}

/// Places are those of the repository, wherever the program is run from.
#[test]
fn paths_are_those_of_the_repository() {
    let repository = Repository::of(&[("envs/prod/main.tf", SHORT), ("envs/dev/main.tf", SOUND)]);
    for (folder, path) in
        [("", "envs/prod"), ("envs", "prod"), ("envs/prod", "."), ("envs/dev", "../prod")]
    {
        let mut command = repository.command(&["check", path, "--format", "json"]);
        let run = Run::of(command.current_dir(repository.root().join(folder)));
        let report = run.json().unwrap_or_else(|| panic!("{run:?}"));
        let finding = &report["findings"][0];
        assert_eq!(finding["location"]["file"], "envs/prod/main.tf", "{folder}: {report}");
        assert_eq!(finding["root"], "envs/prod", "{folder}");
    }
}

/// The schema `acklint/1`, on a line with more bytes than characters.
#[test]
fn the_report_for_programs_is_that_of_the_contract() {
    let text = SHORT.replace("pod_cidr       =", "/* 容器 */ pod_cidr =");
    let report = report(&main_tf(&text), "check");
    let keys: Vec<&String> = report.as_object().expect("an object").keys().collect();
    assert_eq!(keys.len(), 7, "{keys:?}");
    assert_eq!(report["schema"], "acklint/1");
    assert_eq!(report["tool"], json!({"name": "acklint", "version": env!("CARGO_PKG_VERSION")}));
    let finding = &report["findings"][0];
    assert_eq!((&finding["rule"], &finding["severity"]), (&json!(RULE), &json!("error")));
    assert_eq!(finding["subject"], "alicloud_cs_managed_kubernetes.short");
    assert_eq!(finding["root"], ".");
    assert_eq!(finding["waived"], Value::Null);
    let at = text.find("\"172.20.0.0/24\"").expect("it is there");
    assert_eq!(
        finding["location"],
        json!({
            "file": "main.tf",
            "start": {"line": 4, "column": 23, "offset": at},
            "end": {"line": 4, "column": 38, "offset": at + 15},
        })
    );
    let fix = json!({"replacement": "\"172.20.0.0/20\"", "location": finding["location"]});
    assert_eq!(finding["fix"], fix);
    let count = |key: &str| report[key].as_array().map_or(0, Vec::len);
    assert_eq!(report["summary"]["undecided"], count("undecided"));
    assert_eq!(report["summary"]["problems"], count("problems"));
}

/// What a file holds never steers the terminal that it is shown on.
#[test]
fn escapes_of_the_input_do_not_reach_a_terminal() {
    let text = SHORT.replace("/24\"", "/24\" # \u{1b}[2J\u{9b}31m\u{202e} red");
    let repository = main_tf(&text);
    for line in ["check --color never", "check --format json", "check --verbose"] {
        let said = repository.run(&words(line)).stdout;
        assert!(said.contains(RULE), "{said}");
        let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert_eq!(said.chars().find(|c| steers(*c)), None, "acklint {line}: {said:?}");
    }
}

#[test]
fn what_was_resolved_can_be_inspected() {
    let repository = main_tf(&format!("{OPEN}\noutput \"pods\" {{\n  value = var.pod_cidr\n}}\n"));
    let inspect = |line: &str| repository.run(&words(line)).json().expect("JSON");
    let given = inspect("inspect --format json --var pod_cidr=172.20.0.0/16");
    assert_eq!(given["schema"], "acklint/1");
    let root = &given["roots"][0];
    assert_eq!(root["path"], ".", "{given}");
    assert_eq!(root["outputs"]["pods"], json!({"known": "172.20.0.0/16"}), "{given}");
    assert_eq!(root["variables"]["pod_cidr"], json!({"known": "172.20.0.0/16"}), "{given}");
    assert_eq!(root["clusters"].as_array().map(Vec::len), Some(1), "{given}");
    let open = inspect("inspect --format json");
    assert!(open["roots"][0]["outputs"]["pods"]["unknown"].is_string(), "{open}");
}

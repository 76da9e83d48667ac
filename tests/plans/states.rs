//! `--state`: what exists already of what the source defines.

use super::{Repository, report};
use serde_json::{Value, json};

const SOURCE: &str = r#"
resource "alicloud_vpc" "main" {
  cidr_block = "172.16.0.0/12"
}

resource "alicloud_cs_managed_kubernetes" "this" {
  vswitch_ids         = ["vsw-1"]
  pod_cidr            = "172.20.0.0/16"
  service_cidr        = "192.168.0.0/20"
  deletion_protection = true
}

resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.main.id
  cidr_block = "172.16.0.0/20"
}
"#;

fn finding(state: &str) -> Value {
    finding_in(SOURCE, state)
}

fn finding_in(source: &str, state: &str) -> Value {
    let repository = Repository::of(&[("main.tf", source), ("state.json", state)]);
    let run = repository.run(&["check", "--state", "state.json", "--format", "json"]);
    let report = report(&run);
    let findings = report["findings"].as_array().expect("findings").iter();
    let finding = findings.clone().find(|finding| finding["rule"] == "pod_vpc_overlap");
    finding.cloned().unwrap_or(Value::Null)
}

fn stored(addresses: &[(&str, &str)]) -> String {
    let resources = addresses.iter().map(|(address, id)| {
        let (kind, name) = address.split_once('.').expect("an address");
        let instances = json!([{"attributes": {"id": id}}]);
        json!({"mode": "managed", "type": kind, "name": name, "instances": instances})
    });
    json!({"version": 4, "resources": resources.collect::<Vec<_>>()}).to_string()
}

const CLUSTER: (&str, &str) = ("alicloud_cs_managed_kubernetes.this", "c0123");
const VSWITCH: (&str, &str) = ("alicloud_vswitch.a", "vsw-1");

#[test]
fn an_id_that_is_written_leads_to_the_resource_that_has_it() {
    assert_eq!(finding(&stored(&[])), Value::Null);
    let found = finding(&stored(&[VSWITCH]));
    assert!(found["help"].as_str().is_some_and(|help| help.contains("pod_cidr = ")), "{found:#}");
}

#[test]
fn what_exists_is_told_the_way_out() {
    let found = finding(&stored(&[VSWITCH, CLUSTER]));
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    assert!(text("message").ends_with("(the cluster exists already)"), "{found:#}");
    assert!(text("help").contains("make a new cluster whose range is free"), "{found:#}");
    assert_eq!(found["severity"], "error");
}

#[test]
fn a_state_is_of_one_root() {
    let cluster = "resource \"alicloud_vpc\" \"a\" {}\n";
    let files = [("a/main.tf", cluster), ("b/main.tf", cluster), ("s.json", &stored(&[]))];
    let repository = Repository::of(&files);
    let run = repository.run(&["check", "--state", "s.json"]);
    assert_eq!(run.code, 2);
    let said =
        "error: a state is of one root, and 2 are looked at: name the PATH of one with --state\n";
    assert_eq!(run.stderr, said);
    assert_eq!(repository.run(&["check", "--state", "s.json", "a"]).code, 0);
}

#[test]
fn what_is_no_state_is_said_to_be_none() {
    let repository = Repository::of(&[("main.tf", SOURCE)]);
    for (text, said) in [
        ("{}", "it is JSON, but no plan and no state"),
        ("{\"version\": 3}", "Terraform 0.12 and newer write version 4"),
        ("{\"format_version\": \"1.2\", \"resource_changes\": []}", "it is JSON, but no state"),
    ] {
        repository.write("s.json", text);
        let run = repository.run(&["check", "--state", "s.json"]);
        assert!(run.code == 2 && run.stderr.contains(said), "{}", run.stderr);
    }
}

/// A state has what was there before: the address that it moved from.
#[test]
fn what_has_moved_since_exists_as_well() {
    let moved = "moved {\n  from = alicloud_cs_managed_kubernetes.old\n  to   = alicloud_cs_managed_kubernetes.this\n}\n";
    let state = stored(&[VSWITCH, ("alicloud_cs_managed_kubernetes.old", "c0123")]);
    let found = finding_in(&[SOURCE, moved].concat(), &state);
    let message = found["message"].as_str().unwrap_or_default();
    assert!(message.ends_with("(the cluster exists already)"), "{found:#}");
}

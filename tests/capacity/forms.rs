//! The forms of the network plan: what each holds, and that text of the input is text in all of
//! them.

use crate::plans;
use crate::program::Repository;
use acklint::options::Options;
use acklint::report::capacity::{Cluster, render_human};
use acklint::report::human::Style;
use serde_json::{Value, json};

const SMALL: &str = r#"
resource "alicloud_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
resource "alicloud_vswitch" "nodes" {
  vpc_id     = alicloud_vpc.this.id
  zone_id    = "h"
  cidr_block = "10.0.0.0/20"
}
resource "alicloud_cs_managed_kubernetes" "this" {
  cluster_spec   = "ack.pro.small"
  vswitch_ids    = [alicloud_vswitch.nodes.id]
  pod_cidr       = "10.0.128.0/20"
  node_cidr_mask = 26
  service_cidr   = "172.21.0.0/20"
}
resource "alicloud_cs_kubernetes_node_pool" "this" {
  cluster_id   = alicloud_cs_managed_kubernetes.this.id
  vswitch_ids  = [alicloud_vswitch.nodes.id]
  desired_size = 5
}
"#;

fn small() -> Repository {
    Repository::of(&[("main.tf", SMALL)])
}

/// Section 7 of the contract.
#[test]
fn the_document_for_programs_is_that_of_the_contract() {
    let run = small().run(&["capacity", "--format", "json", "--expect", "nodes=20,pods=900"]);
    assert_eq!(run.code, 0, "{run:?}");
    let range = |role: &str, cidr: &str, [addresses, usable, used]: [Value; 3]| json!({"role": role, "cidr": cidr, "addresses": addresses, "usable": usable, "used": used});
    let expected = json!({
        "schema": "acklint/1",
        "clusters": [{
            "subject": "alicloud_cs_managed_kubernetes.this",
            "root": ".",
            "cni": "flannel",
            "nodes": {"planned": 5, "expected": 20, "max": 64, "limited_by": "pod_cidr"},
            "pods": {"planned": 320, "expected": 900, "max": 4096, "per_node": {"min": 64, "max": 64}},
            "services": {"max": 4096},
            "ranges": [
                range("vpc", "10.0.0.0/16", [json!(65536), json!(65536), json!(4096)]),
                range("node_vswitch", "10.0.0.0/20", [json!(4096), json!(4092), json!(5)]),
                range("pod", "10.0.128.0/20", [json!(4096), json!(4096), json!(320)]),
                range("service", "172.21.0.0/20", [json!(4096), json!(4096), json!(null)]),
            ],
        }],
    });
    assert_eq!(run.json().unwrap(), expected);
}

#[test]
fn for_people() {
    insta::assert_snapshot!(small().run(&["capacity", "--expect", "nodes=70"]).stdout);
}

/// A terminal that draws nothing gets letters.
#[test]
fn for_a_dumb_terminal() {
    let repository = small();
    let mut command = repository.command(&["capacity"]);
    let run = crate::program::Run::of(command.env("TERM", "dumb"));
    let map = run.stdout.split("Map").nth(1).unwrap().split("What can change").next().unwrap();
    assert!(map.contains('#') && map.contains('X') && map.contains('='), "{map}");
    assert!(!map.contains(['█', '▒', '╳', '·']), "{map}");
}

#[test]
fn for_a_pull_request() {
    insta::assert_snapshot!(small().run(&["capacity", "--format", "markdown"]).stdout);
}

/// Each form to its own file, and nothing to standard output unless asked for.
#[test]
fn forms_go_where_they_are_sent() {
    let repository = small();
    let run = repository.run(&["capacity", "--format", "svg=a.svg", "--format", "html=a.html"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    let read = |name: &str| std::fs::read_to_string(repository.root().join(name)).unwrap();
    assert!(read("a.svg").starts_with("<svg "));
    assert!(read("a.html").starts_with("<!doctype html>"));
    let twice = repository.run(&["capacity", "--format", "svg", "--format", "html"]);
    assert_eq!(twice.code, 2, "{twice:?}");
    let unknown = repository.run(&["capacity", "--format", "htm"]);
    assert!(unknown.stderr.contains("did you mean `html`?"), "{unknown:?}");
}

/// What could not be looked at is told, and the rest is shown.
#[test]
fn a_problem_makes_exit_code_2() {
    let repository = small();
    repository.write("broken.tf", "resource {{");
    let run = repository.run(&["capacity"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stdout.contains("alicloud_cs_managed_kubernetes.this"), "{run:?}");
    assert!(run.stderr.contains("broken.tf:1"), "{run:?}");
    assert_eq!(repository.run(&["capacity", "nowhere"]).code, 2);
    assert_eq!(repository.run(&["capacity", "--pods-per-node", "0"]).code, 2);
}

/// Names of the input are text everywhere.
#[test]
fn the_input_is_no_markup() {
    let hostile = SMALL.replace(
        "resource \"alicloud_vswitch\" \"nodes\" {",
        "resource \"alicloud_vswitch\" \"nodes\" {\n  for_each = { \"<script>alert(1)</script>|`*\\u001b[31m\" = 1 }",
    );
    let hostile =
        hostile.replace("[alicloud_vswitch.nodes.id]", "values(alicloud_vswitch.nodes)[*].id");
    let repository = Repository::of(&[("main.tf", &hostile)]);
    for form in ["human", "markdown", "svg", "html", "json"] {
        let run = repository.run(&["capacity", "--format", form]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(!run.stdout.contains('\u{1b}'), "{form}: {}", run.stdout);
        if matches!(form, "svg" | "html") {
            assert!(!run.stdout.contains("<script"), "{form}: {}", run.stdout);
        }
    }
    let markdown = repository.run(&["capacity", "--format", "markdown"]).stdout;
    let row = markdown.lines().find(|line| line.starts_with("| nodes | `10.0.0.0/20`")).unwrap();
    assert_eq!(row.replace("\\|", "").matches('|').count(), 7, "{row}");
}

/// A folder without clusters is no mistake.
#[test]
fn nothing_is_said_to_be_nothing() {
    let repository = Repository::of(&[("main.tf", "resource \"alicloud_vpc\" \"this\" {}\n")]);
    for form in ["human", "markdown", "svg", "html"] {
        let run = repository.run(&["capacity", "--format", form]);
        let said = run.stdout.to_lowercase().contains("no cluster is defined here");
        assert!(said && run.code == 0, "{form}: {run:?}");
    }
    let run = repository.run(&["capacity", "--format", "json"]);
    assert_eq!(run.json().unwrap(), json!({"schema": "acklint/1", "clusters": []}));
}

/// What the rules find beyond the cluster stands in its map, and in that of the other party.
#[test]
fn the_map_marks_what_others_have_too() {
    let text = r#"
resource "alicloud_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "alicloud_vswitch" "n" {
  vpc_id     = alicloud_vpc.v.id
  zone_id    = "cn-hangzhou-h"
  cidr_block = "10.0.0.0/24"
}
resource "alicloud_vpc" "o" {
  cidr_block = "172.20.0.0/16"
}
resource "alicloud_vpc_peer_connection" "p" {
  vpc_id           = alicloud_vpc.v.id
  accepting_vpc_id = alicloud_vpc.o.id
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids    = [alicloud_vswitch.n.id]
  pod_cidr       = "172.20.0.0/20"
  node_cidr_mask = 25
  service_cidr   = "172.21.0.0/20"
}
resource "alicloud_cs_managed_kubernetes" "d" {
  vswitch_ids  = [alicloud_vswitch.n.id]
  pod_cidr     = "172.20.8.0/21"
  service_cidr = "172.30.0.0/20"
}
"#;
    let plans = plans(text, &Options::default());
    let notes = |plan: &Cluster| -> Vec<String> {
        let human = render_human(std::slice::from_ref(plan), Style::default());
        let notes = human.lines().filter(|line| line.trim_start().starts_with("overlaps "));
        notes.map(|line| line.trim().to_owned()).collect()
    };
    let [vpc, c, d] = [
        "overlaps 172.20.0.0/16 of alicloud_vpc.o",
        "overlaps 172.20.0.0/20 of alicloud_cs_managed_kubernetes.c",
        "overlaps 172.20.8.0/21 of alicloud_cs_managed_kubernetes.d",
    ];
    assert_eq!(notes(&plans[0]), [d, vpc]);
    assert_eq!(notes(&plans[1]), [c, vpc]);
}

/// A range is never cut, however long it is, and stands apart from its bar.
#[test]
fn ranges_in_the_map_are_whole() {
    let text = SMALL
        .replace("10.0.0.0/16", "192.168.100.0/23")
        .replace("10.0.0.0/20", "192.168.100.128/25");
    for columns in [None, Some(40), Some(80), Some(200)] {
        let plans = plans(&text, &Options::default());
        let human = render_human(&plans, Style { columns, ..Style::default() });
        let map = human.split("\nMap ").nth(1).unwrap();
        for range in ["192.168.100.0/23", "192.168.100.128/25"] {
            let whole = |line: &str| line.split_whitespace().any(|word| word == range);
            assert!(map.lines().any(whole), "{range} at {columns:?}\n{human}");
        }
    }
}

/// Nothing is wider than the terminal, and a wide one has a wide map.
#[test]
fn the_plan_fits_the_terminal() {
    let plans = plans(SMALL, &Options::default());
    for columns in [40, 50, 60, 72, 80, 100, 160] {
        let human = render_human(&plans, Style { columns: Some(columns), ..Style::default() });
        for line in human.lines() {
            assert!(line.chars().count() <= columns, "{columns}: {line:?}\n{human}");
        }
        let bars = human.lines().filter(|line| line.contains('·'));
        let widest = bars.map(|line| line.chars().count()).max().unwrap();
        assert!(widest + 4 >= columns.min(120), "{columns}: {widest}\n{human}");
    }
}

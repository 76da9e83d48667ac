//! `check --fix`: what is written, what is shown, and what is left alone.

use crate::program::{Repository, Run};
use acklint::check::check;
use acklint::options::Options;
use acklint::source::Memory;
use std::path::Path;

/// A range for one node where five are planned.
const SHORT: &str = r#"
resource "alicloud_cs_managed_kubernetes" "short" {
  cluster_spec        = "ack.pro.small"
  vswitch_ids         = ["vsw-1"]
  pod_cidr            = RANGE
  service_cidr        = "172.21.0.0/20"
  deletion_protection = true
}
resource "alicloud_cs_kubernetes_node_pool" "short" {
  cluster_id   = alicloud_cs_managed_kubernetes.short.id
  vswitch_ids  = ["vsw-1"]
  desired_size = 5
}
"#;

fn short(range: &str) -> String {
    SHORT.replace("RANGE", range)
}

fn read(repository: &Repository, path: &str) -> String {
    std::fs::read_to_string(repository.root().join(path)).unwrap()
}

/// What `--fix` makes of files, the first of which is looked at.
fn fixed(files: &[(&str, &str)]) -> (Run, String) {
    let repository = Repository::of(files);
    let run = repository.run(&["check", "--fix"]);
    let text = read(&repository, files[0].0);
    (run, text)
}

#[test]
fn a_literal_is_replaced_and_what_is_left_is_reported() {
    let text = short("\"172.20.0.0/24\"");
    let (run, after) = fixed(&[("main.tf", &text)]);
    assert_eq!(after, short("\"172.20.0.0/20\""));
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("no findings"), "{run:?}");
    assert!(run.stderr.starts_with("note: neither a state nor a plan was read"), "{run:?}");
    assert!(run.stderr.contains("fixed main.tf:5:25: \"172.20.0.0/20\" for"), "{run:?}");
}

#[test]
fn it_is_written_where_a_person_wrote_it() {
    let module = short("var.pods")
        .replace("resource \"alicloud_cs_m", "variable \"pods\" {}\nresource \"alicloud_cs_m");
    let call = "module \"ack\" {\n  source = \"./ack\"\n  pods   = var.pods\n}\nvariable \"pods\" {\n  default = \"10.0.0.0/8\"\n}\n";
    let files = [
        ("x.auto.tfvars", "pods = \"172.20.0.0/24\"\n"),
        ("main.tf", call),
        ("ack/main.tf", &module),
    ];
    let (run, after) = fixed(&files);
    assert_eq!((run.code, after.as_str()), (0, "pods = \"172.20.0.0/20\"\n"), "{run:?}");
}

#[test]
fn json_stays_json() {
    let text = r#"{"variable": {"pods": {"default": "172.20.0.0/24"}}}"#;
    let (run, after) = fixed(&[("v.tf.json", text), ("main.tf", &short("var.pods"))]);
    assert_eq!((run.code, after), (0, text.replace("/24", "/20")), "{run:?}");
}

#[test]
fn line_ends_and_marks_stay() {
    let text = format!("\u{feff}{}", short("\"172.20.0.0/24\"").replace('\n', "\r\n"));
    let (run, after) = fixed(&[("main.tf", &text)]);
    assert_eq!((run.code, after), (0, text.replace("/24", "/20")), "{run:?}");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::of(&[("real/main.tf", &short("\"172.20.0.0/24\""))]);
    let (real, link) =
        (repository.root().join("real/main.tf"), repository.root().join("root/main.tf"));
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::fs::create_dir(repository.root().join("root")).unwrap();
    std::os::unix::fs::symlink(Path::new("../real/main.tf"), &link).unwrap();
    let run = repository.run(&["check", "--fix", "root"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(read(&repository, "real/main.tf").contains("172.20.0.0/20"));
    let left: Vec<_> = std::fs::read_dir(repository.root().join("real")).unwrap().collect();
    assert_eq!(left.len(), 1, "no file is left beside it");
}

#[test]
fn a_dry_run_shows_a_diff_and_writes_nothing() {
    let text = short("\"172.20.0.0/24\"");
    let repository = Repository::of(&[("main.tf", &text)]);
    let run = repository.run(&["check", "--fix", "--dry-run"]);
    assert_eq!((run.code, read(&repository, "main.tf")), (1, text), "{run:?}");
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines[..2], ["--- a/main.tf", "+++ b/main.tf"]);
    assert!(lines.contains(&"-  pod_cidr            = \"172.20.0.0/24\""), "{run:?}");
    assert!(lines.contains(&"+  pod_cidr            = \"172.20.0.0/20\""), "{run:?}");
    assert!(run.stderr.contains("would fix main.tf:5:25"), "{run:?}");
    assert_eq!(repository.run(&["check", "--dry-run"]).code, 2);
}

/// Each of these has a finding with a place, and no literal that could be replaced.
#[test]
fn what_is_no_literal_is_left_alone() {
    for range in [
        "\"${var.net}.0/24\"",
        "cidrsubnet(\"172.20.0.0/16\", 8, 0)",
        "join(\"\", [\"172.20.0.0\", \"/24\"])",
        "format(\"%s/24\", \"172.20.0.0\")",
    ] {
        let text = short(range) + "variable \"net\" {\n  default = \"172.20.0\"\n}\n";
        let (run, after) = fixed(&[("main.tf", &text)]);
        assert_eq!((run.code, after), (1, text), "{run:?}");
        assert!(run.stderr.contains("nothing to fix"), "{run:?}");
    }
    // what comes from outside of the repository
    let text = short("var.pods") + "variable \"pods\" {}\n";
    let repository = Repository::of(&[("main.tf", &text)]);
    let outside = repository.root().parent().unwrap().join("x.tfvars");
    std::fs::write(&outside, "pods = \"172.20.0.0/24\"\n").unwrap();
    let run = repository.run(&["check", "--fix", "--var-file", "../x.tfvars"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(std::fs::read_to_string(&outside).unwrap(), "pods = \"172.20.0.0/24\"\n");
    assert_eq!(repository.run(&["check", "--fix", "--var", "pods=172.20.0.0/24"]).code, 1);
}

/// An installed module is somebody else's.
#[test]
fn an_installed_module_is_left_alone() {
    let manifest = r#"{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"ack","Source":"a/b/c","Version":"1.0.0","Dir":".terraform/modules/ack"}]}"#;
    let call = "module \"ack\" {\n  source  = \"a/b/c\"\n  version = \"1.0.0\"\n}\n";
    let text = short("\"172.20.0.0/24\"");
    let (run, after) = fixed(&[
        (".terraform/modules/ack/main.tf", &text),
        (".terraform/modules/modules.json", manifest),
        ("main.tf", call),
    ]);
    assert_eq!((run.code, after), (1, text), "{run:?}");
}

/// A literal that something else rests on would change that as well.
#[test]
fn a_literal_that_others_rest_on_is_fixed_only_if_it_suits_them() {
    let with =
        |more: &str| short("local.range") + "locals {\n  range = \"172.20.0.0/24\"\n}\n" + more;
    let another = r#"
resource "alicloud_cs_managed_kubernetes" "other" {
  cluster_spec        = "ack.pro.small"
  vswitch_ids         = ["vsw-2"]
  pod_cidr            = local.range
  service_cidr        = "172.22.0.0/20"
  deletion_protection = true
}
"#;
    // both have too few nodes, and live with the same larger range
    let text = with(another);
    let repository = Repository::of(&[("main.tf", &text)]);
    let run = repository.run(&["check", "--fix", "--select", "flannel_pod_cidr_too_small"]);
    let after = read(&repository, "main.tf");
    assert_eq!((run.code, after), (0, text.replace("172.20.0.0/24", "172.16.0.0/20")), "{run:?}");
    for more in [
        // a route leads there
        "resource \"alicloud_route_entry\" \"r\" {\n  route_table_id        = \"vtb-1\"\n  destination_cidrblock = local.range\n}\n",
        // a vSwitch is cut out of it
        "resource \"alicloud_vswitch\" \"v\" {\n  vpc_id     = \"vpc-1\"\n  cidr_block = cidrsubnet(local.range, 2, 1)\n}\n",
        "resource \"alicloud_vpc\" \"v\" {\n  cidr_block = local.range\n}\n",
    ] {
        let (run, after) = fixed(&[("main.tf", &with(more))]);
        assert_eq!(after, with(more), "{run:?}");
    }
}

/// What rests on the literal of a pod range and wants that very value, or a condition of it: of
/// any type of resource, of other providers, of modules that cannot be read.
#[test]
fn a_literal_is_left_alone_where_anything_else_would_change() {
    let with =
        |more: &str| short("local.range") + "locals {\n  range = \"172.20.0.0/24\"\n}\n" + more;
    let is_it = "local.range == \"172.20.0.0/24\"";
    for more in [
        "resource \"alicloud_snat_entry\" \"x\" {\n  source_cidr = local.range\n}\n",
        "resource \"alicloud_network_acl\" \"x\" {\n  ingress_acl_entries {\n    source_cidr_ip = local.range\n  }\n}\n",
        "resource \"aws_security_group\" \"x\" {\n  ingress {\n    cidr_blocks = [local.range]\n  }\n}\n",
        "resource \"null_resource\" \"x\" {\n  triggers = { a = \"pods: ${local.range}\" }\n}\n",
        "data \"external\" \"x\" {\n  query = { pods = local.range }\n}\n",
        "provider \"helm\" {\n  pods = local.range\n}\n",
        "module \"x\" {\n  source = \"a/b/c\"\n  cidr   = local.range\n}\n",
        &format!("resource \"null_resource\" \"x\" {{\n  count = {is_it} ? 1 : 0\n}}\n"),
        &format!("resource \"null_resource\" \"x\" {{\n  triggers = {{ a = {is_it} }}\n}}\n"),
        &format!(
            "check \"x\" {{\n  assert {{\n    condition = {is_it}\n    error_message = \"\"\n  }}\n}}\n"
        ),
        &format!(
            "resource \"null_resource\" \"x\" {{\n  lifecycle {{\n    precondition {{\n      condition = {is_it}\n      error_message = \"\"\n    }}\n  }}\n}}\n"
        ),
        &format!(
            "output \"x\" {{\n  value = 1\n  precondition {{\n    condition = {is_it}\n    error_message = \"\"\n  }}\n}}\n"
        ),
    ] {
        let (run, after) = fixed(&[("main.tf", &with(more))]);
        assert_eq!(after, with(more), "{run:?}");
    }
    let validated = short("var.range")
        + "variable \"range\" {\n  default = \"172.20.0.0/24\"\n  validation {\n    condition = endswith(var.range, \"/24\")\n    error_message = \"\"\n  }\n}\n";
    let (run, after) = fixed(&[("main.tf", &validated)]);
    assert_eq!(after, validated, "{run:?}");
    // who only says what there is, or holds either way, is no obstacle
    for more in [
        "output \"range\" {\n  value = local.range\n}\n",
        "check \"x\" {\n  assert {\n    condition = startswith(local.range, \"172.20.\")\n    error_message = \"no ${local.range}\"\n  }\n}\n",
    ] {
        let (run, after) = fixed(&[("main.tf", &with(more))]);
        assert_eq!((run.code, after), (0, with(more).replace("0.0/24", "0.0/20")), "{run:?}");
    }
}

/// Two clusters of one VPC that have their range from one literal meet at any value; in two VPCs
/// they do not.
#[test]
fn what_can_suit_nobody_is_not_written() {
    let clusters = |other: &str| {
        let vpc = |name: &str| {
            format!(
                "resource \"alicloud_vpc\" \"{name}\" {{\n  cidr_block = \"10.0.0.0/16\"\n}}\nresource \"alicloud_vswitch\" \"{name}\" {{\n  vpc_id     = alicloud_vpc.{name}.id\n  cidr_block = \"10.0.0.0/20\"\n}}\n"
            )
        };
        let cluster = |name: &str, vpc: &str| {
            format!(
                "resource \"alicloud_cs_managed_kubernetes\" \"{name}\" {{\n  vswitch_ids  = [alicloud_vswitch.{vpc}.id]\n  pod_cidr     = local.pods\n  service_cidr = \"172.31.0.0/20\"\n}}\n"
            )
        };
        [&vpc("a"), &vpc("b"), &cluster("a", "a"), &cluster("b", other)]
            .map(|text| &**text)
            .concat()
            + "locals {\n  pods = \"10.0.0.0/20\"\n}\n"
    };
    let text = clusters("a");
    let (run, after) = fixed(&[("main.tf", &text)]);
    assert_eq!(after, text, "{run:?}");
    // nor is it proposed to anybody
    let files = Memory::new([("main.tf", &*text)]);
    let view = check(&files, &[String::new()], &Options::default()).unwrap();
    let mut on_pods = view.findings.iter().filter(|finding| finding.rule == "pod_vpc_overlap");
    assert!(on_pods.all(|finding| finding.fix.is_none()));
    let text = clusters("b");
    let (run, after) = fixed(&[("main.tf", &text)]);
    assert_eq!(
        after,
        text.replace("pods = \"10.0.0.0/20\"", "pods = \"172.16.0.0/20\""),
        "{run:?}"
    );
}

/// What is only worth knowing is no reason to change a range for life, unless it is asked for.
#[test]
fn an_info_is_fixed_only_where_it_counts() {
    let cluster = |name: &str| {
        short("\"RANGE\"")
            .replace("RANGE", if name == "a" { "172.20.0.0/20" } else { "172.22.0.0/20" })
            .replace("short", name)
    };
    let vswitch = "resource \"alicloud_vpc\" \"v\" {\n  cidr_block = \"10.0.0.0/16\"\n}\nresource \"alicloud_vswitch\" \"v\" {\n  vpc_id = alicloud_vpc.v.id\n  cidr_block = \"10.0.0.0/20\"\n}\n";
    let text =
        (cluster("a") + &cluster("b") + vswitch).replace("\"vsw-1\"", "alicloud_vswitch.v.id");
    let (run, after) = fixed(&[("main.tf", &text)]);
    assert_eq!((run.code, after), (0, text.clone()), "{run:?}");
    let repository = Repository::of(&[("main.tf", &text)]);
    let run = repository.run(&["check", "--fix", "--fail-on", "info"]);
    assert_ne!(read(&repository, "main.tf"), text, "{run:?}");
}

/// Two clusters that are fixed at once do not get the same range.
#[test]
fn fixes_make_room_for_each_other() {
    let text = r#"
resource "alicloud_vpc" "this" {
  cidr_block = "10.0.0.0/8"
}
resource "alicloud_vswitch" "this" {
  vpc_id     = alicloud_vpc.this.id
  cidr_block = "10.0.0.0/20"
}
resource "alicloud_cs_managed_kubernetes" "a" {
  vswitch_ids  = [alicloud_vswitch.this.id]
  pod_cidr     = "10.1.0.0/16"
  service_cidr = "10.2.0.0/20"
}
resource "alicloud_cs_managed_kubernetes" "b" {
  vswitch_ids  = [alicloud_vswitch.this.id]
  pod_cidr     = "10.3.0.0/16"
  service_cidr = "10.4.0.0/20"
}
"#;
    let repository = Repository::of(&[("main.tf", text)]);
    let run = repository.run(&["check", "--fix", "--fail-on", "error"]);
    assert_eq!(run.code, 0, "{run:?}\n{}", read(&repository, "main.tf"));
    let after = read(&repository, "main.tf");
    let ranges: Vec<&str> = after
        .lines()
        .filter(|line| line.contains("pod_cidr") || line.contains("service_cidr"))
        .map(|line| line.split('"').nth(1).unwrap())
        .collect();
    insta::assert_snapshot!(ranges.join("\n"));
    // a second run has nothing to do
    let again = repository.run(&["check", "--fix", "--fail-on", "error"]);
    assert_eq!(read(&repository, "main.tf"), after, "{again:?}");
}

/// A new range would destroy what a state shows.
#[test]
fn what_exists_is_refused() {
    let text = short("\"172.20.0.0/24\"");
    let state = r#"{"version":4,"terraform_version":"1.9.0","serial":1,"lineage":"x","outputs":{},"resources":[{"mode":"managed","type":"alicloud_cs_managed_kubernetes","name":"short","provider":"provider[\"registry.terraform.io/aliyun/alicloud\"]","instances":[{"schema_version":0,"attributes":{"id":"c1"}}]}]}"#;
    let repository = Repository::of(&[("main.tf", &text), ("s.json", state)]);
    let run = repository.run(&["check", "--fix", "--state", "s.json"]);
    assert_eq!((run.code, read(&repository, "main.tf")), (2, text), "{run:?}");
    assert!(run.stderr.contains("--fix writes nothing"), "{run:?}");
    assert!(run.stderr.contains("exists already"), "{run:?}");
}

/// A value that a cluster shares which exists: an edit would destroy that one, though nothing was
/// found on it.
#[test]
fn what_exists_keeps_a_value_that_it_shares() {
    let network = |name: &str, range: &str| {
        format!(
            "resource \"alicloud_vpc\" \"{name}\" {{\n  cidr_block = \"{range}.0.0/16\"\n}}\n\
             resource \"alicloud_vswitch\" \"{name}\" {{\n  vpc_id = alicloud_vpc.{name}.id\n  \
             zone_id = \"a\"\n  cidr_block = \"{range}.0.0/24\"\n}}\n"
        )
    };
    let short = short("local.pods").replace("\"vsw-1\"", "alicloud_vswitch.a.id");
    let there = "resource \"alicloud_cs_managed_kubernetes\" \"there\" {\n  vswitch_ids = \
                 [alicloud_vswitch.b.id]\n  pod_cidr = local.pods\n  node_cidr_mask = 28\n  \
                 service_cidr = \"172.28.0.0/20\"\n  addons {\n    name = \"flannel\"\n  }\n}\n";
    let locals = "locals {\n  pods = \"172.20.0.0/24\"\n}\n";
    let text = [locals, &network("a", "10.0"), &network("b", "10.1"), &short, there].concat();
    let one = r#"{"schema_version":0,"attributes":{"id":"c1"}}"#;
    let state = state("alicloud_cs_managed_kubernetes", "there", one);
    let repository = Repository::of(&[("main.tf", &text), ("s.json", &state)]);
    repository.run(&["check", "--fix", "--state", "s.json"]);
    assert_eq!(read(&repository, "main.tf"), text);
    let run = repository.run(&["check", "--fix"]);
    assert_ne!(read(&repository, "main.tf"), text, "without a state nothing is known: {run:?}");
}

fn state(kind: &str, name: &str, instances: &str) -> String {
    format!(
        r#"{{"version":4,"terraform_version":"1.9.0","serial":1,"lineage":"x","outputs":{{}},"resources":[{{"mode":"managed","type":"{kind}","name":"{name}","provider":"provider[\"registry.terraform.io/aliyun/alicloud\"]","instances":[{instances}]}}]}}"#
    )
}

/// A state knows a cluster by the address that it had: what `moved` and `import` blocks say, and
/// that `count` may come and go, makes it the same cluster.
#[test]
fn what_exists_under_another_address_is_refused() {
    let text = short("\"172.20.0.0/24\"");
    let kind = "alicloud_cs_managed_kubernetes";
    let one = r#"{"schema_version":0,"attributes":{"id":"c1"}}"#;
    let first = r#"{"index_key":0,"schema_version":0,"attributes":{"id":"c1"}}"#;
    let moved = format!("moved {{\n  from = {kind}.old\n  to   = {kind}.short\n}}\n");
    let unknown =
        text.replace("  cluster_spec", "  count = var.n\n  cluster_spec") + "variable \"n\" {}\n";
    let unknown = unknown.replace(".short.id", ".short[0].id");
    for (text, state) in [
        (text.clone() + &moved, state(kind, "old", one)),
        (text.clone(), state(kind, "short", first)),
        (unknown.clone(), state(kind, "short", first)),
        (unknown + &moved, state(kind, "old", one)),
    ] {
        let repository = Repository::of(&[("main.tf", &text), ("s.json", &state)]);
        let run = repository.run(&["check", "--fix", "--state", "s.json"]);
        assert_eq!((run.code, read(&repository, "main.tf")), (2, text), "{run:?}");
        assert!(run.stderr.contains("exists already"), "{run:?}");
    }
    // one that has nothing to do with it
    let repository = Repository::of(&[("main.tf", &text), ("s.json", &state(kind, "old", one))]);
    let run = repository.run(&["check", "--fix", "--state", "s.json"]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// Whoever imports a cluster has it, whether or not a state is read.
#[test]
fn what_is_imported_exists() {
    let import = |to: &str| {
        let text = short("\"172.20.0.0/24\"");
        format!("{text}import {{\n  id = \"c1\"\n  to = alicloud_cs_managed_kubernetes.{to}\n}}\n")
    };
    let text = import("short");
    let (run, after) = fixed(&[("main.tf", &text)]);
    assert_eq!((run.code, after), (2, text), "{run:?}");
    assert!(run.stderr.contains("exists already"), "{run:?}");
    assert_eq!(fixed(&[("main.tf", &import("other"))]).0.code, 0);
    let each = import("short[each.key]")
        .replace("import {", "import {\n  for_each = { a = \"c1\" }")
        .replace("  cluster_spec", "  for_each = { a = 1 }\n  cluster_spec")
        .replace(".short.id", ".short[\"a\"].id");
    assert_eq!(fixed(&[("main.tf", &each)]).0.code, 2, "{each}");
}

/// Who protects a file does not want it written.
#[cfg(unix)]
#[test]
fn a_file_that_is_read_only_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let text = short("\"172.20.0.0/24\"");
    let repository = Repository::of(&[("main.tf", &text)]);
    let path = repository.root().join("main.tf");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let run = repository.run(&["check", "--fix"]);
    assert_eq!((run.code, read(&repository, "main.tf")), (2, text), "{run:?}");
    assert!(run.stderr.contains("read-only"), "{run:?}");
}

/// One vSwitch with two findings is one vSwitch, and who leaves out the rules that are named is not
/// refused again.
#[test]
fn a_refusal_counts_what_exists_and_names_all_rules() {
    let text = r#"
resource "alicloud_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "alicloud_vswitch" "n" {
  vpc_id     = alicloud_vpc.v.id
  zone_id    = "cn-hangzhou-h"
  cidr_block = "10.7.0.0/30"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids    = [alicloud_vswitch.n.id]
  pod_cidr       = "172.20.0.0/16"
  node_cidr_mask = 25
  service_cidr   = "172.21.0.0/20"
}
"#;
    let state = state("alicloud_vswitch", "n", r#"{"schema_version":0,"attributes":{"id":"v1"}}"#);
    let repository = Repository::of(&[("main.tf", text), ("s.json", &state)]);
    let run = repository.run(&["check", "--fix", "--state", "s.json"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("alicloud_vswitch.n exists already"), "{run:?}");
    let rules = run.stderr.split("--ignore ").nth(1).unwrap().split(' ').next().unwrap();
    let run = repository.run(&["check", "--fix", "--state", "s.json", "--ignore", rules]);
    assert!(!run.stderr.contains("writes nothing"), "{rules}: {run:?}");
}

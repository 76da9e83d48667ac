//! `.acklint.hcl` that tells of nothing says so, where the run can know.

use crate::program::Repository;

const NETWORK: &str = r#"
resource "alicloud_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "alicloud_vswitch" "n" {
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.0.0/20"
  zone_id    = "cn-hangzhou-h"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  count        = 0
  cluster_spec = "ack.pro.small"
  vswitch_ids  = [alicloud_vswitch.n.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.0.0/20"
}
"#;

/// Two roots, one of which calls a module for each of some names.
fn repository(config: &str) -> Repository {
    let call =
        "module \"m\" {\n  for_each = toset([\"eu\"])\n  source = \"../../modules/net\"\n}\n";
    let more = NETWORK.replace("\"c\"", "\"d\"").replace("\"v\"", "\"w\"");
    Repository::of(&[
        ("envs/a/main.tf", call),
        ("envs/b/main.tf", &more.replace("alicloud_vpc.v", "alicloud_vpc.w")),
        ("modules/net/main.tf", NETWORK),
        (".acklint.hcl", config),
    ])
}

/// The problems of a run.
fn said(repository: &Repository, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["check", "--format", "concise", "-q"], arguments].concat();
    let run = repository.run(&arguments);
    let lines = run.stdout.lines().filter_map(|line| line.split_once(": problem: "));
    lines.map(|(place, message)| format!("{place}: {message}")).collect()
}

fn cluster(pattern: &str) -> String {
    format!("cluster {pattern:?} {{\n  expect = {{ nodes = 3 }}\n}}\n")
}

fn network(from: &str) -> String {
    format!("network \"n\" {{\n  cidrs = [\"192.168.0.0/24\"]\n  reachable_from = [{from:?}]\n}}\n")
}

fn library(pattern: &str) -> String {
    format!("root {pattern:?} {{\n  role = \"module\"\n}}\n")
}

#[test]
fn a_pattern_that_matches_nothing_is_said() {
    for (config, expected) in [
        (
            cluster("alicloud_cs_managed_kubernetes.e"),
            ".acklint.hcl:1:1: no cluster has the address `alicloud_cs_managed_kubernetes.e`; did you \
             mean `alicloud_cs_managed_kubernetes.d`?",
        ),
        (cluster("nope"), ".acklint.hcl:1:1: no cluster has the address `nope`"),
        (
            network("alicloud_vpc.x"),
            ".acklint.hcl:3:21: `alicloud_vpc.x` is neither a cluster nor a VPC of this run",
        ),
        (
            library("nope/*"),
            ".acklint.hcl:1:1: `nope/*` matches no folder with Terraform files: paths start from the \
             folder of this file",
        ),
    ] {
        let repository = repository(&config);
        assert_eq!(said(&repository, &[]), [expected]);
        assert_eq!(said(&repository, &["envs/a"]), [""; 0], "{config}: only a part is looked at");
        assert_eq!(said(&repository, &["envs/a/main.tf"]), [""; 0], "{config}: a hook's file");
    }
}

/// How many instances there will be is another question, and so is what a module holds that is not
/// here.
#[test]
fn what_may_match_is_not_called_unmatched() {
    for config in [
        cluster("*"),
        cluster("module.m[\"eu\"].alicloud_cs_managed_kubernetes.c[0]"),
        cluster("module.m[\"us\"].*"),
        cluster("*alicloud_cs_managed_kubernetes.d"),
        network("*"),
        network("alicloud_vpc.w"),
        network("module.m[\"eu\"].alicloud_vpc.v"),
        library("modules/*"),
        library("envs/*"),
    ] {
        assert_eq!(said(&repository(&config), &[]), [""; 0], "{config}");
    }
    let absent = repository(&cluster("nope"));
    absent.write("envs/b/more.tf", "module \"x\" {\n  source = \"someone/net/alicloud\"\n}\n");
    assert_eq!(said(&absent, &[]), [""; 0]);
}

/// A file of `--config` holds for all roots, wherever it lies.
#[test]
fn patterns_of_a_named_file_start_from_its_folder() {
    let repository = repository("");
    repository.write("ci/x.hcl", library("../modules/*"));
    assert_eq!(said(&repository, &["--config", "ci/x.hcl"]), [""; 0]);
    repository.write("ci/x.hcl", library("modules/*"));
    assert_eq!(said(&repository, &["--config", "ci/x.hcl"]).len(), 1);
    assert_eq!(said(&repository, &["--config", "ci/x.hcl", "envs"]), [""; 0]);
}

#[test]
fn a_vpc_that_a_cluster_does_not_lie_in_is_said() {
    let cluster = r#"
resource "alicloud_vswitch" "n" {
  vpc_id     = "vpc-own"
  cidr_block = "10.0.0.0/20"
  zone_id    = "cn-hangzhou-h"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  cluster_spec = "ack.pro.small"
  vswitch_ids  = [alicloud_vswitch.n.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.0.0/20"
}
"#;
    let config = |vpc: &str| format!("cluster \"*\" {{\n  vpc = {vpc:?}\n}}\n");
    let repository = Repository::of(&[("main.tf", cluster), (".acklint.hcl", &config("vpc-own"))]);
    assert_eq!(said(&repository, &[]), [""; 0]);
    repository.write(".acklint.hcl", config("vpc-other"));
    let said = said(&repository, &[]);
    let expected = ".acklint.hcl:2:9: alicloud_cs_managed_kubernetes.c does not lie in vpc-other: its \
                    vSwitches lie in vpc-own";
    assert_eq!(said, [expected]);
}

/// The nearest file holds alone.
#[test]
fn a_variant_that_a_nearer_file_takes_away_is_said() {
    let variant = "variant \"eu\" {\n  root = \"envs/a\"\n  var_files = [\"eu.tfvars\"]\n}\n";
    let repository = repository(variant);
    repository.write("eu.tfvars", "");
    assert_eq!(said(&repository, &[]), [""; 0]);
    repository.write("envs/a/.acklint.hcl", "fail_on = \"error\"\n");
    let expected = ".acklint.hcl:1:1: the variant `eu` counts for nothing: for its root the nearer \
                    envs/a/.acklint.hcl holds alone";
    assert_eq!(said(&repository, &["envs/a"]), [expected]);
}

/// It was taken for no configuration at all.
#[cfg(unix)]
#[test]
fn a_configuration_that_leads_nowhere_is_a_problem() {
    use std::ffi::OsStr;
    use std::os::unix::{ffi::OsStrExt, fs::symlink};
    let repository = repository("");
    symlink("nope", repository.root().join("envs/a/.acklint.hcl")).expect("a link");
    let run = repository.run(&["check", "--format", "concise", "-q"]);
    let said = "problem: the configuration envs/a/.acklint.hcl cannot be read: there is nothing where \
                it leads";
    assert_eq!((run.code, run.stdout.contains(said)), (2, true), "{run:?}");
    std::fs::remove_file(repository.root().join("envs/a/.acklint.hcl")).expect("a link");
    // a folder that no path leads to has no configuration either
    let folder = repository.root().join(OsStr::from_bytes(b"caf\xe9"));
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("main.tf"), NETWORK).expect("a file");
    let run = repository.run(&["check", "--format", "concise", "-q"]);
    assert_eq!((run.code, run.stdout.contains(".acklint.hcl")), (2, false), "{run:?}");
}

//! VPCs and vSwitches of a cluster: when two of them are certainly two, and what is left unsaid.

use crate::said::{NETWORK, Said};

const RANGES: [&str; 7] = [
    "cidr_invalid",
    "cidr_reserved",
    "cidr_not_private",
    "cidr_size",
    "vswitch_wrong_vpc",
    "vpc_filled",
    "service_cidr_too_small",
];

#[track_caller]
fn silent(said: &Said) {
    for rule in RANGES {
        said.silent(rule);
    }
}

/// A cluster with a vSwitch of [`NETWORK`] and pods in another one, whose VPC is the given one.
fn second_vpc(vpc: &str, more: &str) -> Said {
    Said::on(&format!(
        r#"{NETWORK}
{more}
resource "alicloud_vswitch" "pods" {{
  vpc_id     = {vpc}
  cidr_block = "10.0.128.0/20"
  zone_id    = "cn-hangzhou-h"
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids     = [alicloud_vswitch.a.id]
  pod_vswitch_ids = [alicloud_vswitch.pods.id]
}}
"#
    ))
}

#[test]
fn two_vpcs_are_two_only_where_nothing_makes_them_one() {
    let rule = "vswitch_wrong_vpc";
    let other = "resource \"alicloud_vpc\" \"w\" {\n  cidr_block = \"10.0.128.0/18\"\n}";
    second_vpc("alicloud_vpc.v.id", "").silent(rule);
    let finding = second_vpc("alicloud_vpc.w.id", other).error(rule).message.clone();
    assert!(finding.contains("alicloud_vswitch.pods lies in the VPC alicloud_vpc.w"), "{finding}");
    // the id of a VPC that was made long ago may be written somewhere else
    for (vpc, more) in [
        ("\"vpc-bp1main\"", ""),
        ("data.alicloud_vpcs.all.ids[0]", "data \"alicloud_vpcs\" \"all\" {}"),
        ("var.x", ""),
        ("var.x == 1 ? alicloud_vpc.v.id : alicloud_vpc.w.id", other),
        (
            "alicloud_vpc.w[0].id",
            "resource \"alicloud_vpc\" \"w\" {\n  count = var.x\n  cidr_block = \"10.0.128.0/18\"\n}",
        ),
    ] {
        let said = second_vpc(vpc, more);
        assert_eq!(said.findings(rule).len(), 0, "{vpc}: {:?}", said.findings(rule));
        assert_eq!(said.undecided(rule).len(), 1, "{vpc}: {:?}", said.undecided(rule));
    }
}

/// Both ways lead out of the VPC.
#[test]
fn alternatives_that_are_all_wrong_vpcs_are_an_error() {
    let others = r#"
resource "alicloud_vpc" "w" {
  count      = 2
  cidr_block = "10.0.128.0/18"
}
"#;
    let vpc = "var.x == 1 ? alicloud_vpc.w[0].id : alicloud_vpc.w[1].id";
    second_vpc(vpc, others).error("vswitch_wrong_vpc");
}

/// A cluster in [`NETWORK`] with the given lines.
fn cluster(lines: &str) -> Said {
    Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids = [alicloud_vswitch.a.id]
  {lines}
}}
"#
    ))
}

#[test]
fn what_is_no_range_is_told_once() {
    for lines in [
        "pod_cidr = \"100.64.0.0\"",
        "service_cidr = \"100.64.0.0/33\"",
        "service_cidr = \"100.64.0.0/28, fd00::/129\"",
    ] {
        let said = cluster(lines);
        said.error("cidr_invalid");
        for rule in &RANGES[1..] {
            said.silent(rule);
        }
    }
}

#[test]
fn what_is_reserved_is_told_once() {
    let said = cluster("pod_cidr = \"100.64.0.0/16\"\n  service_cidr = \"8.0.0.0/20\"");
    assert!(said.error("cidr_reserved").message.contains("100.64.0.0/16"));
    // the other attribute is another mistake
    assert!(said.error("cidr_not_private").message.contains("8.0.0.0/20"));
}

#[test]
fn a_range_that_nobody_reads_is_not_looked_at() {
    let terway = "pod_cidr = \"100.64.0.0/8\"\n  addons {\n    name = \"terway-eniip\"\n  }";
    let said = cluster(terway);
    silent(&said);
    // on the edge Terway's pod_cidr is for the nodes there
    let edge = cluster(&format!("profile = \"Edge\"\n  {terway}"));
    edge.error("cidr_reserved");
    let said = cluster("pod_cidr = \"100.64.0.0/8\"\n  addons {\n    name = var.x\n  }");
    assert_eq!(said.findings("cidr_reserved").len(), 0);
    assert_eq!(said.undecided("cidr_reserved").len(), 1);
}

#[test]
fn alternatives_of_a_range_are_looked_at_one_by_one() {
    let said = cluster("pod_cidr = var.x == 1 ? \"100.64.0.0/16\" : \"126.0.0.0/7\"");
    said.error("cidr_reserved");
    let said = cluster("service_cidr = var.x == 1 ? \"10.1.0.0/12\" : \"10.1.0.0/25\"");
    said.error("cidr_size");
    let said = cluster("service_cidr = var.x == 1 ? \"172.21.0.0/20\" : \"172.22.0.0/20\"");
    silent(&said);
}

/// What the cloud chooses is of its own ranges.
#[test]
fn a_range_that_is_left_out_is_silent() {
    let said = Said::on(
        r#"
resource "alicloud_vpc" "v" {
}
resource "alicloud_vswitch" "a" {
  vpc_id  = alicloud_vpc.v.id
  zone_id = "cn-hangzhou-h"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids     = [alicloud_vswitch.a.id]
  pod_vswitch_ids = [alicloud_vswitch.a.id]
}
"#,
    );
    silent(&said);
}

/// Whichever VPC it is, it holds the cluster.
#[test]
fn a_vswitch_of_an_unknown_vpc_is_looked_at_where_a_cluster_uses_it() {
    let said = |count: &str, used: &str| {
        Said::on(&format!(
            r#"
variable "x" {{}}
resource "alicloud_vswitch" "a" {{
  {count}
  vpc_id     = var.x
  cidr_block = "100.64.0.0/30"
  zone_id    = "cn-hangzhou-h"
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids = {used}
}}
"#
        ))
    };
    for said in
        [said("", "[alicloud_vswitch.a.id]"), said("count = var.x", "alicloud_vswitch.a.*.id")]
    {
        said.error("cidr_reserved");
        said.error("cidr_size");
    }
    // it may lie in the VPC of the cluster
    silent_or_open(&said("", "[\"vsw-1\"]"), 1);
    silent_or_open(&said("", "[for id in [alicloud_vswitch.a.id] : id if var.x == 1]"), 1);
}

/// Nothing is found of the vSwitch, and so many checks on it are open.
#[track_caller]
fn silent_or_open(said: &Said, open: usize) {
    for rule in ["cidr_reserved", "cidr_size"] {
        assert!(said.findings(rule).is_empty(), "{:?}", said.findings(rule));
        assert_eq!(said.undecided(rule).len(), open, "{rule}: {:?}", said.undecided(rule));
    }
}

/// A VPC without clusters is not looked at.
#[test]
fn networks_without_clusters_are_nobodys_business() {
    let said = Said::on(
        r#"
resource "alicloud_vpc" "v" {
  cidr_block = "100.64.0.0/30"
}
resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "100.64.0.0/30"
  zone_id    = "cn-hangzhou-h"
}
"#,
    );
    silent(&said);
}

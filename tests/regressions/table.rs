//! What a second implementation of the table of rules disagreed with (`tests/table`).

use crate::said::{NETWORK, Said};

const TERWAY: &str = r#"addons {
    name = "terway-eniip"
  }"#;

/// A vSwitch in the VPC of [`NETWORK`].
fn vswitch(name: &str, cidr: &str, zone: &str) -> String {
    format!(
        r#"
resource "alicloud_vswitch" "{name}" {{
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "{cidr}"
  zone_id    = "cn-hangzhou-{zone}"
}}
"#
    )
}

/// A Terway cluster with pod vSwitches, and a pool of some nodes in others.
fn terway(name: &str, pods: &str, nodes: &str, count: u32) -> String {
    format!(
        r#"
resource "alicloud_cs_managed_kubernetes" "{name}" {{
  vswitch_ids     = [{nodes}]
  pod_vswitch_ids = [{pods}]
  cluster_spec    = "ack.pro.small"
  service_cidr    = "172.21.0.0/20"
  {TERWAY}
}}
resource "alicloud_cs_kubernetes_node_pool" "{name}" {{
  cluster_id     = alicloud_cs_managed_kubernetes.{name}.id
  vswitch_ids    = [{nodes}]
  instance_types = ["ecs.g7.large"]
  desired_size   = {count}
}}
"#
    )
}

/// A plug-in of the user's own takes its addresses from the `pod_cidr` that is written, as far as
/// anybody knows: the rules on ranges hold, those on Flannel do not.
#[test]
fn a_plug_in_of_ones_own_has_a_pod_range() {
    let said = Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "10.0.128.0/24"
  service_cidr = "10.0.128.0/20"
  addons {{
    name     = "flannel"
    disabled = true
  }}
}}
"#
    ));
    said.error("pod_vpc_overlap");
    said.error("pod_service_overlap");
    said.silent("flannel_pod_cidr_too_small");
}

/// Nodes in a zone where only another cluster has pod vSwitches take no addresses of these.
#[test]
fn pod_vswitches_of_another_cluster_cover_no_zone() {
    let vswitches = [
        vswitch("h", "10.0.4.0/30", "h"),
        vswitch("j", "10.0.64.0/18", "j"),
        vswitch("n", "10.0.8.0/21", "h"),
    ];
    let both = "alicloud_vswitch.h.id, alicloud_vswitch.j.id";
    let one = terway("one", both, "alicloud_vswitch.j.id", 3);
    let two = terway("two", "alicloud_vswitch.j.id", "alicloud_vswitch.n.id", 40);
    let said = Said::on(&format!("{NETWORK}{}{one}{two}", vswitches.concat()));
    assert_eq!(said.findings("terway_zone_uncovered").len(), 1, "two has nodes in h");
    said.silent("terway_pod_ips");
}

/// A third cluster that shares the pod vSwitch and has a large one of its own brings no room there.
#[test]
fn clusters_of_one_pod_vswitch_share_it_whoever_else_does() {
    let vswitches = [vswitch("p", "10.0.4.0/22", "h"), vswitch("q", "10.0.64.0/18", "h")];
    let p = "alicloud_vswitch.p.id";
    let more = format!("{p}, alicloud_vswitch.q.id");
    let clusters = [
        terway("one", p, "alicloud_vswitch.a.id", 50),
        terway("two", p, "alicloud_vswitch.a.id", 50),
        terway("three", &more, "alicloud_vswitch.a.id", 1),
    ];
    let said = Said::on(&format!("{NETWORK}{}{}", vswitches.concat(), clusters.concat()));
    let found = said.findings("terway_pod_ips");
    let subjects: Vec<&str> = found.iter().map(|found| found.subject.as_str()).collect();
    assert_eq!(
        subjects,
        ["alicloud_cs_managed_kubernetes.one", "alicloud_cs_managed_kubernetes.two"],
        "100 nodes need 1,100 of 1,020 addresses"
    );
}

/// A database that lets in a part of the pod range, beside another VPC.
fn let_in(other_vpc: &str) -> String {
    format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.31.0.0/20"
}}
resource "alicloud_db_instance" "d" {{
  security_ips = ["172.20.3.0/24"]
}}
resource "alicloud_vpc" "other" {{
  cidr_block = {other_vpc}
}}
"#
    )
}

/// An entry inside of another VPC is meant for that one, and perhaps where its range is not known.
#[test]
fn an_entry_may_be_meant_for_a_vpc_of_unknown_range() {
    Said::on(&let_in(r#""172.20.0.0/20""#)).silent("flannel_source_ip");
    let said = Said::on(&let_in("var.x"));
    assert!(said.findings("flannel_source_ip").is_empty());
    assert_eq!(said.undecided("flannel_source_ip").len(), 1);
    let said = Said::on(&let_in(r#""172.20/16""#));
    assert_eq!(said.findings("flannel_source_ip").len(), 1, "what is no range holds nothing");
}

/// A root is told the same alone and beside another.
#[test]
fn an_entry_is_judged_by_the_vpcs_of_its_root() {
    let root = let_in(r#""10.9.0.0/16""#);
    let other = r#"
resource "alicloud_vpc" "v" {
  cidr_block = "172.16.0.0/12"
}
"#;
    let said = Said::of(&[("one/main.tf", &root), ("two/main.tf", other)]);
    assert_eq!(said.findings("flannel_source_ip").len(), 1);
}

/// What is written wrongly elsewhere hides no reason that counts: `two` may lie in the VPC of
/// `three`, whatever the services of `one` are.
#[test]
fn a_text_that_is_no_range_hides_no_other_reason() {
    let cluster = |name: &str, vswitch: &str, services: &str| {
        format!(
            r#"
resource "alicloud_cs_managed_kubernetes" "{name}" {{
  vswitch_ids  = [{vswitch}]
  service_cidr = "{services}"
}}
"#
        )
    };
    let clusters = [
        cluster("a_one", "alicloud_vswitch.a.id", "172.21.0.0"),
        cluster("b_two", "var.x", "172.21.0.0/20"),
        cluster("c_three", "alicloud_vswitch.a.id", "172.21.0.0/20"),
    ];
    let said = Said::on(&format!("{NETWORK}{}", clusters.concat()));
    let open = said.undecided("cluster_overlap");
    assert!(open.iter().any(|open| open.subject.ends_with("c_three")), "{open:?}");
}

/// A list of secondary ranges that is not known may hold one that an attached range overlaps: of
/// the two the attached one is the later.
#[test]
fn an_attached_range_may_overlap_one_that_is_not_listed() {
    let said = Said::on(
        r#"
variable "x" {}
resource "alicloud_vpc" "v" {
  cidr_block            = "10.0.0.0/16"
  secondary_cidr_blocks = var.x
}
resource "alicloud_vpc_ipv4_cidr_block" "more" {
  vpc_id               = alicloud_vpc.v.id
  secondary_cidr_block = "10.1.0.0/16"
}
resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.0.0/24"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids = [alicloud_vswitch.a.id]
}
"#,
    );
    let open = said.undecided("vswitch_overlap");
    let subjects: Vec<&str> = open.iter().map(|open| open.subject.as_str()).collect();
    assert!(subjects.contains(&"alicloud_vpc_ipv4_cidr_block.more"), "{subjects:?}");
}

/// What is certain of one attribute decides nothing about another.
#[test]
fn one_of_two_ways_is_open_beside_a_finding_on_another_attribute() {
    let said = Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "11.0.0.0/16"
  service_cidr = var.x == "prod" ? "8.8.0.0/20" : "172.21.0.0/20"
}}
"#
    ));
    assert_eq!(said.findings("cidr_not_private").len(), 1, "the pod range");
    assert_eq!(said.undecided("cidr_not_private").len(), 1, "the service range");
}

//! What may lie in a VPC, or share its addresses, is a doubt and not nothing: found by the
//! properties of `tests/soundness`.

use crate::said::{NETWORK, Said};
use acklint::report::view::Severity;

/// A cluster in the VPC, and a second vSwitch with some `vpc_id` and range.
fn second_vswitch(vpc_id: &str, cidr_block: &str) -> Said {
    Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_vswitch" "b" {{
  vpc_id     = {vpc_id}
  cidr_block = "{cidr_block}"
  zone_id    = "cn-hangzhou-i"
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.0.0/20"
}}
"#
    ))
}

#[track_caller]
fn only_undecided(said: &Said, rule: &str, subject: &str) {
    assert!(said.findings(rule).is_empty(), "{:?}", said.findings(rule));
    let undecided = said.undecided(rule);
    assert!(undecided.iter().any(|open| open.subject == subject), "{undecided:?}");
}

/// It may be the same VPC, in which the two ranges overlap.
#[test]
fn a_vswitch_of_an_unknown_vpc_may_overlap_another() {
    only_undecided(
        &second_vswitch("var.x", "10.0.0.0/24"),
        "vswitch_overlap",
        "alicloud_vswitch.b",
    );
    second_vswitch("var.x", "10.0.1.0/24").silent("vswitch_overlap");
}

/// Nobody knows which ranges its VPC has.
#[test]
fn a_vswitch_of_an_unknown_vpc_may_lie_outside_of_it() {
    let said = second_vswitch("var.x", "10.9.0.0/24");
    only_undecided(&said, "vswitch_outside_vpc", "alicloud_vswitch.b");
}

/// A cluster uses it, so that its VPC holds a cluster, whichever it is.
#[test]
fn the_range_of_a_vswitch_in_use_is_judged_whatever_its_vpc() {
    let said = Said::on(
        r#"
variable "x" {}
resource "alicloud_vswitch" "a" {
  vpc_id     = var.x
  cidr_block = "10.0.0/24"
  zone_id    = "cn-hangzhou-h"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.0.0/20"
}
"#,
    );
    assert_eq!(said.error("cidr_invalid").subject, "alicloud_vswitch.a");
}

/// Nobody knows whether the cluster lies in the VPC whose vSwitches overlap.
#[test]
fn a_cluster_of_unknown_vswitches_may_lie_in_any_vpc() {
    let said = Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_vswitch" "b" {{
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.0.0/25"
  zone_id    = "cn-hangzhou-i"
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = var.x
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.0.0/20"
}}
"#
    ));
    only_undecided(&said, "vswitch_overlap", "alicloud_vswitch.b");
}

/// The range may be one of this VPC: then the pod range overlaps it, and the vSwitch lies inside.
#[test]
fn a_secondary_range_of_an_unknown_vpc_may_be_of_each() {
    let said = Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_vpc_ipv4_cidr_block" "more" {{
  vpc_id               = var.x
  secondary_cidr_block = "172.20.0.0/16"
}}
resource "alicloud_vswitch" "b" {{
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "172.20.1.0/24"
  zone_id    = "cn-hangzhou-i"
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.0.0/20"
}}
"#
    ));
    only_undecided(&said, "pod_vpc_overlap", "alicloud_cs_managed_kubernetes.c");
    only_undecided(&said, "vswitch_outside_vpc", "alicloud_vswitch.b");
}

/// One that is not listed may overlap the range that is there.
#[test]
fn unknown_secondary_ranges_may_overlap_the_first() {
    let said = Said::on(
        r#"
variable "x" {}
resource "alicloud_vpc" "v" {
  cidr_block            = "10.0.0.0/16"
  secondary_cidr_blocks = var.x
}
resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.0.0/24"
  zone_id    = "cn-hangzhou-h"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.0.0/20"
}
"#,
    );
    only_undecided(&said, "vswitch_overlap", "alicloud_vpc.v");
}

/// The add-on may be one of this cluster.
#[test]
fn an_addon_of_an_unknown_cluster_may_be_of_each() {
    let said = Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "172.20.0.0/24"
  service_cidr = "172.21.0.0/20"
}}
resource "alicloud_cs_kubernetes_addon" "terway" {{
  cluster_id = var.x
  name       = "terway-eniip"
}}
"#
    ));
    let cluster = "alicloud_cs_managed_kubernetes.c";
    only_undecided(&said, "flannel_pod_cidr_too_small", cluster);
}

/// Two clusters with one pod vSwitch of 252 addresses; the second has the nodes.
fn sharing(pod_vswitch_ids: &str, network_type: &str) -> Said {
    Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "a" {{
  vswitch_ids     = [alicloud_vswitch.a.id]
  pod_vswitch_ids = [alicloud_vswitch.a.id]
}}
resource "alicloud_cs_managed_kubernetes" "b" {{
  vswitch_ids          = [alicloud_vswitch.a.id]
  pod_vswitch_ids      = {pod_vswitch_ids}
  cluster_network_type = {network_type}
  pod_cidr             = "172.20.0.0/16"
}}
resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id     = alicloud_cs_managed_kubernetes.b.id
  vswitch_ids    = [alicloud_vswitch.a.id]
  instance_types = ["ecs.g7.xlarge"]
  desired_size   = 100
}}
"#
    ))
}

/// What the other asks for is asked of both, and perhaps so where it is not known to share.
#[test]
fn a_cluster_that_may_share_pod_vswitches_is_a_doubt() {
    let first = "alicloud_cs_managed_kubernetes.a";
    let known = sharing("[alicloud_vswitch.a.id]", "\"terway\"");
    let of_first =
        |said: &Said| said.findings("terway_pod_ips").iter().filter(|f| f.subject == first).count();
    assert_eq!(of_first(&known), 1, "the contrast");
    for said in [sharing("var.x", "\"terway\""), sharing("[alicloud_vswitch.a.id]", "var.x")] {
        assert_eq!(of_first(&said), 0);
        let undecided = said.undecided("terway_pod_ips");
        assert!(undecided.iter().any(|open| open.subject == first), "{undecided:?}");
    }
}

/// The second has the nodes and not only the pod vSwitch of the first, and the third, if it is Terway, vSwitches for their pods.
#[test]
fn a_cluster_that_may_share_may_bring_addresses() {
    let third = |network_type: &str| {
        let said = Said::on(&format!(
            r#"{NETWORK}
resource "alicloud_vswitch" "b" {{
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.64.0/18"
  zone_id    = "cn-hangzhou-h"
}}
resource "alicloud_vswitch" "s" {{
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.4.0/28"
  zone_id    = "cn-hangzhou-h"
}}
resource "alicloud_cs_managed_kubernetes" "a" {{
  pod_vswitch_ids = [alicloud_vswitch.a.id]
}}
resource "alicloud_cs_managed_kubernetes" "b" {{
  pod_vswitch_ids       = [alicloud_vswitch.a.id, alicloud_vswitch.s.id]
  worker_vswitch_ids    = [alicloud_vswitch.a.id]
  worker_number         = 40
  worker_instance_types = ["ecs.g7.xlarge"]
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  pod_vswitch_ids      = [alicloud_vswitch.a.id, alicloud_vswitch.b.id]
  cluster_network_type = {network_type}
}}
"#
        ));
        let first = "alicloud_cs_managed_kubernetes.a";
        let found = said.findings("terway_pod_ips");
        found.iter().filter(|finding| finding.subject == first).count()
    };
    assert_eq!([third("\"flannel\""), third("\"terway\""), third("var.x")], [1, 0, 0]);
}

/// Terway on ten nodes whose zone has room for fewer, in some distribution.
fn two_zones(policy: &str) -> Said {
    Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_vswitch" "b" {{
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.16.0/20"
  zone_id    = "cn-hangzhou-i"
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids     = [alicloud_vswitch.a.id, alicloud_vswitch.b.id]
  pod_vswitch_ids = [alicloud_vswitch.a.id, alicloud_vswitch.b.id]
  addons {{
    name = "terway-eniip"
  }}
}}
resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id      = alicloud_cs_managed_kubernetes.c.id
  vswitch_ids     = [alicloud_vswitch.a.id, alicloud_vswitch.b.id]
  instance_types  = ["ecs.g7.xlarge"]
  desired_size    = 60
  multi_az_policy = {policy}
}}
"#
    ))
}

/// Spread evenly, the first zone is short for certain; nobody knows whether it is spread so.
#[test]
fn an_unknown_policy_leaves_open_whether_a_zone_is_short() {
    two_zones("\"BALANCE\"").error("terway_pod_ips");
    let said = two_zones("var.x");
    let findings = said.findings("terway_pod_ips");
    assert_eq!(findings[0].severity, Severity::Warning, "{findings:?}");
    assert_eq!(said.undecided("terway_pod_ips").len(), 1);
}

/// A Flannel cluster that is full but for the nodes of an upgrade.
fn surge(planned: u64, management: &str) -> Said {
    Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "172.20.0.0/20"
  service_cidr = "172.30.0.0/20"
}}
resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id   = alicloud_cs_managed_kubernetes.c.id
  vswitch_ids  = [alicloud_vswitch.a.id]
  desired_size = {planned}
  management {{
    {management}
  }}
}}
"#
    ))
}

#[test]
fn an_unknown_surge_leaves_open_whether_room_is_left() {
    let rule = "flannel_pod_cidr_too_small";
    for attribute in ["surge", "surge_percentage"] {
        let known = surge(10, &format!("{attribute} = 90"));
        assert_eq!(known.findings(rule).len(), 1, "the contrast");
        let unknown = surge(10, &format!("{attribute} = var.x"));
        only_undecided(&unknown, rule, "alicloud_cs_managed_kubernetes.c");
    }
}

/// Where no node is planned there is none to upgrade.
#[test]
fn an_upgrade_of_no_nodes_adds_none() {
    surge(0, "surge = 90").silent("flannel_pod_cidr_too_small");
}

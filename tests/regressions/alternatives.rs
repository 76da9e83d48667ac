//! `condition ? a : b` with an unknown condition: both are looked at.

use crate::said::{NETWORK, Said, place};

/// A cluster whose pod range is one of two.
fn pod_cidr(yes: &str, no: &str) -> Said {
    Said::on(&format!(
        r#"{NETWORK}
variable "env" {{}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = var.env == "prod" ? "{yes}" : "{no}"
  service_cidr = "172.21.0.0/20"
}}
"#
    ))
}

/// Whatever the condition is, nothing overlaps.
#[test]
fn alternatives_that_are_all_disjoint_are_decided() {
    let said = pod_cidr("172.26.0.0/16", "172.27.0.0/16");
    said.silent("pod_vpc_overlap");
    said.silent("pod_service_overlap");
}

/// Whatever the condition is, the VPC is hit.
#[test]
fn alternatives_that_are_all_wrong_are_an_error() {
    pod_cidr("10.0.1.0/24", "10.0.128.0/20").error("pod_vpc_overlap");
}

/// Only who knows the condition can tell, so that the condition is what is asked for.
#[test]
fn alternatives_that_differ_name_the_variable_of_the_condition() {
    let said = pod_cidr("10.0.1.0/24", "172.26.0.0/20");
    assert!(said.findings("pod_vpc_overlap").is_empty());
    let undecided = said.undecided("pod_vpc_overlap");
    assert_eq!(undecided.len(), 1);
    assert!(undecided[0].why.contains("var.env"), "{}", undecided[0].why);
}

/// One option of the vSwitch's range lies outside of its VPC, in the service range.
#[test]
fn alternatives_of_a_vswitch_count_beside_a_known_vpc() {
    let said = Said::on(
        r#"
variable "env" {}
resource "alicloud_vpc" "v" {
  cidr_block = "10.1.0.0/16"
}
resource "alicloud_vswitch" "s" {
  vpc_id     = alicloud_vpc.v.id
  zone_id    = "cn-hangzhou-h"
  cidr_block = var.env == "prod" ? "10.1.8.0/24" : "192.168.0.0/24"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids  = [alicloud_vswitch.s.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "192.168.0.0/16"
}
"#,
    );
    let undecided = said.undecided("service_vpc_overlap");
    assert_eq!(undecided.len(), 1);
    assert!(undecided[0].why.contains("var.env"), "{}", undecided[0].why);
}

/// The literal id says that both clusters lie in one VPC; no option of one meets the other.
#[test]
fn disjoint_alternatives_are_decided_across_roots() {
    let said = across_roots("172.21.0.0/20", "172.22.0.0/20");
    said.silent("cluster_overlap");
    said.silent("vswitch_overlap");
}

/// Both options meet the service range of the other root.
#[test]
fn alternatives_that_agree_are_found_across_roots() {
    let said = across_roots("172.23.0.0/20", "172.23.0.0/18");
    let findings = said.findings("cluster_overlap");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(said.undecided("cluster_overlap").is_empty());
    let places = [&findings[0].location, &findings[0].related[0].location].map(place);
    assert!(places.iter().any(|place| place.starts_with("envs/a/")), "{places:?}");
    assert!(places.iter().any(|place| place.starts_with("envs/b/")), "{places:?}");
}

/// Two roots in one VPC; the first has a service range of two options, the second 172.23.0.0/20.
fn across_roots(yes: &str, no: &str) -> Said {
    let first = format!(
        r#"
variable "env" {{}}
resource "alicloud_vswitch" "s" {{
  vpc_id     = "vpc-bp1"
  cidr_block = var.env == "prod" ? "10.0.1.0/24" : "10.0.2.0/24"
  zone_id    = "cn-hangzhou-h"
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.s.id]
  pod_cidr     = "172.26.0.0/16"
  service_cidr = var.env == "prod" ? "{yes}" : "{no}"
}}
"#
    );
    let second = r#"
resource "alicloud_vswitch" "s" {
  vpc_id     = "vpc-bp1"
  cidr_block = "10.0.9.0/24"
  zone_id    = "cn-hangzhou-h"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids  = [alicloud_vswitch.s.id]
  pod_cidr     = "172.27.0.0/16"
  service_cidr = "172.23.0.0/20"
}
"#;
    Said::of(&[("envs/a/main.tf", &first), ("envs/b/main.tf", second)])
}

/// Each way in which the add-ons can turn out has Flannel.
#[test]
fn a_dynamic_block_over_alternatives_is_each_of_them() {
    let said = Said::on(&format!(
        r#"{NETWORK}
variable "env" {{}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "10.0.128.0/20"
  service_cidr = "172.21.0.0/20"
  dynamic "addons" {{
    for_each = var.env == "prod" ? ["flannel", "csi-plugin"] : ["flannel"]
    content {{
      name = addons.value
    }}
  }}
}}
"#
    ));
    said.error("pod_vpc_overlap");
    said.silent("cni_undeclared");
    said.silent("cni_conflict");
}

/// Edge nodes may join, and the type is one of two: either way those that are planned are too many.
#[test]
fn alternatives_that_agree_are_found_beside_another_doubt() {
    let said = Said::on(&format!(
        r#"{NETWORK}
variable "env" {{}}
resource "alicloud_cs_edge_kubernetes" "c" {{
  vswitch_ids     = [alicloud_vswitch.a.id]
  pod_vswitch_ids = [alicloud_vswitch.a.id]
}}
resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id     = alicloud_cs_edge_kubernetes.c.id
  vswitch_ids    = [alicloud_vswitch.a.id]
  instance_types = [var.env == "prod" ? "ecs.g7.xlarge" : "ecs.c7.4xlarge"]
  desired_size   = 10
}}
"#
    ));
    assert_eq!(said.findings("terway_pod_ips").len(), 1);
    let undecided = said.undecided("terway_pod_ips");
    assert!(undecided[0].why.contains("edge nodes join"), "{undecided:?}");
}

//! What nodes ask of pod vSwitches and of the VPC, where a part of it is not known.

use crate::said::{NETWORK, Said};

/// A Terway cluster whose nodes and pods share a vSwitch of a prefix length, and lines of its pool.
fn shared(prefix: u8, pool: &str) -> Said {
    let network = NETWORK.replace("10.0.0.0/24", &format!("10.0.0.0/{prefix}"));
    Said::on(&format!(
        r#"{network}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids     = [alicloud_vswitch.a.id]
  pod_vswitch_ids = [alicloud_vswitch.a.id]
  service_cidr    = "172.21.0.0/20"
  addons {{
    name = "terway-eniip"
  }}
}}
resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id  = alicloud_cs_managed_kubernetes.c.id
  vswitch_ids = [alicloud_vswitch.a.id]
  {pool}
}}
"#
    ))
}

/// A split that is even for certain is enough for an error in one zone.
#[test]
fn a_zone_is_short_even_if_the_vswitch_of_another_is_unknown() {
    let said = Said::on(
        r#"
variable "x" {}
resource "alicloud_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "alicloud_vswitch" "n" {
  count      = 2
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.${count.index}.0/24"
  zone_id    = ["cn-hangzhou-h", "cn-hangzhou-i"][count.index]
}
resource "alicloud_vswitch" "p" {
  count      = 2
  vpc_id     = alicloud_vpc.v.id
  cidr_block = ["10.0.16.0/24", var.x][count.index]
  zone_id    = ["cn-hangzhou-h", "cn-hangzhou-i"][count.index]
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids     = alicloud_vswitch.n[*].id
  pod_vswitch_ids = alicloud_vswitch.p[*].id
  service_cidr    = "172.21.0.0/20"
  addons {
    name = "terway-eniip"
  }
}
resource "alicloud_cs_kubernetes_node_pool" "p" {
  cluster_id      = alicloud_cs_managed_kubernetes.c.id
  vswitch_ids     = alicloud_vswitch.n[*].id
  instance_types  = ["ecs.g7.4xlarge"]
  desired_size    = 60
  multi_az_policy = "BALANCE"
}
"#,
    );
    let message = &said.error("terway_pod_ips").message;
    assert!(message.contains("cn-hangzhou-h"), "{message}");
}

/// A node of fewer than 11 pods is not accepted, so that much is asked for whatever `max_pods` is.
#[test]
fn an_unknown_max_pods_leaves_the_least_that_nodes_need() {
    let said = shared(
        24,
        r#"instance_types = ["ecs.g7.4xlarge"]
  desired_size   = 23
  kubelet_configuration {
    max_pods = var.x
  }"#,
    );
    let message = &said.error("terway_pod_ips").message;
    let needed = 23 * 11 + 23;
    assert!(message.contains(&format!("23 nodes need at least {needed}")), "{message}");
}

/// No `max_pods` lets a node hold more pods than its ENIs have addresses.
#[test]
fn an_unknown_max_pods_is_bounded_by_the_enis() {
    let said = shared(
        20,
        r#"instance_types = ["ecs.g7.xlarge"]
  desired_size   = 2
  kubelet_configuration {
    max_pods = var.x
  }"#,
    );
    said.silent("terway_pod_ips");
    said.silent("terway_vpc_too_small");
}

/// `ecs.c6.large` holds six pods: twenty such nodes, and three in upgrades, are never full of 11.
#[test]
fn a_small_instance_type_is_not_full_of_eleven_pods() {
    shared(
        24,
        r#"instance_types = ["ecs.c6.large"]
  desired_size   = 20
  management {
    enable = true
    surge  = 3
  }"#,
    )
    .silent("terway_pod_ips");
}

/// Nodes take pod addresses in their own zone; where no pod vSwitch is, they take none.
#[test]
fn an_unknown_type_in_a_zone_without_pod_vswitches_asks_for_nothing() {
    let said = Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_vswitch" "b" {{
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.1.0/24"
  zone_id    = "cn-hangzhou-i"
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids     = [alicloud_vswitch.a.id]
  pod_vswitch_ids = [alicloud_vswitch.b.id]
  service_cidr    = "172.21.0.0/20"
  addons {{
    name = "terway-eniip"
  }}
}}
resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id     = alicloud_cs_managed_kubernetes.c.id
  vswitch_ids    = [alicloud_vswitch.a.id]
  instance_types = ["ecs.zz99.4xlarge"]
  desired_size   = 5
}}
"#
    ));
    said.silent("terway_pod_ips");
    assert_eq!(said.undecided("terway_vpc_too_small").len(), 1, "the type is unknown");
}

/// No VPC is too small for nothing.
#[test]
fn a_cluster_that_plans_nothing_fits_in_any_vpc() {
    for pods in ["var.y", r#"["vsw-1"]"#] {
        let said = Said::on(&format!(
            r#"
variable "x" {{}}
variable "y" {{}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids     = var.x
  pod_vswitch_ids = {pods}
  service_cidr    = "172.21.0.0/20"
  addons {{
    name = "terway-eniip"
  }}
}}
"#
        ));
        said.silent("terway_vpc_too_small");
    }
}

/// As for Flannel, an expectation holds for each cluster that is made.
#[test]
fn expected_pods_count_on_a_terway_cluster_of_unknown_count() {
    let said = Said::on(&format!(
        r#"{NETWORK}
# acklint:expect nodes=31 pods=2000
resource "alicloud_cs_managed_kubernetes" "c" {{
  count           = var.x
  vswitch_ids     = [alicloud_vswitch.a.id]
  pod_vswitch_ids = [alicloud_vswitch.a.id]
  service_cidr    = "172.21.0.0/20"
  addons {{
    name = "terway-eniip"
  }}
}}
"#
    ));
    let message = &said.error("terway_pod_ips").message;
    assert!(message.contains("2000 pods are expected"), "{message}");
}

//! A value that is not known hides nothing that the rest makes certain.

use crate::said::{NETWORK, Said};
use acklint::report::view::Severity;

/// A cluster that names its vSwitches in some way, and a node pool in the VPC.
fn cluster_and_pool(vswitch_ids: &str) -> String {
    format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = {vswitch_ids}
  pod_cidr     = "10.0.128.0/20"
  service_cidr = "10.0.64.0/20"
}}
resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id   = alicloud_cs_managed_kubernetes.c.id
  vswitch_ids  = [alicloud_vswitch.a.id]
  desired_size = 3
}}
"#
    )
}

/// A cluster and its node pools lie in one VPC: the pool tells which.
#[test]
fn the_vpc_is_found_through_a_node_pool() {
    for vswitch_ids in ["var.x", r#"["vsw-bp1abc"]"#] {
        let said = Said::on(&cluster_and_pool(vswitch_ids));
        for rule in ["pod_vpc_overlap", "service_vpc_overlap"] {
            let message = &said.error(rule).message;
            assert!(message.contains("VPC alicloud_vpc.v"), "{vswitch_ids}: {message}");
        }
    }
}

/// The literal id is another vSwitch of that VPC; it takes nothing from what is written.
#[test]
fn vswitches_overlap_beside_a_literal_id() {
    let twin = r#"
resource "alicloud_vswitch" "b" {
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.0.0/24"
  zone_id    = "cn-hangzhou-h"
}
"#;
    let said = Said::on(&format!("{}{twin}", cluster_and_pool(r#"["vsw-bp1abc"]"#)));
    assert_eq!(said.error("vswitch_overlap").subject, "alicloud_vswitch.b");
}

/// However many clusters there will be, each has its three masters.
#[test]
fn masters_count_on_a_cluster_of_unknown_count() {
    let said = Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_cs_kubernetes" "c" {{
  count              = var.x
  master_vswitch_ids = [alicloud_vswitch.a.id, alicloud_vswitch.a.id, alicloud_vswitch.a.id]
  pod_cidr           = "172.20.0.0/24"
  service_cidr       = "172.21.0.0/20"
}}
"#
    ));
    let finding = said.error("flannel_pod_cidr_too_small");
    assert_eq!(finding.subject, "alicloud_cs_kubernetes.c[*]");
    assert!(finding.message.contains("3 are planned"), "{}", finding.message);
}

/// What is expected is expected of each cluster that is made.
#[test]
fn expected_nodes_and_pods_count_on_a_cluster_of_unknown_count() {
    let flannel = |expect: &str| {
        format!(
            r#"{NETWORK}
# acklint:expect {expect}
resource "alicloud_cs_managed_kubernetes" "c" {{
  count          = var.x
  vswitch_ids    = [alicloud_vswitch.a.id]
  pod_cidr       = "172.20.0.0/19"
  node_cidr_mask = 24
  service_cidr   = "172.21.0.0/20"
}}
"#
        )
    };
    let message = |expect: &str| {
        let said = Said::on(&flannel(expect));
        said.error("flannel_pod_cidr_too_small").message.clone()
    };
    assert!(message("nodes=33").contains("33 are"), "{}", message("nodes=33"));
    assert!(message("pods=9000").contains("9000 pods"), "{}", message("pods=9000"));
}

/// ACK makes the network of a cluster with `zone_ids`: there is nothing to compare with.
#[test]
fn zone_ids_leave_nothing_for_a_service_range_to_overlap() {
    let said = Said::on(
        r#"
variable "x" {}
resource "alicloud_cs_managed_kubernetes" "c" {
  zone_ids     = ["cn-hangzhou-h"]
  service_cidr = var.x
  addons {
    name = "terway-eniip"
  }
}
"#,
    );
    said.silent("service_vpc_overlap");
}

/// A cluster with the given lines, whose add-ons nobody knows.
fn unknown_addons(lines: &str) -> Said {
    Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  service_cidr = "172.21.0.0/20"
  {lines}
  dynamic "addons" {{
    for_each = var.x
    content {{
      name = addons.value
    }}
  }}
}}
"#
    ))
}

/// With both there, each plug-in has what it needs.
#[test]
fn unknown_addons_lack_nothing_where_both_ranges_are_given() {
    let both = "pod_cidr = \"172.20.0.0/16\"\n  pod_vswitch_ids = [alicloud_vswitch.a.id]";
    unknown_addons(both).silent("cni_incomplete");
    assert_eq!(unknown_addons("").undecided("cni_incomplete").len(), 1, "the contrast");
}

/// The network type is a declaration, whatever the add-ons are.
#[test]
fn a_network_type_declares_the_plug_in_whatever_the_addons() {
    unknown_addons(r#"cluster_network_type = "terway""#).silent("cni_undeclared");
    assert_eq!(unknown_addons("").undecided("cni_undeclared").len(), 1, "the contrast");
}

/// Where all that is open could only repeat an info that is there, nothing is told twice.
#[test]
fn undecided_stands_beside_a_finding_only_where_worse_is_open() {
    let clusters = |second: &str, third: &str| {
        Said::on(&format!(
            r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "a" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.19.0.0/20"
}}
resource "alicloud_cs_managed_kubernetes" "b" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  {second}
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  service_cidr = "172.19.0.0/20"
  {third}
}}
"#
        ))
    };
    let terway = "addons {\n    name = \"flannel\"\n    disabled = true\n  }";
    let of_c = |said: &Said| -> (usize, usize) {
        let subject = "alicloud_cs_managed_kubernetes.c";
        let findings = said.findings("cluster_overlap");
        assert!(findings.iter().all(|finding| finding.severity == Severity::Info), "{findings:?}");
        let undecided = said.undecided("cluster_overlap");
        let found = findings.iter().filter(|finding| finding.subject == subject).count();
        (found, undecided.iter().filter(|undecided| undecided.subject == subject).count())
    };
    let unknown_service = clusters(&format!("service_cidr = var.x\n  {terway}"), terway);
    assert_eq!(of_c(&unknown_service), (1, 0), "an unknown service range could be an info only");
    let known_service = "service_cidr = \"172.30.0.0/20\"\n  pod_cidr = \"172.22.0.0/16\"";
    let unknown_pods =
        clusters(known_service, "pod_cidr = var.x\n  addons {\n    name = \"flannel\"\n  }");
    assert_eq!(of_c(&unknown_pods), (1, 1), "an unknown pod range could be an error");
}

/// What a block does not set is an attribute all the same: `try` must not take its fallback.
#[test]
fn what_a_block_does_not_set_is_the_providers() {
    let said = Said::on(
        r#"
resource "alicloud_cs_kubernetes_node_pool" "w" {
  scaling_config {
    max_size = 3
  }
}
locals {
  kind = try(alicloud_cs_kubernetes_node_pool.w.scaling_config[0].type, "gpu")
  size = alicloud_cs_kubernetes_node_pool.w.scaling_config[0].max_size
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids         = ["vsw-1"]
  deletion_protection = true
  pod_cidr            = local.kind == "gpu" ? "172.21.0.0/16" : "172.20.0.0/16"
  service_cidr        = local.size == 3 ? "172.21.0.0/20" : "10.0.0.0/20"
  addons {
    name = "flannel"
  }
}
"#,
    );
    assert_eq!(said.findings("pod_service_overlap").len(), 0);
    let undecided = said.undecided("pod_service_overlap");
    assert_eq!(undecided.len(), 1);
    assert!(undecided[0].why.contains("scaling_config[0].type"), "{}", undecided[0].why);
}

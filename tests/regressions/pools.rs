//! What is said of node pools and of the Terway clusters that they belong to.

use crate::said::{NETWORK, Said};
use acklint::report::view::Severity;

/// A Terway cluster with lines of its own, and what else stands beside it.
fn beside(cluster: &str, more: &str) -> Said {
    Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_vswitch" "p" {{
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.32.0/19"
  zone_id    = "cn-hangzhou-h"
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids     = [alicloud_vswitch.a.id]
  pod_vswitch_ids = [alicloud_vswitch.p.id]
  service_cidr    = "172.21.0.0/20"
  {cluster}
}}
{more}
"#
    ))
}

fn pool(lines: &str) -> String {
    format!(
        r#"
resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id  = alicloud_cs_managed_kubernetes.c.id
  vswitch_ids = [alicloud_vswitch.a.id]
  {lines}
}}
"#
    )
}

const TERWAY: &str = r#"addons {
    name = "terway-eniip"
  }"#;

/// Workers that are written into a cluster have the subject of the cluster: what is said of both
/// is one check.
#[test]
fn workers_of_a_cluster_and_the_cluster_are_one_subject() {
    let said = beside(
        r#"worker_number = 3
  worker_instance_types = ["ecs.g7.xlarge"]
  platform = "CentOS"
  addons {
    name   = "terway-eniip"
    config = "{'IPVlan':'true'}"
  }"#,
        "",
    );
    let found = said.findings("terway_datapath_v2");
    let severities: Vec<Severity> = found.iter().map(|found| found.severity).collect();
    assert_eq!(severities, [Severity::Error, Severity::Info], "{found:?}");
    assert!(found.iter().all(|found| found.subject == "alicloud_cs_managed_kubernetes.c"));
}

/// Masters are no pool: what a worker must hold is not asked of them.
#[test]
fn masters_are_no_pool() {
    let said = Said::on(
        r#"
resource "alicloud_cs_kubernetes" "c" {
  master_vswitch_ids    = ["vsw-1", "vsw-1", "vsw-1"]
  master_instance_types = ["ecs.c6.large", "ecs.c6.large", "ecs.c6.large"]
  pod_vswitch_ids       = ["vsw-2"]
  addons {
    name = "terway-eniip"
  }
}
"#,
    );
    said.silent("terway_instance_type");
}

/// Too small in whatever mode the pool is.
#[test]
fn an_unknown_label_hides_no_type_that_is_too_small() {
    let label = r#"labels {
    key   = "k8s.aliyun.com/exclusive-mode-eni-type"
    value = var.x
  }"#;
    let said = beside(TERWAY, &pool(&format!("instance_types = [\"ecs.c6.large\"]\n{label}")));
    said.error("terway_instance_type");
    let said = beside(TERWAY, &pool(&format!("instance_types = [\"ecs.g7.xlarge\"]\n{label}")));
    assert!(said.findings("terway_instance_type").is_empty());
    assert_eq!(said.undecided("terway_instance_type").len(), 1);
}

/// An unknown condition between types that are both too small.
#[test]
fn of_two_types_that_are_too_small_one_is_found() {
    let types = |other: &str| {
        pool(&format!("instance_types = [var.x == 1 ? \"ecs.c6.large\" : \"{other}\"]"))
    };
    beside(TERWAY, &types("ecs.c5.large")).error("terway_instance_type");
    let said = beside(TERWAY, &types("ecs.g7.xlarge"));
    assert!(said.findings("terway_instance_type").is_empty());
    assert_eq!(said.undecided("terway_instance_type").len(), 1);
}

/// A pool of a cluster that is not known: only what Terway would object to is open.
#[test]
fn a_pool_of_no_known_cluster_is_asked_for_what_could_be_found() {
    let of = |types: &str| {
        Said::on(&format!(
            r#"
variable "cluster" {{}}
resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id     = var.cluster
  vswitch_ids    = ["vsw-1"]
  instance_types = ["{types}"]
}}
"#
        ))
    };
    of("ecs.c7.4xlarge").silent("terway_instance_type");
    let said = of("ecs.c6.large");
    assert!(said.findings("terway_instance_type").is_empty());
    assert!(said.undecided("terway_instance_type")[0].why.contains("var.cluster"));
}

/// The zone without a pod vSwitch is one finding, and its nodes are in no sum.
#[test]
fn what_runs_in_an_uncovered_zone_counts_for_nothing_else() {
    let more = r#"
resource "alicloud_vswitch" "i" {
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.16.0/20"
  zone_id    = "cn-hangzhou-i"
}
resource "alicloud_cs_kubernetes_node_pool" "p" {
  cluster_id     = alicloud_cs_managed_kubernetes.c.id
  vswitch_ids    = [alicloud_vswitch.i.id]
  instance_types = ["ecs.c7.4xlarge"]
  desired_size   = 100
}
"#;
    let said = beside(TERWAY, more);
    let found = said.findings("terway_zone_uncovered");
    assert!(found.len() == 1 && found[0].message.contains("cn-hangzhou-i"), "{found:?}");
    // 100 full nodes ask for 21,000 addresses, of which the pod vSwitch has 8,188
    said.silent("terway_pod_ips");
}

/// An IPv6 range whose VPC is not known may be that of any.
#[test]
fn an_ipv6_range_of_an_unknown_vpc_leaves_dual_stack_open() {
    let dual = format!("ip_stack = \"dual\"\n{TERWAY}");
    let range = "resource \"alicloud_vpc_ipv6_cidr_block\" \"r\" {\n  vpc_id = var.x\n}";
    let without = |said: &Said| {
        let found = said.findings("terway_dual_stack");
        found.iter().any(|found| found.message.contains("the VPC alicloud_vpc.v has no IPv6"))
    };
    assert!(without(&beside(&dual, "")));
    let said = beside(&dual, range);
    assert!(!without(&said), "{:?}", said.findings("terway_dual_stack"));
    let known = range.replace("var.x", "alicloud_vpc.v.id");
    assert!(!without(&beside(&dual, &known)));
}

/// A pool without nodes asks for nothing, whatever its type.
#[test]
fn an_empty_pool_of_unknown_type_outgrows_no_security_group() {
    let group = "resource \"alicloud_security_group\" \"g\" {}";
    let cluster = format!("security_group_id = alicloud_security_group.g.id\n{TERWAY}");
    let empty = pool("instance_types = [\"ecs.unknown.large\"]");
    beside(&cluster, &format!("{group}\n{empty}")).silent("terway_security_group");
}

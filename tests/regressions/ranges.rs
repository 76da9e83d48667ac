//! Ranges: where a message points, what it names, and what a help proposes.

use crate::said::{NETWORK, Said, place};
use acklint::report::view::Severity;

/// A cluster in the VPC of [`NETWORK`], with the given lines, and a pool of some nodes.
fn cluster(lines: &str, nodes: usize) -> Said {
    Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  service_cidr = "172.31.0.0/20"
  {lines}
}}
resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id   = alicloud_cs_managed_kubernetes.c.id
  vswitch_ids  = [alicloud_vswitch.a.id]
  desired_size = {nodes}
}}
"#
    ))
}

/// Two clusters of one address each are told apart by their roots.
#[test]
fn an_overlap_between_roots_names_the_other_root() {
    let root = |octet: u8| {
        format!(
            r#"
resource "alicloud_vswitch" "s" {{
  vpc_id     = "vpc-bp1"
  cidr_block = "10.0.{octet}.0/24"
  zone_id    = "cn-hangzhou-h"
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.s.id]
  pod_cidr     = "172.26.0.0/16"
  service_cidr = "172.{octet}.0.0/20"
}}
"#
        )
    };
    let said = Said::of(&[("envs/a/main.tf", &root(16)), ("envs/b/main.tf", &root(17))]);
    let finding = said.error("cluster_overlap");
    assert_eq!(finding.root, "envs/b");
    assert!(finding.message.contains("in the root envs/a"), "{}", finding.message);
    let related = &finding.related[0];
    assert!(related.message.contains("in the root envs/a"), "{}", related.message);
    assert_eq!(&*related.location.file, "envs/a/main.tf");
}

/// Two roots use one id: each has to write a declaration of its own, so each place counts.
#[test]
fn a_literal_id_is_undecided_where_each_root_writes_it() {
    let by_vswitch = r#"
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids  = ["vsw-1"]
  pod_cidr     = "172.26.0.0/16"
  service_cidr = "172.21.0.0/20"
}
"#;
    let by_vpc = r#"
resource "alicloud_vswitch" "s" {
  vpc_id     = "vpc-bp1"
  cidr_block = "10.0.1.0/24"
  zone_id    = "cn-hangzhou-h"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids  = [alicloud_vswitch.s.id]
  pod_cidr     = "172.26.0.0/16"
  service_cidr = "172.21.0.0/20"
}
"#;
    for (text, id) in [(by_vswitch, "vsw-1"), (by_vpc, "vpc-bp1")] {
        let said = Said::of(&[("envs/a/main.tf", text), ("envs/b/main.tf", text)]);
        let undecided = said.undecided("pod_vpc_overlap");
        assert!(undecided.iter().all(|undecided| undecided.why.contains(id)), "{undecided:?}");
        let places: Vec<String> = undecided.iter().map(|u| place(&u.location)).collect();
        assert_eq!(places, ["envs/a/main.tf:3", "envs/b/main.tf:3"], "{id}");
    }
}

/// It is not looked at, which is no reason to say that it is missing.
#[test]
fn an_ipv6_pod_range_is_a_pod_range() {
    let said = cluster("pod_cidr = \"2408:4005::/56\"\n  addons {\n    name = \"flannel\"\n  }", 3);
    said.silent("cni_incomplete");
    said.silent("cidr_invalid");
    let undecided = said.undecided("flannel_pod_cidr_too_small");
    assert_eq!(undecided.len(), 1);
    assert!(undecided[0].why.contains("IPv6"), "{}", undecided[0].why);
}

/// One attribute holds one range.
#[test]
fn two_ranges_in_one_text_are_no_cidr() {
    let finding = "172.20.0.0/16,fd00::/56";
    let said = cluster(&format!("pod_cidr = \"{finding}\""), 3);
    assert!(said.error("cidr_invalid").message.contains(finding));
}

/// ACK takes no mask below 24, so that no help may propose one.
#[test]
fn a_help_names_no_mask_that_ack_refuses() {
    for mask in 16..=23 {
        for nodes in [30, 400, 20_000] {
            let lines = format!("pod_cidr = \"172.20.0.0/23\"\n  node_cidr_mask = {mask}");
            let said = cluster(&lines, nodes);
            let finding = said.error("flannel_pod_cidr_too_small");
            let help = finding.help.as_deref().expect("a range is free");
            let (_, named) = help.split_once("node_cidr_mask = ").expect("another mask is named");
            let named: String = named.chars().take_while(char::is_ascii_digit).collect();
            assert!(named.parse::<u8>().expect("a mask") >= 24, "{mask}, {nodes} nodes: {help}");
        }
    }
}

/// A range of the size that is there would be too small as soon as it is moved.
#[test]
fn the_help_of_a_vpc_overlap_has_room_for_the_plan() {
    let said = cluster("pod_cidr = \"10.0.128.0/24\"\n  node_cidr_mask = 24", 100);
    let help = said.error("pod_vpc_overlap").help.as_deref().expect("a range is free");
    let range = help.split('"').nth(1).expect("a range is named");
    let lines = format!("pod_cidr = \"{range}\"\n  node_cidr_mask = 24");
    let mended = cluster(&lines, 100);
    mended.silent("pod_vpc_overlap");
    mended.silent("flannel_pod_cidr_too_small");
}

/// Each cluster meets all that come before it, which nobody could read in full.
#[test]
fn five_hundred_clusters_of_one_range_are_one_finding_each() {
    let said = Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "c" {{
  count        = 500
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.${{count.index % 256}}.0/24"
}}
"#
    ));
    let findings = said.findings("cluster_overlap");
    let errors: Vec<_> = findings.iter().filter(|f| f.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 499);
    assert!(errors.iter().all(|finding| finding.related.len() <= 40));
    let last = "alicloud_cs_managed_kubernetes.c[499]";
    let last = errors.iter().find(|finding| finding.subject == last).expect("the last one");
    assert!(last.message.contains("(and 459 more)"), "{}", last.message);
}

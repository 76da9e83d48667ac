//! The figures: those of the planning page and of the comparison of the plug-ins, and those that
//! counting gives.

use crate::{plan, plans};
use acklint::options::{Expect, Options};
use acklint::report::capacity::{By, Cni, Role};
use ipnet::Ipv4Net;
use std::fmt::Write as _;

fn flannel(pods: &str, mask: u8, nodes: u64) -> String {
    format!(
        r#"
resource "alicloud_vpc" "this" {{
  cidr_block = "192.168.0.0/16"
}}
resource "alicloud_vswitch" "nodes" {{
  vpc_id     = alicloud_vpc.this.id
  zone_id    = "cn-hangzhou-h"
  cidr_block = "192.168.0.0/24"
}}
resource "alicloud_cs_managed_kubernetes" "this" {{
  cluster_spec   = "ack.pro.small"
  vswitch_ids    = [alicloud_vswitch.nodes.id]
  pod_cidr       = "{pods}"
  node_cidr_mask = {mask}
  service_cidr   = "172.21.0.0/20"
  addons {{
    name = "flannel"
  }}
}}
resource "alicloud_cs_kubernetes_node_pool" "this" {{
  cluster_id     = alicloud_cs_managed_kubernetes.this.id
  vswitch_ids    = [alicloud_vswitch.nodes.id]
  instance_types = ["ecs.g7.xlarge"]
  desired_size   = {nodes}
}}
"#
    )
}

fn terway(zones: &[(&str, &str)], types: &str, nodes: u64) -> String {
    let mut text = r#"
resource "alicloud_vpc" "this" {
  cidr_block = "192.168.0.0/16"
}
"#
    .to_owned();
    let mut ids = [Vec::new(), Vec::new()];
    for (at, (of_nodes, of_pods)) in zones.iter().enumerate() {
        for (kind, (name, cidr)) in [("node", of_nodes), ("pod", of_pods)].into_iter().enumerate() {
            write!(
                text,
                r#"
resource "alicloud_vswitch" "{name}{at}" {{
  vpc_id     = alicloud_vpc.this.id
  zone_id    = "zone-{at}"
  cidr_block = "{cidr}"
}}
"#
            )
            .unwrap();
            ids[kind].push(format!("alicloud_vswitch.{name}{at}.id"));
        }
    }
    let [nodes_in, pods_in] = ids.map(|ids| ids.join(", "));
    text + &format!(
        r#"
resource "alicloud_cs_managed_kubernetes" "this" {{
  cluster_spec    = "ack.pro.small"
  vswitch_ids     = [{nodes_in}]
  pod_vswitch_ids = [{pods_in}]
  service_cidr    = "172.21.0.0/20"
  addons {{
    name = "terway-eniip"
  }}
}}
resource "alicloud_cs_kubernetes_node_pool" "this" {{
  cluster_id     = alicloud_cs_managed_kubernetes.this.id
  vswitch_ids    = [{nodes_in}]
  instance_types = ["{types}"]
  desired_size   = {nodes}
}}
"#
    )
}

/// "If the pod CIDR block is 172.16.0.0/20, each node can run up to 256 pods and the cluster can
/// contain up to 16 nodes": Comparison between Terway and Flannel.
#[test]
fn the_example_of_the_comparison() {
    let plan = plan(&flannel("172.16.0.0/20", 24, 3));
    assert_eq!(plan.cni, Cni::Flannel);
    assert_eq!((plan.nodes.planned, plan.nodes.max), (Some(3), Some(16)));
    assert_eq!(plan.nodes.limited_by, Some(By::PodCidr));
    assert_eq!(plan.pods.per_node, Some((256, 256)));
    assert_eq!(plan.pods.max, Some(4096));
}

/// VPC 192.168.0.0/16, vSwitch 192.168.0.0/24, pods 172.20.0.0/16, Services 172.21.0.0/20: 65,536
/// pod addresses; Plan networks for ACK managed clusters.
#[test]
fn the_flannel_example_of_the_planning_page() {
    let plan = plan(&flannel("172.20.0.0/16", 24, 3));
    let addresses = |role| plan.ranges.iter().find(|range| range.role == role).unwrap().addresses;
    assert_eq!(addresses(Role::Pod), Some(65536));
    assert_eq!(addresses(Role::Service), Some(4096));
    assert_eq!(plan.services_max, Some(4096));
    // the routes of the VPC leave 200 of the 256 slices, until the quota is raised to 1,000
    assert_eq!((plan.nodes.max, plan.nodes.limited_by), (Some(200), Some(By::RouteEntries)));
    let limits: Vec<_> = plan.limits.iter().map(|limit| (limit.by, limit.nodes)).collect();
    let all = [(By::RouteEntries, Some(200)), (By::VSwitch, Some(252)), (By::PodCidr, Some(256))];
    assert_eq!(limits, all);
}

/// The same page: nodes 192.168.0.0/19, pods 192.168.32.0/19, 8,192 pod addresses; with more
/// zones 192.168.64.0/19 and 192.168.96.0/19.
#[test]
fn the_terway_examples_of_the_planning_page() {
    let one = terway(&[("192.168.0.0/19", "192.168.32.0/19")], "ecs.c7.4xlarge", 3);
    let one = plan(&one);
    let pods = one.ranges.iter().find(|range| range.role == Role::PodVSwitch).unwrap();
    assert_eq!((pods.addresses, pods.usable), (Some(8192), Some(8188)));
    // 210 pods on an ecs.c7.4xlarge: Comparison between Terway and Flannel
    assert_eq!((one.cni, one.pods.per_node), (Cni::Terway, Some((210, 210))));
    assert_eq!((one.nodes.max, one.nodes.limited_by), (Some(8188 / 210), Some(By::VSwitch)));
    let three = [
        ("192.168.0.0/19", "192.168.32.0/19"),
        ("192.168.128.0/19", "192.168.64.0/19"),
        ("192.168.160.0/19", "192.168.96.0/19"),
    ];
    let three = plan(&terway(&three, "ecs.c7.4xlarge", 3));
    assert_eq!(three.nodes.max, Some(3 * (8188 / 210)));
    assert_eq!(three.zones.len(), 3);
}

/// Exclusive ENI mode: "Exclusive ENI mode: up to 7 pods" on the same machine, and 10 nodes of a
/// basic cluster.
#[test]
fn exclusive_mode_and_basic_clusters() {
    let text = terway(&[("192.168.0.0/19", "192.168.32.0/19")], "ecs.c7.4xlarge", 3)
        .replace("terway-eniip", "terway-eni")
        .replace("ack.pro.small", "ack.standard");
    let plan = plan(&text);
    assert_eq!((plan.cni, plan.pods.per_node), (Cni::TerwayExclusive, Some((7, 7))));
    assert_eq!((plan.nodes.max, plan.nodes.limited_by), (Some(10), Some(By::Quota)));
}

/// Every pod range from /16 to /28 in slices of every mask, counted one by one.
#[test]
fn flannel_nodes_are_the_slices() {
    for prefix in 16..=28 {
        for mask in 24..=28u8 {
            let range: Ipv4Net = format!("172.16.0.0/{prefix}").parse().unwrap();
            let slices = range.subnets(mask).map_or(0, Iterator::count) as u64;
            let plan = plan(&flannel(&range.to_string(), mask, 1));
            let of_range = plan.limits.iter().find(|limit| limit.by == By::PodCidr).unwrap();
            assert_eq!(of_range.nodes, Some(slices), "{range} /{mask}");
            assert_eq!(plan.nodes.max, Some(slices.min(200)), "{range} /{mask}");
        }
    }
}

/// Addresses handed out one by one: a node takes one of its vSwitch and 12 of the pods' vSwitch.
#[test]
fn terway_nodes_are_those_that_find_addresses() {
    let sizes = [24, 25, 26, 27, 28];
    for (a, b) in sizes.iter().flat_map(|a| sizes.iter().map(move |b| (a, b))) {
        let zones = [
            (format!("192.168.0.0/{a}"), format!("192.168.1.0/{b}")),
            (format!("192.168.2.0/{b}"), format!("192.168.3.0/{a}")),
        ];
        let zones: Vec<(&str, &str)> =
            zones.iter().map(|(nodes, pods)| (nodes.as_str(), pods.as_str())).collect();
        let counted: u64 = zones
            .iter()
            .map(|(nodes, pods)| {
                // the first and the last three are reserved
                let usable = |range: &str| {
                    range.parse::<Ipv4Net>().unwrap().subnets(32).unwrap().count() - 4
                };
                let (mut of_nodes, mut of_pods) = (usable(nodes), usable(pods));
                let mut count = 0;
                while of_nodes >= 1 && of_pods >= 12 {
                    (of_nodes, of_pods) = (of_nodes - 1, of_pods - 12);
                    count += 1;
                }
                count
            })
            .sum();
        // 3 ENIs of 6 addresses: 12 pods
        let plan = plan(&terway(&zones, "ecs.g7.large", 2));
        let of_vswitches = plan.limits.iter().find(|limit| limit.by == By::VSwitch).unwrap();
        assert_eq!(of_vswitches.nodes, Some(counted), "{zones:?}");
    }
}

/// What another cluster and custom entries take of the routes is not left.
#[test]
fn routes_are_shared_with_other_clusters() {
    let text = flannel("172.20.0.0/16", 24, 3)
        + r#"
resource "alicloud_cs_managed_kubernetes" "other" {
  vswitch_ids  = [alicloud_vswitch.nodes.id]
  pod_cidr     = "172.22.0.0/16"
  service_cidr = "172.23.0.0/20"
}
resource "alicloud_cs_kubernetes_node_pool" "other" {
  cluster_id     = alicloud_cs_managed_kubernetes.other.id
  vswitch_ids    = [alicloud_vswitch.nodes.id]
  instance_types = ["ecs.g7.xlarge"]
  desired_size   = 8
}
resource "alicloud_route_entry" "office" {
  route_table_id        = alicloud_vpc.this.route_table_id
  destination_cidrblock = "10.9.0.0/16"
}
"#;
    let plans = plans(&text, &Options::default());
    let this = plans.iter().find(|plan| plan.subject.ends_with("this")).unwrap();
    let routes = this.limits.iter().find(|limit| limit.by == By::RouteEntries).unwrap();
    assert_eq!(routes.nodes, Some(200 - 8 - 1), "{routes:?}");
}

/// Demand is summed over all clusters that use a vSwitch: of two that plan 20 nodes of 45 pods in
/// 1,020 addresses each finds what the other leaves.
#[test]
fn vswitches_are_shared_with_other_clusters() {
    let text = terway(&[("10.0.0.0/22", "10.0.16.0/22")], "ecs.g7.xlarge", 20);
    let text = text.replace("192.168.0.0/16", "10.0.0.0/16");
    let at = text.find("resource \"alicloud_cs_managed").unwrap();
    let other = text[at..]
        .replace("kubernetes\" \"this\"", "kubernetes\" \"other\"")
        .replace("node_pool\" \"this\"", "node_pool\" \"other\"")
        .replace("kubernetes.this", "kubernetes.other");
    let max = |text: &str| -> Vec<_> {
        let plans = plans(text, &Options::default());
        plans.iter().map(|plan| (plan.nodes.max, plan.pods.max)).collect()
    };
    assert_eq!(max(&text), [(Some(22), Some(990))]);
    let both = format!("{text}{other}");
    assert_eq!(max(&both), [(Some(2), Some(90)); 2]);
    // the VPC, too: of 65,536 addresses the other one takes 920
    let of_vpc = |plan: &acklint::report::capacity::Cluster| {
        plan.limits.iter().find(|limit| limit.by == By::Vpc).unwrap().nodes
    };
    let plans = plans(&both, &Options::default());
    assert_eq!(of_vpc(&plans[0]), Some((65536 - 920) / 46));
    // whose nodes nobody knows, leaves what nobody knows
    let unknown = format!("variable \"u\" {{}}\n{text}{}", other.replace("= 20", "= var.u"));
    assert_eq!(max(&unknown), [(Some(2), Some(90)), (None, None)]);

    let text = flannel("172.20.0.0/16", 24, 20).replace("192.168.0.0/24", "192.168.0.0/27");
    let at = text.find("resource \"alicloud_cs_managed").unwrap();
    let other = text[at..]
        .replace("kubernetes\" \"this\"", "kubernetes\" \"other\"")
        .replace("node_pool\" \"this\"", "node_pool\" \"other\"")
        .replace("kubernetes.this", "kubernetes.other")
        .replace("172.20.", "172.22.");
    assert_eq!(max(&format!("{text}{other}")), [(Some(8), Some(2048)); 2]);
}

/// Nodes of different sizes each ask for their own, and a pool of several types asks for addresses
/// by its largest and holds pods by its smallest.
#[test]
fn nodes_of_different_sizes() {
    let text = terway(&[("192.168.0.0/24", "192.168.4.0/22")], "ecs.g7.xlarge", 10);
    let pool = &text[text.find("resource \"alicloud_cs_kubernetes_node_pool").unwrap()..];
    let large = pool
        .replace("\"this\"", "\"large\"")
        .replace("ecs.g7.xlarge", "ecs.g7.4xlarge")
        .replace("= 10", "= 1");
    // 10 of 45 and 1 of 210: 660 of 1,020 addresses, and one more of 210
    let two = plan(&format!("{text}{large}"));
    assert_eq!((two.nodes.planned, two.nodes.max), (Some(11), Some(12)));
    assert_eq!((two.pods.planned, two.pods.max), (Some(660), Some(870)));
    let used = |role| two.ranges.iter().find(|range| range.role == role).unwrap().used;
    assert_eq!((used(Role::NodeVSwitch), used(Role::PodVSwitch)), (Some(11), Some(660)));
    let mixed =
        text.replace("ecs.g7.xlarge", "ecs.g7.xlarge\", \"ecs.g7.4xlarge").replace("= 10", "= 4");
    let mixed = plan(&mixed);
    assert_eq!(
        (mixed.nodes.max, mixed.pods.planned, mixed.pods.max),
        (Some(4), Some(180), Some(180))
    );
    // how many there are of each decides what more there is
    let unknown = format!("variable \"u\" {{}}\n{text}{}", large.replace("= 1\n", "= var.u\n"));
    assert_eq!(plan(&unknown).nodes.max, None);
}

/// Each of these leaves open what is possible: it is null, with the reason.
#[test]
fn what_leaves_it_open_is_said() {
    let unknown = |text: String| text + "variable \"u\" {}\n";
    let terway = || terway(&[("192.168.0.0/24", "192.168.4.0/22")], "ecs.g7.xlarge", 10);
    let flannel = || flannel("172.20.0.0/16", 25, 10);
    let entry = "resource \"alicloud_route_entry\" \"r\" {\n  count                 = 50\n  route_table_id        = alicloud_vpc.this.route_table_id\n  destination_cidrblock = \"10.0.${count.index}.0/24\"\n}\n";
    let pools =
        terway().replacen("vswitch_ids    = [alicloud_vswitch.node0.id]", "vswitch_ids = var.u", 1);
    assert_ne!(pools, terway());
    for text in [
        pools,
        terway().replacen("\"zone-0\"", "var.u", 1),
        flannel() + &entry.replace("= 50", "= var.u"),
        flannel() + &entry.replace("alicloud_vpc.this.route_table_id", "var.u"),
    ] {
        let plan = plan(&unknown(text.clone()));
        assert_eq!((plan.nodes.max, plan.pods.max), (None, None), "{text}");
        assert!(plan.undecided.iter().any(|why| why.contains("var.u")), "{:?}", plan.undecided);
    }
    assert_eq!(plan(&(flannel() + entry)).nodes.max, Some(150));
}

/// Planning questions without an edit.
#[test]
fn what_if() {
    let text = flannel("172.20.0.0/20", 24, 3);
    let asked = |pods_per_node, nodes| {
        let expect = Expect { nodes, ..Expect::default() };
        plans(&text, &Options { pods_per_node, expect, ..Options::default() }).remove(0)
    };
    // 64 pods a node make slices of /26: four times as many
    let plan = asked(Some(64), None);
    assert_eq!((plan.nodes.max, plan.pods.per_node), (Some(64), Some((64, 64))));
    assert_eq!(asked(Some(100), None).nodes.max, Some(32));
    assert_eq!(asked(Some(1000), None).pods.per_node, Some((256, 256)));
    assert_eq!(asked(None, Some(300)).nodes.expected, Some(300));
}

/// No node holds more than its slice or its ENIs do, whatever is asked for: that is said.
#[test]
fn more_pods_than_a_node_can_hold_are_not_promised() {
    let options = |wish| Options { pods_per_node: Some(wish), ..Options::default() };
    let text = flannel("172.20.0.0/16", 24, 3);
    let asked = |text: &str, wish| plans(text, &options(wish))[0].pods.asked;
    assert_eq!(asked(&text, 257), Some(257));
    assert_eq!(asked(&text, 256), None);
    let text = terway(&[("192.168.0.0/24", "192.168.4.0/22")], "ecs.g7.xlarge", 10);
    assert_eq!((asked(&text, 1000), asked(&text, 45)), (Some(1000), None));
}

/// What is not known is null, with the reason, and never a guess.
#[test]
fn what_is_not_known_is_not_guessed() {
    let text =
        flannel("172.20.0.0/20", 24, 3).replace("desired_size   = 3", "desired_size = var.n");
    let unknown = plan(&(text + "variable \"n\" {}\n"));
    assert_eq!((unknown.nodes.planned, unknown.nodes.max), (None, Some(16)));
    assert!(unknown.undecided.iter().any(|why| why.contains("var.n has no value")), "{unknown:?}");
    let text = terway(&[("192.168.0.0/19", "192.168.32.0/19")], "ecs.never.heard", 3);
    let unknown = plan(&text);
    assert_eq!((unknown.nodes.max, unknown.pods.per_node), (None, None));
    assert!(unknown.undecided.iter().any(|why| why.contains("ecs.never.heard")), "{unknown:?}");
    let text =
        "resource \"alicloud_cs_serverless_kubernetes\" \"this\" {\n  vpc_id = \"vpc-1\"\n}\n";
    let none = plan(text);
    assert_eq!((none.cni, none.nodes.max, none.services_max), (Cni::None, None, Some(4096)));
}

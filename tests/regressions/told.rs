//! What `.acklint.hcl` tells of the cloud: it makes no finding of its own, and says where it stands.

use crate::program::Repository;
use crate::said::{Said, place};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const CLUSTER: &str = r#"
resource "alicloud_cs_managed_kubernetes" "c" {
  cluster_spec = "ack.pro.small"
  vswitch_ids  = ["vsw-bp1def"]
  pod_cidr     = "172.20.0.0/20"
  service_cidr = "172.21.0.0/24"
  addons {
    name = "flannel"
  }
}
"#;

const TOLD: &str = r#"
vpc "vpc-bp1abc" {
  cidrs = ["10.0.0.0/16", "10.1.0.0/16", "fd00:10::/56"]
}
vswitch "vsw-bp1def" {
  vpc  = "vpc-bp1abc"
  cidr = "10.0.8.0/21"
}
"#;

/// One root makes the vSwitch and the secondary range, another one knows their ids only.
#[test]
fn what_is_told_of_is_what_another_root_defines() {
    let network = r#"
resource "alicloud_vswitch" "a" {
  vpc_id     = "vpc-bp1abc"
  zone_id    = "cn-hangzhou-h"
  cidr_block = "10.0.8.0/21"
}
resource "alicloud_vpc_ipv4_cidr_block" "more" {
  vpc_id               = "vpc-bp1abc"
  secondary_cidr_block = "10.1.0.0/16"
}
"#;
    let roots = [("app/main.tf", CLUSTER), ("net/main.tf", network), (".acklint.hcl", TOLD)];
    let said = Said::of(&roots);
    for rule in ["vswitch_overlap", "vswitch_outside_vpc", "vswitch_wrong_vpc", "pod_vpc_overlap"] {
        said.silent(rule);
    }
    // what overlaps without being the same is still two
    let other = network.replace("10.0.8.0/21", "10.0.8.0/22");
    let said = Said::of(&[roots[0], ("net/main.tf", &other), roots[2]]);
    said.error("vswitch_overlap");
}

/// The IPv6 range of a VPC is no secondary range, which would have to be IPv4.
#[test]
fn an_ipv6_range_may_be_told() {
    let said = Said::of(&[("main.tf", CLUSTER), (".acklint.hcl", TOLD)]);
    said.silent("cidr_size");
    said.silent("cidr_not_private");
}

#[test]
fn two_files_may_tell_the_same() {
    let tell = |second: &str| {
        let other = CLUSTER.replace("172.2", "172.3");
        Said::of(&[
            ("a/main.tf", CLUSTER),
            ("a/.acklint.hcl", TOLD),
            ("b/main.tf", &other),
            ("b/.acklint.hcl", second),
        ])
    };
    let said = tell(TOLD);
    said.silent("vswitch_overlap");
    assert!(said.problems().is_empty(), "{:?}", said.problems());
    // of two that differ the first holds, and the second is told so
    let said = tell(&TOLD.replace("\"10.0.0.0/16\"", "\"172.20.0.0/16\""));
    said.silent("pod_vpc_overlap");
    let problems = said.problems();
    assert_eq!(problems.len(), 1);
    assert!(problems[0].contains("tells something else of `vpc \"vpc-bp1abc\"`"), "{problems:?}");
}

/// Where the VPC is read from the cloud, telling where the cluster lies tells which VPC it is.
#[test]
fn a_vpc_that_a_data_source_gives_is_the_one_that_is_told() {
    let main = r#"
data "alicloud_vpcs" "main" {}
resource "alicloud_vswitch" "a" {
  vpc_id     = data.alicloud_vpcs.main.ids[0]
  zone_id    = "cn-hangzhou-h"
  cidr_block = "10.2.0.0/20"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "10.0.0.0/18"
  service_cidr = "172.21.0.0/20"
}
"#;
    let told = "cluster \"*.c\" {\n  vpc = \"vpc-bp1abc\"\n}\n".to_owned() + TOLD;
    let said = Said::of(&[("main.tf", main), (".acklint.hcl", &told)]);
    said.error("pod_vpc_overlap");
    let outside = said.error("vswitch_outside_vpc");
    assert!(outside.message.contains("10.2.0.0/20 is not inside its VPC"), "{}", outside.message);
}

#[test]
fn a_number_that_is_told_has_its_place() {
    let told = "minimum = { nodes = 32, services = 512 }\n\n\nquota = { route_entries = 2 }\n";
    let pool = r#"
resource "alicloud_cs_kubernetes_node_pool" "p" {
  cluster_id   = alicloud_cs_managed_kubernetes.c.id
  desired_size = 3
}
"#;
    let main = format!("{CLUSTER}{pool}");
    let said = Said::of(&[("main.tf", &main), (".acklint.hcl", told)]);
    for (rule, line) in [
        ("flannel_pod_cidr_too_small", 1),
        ("service_cidr_too_small", 1),
        ("flannel_node_limit", 4),
    ] {
        let findings = said.findings(rule);
        let related: Vec<String> =
            findings[0].related.iter().map(|note| place(&note.location)).collect();
        assert!(related.contains(&format!(".acklint.hcl:{line}")), "{rule}: {related:?}");
    }
}

#[test]
fn an_instance_type_that_is_told_has_its_place() {
    let main = r#"
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids     = ["vsw-bp1def"]
  pod_vswitch_ids = ["vsw-bp1def"]
}
resource "alicloud_cs_kubernetes_node_pool" "p" {
  cluster_id     = alicloud_cs_managed_kubernetes.c.id
  instance_types = ["ecs.zz9.small"]
  kubelet_configuration {
    max_pods = 64
  }
}
"#;
    let told = "instance_type \"ecs.zz9.small\" {\n  enis = 2\n  ipv4_per_eni = 3\n  \
                source = \"DescribeInstanceTypes, 2026-11-20\"\n}\n";
    let said = Said::of(&[("main.tf", main), (".acklint.hcl", told)]);
    for rule in ["terway_instance_type", "terway_pods_per_node"] {
        let related = &said.findings(rule)[0].related;
        let places: Vec<String> = related.iter().map(|note| place(&note.location)).collect();
        assert_eq!(places, [".acklint.hcl:1"], "{rule}");
    }
}

/// A cluster, its network as Terraform writes it, and the same network as it is told.
struct Network {
    /// The VPC, a secondary range of it, the vSwitch of nodes and the one of pods.
    ranges: [&'static str; 4],
    pods: &'static str,
    services: &'static str,
}

impl Network {
    fn cluster(&self, [nodes, pods]: [&str; 2], terway: bool) -> String {
        let plugged = if terway {
            format!("pod_vswitch_ids = [{pods}]")
        } else {
            format!("pod_cidr = \"{}\"", self.pods)
        };
        format!(
            r#"
resource "alicloud_cs_managed_kubernetes" "c" {{
  cluster_spec = "ack.pro.small"
  vswitch_ids  = [{nodes}]
  service_cidr = "{}"
  {plugged}
}}
resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id     = alicloud_cs_managed_kubernetes.c.id
  vswitch_ids    = [{nodes}]
  instance_types = ["ecs.g7.2xlarge"]
  desired_size   = 20
}}
"#,
            self.services
        )
    }

    fn written(&self, terway: bool) -> Said {
        let [vpc, more, nodes, pods] = self.ranges;
        let mut main = format!(
            "resource \"alicloud_vpc\" \"v\" {{\n  cidr_block = \"{vpc}\"\n  \
             secondary_cidr_blocks = [\"{more}\"]\n}}\n"
        );
        for (name, cidr, zone) in [("nodes", nodes, "h"), ("pods", pods, "i")] {
            let _ = write!(
                main,
                "resource \"alicloud_vswitch\" \"{name}\" {{\n  vpc_id = alicloud_vpc.v.id\n  \
                 cidr_block = \"{cidr}\"\n  zone_id = \"cn-hangzhou-{zone}\"\n}}\n"
            );
        }
        main += &self.cluster(["alicloud_vswitch.nodes.id", "alicloud_vswitch.pods.id"], terway);
        Said::on(&main)
    }

    fn told(&self, terway: bool) -> Said {
        let [vpc, more, nodes, pods] = self.ranges;
        let mut told = format!("vpc \"v\" {{\n  cidrs = [\"{vpc}\", \"{more}\"]\n}}\n");
        for (name, cidr, zone) in [("nodes", nodes, "h"), ("pods", pods, "i")] {
            let _ = write!(
                told,
                "vswitch \"{name}\" {{\n  vpc = \"v\"\n  cidr = \"{cidr}\"\n  \
                 zone = \"cn-hangzhou-{zone}\"\n}}\n"
            );
        }
        let main = self.cluster(["\"nodes\"", "\"pods\""], terway);
        Said::of(&[("main.tf", &main), (".acklint.hcl", &told)])
    }
}

/// To tell a range and to write it comes to the same.
#[test]
fn what_is_told_is_judged_as_what_is_written() {
    let sound = ["10.0.0.0/16", "10.1.0.0/16", "10.0.0.0/20", "10.1.0.0/20"];
    let of = |ranges, pods, services| Network { ranges, pods, services };
    let table = [
        of(sound, "172.20.0.0/16", "172.21.0.0/20"),
        of(sound, "10.0.64.0/18", "172.21.0.0/20"),
        of(sound, "172.20.0.0/16", "10.1.64.0/20"),
        of(sound, "10.0.0.0/8", "10.0.0.0/20"),
        of(
            ["10.0.0.0/16", "100.64.0.0/16", "10.0.0.0/20", "100.64.0.0/20"],
            "172.20.0.0/16",
            "172.21.0.0/20",
        ),
        of(
            ["8.0.0.0/16", "10.1.0.0/16", "8.0.0.0/20", "10.1.0.0/20"],
            "172.20.0.0/16",
            "172.21.0.0/20",
        ),
        of(
            ["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/20", "10.1.0.0/20"],
            "172.20.0.0/16",
            "172.21.0.0/20",
        ),
        of(
            ["10.0.0.0/24", "10.1.0.0/24", "10.0.0.0/24", "10.1.0.0/26"],
            "172.20.0.0/16",
            "172.21.0.0/20",
        ),
        of(
            ["10.0.0.0/16", "10.0.128.0/17", "10.0.0.0/20", "10.0.0.0/24"],
            "172.20.0.0/16",
            "172.21.0.0/20",
        ),
        of(
            ["10.0.0.1/16", "10.1.0.0/16", "10.0.0.0/20", "10.1.0.9/20"],
            "172.20.0.0/16",
            "172.21.0.0/20",
        ),
        of(
            ["10.0.0.0/12", "10.64.0.0/10", "10.0.0.0/14", "10.64.0.0/30"],
            "172.20.0.0/16",
            "172.21.0.0/20",
        ),
    ];
    let mut found = 0;
    for network in &table {
        for terway in [false, true] {
            let (written, told) = (network.written(terway), network.told(terway));
            let named = |name: &str| name.replace("alicloud_v", "v");
            let renamed =
                |(rule, severity, subject): (String, _, String)| (rule, severity, named(&subject));
            let all: BTreeSet<_> = written.all().into_iter().map(renamed).collect();
            assert_eq!(all, told.all(), "{:?}", network.ranges);
            assert_eq!(written.open(), told.open(), "{:?}", network.ranges);
            found += all.len();
        }
    }
    assert!(found > 40, "only {found} findings: the table shows nothing");
}

const VARIANTS: [(&str, &str); 3] = [
    (
        "cluster/main.tf",
        "variable \"pods\" {}\nvariable \"vpc\" {}\n\
         resource \"alicloud_vswitch\" \"a\" {\n  vpc_id = var.vpc\n  cidr_block = \"10.0.0.0/24\"\n}\n\
         resource \"alicloud_cs_managed_kubernetes\" \"c\" {\n  \
         vswitch_ids = [alicloud_vswitch.a.id]\n  pod_cidr = var.pods\n}\n",
    ),
    ("eu.tfvars", "pods = \"172.20.0.0/16\"\n"),
    (
        ".acklint.hcl",
        "variant \"eu\" {\n  root = \"cluster\"\n  var_files = [\"eu.tfvars\"]\n}\n\
         variant \"us\" {\n  root = \"cluster\"\n  var_files = [\"us.tfvars\"]\n}\n",
    ),
];

/// Of a variant one reads in which it is so, whatever is said.
#[test]
fn what_is_undecided_or_shown_names_its_variant() {
    let repository = Repository::of(&VARIANTS);
    let report = repository.run(&["check", "--format", "json"]).json().expect("a report");
    let of_vpc = report["undecided"].as_array().expect("a list").iter();
    let of_vpc = of_vpc.filter(|check| check["rule"] == "vswitch_outside_vpc");
    let variants: Vec<_> = of_vpc.map(|check| check["variant"].as_str()).collect();
    assert_eq!(variants, [Some("eu"), Some("us")]);
    let shown = repository.run(&["inspect", "--format", "json"]).json().expect("a report");
    let roots = shown["roots"].as_array().expect("a list").iter();
    let variants: Vec<_> = roots.map(|root| root["variant"].as_str()).collect();
    assert_eq!(variants, [Some("eu"), Some("us")]);
    let people = repository.run(&["inspect"]).stdout;
    assert!(people.contains("root cluster [variant us]\n"), "{people}");
}

/// A values file that is not there is named where somebody named it.
#[test]
fn a_values_file_that_is_missing_has_the_place_where_it_is_named() {
    let repository = Repository::of(&VARIANTS);
    let report = repository.run(&["check", "--format", "json"]).json().expect("a report");
    let problems = report["problems"].as_array().expect("a list");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0]["message"], "us.tfvars cannot be read: there is no such file");
    assert_eq!(problems[0]["location"]["file"], ".acklint.hcl");
    assert_eq!(problems[0]["location"]["start"]["line"], 7);
}

/// Whoever tells it has asked the cloud: it holds before the table.
#[test]
fn an_instance_type_of_the_table_can_be_told_otherwise() {
    let cluster = r#"
resource "alicloud_cs_managed_kubernetes" "c" {
  cluster_spec    = "ack.pro.small"
  vswitch_ids     = ["vsw-1"]
  pod_vswitch_ids = ["vsw-2"]
  service_cidr    = "172.21.0.0/20"
  addons {
    name = "terway-eniip"
  }
}
resource "alicloud_cs_kubernetes_node_pool" "w" {
  cluster_id     = alicloud_cs_managed_kubernetes.c.id
  vswitch_ids    = ["vsw-1"]
  instance_types = ["ecs.g7.xlarge"]
  desired_size   = 3
}
"#;
    let told = "instance_type \"ecs.g7.xlarge\" {\n  enis = 3\n  ipv4_per_eni = 1\n  source = \"asked\"\n}\n";
    Said::of(&[("main.tf", cluster)]).silent("terway_instance_type");
    Said::of(&[("main.tf", cluster), (".acklint.hcl", told)]).error("terway_instance_type");
}

/// It is its only one, and nothing adds it.
#[test]
fn the_range_of_a_vpc_that_is_told_is_its_own() {
    let told = TOLD.replace("10.0.0.0/16", "172.16.0.0/12");
    let said = Said::of(&[("main.tf", CLUSTER), (".acklint.hcl", &told)]);
    let message = &said.error("pod_vpc_overlap").message;
    assert!(
        message.contains("overlaps the range 172.16.0.0/12 of the VPC vpc-bp1abc"),
        "{message}"
    );
}

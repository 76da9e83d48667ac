//! What a configuration file says, and what is said of a wrong one.

use super::*;
use crate::facts;
use crate::source::SourceMap;

/// The configuration, and what is wrong with it as `line:column: message`.
fn parse(text: &str) -> (Config, Vec<String>) {
    let sources = SourceMap::default();
    let file = sources.add("envs/.acklint.hcl", text);
    let (config, problems) = Config::parse(file, text, "envs");
    let told = problems.iter().map(|problem| {
        let at = sources.position(problem.span.expect("every mistake has a place"));
        format!("{}:{}: {}", at.line, at.column, problem.message)
    });
    (config, told.collect())
}

fn wrong(text: &str) -> Vec<String> {
    parse(text).1
}

/// All of section 9 of the contract.
const ALL: &str = r#"
fail_on = "error"

minimum = { nodes = 32, services = 1024 } # floors for every cluster
quota   = { route_entries = 600 }

cluster "module.prod.alicloud_cs_managed_kubernetes.this" {
  expect = { nodes = 300, pods = 12000 }
  vpc    = "vpc-bp1abc"
}

vpc "vpc-bp1abc" {
  cidrs = ["10.0.0.0/16", "10.8.0.0/16"]
}

vswitch "vsw-bp1def" {
  vpc  = "vpc-bp1abc"
  cidr = "10.0.8.0/21"
  zone = "cn-hangzhou-h"
}

instance_type "ecs.g9x.4xlarge" {
  enis         = 8
  ipv4_per_eni = 30
  source       = "DescribeInstanceTypes, 2026-11-20"
}

network "office" {
  cidrs          = ["192.168.0.0/24"]
  reachable_from = ["*"]
}

rule "replacement_unguarded" {
  severity = "off"
}

rule "cni_undeclared" {
  severity = "error"
}

root "modules/*" {
  role = "module"
}

variant "eu" {
  root      = "cluster"
  var_files = ["parameters/eu.tfvars", "../shared.tfvars"]
}
"#;

#[test]
fn all_of_the_contract_is_read() {
    let (config, problems) = parse(ALL);
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(config.fail_on, Some(Severity::Error));
    let number = |told: &Option<Placed<u64>>| told.as_ref().map(|told| told.value);
    assert_eq!(number(&config.minimum_nodes), Some(32));
    assert_eq!(number(&config.minimum_services), Some(1024));
    assert_eq!(number(&config.route_entries), Some(600));
    let cluster = &config.clusters[0];
    let expect = cluster.expect.expect("it is written");
    assert_eq!((expect.nodes, expect.pods, expect.services), (Some(300), Some(12_000), None));
    assert_eq!(cluster.vpc.as_ref().expect("it is written").value, "vpc-bp1abc");
    assert_eq!(config.vpcs[0].cidrs.len(), 2);
    assert_eq!(config.vswitches[0].zone.as_ref().expect("it is written").value, "cn-hangzhou-h");
    assert_eq!(config.instance_types[0].quotas.enis, Some(8));
    assert_eq!(config.instance_types[0].quotas.ipv6_per_eni, None);
    assert!(config.networks[0].reachable_from[0].value.is_all());
    assert!(!config.runs("replacement_unguarded") && config.runs("cni_undeclared"));
    assert_eq!(config.severity("cni_undeclared"), Some(Severity::Error));
    assert!(config.is_library("envs/modules/ack") && !config.is_library("modules/ack"));
    let variant = &config.variants[0];
    assert_eq!(variant.root, "envs/cluster");
    let files: Vec<&str> = variant.var_files.iter().map(|file| &*file.value).collect();
    assert_eq!(files, ["envs/parameters/eu.tfvars", "shared.tfvars"]);
}

#[test]
fn an_unknown_name_names_the_nearest() {
    assert_eq!(
        wrong("fail_no = \"error\""),
        ["1:1: there is no argument `fail_no` in the configuration; did you mean `fail_on`?"]
    );
    assert_eq!(
        wrong("vswich \"vsw-1\" {\n}"),
        ["1:1: there is no block `vswich` in the configuration; did you mean `vswitch`?"]
    );
    assert_eq!(
        wrong("vpc \"vpc-1\" {\n  cidrs = [\"10.0.0.0/8\"]\n  cidr = \"10.0.0.0/8\"\n}"),
        ["3:3: there is no argument `cidr` in a vpc block; did you mean `cidrs`?"]
    );
    assert_eq!(
        wrong("minimum = { node = 3 }"),
        ["1:13: there is no `node` in `minimum`; did you mean `nodes`?"]
    );
    assert_eq!(
        wrong("rule \"pod_vcp_overlap\" {\n  severity = \"off\"\n}"),
        ["1:1: there is no rule `pod_vcp_overlap`; did you mean `pod_vpc_overlap`?"]
    );
}

#[test]
fn an_argument_is_no_block_and_a_block_no_argument() {
    assert_eq!(
        wrong("minimum {\n  nodes = 3\n}"),
        ["1:1: there is no block `minimum` in the configuration; it is an argument: write \
          `minimum = …`"]
    );
    assert_eq!(
        wrong("vpc = \"vpc-1\""),
        ["1:1: there is no argument `vpc` in the configuration; it is a block: write \
          `vpc \"…\" { … }`"]
    );
}

#[test]
fn a_value_of_the_wrong_kind_says_what_is_taken() {
    assert_eq!(wrong("fail_on = 3"), ["1:11: `fail_on` takes a text in quotes and nothing else"]);
    assert_eq!(wrong("fail_on = \"eror\""), ["1:11: `eror` is neither error, warning nor info"]);
    assert_eq!(
        wrong("minimum = { nodes = \"3\" }"),
        ["1:21: `nodes` takes a whole number, without quotes"]
    );
    assert_eq!(
        wrong("minimum = { nodes = -3 }"),
        ["1:21: `nodes` takes a whole number, without quotes"]
    );
    assert_eq!(wrong("quota = 3"), ["1:9: write `quota = { route_entries = 300 }`"]);
    assert_eq!(
        wrong("vpc \"v\" {\n  cidrs = \"10.0.0.0/8\"\n}"),
        ["2:11: `cidrs` takes a list of texts: write `cidrs = [\"…\"]`"]
    );
    assert_eq!(
        wrong("vpc \"v\" {\n  cidrs = [\"10.0.0.0/33\"]\n}"),
        ["2:12: `10.0.0.0/33` is no range: write it as \"10.0.0.0/16\""]
    );
    assert_eq!(
        wrong("rule \"cni_conflict\" {\n  severity = \"none\"\n}"),
        ["2:14: `none` is neither error, warning, info nor off"]
    );
    assert_eq!(
        wrong("root \"a\" {\n  role = \"library\"\n}"),
        ["2:10: `library` is no role: there is `module`"]
    );
}

#[test]
fn what_must_be_there_is_asked_for() {
    assert_eq!(
        wrong("instance_type \"ecs.x\" {\n  enis = 3\n  ipv4_per_eni = 3\n}"),
        ["1:1: this `instance_type` block needs `source = …`"]
    );
    assert_eq!(wrong("vpc \"v\" {\n}"), ["1:1: this `vpc` block needs `cidrs = …`"]);
    assert_eq!(
        wrong("network \"office\" {\n  cidrs = [\"10.0.0.0/8\"]\n}"),
        ["1:1: this `network` block needs `reachable_from = …`"]
    );
    assert_eq!(
        wrong("vpc {\n  cidrs = [\"10.0.0.0/8\"]\n}"),
        ["1:1: write `vpc \"vpc-bp1abc\" { … }`, with one label"]
    );
    assert_eq!(
        wrong("cluster \"\" {\n}"),
        ["1:1: an empty pattern matches nothing: write \"*\" for all"]
    );
}

#[test]
fn what_stands_twice_is_told() {
    let vpc = "vpc \"v\" {\n  cidrs = [\"10.0.0.0/8\"]\n}\n";
    assert_eq!(wrong(&vpc.repeat(2)), ["4:1: `vpc \"v\"` stands twice: join the blocks"]);
    assert_eq!(wrong("fail_on = \"info\"\nfail_on = \"error\"").len(), 1);
    assert_eq!(
        wrong("minimum = { nodes = 17, nodes = 1 }"),
        ["1:25: `nodes` stands twice in `minimum`"]
    );
}

#[test]
fn what_nobody_can_mean_is_told() {
    let network = |cidr: &str| {
        format!("network \"n\" {{\n  cidrs = [\"{cidr}\"]\n  reachable_from = [\"*\"]\n}}")
    };
    let everything = "2:12: `0.0.0.0/0` is everything: write the ranges of the network";
    assert_eq!(wrong(&network("0.0.0.0/0")), [everything]);
    assert_eq!(wrong(&network("192.168.0.0/24")), Vec::<String>::new());
    assert_eq!(
        wrong("vpc \" \" {\n  cidrs = [\"10.0.0.0/16\"]\n}"),
        ["1:1: the label is empty: write `vpc \"vpc-bp1abc\" { … }`"]
    );
    assert_eq!(
        wrong("vswitch \"v\" {\n  cidr = \"fd00::/64\"\n}"),
        ["2:10: `fd00::/64` is IPv6: write the IPv4 range"]
    );
    let most = facts::quota("route_entries_max");
    let quota = |entries: u64| wrong(&format!("quota = {{ route_entries = {entries} }}"));
    assert_eq!(quota(most), Vec::<String>::new());
    assert_eq!(
        quota(most + 1),
        [format!("1:27: nobody is granted more than {most} route entries")]
    );
}

#[test]
fn a_variant_stays_in_the_repository() {
    let text = "variant \"eu\" {\n  root = \"../..\"\n  var_files = [\"a.tfvars\"]\n}";
    let said = wrong(text);
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("2:10: `../..` leads out of the repository"), "{said:?}");
}

#[test]
fn a_mistake_costs_only_itself() {
    let (config, problems) = parse("fail_on = \"error\"\nquotas = { route_entries = 3 }\n");
    assert_eq!(config.fail_on, Some(Severity::Error));
    assert_eq!(problems.len(), 1);
    let (config, problems) = parse("fail_on = \"error\"\nvpc \"v\" {");
    assert_eq!((config.fail_on, problems.len()), (None, 1));
}

/// As variants and their files may.
#[test]
fn a_pattern_of_roots_may_lead_upwards() {
    let root = |text: &str| format!("root \"{text}\" {{\n  role = \"module\"\n}}");
    let (config, problems) = parse(&root("../clus*"));
    assert_eq!(problems, Vec::<String>::new());
    assert!(config.is_library("cluster") && !config.is_library("envs/cluster"));
    assert!(parse(&root("..")).0.is_library(""));
    assert_eq!(wrong(&root("../../x")).len(), 1, "out of the repository");
}

#[test]
fn an_address_is_no_id() {
    let said = "is an address of Terraform: write the id that the cloud has given, such as";
    for text in [
        "vpc \"alicloud_vpc.own\" {\n  cidrs = [\"10.0.0.0/8\"]\n}",
        "vswitch \"alicloud_vswitch.own\" {\n}",
        "vswitch \"vsw-1\" {\n  vpc = \"module.net.alicloud_vpc.own\"\n}",
        "cluster \"*\" {\n  vpc = \"alicloud_vpc.own\"\n}",
    ] {
        let wrong = wrong(text);
        assert!(wrong.len() == 1 && wrong[0].contains(said), "{wrong:?}");
    }
}

/// What the documentation shows is what is read.
#[test]
fn the_documentation_is_right() {
    let page = include_str!("../../docs/configuration.md");
    let fences: Vec<&str> =
        page.split("```hcl\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(fences.len(), 4);
    let (config, problems) = parse(&fences.join("\n"));
    assert_eq!(problems, Vec::<String>::new());
    for block in
        ["cluster", "vpc", "vswitch", "instance_type", "network", "rule", "root", "variant"]
    {
        assert!(page.contains(&format!("\n{block} \"")), "no example of {block}");
    }
    assert_eq!(config.variants.len(), 2);
}

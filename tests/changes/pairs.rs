//! Small configurations before and after an edit, each a root of its own in one repository: what
//! is not known, what is asked of others, and what is written in another way.

use crate::program::{Repository, git};
use serde_json::Value;
use std::collections::BTreeMap;

/// Its name, what is committed, what is there now, and what is said of it.
type Pair = (&'static str, String, String, &'static [&'static str]);

/// A cluster with an attribute more.
fn cluster(attribute: &str) -> String {
    format!(
        "resource \"alicloud_cs_managed_kubernetes\" \"k\" {{\n  vswitch_ids = [\"vsw-bp1k\"]\n  \
         {attribute}\n}}\n"
    )
}

/// A cluster with the settings of its network add-on.
fn addon(config: &str) -> String {
    cluster(&format!("addons {{\n    name = \"terway-eniip\"\n    config = {config}\n  }}"))
}

/// A cluster with another attribute on each side, and what both have in common.
fn both(name: &'static str, common: &str, sides: [&str; 2], said: &'static [&'static str]) -> Pair {
    let [before, after] = sides.map(|side| format!("{common}{}", cluster(side)));
    (name, before, after, said)
}

const REPLACES: &str = "undecided change_replaces alicloud_cs_managed_kubernetes.k";
const IGNORED: &str = "undecided change_ignored alicloud_cs_managed_kubernetes.k";
const REMOVES: &str = "undecided change_removes alicloud_cs_managed_kubernetes.k[*]";
const PLUG_IN: &str = "change_ignored alicloud_cs_managed_kubernetes.k";
const POOL: &str = "change_ignored alicloud_cs_kubernetes_node_pool.p";

const UNKNOWN: &str =
    "variable \"x\" {\n  type = string\n}\nvariable \"y\" {}\nvariable \"n\" {}\n";

/// What is made of values that are not known.
fn unknown() -> Vec<Pair> {
    let of = |name, before, after, said| both(name, UNKNOWN, [before, after], said);
    let locals = "locals {\n  bits = 4\n  range = cidrsubnet(var.x, 4, 1)\n  own = var.x\n}\n";
    let renamed =
        |name, before, after| both(name, &[UNKNOWN, locals].concat(), [before, after], &[]);
    vec![
        // the same: the same functions of the same values
        renamed("a-local", "service_cidr = var.x", "service_cidr = local.own"),
        renamed(
            "a-computed-local",
            "service_cidr = cidrsubnet(var.x, 4, 1)",
            "service_cidr = local.range",
        ),
        renamed(
            "a-literal-as-a-local",
            "service_cidr = cidrsubnet(var.x, 4, 1)",
            "service_cidr = cidrsubnet(local.own, local.bits, 1)",
        ),
        of(
            "other-spaces",
            "service_cidr = cidrsubnet(var.x, 4, 1)",
            "service_cidr = cidrsubnet(\n    var.x, # the range\n    4,\n    1,\n  )",
            &[],
        ),
        of(
            "a-loop-as-it-was",
            "pod_vswitch_ids = [for v in var.y : v.id if v.pods]\n  name = \"a\"",
            "pod_vswitch_ids = [\n    for v in var.y :\n    v.id if v.pods\n  ]\n  name = \"b\"",
            &[],
        ),
        of(
            "one-of-several-as-it-was",
            "pod_cidr = lookup({ a = { p = \"172.20.0.0/16\" } }, var.x, { p = \"172.24.0.0/16\" }).p",
            "pod_cidr = lookup({ a = { p = \"172.20.0.0/16\" } }, var.x, { p = \"172.24.0.0/16\" }).p\n  name = \"b\"",
            &[],
        ),
        of(
            "a-key-that-is-not-known-as-it-was",
            "addons {\n    name = \"alb\"\n    config = jsonencode({ zones = { (var.x) = 1 } })\n  }",
            "addons {\n    name = \"alb\"\n    config = jsonencode({ zones = { \"${var.x}\" = 1 } })\n  }",
            &[],
        ),
        of(
            "a-key-that-is-not-known",
            "addons {\n    name = \"alb\"\n    config = jsonencode({ zones = { (var.x) = 1 } })\n  }",
            "addons {\n    name = \"alb\"\n    config = jsonencode({ zones = { (var.x) = 2 } })\n  }",
            &[IGNORED],
        ),
        ("blocks-of-a-list-as-it-was", dynamic("a"), dynamic("b"), &[]),
        // another function, or another value
        of("a-function", "pod_cidr = var.x", "pod_cidr = cidrsubnet(var.x, 2, 1)", &[REPLACES]),
        of(
            "a-number",
            "pod_cidr = cidrsubnet(var.x, 4, 0)",
            "pod_cidr = cidrsubnet(var.x, 8, 0)",
            &[REPLACES],
        ),
        of("an-attribute", "pod_cidr = var.n.pods", "pod_cidr = var.n.services", &[REPLACES]),
        of("an-index", "pod_cidr = var.n[0]", "pod_cidr = var.n[1]", &[REPLACES]),
        of("an-operator", "node_cidr_mask = var.n", "node_cidr_mask = var.n + 1", &[REPLACES]),
        of(
            "what-else",
            "pod_cidr = coalesce(var.x, \"172.20.0.0/16\")",
            "pod_cidr = coalesce(var.x, \"172.28.0.0/16\")",
            &[REPLACES],
        ),
        of(
            "a-key",
            "pod_cidr = { a = \"172.20.0.0/16\", b = \"172.22.0.0/16\" }[var.x]",
            "pod_cidr = { a = \"172.20.0.0/16\", b = \"172.24.0.0/16\" }[var.x]",
            &[REPLACES],
        ),
        of(
            "a-loop",
            "pod_vswitch_ids = [for v in var.y : v.id if v.pods]",
            "pod_vswitch_ids = [for v in var.y : v.id if v.nodes]",
            &[IGNORED],
        ),
        (
            "what-a-loop-takes-from-outside",
            [UNKNOWN, "locals {\n  tail = \"a\"\n}\n", &cluster(LOOP)].concat(),
            [UNKNOWN, "locals {\n  tail = \"b\"\n}\n", &cluster(LOOP)].concat(),
            &[IGNORED],
        ),
        (
            "a-function-of-a-provider",
            [UNKNOWN, "locals {\n  tail = \"a\"\n}\n", &cluster(PROVIDED)].concat(),
            [UNKNOWN, "locals {\n  tail = \"b\"\n}\n", &cluster(PROVIDED)].concat(),
            &[REPLACES],
        ),
        of(
            "known-in-part",
            "service_cidr = \"172.${var.x}.0.0/20\"",
            "service_cidr = \"10.${var.x}.0.0/20\"",
            &["change_replaces alicloud_cs_managed_kubernetes.k: service_cidr changes from \
               172.${var.x}.0.0/20 to 10.${var.x}.0.0/20"],
        ),
    ]
}

/// Add-ons by a list that is not known, beside another attribute.
fn dynamic(name: &str) -> String {
    let addons = "dynamic \"addons\" {\n    for_each = var.y\n    content {\n      name = addons.value.name\n    }\n  }";
    [UNKNOWN, &cluster(&format!("{addons}\n  name = \"{name}\""))].concat()
}

const PROVIDED: &str = "pod_cidr = provider::net::range(local.tail)";
const LOOP: &str = "pod_vswitch_ids = [for v in var.y : \"${v.id}-${local.tail}\"]";

/// What others answer: data sources, resources, modules that are not read.
fn asked() -> Vec<Pair> {
    let data = "data \"alicloud_vpcs\" \"d\" {\n  name_regex = \"a\"\n}\n";
    let of = |name, before, after, said| both(name, data, [before, after], said);
    let (own, other) = ("pod_cidr = data.alicloud_vpcs.d.vpcs[0].cidr_block", "name_regex = \"b\"");
    let state = |key: &str| {
        format!(
            "data \"terraform_remote_state\" \"net\" {{\n  backend = \"oss\"\n  config = {{\n    \
             key = \"{key}\"\n  }}\n}}\n{}",
            cluster("pod_cidr = data.terraform_remote_state.net.outputs.pods")
        )
    };
    let module = |cidr: &str| {
        format!(
            "module \"net\" {{\n  source = \"foo/net/alicloud\"\n  cidr = {cidr}\n}}\n{}",
            cluster("pod_cidr = module.net.pods")
        )
    };
    let vpc = "resource \"alicloud_vpc\" \"v\" {\n  cidr_block = \"10.0.0.0/8\"\n}\n";
    vec![
        of("the-same-answer", own, &format!("{own}\n  name = \"k\""), &[]),
        of("another-element", own, &own.replace("[0]", "[1]"), &[REPLACES]),
        of("another-attribute", own, &own.replace("cidr_block", "id"), &[REPLACES]),
        (
            "another-question",
            [data, &cluster(own)].concat(),
            [&data.replace("name_regex = \"a\"", other), &*cluster(own)].concat(),
            &[REPLACES],
        ),
        ("another-state", state("a"), state("b"), &[REPLACES]),
        (
            "the-same-state",
            state("a"),
            format!("locals {{\n  key = \"a\"\n}}\n{}", state("${local.key}")),
            &[],
        ),
        both(
            "another-attribute-of-a-resource",
            vpc,
            ["pod_cidr = alicloud_vpc.v.foo", "pod_cidr = alicloud_vpc.v.bar"],
            &[REPLACES],
        ),
        ("an-unread-module", module("\"10.0.0.0/8\""), module("\"172.16.0.0/12\""), &[REPLACES]),
        (
            "an-unread-module-as-it-was",
            module("\"10.0.0.0/8\""),
            format!("locals {{\n  own = \"10.0.0.0/8\"\n}}\n{}", module("local.own")),
            &[],
        ),
    ]
}

/// How many there are, and where they may be.
fn there() -> Vec<Pair> {
    let variables = "variable \"x\" {}\nvariable \"y\" {}\n";
    let of = |name, before, after, said| both(name, variables, [before, after], said);
    let called = "module \"m\" {\n  source = \"git::https://example.com/m.git?ref=v1\"\n}\n";
    vec![
        of("as-many", "count = var.x ? 1 : 0", "count = (var.x) ? 1 : 0", &[]),
        of("the-other-way", "count = var.x ? 1 : 0", "count = var.x ? 0 : 1", &[REMOVES]),
        of("by-another", "count = var.x ? 1 : 0", "count = var.y ? 1 : 0", &[REMOVES]),
        of("by-both", "count = var.x ? 1 : 0", "count = var.x && var.y ? 1 : 0", &[REMOVES]),
        of(
            "other-keys",
            "for_each = var.x",
            "for_each = { for k, v in var.x : \"new-${k}\" => v }",
            &[REMOVES],
        ),
        (
            "in-a-module-that-is-not-read",
            cluster(""),
            format!("{called}moved {{\n  from = alicloud_cs_managed_kubernetes.k\n  to = module.m.alicloud_cs_managed_kubernetes.k\n}}\n"),
            &["undecided change_removes alicloud_cs_managed_kubernetes.k"],
        ),
        (
            "in-a-file-that-is-broken",
            format!("locals {{\n  a = 1\n}}\n{}", cluster("")),
            format!("locals {{\n  a =\n}}\n{}", cluster("")),
            &["undecided change_removes alicloud_cs_managed_kubernetes.k"],
        ),
        (
            "moved-then-removed",
            cluster(""),
            "moved {\n  from = alicloud_cs_managed_kubernetes.k\n  to = alicloud_cs_managed_kubernetes.z\n}\nremoved {\n  from = alicloud_cs_managed_kubernetes.z\n  lifecycle {\n    destroy = false\n  }\n}\n".to_owned(),
            &[],
        ),
    ]
}

/// The settings of an add-on are JSON: its content counts.
fn settings() -> Vec<Pair> {
    let json = r#"jsonencode({ IPVlan = "true", NetworkPolicy = "true" })"#;
    let of = |name, before: &str, after: &str| -> Pair { (name, addon(before), addon(after), &[]) };
    let heredoc = "<<-EOT\n    {\n      \"NetworkPolicy\": \"true\",\n      \"IPVlan\": \"true\"\n    }\n  EOT";
    let long = |last: &str| {
        format!(
            "jsonencode({{ Description = \"{}\", IPVlan = \"{last}\" }})",
            "a long text ".repeat(8)
        )
    };
    let ignoring = |name: &str, path: &str, config: &str| {
        let addons = format!("addons {{\n    name = \"{name}\"\n    config = \"{config}\"\n  }}");
        cluster(&format!("{addons}\n  lifecycle {{\n    ignore_changes = [{path}]\n  }}"))
    };
    let path = "addons[0].config";
    vec![
        of("in-a-heredoc", json, heredoc),
        of("with-spaces", json, r#""{\"IPVlan\": \"true\", \"NetworkPolicy\": \"true\"}""#),
        (
            "where-they-differ",
            addon(&long("true")),
            addon(&long("false")),
            &[
                "change_ignored alicloud_cs_managed_kubernetes.k: addons changes from …\"IPVlan\":\"true\"})] to …\"IPVlan\":\"false\"})]",
            ],
        ),
        ("an-ignored-part", ignoring("flannel", path, "a"), ignoring("flannel", path, "b"), &[]),
        (
            "beside-an-ignored-part",
            ignoring("flannel", path, "a"),
            ignoring("terway-eniip", path, "a"),
            &[PLUG_IN],
        ),
        (
            "another-block-than-the-ignored",
            ignoring("flannel", "addons[1]", "a"),
            ignoring("terway-eniip", "addons[1]", "a"),
            &[PLUG_IN],
        ),
    ]
}

/// What stays as it was, and what took the place of another.
fn kept() -> Vec<Pair> {
    let ignored = |vpc: &str| {
        format!(
            "resource \"alicloud_vpc\" \"v\" {{\n  cidr_block = \"{vpc}\"\n  lifecycle {{\n    \
             ignore_changes = [cidr_block]\n  }}\n}}\nresource \"alicloud_vswitch\" \"s\" {{\n  \
             vpc_id = alicloud_vpc.v.id\n  zone_id = \"cn-hangzhou-h\"\n  \
             cidr_block = cidrsubnet(alicloud_vpc.v.cidr_block, 4, 0)\n}}\n"
        )
    };
    let pool = |attribute: &str| {
        format!(
            "resource \"alicloud_cs_kubernetes_node_pool\" \"p\" {{\n  cluster_id = \"c1\"\n  \
             vswitch_ids = [\"vsw-bp1k\"]\n  {attribute}\n}}\n"
        )
    };
    let label = "labels {\n    key = \"k8s.aliyun.com/exclusive-mode-eni-type\"\n    value = \"eniOnly\"\n  }";
    let (single, list) = ("security_group_id = \"sg-a\"", "security_group_ids = [\"sg-a\"]");
    let replaced = &[
        "change_replaces alicloud_cs_kubernetes_node_pool.p: security_group_ids changes from [sg-a] to [sg-b]",
    ];
    vec![
        ("what-rests-on-what-is-ignored", ignored("10.0.0.0/16"), ignored("10.8.0.0/16"), &[]),
        ("one-as-a-list", pool(single), pool(list), &[]),
        ("a-list-as-one", pool(list), pool(single), &[]),
        ("another-one-as-a-list", pool(single), pool(&list.replace("sg-a", "sg-b")), replaced),
        ("the-first-label", pool(""), pool(label), &[POOL]),
        ("the-last-label", pool(label), pool(""), &[POOL]),
        ("a-profile-where-there-was-none", cluster(""), cluster("profile = \"Edge\""), &[REPLACES]),
    ]
}

fn said_of(report: &Value) -> BTreeMap<String, Vec<String>> {
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let text = |value: &Value, key: &str| value[key].as_str().expect("a text").to_owned();
    for finding in report["findings"].as_array().expect("a list") {
        let (rule, subject) = (text(finding, "rule"), text(finding, "subject"));
        let message = text(finding, "message");
        let message = message.split(": ").next().unwrap_or_default();
        let line = format!("{rule} {subject}: {message}");
        said.entry(text(finding, "root")).or_default().push(line);
    }
    for undecided in report["undecided"].as_array().expect("a list") {
        let line = format!("undecided {} {}", text(undecided, "rule"), text(undecided, "subject"));
        said.entry(text(undecided, "root")).or_default().push(line);
    }
    said
}

#[test]
fn each_pair_is_called_right() {
    if !git::is_here("each_pair_is_called_right") {
        return;
    }
    let pairs = [unknown(), asked(), there(), settings(), kept()].concat();
    let path = |name: &str| format!("{name}/main.tf");
    let paths: Vec<String> = pairs.iter().map(|(name, ..)| path(name)).collect();
    let files: Vec<(&str, &str)> =
        paths.iter().zip(&pairs).map(|(path, (_, before, ..))| (&**path, &**before)).collect();
    let repository = Repository::committed(&files);
    for (name, _, after, _) in &pairs {
        repository.write(&path(name), after);
    }
    let run = repository.run(&["diff", "HEAD", "--format", "json"]);
    let report = run.json().unwrap_or_else(|| panic!("{run:?}"));
    let said = said_of(&report);
    let mut wrong = Vec::new();
    for (name, _, _, expected) in &pairs {
        let of_root = said.get(*name).cloned().unwrap_or_default();
        let fits = |(line, expected): (&String, &&str)| {
            // where no message is given, any will do
            line == expected || line.starts_with(&format!("{expected}: "))
        };
        if of_root.len() != expected.len() || !of_root.iter().zip(*expected).all(fits) {
            wrong.push(format!("{name}\n  expected: {expected:#?}\n  said: {of_root:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), pairs.len(), wrong.join("\n"));
}

//! What is not known before a plan is applied leads to the resource that it refers to.

#![allow(clippy::needless_pass_by_value, reason = "what json! makes is given away")]

use super::and;
use super::{CLUSTER, Plan, check, found, open, program, short};
use serde_json::{Value, json};

const VPC: &str = "alicloud_vpc.main";

/// A VPC that the pod range of [`short`] lies in.
fn network(plan: Plan) -> Plan {
    plan.creates(VPC, json!({"cidr_block": "172.16.0.0/12"}), json!({}))
}

fn vswitch(plan: Plan, address: &str, cidr: &str, refers: Value) -> Plan {
    let values = json!({"cidr_block": cidr, "zone_id": "cn-hangzhou-h"});
    plan.creates(address, values, json!({"vpc_id": refers}))
}

fn cluster(plan: Plan, vswitch_ids: Value, refers: Value) -> Plan {
    let values = match vswitch_ids {
        Value::Null => short(),
        ids => and(&short(), &json!({"vswitch_ids": ids})),
    };
    plan.creates(CLUSTER, values, json!({"vswitch_ids": refers}))
}

fn overlaps(plan: &Plan) -> bool {
    let run = check(plan);
    let found = found(&run);
    let overlaps = found.contains(&format!("error pod_vpc_overlap {CLUSTER}"));
    assert!(overlaps || !open(&run, "pod_vpc_overlap").is_empty(), "{found:?}");
    overlaps
}

#[test]
fn an_id_leads_to_its_resource() {
    let plan = network(Plan::default());
    let plan =
        vswitch(plan, "alicloud_vswitch.a", "172.16.0.0/20", json!([format!("{VPC}.id"), VPC]));
    let refers = json!(["alicloud_vswitch.a.id", "alicloud_vswitch.a"]);
    assert!(overlaps(&cluster(plan.clone(), json!([null]), refers.clone())));
    // a list of which not even the length is known
    assert!(overlaps(&cluster(plan.clone(), Value::Null, refers)));
    // Terraform before 1.0 told the resource alone
    let old = json!(["alicloud_vswitch.a"]);
    assert!(overlaps(&cluster(plan, json!([null]), old)));
}

#[test]
fn all_instances_are_meant_where_no_index_is_told() {
    let mut plan = network(Plan::default());
    for index in 0..2 {
        let (address, cidr) =
            (format!("alicloud_vswitch.a[{index}]"), format!("172.16.{}.0/20", 16 * index));
        plan = vswitch(plan, &address, &cidr, json!([format!("{VPC}.id"), VPC]));
    }
    let all = json!(["alicloud_vswitch.a"]);
    assert!(overlaps(&cluster(plan.clone(), json!([null, null]), all.clone())));
    // one of both; each of them lies in the VPC
    assert!(overlaps(&cluster(plan.clone(), json!([null]), all)));
    let one = json!(["alicloud_vswitch.a[1].id", "alicloud_vswitch.a[1]", "alicloud_vswitch.a"]);
    assert!(overlaps(&cluster(plan, json!([null]), one)));
}

/// `vpc_id = alicloud_vpc.main[count.index].id`
#[test]
fn the_same_key_is_meant_where_a_key_is_computed() {
    for keys in [["[0]", "[1]"], ["[\"a\"]", "[\"b\"]"]] {
        let mut plan = Plan::default();
        for (at, key) in keys.iter().enumerate() {
            let cidr = ["10.0.0.0/8", "172.16.0.0/12"][at];
            plan = plan.creates(&format!("{VPC}{key}"), json!({"cidr_block": cidr}), json!({}));
        }
        for (at, key) in keys.iter().enumerate() {
            let cidr = ["10.0.0.0/20", "172.16.0.0/20"][at];
            let index = if key.contains('"') { "each.key" } else { "count.index" };
            let address = format!("alicloud_vswitch.a{key}");
            plan = vswitch(plan, &address, cidr, json!([VPC, index]));
        }
        let reference = |key: &str| {
            let full = format!("alicloud_vswitch.a{key}");
            json!([format!("{full}.id"), full, "alicloud_vswitch.a"])
        };
        let [apart, overlapping] = keys.map(|key| {
            let run = check(&cluster(plan.clone(), json!([null]), reference(key)));
            found(&run).contains(&format!("error pod_vpc_overlap {CLUSTER}"))
        });
        assert!(overlapping && !apart, "{keys:?}");
    }
}

#[test]
fn references_are_followed_through_modules() {
    let plan = Plan::default().creates(
        "module.net.alicloud_vpc.main",
        json!({"cidr_block": "172.16.0.0/12"}),
        json!({}),
    );
    let refers = json!(["alicloud_vpc.main.id", "alicloud_vpc.main"]);
    let plan = vswitch(plan, "module.net.alicloud_vswitch.a[0]", "172.16.0.0/20", refers);
    let plan = plan
        .calls("net", json!({}), json!({"vswitch_ids": ["alicloud_vswitch.a"]}))
        .calls("ack", json!({"vswitch_ids": ["module.net.vswitch_ids", "module.net"]}), json!({}))
        .creates(
            "module.ack.alicloud_cs_managed_kubernetes.this",
            and(&short(), &json!({"vswitch_ids": [null]})),
            json!({"vswitch_ids": ["var.vswitch_ids"]}),
        );
    let found = found(&check(&plan));
    let expected = "error pod_vpc_overlap module.ack.alicloud_cs_managed_kubernetes.this";
    assert!(found.contains(&expected.to_owned()), "{found:?}");
}

/// What a local is, a plan does not say.
#[test]
fn what_cannot_be_told_is_undecided_with_its_reason() {
    let plan = network(Plan::default());
    let plan =
        vswitch(plan, "alicloud_vswitch.a", "172.16.0.0/20", json!([format!("{VPC}.id"), VPC]));
    let plan = cluster(plan, json!([null]), json!(["local.vswitch_ids"]));
    let run = check(&plan);
    assert_eq!(
        open(&run, "pod_vpc_overlap"),
        [format!(
            "{CLUSTER}: the value is known after apply, and the plan does not say what local.vswitch_ids is"
        )]
    );
}

#[test]
fn an_id_that_is_known_leads_to_its_resource_too() {
    let plan = Plan::default()
        .keeps(VPC, json!({"id": "vpc-bp1abc", "cidr_block": "172.16.0.0/12"}))
        .keeps(
            "alicloud_vswitch.a",
            json!({"id": "vsw-1", "vpc_id": "vpc-bp1abc", "cidr_block": "172.16.0.0/20"}),
        )
        .creates(CLUSTER, and(&short(), &json!({"vswitch_ids": ["vsw-1"]})), json!({}));
    assert!(overlaps(&plan));
}

/// What is computed from what is not known is not known either.
#[test]
fn only_ids_are_followed() {
    let plan = Plan::default().creates(
        VPC,
        json!({}),
        json!({"cidr_block": ["data.x.y.cidr", "data.x.y"]}),
    );
    let plan =
        vswitch(plan, "alicloud_vswitch.a", "172.16.0.0/20", json!([format!("{VPC}.id"), VPC]));
    let plan = cluster(plan, json!([null]), json!(["alicloud_vswitch.a.id", "alicloud_vswitch.a"]));
    assert!(!overlaps(&plan));
}

/// What a Kubernetes provider rests on, through a data source.
#[test]
fn a_resource_counts_for_the_cluster_that_its_provider_leads_to() {
    let policy = "kubernetes_network_policy_v1.deny";
    let terway = json!({"pod_vswitch_ids": ["vsw-2"], "addons": [{"name": "terway-eniip"}]});
    let flannel = and(&short(), &json!({"pod_cidr": "172.20.0.0/16"}));
    let plan = Plan::default()
        .creates(CLUSTER, flannel, json!({}))
        .creates("alicloud_cs_managed_kubernetes.other", terway, json!({}))
        .creates(
            "data.alicloud_cs_cluster_credential.this",
            json!({}),
            json!({"cluster_id": [format!("{CLUSTER}.id"), CLUSTER]}),
        )
        .creates(policy, json!({"metadata": [{"name": "deny"}]}), json!({}));
    let rule = "flannel_network_policy";
    let finds = |run: &program::Run| found(run).contains(&format!("error {rule} {CLUSTER}"));
    let run = check(&plan);
    assert!(!finds(&run) && !open(&run, rule).is_empty(), "which of both is not told");
    let host = "data.alicloud_cs_cluster_credential.this";
    let provider = json!({
        "name": "kubernetes",
        "expressions": {"host": {"references": [format!("{host}.kube_config"), host]}},
    });
    assert!(finds(&check(&plan.provider("kubernetes", policy, provider))));
}

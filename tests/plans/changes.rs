//! What a plan does to what exists: Terraform says what is replaced, the tables say which update
//! does nothing.

use super::{CLUSTER, Plan, Repository, and, check, found, open, report, short};
use serde_json::{Value, json};

/// A cluster with Flannel that is there.
fn there() -> Value {
    and(&short(), &json!({"id": "c0123", "pod_cidr": "172.20.0.0/16"}))
}

fn update(before: &Value, more: &Value) -> Plan {
    Plan::default().changes(CLUSTER, &["update"], before.clone(), and(before, more))
}

fn message(plan: &Plan, rule: &str) -> String {
    let report = report(&check(plan));
    let findings = report["findings"].as_array().expect("findings").iter();
    let messages = findings.clone().filter(|finding| finding["rule"] == rule);
    let messages: Vec<&str> = messages.filter_map(|finding| finding["message"].as_str()).collect();
    messages.join("\n")
}

#[test]
fn an_update_that_does_nothing_is_found() {
    let terway = json!({
        "id": "c0123", "pod_vswitch_ids": ["vsw-1"], "vswitch_ids": ["vsw-2"],
        "cluster_spec": "ack.pro.small", "deletion_protection": true,
        "service_cidr": "172.21.0.0/20", "addons": [{"name": "terway-eniip"}],
    });
    let plan = update(&terway, &json!({"pod_vswitch_ids": ["vsw-1", "vsw-3"]}));
    assert!(found(&check(&plan)).contains(&format!("error change_ignored {CLUSTER}")));
    let flannel = json!({"addons": [{"name": "flannel"}], "pod_vswitch_ids": null});
    let plan = update(&terway, &flannel);
    let text = message(&plan, "change_ignored");
    assert!(text.contains("addons"), "{text}");
    // what is no longer written is a change as well
    assert!(text.contains("pod_vswitch_ids was"), "{text}");
}

#[test]
fn an_update_that_works_is_no_finding() {
    let plan = update(&there(), &json!({"deletion_protection": true, "tags": {"a": "b"}}));
    let found = found(&check(&plan));
    assert!(!found.iter().any(|line| line.contains("change_")), "{found:?}");
}

/// Terraform has asked the provider: what it calls an update is none.
#[test]
fn what_terraform_updates_is_not_replaced() {
    let plan = update(&there(), &json!({"pod_cidr": "172.16.0.0/16"}));
    assert_eq!(message(&plan, "change_replaces"), "");
}

/// A provider that replaces it would have said so: it was an old one, which does nothing.
#[test]
fn what_terraform_updates_and_no_provider_does_is_ignored() {
    for version in [None, Some(">= 1.200.0"), Some("~> 1.0")] {
        let plan = update(&there(), &json!({"pod_cidr": "172.16.0.0/16"}));
        let constrained = version.map(|version| {
            let provider = json!({"name": "alicloud", "version_constraint": version});
            plan.clone().provider("alicloud", CLUSTER, provider)
        });
        let text = message(&constrained.unwrap_or(plan), "change_ignored");
        assert!(text.starts_with("pod_cidr changes from 172.20.0.0/16 to"), "{version:?}: {text}");
        assert!(!text.contains("required_providers"), "the plan is certain: {text}");
    }
}

#[test]
fn what_the_provider_fills_in_is_no_change() {
    let addon = |more: Value| json!({"addons": [and(&json!({"name": "flannel"}), &more)]});
    let bare = addon(json!({"config": null, "disabled": null, "version": null}));
    let filled = addon(json!({"config": "", "disabled": false, "version": ""}));
    assert_eq!(message(&update(&and(&there(), &bare), &filled), "change_ignored"), "");
}

/// Terraform makes a new one, and forgets the one that there is.
#[test]
fn what_is_supplanted_is_not_destroyed() {
    let after = and(&there(), &json!({"pod_cidr": "172.16.0.0/16"}));
    let plan = Plan::default()
        .changes(CLUSTER, &["create", "forget"], there(), after)
        .with_change("replace_paths", json!([["pod_cidr"]]));
    let text = message(&plan, "change_replaces");
    assert!(text.contains("makes the cluster anew; the one that there is stays"), "{text}");
    assert!(!text.contains("destroys"), "{text}");
}

#[test]
fn an_action_that_is_not_known_is_said() {
    for actions in [&["frobnicate"] as &[&str], &[]] {
        let plan = Plan::default().changes(CLUSTER, actions, there(), there());
        let run = check(&plan);
        assert_eq!(run.code, 2);
        let problem = &report(&run)["problems"][0]["message"];
        let problem = problem.as_str().unwrap_or_default();
        assert!(
            problem.contains(CLUSTER) && problem.contains("nothing that acklint knows"),
            "{problem}"
        );
    }
}

#[test]
fn what_terraform_replaces_is_replaced_whatever_the_tables_say() {
    for actions in [["delete", "create"], ["create", "delete"]] {
        let after = and(&there(), &json!({"pod_cidr": "172.16.0.0/16", "maintenance_window": []}));
        let replaced = Plan::default().changes(CLUSTER, &actions, there(), after);
        let by = |path: Value| replaced.clone().with_change("replace_paths", path);
        let text = message(&by(json!([["pod_cidr"]])), "change_replaces");
        let expected = "pod_cidr changes from 172.20.0.0/16 to 172.16.0.0/16: this plan destroys";
        assert!(text.starts_with(expected), "{text}");
        let text = message(&by(json!([["maintenance_window", 0, "x"]])), "change_replaces");
        let expected = "this plan destroys the cluster and creates it again: \
                        maintenance_window[0].x cannot be changed";
        assert_eq!(text, expected);
    }
    let tainted = Plan::default()
        .changes(CLUSTER, &["delete", "create"], there(), there())
        .with("action_reason", json!("replace_because_tainted"));
    let text = message(&tainted, "change_replaces");
    assert!(text.ends_with("it is tainted: an apply that failed left it"), "{text}");
}

#[test]
fn a_cluster_that_goes_away_is_found() {
    let gone = |actions: &[&str]| Plan::default().changes(CLUSTER, actions, there(), Value::Null);
    assert_eq!(found(&check(&gone(&["delete"]))), [format!("error change_removes {CLUSTER}")]);
    assert_eq!(found(&check(&gone(&["forget"]))), Vec::<String>::new());
    let vpc =
        Plan::default().changes("alicloud_vpc.a", &["delete"], json!({"id": "v"}), Value::Null);
    assert_eq!(found(&check(&vpc)), Vec::<String>::new());
}

#[test]
fn what_stays_moves_or_is_new_is_no_change() {
    let moved = Plan::default()
        .keeps(CLUSTER, there())
        .with("previous_address", json!("alicloud_cs_managed_kubernetes.old"));
    let imported =
        Plan::default().keeps(CLUSTER, there()).with_change("importing", json!({"id": "c0123"}));
    let created = Plan::default().creates(CLUSTER, there(), json!({}));
    for plan in [moved, imported, created] {
        let found = found(&check(&plan));
        assert!(!found.iter().any(|line| line.contains("change_")), "{found:?}");
    }
}

#[test]
fn a_new_value_that_is_not_known_is_undecided() {
    let before = and(&there(), &json!({"pod_vswitch_ids": ["vsw-1"]}));
    let unknown = json!({"pod_vswitch_ids": true});
    let plan = Plan::default()
        .changes(CLUSTER, &["update"], before.clone(), before.clone())
        .with_change("after", there())
        .with_change("after_unknown", unknown.clone());
    assert_eq!(open(&check(&plan), "change_ignored").len(), 1);
    // the cloud may choose anew what nobody has written
    let plan = Plan::default()
        .changes(CLUSTER, &["update"], there(), there())
        .with_change("before", before)
        .with_change("after_unknown", unknown);
    let run = check(&plan);
    assert_eq!(open(&run, "change_ignored"), Vec::<String>::new());
    assert!(!found(&run).iter().any(|line| line.contains("change_")));
}

#[test]
fn a_change_lies_in_the_source_beside_the_plan() {
    let source = "resource \"alicloud_cs_managed_kubernetes\" \"this\" {\n  \
                  pod_cidr            = \"172.16.0.0/16\"\n  service_cidr = \"172.21.0.0/20\"\n  \
                  cluster_spec        = \"ack.pro.small\"\n  deletion_protection = true\n}\n";
    let after = and(&there(), &json!({"pod_cidr": "172.16.0.0/16"}));
    let plan = Plan::default()
        .changes(CLUSTER, &["delete", "create"], there(), after)
        .with_change("replace_paths", json!([["pod_cidr"]]));
    let repository = Repository::of(&[("main.tf", source), ("plan.json", &plan.text())]);
    let run = repository.run(&["check", "--plan", "plan.json", "--format", "json"]);
    let report = report(&run);
    let findings = report["findings"].as_array().expect("findings").iter();
    let finding = findings.clone().find(|finding| finding["rule"] == "change_replaces");
    let finding = finding.unwrap_or_else(|| panic!("{report:#}"));
    assert_eq!(finding["location"]["file"], "main.tf");
    assert_eq!(finding["location"]["start"]["line"], 2);
    assert_eq!(finding["related"][0]["location"]["file"], "plan.json");
}

//! `check --plan` and `check --state`: what is read of a plan, what is found in it, what is said of
//! what is none.

mod changes;
mod made;
#[path = "../program/mod.rs"]
mod program;
mod refused;
mod resolved;
mod states;
mod terraform;

use made::Plan;
use program::{Repository, Run};
use serde_json::{Value, json};
use std::io::Write;
use std::process::Stdio;

/// A cluster with Flannel, whose range holds one node.
fn short() -> Value {
    json!({
        "pod_cidr": "172.20.0.0/24",
        "node_cidr_mask": 24,
        "service_cidr": "172.21.0.0/20",
        "cluster_spec": "ack.pro.small",
        "deletion_protection": true,
    })
}

/// Values with some more.
fn and(values: &Value, more: &Value) -> Value {
    let mut all = values.clone();
    for (name, value) in more.as_object().into_iter().flatten() {
        all[name] = value.clone();
    }
    all
}

/// Runs `check --plan` on a plan alone.
fn check(plan: &Plan) -> Run {
    Repository::of(&[("plan.json", &plan.text())]).run(&[
        "check",
        "--plan",
        "plan.json",
        "--format",
        "json",
    ])
}

/// The report of a run in JSON.
fn report(run: &Run) -> Value {
    run.json().unwrap_or_else(|| panic!("no report: {}", run.stderr))
}

/// `severity rule subject` of all findings, sorted; the infos that every plan has left out.
fn found(run: &Run) -> Vec<String> {
    let report = report(run);
    let findings = report["findings"].as_array().expect("findings");
    let text = |finding: &Value, name: &str| finding[name].as_str().expect("a text").to_owned();
    let mut found: Vec<String> = findings
        .iter()
        .map(|f| format!("{} {} {}", text(f, "severity"), text(f, "rule"), text(f, "subject")))
        .collect();
    found.sort();
    found
}

/// `rule subject: why` of all that is undecided, of one rule.
fn open(run: &Run, rule: &str) -> Vec<String> {
    let report = report(run);
    let undecided = report["undecided"].as_array().expect("a list");
    let text = |open: &Value, name: &str| open[name].as_str().expect("a text").to_owned();
    let of_rule = undecided.iter().filter(|open| open["rule"] == rule);
    of_rule.map(|open| format!("{}: {}", text(open, "subject"), text(open, "why"))).collect()
}

const CLUSTER: &str = "alicloud_cs_managed_kubernetes.this";

#[test]
fn a_new_cluster_is_found_by_the_values_of_the_plan() {
    let plan = Plan::default().creates(CLUSTER, short(), json!({})).creates(
        "alicloud_cs_kubernetes_node_pool.default",
        json!({"desired_size": "5"}),
        json!({"cluster_id": [format!("{CLUSTER}.id"), CLUSTER]}),
    );
    let run = check(&plan);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(found(&run), [format!("error flannel_pod_cidr_too_small {CLUSTER}")]);
    let finding = &report(&run)["findings"][0];
    let message = finding["message"].as_str().expect("a message");
    assert!(message.contains("gives 1 node; 5 are planned"), "{message}");
    assert_eq!(finding["location"]["file"], "plan.json");
    let help = finding["help"].as_str().expect("a help");
    assert!(help.contains("pod_cidr = "), "{help}");
}

#[test]
fn what_exists_is_told_the_way_out_and_not_another_value() {
    let values = and(&short(), &json!({"id": "c0123"}));
    let plan = Plan::default().keeps(CLUSTER, values).creates(
        "alicloud_cs_kubernetes_node_pool.default",
        json!({"cluster_id": "c0123", "desired_size": "5"}),
        json!({}),
    );
    let run = check(&plan);
    assert_eq!(found(&run), [format!("error flannel_pod_cidr_too_small {CLUSTER}")]);
    let report = report(&run);
    let text = |name: &str| report["findings"][0][name].as_str().expect("a text").to_owned();
    assert!(text("message").ends_with("(the cluster exists already)"), "{}", text("message"));
    assert!(text("help").contains("into a new cluster"), "{}", text("help"));
    assert!(!text("help").contains("pod_cidr = "), "{}", text("help"));
}

/// What is destroyed and made again can still be given another value.
#[test]
fn what_is_replaced_does_not_exist_yet() {
    let after = short();
    let before = and(&after, &json!({"pod_cidr": "172.16.0.0/16", "id": "c0123"}));
    let plan = Plan::default()
        .changes(CLUSTER, &["delete", "create"], before, after)
        .with_change("replace_paths", json!([["pod_cidr"]]))
        .creates(
            "alicloud_cs_kubernetes_node_pool.default",
            json!({"desired_size": "5"}),
            json!({"cluster_id": [format!("{CLUSTER}.id"), CLUSTER]}),
        );
    let report = report(&check(&plan));
    let findings = report["findings"].as_array().expect("findings").iter();
    let short = findings.clone().find(|f| f["rule"] == "flannel_pod_cidr_too_small");
    let help = short.and_then(|finding| finding["help"].as_str()).unwrap_or_default();
    assert!(help.contains("pod_cidr = "), "{report:#}");
}

#[test]
fn what_goes_away_is_not_looked_at() {
    let values = and(&short(), &json!({"id": "c0123"}));
    for actions in [["delete"], ["forget"]] {
        let plan = Plan::default().changes(CLUSTER, &actions, values.clone(), Value::Null);
        let report = report(&check(&plan));
        assert_eq!(report["summary"]["clusters"], 0, "{actions:?}");
    }
    let kept = and(&values, &json!({"pod_cidr": "172.16.0.0/16"}));
    let plan = Plan::default()
        .keeps(CLUSTER, kept)
        .changes(CLUSTER, &["delete"], values, Value::Null)
        .with("deposed", json!("0a1b2c3d"));
    assert_eq!(report(&check(&plan))["summary"]["clusters"], 1);
}

/// Later versions of Terraform may plan other things: they are none of ours.
#[test]
fn what_is_of_an_unknown_mode_is_passed_over() {
    let plan = Plan::default()
        .creates("ephemeral.alicloud_x.y", json!({}), json!({}))
        .with("mode", json!("ephemeral"))
        .creates(CLUSTER, and(&short(), &json!({"pod_cidr": "172.16.0.0/16"})), json!({}))
        .field("some_later_field", json!({"a": [1]}));
    assert_eq!(report(&check(&plan))["summary"]["clusters"], 1);
}

/// With `-target`, Terraform plans less than there is.
#[test]
fn what_a_plan_leaves_out_is_as_it_was() {
    let values = and(&short(), &json!({"id": "c0123"}));
    let plan = Plan::default()
        .holds(CLUSTER, values)
        .creates(
            "alicloud_cs_kubernetes_node_pool.default",
            json!({"cluster_id": "c0123", "desired_size": "5"}),
            json!({}),
        )
        .field("complete", json!(false));
    let run = check(&plan);
    assert_eq!(found(&run), [format!("error flannel_pod_cidr_too_small {CLUSTER}")]);
    assert_eq!(run.code, 2);
    let problem = report(&run)["problems"][0]["message"].as_str().expect("a problem").to_owned();
    assert!(problem.starts_with("plan.json does not tell all that will be"), "{problem}");
}

/// The provider puts its defaults into a plan: nobody has written them.
#[test]
fn a_default_of_the_provider_is_not_written() {
    let mut plan = Plan::default().creates(
        CLUSTER,
        json!({"pod_vswitch_ids": ["vsw-1"], "vswitch_ids": ["vsw-2"], "addons": [{"name": "terway-eniip"}]}),
        json!({}),
    );
    assert!(!found(&check(&plan)).iter().any(|line| line.contains("cni_conflict")));
    plan = plan.with_change(
        "after",
        json!({
            "pod_vswitch_ids": ["vsw-1"], "vswitch_ids": ["vsw-2"], "node_cidr_mask": 24,
            "addons": [{"name": "terway-eniip", "config": "", "disabled": false, "version": null}],
        }),
    );
    assert!(!found(&check(&plan)).iter().any(|line| line.contains("cni_conflict")));
}

/// What nobody has written and the cloud has chosen is known of what exists.
#[test]
fn what_the_cloud_has_chosen_is_known_of_what_exists() {
    let mut written = and(&short(), &json!({"pod_cidr": "172.20.0.0/16", "id": "c0123"}));
    written.as_object_mut().expect("an object").remove("service_cidr");
    let chosen =
        json!({"service_cidr": "172.20.0.0/20", "vpc_id": "vpc-1", "security_group_id": "sg-1"});
    let there = and(&written, &chosen);
    let plan = Plan::default()
        .keeps(CLUSTER, written.clone())
        .with_change("before", there.clone())
        .with_change("after", there);
    assert_eq!(found(&check(&plan)), [format!("error pod_service_overlap {CLUSTER}")]);
    // a cluster in a network that ACK has made has none of its own
    let zoned = and(&written, &json!({"zone_ids": ["cn-hangzhou-h"]}));
    let there = and(&zoned, &json!({"vpc_id": "vpc-1"}));
    let plan = Plan::default().keeps(CLUSTER, zoned).with_change("after", there);
    assert_eq!(open(&check(&plan), "pod_vpc_overlap"), Vec::<String>::new());
    // IPVS is right for the version that the cluster has
    let flannel = json!({"version": "1.33.3-aliyun.1", "proxy_mode": "ipvs", "service_cidr": "172.21.0.0/20"});
    let there = and(&written, &flannel);
    let plan = Plan::default()
        .keeps(CLUSTER, written)
        .with_change("before", there.clone())
        .with_change("after", there);
    assert_eq!(found(&check(&plan)), Vec::<String>::new());
}

/// A `dynamic` block is no expression of the configuration, but what it makes is in the plan.
#[test]
fn blocks_that_a_dynamic_block_makes_are_seen() {
    let own = and(&short(), &json!({"pod_cidr": "172.20.0.0/16"}));
    let mut after = own.clone();
    after["addons"] = json!([{"name": "terway-eniip", "config": ""}, {"name": "flannel"}]);
    let plan = Plan::default().creates(CLUSTER, own, json!({})).with_change("after", after);
    let found = found(&check(&plan));
    assert!(found.contains(&format!("error cni_conflict {CLUSTER}")), "{found:?}");
}

#[test]
fn a_way_to_the_source_beside_the_plan_is_told() {
    let main =
        "variable \"pods\" {}\n\nmodule \"ack\" {\n  source = \"./ack\"\n  pods   = var.pods\n}\n";
    let ack = "variable \"pods\" {}\n\nresource \"alicloud_cs_managed_kubernetes\" \"this\" {\n  \
               pod_cidr            = var.pods\n  service_cidr        = \"172.21.0.0/20\"\n  \
               node_cidr_mask      = 24\n  deletion_protection = true\n}\n";
    let plan = Plan::default()
        .creates("module.ack.alicloud_cs_managed_kubernetes.this", short(), json!({}))
        .field("variables", json!({"pods": {"value": "172.20.0.0/24"}}));
    let files = [("main.tf", main), ("ack/main.tf", ack), ("plan.json", &*plan.text())];
    let repository = Repository::of(&files);
    repository.write("terraform.tfvars", "pods = \"172.20.0.0/24\"\n");
    let place = |arguments: &[&str]| {
        let report = report(&repository.run(arguments));
        let finding = report["findings"].as_array().expect("findings").iter();
        let finding = finding.clone().find(|f| f["rule"] == "flannel_pod_cidr_too_small");
        let finding = finding.unwrap_or_else(|| panic!("{report:#}"));
        let at = &finding["location"];
        format!("{}:{}", at["file"].as_str().expect("a file"), at["start"]["line"])
    };
    let check = ["check", "--plan", "plan.json", "--format", "json"];
    // the values file says what the plan says
    assert_eq!(place(&check), "terraform.tfvars:1");
    // another one was given on the command line of Terraform: the place is the variable
    repository.write("terraform.tfvars", "pods = \"172.16.0.0/16\"\n");
    assert_eq!(place(&check), "main.tf:1");
    // the configuration lies elsewhere
    repository.write("out/plan.json", plan.text());
    let elsewhere = ["check", "--plan", "out/plan.json", "--format", "json"];
    assert_eq!(place(&elsewhere), "out/plan.json:1");
    assert_eq!(place(&[&elsewhere[..], &["."]].concat()), "main.tf:1");
}

/// What has been edited since is not what the plan does.
#[test]
fn what_the_plan_says_counts_where_the_source_differs() {
    let source = "resource \"alicloud_cs_managed_kubernetes\" \"this\" {\n  \
                  pod_cidr            = \"172.20.0.0/16\"\n  service_cidr = \"172.21.0.0/20\"\n  \
                  cluster_spec        = \"ack.pro.small\"\n  deletion_protection = true\n}\n";
    let plan = Plan::default().creates(CLUSTER, short(), json!({}));
    let repository = Repository::of(&[("main.tf", source), ("plan.json", &plan.text())]);
    let run = repository.run(&["check", "--plan", "plan.json", "--format", "json"]);
    assert_eq!(found(&run), [format!("warning flannel_pod_cidr_too_small {CLUSTER}")]);
    let finding = &report(&run)["findings"][0];
    assert_eq!(finding["location"]["file"], "main.tf");
    assert_eq!(finding["location"]["start"]["line"], 2);
}

#[test]
fn options_that_make_values_make_no_sense_with_a_plan() {
    let repository = Repository::of(&[("plan.json", &Plan::default().text())]);
    for option in [
        ["--var", "a=1"],
        ["--var-file", "a.tfvars"],
        ["--workspace", "w"],
        ["--state", "s"],
        ["--changed", "main"],
    ] {
        let run = repository.run(&[&["check", "--plan", "plan.json"], &option[..]].concat());
        assert_eq!(run.code, 2, "{option:?}");
        assert!(run.stderr.contains("cannot be used with"), "{}", run.stderr);
    }
    let run = repository.run(&["check", "--plan", "plan.json", "a", "b"]);
    assert_eq!(run.code, 2);
}

/// What a pipe hands over is read, whatever it is called; the working folder holds its
/// configuration.
#[cfg(unix)]
#[test]
fn a_plan_comes_by_a_pipe_as_well() {
    let plan = Plan::default().creates(CLUSTER, short(), json!({})).text();
    let repository = Repository::of(&[("plan.json", &plan)]);
    let by_name = repository.run(&["check", "--plan", "plan.json"]);
    for name in ["-", "/dev/stdin"] {
        let mut command = repository.command(&["check", "--plan", name]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut input = child.stdin.take().expect("its input");
        input.write_all(plan.as_bytes()).expect("it reads");
        drop(input);
        let output = child.wait_with_output().expect("the program");
        assert_eq!(output.status.code(), Some(by_name.code), "{name}: {output:?}");
        let last = |text: &str| text.lines().last().map(str::to_owned);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(last(&said), last(&by_name.stdout), "{name}");
    }
}

#[test]
fn a_plan_is_not_fixed() {
    let files = [("plan.json", &*Plan::default().text()), ("main.tf", "# nothing\n")];
    let repository = Repository::of(&files);
    let run = repository.run(&["check", "--plan", "plan.json", "--fix"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("fix the source, then plan again"), "{}", run.stderr);
    let run = repository.run(&["check", "--state", "main.tf"]);
    let advice = "`terraform show -json > state.json` makes the JSON";
    assert!(run.stderr.contains(advice), "{}", run.stderr);
}

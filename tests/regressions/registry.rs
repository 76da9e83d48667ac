//! Calls of registry modules that acklint knows, before `terraform init`.

use crate::program::Repository;
use crate::said::{NETWORK, Said, place};

const MANAGED: &str = "terraform-alicloud-modules/managed-kubernetes/alicloud";
const DEDICATED: &str = "terraform-alicloud-modules/kubernetes/alicloud";

/// A call at line 2 of `main.tf`, its arguments from line 4 on.
fn call(source: &str, arguments: &str) -> String {
    format!("\nmodule \"k8s\" {{\n  source = \"{source}\"\n{arguments}}}\n")
}

/// The line that a person edits is the input in their own file.
#[test]
fn an_input_is_found_where_it_is_written() {
    let said = Said::on(&call(
        MANAGED,
        "  new_vpc      = true\n  vpc_cidr     = \"10.0.0.0/8\"\n  k8s_pod_cidr = \"10.8.0.0/16\"\n",
    ));
    let finding = said.error("pod_vpc_overlap");
    assert_eq!(finding.subject, "module.k8s.alicloud_cs_managed_kubernetes.this[0]");
    assert_eq!(place(&finding.location), "main.tf:6");
    assert_eq!(finding.label, "written here");
    assert_eq!(place(&finding.related[0].location), "main.tf:5");
    assert_eq!(
        finding.trace.last().map(|note| place(&note.location)).as_deref(),
        Some("main.tf:2")
    );
}

/// Nobody wrote it: the place is the call, and the words say whose default it is.
#[test]
fn a_default_of_the_module_is_found_at_the_call() {
    let said = Said::on(&call(MANAGED, "  new_vpc  = true\n  vpc_cidr = \"172.16.0.0/12\"\n"));
    let finding = said.error("pod_vpc_overlap");
    assert_eq!(place(&finding.location), "main.tf:2");
    let whose = format!("the default of {MANAGED} 2.0.0");
    assert!(finding.label.contains(&whose), "{}", finding.label);
    assert!(finding.trace.iter().any(|note| note.message.contains(&whose)), "{finding:?}");
}

/// An item of a default list has a place of its own, which must not be one in the program either.
#[test]
fn an_item_of_a_default_list_is_found_at_the_call() {
    let said = Said::on(&call(MANAGED, "  new_vpc  = true\n  vpc_cidr = \"10.0.0.0/8\"\n"));
    let finding = said.error("vswitch_outside_vpc");
    assert_eq!(finding.subject, "module.k8s.alicloud_vswitch.new[0]");
    assert_eq!(place(&finding.location), "main.tf:2");
    assert!(finding.label.contains("the default of"), "{}", finding.label);
}

/// Release 1.2 knew `cluster_network_type`, and later ones pass over it.
#[test]
fn the_release_decides_what_the_inputs_make() {
    let said = |version: &str| {
        let network = "  cluster_network_type = \"terway\"\n  new_vpc = true\n";
        Said::on(&call(MANAGED, &format!("  version = \"{version}\"\n{network}")))
    };
    assert_eq!(said("1.2.0").findings("cni_conflict").len(), 1);
    said("1.5.0").silent("cni_conflict");
}

/// Before 1.5 the module makes a VPC where none is given, later only where it is told to.
#[test]
fn a_vpc_that_the_module_does_not_make_is_no_guess() {
    let inputs = "  vpc_cidr = \"172.16.0.0/12\"\n  vswitch_cidrs = [\"172.16.0.0/24\"]\n";
    let old = Said::on(&call(DEDICATED, &format!("{inputs}  version = \"1.4.0\"\n")));
    assert_eq!(old.error("pod_vpc_overlap").subject, "module.k8s.alicloud_cs_kubernetes.k8s[0]");
    let new = Said::on(&call(DEDICATED, inputs));
    assert!(new.findings("pod_vpc_overlap").is_empty());
    assert_eq!(place(&new.undecided("pod_vpc_overlap")[0].location), "main.tf:2");
    let told = Said::on(&call(DEDICATED, &format!("{inputs}  create_vpc = true\n")));
    told.error("pod_vpc_overlap");
}

#[test]
fn a_vpc_that_is_given_by_its_id_is_undecided() {
    let said =
        Said::on(&call(DEDICATED, "  vpc_id      = \"vpc-1\"\n  vswitch_ids = [\"vsw-1\"]\n"));
    assert!(said.findings("pod_vpc_overlap").is_empty());
    assert_eq!(place(&said.undecided("pod_vpc_overlap")[0].location), "main.tf:5");
    assert_eq!(said.problems(), Vec::<&str>::new());
}

/// What the caller makes itself is found through the call, and through its outputs.
#[test]
fn the_callers_own_network_is_the_clusters() {
    let call = call(
        MANAGED,
        "  vswitch_ids = [alicloud_vswitch.a.id]\n  k8s_pod_cidr = \"10.0.8.0/21\"\n",
    );
    let pool = r#"
resource "alicloud_cs_kubernetes_node_pool" "more" {
  cluster_id   = module.k8s.this_k8s_id
  vswitch_ids  = module.k8s.this_vswitch_ids
  desired_size = 30
}
"#;
    let said = Said::on(&format!("{call}{NETWORK}{pool}"));
    said.error("pod_vpc_overlap");
    assert!(said.error("flannel_pod_cidr_too_small").message.contains("8 nodes"));
}

#[test]
fn an_input_without_a_value_is_undecided_at_its_variable() {
    let said = Said::on(&format!(
        "variable \"x\" {{}}{}",
        call(MANAGED, "  new_vpc = true\n  k8s_pod_cidr = var.x\n")
    ));
    let undecided = said.undecided("pod_vpc_overlap");
    assert_eq!(undecided[0].subject, "module.k8s.alicloud_cs_managed_kubernetes.this[0]");
    assert_eq!(place(&undecided[0].location), "main.tf:1");
}

/// The comment above the call holds for the cluster that it makes.
#[test]
fn what_is_expected_of_a_call_is_expected_of_its_cluster() {
    let call = call(MANAGED, "  new_vpc = true\n");
    let said = Said::on(&call.replacen('\n', "\n# acklint:expect nodes=300\n", 1));
    let finding = said.error("flannel_pod_cidr_too_small");
    assert_eq!(finding.related.iter().filter(|note| note.message.contains("300")).count(), 1);
}

/// The module's own code says more than what is known of it.
#[test]
fn an_installed_copy_is_read_instead() {
    let module = r#"
variable "k8s_pod_cidr" {}
resource "alicloud_cs_managed_kubernetes" "own" {
  pod_cidr     = var.k8s_pod_cidr
  service_cidr = "172.20.0.0/20"
}
"#;
    let manifest = format!(
        r#"{{"Modules": [{{"Key": "k8s", "Source": "{MANAGED}", "Dir": ".terraform/modules/k8s"}}]}}"#
    );
    let call = call(MANAGED, "  k8s_pod_cidr = \"172.20.0.0/16\"\n");
    let files = [
        ("main.tf", &*call),
        (".terraform/modules/modules.json", &*manifest),
        (".terraform/modules/k8s/main.tf", module),
    ];
    let said = Said::of(&files);
    let subject = &said.error("pod_service_overlap").subject;
    assert_eq!(subject, "module.k8s.alicloud_cs_managed_kubernetes.own");
}

/// A call in a module that two roots share, or that has `count`, is counted once.
#[test]
fn what_is_read_by_its_inputs_is_told_once() {
    let shared = call(MANAGED, "  new_vpc = true\n  count   = 2\n");
    let root = "module \"shared\" {\n  source = \"../shared\"\n}\n";
    let files = [("shared/main.tf", &*shared), ("a/main.tf", root), ("b/main.tf", root)];
    let run = Repository::of(&files).run(&["check"]);
    let told = "1 module call is read by its inputs";
    assert!(run.stdout.contains(told), "{}", run.stdout);
    assert!(!run.stdout.contains("not read"), "{}", run.stdout);
    assert!(run.stdout.contains(&format!("shared/main.tf:2:1  {MANAGED} 2.0.0")), "{}", run.stdout);
    assert!(run.stdout.contains("2 roots, 4 clusters"), "{}", run.stdout);
}

/// `inspect` names the clusters by the addresses that Terraform would give them.
#[test]
fn inspect_shows_the_cluster_that_a_call_makes() {
    let text = call(DEDICATED, "  version = \"~> 1.2\"\n  node_cidr_mask = 26\n  k8s_number = 2\n");
    let run = Repository::of(&[("main.tf", &text)]).run(&["inspect", "--format", "json"]);
    let document = run.json().expect("a document");
    let clusters = document["roots"][0]["clusters"].as_array().expect("a list");
    let subjects: Vec<_> = clusters.iter().map(|it| it["subject"].as_str()).collect();
    let subject = |index: u8| format!("module.k8s.alicloud_cs_kubernetes.k8s[{index}]");
    assert_eq!(subjects, [Some(&*subject(0)), Some(&*subject(1))]);
    assert_eq!(clusters[0]["attributes"]["node_cidr_mask"]["known"], 26);
}

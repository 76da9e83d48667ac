//! Every way in which configurations write Kubernetes resources and lead a provider to a cluster.

mod services;

use crate::check::check;
use crate::options::Options;
use crate::source::Memory;

/// What a rule says: the severities and subjects that it finds, and `?` with those that are
/// undecided.
pub(in crate::rules) fn said(rule: &'static str, files: &[(&str, &str)]) -> Vec<String> {
    let options = Options { select: vec![rule], ..Options::default() };
    let memory = Memory::new(files.iter().map(|(path, text)| (*path, *text)));
    let view = check(&memory, &[String::new()], &options).unwrap();
    assert!(view.problems.is_empty(), "{:?}", view.problems);
    let short = |subject: &str| subject.replace("alicloud_cs_managed_kubernetes.", "");
    let found = view.findings.iter();
    let found = found.map(|found| format!("{} {}", found.severity.as_str(), short(&found.subject)));
    let open = view.undecided.iter().map(|open| format!("? {}", short(&open.subject)));
    let mut said: Vec<String> = found.chain(open).collect();
    said.sort();
    said
}

/// A cluster with Flannel, one with Terway.
const FLANNEL: &str = r#"
resource "alicloud_cs_managed_kubernetes" "flannel" {
  name        = "flannel"
  vswitch_ids = ["vsw-a"]
  pod_cidr    = "172.20.0.0/16"
}
"#;
const TERWAY: &str = r#"
resource "alicloud_cs_managed_kubernetes" "terway" {
  name            = "terway"
  vswitch_ids     = ["vsw-a"]
  pod_vswitch_ids = ["vsw-b"]
}
"#;

/// A policy, and another attribute of it.
fn policy(attribute: &str) -> String {
    format!(
        r#"resource "kubernetes_network_policy_v1" "p" {{
             {attribute}
             metadata {{ name = "p" }}
           }}"#
    )
}

fn policies(text: &str) -> Vec<String> {
    said("flannel_network_policy", &[("main.tf", text)])
}

#[test]
fn policies_are_found_however_they_are_written() {
    let body = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\n";
    let object = r#"{ apiVersion = "networking.k8s.io/v1", kind = "NetworkPolicy", metadata = { name = "p" } }"#;
    let forms = [
        policy(""),
        r#"resource "kubernetes_network_policy" "p" {
             metadata {
               name = "p"
             }
           }"#
        .to_owned(),
        format!(r#"resource "kubernetes_manifest" "p" {{ manifest = {object} }}"#),
        r#"resource "kubernetes_manifest" "p" { manifest = yamldecode(file("${path.module}/p.yaml")) }"#
            .to_owned(),
        r#"resource "kubernetes_manifest" "p" {
             for_each = fileset(path.module, "*.yaml")
             manifest = yamldecode(file("${path.module}/${each.value}"))
           }"#
        .to_owned(),
        r#"resource "kubectl_manifest" "p" { yaml_body = file("p.yaml") }"#.to_owned(),
        format!(r#"resource "kubectl_manifest" "p" {{ yaml_body = yamlencode({object}) }}"#),
        format!(r#"resource "kubectl_manifest" "p" {{ yaml_body = jsonencode({object}) }}"#),
        r#"variable "ns" {}
           resource "kubectl_manifest" "p" {
             yaml_body = <<-EOT
               apiVersion: v1
               kind: ConfigMap
               metadata: {name: c}
               ---
               # ${var.ns}
               apiVersion: networking.k8s.io/v1
               kind: NetworkPolicy
               metadata:
                 name: p
                 namespace: ${var.ns}
             EOT
           }"#
        .to_owned(),
        r#"variable "ns" {}
           resource "kubectl_manifest" "p" {
             yaml_body = templatefile("${path.module}/p.tpl", { ns = var.ns })
           }"#
        .to_owned(),
        r#"resource "kubectl_manifest" "p" {
             yaml_body = "{kind: List, apiVersion: v1, items: [{kind: NetworkPolicy, apiVersion: extensions/v1beta1}]}"
           }"#
        .to_owned(),
    ];
    for form in forms {
        let text = format!("{FLANNEL}{form}");
        let template = format!("{body}spec:\n  namespace: ${{ns}}\n");
        let files = [("main.tf", &*text), ("p.yaml", body), ("p.tpl", &*template)];
        assert_eq!(said("flannel_network_policy", &files), ["error flannel"], "{form}");
        let text = format!("{TERWAY}{form}");
        let files = [("main.tf", &*text), ("p.yaml", body), ("p.tpl", &*template)];
        assert!(said("flannel_network_policy", &files).is_empty(), "{form}");
    }
}

#[test]
fn what_is_no_policy_is_none() {
    let none = [
        r#"resource "kubectl_manifest" "p" { yaml_body = "{kind: NetworkPolicy, apiVersion: crd.projectcalico.org/v1}" }"#,
        r#"resource "kubectl_manifest" "p" { yaml_body = "{kind: Deployment, apiVersion: apps/v1}" }"#,
        r#"resource "kubectl_manifest" "p" { yaml_body = "" }"#,
        r#"resource "kubernetes_network_policy" "p" { count = 0 }"#,
        r#"data "kubernetes_network_policy" "p" {}"#,
    ];
    for form in none {
        assert!(policies(&format!("{FLANNEL}{form}")).is_empty(), "{form}");
    }
}

#[test]
fn what_may_be_a_policy_is_undecided() {
    let open = [
        r#"variable "y" {}
           resource "kubectl_manifest" "p" { yaml_body = var.y }"#,
        r#"data "http" "y" { url = "u" }
           resource "kubectl_manifest" "p" { yaml_body = data.http.y.response_body }"#,
        r#"variable "k" {}
           resource "kubernetes_manifest" "p" { manifest = { kind = var.k, apiVersion = "networking.k8s.io/v1" } }"#,
        r#"variable "on" {}
           resource "kubernetes_network_policy" "p" { count = var.on ? 1 : 0 }"#,
        r#"variable "k" {}
           resource "kubectl_manifest" "p" { yaml_body = "kind: ${var.k}\napiVersion: networking.k8s.io/v1" }"#,
    ];
    for form in open {
        assert_eq!(policies(&format!("{FLANNEL}{form}")), ["? flannel"], "{form}");
    }
}

/// Ways to a cluster, by what stands for its address.
fn ways(cluster: &str) -> Vec<(String, String)> {
    let it = format!("alicloud_cs_managed_kubernetes.{cluster}");
    let host = format!("host = {it}.connections.api_server_internet");
    let named = |block: &str, meta: &str| (block.replace("IT", &it), meta.to_owned());
    vec![
        named(&format!("provider \"kubernetes\" {{\n{host}\n}}"), ""),
        named(
            "provider \"kubernetes\" {\nalias = \"x\"\nhost = \"https://${IT.connections[\"api_server_internet\"]}\"\n}",
            "provider = kubernetes.x",
        ),
        named(
            "provider \"kubernetes\" {\nalias = \"x\"\nconfig_path = IT.kube_config\n}",
            "provider = \"kubernetes.x\"",
        ),
        named(
            "provider \"kubernetes\" {\ncluster_ca_certificate = base64decode(IT.certificate_authority.cluster_cert)\n}",
            "provider = kubernetes",
        ),
        named(
            "provider \"k8s\" {\nexec {\napi_version = \"v1\"\ncommand = \"ack\"\nargs = [\"token\", IT.id]\n}\n}",
            "provider = k8s",
        ),
        named(
            "data \"alicloud_cs_managed_kubernetes_clusters\" \"d\" {\nname_regex = IT.name\n}\n\
             provider \"kubernetes\" {\nhost = data.alicloud_cs_managed_kubernetes_clusters.d.clusters.0.connections.api_server_internet\n}",
            "",
        ),
        named(
            "data \"alicloud_cs_cluster_credential\" \"d\" {\ncluster_id = IT.id\n}\n\
             resource \"local_file\" \"k\" {\nfilename = \"k.yaml\"\ncontent = data.alicloud_cs_cluster_credential.d.kube_config\n}\n\
             provider \"kubernetes\" {\nconfig_path = local_file.k.filename\n}",
            "",
        ),
        named(
            "locals {\nk = yamldecode(data.alicloud_cs_cluster_credential.d[0].kube_config)\n\
             hosts = [for c in local.k.clusters : c.cluster.server]\n}\n\
             data \"alicloud_cs_cluster_credential\" \"d\" {\ncount = 1\ncluster_id = IT.id\n}\n\
             provider \"kubernetes\" {\nhost = try(local.hosts[0], \"\")\n}",
            "",
        ),
    ]
}

#[test]
fn a_provider_leads_to_its_cluster() {
    for (provider, meta) in ways("flannel") {
        let text = [FLANNEL, TERWAY, &provider, &policy(&meta)].join("\n");
        assert_eq!(policies(&text), ["error flannel"], "{provider}");
    }
    for (provider, meta) in ways("terway") {
        let text = [FLANNEL, TERWAY, &provider, &policy(&meta)].join("\n");
        assert!(policies(&text).is_empty(), "{provider}");
    }
}

#[test]
fn without_one_that_leads_anywhere_all_clusters_must_agree() {
    let second = FLANNEL.replace("\"flannel\"", "\"second\"");
    let path = "provider \"kubernetes\" {\nconfig_path = \"~/.kube/config\"\n}";
    for provider in ["", path] {
        let own = policy("");
        assert_eq!(policies(&[FLANNEL, provider, &own].join("\n")), ["error flannel"]);
        let both = policies(&[FLANNEL, &second, provider, &own].join("\n"));
        assert_eq!(both, ["error flannel", "error second"]);
        assert_eq!(policies(&[FLANNEL, TERWAY, provider, &own].join("\n")), ["? flannel"]);
    }
    // of two that it may lead to
    let either = "variable \"x\" {}\nprovider \"kubernetes\" {\nhost = var.x ? alicloud_cs_managed_kubernetes.flannel.id : alicloud_cs_managed_kubernetes.terway.id\n}";
    assert_eq!(policies(&[FLANNEL, TERWAY, either, &policy("")].join("\n")), ["? flannel"]);
    // to the other one
    let other = "provider \"kubernetes\" {\nhost = alicloud_cs_managed_kubernetes.second.id\n}";
    assert_eq!(policies(&[FLANNEL, &second, other, &policy("")].join("\n")), ["error second"]);
}

#[test]
fn a_provider_may_lead_elsewhere() {
    let eks = "provider \"kubernetes\" {\nhost = aws_eks_cluster.e.endpoint\n}\nresource \"aws_eks_cluster\" \"e\" {}";
    assert!(policies(&[FLANNEL, eks, &policy("")].join("\n")).is_empty());
    let state = "data \"terraform_remote_state\" \"s\" {\nbackend = \"oss\"\n}\nprovider \"kubernetes\" {\nhost = data.terraform_remote_state.s.outputs.host\n}";
    assert_eq!(policies(&[FLANNEL, state, &policy("")].join("\n")), ["? flannel"]);
    let module = "module \"eks\" {\nsource = \"terraform-aws-modules/eks/aws\"\n}\nprovider \"kubernetes\" {\nhost = module.eks.cluster_endpoint\n}";
    assert_eq!(policies(&[FLANNEL, module, &policy("")].join("\n")), ["? flannel"]);
}

#[test]
fn providers_are_found_through_calls() {
    let cluster = r#"
variable "pod_cidr" { default = null }
variable "pods" { default = null }
resource "alicloud_cs_managed_kubernetes" "this" {
  vswitch_ids     = ["vsw-a"]
  pod_cidr        = var.pod_cidr
  pod_vswitch_ids = var.pods
}
output "host" { value = alicloud_cs_managed_kubernetes.this.connections.api_server_internet }
"#;
    let calls = r#"
module "flannel" {
  source   = "./cluster"
  pod_cidr = "172.20.0.0/16"
}
module "terway" {
  source = "./cluster"
  pods   = ["vsw-b"]
}
provider "kubernetes" {
  host = module.flannel.host
}
provider "kubernetes" {
  alias = "terway"
  host  = module.terway.host
}
"#;
    let said = |apps: &str, main: &str| {
        let main = format!("{calls}{main}");
        let files = [("main.tf", &*main), ("cluster/main.tf", cluster), ("apps/main.tf", apps)];
        said("flannel_network_policy", &files)
    };
    let apps = "module \"apps\" {\nsource = \"./apps\"\nWITH\n}";
    let flannel = ["error module.flannel.this"];
    assert_eq!(said(&policy(""), &apps.replace("WITH", "")), flannel);
    let passed = apps.replace("WITH", "providers = {\nkubernetes = kubernetes.terway\n}");
    assert!(said(&policy(""), &passed).is_empty());
    let passed = apps.replace("WITH", "providers = {\nkubernetes.to = kubernetes\n}");
    assert_eq!(said(&policy("provider = kubernetes.to"), &passed), flannel);
    // the host goes through a variable of the module that holds the provider
    let own = "variable \"host\" {}\nprovider \"kubernetes\" {\nhost = var.host\n}\n";
    let own = format!("{own}{}", policy(""));
    assert_eq!(said(&own, &apps.replace("WITH", "host = module.flannel.host")), flannel);
    assert!(said(&own, &apps.replace("WITH", "host = module.terway.host")).is_empty());
    // one call for each cluster
    let each = "for_each = { a = module.flannel.host }\nhost = each.value";
    assert_eq!(said(&own, &apps.replace("WITH", each)), flannel);
}

#[test]
fn json_syntax_is_the_same() {
    let json = r#"{
      "provider": {"kubernetes": [
        {"config_path": "x"},
        {"alias": "f", "host": "${alicloud_cs_managed_kubernetes.flannel.connections.api_server_internet}"}
      ]},
      "resource": {"kubernetes_manifest": {"p": {
        "provider": "kubernetes.f",
        "manifest": {"kind": "NetworkPolicy", "apiVersion": "networking.k8s.io/v1"}
      }}}
    }"#;
    let clusters = [FLANNEL, TERWAY].join("\n");
    let files = [("main.tf", &*clusters), ("k8s.tf.json", json)];
    assert_eq!(said("flannel_network_policy", &files), ["error flannel"]);
}

#[test]
fn features_of_terway_are_found_however_they_are_asked_for() {
    let feature = |files: &[(&str, &str)]| said("flannel_terway_feature", files);
    let with = |text: &str| feature(&[("main.tf", &[FLANNEL, text].join("\n"))]);
    let addon = |name: &str, config: &str| {
        format!(
            r#"resource "alicloud_cs_kubernetes_addon" "a" {{
  cluster_id = alicloud_cs_managed_kubernetes.flannel.id
  name       = "{name}"
  config     = {config}
}}"#
        )
    };
    assert_eq!(with(&addon("flannel", "jsonencode({ IPVlan = true })")), ["error flannel"]);
    let trunking = r#""{'ENITrunking':'true'}""#;
    assert_eq!(with(&addon("terway-controlplane", trunking)), ["error flannel"]);
    assert!(with(&addon("flannel", "jsonencode({ IPVlan = \"false\" })")).is_empty());
    let open = [&*addon("flannel", "jsonencode({ IPVlan = var.v2 })"), "variable \"v2\" {}"];
    assert_eq!(with(&open.join("\n")), ["? flannel"]);
    let pool = |value: &str| {
        format!(
            r#"resource "alicloud_cs_kubernetes_node_pool" "p" {{
  cluster_id = alicloud_cs_managed_kubernetes.flannel.id
  labels {{
    key   = "k8s.aliyun.com/exclusive-mode-eni-type"
    value = {value}
  }}
}}"#
        )
    };
    let pool_is = |word: &str| [format!("{word} alicloud_cs_kubernetes_node_pool.p")];
    assert_eq!(with(&pool("\"eniOnly\"")), pool_is("error"));
    assert!(with(&pool("\"default\"")).is_empty());
    let open = [&*pool("var.mode"), "variable \"mode\" {}"].join("\n");
    assert_eq!(with(&open), pool_is("?"));
    let networking = "apiVersion: network.alibabacloud.com/v1beta1\nkind: PodNetworking\n";
    let file = "resource \"kubectl_manifest\" \"n\" {\nyaml_body = file(\"n.yaml\")\n}";
    let main = [FLANNEL, file].join("\n");
    assert_eq!(feature(&[("main.tf", &main), ("n.yaml", networking)]), ["error flannel"]);
    let main = [TERWAY, file].join("\n");
    assert!(feature(&[("main.tf", &main), ("n.yaml", networking)]).is_empty());
    // an id of a vSwitch in it leaves the rest known
    let encoded = r#"resource "alicloud_vswitch" "v" {}
resource "kubectl_manifest" "n" {
  yaml_body = yamlencode({
    apiVersion = "network.alibabacloud.com/v1beta1"
    kind       = "PodNetworking"
    spec       = { vSwitchOptions = [alicloud_vswitch.v.id] }
  })
}"#;
    assert_eq!(with(encoded), ["error flannel"]);
}

#[test]
fn documents_of_the_kubectl_provider_are_read() {
    let yaml = "apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: ${ns}}\n";
    let file = "data \"kubectl_file_documents\" \"d\" {\ncontent = templatefile(\"k/p.yaml\", { ns = \"web\" })\n}\n";
    let path = "data \"kubectl_path_documents\" \"d\" {\npattern = \"./k/*.yaml\"\nvars = { ns = NS }\n}\n";
    let known = path.replace("NS", "\"web\"");
    let open = path.replace("NS", "alicloud_vpc.v.id");
    let count = "resource \"kubectl_manifest\" \"m\" {\ncount = length(data.KIND.d.documents)\nyaml_body = element(data.KIND.d.documents, count.index)\n}";
    let each = "resource \"kubectl_manifest\" \"m\" {\nfor_each = data.KIND.d.manifests\nyaml_body = each.value\n}";
    let all = "resource \"kubectl_manifest\" \"m\" {\nfor_each = toset(data.KIND.d.documents)\nyaml_body = each.value\n}";
    let ways = [("kubectl_file_documents", file), ("kubectl_path_documents", &known)];
    for (kind, data) in ways {
        for resource in [count, each, all] {
            let main = [FLANNEL, data, &resource.replace("KIND", kind)].concat();
            let files = [("main.tf", &*main), ("k/p.yaml", yaml)];
            assert_eq!(said("flannel_network_policy", &files), ["error flannel"], "{main}");
        }
    }
    let main = [FLANNEL, &open, &count.replace("KIND", "kubectl_path_documents")].concat();
    let files = [("main.tf", &*main), ("k/p.yaml", yaml)];
    assert_eq!(said("flannel_network_policy", &files), ["error flannel"]);
}

#[test]
fn of_charts_only_those_are_read_that_hand_on_manifests() {
    let release = |chart: &str, values: &str| {
        let provider = "provider \"helm\" {\nkubernetes {\nhost = alicloud_cs_managed_kubernetes.flannel.connections.api_server_internet\n}\n}";
        let text = format!(
            "resource \"helm_release\" \"r\" {{\nname = \"r\"\nchart = \"{chart}\"\nvalues = [{values}]\n}}"
        );
        policies(&[FLANNEL, TERWAY, provider, &text].join("\n"))
    };
    let raw = "yamlencode({ resources = [{ apiVersion = \"networking.k8s.io/v1\", kind = \"NetworkPolicy\" }] })";
    assert_eq!(release("raw", raw), ["error flannel"]);
    assert_eq!(release("dysnix/raw", raw), ["error flannel"]);
    assert_eq!(release("raw", "data.http.x.response_body"), ["? flannel"]);
    assert!(release("redis", raw).is_empty());
    assert!(release("redis", "yamlencode({ networkPolicy = { enabled = true } })").is_empty());
    assert!(release("raw", "\"resources: []\"").is_empty());
}

#[test]
fn what_a_condition_leaves_open_is_asked_for_each_way() {
    let policy = r#""{kind: NetworkPolicy, apiVersion: networking.k8s.io/v1}""#;
    let with = |yaml: &str| {
        let resource = format!("resource \"kubectl_manifest\" \"p\" {{\nyaml_body = {yaml}\n}}");
        policies(&[FLANNEL, "variable \"x\" {}", &resource].join("\n"))
    };
    let other = policy.replace("{kind", "{metadata: {name: b}, kind");
    let none = policy.replace("NetworkPolicy", "ConfigMap");
    assert_eq!(with(&format!("var.x ? {policy} : {other}")), ["error flannel"]);
    assert_eq!(with(&format!("var.x ? {policy} : {none}")), ["? flannel"]);
    assert!(with(&format!("var.x ? {none} : \"\"")).is_empty());
}

#[test]
fn instances_of_a_cluster_are_told_apart() {
    let two = r#"resource "alicloud_cs_managed_kubernetes" "k" {
  count           = 2
  vswitch_ids     = ["vsw-a"]
  pod_cidr        = count.index == 0 ? "172.20.0.0/16" : null
  pod_vswitch_ids = count.index == 1 ? ["vsw-b"] : null
}"#;
    let with = |host: &str| {
        let provider = format!("provider \"kubernetes\" {{\nhost = {host}\n}}");
        policies(&[two, &provider, &policy("")].join("\n"))
    };
    assert_eq!(with("alicloud_cs_managed_kubernetes.k[0].connections.x"), ["error k[0]"]);
    assert_eq!(with("alicloud_cs_managed_kubernetes.k.0.connections.x"), ["error k[0]"]);
    assert!(with("alicloud_cs_managed_kubernetes.k[1].connections.x").is_empty());
    assert_eq!(with("alicloud_cs_managed_kubernetes.k[*].connections.x"), ["? k[0]"]);
    let first = "element(alicloud_cs_managed_kubernetes.k.*.connections.x, 0)";
    assert_eq!(with(first), ["? k[0]"]);
}

//! Resources of the `kubernetes`, `kubectl` and `helm` providers to what matters of them, and for which
//! cluster they are meant.

use super::cluster::kind_of;
use super::helm;
use super::ids::subject;
use super::manifest::{BLOCKS, object, objects};
use crate::eval::{Address, OriginId, Resource, Traced, Value, Why, documents};
use crate::model::attr::Open;
use crate::model::workload::{Object, Target, Workload};
use std::sync::Arc;

/// What is read of each type of resource.
pub(super) const WANTED: &[(&str, &[&str])] = &[
    ("kubernetes_network_policy", &["metadata"]),
    ("kubernetes_network_policy_v1", &["metadata"]),
    ("kubernetes_ingress", &["metadata", "spec"]),
    ("kubernetes_ingress_v1", &["metadata", "spec"]),
    ("kubernetes_ingress_class", &["metadata", "spec"]),
    ("kubernetes_ingress_class_v1", &["metadata", "spec"]),
    ("kubernetes_service", &["metadata", "spec"]),
    ("kubernetes_service_v1", &["metadata", "spec"]),
    ("kubernetes_manifest", &["manifest"]),
    ("kubectl_manifest", &["yaml_body"]),
    ("helm_release", helm::ATTRIBUTES),
];

/// The kinds of objects that have resources of their own.
const KINDS: &[(&str, &str)] = &[
    ("kubernetes_network_policy", "NetworkPolicy"),
    ("kubernetes_ingress", "Ingress"),
    ("kubernetes_ingress_class", "IngressClass"),
    ("kubernetes_service", "Service"),
];

/// Providers of what is no cluster anywhere: files, texts, names.
const HELPERS: &[&str] = &[
    "alicloud",
    "archive",
    "cloudinit",
    "external",
    "helm",
    "http",
    "kubectl",
    "kubernetes",
    "local",
    "null",
    "random",
    "template",
    "terraform",
    "time",
    "tls",
];

/// Whether a resource or data source only hands on what it is given: what rests on it rests on its
/// arguments.
pub fn carries(address: &Address) -> bool {
    let kind = &*address.kind;
    if address.data {
        let texts = ["template_file", "local_file", "external", "null_data_source"];
        return kind.starts_with("alicloud_cs_") || texts.contains(&kind);
    }
    let files = ["local_file", "local_sensitive_file"];
    files.contains(&kind) || ["null_resource", "terraform_data", "time_sleep"].contains(&kind)
}

/// What a resource declares.
pub(super) fn workloads(resource: &Resource) -> Vec<Workload> {
    let kind = &*resource.address.kind;
    if !WANTED.iter().any(|(wanted, _)| *wanted == kind) {
        return Vec::new();
    }
    let target = target(resource);
    let workload = |object: Result<Object, Open>| Workload {
        subject: subject(resource),
        target: target.clone(),
        object,
    };
    declared(resource, kind).into_iter().map(workload).collect()
}

fn declared(resource: &Resource, kind: &str) -> Vec<Result<Object, Open>> {
    let head = resource.head;
    let attribute = |name: &str| resource.attributes.get(name);
    match kind {
        "kubernetes_manifest" => {
            attribute("manifest").map(|manifest| objects(manifest, head)).unwrap_or_default()
        }
        "helm_release" => helm::objects_of(resource),
        "kubectl_manifest" => {
            attribute("yaml_body").map(|text| of_text(text, head)).unwrap_or_default()
        }
        _ => {
            let own = kind.strip_suffix("_v1").unwrap_or(kind);
            let whole = Traced::new(Value::object(resource.attributes.clone()), head);
            let kind = KINDS.iter().find(|(known, _)| *known == own);
            let object = kind.and_then(|(_, kind)| object(kind, &whole, &BLOCKS, head));
            object.map(Ok).into_iter().collect()
        }
    }
}

/// The objects of a text of YAML documents.
fn of_text(text: &Traced, head: OriginId) -> Vec<Result<Object, Open>> {
    if text.value.is_null() {
        return Vec::new();
    }
    let open = |why: Why| Open { why, origin: text.origin };
    // a line of the text has no place of its own: the resource stands for it
    match documents(&Traced::new(text.value.clone(), head)) {
        Err(why) => vec![Err(open(why))],
        Ok(documents) => {
            let object = |document: Result<Traced, Why>| match document {
                Ok(manifest) => objects(&manifest, head),
                Err(why) => vec![Err(open(why))],
            };
            documents.into_iter().flat_map(object).collect()
        }
    }
}

/// For which cluster a resource is meant, by what its provider's arguments rest on.
fn target(resource: &Resource) -> Target {
    let Some(provider) = &resource.provider else { return Target::Any };
    let rests_on = || provider.rests_on.iter();
    let clusters = rests_on().filter(|address| !address.data && kind_of(&address.kind).is_some());
    let clusters: Vec<Arc<Address>> = clusters.cloned().collect();
    if !clusters.is_empty() {
        return Target::Of(clusters);
    }
    let of = |address: &Address, kinds: &[&str]| {
        let provider = address.kind.split('_').next().unwrap_or_default();
        kinds.contains(&provider)
    };
    if rests_on().any(|address| !of(address, HELPERS)) {
        return Target::Elsewhere;
    }
    let open = |why: Why| Target::Open(Open { why, origin: provider.head });
    if let Some(why) = &provider.open {
        return open(why.clone());
    }
    match rests_on().find(|address| &*address.kind == "terraform_remote_state") {
        Some(state) => {
            let name = &provider.name;
            let why = format!("the provider {name} leads to a cluster of another state: {state}");
            open(Why::Untold(why.into()))
        }
        None => Target::Any,
    }
}

//! Objects of Kubernetes, as manifests and as blocks of resources write them.

use super::tree::{items, path, text, written};
use crate::eval::{OriginId, Traced};
use crate::model::attr::{Attr, Open};
use crate::model::workload::{Ingress, IngressClass, Object, PodNetworking, Service};
use std::sync::Arc;

/// How a form calls what the other calls otherwise.
pub(super) struct Words {
    class: &'static str,
    default: [&'static str; 2],
    rules: [&'static str; 2],
    old_service: &'static str,
    affinity: &'static str,
}

/// The words of a manifest.
const MANIFEST: Words = Words {
    class: "ingressClassName",
    default: ["defaultBackend", "backend"],
    rules: ["rules", "paths"],
    old_service: "serviceName",
    affinity: "sessionAffinity",
};

/// The words of the provider's resources.
pub(super) const BLOCKS: Words = Words {
    class: "ingress_class_name",
    default: ["default_backend", "backend"],
    rules: ["rule", "path"],
    old_service: "service_name",
    affinity: "session_affinity",
};

/// The annotation that named the class before `spec` did.
const CLASS: &str = "kubernetes.io/ingress.class";

/// The kinds that are read, and the API groups that they are of.
const KINDS: &[(&str, &[&str])] = &[
    ("NetworkPolicy", &["networking.k8s.io", "extensions"]),
    ("Ingress", &["networking.k8s.io", "extensions"]),
    ("IngressClass", &["networking.k8s.io"]),
    ("Service", &[""]),
    ("PodNetworking", &["network.alibabacloud.com"]),
];

/// The objects that matter of a manifest, which may be a list of others; an error for one that may
/// be anything.
pub(super) fn objects(manifest: &Traced, head: OriginId) -> Vec<Result<Object, Open>> {
    let kind = match text(manifest, &["kind"], head) {
        Attr::Known(kind, _) => kind,
        Attr::Absent(_) => return Vec::new(),
        Attr::Unknown { open, .. } => return vec![Err(open)],
    };
    if &*kind == "List" {
        let (items, open) = items(manifest, &["items"]);
        let objects = items.into_iter().flat_map(|item| objects(item, head));
        return objects.chain(open.map(Err)).collect();
    }
    let Some((_, groups)) = KINDS.iter().find(|(known, _)| *known == &*kind) else {
        return Vec::new();
    };
    match text(manifest, &["apiVersion"], head) {
        Attr::Known(version, _) => {
            let group = version.split_once('/').map_or("", |(group, _)| group);
            if !groups.contains(&group) {
                return Vec::new();
            }
        }
        Attr::Absent(_) => return Vec::new(),
        Attr::Unknown { open, .. } => return vec![Err(open)],
    }
    object(&kind, manifest, &MANIFEST, head).map(Ok).into_iter().collect()
}

/// An object of a kind.
pub(super) fn object(kind: &str, value: &Traced, words: &Words, head: OriginId) -> Option<Object> {
    let name = || text(value, &["metadata", "name"], head);
    let namespace = || text(value, &["metadata", "namespace"], head);
    Some(match kind {
        "NetworkPolicy" => Object::NetworkPolicy,
        "Ingress" => Object::Ingress(ingress(value, words, namespace(), head)),
        "IngressClass" => {
            let controller = text(value, &["spec", "controller"], head);
            Object::IngressClass(IngressClass { name: name(), controller })
        }
        "Service" => Object::Service(Service {
            name: name(),
            namespace: namespace(),
            kind: text(value, &["spec", "type"], head),
            affinity: text(value, &["spec", words.affinity], head),
        }),
        "PodNetworking" => Object::PodNetworking(PodNetworking {
            vswitches: written(value, &["spec", "vSwitchOptions"]),
            security_groups: written(value, &["spec", "securityGroupIDs"]),
            allocation: text(value, &["spec", "allocationType", "type"], head),
        }),
        _ => return None,
    })
}

fn ingress(value: &Traced, words: &Words, namespace: Attr<Arc<str>>, head: OriginId) -> Ingress {
    let class = match text(value, &["spec", words.class], head) {
        Attr::Absent(_) => text(value, &["metadata", "annotations", CLASS], head),
        class => class,
    };
    let mut ingress = Ingress { namespace, class, backends: Vec::new(), open: None };
    for default in words.default {
        match path(value, &["spec", default]) {
            Ok(Some(default)) => backend(default, words, head, &mut ingress),
            Ok(None) => {}
            Err(open) => ingress.open = Open::either(ingress.open.take(), Some(open)),
        }
    }
    let [rules, paths] = words.rules;
    let (rules, open) = items(value, &["spec", rules]);
    ingress.open = Open::either(ingress.open.take(), open);
    for rule in rules {
        let (paths, open) = items(rule, &["http", paths]);
        ingress.open = Open::either(ingress.open.take(), open);
        for one in paths {
            match path(one, &["backend"]) {
                Ok(Some(found)) => backend(found, words, head, &mut ingress),
                Ok(None) => {}
                Err(open) => ingress.open = Open::either(ingress.open.take(), Some(open)),
            }
        }
    }
    ingress
}

/// The Service of a backend; none where an annotation says what to do instead.
fn backend(value: &Traced, words: &Words, head: OriginId, ingress: &mut Ingress) {
    let ports = [text(value, &["service", "port", "name"], head), port(value, words, head)];
    if ports.iter().any(|port| port.known().is_some_and(|name| &**name == "use-annotation")) {
        return;
    }
    let service = match text(value, &["service", "name"], head) {
        Attr::Absent(_) => text(value, &[words.old_service], head),
        service => service,
    };
    match service {
        Attr::Absent(_) => {}
        service => ingress.backends.push(service),
    }
}

fn port(value: &Traced, words: &Words, head: OriginId) -> Attr<Arc<str>> {
    let port = if words.old_service == BLOCKS.old_service { "service_port" } else { "servicePort" };
    text(value, &[port], head)
}

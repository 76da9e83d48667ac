//! `helm_release`: what a chart makes of its values is not known, save of the charts called `raw`,
//! which hand on the manifests that they are given.

use super::manifest::objects;
use super::read::{as_text, attr};
use super::tree::items;
use crate::eval::{Resource, Traced, Value, Why, documents};
use crate::model::attr::{Attr, Open};
use crate::model::workload::Object;
use std::sync::Arc;

pub(super) const ATTRIBUTES: &[&str] = &["chart", "namespace", "values"];

/// The chart that hands on what stands under this key of its values.
const RAW: (&str, &str) = ("raw", "resources");

/// The objects of a release.
pub(super) fn objects_of(resource: &Resource) -> Vec<Result<Object, Open>> {
    let head = resource.head;
    let read = |name: &str| match resource.attributes.get(name) {
        Some(value) => attr(value, head, as_text),
        None => Attr::Absent(head),
    };
    let chart = read("chart");
    let is_raw = chart.known().is_some_and(|chart| chart.rsplit('/').next() == Some(RAW.0));
    let Some(values) = resource.attributes.get("values").filter(|_| is_raw) else {
        return Vec::new();
    };
    let open = |why: Why| vec![Err(Open { why, origin: values.origin })];
    let texts = match &values.value {
        Value::Sequence(_, texts) => texts,
        Value::Unknown(unknown) => return open(unknown.why.clone()),
        _ => return Vec::new(),
    };
    let of_text = |one: &Traced| {
        match documents(&Traced::new(one.value.clone(), head)) {
            Ok(documents) => documents.into_iter().flat_map(|document| match document {
                Ok(values) => {
                    let (manifests, more) = items(&values, &[RAW.1]);
                    let made = manifests.into_iter().flat_map(|manifest| objects(manifest, head));
                    made.chain(more.map(Err)).collect()
                }
                Err(why) => open(why),
            }),
            Err(why) => return open(why),
        }
        .collect::<Vec<_>>()
    };
    let found = texts.iter().flat_map(of_text);
    found.map(|object| object.map(|object| placed(object, &read("namespace")))).collect()
}

/// An object in the namespace of its release, if it names none.
fn placed(mut object: Object, release: &Attr<Arc<str>>) -> Object {
    let own = match &mut object {
        Object::Ingress(ingress) => &mut ingress.namespace,
        Object::Service(service) => &mut service.namespace,
        _ => return object,
    };
    if matches!(own, Attr::Absent(_)) {
        *own = release.clone();
    }
    object
}

//! The resources of a plan: as they are once it is applied, and as they were before.

use super::document::Raw;
use super::fill::{Fill, fills, holes};
use super::piece::{self, Reader, entries, json};
use super::resolve::{Asked, Found, Known, not_said};
use super::state::Kept;
use super::{Action, Plan, Planned};
use crate::eval::{
    Address, Carries, Existence, Lifecycle, Name, OriginId, Origins, Reference, Resource, Traced,
    Type, Value, Wanted, Why,
};
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// What of the provider's names decides how a plan is read.
#[derive(Clone, Copy)]
pub struct Provided {
    /// Which attributes of a type are wanted.
    pub wanted: Wanted,
    /// How far what the arguments of providers rest on is followed.
    pub carries: Carries,
    /// What of a type stands for the resource: `id`, `router_id`.
    pub names: fn(&str) -> Vec<&'static str>,
    /// Whether an attribute that nobody has written says how the cloud has made it.
    pub told: fn(&str) -> bool,
    /// Whether an attribute or block is never chosen by the provider: what is not known of it is
    /// written.
    pub own: fn(&str) -> bool,
    /// Whether all attributes count, and not only what is written or told by the cloud.
    pub unwritten: bool,
    /// Whether an attribute names resources of a type by their ids.
    pub leads: fn(&str, &str) -> bool,
}

impl<'t> Plan<'t> {
    /// The wanted resources as they are once the plan is applied, in the order of their addresses.
    /// What it leaves out because of `-target` is as it was.
    pub fn resources(
        &self,
        root: u32,
        origins: &RefCell<Origins>,
        provided: Provided,
    ) -> Vec<Resource> {
        let ids = self.ids(root, provided);
        let making = self.making(root, self.reader(origins, &ids), provided);
        let after = self.after().filter_map(|planned| making.after(planned));
        let kept = self.left_out().filter_map(|(address, kept)| {
            let address = Arc::new(address.clone());
            making.resource(&address, kept.head, kept.values, &Json::Null, Existence::Exists)
        });
        let mut resources: Vec<Resource> = after.chain(kept).collect();
        resources.sort_by(|a, b| a.address.cmp(&b.address));
        resources
    }

    /// The wanted resources that there were and of which the plan speaks, as they were, by the
    /// addresses that they have after it.
    pub fn before(
        &self,
        root: u32,
        origins: &RefCell<Origins>,
        provided: Provided,
    ) -> Vec<Resource> {
        let ids = self.ids(root, provided);
        let making = self.making(root, self.reader(origins, &ids), provided);
        let current = self.changes.iter().filter(|planned| planned.change.deposed.is_none());
        let mut before: Vec<Resource> = current
            .filter_map(|planned| {
                let change = &planned.change;
                let values = change.change.before?;
                let (address, exists) = (&planned.address, Existence::Exists);
                let was =
                    making.resource(address, change.address, Some(values), &Json::Null, exists);
                // what the cloud may choose anew is neither written nor a change
                let written = making.known.written(address);
                let unknown = json(change.change.after_unknown);
                was.map(|mut was| {
                    was.attributes.retain(|name, _| {
                        written.is_none_or(|written| written.contains_key(&**name))
                            || unknown.get(&**name) != Some(&Json::Bool(true))
                    });
                    was
                })
            })
            .collect();
        before.sort_by(|a, b| a.address.cmp(&b.address));
        before
    }

    fn making<'m>(&'m self, root: u32, reader: Reader<'m>, provided: Provided) -> Making<'m, 't> {
        Making { plan: self, root, reader, provided, known: Known::of(self) }
    }

    /// What is there once the plan is applied.
    pub(super) fn after(&self) -> impl Iterator<Item = &Planned<'t>> {
        self.changes.iter().filter(|planned| {
            planned.change.deposed.is_none()
                && !matches!(planned.action, Action::Delete | Action::Forget)
        })
    }

    /// The objects that there were and of which the plan says nothing.
    pub(super) fn left_out(&self) -> impl Iterator<Item = (&Address, &Kept<'t>)> {
        let mentioned = self.changes.iter().flat_map(|planned| {
            let moved_from = planned.change.previous_address.clone();
            [Some(planned.address.to_string()), moved_from]
        });
        let mentioned: HashSet<String> = mentioned.flatten().collect();
        self.prior.iter().filter(move |(address, _)| !mentioned.contains(&address.to_string()))
    }

    /// What known ids stand for, so that an id that is written out leads to the resource.
    fn ids(&self, root: u32, provided: Provided) -> HashMap<String, Reference> {
        let mut ids = HashMap::new();
        let prior = self.left_out().map(|(address, kept)| (Arc::new(address.clone()), kept.values));
        let after = self.after().map(|p| (Arc::clone(&p.address), p.change.change.after));
        for (address, values) in after.chain(prior).filter(|(address, _)| !address.data) {
            if (provided.wanted)(&address.kind).is_none() {
                continue;
            }
            let values = entries(values);
            for name in (provided.names)(&address.kind) {
                let id = values.get(name).and_then(|id| piece::text(id));
                if let Some(id) = id.filter(|id| !id.is_empty()) {
                    let path = format!(".{name}").into();
                    let reference = Reference { root, address: Arc::clone(&address), path };
                    ids.entry(id).or_insert(reference);
                }
            }
        }
        ids
    }
}

/// Resources in the making.
struct Making<'m, 't> {
    plan: &'m Plan<'t>,
    root: u32,
    reader: Reader<'m>,
    provided: Provided,
    known: Known<'m, 't>,
}

impl Making<'_, '_> {
    fn after(&self, planned: &Planned<'_>) -> Option<Resource> {
        let change = &planned.change.change;
        let exists = match planned.action {
            Action::Keep | Action::Update if change.before.is_some() => Existence::Exists,
            _ => Existence::Planned,
        };
        let unknown = json(change.after_unknown);
        self.resource(&planned.address, planned.change.address, change.after, &unknown, exists)
    }

    fn resource(
        &self,
        address: &Arc<Address>,
        head: Raw<'_>,
        values: Option<Raw<'_>>,
        unknown: &Json,
        exists: Existence,
    ) -> Option<Resource> {
        let names = (self.provided.wanted)(&address.kind).filter(|_| !address.data)?;
        let head = self.reader.hop(head);
        let values = entries(values);
        let written = self.known.written(address);
        let mut attributes = BTreeMap::new();
        for name in names {
            let (value, hole) = (values.get(*name), unknown.get(name).unwrap_or(&Json::Null));
            let is_written = written.is_none_or(|written| written.contains_key(*name));
            if is_written || self.says(name, value.copied(), hole, exists) {
                let made = self.attribute(address, name, value.copied(), hole, head);
                attributes.extend(made.map(|value| (Name::from(*name), value)));
            }
        }
        let prevent = "a plan does not say whether lifecycle.prevent_destroy is set";
        let prevent = Value::unknown(Type::Bool, Why::Untold(prevent.into()));
        let prevent_destroy = Some(Traced::new(prevent, head));
        let provider =
            self.plan.provider_of(&self.known, address, &self.reader, self.provided.carries);
        Some(Resource {
            root: self.root,
            lifecycle: Lifecycle { prevent_destroy, ..Lifecycle::default() },
            attributes,
            head,
            provider,
            maybe: None,
            counted: Vec::new(),
            expects: Vec::new(),
            exists,
            address: Arc::clone(address),
        })
    }

    /// Whether something that no expression gives says more than what the provider puts there by
    /// default: what a dynamic block has made, and what the cloud has chosen.
    fn says(&self, name: &str, value: Option<Raw<'_>>, hole: &Json, exists: Existence) -> bool {
        if *hole == Json::Bool(true) {
            return !self.provided.unwritten && (self.provided.own)(name);
        }
        let Some(value) = value else { return false };
        if self.provided.unwritten {
            return true;
        }
        let is_block = json(Some(value))
            .as_array()
            .is_some_and(|items| !items.is_empty() && items.iter().all(Json::is_object));
        is_block || exists == Existence::Exists && (self.provided.told)(name)
    }

    fn attribute(
        &self,
        address: &Address,
        name: &str,
        value: Option<Raw<'_>>,
        unknown: &Json,
        head: OriginId,
    ) -> Option<Traced> {
        let list = value.is_none() && name.ends_with('s');
        let found = || self.found(address, name);
        let count = holes(unknown);
        let mut fills =
            if count > 0 { fills(found(), count, list) } else { Vec::new() }.into_iter();
        let mut hole = |origin: OriginId| {
            let none = || Fill::Value(Value::unknown(Type::Dynamic, not_said(address, name)));
            fills.next().unwrap_or_else(none).at(origin)
        };
        match value {
            Some(value) => Some(self.reader.value(value, unknown, &mut hole)),
            None if count == 0 => None,
            // an object of which nothing is known is left out as a whole
            None if unknown.is_object() => None,
            None => Some(hole(head)),
        }
    }

    /// What the places of an attribute are that are not known. Ids stand for resources; from all
    /// else something may be computed.
    fn found(&self, address: &Address, name: &str) -> Found {
        let asked = Asked { root: self.root, attribute: name, provided: self.provided };
        let found = self.known.stands_for(asked, address);
        if name.ends_with("_id") || name.ends_with("_ids") {
            return found;
        }
        let first = found.values.first().and_then(Value::why_unknown);
        let why = first.map(Why::derived).or(found.open);
        let why = why.unwrap_or_else(|| not_said(address, name));
        Found { values: Vec::new(), open: Some(why) }
    }
}

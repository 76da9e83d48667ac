//! What a state says of resources that source defines.

use super::State;
use super::piece::known_by_id;
use super::resources::Provided;
use crate::eval::{Address, Existence, Mapping, Reference, Resource, Traced, Value};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

impl State {
    /// The same state by the addresses that its objects have now: `moved` gives for each address
    /// the one that it has come to, if the configuration still has it.
    #[must_use]
    pub fn moved(
        mut self,
        resources: &[Resource],
        now: impl Fn(&[&Arc<Address>], &HashSet<&Address>) -> Vec<Option<Address>>,
    ) -> Self {
        let held: Vec<Arc<Address>> = self.held.keys().cloned().map(Arc::new).collect();
        let here = resources.iter().map(|resource| &*resource.address).collect();
        let found = now(&held.iter().collect::<Vec<_>>(), &here);
        for (was, now) in held.iter().zip(found) {
            let moved = now.filter(|now| *now != **was);
            if let Some((now, id)) = moved.and_then(|now| Some((now, self.held.remove(was)?))) {
                self.held.insert(now, id);
            }
        }
        self
    }

    /// Whether the state holds an object of a resource; of one whose instances are not known, any.
    fn holds(&self, address: &Address) -> bool {
        if address.is_certain() {
            return self.held.contains_key(address);
        }
        self.held.keys().any(|held| held.may_be(address))
    }

    /// Tells resources of one root whether they exist, and what the ids that are written out
    /// stand for.
    pub fn tell(&self, resources: &mut [Resource], provided: Provided) {
        let mut ids = HashMap::new();
        for resource in &*resources {
            let id = self.held.get(&*resource.address).and_then(Option::as_ref);
            if let Some(id) = id.filter(|_| (provided.wanted)(&resource.address.kind).is_some()) {
                let (root, address) = (resource.root, Arc::clone(&resource.address));
                ids.insert(id.clone(), Reference { root, address, path: ".id".into() });
            }
        }
        for resource in &mut *resources {
            resource.exists = if self.holds(&resource.address) {
                Existence::Exists
            } else if resource.exists == Existence::Exists {
                continue;
            } else if resource.address.is_certain() {
                Existence::Planned
            } else {
                Existence::Untold
            };
        }
        for resource in resources {
            for value in resource.attributes.values_mut() {
                *value = led(value, &ids);
            }
        }
    }
}

/// A value in which each id that is known leads to its resource.
fn led(value: &Traced, ids: &HashMap<String, Reference>) -> Traced {
    let led = match &value.value {
        Value::Text(_) => {
            let reference = value.value.as_str().and_then(|text| ids.get(text));
            reference.map_or_else(|| value.value.clone(), known_by_id)
        }
        Value::Sequence(kind, items) => {
            let items = items.iter().map(|item| self::led(item, ids)).collect();
            Value::Sequence(kind.clone(), Arc::new(items))
        }
        Value::Mapping(mapping) => {
            let entries = mapping.entries.iter().map(|(k, v)| (Arc::clone(k), self::led(v, ids)));
            let mapping = Mapping { entries: entries.collect(), ..(**mapping).clone() };
            Value::Mapping(Arc::new(mapping))
        }
        other => other.clone(),
    };
    Traced::new(led, value.origin)
}

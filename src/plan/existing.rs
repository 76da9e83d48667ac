//! What a state says of resources that source defines.

use super::State;
use super::piece::known_by_id;
use super::resources::Provided;
use crate::eval::{Address, Existence, Mapping, Reference, Resource, Traced, Value};
use std::collections::HashMap;
use std::sync::Arc;

impl State {
    /// Whether it holds something under an address that none of the resources has.
    pub fn knows_others(&self, resources: &[Resource]) -> bool {
        let own = |address: &Address| resources.iter().any(|it| *it.address == *address);
        self.held.keys().any(|address| !own(address))
    }

    /// Takes what it holds for what it is called now, unless something is called that already.
    pub fn follow(&mut self, moved: impl Fn(&Arc<Address>) -> Arc<Address>) {
        let known = |address: &Address| self.held.contains_key(address);
        let renamed = self.held.iter().filter_map(|(address, id)| {
            let now = moved(&Arc::new(address.clone()));
            (*now != *address && !known(&now)).then(|| ((*now).clone(), id.clone()))
        });
        let renamed: Vec<_> = renamed.collect();
        self.held.extend(renamed);
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
        for resource in resources {
            resource.exists = if self.held.contains_key(&*resource.address) {
                Existence::Exists
            } else if resource.address.is_certain() {
                Existence::Planned
            } else {
                Existence::Untold
            };
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

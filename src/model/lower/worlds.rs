//! Alternatives: the resources as they are when conditions that are not known turn out one way.

use crate::eval::{Mapping, Resource, Several, Traced, Unknown, Value, Why};
use std::sync::Arc;

/// One of several alternatives, chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What there is to choose from; the same alternatives met twice are one choice.
    pub options: Arc<[Traced]>,
    /// Which is chosen.
    pub pick: usize,
}

impl Choice {
    fn is_of(&self, options: &Arc<[Traced]>) -> bool {
        Arc::ptr_eq(&self.options, options)
    }
}

/// The resources as they are where the choices hold.
pub fn chosen(resources: &[Resource], choices: &[Choice]) -> Vec<Resource> {
    let chosen = Chosen { choices };
    resources.iter().map(|resource| chosen.resource(resource)).collect()
}

struct Chosen<'c> {
    choices: &'c [Choice],
}

impl Chosen<'_> {
    fn resource(&self, resource: &Resource) -> Resource {
        let mut resource = resource.clone();
        let prevent = resource.lifecycle.prevent_destroy.as_mut();
        for value in resource.attributes.values_mut().chain(prevent) {
            *value = self.value(value);
        }
        resource
    }

    fn value(&self, value: &Traced) -> Traced {
        let changed = match &value.value {
            Value::Unknown(unknown) => return self.unknown(unknown, value),
            Value::Sequence(kind, items) => {
                let items = items.iter().map(|item| self.value(item)).collect();
                Value::Sequence(kind.clone(), Arc::new(items))
            }
            Value::Mapping(mapping) => {
                let entries = mapping.entries.iter();
                Value::Mapping(Arc::new(Mapping {
                    kind: mapping.kind.clone(),
                    entries: entries.map(|(k, v)| (Arc::clone(k), self.value(v))).collect(),
                    rest: mapping.rest.as_ref().map(|rest| self.several(rest)),
                }))
            }
            Value::Several(several) => Value::Several(self.several(several)),
            _ => return value.clone(),
        };
        Traced::new(changed, value.origin)
    }

    fn unknown(&self, unknown: &Unknown, value: &Traced) -> Traced {
        let Why::Alternatives(options, _) = &unknown.why else { return value.clone() };
        match self.choices.iter().find(|choice| choice.is_of(options)) {
            Some(choice) => self.value(&options[choice.pick]),
            None => value.clone(),
        }
    }

    fn several(&self, several: &Several) -> Arc<Several> {
        Arc::new(Several { like: self.value(&several.like), why: several.why.clone() })
    }
}

//! Alternatives to worlds: each way in which the conditions that are not known can turn out.

use crate::eval::{
    ALTERNATIVES, Mapping, Piece, Resource, Several, Text, Traced, Unknown, Value, Why,
};
use std::sync::Arc;

/// The ways in which the conditions of a root can turn out.
#[derive(Debug, Clone, Default)]
pub struct Worlds {
    /// The resources as they are in each; the first condition turns fastest.
    pub worlds: Vec<Vec<Resource>>,
    /// Of each condition, in how many ways it can turn out and why that is not known.
    pub conditions: Vec<(usize, Why)>,
}

/// All worlds of a root; none where nothing branches, or where it does beyond the limit and the
/// alternatives stay unknown.
pub fn worlds(resources: &[Resource]) -> Worlds {
    let mut choices = Vec::new();
    for resource in resources {
        resource.attributes.values().for_each(|value| gather(value, &mut choices));
    }
    let count = choices.iter().try_fold(1, |n: usize, c| n.checked_mul(c.options.len()));
    let Some(count) = count.filter(|count| *count <= ALTERNATIVES && !choices.is_empty()) else {
        return Worlds::default();
    };
    let world = |number: usize| {
        let mut rest = number;
        let picked: Vec<usize> = choices
            .iter()
            .map(|choice| {
                let pick = rest % choice.options.len();
                rest /= choice.options.len();
                pick
            })
            .collect();
        let chosen = Chosen { choices: &choices, picked };
        resources.iter().map(|resource| chosen.resource(resource)).collect()
    };
    Worlds {
        worlds: (0..count).map(world).collect(),
        conditions: choices.iter().map(|c| (c.options.len(), (*c.why).clone())).collect(),
    }
}

/// A condition that is not known, and what it chooses from. The same alternatives met twice are
/// one choice.
struct Choice {
    options: Arc<[Traced]>,
    why: Box<Why>,
}

fn gather(value: &Traced, choices: &mut Vec<Choice>) {
    match &value.value {
        Value::Unknown(unknown) => {
            if let Why::Alternatives(options, why) = &unknown.why {
                if !choices.iter().any(|choice| Arc::ptr_eq(&choice.options, options)) {
                    choices.push(Choice { options: Arc::clone(options), why: why.clone() });
                }
                options.iter().for_each(|option| gather(option, choices));
            }
        }
        Value::Sequence(_, items) => items.iter().for_each(|item| gather(item, choices)),
        Value::Mapping(mapping) => {
            mapping.entries.values().for_each(|entry| gather(entry, choices));
            mapping.rest.iter().for_each(|rest| gather(&rest.like, choices));
        }
        Value::Several(several) => gather(&several.like, choices),
        Value::Text(Text::Symbolic(pieces)) => {
            for piece in pieces.iter() {
                if let Piece::Unknown(value) = piece {
                    gather(value, choices);
                }
            }
        }
        Value::Null(_) | Value::Bool(_) | Value::Number(_) | Value::Text(Text::Plain(_)) => {}
    }
}

struct Chosen<'c> {
    choices: &'c [Choice],
    picked: Vec<usize>,
}

impl Chosen<'_> {
    fn resource(&self, resource: &Resource) -> Resource {
        let mut resource = resource.clone();
        for value in resource.attributes.values_mut() {
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
        let found = self.choices.iter().position(|choice| Arc::ptr_eq(&choice.options, options));
        match found {
            Some(at) => self.value(&options[self.picked[at]]),
            None => value.clone(),
        }
    }

    fn several(&self, several: &Several) -> Arc<Several> {
        Arc::new(Several { like: self.value(&several.like), why: several.why.clone() })
    }
}

//! Which attributes that replace a cluster rest on what differs from run to run.

use crate::eval::{
    Address, MappingKind, OriginId, Piece, Reference, Resource, Text, Traced, Value, Why,
};
use crate::facts;
use crate::model::attr::Open;
use crate::model::unstable::{Frozen, Unstable};
use std::collections::HashMap;
use std::sync::Arc;

/// What is read of `random_*` resources: made again when it changes.
pub(super) const KEEPERS: &str = "keepers";

/// What the `keepers` of random resources rest on.
#[derive(Default)]
pub(super) struct Randoms(HashMap<(u32, Arc<Address>), Unstable>);

/// What a value rests on: the first that differs, with its place, and why there may be one.
type Rests = (Option<(Unstable, OriginId)>, Option<Open>);

impl Randoms {
    pub(super) fn of(resources: &[&Resource]) -> Self {
        let mut known = Self::default();
        let is_random = |resource: &&Resource| is_random(&resource.address.kind);
        let randoms: Vec<&Resource> = resources.iter().copied().filter(is_random).collect();
        // keepers may rest on other random resources
        while randoms.iter().any(|random| known.learn(random)) {}
        known
    }

    /// Whether something new is known of a random resource.
    fn learn(&mut self, random: &Resource) -> bool {
        let keepers = random.attributes.get(KEEPERS).map(|keepers| self.rests(keepers));
        let Some((Some((why, _)), _)) = keepers else { return false };
        self.0.insert((random.root, Arc::clone(&random.address)), why).is_none()
    }

    /// The attributes that replace a cluster and do not hold still, or may not.
    pub(super) fn frozen(&self, cluster: &Resource) -> Vec<Frozen> {
        let lifecycle = &cluster.lifecycle;
        let ignored = |attribute: &str| {
            let names = lifecycle.ignores.iter().map(|(path, _)| path.split(['.', '[']).next());
            lifecycle.ignores_all.is_some() || names.flatten().any(|name| name == attribute)
        };
        let replacing = facts::replacing(&cluster.address.kind);
        let frozen = replacing.filter(|(name, _)| !ignored(name)).filter_map(|(name, releases)| {
            let value = cluster.attributes.get(name)?;
            let (unstable, open) = self.rests(value);
            (unstable.is_some() || open.is_some()).then_some(Frozen {
                attribute: name,
                releases,
                place: value.origin,
                unstable,
                open,
            })
        });
        frozen.collect()
    }

    fn rests(&self, value: &Traced) -> Rests {
        match &value.value {
            Value::Unknown(unknown) => self.why(&unknown.why, value),
            Value::Text(Text::Symbolic(pieces)) => first(pieces.iter().map(|piece| match piece {
                Piece::Literal(_) => (None, None),
                Piece::Unknown(value) => self.rests(value),
                Piece::Joined { items, .. } => self.rests(&items.like),
            })),
            Value::Sequence(_, items) => first(items.iter().map(|item| self.rests(item))),
            Value::Mapping(mapping) => match &mapping.kind {
                MappingKind::Resource(reference) => (self.reference(reference, value), None),
                _ => first(mapping.entries.values().map(|entry| self.rests(entry))),
            },
            Value::Several(several) => self.rests(&several.like),
            _ => (None, None),
        }
    }

    fn why(&self, why: &Why, value: &Traced) -> Rests {
        let open = || Some(Open { why: why.clone(), origin: value.origin });
        match why {
            Why::Impure(name) => (Some((Unstable::Function(Arc::clone(name)), value.origin)), None),
            Why::Reference(reference) | Why::DependsOn(reference) => {
                (self.reference(reference, value), None)
            }
            Why::Alternatives(options, condition) => {
                let of_condition = self.why(condition, value);
                if of_condition.0.is_some() {
                    return of_condition;
                }
                let mut ways = options.iter().map(|option| self.rests(option));
                if ways.clone().all(|(unstable, _)| unstable.is_some()) {
                    return ways.next().unwrap_or_default();
                }
                let any = ways.any(|(unstable, open)| unstable.is_some() || open.is_some());
                (None, open().filter(|_| any))
            }
            // what such a module or value comes to is not known
            Why::ModuleMissing(_) | Why::NotModelled(_) | Why::Budget(_) => (None, open()),
            // whoever gives a variable its value gives it the same one again
            _ => (None, None),
        }
    }

    fn reference(&self, reference: &Reference, value: &Traced) -> Option<(Unstable, OriginId)> {
        let address = &reference.address;
        let unstable = if address.data && is_of_the_cloud(&address.kind) {
            is_position(&reference.path).then(|| Unstable::Position(reference.clone()))
        } else {
            let keepers = self.0.get(&(reference.root, Arc::clone(address)));
            keepers.map(|keepers| Unstable::Random(reference.clone(), Box::new(keepers.clone())))
        };
        unstable.map(|unstable| (unstable, value.origin))
    }
}

/// The first that differs, else the first that may.
fn first(all: impl Iterator<Item = Rests>) -> Rests {
    let mut open = None;
    for (unstable, may) in all {
        if unstable.is_some() {
            return (unstable, None);
        }
        open = Open::either(open, may);
    }
    (None, open)
}

pub(super) fn is_random(kind: &str) -> bool {
    kind.starts_with("random_")
}

/// What other providers list (remote state, files) the cloud does not order.
fn is_of_the_cloud(kind: &str) -> bool {
    kind.starts_with("alicloud_")
}

/// Whether a path leads to one element by its number: `.zones[0].id`, or by one that is not known.
fn is_position(path: &str) -> bool {
    let steps = path.split('[').skip(1);
    let mut indexes = steps.filter_map(|step| step.split(']').next());
    indexes.any(|index| index == "?" || index.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_numbers() {
        for path in [".zones[0].id", ".ids[12]", ".ids[?]"] {
            assert!(is_position(path), "{path}");
        }
        for path in [".zones", ".zones[*].id", ".tags[\"0a\"]", ""] {
            assert!(!is_position(path), "{path}");
        }
    }
}

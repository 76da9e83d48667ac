//! What is replaced along with something else: `replace_triggered_by`, and ids of what is replaced.

use super::identity::Identities;
use super::lifecycle::{ignores, named};
use super::read::{Read, read};
use super::same::Verdict;
use super::{Drawn, Kept};
use crate::eval::{Address, Resource, Traced, Value, Why};
use crate::facts::{self, Effect, Mutability};
use crate::module::{Permitted, Releases};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// In which releases a change of an attribute has an effect.
pub(crate) fn releases(attribute: &Mutability, effect: Effect) -> Vec<Releases> {
    let changes = attribute.changes.iter().filter(|change| change.effect == effect);
    changes.map(|change| change.releases).collect()
}

/// Finds out what is replaced along with others. `pairs` are all resources that are there before
/// and after, `kept` what was compared of them.
pub(super) fn draw(
    kept: &mut [Kept],
    pairs: &[(&Resource, &Resource)],
    identities: &Identities<'_>,
    provider: &Permitted,
) {
    let is_frozen =
        |attribute: &Mutability| provider.standing(&releases(attribute, Effect::Replaces)).holds;
    let mut replaced: HashSet<Arc<Address>> = kept
        .iter()
        .filter(|kept| kept.changes.iter().any(|c| c.open.is_none() && is_frozen(c.attribute)))
        .map(|kept| Arc::clone(&kept.subject.address))
        .collect();
    let now: HashMap<&Address, &Resource> =
        pairs.iter().map(|(_, after)| (&*after.address, *after)).collect();
    loop {
        let before = replaced.len();
        for kept in kept.iter_mut() {
            let address = Arc::clone(&kept.subject.address);
            let Some(after) = now.get(&*address).filter(|_| !replaced.contains(&address)) else {
                continue;
            };
            kept.drawn = triggered(after, pairs, identities, &replaced)
                .or_else(|| by_id(after, &replaced, &is_frozen));
            if kept.drawn.is_some() {
                replaced.insert(address);
            }
        }
        if replaced.len() == before {
            return;
        }
    }
}

/// By `replace_triggered_by`.
fn triggered(
    after: &Resource,
    pairs: &[(&Resource, &Resource)],
    identities: &Identities<'_>,
    replaced: &HashSet<Arc<Address>>,
) -> Option<Drawn> {
    after.lifecycle.replaced_by.iter().find_map(|(path, place)| {
        let (address, attribute) = named(&after.address.module, path)?;
        let is_it = |it: &Address| {
            let any = address.key == crate::eval::Key::None;
            let same = Address { key: it.key.clone(), ..address.clone() } == *it;
            same && (any || it.key == address.key)
        };
        let gone = replaced.iter().any(|it| is_it(it));
        let changed = || {
            let mut its = pairs.iter().filter(|(_, now)| is_it(&now.address));
            its.any(|(was, now)| is_other(was, now, attribute.as_deref(), identities))
        };
        (gone || changed()).then(|| Drawn {
            attribute: "replace_triggered_by",
            place: *place,
            by: path.to_string(),
            triggered: true,
        })
    })
}

/// Whether an attribute, or any that is looked at, has changed for certain.
fn is_other(
    before: &Resource,
    after: &Resource,
    attribute: Option<&str>,
    identities: &Identities<'_>,
) -> bool {
    let own = |name: &str| attribute.is_none_or(|wanted| wanted == name || wanted == "output");
    let names = before.attributes.keys().chain(after.attributes.keys());
    let mut names = names.filter(|name| own(name) && !ignores(&after.lifecycle, name));
    names.any(|name| match (before.attributes.get(name), after.attributes.get(name)) {
        (Some(was), Some(is)) => {
            matches!(identities.compare(was, is, true), Verdict::Differs)
        }
        (Some(one), None) | (None, Some(one)) => !super::read::is_absent(&one.value),
        (None, None) => false,
    })
}

/// By an attribute that holds the id of what is replaced.
fn by_id(
    after: &Resource,
    replaced: &HashSet<Arc<Address>>,
    is_frozen: &impl Fn(&Mutability) -> bool,
) -> Option<Drawn> {
    let all = facts::mutability(&after.address.kind).iter();
    let mut frozen = all
        .filter(|known| is_frozen(known) && !ignores(&after.lifecycle, known.attribute))
        .filter_map(|known| match read(after, known.attribute) {
            Read::Value(value) => Some((known, value)),
            _ => None,
        });
    frozen.find_map(|(known, value)| {
        let (address, place) = id_of(&value, replaced)?;
        let by = address.to_string();
        Some(Drawn { attribute: known.attribute, place, by, triggered: false })
    })
}

/// The first of some resources whose id is in a value.
fn id_of<'r>(
    value: &Traced,
    replaced: &'r HashSet<Arc<Address>>,
) -> Option<(&'r Arc<Address>, crate::eval::OriginId)> {
    match &value.value {
        Value::Unknown(unknown) => match &unknown.why {
            Why::Reference(reference) if &*reference.path == ".id" => {
                Some((replaced.get(&reference.address)?, value.origin))
            }
            _ => None,
        },
        Value::Sequence(_, items) => items.iter().find_map(|item| id_of(item, replaced)),
        _ => None,
    }
}

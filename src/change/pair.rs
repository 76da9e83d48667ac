//! What differs between a resource before and after.

use super::identity::Identities;
use super::lifecycle::{ignores, with_parts_kept};
use super::read::{Read, read, scalar, top};
use super::same::Verdict;
use super::shown::shown;
use super::{Change, Part, Said};
use crate::eval::{Mark, OriginId, Resource, Traced, Value, Why};
use crate::facts::{self, Mutability, Unset};
use crate::model::{Open, plain_settings};
use std::sync::Arc;

/// The attributes of a resource that are not the same before and after, or may not be: of those
/// whose changes are known, and that its `lifecycle` does not pass over.
pub fn changes(before: &Resource, after: &Resource, identities: &Identities<'_>) -> Vec<Change> {
    let all = facts::mutability(&after.address.kind);
    let compared = all.iter().filter(|known| !ignores(&after.lifecycle, known.attribute));
    let after = &with_parts_kept(before, after);
    let pair = Pair { before, after, identities, all };
    compared.flat_map(|known| pair.compare(known)).collect()
}

struct Pair<'p> {
    before: &'p Resource,
    after: &'p Resource,
    identities: &'p Identities<'p>,
    all: &'static [Mutability],
}

impl Pair<'_> {
    fn compare(&self, known: &'static Mutability) -> Vec<Change> {
        if known.attribute == "addons" {
            return self.addons(known);
        }
        let (before, after) = match self.successor(known) {
            // where the new one is written, it is told of both
            Some(new) if [self.before, self.after].iter().any(|it| is_written(it, new)) => {
                return Vec::new();
            }
            _ => self.either(known),
        };
        if self.is_of_block(known, &before, &after) {
            return Vec::new();
        }
        let verdict = self.verdict(known, &before, &after);
        self.change(known, Part::Whole, (&before, &after), verdict).into_iter().collect()
    }

    /// The attribute that has taken the place of a deprecated one.
    fn successor(&self, known: &Mutability) -> Option<&'static str> {
        let mut others = self.all.iter();
        let new = others.find(|other| other.instead == Some(known.attribute))?;
        Some(new.attribute)
    }

    /// What an attribute, or the deprecated one whose place it has taken, is on both sides: one
    /// value is the same as a list of it.
    fn either(&self, known: &Mutability) -> (Read, Read) {
        let of = |resource| match (read(resource, known.attribute), known.instead) {
            (Read::Absent, Some(instead)) => read(resource, instead),
            (own, _) => own,
        };
        let (before, after) = (of(self.before), of(self.after));
        match (known.instead, before, after) {
            (Some(_), Read::Value(before), Read::Value(after)) => {
                let (listed, single) = (like(&before, &after), like(&after, &before));
                (Read::Value(listed), Read::Value(single))
            }
            (_, before, after) => (before, after),
        }
    }

    /// Of a block and the attributes in it, only one is told: the block where it comes or goes, an
    /// attribute where it stays. One that the cloud fills in stays where it is left out.
    fn is_of_block(&self, known: &Mutability, before: &Read, after: &Read) -> bool {
        let inner = |other: &Mutability| {
            let rest = other.attribute.strip_prefix(known.attribute);
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        let block = top(known.attribute);
        let is_inner = known.attribute[block.len()..].starts_with('.');
        if self.all.iter().any(inner) {
            let there = |read: &Read| !matches!(read, Read::Absent);
            let computed = matches!(known.unset, Unset::Computed(_));
            return computed || there(before) == there(after);
        }
        if !is_inner {
            return false;
        }
        let absent = |resource| matches!(read(resource, block), Read::Absent);
        let computed = self
            .all
            .iter()
            .any(|other| other.attribute == block && matches!(other.unset, Unset::Computed(_)));
        absent(self.after) || absent(self.before) && !computed
    }

    fn verdict(&self, known: &Mutability, before: &Read, after: &Read) -> Verdict {
        let (before, after) = match (before, after) {
            (_, Read::Open(open)) | (Read::Open(open), _) => return Verdict::Open(open.clone()),
            (Read::Absent, Read::Absent) => return Verdict::Same,
            (Read::Value(before), Read::Value(after)) => {
                return self.identities.compare(before, after, known.ordered);
            }
            (Read::Absent, Read::Value(after)) => (None, Some(after)),
            (Read::Value(before), Read::Absent) => (Some(before), None),
        };
        let Some(value) = after.or(before) else { return Verdict::Same };
        let is_off = scalar(&value.value).as_deref() == Some("false");
        match (known.unset, after) {
            (Unset::Computed(_), None) => Verdict::Same,
            (Unset::Default(default), _) => is_text(value, default),
            // a switch that was never set is off
            (Unset::Nothing(_) | Unset::Computed(None), _) if is_off => Verdict::Same,
            (Unset::Nothing(Some(chosen)) | Unset::Computed(Some(chosen)), Some(_)) => {
                is_text(value, chosen)
            }
            (Unset::Computed(None), Some(_)) => self.chosen(known, value),
            // it may turn out to be null
            (Unset::Nothing(_), _) => may_be_absent(value).map_or(Verdict::Differs, Verdict::Open),
        }
    }

    /// A value in the place of what the cloud has chosen.
    fn chosen(&self, known: &Mutability, after: &Traced) -> Verdict {
        if let Value::Unknown(unknown) = &after.value
            && let Why::Reference(reference) = &unknown.why
            && self.identities.is_new(reference)
        {
            return Verdict::Differs;
        }
        let why = format!(
            "{} was not written before, and what was chosen for it is not known",
            known.attribute
        );
        Verdict::Open(Open { why: Why::Untold(why.into()), origin: after.origin })
    }

    /// Of the add-ons, those of the network apart from all others.
    fn addons(&self, known: &'static Mutability) -> Vec<Change> {
        let parts = [(Part::Whole, true), (Part::OtherAddons, false)];
        let changes = parts.into_iter().filter_map(|(part, network)| {
            let before = blocks(self.before, network);
            let after = blocks(self.after, network);
            let empty = |read: &Read| matches!(read, Read::Absent);
            let verdict = match (&before, &after) {
                (Read::Value(before), Read::Value(after)) => {
                    self.identities.compare(before, after, false)
                }
                _ if empty(&before) && empty(&after) => Verdict::Same,
                (Read::Open(open), _) | (_, Read::Open(open)) => Verdict::Open(open.clone()),
                _ => Verdict::Differs,
            };
            self.change(known, part, (&before, &after), verdict)
        });
        changes.collect()
    }

    fn change(
        &self,
        known: &'static Mutability,
        part: Part,
        (before, after): (&Read, &Read),
        verdict: Verdict,
    ) -> Option<Change> {
        let open = match verdict {
            Verdict::Same => return None,
            Verdict::Differs => None,
            Verdict::Open(open) => Some(open),
        };
        let unset = match known.unset {
            Unset::Nothing(value) | Unset::Computed(value) => value,
            Unset::Default(value) => Some(value),
        };
        let before = said(before, unset, self.before.head);
        let after = said(after, unset, self.after.head);
        Some(Change { attribute: known, before, after, open, part, shown: None })
    }
}

/// Why a value may be absent after all.
fn may_be_absent(value: &Traced) -> Option<Open> {
    let Value::Unknown(unknown) = &value.value else { return None };
    unknown.nullable.then(|| Open { why: told(&unknown.why), origin: value.origin })
}

fn is_text(value: &Traced, text: &str) -> Verdict {
    match (scalar(&value.value), value.value.why_unknown()) {
        (Some(own), _) if own == text => Verdict::Same,
        (None, Some(why)) => Verdict::Open(Open { why: told(&why), origin: value.origin }),
        _ => Verdict::Differs,
    }
}

/// A reason whose alternatives are not asked for one by one.
fn told(why: &Why) -> Why {
    match why {
        Why::Alternatives(..) => Why::Untold(why.to_string().into()),
        other => other.clone(),
    }
}

/// The blocks of `addons` that name a network plug-in, or all others.
fn blocks(resource: &Resource, network: bool) -> Read {
    let Read::Value(all) = read(resource, "addons") else { return Read::Absent };
    let Value::Sequence(kind, items) = &all.value else {
        let why = all.value.why_unknown().unwrap_or(Why::Budget("add-ons"));
        return Read::Open(Open { why, origin: all.origin });
    };
    let is_network = |item: &&Traced| {
        let Value::Mapping(block) = &item.value else { return network };
        match block.entries.get("name").map(|name| &name.value) {
            Some(name) => name.as_str().map_or(network, |name| facts::plug_in(name).is_some()),
            None => false,
        }
    };
    let some: Vec<Traced> =
        items.iter().filter(|item| is_network(item) == network).map(with_plain_config).collect();
    let named = |item: &Traced| match &item.value {
        Value::Mapping(block) => block.entries.get("name").map_or(item.origin, |name| name.origin),
        _ => item.origin,
    };
    let place = some.first().map_or(all.origin, named);
    if some.is_empty() {
        return Read::Absent;
    }
    Read::Value(Traced::new(Value::Sequence(kind.clone(), Arc::new(some)), place))
}

/// A block of `addons` whose `config` is in the form that all have.
fn with_plain_config(block: &Traced) -> Traced {
    let Value::Mapping(mapping) = &block.value else { return block.clone() };
    let config = mapping.entries.get("config");
    let plain = config.and_then(|config| plain_settings(config.value.as_str()?));
    let Some((config, plain)) = config.zip(plain) else { return block.clone() };
    let mut mapping = (**mapping).clone();
    mapping.entries.insert("config".into(), Traced::new(Value::text(plain), config.origin));
    Traced::new(Value::Mapping(Arc::new(mapping)), block.origin)
}

fn is_written(resource: &Resource, attribute: &'static str) -> bool {
    !matches!(read(resource, attribute), Read::Absent)
}

/// A single value as a list, if the other is a list.
fn like(value: &Traced, other: &Traced) -> Traced {
    match (&value.value, &other.value) {
        (Value::Sequence(..), _) => value.clone(),
        (_, Value::Sequence(..)) => Traced::new(Value::tuple(vec![value.clone()]), value.origin),
        _ => value.clone(),
    }
}

fn said(read: &Read, unset: Option<&'static str>, head: OriginId) -> Said {
    let (text, items, place) = match read {
        Read::Absent => (None, Vec::new(), head),
        Read::Open(open) => (Some("not known".to_owned()), Vec::new(), open.origin),
        Read::Value(value) => {
            let items = match &value.value {
                Value::Sequence(_, items) if value.origin.mark != Mark::Sensitive => {
                    items.iter().map(shown).collect()
                }
                _ => Vec::new(),
            };
            (Some(shown(value)), items, value.origin)
        }
    };
    Said { text, items, unset, place }
}

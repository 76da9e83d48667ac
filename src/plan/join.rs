//! The resources of a plan with what the configuration beside it knows: where a value is written,
//! on what way it came, and what a name leads to that the plan does not say.

use super::FROM;
use crate::eval::{How, Mapping, OriginId, Origins, Reference, Resource, Traced, Value, Why};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// The resources of a plan, those that the configuration holds with its places. What a plan says
/// is what counts.
pub fn joined(
    plan: Vec<Resource>,
    source: &[Resource],
    origins: &RefCell<Origins>,
) -> Vec<Resource> {
    let by_address: HashMap<_, _> = source.iter().map(|one| (&one.address, one)).collect();
    let join = |planned: Resource| match by_address.get(&planned.address) {
        Some(source) => resource(planned, source, origins),
        None => planned,
    };
    plan.into_iter().map(join).collect()
}

fn resource(planned: Resource, source: &Resource, origins: &RefCell<Origins>) -> Resource {
    let joining = Joining { origins };
    let attributes = planned.attributes.into_iter().map(|(name, value)| {
        let value = match source.attributes.get(&name) {
            Some(written) => joining.value(value, written),
            None => joining.at(&value, source.head),
        };
        (name, value)
    });
    Resource {
        root: planned.root,
        address: planned.address,
        attributes: attributes.collect(),
        lifecycle: source.lifecycle.clone(),
        head: source.head,
        provider: source.provider.clone(),
        maybe: None,
        counted: Vec::new(),
        expects: source.expects.clone(),
        exists: planned.exists,
    }
}

struct Joining<'j> {
    origins: &'j RefCell<Origins>,
}

impl Joining<'_> {
    /// The value of the plan, by the way of the source where both agree.
    fn value(&self, planned: Traced, written: &Traced) -> Traced {
        match (&planned.value, &written.value) {
            (planned, written_value) if planned == written_value => written.clone(),
            // the source says what it will be, the plan at best what it rests on; but where the
            // source does not know which of several it is, the plan may
            (Value::Unknown(unknown), written_value)
                if !written_value.is_known()
                    && (is_certain(written_value) || !is_certain_why(&unknown.why)) =>
            {
                written.clone()
            }
            (Value::Sequence(..), Value::Sequence(_, items)) => self.items(planned, items, written),
            (Value::Mapping(plan), Value::Mapping(source)) => {
                let entry = |(name, value): (&Arc<str>, &Traced)| {
                    let value = match source.entries.get(name) {
                        Some(written) => self.value(value.clone(), written),
                        None => self.at(value, written.origin),
                    };
                    (Arc::clone(name), value)
                };
                let entries = plan.entries.iter().map(entry).collect();
                let mapping = Mapping { entries, ..(**plan).clone() };
                Traced::new(Value::Mapping(Arc::new(mapping)), written.origin)
            }
            (planned_value, written_value) if same_scalar(planned_value, written_value) => {
                written.clone()
            }
            _ => self.at(&planned, written.origin),
        }
    }

    /// Items one by one where all agree; else, as in a set, which has an order of its own, each to
    /// one that it equals, and those that are not known to what the source does not know.
    fn items(&self, planned: Traced, written: &[Traced], whole: &Traced) -> Traced {
        let Value::Sequence(kind, items) = &planned.value else { return planned };
        let in_order = items.len() == written.len()
            && items.iter().zip(written).all(|(item, written)| agree(item, written));
        let made = if in_order {
            let pairs = items.iter().zip(written);
            pairs.map(|(item, written)| self.value(item.clone(), written)).collect()
        } else {
            self.matched(items, written, whole.origin)
        };
        Traced::new(Value::Sequence(kind.clone(), Arc::new(made)), whole.origin)
    }

    fn matched(&self, items: &[Traced], written: &[Traced], whole: OriginId) -> Vec<Traced> {
        let mut free: Vec<&Traced> = written.iter().collect();
        let mut made: Vec<Option<Traced>> = Vec::new();
        for item in items {
            let same = |written: &&Traced| {
                item.value == written.value || same_scalar(&item.value, &written.value)
            };
            let equal = free.iter().position(same).map(|at| free.remove(at));
            made.push(equal.cloned());
        }
        let left = made.iter().filter(|made| made.is_none()).count();
        let open = free.iter().filter(|written| !written.value.is_known()).count();
        let several = free.iter().any(|written| matches!(written.value, Value::Several(_)));
        for (made, item) in made.iter_mut().zip(items).filter(|(made, _)| made.is_none()) {
            let is_open = |written: &&Traced| !written.value.is_known();
            let fits = matches!(item.value, Value::Unknown(_)) && left == open && !several;
            let next = free.iter().position(is_open).filter(|_| fits);
            *made = Some(match next {
                Some(at) => self.value(item.clone(), free.remove(at)),
                None => self.at(item, whole),
            });
        }
        made.into_iter().flatten().collect()
    }

    /// The value of the plan, at a place of the source.
    fn at(&self, planned: &Traced, place: OriginId) -> Traced {
        let mut origins = self.origins.borrow_mut();
        let span = origins.hop(place).span;
        let origin = origins.push(span, How::Given(FROM.into()), vec![place]);
        drop(origins);
        moved(planned, origin)
    }
}

/// A value with all that is in it at one place.
fn moved(value: &Traced, origin: OriginId) -> Traced {
    let made = match &value.value {
        Value::Sequence(kind, items) => {
            let items = items.iter().map(|item| moved(item, origin)).collect();
            Value::Sequence(kind.clone(), Arc::new(items))
        }
        Value::Mapping(mapping) => {
            let entries = mapping.entries.iter();
            let entries = entries.map(|(k, v)| (Arc::clone(k), moved(v, origin)));
            let mapping = Mapping { entries: entries.collect(), ..(**mapping).clone() };
            Value::Mapping(Arc::new(mapping))
        }
        other => other.clone(),
    };
    Traced::new(made, origin)
}

/// Whether an item of the plan may be the one that is written.
fn agree(planned: &Traced, written: &Traced) -> bool {
    let (planned, written) = (&planned.value, &written.value);
    match (planned, written) {
        (_, Value::Several(_)) => false,
        (Value::Unknown(_), _)
        | (_, Value::Unknown(_))
        | (Value::Mapping(_), Value::Mapping(_)) => true,
        _ => planned == written || same_scalar(planned, written) || !written.is_known(),
    }
}

/// Whether it is one attribute of one resource.
fn is_certain(value: &Value) -> bool {
    match value {
        Value::Unknown(unknown) => is_certain_why(&unknown.why),
        _ => false,
    }
}

fn is_certain_why(why: &Why) -> bool {
    why.reference().is_some_and(Reference::is_certain)
}

/// Whether two scalars are the same once the provider has made them of one type.
fn same_scalar(planned: &Value, written: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        value => value.as_str().map(str::to_owned),
    };
    text(planned).is_some_and(|planned| text(written) == Some(planned))
}

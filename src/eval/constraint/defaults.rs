//! What stands where a value leaves out or nulls an optional attribute.

use crate::eval::value::Several;
use crate::eval::{Mapping, MappingKind, Traced, Type, Unknown, Value, Why};
use crate::syntax::Name;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The defaults of one type, level by level.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Defaults {
    /// Of the attributes of an object.
    pub(super) attributes: BTreeMap<Name, Slot>,
    /// Within the elements of a tuple.
    pub(super) items: Vec<Defaults>,
    /// Within each element of a list, set or map.
    pub(super) each: Option<Box<Defaults>>,
}

/// The defaults of an attribute.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Slot {
    /// What it is where it is left out or null.
    pub(super) default: Option<Traced>,
    /// The defaults within it.
    pub(super) inside: Defaults,
}

impl Defaults {
    /// Whether nothing is ever filled in.
    pub(super) fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.items.is_empty() && self.each.is_none()
    }

    /// The value with the defaults filled in.
    pub(super) fn fill(&self, value: &Traced) -> Traced {
        if self.is_empty() {
            return value.clone();
        }
        let filled = match &value.value {
            Value::Sequence(_, items) => {
                let items = items.iter().enumerate().map(|(at, item)| self.item(at, item));
                Value::tuple(items.collect())
            }
            Value::Mapping(mapping) => self.mapping(mapping, value),
            Value::Unknown(unknown) => match &unknown.why {
                Why::Alternatives(values, why) => {
                    let values = values.iter().map(|value| self.fill(value)).collect();
                    let why = Why::Alternatives(values, why.clone());
                    Value::Unknown(Arc::new(Unknown { why, ..(**unknown).clone() }))
                }
                _ => return value.clone(),
            },
            Value::Several(several) => {
                let like = self.fill(&several.like);
                let why = several.why.clone();
                Value::Several(Arc::new(Several { like, why }))
            }
            _ => return value.clone(),
        };
        Traced::new(filled, value.origin)
    }

    fn item(&self, at: usize, item: &Traced) -> Traced {
        match self.each.as_deref().or_else(|| self.items.get(at)) {
            Some(inside) => inside.fill(item),
            None => item.clone(),
        }
    }

    fn mapping(&self, mapping: &Mapping, whole: &Traced) -> Value {
        let mut filled = mapping.clone();
        if let Some(each) = &self.each {
            filled.entries.values_mut().for_each(|entry| *entry = each.fill(entry));
        }
        for (name, slot) in &self.attributes {
            if let Some(entry) = slot.entry(mapping, name, whole) {
                filled.entries.insert(Arc::clone(name), entry);
            }
        }
        if !self.attributes.is_empty() && matches!(filled.kind, MappingKind::Map(_)) {
            filled.kind = MappingKind::Object; // its values may differ in type now
        }
        Value::Mapping(Arc::new(filled))
    }
}

impl Slot {
    /// What an attribute is, if it is not simply left out.
    fn entry(&self, mapping: &Mapping, name: &str, whole: &Traced) -> Option<Traced> {
        if let Some(entry) = mapping.entries.get(name) {
            return Some(self.given(entry));
        }
        match (mapping.beyond(&format!(".{name}"), whole.origin), self.filled()) {
            (Some(beyond), Some(default)) if mapping.rest.is_some() => {
                Some(either(self.inside.fill(&beyond), default, mapping))
            }
            (Some(_), _) => None,
            (None, default) => default,
        }
    }

    fn filled(&self) -> Option<Traced> {
        self.default.as_ref().map(|default| self.inside.fill(default))
    }

    /// What a given attribute is: null gives way to the default.
    fn given(&self, entry: &Traced) -> Traced {
        let Some(default) = self.filled() else { return self.inside.fill(entry) };
        let Value::Unknown(unknown) = &entry.value else {
            return if entry.value.is_null() { default } else { self.inside.fill(entry) };
        };
        let mut unknown = (**unknown).clone();
        unknown.nullable &= default.value.is_null();
        if let Why::Alternatives(values, why) = &unknown.why {
            let values = values.iter().map(|value| self.given(value)).collect();
            unknown.why = Why::Alternatives(values, why.clone());
        }
        Traced::new(Value::Unknown(Arc::new(unknown)), entry.origin)
    }
}

fn either(one: Traced, other: Traced, mapping: &Mapping) -> Traced {
    let why = mapping.rest.as_ref().map_or(Why::Budget("a value"), |rest| rest.why.clone());
    let (ty, origin) = (other.value.ty(), one.origin);
    let ty = if one.value.ty() == ty { ty } else { Type::Dynamic };
    let why = Why::Alternatives([one, other].into(), Box::new(why));
    Traced::new(Value::unknown(ty, why), origin)
}

//! Conversion between types, as Terraform does it.

use super::Refusal;
use super::number::Number;
use super::origin::{How, OriginId, Origins};
use super::set;
use super::types::{Attribute, Type};
use super::unify::{convertible, resolve, unify};
use super::value::{
    Mapping, MappingKind, SequenceKind, Several, Text, Traced, Unknown, Value, Why,
};
use crate::source::Span;
use crate::syntax::Name;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The value in another type; where it changes, its origin is a [`How::Converted`] hop at `span`.
///
/// What is not known keeps its identity and gets the type.
///
/// # Errors
/// If Terraform has no such conversion or the value does not fit.
pub fn convert(
    value: &Traced,
    to: &Type,
    origins: &RefCell<Origins>,
    span: Span,
) -> Result<Traced, Refusal> {
    let from = value.value.ty();
    if value.value.is_known() && !convertible(&from, to) {
        return Err(mismatch(&from, to));
    }
    Conversion { origins, span }.traced(value, to)
}

struct Conversion<'a> {
    origins: &'a RefCell<Origins>,
    span: Span,
}

impl Conversion<'_> {
    fn traced(&self, value: &Traced, to: &Type) -> Result<Traced, Refusal> {
        let from = value.value.ty();
        if *to == Type::Dynamic || (from != Type::Dynamic && from == to.required()) {
            return Ok(value.clone());
        }
        let new = self.value(value, to)?;
        let kept = match (&value.value, &new) {
            (Value::Text(_), Value::Text(_)) => true,
            (_, new) => matches!(new, Value::Null(_) | Value::Several(_) | Value::Unknown(_)),
        };
        if kept {
            return Ok(Traced::new(new, value.origin));
        }
        let mut origins = self.origins.borrow_mut();
        Ok(Traced::new(new, origins.push(self.span, How::Converted, vec![value.origin])))
    }

    fn value(&self, whole: &Traced, to: &Type) -> Result<Value, Refusal> {
        let value = &whole.value;
        Ok(match (value, to) {
            (Value::Null(from), _) => Value::Null(resolve(from, to)),
            (Value::Several(several), _) => Value::Several(self.several(several, to)?),
            (Value::Unknown(unknown), _) => self.unknown(unknown, to)?,
            (Value::Bool(value), Type::String) => Value::text(value.to_string()),
            (Value::Number(number), Type::String) => Value::text(number.to_string()),
            (Value::Text(text), Type::String) => Value::Text(text.clone()),
            (Value::Text(text), Type::Bool | Type::Number) => parsed(text, to)?,
            (Value::Sequence(kind, items), Type::List(of) | Type::Set(of)) => {
                self.gather(kind, items, of, matches!(to, Type::Set(_)))?
            }
            (Value::Sequence(SequenceKind::Tuple, items), Type::Tuple(types)) => {
                self.tuple(items, types, to)?
            }
            (Value::Mapping(mapping), Type::Map(of)) => self.map(mapping, of, whole.origin)?,
            (Value::Mapping(mapping), Type::Object(wanted)) => {
                self.object(mapping, wanted, whole.origin)?
            }
            _ => return Err(mismatch(&value.ty(), to)),
        })
    }

    fn several(&self, several: &Several, to: &Type) -> Result<Arc<Several>, Refusal> {
        let like = self.traced(&several.like, to)?;
        Ok(Arc::new(Several { like, why: several.why.clone() }))
    }

    fn unknown(&self, unknown: &Unknown, to: &Type) -> Result<Value, Refusal> {
        if !convertible(&unknown.ty, to) {
            return Err(mismatch(&unknown.ty, to));
        }
        let ty = resolve(&unknown.ty, to);
        let why = match &unknown.why {
            Why::Alternatives(values, why) => {
                Why::Alternatives(self.alternatives(values, to)?, why.clone())
            }
            why => why.clone(),
        };
        Ok(Value::Unknown(Arc::new(Unknown { ty, why, nullable: unknown.nullable })))
    }

    /// Each alternative converted; Terraform refuses only if the one that it takes does not fit.
    fn alternatives(&self, values: &[Traced], to: &Type) -> Result<Arc<[Traced]>, Refusal> {
        let converted: Vec<_> = values.iter().map(|value| self.traced(value, to)).collect();
        if let Some(Err(refusal)) = converted.first()
            && converted.iter().all(Result::is_err)
        {
            return Err(refusal.clone());
        }
        let kept = values.iter().zip(converted).map(|(value, converted)| {
            converted.unwrap_or_else(|refusal| {
                let refused = Value::unknown(to.required(), Why::Refused(refusal.message));
                Traced::new(refused, value.origin)
            })
        });
        Ok(kept.collect())
    }

    fn gather(
        &self,
        kind: &SequenceKind,
        items: &[Traced],
        of: &Type,
        to_set: bool,
    ) -> Result<Value, Refusal> {
        let (of, unifies) = match kind {
            SequenceKind::List(from) | SequenceKind::Set(from) => (resolve(from, of), false),
            SequenceKind::Tuple if *of == Type::Dynamic => {
                (of_tuple(&items.iter().collect::<Vec<_>>())?, true)
            }
            SequenceKind::Tuple => (of.clone(), true),
        };
        let items = self.each(items, &of)?;
        let (of, items) = self.settle(items, &of, unifies && !to_set)?;
        Ok(if to_set {
            Value::Sequence(SequenceKind::Set(of), Arc::new(set::members(items)))
        } else if matches!(kind, SequenceKind::Set(_)) {
            set::in_some_order(&items, &SequenceKind::List(of))
        } else {
            Value::list(of, items)
        })
    }

    /// Each item converted; any number of items that do not fit can only be none.
    fn each(&self, items: &[Traced], to: &Type) -> Result<Vec<Traced>, Refusal> {
        let converted = items.iter().map(|item| (item, self.traced(item, to)));
        let none = |item: &Traced| matches!(item.value, Value::Several(_));
        converted.filter(|(item, c)| c.is_ok() || !none(item)).map(|(_, c)| c).collect()
    }

    /// Items whose type was left open get one type in common.
    fn settle(
        &self,
        items: Vec<Traced>,
        of: &Type,
        unifies: bool,
    ) -> Result<(Type, Vec<Traced>), Refusal> {
        if of.is_definite() || items.is_empty() {
            return Ok((of.required(), items));
        }
        let common = common(&items.iter().collect::<Vec<_>>())?;
        if let Some(ty) = alike(&items) {
            return Ok((ty, items));
        }
        let known = items.iter().all(|item| item.value.is_known());
        let items = if unifies || !known { self.each(&items, &common)? } else { items };
        match alike(&items) {
            Some(ty) => Ok((ty, items)),
            None if known => Err(Refusal::new("all elements must have the same type")),
            None => Ok((common, items)),
        }
    }

    fn tuple(&self, items: &[Traced], types: &[Type], to: &Type) -> Result<Value, Refusal> {
        if let Some(several) = first_several(items) {
            return Ok(Value::unknown_result(to.required(), several.why.clone()));
        }
        if items.len() != types.len() {
            return Err(Refusal::new(format!("a tuple of {} elements is required", types.len())));
        }
        let items = items.iter().zip(types).map(|(item, ty)| self.traced(item, ty));
        Ok(Value::tuple(items.collect::<Result<_, _>>()?))
    }

    fn map(&self, mapping: &Mapping, of: &Type, origin: OriginId) -> Result<Value, Refusal> {
        let (of, unifies) = match &mapping.kind {
            MappingKind::Map(from) => (resolve(from, of), false),
            MappingKind::Object | MappingKind::Resource(_) if *of == Type::Dynamic => {
                (common(&mapping.entries.values().collect::<Vec<_>>())?, true)
            }
            MappingKind::Object | MappingKind::Resource(_) => (of.clone(), true),
        };
        let (keys, values): (Vec<Name>, Vec<Traced>) =
            mapping.entries.iter().map(|(key, entry)| (Arc::clone(key), entry.clone())).unzip();
        let (of, values) = self.settle(self.each(&values, &of)?, &of, unifies)?;
        let rest = match (mapping.beyond("[*]", origin), &mapping.rest) {
            (Some(like), Some(rest)) => Some((like, rest.why.clone())),
            (Some(like), None) => like.value.why_unknown().map(|why| (like, why)),
            (None, _) => None,
        };
        // any number of values that do not fit can only be none
        let rest = rest.and_then(|(like, why)| self.several(&Several { like, why }, &of).ok());
        let entries = keys.into_iter().zip(values).collect();
        Ok(Value::Mapping(Arc::new(Mapping { kind: MappingKind::Map(of), entries, rest })))
    }

    fn object(
        &self,
        mapping: &Mapping,
        wanted: &BTreeMap<Name, Attribute>,
        origin: OriginId,
    ) -> Result<Value, Refusal> {
        let mut entries = BTreeMap::new();
        for (name, attribute) in wanted {
            let entry = match mapping.entries.get(name) {
                Some(entry) => self.traced(entry, &attribute.ty)?,
                None => self.missing(mapping, name, attribute, origin)?,
            };
            entries.insert(Arc::clone(name), entry);
        }
        Ok(Value::object(entries))
    }

    /// What stands for an attribute that the value does not hold.
    fn missing(
        &self,
        mapping: &Mapping,
        name: &Name,
        wanted: &Attribute,
        origin: OriginId,
    ) -> Result<Traced, Refusal> {
        let absent = Traced::new(Value::Null(wanted.ty.required()), origin);
        let Some(beyond) = mapping.beyond(&format!(".{name}"), origin) else {
            if wanted.optional {
                return Ok(absent);
            }
            return Err(Refusal::new(format!("attribute \"{name}\" is required")));
        };
        let beyond = match self.traced(&beyond, &wanted.ty) {
            Err(_) if wanted.optional => return Ok(absent),
            converted => converted?,
        };
        match &mapping.rest {
            Some(rest) if wanted.optional => {
                let why = Why::Alternatives([beyond, absent].into(), Box::new(rest.why.clone()));
                Ok(Traced::new(Value::unknown(wanted.ty.required(), why), origin))
            }
            _ => Ok(beyond),
        }
    }
}

/// A string read as a number or a bool.
fn parsed(text: &Text, to: &Type) -> Result<Value, Refusal> {
    let text = match text {
        Text::Plain(text) => text,
        Text::Symbolic(_) => {
            let why = Value::Text(text.clone()).why_unknown();
            let why = why.expect("invariant: a piece of symbolic text is not known");
            return Ok(Value::unknown_result(to.clone(), why));
        }
    };
    if *to == Type::Number {
        let number = Number::parse(text).map(Value::Number);
        return number.ok_or_else(|| Refusal::new("a number is required"));
    }
    match &**text {
        "true" | "1" => Ok(Value::Bool(true)),
        "false" | "0" => Ok(Value::Bool(false)),
        _ => Err(Refusal::new("a bool is required")),
    }
}

/// The type that Terraform gives the elements of a collection made of these.
///
/// What is not known has a type in Terraform even where it has none here: it decides nothing.
pub(super) fn common(items: &[&Traced]) -> Result<Type, Refusal> {
    let open = |item: &Traced| outline(&item.value) == Type::Dynamic && !item.value.is_null();
    let types: Vec<Type> =
        items.iter().filter(|item| !open(item)).map(|item| outline(&item.value)).collect();
    if types.is_empty() {
        return Ok(Type::Dynamic);
    }
    unify(&types).ok_or_else(|| Refusal::new("all elements must have the same type"))
}

/// The same, where Terraform wants to know it before it looks at the values.
fn of_tuple(items: &[&Traced]) -> Result<Type, Refusal> {
    let common = common(items)?;
    let lost = common == Type::Dynamic && items.iter().any(|i| i.value.ty() != Type::Dynamic);
    if lost && items.iter().all(|item| item.value.is_known()) {
        return Err(Refusal::new("all elements must have the same type"));
    }
    Ok(common)
}

/// The type of all items, a bare null having any; `None` if they differ.
pub(super) fn alike(items: &[Traced]) -> Option<Type> {
    let mut types = items.iter().map(|item| item.value.ty()).filter(|ty| *ty != Type::Dynamic);
    let first = types.next().unwrap_or_default();
    types.all(|ty| ty == first).then_some(first)
}

/// The type of a value, or of the collection that it becomes if its size is not known.
fn outline(value: &Value) -> Type {
    match value {
        Value::Sequence(SequenceKind::Tuple, items) if first_several(items).is_some() => {
            common(&items.iter().collect::<Vec<_>>()).map_or(Type::Dynamic, Type::list)
        }
        Value::Mapping(mapping) if mapping.rest.is_some() => {
            let rest = mapping.rest.iter().map(|rest| &rest.like);
            common(&mapping.entries.values().chain(rest).collect::<Vec<_>>())
                .map_or(Type::Dynamic, Type::map)
        }
        Value::Several(several) => outline(&several.like.value),
        value => value.ty(),
    }
}

fn first_several(items: &[Traced]) -> Option<&Several> {
    items.iter().find_map(|item| match &item.value {
        Value::Several(several) => Some(&**several),
        _ => None,
    })
}

fn mismatch(from: &Type, to: &Type) -> Refusal {
    Refusal::new(format!("{to} required, but have {from}"))
}

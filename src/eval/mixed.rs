//! A side of a conditional whose other side is a list or map, as Terraform converts it.
//!
//! Terraform takes the tuple for a list of its own first, chooses by that how to convert, and then
//! converts the tuple itself in that way, whose items may be of other types. Some that could be
//! converted it refuses so.

use super::Refusal;
use super::convert::{alike, common, convert};
use super::origin::{How, Origins};
use super::set;
use super::types::Type;
use super::unify::gathered;
use super::value::{Mapping, MappingKind, SequenceKind, Traced, Value};
use crate::source::Span;
use std::cell::RefCell;
use std::sync::Arc;

/// `chosen` in the type that it has in common with a side of the type `other`.
///
/// # Errors
/// Where Terraform refuses it.
pub(super) fn suited(
    chosen: &Traced,
    other: &Type,
    common: &Type,
    origins: &RefCell<Origins>,
    span: Span,
) -> Result<Traced, Refusal> {
    let listed = match other {
        Type::List(_) | Type::Map(_) if chosen.value.is_known() => gathered(&chosen.value.ty()),
        _ => None,
    };
    match listed {
        Some(listed) if listed != *common => Way { origins, span }.of(chosen, &listed, common),
        _ => convert(chosen, common, origins, span),
    }
}

struct Way<'a> {
    origins: &'a RefCell<Origins>,
    span: Span,
}

impl Way<'_> {
    /// The value in the way in which one of the type `from` is converted.
    fn of(&self, value: &Traced, from: &Type, to: &Type) -> Result<Traced, Refusal> {
        if from == to || *to == Type::Dynamic {
            return Ok(value.clone());
        }
        let new = match (&value.value, from, to) {
            (Value::Sequence(_, items), Type::List(from) | Type::Set(from), Type::List(to)) => {
                list(self.each(items, |_| Some(from), to)?)?
            }
            (Value::Sequence(_, items), Type::List(from) | Type::Set(from), Type::Set(to)) => {
                let (of, items) = same(self.each(items, |_| Some(from), to)?)?;
                Value::Sequence(SequenceKind::Set(of), Arc::new(set::members(items)))
            }
            (Value::Sequence(_, items), Type::Tuple(from), Type::List(to)) => {
                list(self.unified(&self.each(items, |at| from.get(at), to)?)?)?
            }
            (Value::Mapping(mapping), Type::Map(from), Type::Map(to)) => {
                self.map(mapping, from, to)?
            }
            _ => return convert(value, to, self.origins, self.span),
        };
        let from = vec![value.origin];
        let origin = self.origins.borrow_mut().push(self.span, How::Converted, from);
        Ok(Traced::new(new, origin))
    }

    fn each<'t>(
        &self,
        items: &[Traced],
        from: impl Fn(usize) -> Option<&'t Type>,
        to: &Type,
    ) -> Result<Vec<Traced>, Refusal> {
        let one = |(at, item): (usize, &Traced)| match from(at) {
            Some(from) => self.of(item, from, to),
            None => convert(item, to, self.origins, self.span),
        };
        items.iter().enumerate().map(one).collect()
    }

    fn unified(&self, items: &[Traced]) -> Result<Vec<Traced>, Refusal> {
        let common = common(&items.iter().collect::<Vec<_>>())?;
        items.iter().map(|item| convert(item, &common, self.origins, self.span)).collect()
    }

    fn map(&self, mapping: &Mapping, from: &Type, to: &Type) -> Result<Value, Refusal> {
        let values: Vec<Traced> = mapping.entries.values().cloned().collect();
        let values = self.each(&values, |_| Some(from), to)?;
        let whole = matches!(to, Type::List(_) | Type::Set(_) | Type::Map(_) | Type::Object(_));
        let (of, values) = same(if whole { self.unified(&values)? } else { values })?;
        let entries = mapping.entries.keys().cloned().zip(values).collect();
        let kind = MappingKind::Map(of);
        Ok(Value::Mapping(Arc::new(Mapping { kind, entries, rest: None })))
    }
}

fn list(items: Vec<Traced>) -> Result<Value, Refusal> {
    let (of, items) = same(items)?;
    Ok(Value::list(of, items))
}

/// The type that all have, and they.
fn same(items: Vec<Traced>) -> Result<(Type, Vec<Traced>), Refusal> {
    let of = alike(&items).ok_or_else(|| Refusal::new("all elements must have the same type"))?;
    Ok((of, items))
}

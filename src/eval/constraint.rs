//! What a variable asks for: a type expression, with the defaults of its optional attributes.

use super::convert::convert;
use super::origin::Origins;
use super::refusal::Refusal;
use super::types::{Attribute, Type};
use super::value::{Mapping, MappingKind, Traced, Unknown, Value, Why};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::{Expr, ExprKind, Name, parse_expression};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A type that values are converted to, and what stands where they leave something out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraint {
    /// The type; attributes that may be left out are marked as optional.
    pub ty: Type,
    defaults: Defaults,
}

/// The defaults of one type, level by level.
#[derive(Debug, Clone, Default, PartialEq)]
struct Defaults {
    /// Of the attributes of an object.
    attributes: BTreeMap<Name, Slot>,
    /// Within the elements of a tuple.
    items: Vec<Defaults>,
    /// Within each element of a list, set or map.
    each: Option<Box<Defaults>>,
}

/// The defaults of an attribute.
#[derive(Debug, Clone, Default, PartialEq)]
struct Slot {
    /// What it is where it is left out or null.
    default: Option<Traced>,
    /// The defaults within it.
    inside: Defaults,
}

impl Constraint {
    /// Reads a type expression; `evaluate` gives the defaults their values.
    ///
    /// # Errors
    /// If Terraform knows no such type, with the place.
    pub fn read(
        expression: &Expr,
        origins: &RefCell<Origins>,
        evaluate: &mut dyn FnMut(&Expr) -> Traced,
    ) -> Result<Self, Problem> {
        let mut reader = Reader { origins, evaluate };
        match &expression.kind {
            ExprKind::Text(text) => reader.quoted(text, expression.span),
            ExprKind::Root(name) if matches!(&**name, "list" | "map") => Ok(legacy(name)),
            _ => reader.ty(expression),
        }
    }

    /// The value with the defaults filled in, converted to the type.
    ///
    /// # Errors
    /// If the value does not fit.
    pub fn apply(
        &self,
        value: &Traced,
        origins: &RefCell<Origins>,
        span: Span,
    ) -> Result<Traced, Refusal> {
        convert(&self.defaults.fill(value), &self.ty, origins, span)
    }
}

/// `list` and `map` without an element type.
fn legacy(name: &str) -> Constraint {
    let ty = if name == "list" { Type::list(Type::Dynamic) } else { Type::map(Type::Dynamic) };
    Constraint { ty, ..Constraint::default() }
}

struct Reader<'a> {
    origins: &'a RefCell<Origins>,
    evaluate: &'a mut dyn FnMut(&Expr) -> Traced,
}

impl Reader<'_> {
    /// A type in quotes: as Terraform 0.11 had it, or as JSON syntax does.
    fn quoted(&mut self, text: &str, span: Span) -> Result<Constraint, Problem> {
        if matches!(text, "list" | "map") {
            return Ok(legacy(text));
        }
        let parsed = parse_expression(span.file, text);
        let read = parsed.and_then(|expression| self.ty(&expression));
        read.map_err(|problem| Problem::at(span, problem.message))
    }

    fn ty(&mut self, expression: &Expr) -> Result<Constraint, Problem> {
        match &expression.kind {
            ExprKind::Root(name) => {
                let ty = keyword(name).ok_or_else(|| unknown_type(expression.span))?;
                Ok(Constraint { ty, ..Constraint::default() })
            }
            ExprKind::Call { function, arguments, expand: false } => match arguments.as_slice() {
                [argument] => self.constructed(function, argument, expression.span),
                _ => Err(unknown_type(expression.span)),
            },
            _ => Err(unknown_type(expression.span)),
        }
    }

    fn constructed(&mut self, name: &str, of: &Expr, span: Span) -> Result<Constraint, Problem> {
        match (name, &of.kind) {
            ("list" | "set" | "map", _) => {
                let of = self.ty(of)?;
                let ty = match name {
                    "list" => Type::list(of.ty),
                    "set" => Type::set(of.ty),
                    _ => Type::map(of.ty),
                };
                let each = (!of.defaults.is_empty()).then(|| Box::new(of.defaults));
                Ok(Constraint { ty, defaults: Defaults { each, ..Defaults::default() } })
            }
            ("tuple", ExprKind::Tuple(items)) => self.tuple(items),
            ("object", ExprKind::Object(pairs)) => self.object(pairs),
            _ => Err(unknown_type(span)),
        }
    }

    fn tuple(&mut self, items: &[Expr]) -> Result<Constraint, Problem> {
        let items = items.iter().map(|item| self.ty(item)).collect::<Result<Vec<_>, _>>()?;
        let (types, items): (Vec<_>, Vec<_>) =
            items.into_iter().map(|item| (item.ty, item.defaults)).unzip();
        let items = if items.iter().all(Defaults::is_empty) { Vec::new() } else { items };
        let defaults = Defaults { items, ..Defaults::default() };
        Ok(Constraint { ty: Type::Tuple(types.into()), defaults })
    }

    fn object(&mut self, pairs: &[(Expr, Expr)]) -> Result<Constraint, Problem> {
        let mut types = BTreeMap::new();
        let mut attributes = BTreeMap::new();
        for (key, value) in pairs {
            let ExprKind::Root(name) = &key.kind else {
                let message = "an attribute of an object type is a bare name";
                return Err(Problem::at(key.span, message));
            };
            let (attribute, slot) = self.attribute(value)?;
            if types.insert(Arc::clone(name), attribute).is_some() {
                let message = format!("the object type has two attributes {name}");
                return Err(Problem::at(key.span, message));
            }
            if slot.default.is_some() || !slot.inside.is_empty() {
                attributes.insert(Arc::clone(name), slot);
            }
        }
        let defaults = Defaults { attributes, ..Defaults::default() };
        Ok(Constraint { ty: Type::Object(Arc::new(types)), defaults })
    }

    fn attribute(&mut self, value: &Expr) -> Result<(Attribute, Slot), Problem> {
        let (of, default, optional) = match &value.kind {
            ExprKind::Call { function, arguments, .. } if &**function == "optional" => {
                match arguments.as_slice() {
                    [of] => (of, None, true),
                    [of, default] => (of, Some(default), true),
                    _ => return Err(unknown_type(value.span)),
                }
            }
            _ => (value, None, false),
        };
        let of = self.ty(of)?;
        let default = default.map(|default| self.default(default, &of.ty)).transpose()?;
        let slot = Slot { default, inside: of.defaults };
        Ok((Attribute { ty: of.ty, optional }, slot))
    }

    fn default(&mut self, expression: &Expr, ty: &Type) -> Result<Traced, Problem> {
        let value = (self.evaluate)(expression);
        convert(&value, ty, self.origins, expression.span).map_err(|refusal| {
            Problem::at(expression.span, format!("the default does not fit: {}", refusal.message))
        })
    }
}

fn keyword(name: &str) -> Option<Type> {
    Some(match name {
        "bool" => Type::Bool,
        "number" => Type::Number,
        "string" => Type::String,
        "any" => Type::Dynamic,
        _ => return None,
    })
}

fn unknown_type(span: Span) -> Problem {
    Problem::at(span, "this is not a type that Terraform knows")
}

impl Defaults {
    fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.items.is_empty() && self.each.is_none()
    }

    fn fill(&self, value: &Traced) -> Traced {
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
                Value::Several(Arc::new(super::value::Several { like, why }))
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
    let why = Why::Alternatives([one, other].into(), Box::new(why));
    Traced::new(Value::unknown(ty, why), origin)
}

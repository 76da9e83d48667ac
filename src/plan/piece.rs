//! Pieces of the text of a plan: where each stands, and what of it is a value of Terraform's.

use super::document::{Entries, Raw};
use crate::eval::{
    How, Name, Number, OriginId, Origins, Reference, Traced, Type, Unknown, Value, Why,
};
use crate::source::{FileId, Span, offset};
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How deep values may lie in each other.
const DEPTH: usize = 64;

/// How many values are read.
const VALUES: usize = 2_000_000;

/// The text that pieces lie in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) file: FileId,
    /// Where it begins in memory: pieces are borrowed from it.
    base: usize,
}

impl Place {
    pub(super) fn new(file: FileId, text: &str) -> Self {
        Self { file, base: text.as_ptr().addr() }
    }

    /// Where a piece stands.
    pub(super) fn span(self, piece: Raw<'_>) -> Span {
        let start = piece.get().as_ptr().addr().saturating_sub(self.base);
        Span { file: self.file, start: offset(start), end: offset(start + piece.get().len()) }
    }
}

/// What stands where a value is not known, by the steps that lead there from the attribute.
pub(super) type Hole<'h> = dyn FnMut(OriginId) -> Traced + 'h;

/// Makes values of pieces.
pub(super) struct Reader<'r> {
    pub(super) place: Place,
    pub(super) origins: &'r RefCell<Origins>,
    /// What the ids of resources stand for.
    pub(super) ids: &'r HashMap<String, Reference>,
    /// Where the values are given: `the plan`.
    pub(super) from: &'static str,
}

impl Reader<'_> {
    /// A hop at a piece.
    pub(super) fn hop(&self, piece: Raw<'_>) -> OriginId {
        let how = How::Given(self.from.into());
        self.origins.borrow_mut().push(self.place.span(piece), how, Vec::new())
    }

    /// A value; `unknown` tells what of it is not known, as `after_unknown` does.
    pub(super) fn value(&self, piece: Raw<'_>, unknown: &Json, hole: &mut Hole<'_>) -> Traced {
        self.nested(piece, unknown, hole, DEPTH)
    }

    fn nested(&self, piece: Raw<'_>, unknown: &Json, hole: &mut Hole<'_>, depth: usize) -> Traced {
        let origin = self.hop(piece);
        if self.origins.borrow().len() > VALUES {
            let why = Why::Budget("values of a plan");
            return Traced::new(Value::unknown(Type::Dynamic, why), origin);
        }
        if *unknown == Json::Bool(true) {
            return hole(origin);
        }
        let Some(depth) = depth.checked_sub(1) else {
            let why = Why::Budget("depth of a value in a plan");
            return Traced::new(Value::unknown(Type::Dynamic, why), origin);
        };
        let value = match piece.get().as_bytes().first() {
            Some(b'[') => {
                let items: Vec<Raw<'_>> = serde_json::from_str(piece.get()).unwrap_or_default();
                let item = |(at, item): (usize, Raw<'_>)| {
                    let unknown = unknown.get(at).unwrap_or(&Json::Null);
                    self.nested(item, unknown, hole, depth)
                };
                Value::tuple(items.into_iter().enumerate().map(item).collect())
            }
            Some(b'{') => {
                let entries: Entries<'_> = serde_json::from_str(piece.get()).unwrap_or_default();
                let mut made = BTreeMap::new();
                for (name, entry) in entries {
                    let unknown = unknown.get(&name).unwrap_or(&Json::Null);
                    let value = self.nested(entry, unknown, hole, depth);
                    made.insert(Name::from(name), value);
                }
                // what is not known is left out of an object
                for (name, unknown) in unknown.as_object().into_iter().flatten() {
                    if *unknown == Json::Bool(true) && !made.contains_key(&**name) {
                        made.insert(Name::from(&**name), hole(origin));
                    }
                }
                Value::object(made)
            }
            _ => self.scalar(piece),
        };
        Traced::new(value, origin)
    }

    fn scalar(&self, piece: Raw<'_>) -> Value {
        match serde_json::from_str(piece.get()) {
            Ok(Json::Bool(truth)) => Value::Bool(truth),
            Ok(Json::Number(_)) => match Number::parse(piece.get()) {
                Some(number) => Value::Number(number),
                None => Value::unknown(Type::Number, Why::NotModelled("this number".into())),
            },
            Ok(Json::String(text)) => match self.ids.get(&text) {
                Some(reference) => known_by_id(reference),
                None => Value::text(text),
            },
            _ => Value::Null(Type::Dynamic),
        }
    }
}

/// The attribute of a resource of the plan: what it is, instead of the id that stands for it.
pub(super) fn known_by_id(reference: &Reference) -> Value {
    let why = Why::Reference(reference.clone());
    Value::Unknown(Arc::new(Unknown { ty: Type::String, why, nullable: false }))
}

/// A text.
pub(super) fn text(piece: Raw<'_>) -> Option<String> {
    serde_json::from_str(piece.get()).ok()
}

/// The entries of an object; none of anything else.
pub(super) fn entries(piece: Option<Raw<'_>>) -> Entries<'_> {
    piece.and_then(|piece| serde_json::from_str(piece.get()).ok()).unwrap_or_default()
}

/// A piece as a whole; null where it is absent or too deep.
pub(super) fn json(piece: Option<Raw<'_>>) -> Json {
    piece.and_then(|piece| serde_json::from_str(piece.get()).ok()).unwrap_or(Json::Null)
}

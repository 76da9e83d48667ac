//! Values as Terraform has them, each with its origin; what cannot be known is a value as well.

use super::address::Reference;
use super::number::Number;
use super::origin::OriginId;
use super::types::Type;
use crate::syntax::Name;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value and its last hop. Equality ignores the hop.
#[derive(Debug, Clone)]
pub struct Traced {
    /// The value.
    pub value: Value,
    /// The last step that it took.
    pub origin: OriginId,
}

impl Traced {
    /// A value that took its last step at `origin`.
    pub fn new(value: Value, origin: OriginId) -> Self {
        Self { value, origin }
    }
}

impl PartialEq for Traced {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value, of a type.
    Null(Type),
    /// `true`, `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    Text(Text),
    /// A list, set or tuple.
    Sequence(SequenceKind, Arc<Vec<Traced>>),
    /// A map or object.
    Mapping(Arc<Mapping>),
    /// Not known, with the reason.
    Unknown(Arc<Unknown>),
    /// Any number of items like this one, none included. Only an item of a sequence is ever this.
    Several(Arc<Several>),
}

/// What kind of sequence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SequenceKind {
    /// `list(T)`
    List(Type),
    /// `set(T)`: the items are sorted as Terraform sorts them and differ from each other.
    Set(Type),
    /// A tuple: each item has its own type.
    Tuple,
}

/// What kind of mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappingKind {
    /// `map(T)`
    Map(Type),
    /// An object.
    Object,
    /// An instance of a resource or data source: what is not among the entries the cloud decides.
    Resource(Reference),
}

/// A map or object.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// Which of the two.
    pub kind: MappingKind,
    /// What it holds, by key.
    pub entries: BTreeMap<Name, Traced>,
    /// There may be further keys that are not known, each with a value like this one.
    pub rest: Option<Arc<Several>>,
}

/// Any number of values like one.
#[derive(Debug, Clone, PartialEq)]
pub struct Several {
    /// The representative.
    pub like: Traced,
    /// Why their number is not known.
    pub why: Why,
}

/// A string.
#[derive(Debug, Clone, PartialEq)]
pub enum Text {
    /// All of it is known.
    Plain(Arc<str>),
    /// Pieces of it are not known but keep their identity, so that `split` undoes `join`.
    Symbolic(Arc<[Piece]>),
}

/// A piece of a [`Text::Symbolic`].
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Known text; never empty, and no two in a row.
    Literal(Arc<str>),
    /// A scalar that is not known ([`Value::Unknown`]).
    Unknown(Traced),
    /// What `join` made of an unknown number of items.
    Joined {
        /// What stands between two of them.
        separator: Arc<str>,
        /// The items.
        items: Arc<Several>,
    },
}

/// A value that is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Unknown {
    /// What type it will have.
    pub ty: Type,
    /// Why it is not known.
    pub why: Why,
    /// Whether it may turn out to be null.
    pub nullable: bool,
}

/// Why a value is not known.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// An input variable of a root without default and value: `var.x`.
    NoValue(Name),
    /// The cloud decides it; two of the same reference are the same value. Never null or empty.
    Reference(Reference),
    /// It is computed from what the cloud decides; two of the same reference may differ.
    DependsOn(Reference),
    /// One of these, for a condition that is not known; why it is not.
    Alternatives(Arc<[Traced]>, Box<Why>),
    /// It comes from a module that could not be read: its source.
    ModuleMissing(Name),
    /// No such thing is declared here: its name.
    Undeclared(Name),
    /// Its definition needs itself: its name.
    Cycle(Name),
    /// Terraform refuses the expression: its message.
    Refused(Arc<str>),
    /// It differs at each run, as `timestamp()` does: the function.
    Impure(Name),
    /// It is written, but it is no range of addresses: what is written.
    NotARange(Name),
    /// Nobody says it, in a sentence of its own.
    Untold(Name),
    /// acklint does not model it: what.
    NotModelled(Name),
    /// A limit was reached: which.
    Budget(&'static str),
}

impl Value {
    /// A known string.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(Text::Plain(text.into()))
    }

    /// A tuple.
    pub fn tuple(items: Vec<Traced>) -> Self {
        Self::Sequence(SequenceKind::Tuple, Arc::new(items))
    }

    /// A list; the items must all have the type.
    pub fn list(of: Type, items: Vec<Traced>) -> Self {
        Self::Sequence(SequenceKind::List(of), Arc::new(items))
    }

    /// An object.
    pub fn object(entries: BTreeMap<Name, Traced>) -> Self {
        Self::Mapping(Arc::new(Mapping { kind: MappingKind::Object, entries, rest: None }))
    }

    /// A map; the values must all have the type.
    pub fn map(of: Type, entries: BTreeMap<Name, Traced>) -> Self {
        Self::Mapping(Arc::new(Mapping { kind: MappingKind::Map(of), entries, rest: None }))
    }

    /// A value that is not known and may be null.
    pub fn unknown(ty: Type, why: Why) -> Self {
        let nullable = !matches!(why, Why::Reference(_));
        Self::Unknown(Arc::new(Unknown { ty, why, nullable }))
    }

    /// A value that is not known and is not null: a result of an operator or function.
    pub fn unknown_result(ty: Type, why: Why) -> Self {
        Self::Unknown(Arc::new(Unknown { ty, why: why.derived(), nullable: false }))
    }

    /// The string, if all of it is known.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(Text::Plain(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether it is null for certain.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null(_))
    }

    /// Why it is not known, if all of it or any part of it is not.
    pub fn why_unknown(&self) -> Option<Why> {
        match self {
            Self::Null(_) | Self::Bool(_) | Self::Number(_) | Self::Text(Text::Plain(_)) => None,
            Self::Text(Text::Symbolic(pieces)) => pieces.iter().find_map(Piece::why),
            Self::Sequence(_, items) => items.iter().find_map(|item| item.value.why_unknown()),
            Self::Mapping(mapping) => mapping.why_unknown(),
            Self::Unknown(unknown) => Some(unknown.why.clone()),
            Self::Several(several) => Some(several.why.clone()),
        }
    }

    /// Whether all of it is known.
    pub fn is_known(&self) -> bool {
        self.why_unknown().is_none()
    }

    /// Its type, as Terraform sees it.
    pub fn ty(&self) -> Type {
        match self {
            Self::Null(ty) => ty.clone(),
            Self::Bool(_) => Type::Bool,
            Self::Number(_) => Type::Number,
            Self::Text(_) => Type::String,
            Self::Sequence(SequenceKind::List(of), _) => Type::list(of.clone()),
            Self::Sequence(SequenceKind::Set(of), _) => Type::set(of.clone()),
            Self::Sequence(SequenceKind::Tuple, items) => {
                if items.iter().any(|item| matches!(item.value, Self::Several(_))) {
                    return Type::Dynamic; // a tuple whose length is not known
                }
                Type::Tuple(items.iter().map(|item| item.value.ty()).collect())
            }
            Self::Mapping(mapping) => mapping.ty(),
            Self::Unknown(unknown) => unknown.ty.clone(),
            Self::Several(several) => several.like.value.ty(),
        }
    }
}

impl Mapping {
    /// What may stand under a key that is not among the entries, `step` being `.name`; `None` if
    /// nothing does.
    pub(super) fn beyond(&self, step: &str, origin: OriginId) -> Option<Traced> {
        if let MappingKind::Resource(reference) = &self.kind {
            let why = Why::Reference(reference.then(step));
            // of all its attributes some may not be set
            let unknown = Unknown { ty: Type::Dynamic, why, nullable: step == "[*]" };
            return Some(Traced::new(Value::Unknown(Arc::new(unknown)), origin));
        }
        self.rest.as_ref().map(|rest| rest.like.clone())
    }

    /// What stands under keys that are not among the entries.
    pub(super) fn further(&self, origin: OriginId) -> Option<Arc<Several>> {
        let MappingKind::Resource(reference) = &self.kind else { return self.rest.clone() };
        let why = Why::Reference(reference.clone());
        Some(Arc::new(Several { like: self.beyond("[*]", origin)?, why }))
    }

    fn ty(&self) -> Type {
        match &self.kind {
            MappingKind::Map(of) => Type::map(of.clone()),
            MappingKind::Object if self.rest.is_none() => Type::object(
                self.entries.iter().map(|(key, entry)| (Arc::clone(key), entry.value.ty())),
            ),
            MappingKind::Object | MappingKind::Resource(_) => Type::Dynamic,
        }
    }

    fn why_unknown(&self) -> Option<Why> {
        if let MappingKind::Resource(reference) = &self.kind {
            return Some(Why::Reference(reference.clone()));
        }
        let rest = self.rest.as_ref().map(|rest| rest.why.clone());
        rest.or_else(|| self.entries.values().find_map(|entry| entry.value.why_unknown()))
    }
}

impl Piece {
    fn why(&self) -> Option<Why> {
        match self {
            Self::Literal(_) => None,
            Self::Unknown(value) => value.value.why_unknown(),
            Self::Joined { items, .. } => Some(items.why.clone()),
        }
    }
}

impl Why {
    /// The reason for what is computed from a value that is not known for this reason: it is
    /// neither that reference itself nor one of those alternatives.
    #[must_use]
    pub fn derived(self) -> Self {
        match self {
            Self::Reference(reference) => Self::DependsOn(reference),
            Self::Alternatives(_, why) => why.derived(),
            why => why,
        }
    }

    /// The reference, if the value is one.
    pub fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Reference(reference) => Some(reference),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Self {
        Self::Number(value)
    }
}

//! Terraform's types: what a value is, and what a variable asks for.

use crate::syntax::Name;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Type {
    /// Not known yet, or anything (`any`); the type of a bare `null`.
    #[default]
    Dynamic,
    /// `bool`
    Bool,
    /// `number`
    Number,
    /// `string`
    String,
    /// `list(T)`
    List(Arc<Type>),
    /// `set(T)`
    Set(Arc<Type>),
    /// `map(T)`
    Map(Arc<Type>),
    /// `tuple([T, U])`
    Tuple(Arc<[Type]>),
    /// `object({ name = T })`
    Object(Arc<BTreeMap<Name, Attribute>>),
}

/// An attribute of an object type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Attribute {
    /// The type of the attribute.
    pub ty: Type,
    /// Whether it may be left out (`optional(T)`): only in what a variable asks for.
    pub optional: bool,
}

impl Type {
    /// `list(T)`
    pub fn list(of: Self) -> Self {
        Self::List(Arc::new(of))
    }

    /// `set(T)`
    pub fn set(of: Self) -> Self {
        Self::Set(Arc::new(of))
    }

    /// `map(T)`
    pub fn map(of: Self) -> Self {
        Self::Map(Arc::new(of))
    }

    /// An object type whose attributes are all required.
    pub fn object(attributes: impl IntoIterator<Item = (Name, Self)>) -> Self {
        let required = |(name, ty)| (name, Attribute { ty, optional: false });
        Self::Object(Arc::new(attributes.into_iter().map(required).collect()))
    }

    /// The type without the marks of `optional`: what a value of it has.
    #[must_use]
    pub fn required(&self) -> Self {
        match self {
            Self::Dynamic | Self::Bool | Self::Number | Self::String => self.clone(),
            Self::List(of) => Self::list(of.required()),
            Self::Set(of) => Self::set(of.required()),
            Self::Map(of) => Self::map(of.required()),
            Self::Tuple(items) => Self::Tuple(items.iter().map(Self::required).collect()),
            Self::Object(attributes) => {
                Self::object(attributes.iter().map(|(k, a)| (Arc::clone(k), a.ty.required())))
            }
        }
    }

    /// Whether nothing in it is [`Type::Dynamic`].
    pub fn is_definite(&self) -> bool {
        match self {
            Self::Dynamic => false,
            Self::Bool | Self::Number | Self::String => true,
            Self::List(of) | Self::Set(of) | Self::Map(of) => of.is_definite(),
            Self::Tuple(items) => items.iter().all(Self::is_definite),
            Self::Object(attributes) => attributes.values().all(|a| a.ty.is_definite()),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dynamic => f.write_str("any"),
            Self::Bool => f.write_str("bool"),
            Self::Number => f.write_str("number"),
            Self::String => f.write_str("string"),
            Self::List(of) => write!(f, "list({of})"),
            Self::Set(of) => write!(f, "set({of})"),
            Self::Map(of) => write!(f, "map({of})"),
            Self::Tuple(_) => f.write_str("tuple"),
            Self::Object(_) => f.write_str("object"),
        }
    }
}

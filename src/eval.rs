//! Expressions to values: what Terraform would compute, or unknown with a reason.
//!
//! Evaluation opens no file itself and never fails.

mod address;
mod asked;
mod call;
mod constraint;
mod convert;
mod effects;
mod equal;
mod evaluator;
mod expand;
mod expr;
mod found;
mod functions;
mod graphemes;
mod iterate;
mod lifecycle;
mod lift;
mod local_data;
mod made;
mod mark;
mod mixed;
mod names;
mod number;
mod operators;
mod origin;
mod provider;
mod refusal;
mod resource;
mod rests;
mod scope;
mod set;
mod template;
mod traversal;
mod types;
mod unify;
mod value;
mod weight;
mod why;

pub use crate::syntax::Name;
pub use address::{Address, Key, Reference, Step};
pub use asked::Gap;
pub use constraint::Constraint;
pub use convert::convert;
pub use effects::Effect;
pub use equal::equal;
pub use evaluator::{Evaluator, Finished, Setting};
pub use found::{Existence, Resource, RootValues, Wanted};
pub use functions::{documents, names as function_names};
pub use lifecycle::Lifecycle;
pub use lift::ALTERNATIVES;
pub use mark::Mark;
pub use number::Number;
pub use origin::{Hop, How, Made, OriginId, Origins, Trails};
pub use provider::Provider;
pub use refusal::Refusal;
pub use rests::Carries;
pub use scope::{Instance, Repetition};
pub use types::{Attribute as AttributeType, Type};
pub use unify::unify;
pub use value::{
    Mapping, MappingKind, Piece, SequenceKind, Several, Text, Traced, Unknown, Value, Why,
};

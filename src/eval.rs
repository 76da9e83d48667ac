//! Expressions to values: what Terraform would compute, or unknown with a reason.
//!
//! Evaluation opens no file itself and never fails.

mod address;
mod constraint;
mod convert;
mod equal;
mod functions;
mod number;
mod origin;
mod refusal;
mod set;
mod types;
mod unify;
mod value;

pub use address::{Address, Key, Reference, Step};
pub use constraint::Constraint;
pub use convert::convert;
pub use equal::equal;
pub use functions::names as function_names;
pub use number::Number;
pub use origin::{Hop, How, OriginId, Origins, Trails};
pub use refusal::Refusal;
pub use types::{Attribute as AttributeType, Type};
pub use unify::unify;
pub use value::{
    Mapping, MappingKind, Piece, SequenceKind, Several, Text, Traced, Unknown, Value, Why, referred,
};

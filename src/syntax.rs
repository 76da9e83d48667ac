//! Text to [`Body`], acklint's own form of a file, with spans.

mod ast;
mod comments;
mod directive;
mod free;
mod json;
mod json_body;
mod native;
mod respan;

pub use ast::{
    Attribute, BinaryOperator, Block, Body, Expr, ExprKind, For, Name, Part, UnaryOperator,
};
pub use comments::{Comment, comments, json_comments, json_values_comments};
pub use directive::{DASHES, Directive, MARK};
pub use free::{free_names, taken_from_outside};
pub use json_body::{parse_json_body, parse_json_values};
pub use native::{is_identifier, parse_body, parse_expression, parse_template};
pub(crate) use respan::{respan, respan_block};

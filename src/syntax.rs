//! Text to [`Body`]: the parser's tree becomes acklint's own form, with spans.

mod ast;
mod expression;
mod native;
mod template;

pub use ast::{
    Attribute, BinaryOperator, Block, Body, Expr, ExprKind, For, Name, Part, UnaryOperator,
};
pub use native::{parse_body, parse_expression, parse_template};

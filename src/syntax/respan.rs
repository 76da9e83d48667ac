//! Spans of what was parsed on its own, moved to where it stands.

use super::ast::{Block, Expr, ExprKind, Part};
use crate::source::Span;
use std::sync::Arc;

/// Replaces each span in a block.
pub(crate) fn respan_block(block: &mut Block, to: &dyn Fn(Span) -> Span) {
    block.head = to(block.head);
    for attribute in &mut block.body.attributes {
        attribute.name_span = to(attribute.name_span);
        respan(&mut attribute.value, to);
    }
    block.body.blocks.iter_mut().for_each(|block| respan_block(block, to));
}

/// Replaces each span in an expression.
pub(crate) fn respan(expr: &mut Expr, to: &dyn Fn(Span) -> Span) {
    expr.span = to(expr.span);
    let inside = |expr: &mut Expr| respan(expr, to);
    match &mut expr.kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::Root(_)
        | ExprKind::Item => {}
        ExprKind::Template(parts) => respan_parts(parts, to),
        ExprKind::Tuple(items) | ExprKind::Call { arguments: items, .. } => {
            items.iter_mut().for_each(inside);
        }
        ExprKind::Object(entries) => entries.iter_mut().for_each(|(key, value)| {
            inside(key);
            inside(value);
        }),
        ExprKind::Attribute(source, _) | ExprKind::Unary(_, source) => inside(source),
        ExprKind::Index(source, with) | ExprKind::Splat { source, each: with } => {
            inside(source);
            inside(with);
        }
        ExprKind::Conditional(operands) => operands.iter_mut().for_each(inside),
        ExprKind::Binary(_, operands) => operands.iter_mut().for_each(inside),
        ExprKind::For(node) => {
            inside(&mut node.source);
            inside(&mut node.value);
            node.key.iter_mut().chain(&mut node.condition).for_each(inside);
        }
    }
}

fn respan_parts(parts: &mut Arc<[Part]>, to: &dyn Fn(Span) -> Span) {
    let mut owned: Vec<Part> = parts.to_vec();
    for part in &mut owned {
        match part {
            Part::Literal(_) => {}
            Part::Value(expr) => respan(expr, to),
            Part::If { condition, then, otherwise } => {
                respan(condition, to);
                respan_parts(then, to);
                respan_parts(otherwise, to);
            }
            Part::For { source, body, .. } => {
                respan(source, to);
                respan_parts(body, to);
            }
        }
    }
    *parts = owned.into();
}

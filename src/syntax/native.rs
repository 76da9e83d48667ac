//! Terraform's native syntax, by way of hcl-rs.

use super::ast::{Attribute, Block, Body, Expr, Part};
use super::expression::Lower;
use super::template;
use crate::problem::Problem;
use crate::source::{FileId, Span, offset};
use hcl::edit::parser::{self, Error};
use hcl::edit::structure::{self, BlockLabel, Structure};
use std::borrow::Cow;
use std::sync::Arc;

/// Parses a `.tf` or `.tfvars` file.
///
/// # Errors
/// A problem at the first place that is no Terraform.
pub fn parse_body(file: FileId, text: &str) -> Result<Body, Problem> {
    let text = &*without_mark(text);
    let tree = parser::parse_body(text).map_err(|error| problem(file, text, &error))?;
    Ok(lower_body(Lower::new(file, text), &tree))
}

/// Parses a lone expression, such as the value of `--var`.
///
/// # Errors
/// As [`parse_body`].
pub fn parse_expression(file: FileId, text: &str) -> Result<Expr, Problem> {
    let tree = parser::parse_expr(text).map_err(|error| problem(file, text, &error))?;
    Ok(Lower::new(file, text).expression(&tree))
}

/// Parses a template, such as the content of a file for `templatefile`.
///
/// # Errors
/// As [`parse_body`].
pub fn parse_template(file: FileId, text: &str) -> Result<Arc<[Part]>, Problem> {
    let tree = parser::parse_template(text).map_err(|error| problem(file, text, &error))?;
    Ok(template::parts(Lower::new(file, text), &tree))
}

/// Whether a text could be the name of a variable.
pub fn is_identifier(text: &str) -> bool {
    hcl::edit::Ident::try_new(text).is_ok()
}

/// The text with blanks for a byte order mark, so that offsets stay.
pub(super) fn without_mark(text: &str) -> Cow<'_, str> {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Cow::Owned(format!("   {rest}")),
        None => Cow::Borrowed(text),
    }
}

fn lower_body(lower: Lower<'_>, tree: &structure::Body) -> Body {
    let mut body = Body::default();
    for structure in tree {
        match structure {
            Structure::Attribute(attribute) => body.attributes.push(Attribute {
                name: attribute.key.as_str().into(),
                name_span: lower.span(&attribute.key),
                value: lower.expression(&attribute.value),
            }),
            Structure::Block(block) => body.blocks.push(lower_block(lower, block)),
        }
    }
    body
}

fn lower_block(lower: Lower<'_>, block: &structure::Block) -> Block {
    let kind = lower.span(&block.ident);
    let head = block.labels.last().map_or(kind, |label| {
        kind.to(match label {
            BlockLabel::Ident(ident) => lower.span(ident),
            BlockLabel::String(text) => lower.span(text),
        })
    });
    Block {
        kind: block.ident.as_str().into(),
        labels: block.labels.iter().map(|label| label.as_str().into()).collect(),
        head,
        body: lower_body(lower, &block.body),
    }
}

fn problem(file: FileId, text: &str, error: &Error) -> Problem {
    let start = offset(error.location().offset().min(text.len()));
    let message = format!("syntax error: {}", error.message().replace('\n', ", "));
    Problem::at(Span { file, start, end: start }, message)
}

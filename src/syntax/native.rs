//! Terraform's native syntax, read as Terraform reads it: what it accepts, and nothing else.
//!
//! The text is cut into tokens first, because strings, heredocs and templates lie in each other
//! and each follows rules of its own; then a parser goes over them, one expression at a time.

mod body;
mod expression;
mod literal;
mod parser;
mod pieces;
mod scan;
mod template;
mod token;
mod traversal;

pub(super) use parser::DEPTH;
pub(super) use template::{finish, normal};

use super::ast::{Body, Expr, Part};
use crate::problem::Problem;
use crate::source::FileId;
use parser::Parser;
use std::ops::Range;
use std::sync::Arc;
use token::Kind;

/// Parses a `.tf` or `.tfvars` file.
///
/// # Errors
/// A problem at the first place that is no Terraform.
pub fn parse_body(file: FileId, text: &str) -> Result<Body, Problem> {
    Parser::new(file, text, scan::code(text), true).body(Kind::End)
}

/// Parses a lone expression, such as the value of `--var`. Line ends do not count.
///
/// # Errors
/// As [`parse_body`].
pub fn parse_expression(file: FileId, text: &str) -> Result<Expr, Problem> {
    let mut parser = Parser::new(file, text, scan::code(text), false);
    let node = parser.expression()?;
    parser.expect(Kind::End, "the end of the expression")?;
    Ok(node.expr)
}

/// Parses a template, such as the content of a file for `templatefile`.
///
/// # Errors
/// As [`parse_body`].
pub fn parse_template(file: FileId, text: &str) -> Result<Arc<[Part]>, Problem> {
    Parser::new(file, text, scan::template(text), false).template()
}

/// Where the comments of a `.tf` or `.tfvars` file stand, signs included.
pub(super) fn comment_ranges(text: &str) -> Vec<Range<usize>> {
    scan::comments(text)
}

/// Whether a text could be the name of a variable.
pub fn is_identifier(text: &str) -> bool {
    // the joiners became part of identifiers in a version of Unicode later than Terraform's
    !text.contains(['\u{200c}', '\u{200d}']) && hcl::edit::Ident::try_new(text).is_ok()
}

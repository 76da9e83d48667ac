//! Templates: interpolations, directives, `~` and the indentation of heredocs.

use super::ast::{ExprKind, Part};
use super::expression::{Lower, name};
use hcl::edit::template::{
    Directive, Element, HeredocTemplate, Interpolation, StringTemplate, Strip, Template,
};
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A string as Terraform holds it: in Unicode's normal form C.
pub(super) fn normal(text: &str) -> Arc<str> {
    if is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() }
}

/// A quoted template.
pub(super) fn quoted(lower: Lower<'_>, template: &StringTemplate) -> ExprKind {
    finish(Walk { lower, indent: None }.parts(template, Strip::None, Strip::None))
}

/// The content of a file.
pub(super) fn parts(lower: Lower<'_>, template: &Template) -> Arc<[Part]> {
    Walk { lower, indent: None }.parts(template, Strip::None, Strip::None).into()
}

/// A heredoc. hcl-rs has taken the indentation off by rules that differ from Terraform's on empty
/// lines, so it is taken off here, from the text as written.
pub(super) fn heredoc(lower: Lower<'_>, heredoc: &HeredocTemplate) -> ExprKind {
    let flush = lower.source(heredoc).starts_with("<<-");
    let indent = if flush { common_indent(lower, heredoc) } else { 0 };
    let walk = Walk { lower, indent: Some(indent) };
    finish(walk.parts(&heredoc.template, Strip::None, Strip::None))
}

/// A template of these parts: plain text where there is nothing else.
pub(super) fn finish(mut parts: Vec<Part>) -> ExprKind {
    match parts.as_slice() {
        [] => ExprKind::Text("".into()),
        [Part::Literal(_)] => match parts.remove(0) {
            Part::Literal(text) => ExprKind::Text(text),
            _ => ExprKind::Template(parts.into()),
        },
        _ => ExprKind::Template(parts.into()),
    }
}

/// The walk over the elements of one template.
#[derive(Clone, Copy)]
struct Walk<'a> {
    lower: Lower<'a>,
    /// In a heredoc: how many characters each line loses.
    indent: Option<usize>,
}

impl Walk<'_> {
    /// `before` is the marker that the elements follow, `after` the one that follows them.
    fn parts(self, template: &Template, before: Strip, after: Strip) -> Vec<Part> {
        let elements: Vec<&Element> = template.iter().collect();
        let mut parts = Vec::with_capacity(elements.len());
        for (at, element) in elements.iter().enumerate() {
            let part = match element {
                Element::Literal(literal) => {
                    let previous = at.checked_sub(1).map(|at| elements[at]);
                    let left = previous.map_or(before, closing);
                    let right = elements.get(at + 1).map_or(after, |next| opening(next));
                    let text = match self.indent {
                        None => literal.value().clone(),
                        Some(indent) => self.line_text(self.lower.source(literal), literal, indent),
                    };
                    let text = strip(&text, left.strip_end(), right.strip_start());
                    if text.is_empty() {
                        continue;
                    }
                    Part::Literal(normal(text))
                }
                Element::Interpolation(Interpolation { expr, .. }) => {
                    Part::Value(self.lower.expression(expr))
                }
                Element::Directive(directive) => self.directive(directive),
            };
            parts.push(part);
        }
        parts
    }

    fn directive(self, directive: &Directive) -> Part {
        match directive {
            Directive::If(node) => {
                let end = node.endif_expr.strip;
                let middle = node.else_expr.as_ref().map(|other| other.strip);
                let then = &node.if_expr;
                Part::If {
                    condition: self.lower.expression(&then.cond_expr),
                    then: self.parts(&then.template, then.strip, middle.unwrap_or(end)).into(),
                    otherwise: node
                        .else_expr
                        .as_ref()
                        .map(|other| self.parts(&other.template, other.strip, end))
                        .unwrap_or_default()
                        .into(),
                }
            }
            Directive::For(node) => {
                let head = &node.for_expr;
                Part::For {
                    key_name: head.key_var.as_ref().map(name),
                    value_name: name(&head.value_var),
                    source: self.lower.expression(&head.collection_expr),
                    body: self.parts(&head.template, head.strip, node.endfor_expr.strip).into(),
                }
            }
        }
    }

    /// A literal of a heredoc without its indentation and with `$${` and `%%{` undone.
    fn line_text(
        self,
        written: &str,
        literal: &hcl::edit::Spanned<String>,
        indent: usize,
    ) -> String {
        let span = self.lower.span(literal);
        let mut text = String::with_capacity(written.len());
        let mut starts_line = self.lower.starts_line(span);
        for line in written.split_inclusive('\n') {
            let blank = line.ends_with('\n') && line.trim().is_empty();
            let skipped = if starts_line && !blank { indent } else { 0 };
            text.extend(line.chars().skip(skipped));
            starts_line = true;
        }
        text.replace("$${", "${").replace("%%{", "%{")
    }
}

/// The smallest indentation of the lines that are not blank.
fn common_indent(lower: Lower<'_>, heredoc: &HeredocTemplate) -> usize {
    let span = lower.span(&heredoc.template);
    let mut least = usize::MAX;
    lower.lines(span).filter(|line| !line.trim().is_empty()).for_each(|line| {
        least = least.min(line.chars().take_while(|c| c.is_whitespace()).count());
    });
    if least == usize::MAX { 0 } else { least }
}

fn strip(text: &str, left: bool, right: bool) -> &str {
    let text = if left { text.trim_start() } else { text };
    if right { text.trim_end() } else { text }
}

/// The marker at which an element begins.
fn opening(element: &Element) -> Strip {
    match element {
        Element::Literal(_) => Strip::None,
        Element::Interpolation(interpolation) => interpolation.strip,
        Element::Directive(directive) => match &**directive {
            Directive::If(node) => node.if_expr.strip,
            Directive::For(node) => node.for_expr.strip,
        },
    }
}

/// The marker at which an element ends.
fn closing(element: &Element) -> Strip {
    match element {
        Element::Literal(_) => Strip::None,
        Element::Interpolation(interpolation) => interpolation.strip,
        Element::Directive(directive) => match &**directive {
            Directive::If(node) => node.endif_expr.strip,
            Directive::For(node) => node.endfor_expr.strip,
        },
    }
}

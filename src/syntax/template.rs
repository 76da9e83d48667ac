//! Templates: interpolations, directives, `~` and the indentation of heredocs.

use super::ast::{ExprKind, Part};
use super::expression::{Lower, name};
use hcl::edit::template::{
    Directive, Element, HeredocTemplate, Interpolation, StringTemplate, Strip, Template,
};
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

/// A string as Terraform holds it: in Unicode's normal form C.
pub(super) fn normal(text: &str) -> Arc<str> {
    if is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() }
}

/// A quoted template.
pub(super) fn quoted(lower: Lower<'_>, template: &StringTemplate) -> ExprKind {
    finish(Walk { lower, cut: Cut::Whole }.all(template))
}

/// The content of a file.
pub(super) fn parts(lower: Lower<'_>, template: &Template) -> Arc<[Part]> {
    Walk { lower, cut: Cut::Lines }.all(template).into()
}

/// A heredoc. hcl-rs has taken the indentation off by rules that differ from Terraform's on empty
/// lines and beside `~`, so it is taken off here, from the text as written.
pub(super) fn heredoc(lower: Lower<'_>, heredoc: &HeredocTemplate) -> ExprKind {
    let flush = lower.source(heredoc).starts_with("<<-");
    let cut = if flush { Cut::Flush } else { Cut::Lines };
    finish(Walk { lower, cut }.all(&heredoc.template))
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

/// How text between elements is cut into pieces: `~` trims the piece beside it, no more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// Quoted: it is one piece.
    Whole,
    /// A line is a piece.
    Lines,
    /// A line is a piece and loses the indentation that all have in common.
    Flush,
}

/// A piece of a template, in the order of the text.
enum Token {
    Literal(String),
    /// The markers of an interpolation, or of one part of a directive.
    Mark(Strip),
}

/// The walk over the elements of one template.
#[derive(Clone, Copy)]
struct Walk<'a> {
    lower: Lower<'a>,
    cut: Cut,
}

impl Walk<'_> {
    fn all(self, template: &Template) -> Vec<Part> {
        let mut tokens = Vec::new();
        self.tokens(template, &mut tokens);
        trim(&mut tokens);
        if self.cut == Cut::Flush {
            flush(&mut tokens);
        }
        self.parts(template, &mut tokens.into_iter().filter_map(Token::literal))
    }

    fn tokens(self, template: &Template, out: &mut Vec<Token>) {
        for element in template {
            match element {
                Element::Literal(literal) => {
                    out.extend(self.pieces(literal).into_iter().map(Token::Literal));
                }
                Element::Interpolation(interpolation) => {
                    out.push(Token::Mark(interpolation.strip));
                }
                Element::Directive(directive) => self.directive_tokens(directive, out),
            }
        }
    }

    fn directive_tokens(self, directive: &Directive, out: &mut Vec<Token>) {
        match directive {
            Directive::If(node) => {
                out.push(Token::Mark(node.if_expr.strip));
                self.tokens(&node.if_expr.template, out);
                if let Some(other) = &node.else_expr {
                    out.push(Token::Mark(other.strip));
                    self.tokens(&other.template, out);
                }
                out.push(Token::Mark(node.endif_expr.strip));
            }
            Directive::For(node) => {
                out.push(Token::Mark(node.for_expr.strip));
                self.tokens(&node.for_expr.template, out);
                out.push(Token::Mark(node.endfor_expr.strip));
            }
        }
    }

    /// The pieces of a literal, with `$${` and `%%{` undone. They come from the text as written:
    /// hcl-rs does not undo escapes inside of directives.
    fn pieces(self, literal: &hcl::edit::Spanned<String>) -> Vec<String> {
        let source = self.lower.source(literal);
        if self.cut == Cut::Whole {
            return vec![unescaped(source)];
        }
        let lines = source.split_inclusive('\n');
        lines.map(|line| line.replace("$${", "${").replace("%%{", "%{")).collect()
    }

    /// The parts, with the text of `literals` in the place of the literals. An empty one stays:
    /// beside it, a value does not stand alone.
    fn parts(self, template: &Template, literals: &mut dyn Iterator<Item = String>) -> Vec<Part> {
        let part = |element: &Element| match element {
            Element::Literal(literal) => {
                let count = self.pieces(literal).len();
                Part::Literal(normal(&literals.take(count).collect::<String>()))
            }
            Element::Interpolation(Interpolation { expr, .. }) => {
                Part::Value(self.lower.expression(expr))
            }
            Element::Directive(directive) => self.directive(directive, literals),
        };
        template.iter().map(part).collect()
    }

    fn directive(self, directive: &Directive, literals: &mut dyn Iterator<Item = String>) -> Part {
        match directive {
            Directive::If(node) => {
                let condition = self.lower.expression(&node.if_expr.cond_expr);
                let then = self.parts(&node.if_expr.template, literals).into();
                let otherwise = node.else_expr.as_ref();
                let otherwise = otherwise.map(|other| self.parts(&other.template, literals));
                Part::If { condition, then, otherwise: otherwise.unwrap_or_default().into() }
            }
            Directive::For(node) => {
                let head = &node.for_expr;
                Part::For {
                    key_name: head.key_var.as_ref().map(name),
                    value_name: name(&head.value_var),
                    source: self.lower.expression(&head.collection_expr),
                    body: self.parts(&head.template, literals).into(),
                }
            }
        }
    }
}

impl Token {
    fn literal(self) -> Option<String> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Mark(_) => None,
        }
    }
}

/// What the text of a quoted template stands for.
fn unescaped(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find(['\\', '$', '%']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let doubled = rest.starts_with("$${") || rest.starts_with("%%{");
        let length = if doubled { 3 } else { escape(rest, &mut text) };
        if doubled {
            text.push_str(&rest[1..3]);
        }
        rest = &rest[length..];
    }
    text + rest
}

/// Adds what the text begins with, an escape or one character; gives its length.
fn escape(text: &str, out: &mut String) -> usize {
    let mut characters = text.chars();
    let (first, second) = (characters.next(), characters.next());
    let hex = |digits: usize| {
        let code = u32::from_str_radix(text.get(2..2 + digits)?, 16).ok()?;
        Some((char::from_u32(code)?, 2 + digits))
    };
    let escaped = match (first, second) {
        (Some('\\'), Some('n')) => Some(('\n', 2)),
        (Some('\\'), Some('r')) => Some(('\r', 2)),
        (Some('\\'), Some('t')) => Some(('\t', 2)),
        (Some('\\'), Some('u')) => hex(4),
        (Some('\\'), Some('U')) => hex(8),
        (Some('\\'), Some(quoted @ ('"' | '\\'))) => Some((quoted, 2)),
        _ => None,
    };
    let Some((character, length)) = escaped.or(first.map(|first| (first, first.len_utf8()))) else {
        return 0;
    };
    out.push(character);
    length
}

/// What `~` takes away.
fn trim(tokens: &mut [Token]) {
    let strips = |token: Option<&Token>, side: fn(Strip) -> bool| match token {
        Some(Token::Mark(strip)) => side(*strip),
        _ => false,
    };
    for at in 0..tokens.len() {
        let left = at > 0 && strips(tokens.get(at - 1), Strip::strip_end);
        let right = strips(tokens.get(at + 1), Strip::strip_start);
        let Token::Literal(text) = &mut tokens[at] else { continue };
        if left {
            *text = text.trim_start().to_owned();
        }
        if right {
            text.truncate(text.trim_end().len());
        }
    }
}

/// Takes off the indentation that the lines have in common. What follows a line end that `~` has
/// taken is no line of its own, and a blank line has no indentation.
fn flush(tokens: &mut [Token]) {
    let mut least = usize::MAX;
    let mut starts = Vec::new();
    let mut newline = true;
    for (at, token) in tokens.iter().enumerate() {
        let text = match token {
            Token::Literal(text) => &**text,
            Token::Mark(_) => "",
        };
        let blank = text.ends_with('\n') && text.trim_start().is_empty();
        if newline && !blank {
            let indent = &text[..text.len() - text.trim_start().len()];
            least = least.min(indent.graphemes(true).count());
            starts.push(at);
        }
        newline = text.ends_with('\n');
    }
    for at in starts {
        if let Token::Literal(text) = &mut tokens[at] {
            *text = text.graphemes(true).skip(least).collect();
        }
    }
}

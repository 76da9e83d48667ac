//! Templates: quoted ones, heredocs, and whole files.

use super::parser::{Node, Parser};
use super::pieces::{Piece, flush, trim};
use super::token::{Kind, Token};
use crate::problem::Problem;
use crate::syntax::{ExprKind, Name, Part};
use std::iter::Peekable;
use std::mem::discriminant;
use std::sync::Arc;
use std::vec::IntoIter;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// An element of a template as it stands in the text: directives are not yet in each other.
enum Element {
    Literal,
    Value(Node),
    If(Node),
    Else,
    EndIf,
    For(Option<Name>, Name, Node),
    EndFor,
}

/// The elements of one template with their pieces of text, one a piece.
struct Elements {
    elements: Peekable<IntoIter<(Element, Token)>>,
    pieces: IntoIter<Piece>,
}

/// Parts of a template, and how deep the highest of them is.
#[derive(Default)]
struct Parts {
    parts: Vec<Part>,
    height: usize,
}

impl Parser<'_> {
    /// A string or a heredoc.
    pub(super) fn quoted(&mut self) -> Result<Node, Problem> {
        let open = self.read();
        let (end, what) = match open.kind {
            Kind::OpenQuote => (Kind::CloseQuote, "the closing quote"),
            _ => (Kind::CloseHeredoc, "the end marker of the heredoc, on a line of its own,"),
        };
        let elements = self.elements(end, what, self.written(open).starts_with("<<-"))?;
        let close = self.read();
        let Parts { parts, height } = self.parts(elements)?;
        Self::node(self.span(open.start, close.end), finish(parts), height)
    }

    /// The content of a file.
    pub(super) fn template(&mut self) -> Result<Arc<[Part]>, Problem> {
        let elements = self.elements(Kind::End, "the end of the template", false)?;
        Ok(self.parts(elements)?.parts.into())
    }

    /// Reads up to the token that ends the template.
    fn elements(&mut self, end: Kind, what: &str, is_flush: bool) -> Result<Elements, Problem> {
        let (mut elements, mut pieces) = (Vec::new(), Vec::new());
        while self.kind() != end {
            let token = self.peek();
            let (element, piece) = match token.kind {
                Kind::Text => {
                    let text = self.meant(token, end == Kind::CloseQuote)?;
                    self.read();
                    (Element::Literal, Piece::Literal(text))
                }
                Kind::Interpolation | Kind::Directive => self.sequence()?,
                _ => return Err(self.missing(what)),
            };
            elements.push((element, token));
            pieces.push(piece);
        }
        trim(&mut pieces);
        if is_flush {
            flush(&mut pieces);
        }
        Ok(Elements { elements: elements.into_iter().peekable(), pieces: pieces.into_iter() })
    }

    /// `${…}` or `%{…}`.
    fn sequence(&mut self) -> Result<(Element, Piece), Problem> {
        let open = self.read();
        self.within(false, |parser| {
            let element = match open.kind {
                Kind::Interpolation => Element::Value(parser.expression()?),
                _ => parser.directive()?,
            };
            let close = parser.expect(Kind::CloseSequence, "the `}` of the template sequence")?;
            let before = parser.written(open).ends_with('~');
            let behind = parser.written(close).starts_with('~');
            Ok((element, Piece::Mark { before, behind }))
        })
    }

    fn directive(&mut self) -> Result<Element, Problem> {
        if self.takes_word("if") {
            return Ok(Element::If(self.expression()?));
        }
        if self.takes_word("for") {
            let (key, value) = self.loop_names()?;
            return Ok(Element::For(key, value, self.expression()?));
        }
        let ends =
            [("else", Element::Else), ("endif", Element::EndIf), ("endfor", Element::EndFor)];
        let end = ends.into_iter().find(|(word, _)| self.takes_word(word));
        let missing = || self.missing("`if`, `else`, `endif`, `for` or `endfor`");
        end.map(|(_, end)| end).ok_or_else(missing)
    }

    /// The parts of a whole template, with what lies in directives inside of them.
    fn parts(&mut self, mut of: Elements) -> Result<Parts, Problem> {
        let parts = self.parts_until_end(&mut of)?;
        match of.elements.next() {
            None => Ok(parts),
            Some((_, token)) => Err(self.problem(token, "this directive ends nothing")),
        }
    }

    /// The parts before what ends a directive, or the template.
    fn parts_until_end(&mut self, of: &mut Elements) -> Result<Parts, Problem> {
        let (mut parts, mut height) = (Vec::new(), 0);
        let goes_on = |element: &Element| {
            !matches!(element, Element::Else | Element::EndIf | Element::EndFor)
        };
        while let Some((element, token)) = of.elements.next_if(|(element, _)| goes_on(element)) {
            let inside = match element {
                Element::Value(node) => {
                    of.pieces.next();
                    parts.push(Part::Value(node.expr));
                    node.height
                }
                Element::If(condition) => {
                    of.pieces.next();
                    self.deeper(|parser| parser.branches(of, condition, token, &mut parts))?
                }
                Element::For(key_name, value_name, source) => {
                    of.pieces.next();
                    let body = self.deeper(|parser| parser.parts_until_end(of))?;
                    self.end(of, token, &Element::EndFor, "%{ endfor }")?;
                    let inside = body.height.max(source.height);
                    let (source, body) = (source.expr, body.parts.into());
                    parts.push(Part::For { key_name, value_name, source, body });
                    self.higher(inside, token)?
                }
                _ => {
                    parts.push(Part::Literal(of.literal()));
                    0
                }
            };
            height = height.max(inside);
        }
        Ok(Parts { parts, height })
    }

    fn branches(
        &mut self,
        of: &mut Elements,
        condition: Node,
        token: Token,
        into: &mut Vec<Part>,
    ) -> Result<usize, Problem> {
        let then = self.parts_until_end(of)?;
        let mut otherwise = Parts::default();
        if of.elements.next_if(|(element, _)| matches!(element, Element::Else)).is_some() {
            of.pieces.next();
            otherwise = self.parts_until_end(of)?;
        }
        self.end(of, token, &Element::EndIf, "%{ endif }")?;
        let height = condition.height.max(then.height).max(otherwise.height);
        let (then, otherwise) = (then.parts.into(), otherwise.parts.into());
        into.push(Part::If { condition: condition.expr, then, otherwise });
        self.higher(height, token)
    }

    /// The end of a directive.
    fn end(
        &self,
        of: &mut Elements,
        open: Token,
        end: &Element,
        what: &str,
    ) -> Result<(), Problem> {
        match of.elements.next() {
            Some((element, _)) if discriminant(&element) == discriminant(end) => {
                of.pieces.next();
                Ok(())
            }
            Some((_, token)) => Err(self.problem(token, &format!("`{what}` is missing here"))),
            None => Err(self.problem(open, &format!("this directive has no `{what}`"))),
        }
    }
}

impl Elements {
    /// The text of a literal and of those that follow it. An empty one stays: beside it, a value
    /// does not stand alone.
    fn literal(&mut self) -> Arc<str> {
        let mut text = self.pieces.next().and_then(Piece::literal).unwrap_or_default();
        while self.elements.next_if(|(element, _)| matches!(element, Element::Literal)).is_some() {
            text += &self.pieces.next().and_then(Piece::literal).unwrap_or_default();
        }
        normal(&text)
    }
}

/// A string as Terraform holds it: in Unicode's normal form C.
pub(in crate::syntax) fn normal(text: &str) -> Arc<str> {
    if is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() }
}

/// A template of these parts: plain text where there is nothing else.
pub(in crate::syntax) fn finish(parts: Vec<Part>) -> ExprKind {
    match parts.as_slice() {
        [] => ExprKind::Text("".into()),
        [Part::Literal(text)] => ExprKind::Text(Arc::clone(text)),
        _ => ExprKind::Template(parts.into()),
    }
}

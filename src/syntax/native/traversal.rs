//! What is taken out of a term: `.a`, `[0]`, `.0`, and the two splats.

use super::parser::{Node, Parser};
use super::token::Kind;
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::{Expr, ExprKind};

impl Parser<'_> {
    pub(super) fn traversal(&mut self, term: Node) -> Result<Node, Problem> {
        let mut result = term;
        loop {
            result = match self.kind() {
                Kind::Dot => {
                    self.read();
                    match self.takes(Kind::Star) {
                        Some(star) => self.attribute_splat(result, self.of(star))?,
                        None => self.step(result)?,
                    }
                }
                Kind::OpenBracket => {
                    self.read();
                    match self.takes(Kind::Star) {
                        Some(_) => self.full_splat(result)?,
                        None => self.within(false, |parser| parser.index(result))?,
                    }
                }
                _ => return Ok(result),
            };
        }
    }

    /// What stands behind a dot: a name, or a number, which is an index.
    fn step(&mut self, source: Node) -> Result<Node, Problem> {
        let (from, height) = (source.expr.span, source.height);
        let token = self.peek();
        let kind = match token.kind {
            Kind::Identifier => {
                ExprKind::Attribute(Box::new(source.expr), self.written(token).into())
            }
            Kind::Number if self.written(token).contains('.') => {
                return Err(self.problem(token, "two indexes are written `[0][1]`, not `.0.1`"));
            }
            Kind::Number => {
                let index = self.number()?.expr;
                let span = from.to(index.span);
                let kind = ExprKind::Index(Box::new(source.expr), Box::new(index));
                return Self::node(span, kind, height);
            }
            _ => return Err(self.missing("the name of an attribute")),
        };
        self.read();
        Self::node(from.to(self.of(token)), kind, height)
    }

    fn index(&mut self, source: Node) -> Result<Node, Problem> {
        let index = self.expression()?;
        let close = self.expect(Kind::CloseBracket, "`]`")?;
        let span = source.expr.span.to(self.of(close));
        let height = source.height.max(index.height);
        Self::node(span, ExprKind::Index(Box::new(source.expr), Box::new(index.expr)), height)
    }

    /// `a[*]`: all that follows is taken from each element.
    fn full_splat(&mut self, source: Node) -> Result<Node, Problem> {
        let close = self.expect(Kind::CloseBracket, "the `]` of `[*]`")?;
        let item = item(source.expr.span.to(self.of(close)));
        let each = self.deeper(|parser| parser.traversal(item))?;
        splat(source, each)
    }

    /// `a.*`: what stands behind dots is taken from each element, and the rest from the list.
    fn attribute_splat(&mut self, source: Node, star: Span) -> Result<Node, Problem> {
        let mut each = item(source.expr.span.to(star));
        while self.takes(Kind::Dot).is_some() {
            each = self.step(each)?;
        }
        splat(source, each)
    }
}

/// The element that a splat is at; it stands where the splat does.
fn item(span: Span) -> Node {
    Node { expr: Expr { span, kind: ExprKind::Item }, height: 1 }
}

fn splat(source: Node, each: Node) -> Result<Node, Problem> {
    let height = source.height.max(each.height);
    let span = source.expr.span.to(each.expr.span);
    let (source, each) = (Box::new(source.expr), Box::new(each.expr));
    Parser::node(span, ExprKind::Splat { source, each }, height)
}

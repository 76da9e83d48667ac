//! Attributes and blocks.

use super::parser::Parser;
use super::token::{Kind, Token};
use crate::problem::Problem;
use crate::syntax::{Attribute, Block, Body, Name};
use std::collections::HashSet;

impl Parser<'_> {
    /// A body up to the token that ends it, which is read as well.
    pub(super) fn body(&mut self, end: Kind) -> Result<Body, Problem> {
        let mut body = Body::default();
        let mut names = HashSet::new();
        loop {
            while self.takes(Kind::Newline).is_some() {}
            if self.takes(end).is_some() {
                return Ok(body);
            }
            let name = self.expect(Kind::Identifier, "an argument or a block")?;
            match self.kind() {
                Kind::Assign => {
                    if !names.insert(self.written(name)) {
                        return Err(self.twice(name));
                    }
                    body.attributes.push(self.attribute(name)?);
                }
                Kind::OpenQuote | Kind::OpenBrace | Kind::Identifier => {
                    body.blocks.push(self.block(name)?);
                }
                _ => return Err(self.missing("`=`, or the `{` of a block")),
            }
            if !matches!(self.kind(), Kind::Newline | Kind::End) {
                return Err(self.missing("the end of the line"));
            }
        }
    }

    fn twice(&self, name: Token) -> Problem {
        let written = self.written(name);
        self.problem(name, &format!("`{written}` is set twice in one block"))
    }

    fn attribute(&mut self, name: Token) -> Result<Attribute, Problem> {
        self.expect(Kind::Assign, "`=`")?;
        let value = self.expression()?.expr;
        Ok(Attribute { name: self.written(name).into(), name_span: self.of(name), value })
    }

    fn block(&mut self, kind: Token) -> Result<Block, Problem> {
        let mut head = self.of(kind);
        let mut labels: Vec<Name> = Vec::new();
        loop {
            match self.kind() {
                Kind::OpenBrace => break,
                Kind::Identifier => {
                    let label = self.read();
                    head = head.to(self.of(label));
                    labels.push(self.written(label).into());
                }
                Kind::OpenQuote => {
                    let (label, span) = self.label()?;
                    head = head.to(span);
                    labels.push(label);
                }
                _ => return Err(self.missing("the `{` of the block, or a label,")),
            }
        }
        self.read();
        let body = self.deeper(Self::block_body)?;
        Ok(Block { kind: self.written(kind).into(), labels, head, body })
    }

    /// What stands behind `{`: lines of their own, or one argument and the `}` on the same line.
    fn block_body(&mut self) -> Result<Body, Problem> {
        if matches!(self.kind(), Kind::Newline | Kind::End | Kind::CloseBrace) {
            return self.body(Kind::CloseBrace);
        }
        let name = self.expect(Kind::Identifier, "an argument")?;
        let attributes = vec![self.attribute(name)?];
        self.expect(Kind::CloseBrace, "the `}` of a block on one line")?;
        Ok(Body { attributes, blocks: Vec::new() })
    }
}

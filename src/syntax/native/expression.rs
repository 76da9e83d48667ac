//! Expressions: operators, terms, and what lies in brackets.

use super::parser::{Node, Parser};
use super::token::{Kind, Token};
use crate::eval::Number;
use crate::problem::Problem;
use crate::syntax::{BinaryOperator, Expr, ExprKind, For, Name, UnaryOperator};

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Result<Node, Problem> {
        self.deeper(Self::conditional)
    }

    fn conditional(&mut self) -> Result<Node, Problem> {
        let condition = self.binary(0)?;
        if self.takes(Kind::Question).is_none() {
            return Ok(condition);
        }
        let then = self.expression()?;
        self.expect(Kind::Colon, "the `:` of the conditional")?;
        let otherwise = self.expression()?;
        let span = condition.expr.span.to(otherwise.expr.span);
        let height = condition.height.max(then.height).max(otherwise.height);
        let operands = Box::new([condition.expr, then.expr, otherwise.expr]);
        Self::node(span, ExprKind::Conditional(operands), height)
    }

    /// Operators that bind at least so tightly; equal ones from left to right.
    fn binary(&mut self, least: usize) -> Result<Node, Problem> {
        let mut left = self.operand()?;
        while let Some((operator, level)) = operator(self.kind()).filter(|(_, at)| *at >= least) {
            self.read();
            let right = self.binary(level + 1)?;
            let span = left.expr.span.to(right.expr.span);
            let height = left.height.max(right.height);
            let kind = ExprKind::Binary(operator, Box::new([left.expr, right.expr]));
            left = Self::node(span, kind, height)?;
        }
        Ok(left)
    }

    /// A term with what is taken out of it.
    fn operand(&mut self) -> Result<Node, Problem> {
        let term = self.term()?;
        self.traversal(term)
    }

    fn term(&mut self) -> Result<Node, Problem> {
        let first = self.peek();
        match first.kind {
            Kind::OpenParenthesis => self.parentheses(),
            Kind::Number => self.number(),
            Kind::Identifier => self.named(),
            Kind::OpenQuote | Kind::OpenHeredoc => self.quoted(),
            Kind::Minus => self.unary(UnaryOperator::Negate),
            Kind::Not => self.unary(UnaryOperator::Not),
            Kind::OpenBracket => self.within(false, Self::tuple),
            Kind::OpenBrace => self.object(),
            _ => Err(self.missing("an expression")),
        }
    }

    fn parentheses(&mut self) -> Result<Node, Problem> {
        let open = self.read();
        self.within(false, |parser| {
            let mut inner = parser.expression()?;
            let close = parser.expect(Kind::CloseParenthesis, "`)`")?;
            // the span of the parentheses stays, so that a fix replaces them as well
            inner.expr.span = parser.span(open.start, close.end);
            Ok(inner)
        })
    }

    pub(super) fn number(&mut self) -> Result<Node, Problem> {
        let token = self.read();
        let number = Number::parse(self.written(token));
        let number = number.ok_or_else(|| self.problem(token, "this is no number"))?;
        Self::node(self.of(token), ExprKind::Number(number), 0)
    }

    fn unary(&mut self, operator: UnaryOperator) -> Result<Node, Problem> {
        let token = self.read();
        let operand = self.deeper(Self::operand)?;
        let span = self.of(token).to(operand.expr.span);
        match operand.expr.kind {
            ExprKind::Number(number) if operator == UnaryOperator::Negate => {
                Self::node(span, ExprKind::Number(number.neg()), 0)
            }
            _ => {
                let kind = ExprKind::Unary(operator, Box::new(operand.expr));
                Self::node(span, kind, operand.height)
            }
        }
    }

    /// A word, a variable or a call.
    fn named(&mut self) -> Result<Node, Problem> {
        let name = self.read();
        if matches!(self.kind(), Kind::OpenParenthesis | Kind::DoubleColon) {
            return self.call(name);
        }
        let kind = match self.written(name) {
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "null" => ExprKind::Null,
            word => ExprKind::Root(word.into()),
        };
        Self::node(self.of(name), kind, 0)
    }

    fn call(&mut self, first: Token) -> Result<Node, Problem> {
        let mut function = self.written(first).to_owned();
        while self.takes(Kind::DoubleColon).is_some() {
            let part = self.expect(Kind::Identifier, "the name of a function")?;
            function.push_str("::");
            function.push_str(self.written(part));
        }
        self.expect(Kind::OpenParenthesis, "`(`")?;
        self.within(false, |parser| {
            let (mut arguments, mut height, mut expand) = (Vec::new(), 0, false);
            while parser.kind() != Kind::CloseParenthesis {
                let argument = parser.expression()?;
                height = height.max(argument.height);
                arguments.push(argument.expr);
                expand = parser.takes(Kind::Ellipsis).is_some();
                if expand || parser.takes(Kind::Comma).is_none() {
                    break;
                }
            }
            let what = if expand { "`)`" } else { "`,` or `)`" };
            let close = parser.expect(Kind::CloseParenthesis, what)?;
            let span = parser.span(first.start, close.end);
            Self::node(
                span,
                ExprKind::Call { function: function.into(), arguments, expand },
                height,
            )
        })
    }

    fn tuple(&mut self) -> Result<Node, Problem> {
        let open = self.read();
        if self.is_word("for") {
            return self.for_expression(open);
        }
        let (mut items, mut height) = (Vec::new(), 0);
        while self.kind() != Kind::CloseBracket {
            let item = self.expression()?;
            height = height.max(item.height);
            items.push(item.expr);
            if self.takes(Kind::Comma).is_none() {
                break;
            }
        }
        let close = self.expect(Kind::CloseBracket, "`,` or `]`")?;
        Self::node(self.span(open.start, close.end), ExprKind::Tuple(items), height)
    }

    fn object(&mut self) -> Result<Node, Problem> {
        let open = self.read();
        // line ends count between the items of an object, but not in a `for`
        if self.within(false, |parser| Ok(parser.is_word("for")))? {
            return self.within(false, |parser| parser.for_expression(open));
        }
        self.within(true, |parser| parser.items(open))
    }

    fn items(&mut self, open: Token) -> Result<Node, Problem> {
        let (mut items, mut height) = (Vec::new(), 0);
        let close = loop {
            while self.takes(Kind::Newline).is_some() {}
            if let Some(close) = self.takes(Kind::CloseBrace) {
                break close;
            }
            let key = self.key()?;
            if self.takes(Kind::Assign).is_none() {
                self.expect(Kind::Colon, "the `=` between key and value")?;
            }
            let value = self.expression()?;
            height = height.max(key.height).max(value.height);
            items.push((key.expr, value.expr));
            if self.kind() != Kind::CloseBrace && self.takes(Kind::Comma).is_none() {
                self.expect(Kind::Newline, "`,`, a new line or `}`")?;
            }
        };
        Self::node(self.span(open.start, close.end), ExprKind::Object(items), height)
    }

    /// A key: a name that stands alone is text.
    fn key(&mut self) -> Result<Node, Problem> {
        let first = self.peek();
        let mut key = self.expression()?;
        if first.kind == Kind::Identifier
            && matches!(key.expr.kind, ExprKind::Root(_) | ExprKind::Bool(_) | ExprKind::Null)
        {
            key.expr.kind = ExprKind::Text(self.written(first).into());
        }
        Ok(key)
    }

    fn for_expression(&mut self, open: Token) -> Result<Node, Problem> {
        self.read();
        let (key_name, value_name) = self.loop_names()?;
        let source = self.expression()?;
        self.expect(Kind::Colon, "the `:` of the `for`")?;
        let mut value = self.expression()?;
        let makes_object = open.kind == Kind::OpenBrace;
        let mut key = None;
        if makes_object {
            self.expect(Kind::Arrow, "the `=>` between key and value of the `for`")?;
            key = Some(std::mem::replace(&mut value, self.expression()?));
        }
        let group = makes_object && self.takes(Kind::Ellipsis).is_some();
        let condition = if self.takes_word("if") { Some(self.expression()?) } else { None };
        let close = match open.kind {
            Kind::OpenBrace => self.expect(Kind::CloseBrace, "the `}` of the `for`")?,
            _ => self.expect(Kind::CloseBracket, "the `]` of the `for`")?,
        };
        let parts = [Some(&source), Some(&value), key.as_ref(), condition.as_ref()];
        let height = parts.into_iter().flatten().map(|part| part.height).max().unwrap_or_default();
        let expr = |node: Node| -> Expr { node.expr };
        let (key, condition) = (key.map(expr), condition.map(expr));
        let (source, value) = (source.expr, value.expr);
        let node = For { key_name, value_name, source, key, value, condition, group };
        let span = self.span(open.start, close.end);
        Self::node(span, ExprKind::For(Box::new(node)), height)
    }

    /// `k, v in`: the names that a loop gives to key and value.
    pub(super) fn loop_names(&mut self) -> Result<(Option<Name>, Name), Problem> {
        let first = self.expect(Kind::Identifier, "the name of a variable")?;
        let second = match self.takes(Kind::Comma) {
            Some(_) => Some(self.expect(Kind::Identifier, "the name of a variable")?),
            None => None,
        };
        if !self.takes_word("in") {
            return Err(self.missing("`in`"));
        }
        let name = |token: Token| -> Name { self.written(token).into() };
        Ok(match second {
            Some(second) => (Some(name(first)), name(second)),
            None => (None, name(first)),
        })
    }
}

/// What an operator is, and how tightly it binds.
fn operator(kind: Kind) -> Option<(BinaryOperator, usize)> {
    Some(match kind {
        Kind::Or => (BinaryOperator::Or, 0),
        Kind::And => (BinaryOperator::And, 1),
        Kind::Equal => (BinaryOperator::Equal, 2),
        Kind::NotEqual => (BinaryOperator::NotEqual, 2),
        Kind::Less => (BinaryOperator::Less, 3),
        Kind::LessEqual => (BinaryOperator::LessEqual, 3),
        Kind::Greater => (BinaryOperator::Greater, 3),
        Kind::GreaterEqual => (BinaryOperator::GreaterEqual, 3),
        Kind::Plus => (BinaryOperator::Add, 4),
        Kind::Minus => (BinaryOperator::Subtract, 4),
        Kind::Star => (BinaryOperator::Multiply, 5),
        Kind::Slash => (BinaryOperator::Divide, 5),
        Kind::Percent => (BinaryOperator::Modulo, 5),
        _ => return None,
    })
}

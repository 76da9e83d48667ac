//! Expressions of the parser's tree to our own form.

use super::ast::{BinaryOperator, Expr, ExprKind, For, Name, UnaryOperator};
use super::template;
use crate::eval::Number;
use crate::source::{FileId, Span, offset};
use hcl::edit::Span as HasSpan;
use hcl::edit::expr::{
    self as tree, Expression, ForExpr, FuncCall, ObjectKey, Traversal, TraversalOperator,
};
use std::sync::Arc;

/// What lowering needs to know of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lower<'a> {
    file: FileId,
    text: &'a str,
}

impl<'a> Lower<'a> {
    pub(super) fn new(file: FileId, text: &'a str) -> Self {
        Self { file, text }
    }

    pub(super) fn span(&self, node: &impl HasSpan) -> Span {
        let range = node.span().unwrap_or_default();
        Span { file: self.file, start: offset(range.start), end: offset(range.end) }
    }

    /// The text of a node as it is written.
    pub(super) fn source(&self, node: &impl HasSpan) -> &'a str {
        let range = node.span().unwrap_or_default();
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn expression(self, node: &Expression) -> Expr {
        let span = self.span(node);
        let kind = match node {
            Expression::Null(_) => ExprKind::Null,
            Expression::Bool(value) => ExprKind::Bool(*value.value()),
            Expression::Number(value) => self.number(span, &value.value().to_string()),
            Expression::String(text) => ExprKind::Text(template::normal(text)),
            Expression::Array(array) => {
                ExprKind::Tuple(array.iter().map(|item| self.expression(item)).collect())
            }
            Expression::Object(object) => ExprKind::Object(self.object(object)),
            Expression::StringTemplate(quoted) => template::quoted(self, quoted),
            Expression::HeredocTemplate(heredoc) => template::heredoc(self, heredoc),
            // The parentheses' own span stays, so that a fix replaces them as well.
            Expression::Parenthesis(inner) => self.expression(inner.inner()).kind,
            Expression::Variable(name) => ExprKind::Root(name.as_str().into()),
            Expression::Conditional(node) => ExprKind::Conditional(Box::new([
                self.expression(&node.cond_expr),
                self.expression(&node.true_expr),
                self.expression(&node.false_expr),
            ])),
            Expression::FuncCall(call) => self.call(call),
            Expression::Traversal(traversal) => return self.traversal(traversal),
            Expression::UnaryOp(node) => ExprKind::Unary(
                unary(*node.operator.value()),
                Box::new(self.expression(&node.expr)),
            ),
            Expression::BinaryOp(node) => ExprKind::Binary(
                binary(*node.operator.value()),
                Box::new([self.expression(&node.lhs_expr), self.expression(&node.rhs_expr)]),
            ),
            Expression::ForExpr(node) => ExprKind::For(Box::new(self.for_expression(node))),
        };
        Expr { span, kind }
    }

    /// The number as it is written: the parser has already rounded it to `f64`.
    fn number(self, span: Span, rounded: &str) -> ExprKind {
        let written = self.text.get(span.start as usize..span.end as usize).map(str::trim);
        let number = written.and_then(Number::parse).or_else(|| Number::parse(rounded));
        number.map_or(ExprKind::Null, ExprKind::Number)
    }

    fn object(self, object: &tree::Object) -> Vec<(Expr, Expr)> {
        let item = |(key, value): (&ObjectKey, &tree::ObjectValue)| {
            let key = match key {
                ObjectKey::Ident(ident) => {
                    Expr { span: self.span(ident), kind: ExprKind::Text(ident.as_str().into()) }
                }
                ObjectKey::Expression(Expression::Variable(name)) => {
                    Expr { span: self.span(name), kind: ExprKind::Text(name.as_str().into()) }
                }
                // without parentheses it is a name like any other
                ObjectKey::Expression(Expression::Null(null)) => {
                    Expr { span: self.span(null), kind: ExprKind::Text("null".into()) }
                }
                ObjectKey::Expression(expression) => self.expression(expression),
            };
            (key, self.expression(value.expr()))
        };
        object.iter().map(item).collect()
    }

    fn call(self, call: &FuncCall) -> ExprKind {
        let namespace = call.name.namespace.iter().map(|part| part.as_str());
        let parts: Vec<&str> = namespace.chain([call.name.name.as_str()]).collect();
        ExprKind::Call {
            function: parts.join("::").into(),
            arguments: call.args.iter().map(|argument| self.expression(argument)).collect(),
            expand: call.args.expand_final(),
        }
    }

    fn for_expression(self, node: &ForExpr) -> For {
        For {
            key_name: node.intro.key_var.as_ref().map(|name| name.as_str().into()),
            value_name: node.intro.value_var.as_str().into(),
            source: self.expression(&node.intro.collection_expr),
            key: node.key_expr.as_ref().map(|key| self.expression(key)),
            value: self.expression(&node.value_expr),
            condition: node.cond.as_ref().map(|condition| self.expression(&condition.expr)),
            group: node.grouping,
        }
    }

    fn traversal(self, node: &Traversal) -> Expr {
        let head = self.expression(&node.expr);
        self.operators(head, &node.operators)
    }

    /// Applies operators from left to right; a splat takes those that follow into its body.
    fn operators(self, head: Expr, operators: &[hcl::edit::Decorated<TraversalOperator>]) -> Expr {
        let mut result = head;
        let mut rest = operators.iter();
        while let Some(operator) = rest.next() {
            let span = result.span.to(self.span(operator));
            let source = Box::new(result);
            let kind = match operator.value() {
                TraversalOperator::GetAttr(name) => {
                    ExprKind::Attribute(source, name.as_str().into())
                }
                TraversalOperator::Index(index) => {
                    ExprKind::Index(source, Box::new(self.expression(index)))
                }
                TraversalOperator::LegacyIndex(index) => {
                    let number = ExprKind::Number(Number::from(*index.value()));
                    let index = Expr { span: self.span(index), kind: number };
                    ExprKind::Index(source, Box::new(index))
                }
                TraversalOperator::FullSplat(_) => {
                    return self.splat(*source, span, rest.as_slice(), &[]);
                }
                TraversalOperator::AttrSplat(_) => {
                    // `a.*.b[0]` indexes the list of all b: only `.b` and `.0` go into the body
                    let following = rest.as_slice();
                    let is_dotted = |operator: &&hcl::edit::Decorated<TraversalOperator>| {
                        let operator = operator.value();
                        matches!(
                            operator,
                            TraversalOperator::GetAttr(_) | TraversalOperator::LegacyIndex(_)
                        )
                    };
                    let count = following.iter().take_while(is_dotted).count();
                    let (each, after) = following.split_at(count);
                    return self.splat(*source, span, each, after);
                }
            };
            result = Expr { span, kind };
        }
        result
    }

    fn splat(
        self,
        source: Expr,
        span: Span,
        each: &[hcl::edit::Decorated<TraversalOperator>],
        after: &[hcl::edit::Decorated<TraversalOperator>],
    ) -> Expr {
        let each = self.operators(Expr { span, kind: ExprKind::Item }, each);
        let span = span.to(each.span);
        let kind = ExprKind::Splat { source: Box::new(source), each: Box::new(each) };
        self.operators(Expr { span, kind }, after)
    }
}

fn unary(operator: tree::UnaryOperator) -> UnaryOperator {
    match operator {
        tree::UnaryOperator::Neg => UnaryOperator::Negate,
        tree::UnaryOperator::Not => UnaryOperator::Not,
    }
}

fn binary(operator: tree::BinaryOperator) -> BinaryOperator {
    use tree::BinaryOperator as Tree;
    match operator {
        Tree::Eq => BinaryOperator::Equal,
        Tree::NotEq => BinaryOperator::NotEqual,
        Tree::LessEq => BinaryOperator::LessEqual,
        Tree::GreaterEq => BinaryOperator::GreaterEqual,
        Tree::Less => BinaryOperator::Less,
        Tree::Greater => BinaryOperator::Greater,
        Tree::Plus => BinaryOperator::Add,
        Tree::Minus => BinaryOperator::Subtract,
        Tree::Mul => BinaryOperator::Multiply,
        Tree::Div => BinaryOperator::Divide,
        Tree::Mod => BinaryOperator::Modulo,
        Tree::And => BinaryOperator::And,
        Tree::Or => BinaryOperator::Or,
    }
}

/// A name out of the tree, for the template module.
pub(super) fn name(ident: &hcl::edit::Decorated<hcl::edit::Ident>) -> Name {
    Arc::from(ident.as_str())
}

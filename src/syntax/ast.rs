//! acklint's own small form of a Terraform file: what evaluation needs, each piece with its span.
//!
//! Native and JSON syntax both become this form, and the parser's tree is dropped: it takes
//! twenty times the memory of its source.

use crate::eval::Number;
use crate::source::Span;
use std::sync::Arc;

/// A name in the source: an identifier, a label, a key.
pub type Name = Arc<str>;

/// The content of a file or a block, in source order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// `name = value`
    pub attributes: Vec<Attribute>,
    /// `kind "label" { … }`
    pub blocks: Vec<Block>,
}

impl Body {
    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| &*attribute.name == name)
    }

    /// The blocks of that kind.
    pub fn blocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| &*block.kind == kind)
    }
}

/// `name = value`
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The name on the left.
    pub name: Name,
    /// Where the name stands.
    pub name_span: Span,
    /// The expression on the right.
    pub value: Expr,
}

/// `kind "label" { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The word that the block begins with.
    pub kind: Name,
    /// Its labels.
    pub labels: Vec<Name>,
    /// From the kind to the last label: the place that stands for the whole block.
    pub head: Span,
    /// What stands between the braces.
    pub body: Body,
}

/// An expression and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// All of its text, parentheses included.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

impl Expr {
    /// Whether it is `a.b`, `a[0]` and the like as it stands, without parentheses around any of it.
    pub fn is_bare_path(&self) -> bool {
        let mut head = self;
        while let ExprKind::Attribute(source, _) | ExprKind::Index(source, _) = &head.kind {
            if let ExprKind::Index(_, index) = &head.kind
                && !matches!(index.kind, ExprKind::Number(_) | ExprKind::Text(_))
            {
                return false;
            }
            head = source;
        }
        head.is_bare_name() && head.span.start == self.span.start && head.span.end < self.span.end
    }

    /// Whether it is a name alone, without parentheses around it.
    pub fn is_bare_name(&self) -> bool {
        let ExprKind::Root(name) = &self.kind else { return false };
        (self.span.end - self.span.start) as usize == name.len()
    }
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// `1.5`
    Number(Number),
    /// `"text"` without interpolation, or a heredoc without one
    Text(Arc<str>),
    /// `"${a}-b"`; a single interpolation alone keeps the type of its value
    Template(Arc<[Part]>),
    /// `[a, b]`
    Tuple(Vec<Expr>),
    /// `{ a = b }`
    Object(Vec<(Expr, Expr)>),
    /// `var`, `local`, `alicloud_vpc`, `each`, a variable of a `for`: the head of a traversal
    Root(Name),
    /// `a.b`
    Attribute(Box<Expr>, Name),
    /// `a[b]`; `a.0` is the same as `a[0]`
    Index(Box<Expr>, Box<Expr>),
    /// `a.*.b` and `a[*].b`: for each element of the source, the traversal on [`ExprKind::Item`]
    Splat {
        /// What is walked over.
        source: Box<Expr>,
        /// What is taken from each element, with [`ExprKind::Item`] in its place.
        each: Box<Expr>,
    },
    /// The element that the innermost splat is at.
    Item,
    /// `f(a, b...)`
    Call {
        /// The name, with its namespace (`provider::x::f`) where it has one.
        function: Name,
        /// The arguments.
        arguments: Vec<Expr>,
        /// Whether the last one is expanded by `...`.
        expand: bool,
    },
    /// `a ? b : c`
    Conditional(Box<[Expr; 3]>),
    /// `!a`, `-a`
    Unary(UnaryOperator, Box<Expr>),
    /// `a + b`
    Binary(BinaryOperator, Box<[Expr; 2]>),
    /// `[for k, v in a : b if c]`, `{for k, v in a : b => c... if d}`
    For(Box<For>),
}

/// A `for` expression.
#[derive(Debug, Clone, PartialEq)]
pub struct For {
    /// The name of the key or index, where one is given.
    pub key_name: Option<Name>,
    /// The name of the value.
    pub value_name: Name,
    /// What is walked over.
    pub source: Expr,
    /// The key of each item: makes the result an object.
    pub key: Option<Expr>,
    /// The value of each item.
    pub value: Expr,
    /// Which items are kept.
    pub condition: Option<Expr>,
    /// Whether values of equal keys are gathered (`...`).
    pub group: bool,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Text as it is.
    Literal(Arc<str>),
    /// `${a}`
    Value(Expr),
    /// `%{ if a }b%{ else }c%{ endif }`
    If {
        /// What decides.
        condition: Expr,
        /// The text if it holds.
        then: Arc<[Part]>,
        /// The text if not.
        otherwise: Arc<[Part]>,
    },
    /// `%{ for k, v in a }b%{ endfor }`
    For {
        /// The name of the key or index, where one is given.
        key_name: Option<Name>,
        /// The name of the value.
        value_name: Name,
        /// What is walked over.
        source: Expr,
        /// The text for each item.
        body: Arc<[Part]>,
    },
}

/// An operator with one operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `!`
    Not,
    /// `-`
    Negate,
}

/// An operator with two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the operator that its name says")]
pub enum BinaryOperator {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    And,
    Or,
}

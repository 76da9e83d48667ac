//! The walk over the tokens: what comes next, whether line ends count, and how deep it is.

use super::token::{Kind, Token};
use crate::problem::Problem;
use crate::source::{FileId, Span, offset};
use crate::syntax::{Expr, ExprKind};

/// How deep expressions and blocks may lie in each other; a chain of operators counts one for
/// each. Who walks a tree recursively is safe at this depth.
pub(in crate::syntax) const DEPTH: usize = 1_000;

/// An expression, and how deep it is.
pub(super) struct Node {
    pub(super) expr: Expr,
    pub(super) height: usize,
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    file: FileId,
    tokens: Vec<Token>,
    at: usize,
    newlines: bool,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// `newlines`: whether line ends count at the outermost level.
    pub(super) fn new(file: FileId, text: &'a str, tokens: Vec<Token>, newlines: bool) -> Self {
        Self { text, file, tokens, at: 0, newlines, depth: 0 }
    }

    /// The next token. Past the end it is the end.
    pub(super) fn peek(&self) -> Token {
        self.tokens[self.next()]
    }

    pub(super) fn kind(&self) -> Kind {
        self.peek().kind
    }

    fn next(&self) -> usize {
        let mut at = self.at;
        while !self.newlines && self.tokens[at].kind == Kind::Newline {
            at += 1;
        }
        at
    }

    pub(super) fn read(&mut self) -> Token {
        let next = self.next();
        self.at = (next + 1).min(self.tokens.len() - 1);
        self.tokens[next]
    }

    /// Reads the next token if it is of that kind.
    pub(super) fn takes(&mut self, kind: Kind) -> Option<Token> {
        (self.kind() == kind).then(|| self.read())
    }

    /// Reads a token of that kind.
    pub(super) fn expect(&mut self, kind: Kind, what: &str) -> Result<Token, Problem> {
        self.takes(kind).ok_or_else(|| self.missing(what))
    }

    /// Reads the next token if it is this word.
    pub(super) fn takes_word(&mut self, word: &str) -> bool {
        let is_word = self.is_word(word);
        if is_word {
            self.read();
        }
        is_word
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        let next = self.peek();
        next.kind == Kind::Identifier && self.written(next) == word
    }

    /// The text of a token.
    pub(super) fn written(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: offset(start), end: offset(end) }
    }

    pub(super) fn of(&self, token: Token) -> Span {
        self.span(token.start, token.end)
    }

    /// Reads what lies in brackets, where line ends count or not.
    pub(super) fn within<T>(
        &mut self,
        newlines: bool,
        read: impl FnOnce(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let outer = std::mem::replace(&mut self.newlines, newlines);
        let result = read(self);
        self.newlines = outer;
        result
    }

    /// Reads what lies one level deeper.
    pub(super) fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        if self.depth == DEPTH {
            return Err(too_deep(self.of(self.peek())));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// An expression that is made of others; `inside` is the height of the highest of them.
    pub(super) fn node(span: Span, kind: ExprKind, inside: usize) -> Result<Node, Problem> {
        let expr = Expr { span, kind };
        if inside == DEPTH { Err(too_deep(span)) } else { Ok(Node { expr, height: inside + 1 }) }
    }

    /// The height of what holds something so high.
    pub(super) fn higher(&self, inside: usize, at: Token) -> Result<usize, Problem> {
        if inside == DEPTH { Err(too_deep(self.of(at))) } else { Ok(inside + 1) }
    }

    /// The problem that something else than `what` comes next.
    pub(super) fn missing(&self, what: &str) -> Problem {
        let next = self.peek();
        let message = match next.kind {
            Kind::Invalid => invalid(self.written(next)),
            Kind::End => format!("{what} is missing at the end"),
            _ => format!("{what} is missing here"),
        };
        self.problem(next, &message)
    }

    /// A problem at the beginning of a token.
    pub(super) fn problem(&self, token: Token, message: &str) -> Problem {
        let place = self.span(token.start, token.start);
        Problem::at(place, format!("syntax error: {message}"))
    }
}

fn too_deep(place: Span) -> Problem {
    let message = format!(
        "expressions, operators or blocks lie more than {DEPTH} deep in each other here, the limit"
    );
    Problem::at(Span { end: place.start, ..place }, message)
}

fn invalid(written: &str) -> String {
    match written.chars().next() {
        Some('\n' | '\r') => "a string ends on the line on which it begins".to_owned(),
        Some('\'') => "texts stand in double quotes, not in single ones".to_owned(),
        Some('/') => "this comment has no end".to_owned(),
        Some(c) => format!("{c:?} is no part of the language"),
        None => "this is no part of the language".to_owned(),
    }
}

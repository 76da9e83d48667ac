//! What the text of a file is cut into.

/// A piece of the text: what it is, and its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a token is. A comment is none; one that ends its line is a [`Kind::Newline`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Identifier,
    Number,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    Dot,
    Comma,
    Colon,
    DoubleColon,
    Question,
    Ellipsis,
    Arrow,
    Assign,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    Not,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Newline,
    OpenQuote,
    CloseQuote,
    /// `<<EOT` or `<<-EOT` with the end of its line.
    OpenHeredoc,
    /// The end marker, without what is around it on its line.
    CloseHeredoc,
    /// Text in a template, with its escapes; in a heredoc no more than a line.
    Text,
    /// `${` or `${~`
    Interpolation,
    /// `%{` or `%{~`
    Directive,
    /// `}` or `~}` at the end of either.
    CloseSequence,
    /// What Terraform's language has no use for.
    Invalid,
    End,
}

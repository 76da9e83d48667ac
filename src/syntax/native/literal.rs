//! Text as it is written to text as it is meant.

use super::parser::Parser;
use super::token::{Kind, Token};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::Name;

impl Parser<'_> {
    /// The label of a block in quotes, and its span with them.
    pub(super) fn label(&mut self) -> Result<(Name, Span), Problem> {
        let open = self.read();
        let mut text = String::new();
        while let Some(token) = self.takes(Kind::Text) {
            text += &self.meant(token, true)?;
        }
        if matches!(self.kind(), Kind::Interpolation | Kind::Directive) {
            return Err(self.problem(self.peek(), "a label is plain text"));
        }
        let close = self.expect(Kind::CloseQuote, "the closing quote")?;
        Ok((text.as_str().into(), self.span(open.start, close.end)))
    }

    /// The text that a token stands for; only in quotes a backslash is an escape.
    pub(super) fn meant(&self, token: Token, quoted: bool) -> Result<String, Problem> {
        let written = self.written(token);
        let mut text = String::with_capacity(written.len());
        let mut rest = written;
        while let Some(at) = rest.find(|c| matches!(c, '$' | '%') || c == '\\' && quoted) {
            text += &rest[..at];
            rest = &rest[at..];
            let length = if let Some(escape) = rest.strip_prefix('\\') {
                let Some((character, length)) = escaped(escape) else {
                    let start = token.end - rest.len();
                    let message = "syntax error: there is no such escape in a string";
                    return Err(Problem::at(self.span(start, start), message));
                };
                text.push(character);
                1 + length
            } else if rest.starts_with("$${") || rest.starts_with("%%{") {
                text += &rest[1..3];
                3
            } else {
                text += &rest[..1];
                1
            };
            rest = &rest[length..];
        }
        text += rest;
        Ok(text)
    }
}

/// What stands behind a backslash: the character that is meant, and how many bytes name it.
fn escaped(text: &str) -> Option<(char, usize)> {
    let simple = |c: char| Some((c, 1));
    match text.chars().next()? {
        'n' => simple('\n'),
        'r' => simple('\r'),
        't' => simple('\t'),
        '"' => simple('"'),
        '\\' => simple('\\'),
        'u' => code(text, 4),
        'U' => code(text, 8),
        _ => None,
    }
}

/// `u` or `U`, and so many hexadecimal digits.
fn code(text: &str, digits: usize) -> Option<(char, usize)> {
    let written = text.get(1..=digits)?;
    let all_digits = written.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = u32::from_str_radix(written, 16).ok().filter(|_| all_digits)?;
    Some((char::from_u32(code)?, 1 + digits))
}

//! Text to tokens. Code, quoted strings, heredocs and templates follow rules of their own, and
//! lie in each other at any depth: a stack says where the scanner is.

use super::token::{Kind, Token};
use crate::syntax::is_identifier;
use std::ops::Range;

/// The tokens of a file or of a lone expression.
pub(super) fn code(text: &str) -> Vec<Token> {
    scan(text, Mode::Code { braces: 0 })
}

/// The tokens of a template, such as the content of a file.
pub(super) fn template(text: &str) -> Vec<Token> {
    scan(text, Mode::Bare)
}

/// Where the comments of a file stand, their signs included and their line ends not.
pub(super) fn comments(text: &str) -> Vec<Range<usize>> {
    scanned(text, Mode::Code { braces: 0 }).comments
}

#[derive(Debug, Clone, Copy)]
enum Mode<'a> {
    /// Outside of strings; how many braces are open since a `${` began it.
    Code {
        braces: usize,
    },
    Quoted,
    Heredoc {
        marker: &'a str,
        line_start: bool,
    },
    Bare,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    comments: Vec<Range<usize>>,
    modes: Vec<Mode<'a>>,
}

fn scan(text: &str, mode: Mode<'_>) -> Vec<Token> {
    scanned(text, mode).tokens
}

fn scanned<'a>(text: &'a str, mode: Mode<'a>) -> Scanner<'a> {
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut scanner =
        Scanner { text, at, tokens: Vec::new(), comments: Vec::new(), modes: vec![mode] };
    while scanner.at < text.len() {
        match scanner.modes.last() {
            Some(Mode::Code { .. }) => scanner.code(),
            Some(Mode::Quoted) => scanner.quoted(),
            Some(Mode::Heredoc { marker, line_start }) => scanner.heredoc(marker, *line_start),
            Some(Mode::Bare) | None => scanner.line_of_text(),
        }
    }
    scanner.push(Kind::End, 0);
    scanner
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Takes so many bytes as a token. Line ends one after the other are one.
    fn push(&mut self, kind: Kind, length: usize) {
        let last = self.tokens.last().map(|token| token.kind);
        if kind == Kind::Newline && last == Some(Kind::Newline) {
            self.at += length;
            return;
        }
        self.tokens.push(Token { kind, start: self.at, end: self.at + length });
        self.at += length;
    }

    fn code(&mut self) {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        match bytes[0] {
            b' ' | b'\t' => self.at += 1,
            b'#' => self.comment(),
            b'/' if bytes.get(1) == Some(&b'/') => self.comment(),
            b'/' if bytes.get(1) == Some(&b'*') => match rest[2..].find("*/") {
                Some(end) => {
                    self.comments.push(self.at..self.at + end + 4);
                    self.at += end + 4;
                }
                None => self.push(Kind::Invalid, rest.len()),
            },
            b'"' => self.enter(Kind::OpenQuote, 1, Mode::Quoted),
            b'{' => self.brace(),
            b'}' => self.close(1),
            b'~' if bytes.get(1) == Some(&b'}') => self.close(2),
            b'0'..=b'9' => self.push(Kind::Number, number_length(bytes)),
            b'<' if bytes.get(1) == Some(&b'<') => self.open_heredoc(),
            _ => self.symbol_or_name(),
        }
    }

    /// A comment to the end of its line, which it takes as well.
    fn comment(&mut self) {
        let end = memchr::memchr(b'\n', self.rest().as_bytes());
        let length = end.unwrap_or(self.text.len() - self.at);
        self.comments.push(self.at..self.at + length);
        self.at += length;
        if end.is_some() {
            self.push(Kind::Newline, 1);
        }
    }

    fn enter(&mut self, kind: Kind, length: usize, mode: Mode<'a>) {
        self.push(kind, length);
        self.modes.push(mode);
    }

    fn brace(&mut self) {
        if let Some(Mode::Code { braces }) = self.modes.last_mut() {
            *braces += 1;
        }
        self.push(Kind::OpenBrace, 1);
    }

    /// `}`, or `~}`, which ends a template sequence only.
    fn close(&mut self, length: usize) {
        let nested = self.modes.len() > 1;
        match self.modes.last_mut() {
            Some(Mode::Code { braces: 0 }) if nested => {
                self.modes.pop();
                self.push(Kind::CloseSequence, length);
            }
            Some(Mode::Code { braces }) if length == 1 => {
                *braces = braces.saturating_sub(1);
                self.push(Kind::CloseBrace, length);
            }
            _ => self.push(Kind::Invalid, length),
        }
    }

    fn open_heredoc(&mut self) {
        let rest = self.rest();
        let marker = rest[2..].strip_prefix('-').unwrap_or(&rest[2..]);
        let marker = &marker[..identifier_length(marker)];
        let dash = usize::from(rest[2..].starts_with('-'));
        let after = &rest[2 + dash + marker.len()..];
        let newline = match after.as_bytes() {
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            _ => 0,
        };
        if marker.is_empty() || newline == 0 {
            return self.push(Kind::Less, 1);
        }
        let length = 2 + dash + marker.len() + newline;
        self.enter(Kind::OpenHeredoc, length, Mode::Heredoc { marker, line_start: true });
    }

    fn symbol_or_name(&mut self) {
        let rest = self.rest();
        if let Some((kind, length)) = symbol(rest.as_bytes()) {
            return self.push(kind, length);
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        match identifier_length(rest) {
            0 => self.push(Kind::Invalid, first),
            length => self.push(Kind::Identifier, length),
        }
    }

    /// `${` or `%{`, if it stands here.
    fn sequence(&mut self) -> bool {
        let rest = self.rest();
        let kind = match rest.as_bytes() {
            [b'$', b'{', ..] => Kind::Interpolation,
            [b'%', b'{', ..] => Kind::Directive,
            _ => return false,
        };
        let length = if rest[2..].starts_with('~') { 3 } else { 2 };
        if let Some(Mode::Heredoc { line_start, .. }) = self.modes.last_mut() {
            *line_start = false;
        }
        self.enter(kind, length, Mode::Code { braces: 0 });
        true
    }

    fn quoted(&mut self) {
        if self.sequence() {
            return;
        }
        let bytes = self.rest().as_bytes();
        let mut length = 0;
        while let Some(byte) = bytes.get(length) {
            match byte {
                b'"' | b'\n' | b'\r' => break,
                b'\\' if !matches!(bytes.get(length + 1), None | Some(b'\n' | b'\r')) => {
                    length += 2;
                }
                b'$' | b'%' => match escape_length(&bytes[length..]) {
                    Some(escape) => length += escape,
                    None => break,
                },
                _ => length += 1,
            }
        }
        // the character behind a backslash may have several bytes
        while !self.rest().is_char_boundary(length) {
            length += 1;
        }
        match bytes.get(length) {
            _ if length > 0 => self.push(Kind::Text, length),
            Some(b'"') => {
                self.push(Kind::CloseQuote, 1);
                self.modes.pop();
            }
            // a string ends on its line
            _ => {
                self.push(Kind::Invalid, 1);
                self.modes.pop();
            }
        }
    }

    fn heredoc(&mut self, marker: &str, line_start: bool) {
        let rest = self.rest();
        let end = if line_start { memchr::memchr(b'\n', rest.as_bytes()) } else { None };
        // a carriage return that ends no line is no blank
        let ends = |line: &&str| {
            line.trim() == marker && !line.strip_suffix('\r').unwrap_or(line).contains('\r')
        };
        if let Some(line) = end.map(|end| &rest[..end]).filter(ends) {
            let before = line.len() - line.trim_start().len();
            self.at += before;
            self.push(Kind::CloseHeredoc, marker.len());
            self.at += line.len() - before - marker.len();
            self.modes.pop();
            return;
        }
        self.line_of_text();
        let ended = self.text[..self.at].ends_with('\n');
        if let Some(Mode::Heredoc { line_start, .. }) = self.modes.last_mut() {
            *line_start = ended;
        }
    }

    /// Text up to a sequence or the end of its line.
    fn line_of_text(&mut self) {
        if self.sequence() {
            return;
        }
        let bytes = self.rest().as_bytes();
        let mut length = 0;
        while let Some(byte) = bytes.get(length) {
            match byte {
                b'\n' => {
                    length += 1;
                    break;
                }
                b'\r' if bytes.get(length + 1) != Some(&b'\n') => break,
                b'$' | b'%' => match escape_length(&bytes[length..]) {
                    Some(escape) => length += escape,
                    None => break,
                },
                _ => length += 1,
            }
        }
        // a carriage return ends no line
        if length == 0 { self.push(Kind::Invalid, 1) } else { self.push(Kind::Text, length) }
    }
}

/// The length of `$`, or of `$${`; `None` for `${`, which begins a sequence.
fn escape_length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [_, b'{', ..] => None,
        [first, second, b'{', ..] if first == second => Some(3),
        _ => Some(1),
    }
}

/// Digits, points, and exponents: whether it is a number says who reads it.
fn number_length(bytes: &[u8]) -> usize {
    let (mut at, mut end) = (0, 0);
    loop {
        match bytes.get(at) {
            Some(b'0'..=b'9') => at += 1,
            Some(b'.') => {
                at += 1;
                continue;
            }
            Some(b'e' | b'E') => {
                let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
                if !bytes.get(at + 1 + sign).is_some_and(u8::is_ascii_digit) {
                    return end;
                }
                at += 2 + sign;
            }
            _ => return end,
        }
        end = at;
    }
}

/// How long the identifier is that a text begins with; 0 for none.
fn identifier_length(text: &str) -> usize {
    let mut one = [0; 4];
    let begins = |c: char, one: &mut [u8; 4]| match c {
        '_' => true,
        _ if c.is_ascii() => c.is_ascii_alphabetic(),
        _ => is_identifier(c.encode_utf8(one)),
    };
    let mut characters = text.char_indices();
    if !characters.next().is_some_and(|(_, c)| begins(c, &mut one)) {
        return 0;
    }
    let mut two = String::with_capacity(8);
    let mut continues = |c: char| match c {
        '_' | '-' => true,
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        _ => {
            two.clear();
            two.push('a');
            two.push(c);
            is_identifier(&two)
        }
    };
    characters.find(|(_, c)| !continues(*c)).map_or(text.len(), |(at, _)| at)
}

fn symbol(bytes: &[u8]) -> Option<(Kind, usize)> {
    Some(match bytes {
        [b'\r', b'\n', ..] => (Kind::Newline, 2),
        [b'=', b'=', ..] => (Kind::Equal, 2),
        [b'!', b'=', ..] => (Kind::NotEqual, 2),
        [b'>', b'=', ..] => (Kind::GreaterEqual, 2),
        [b'<', b'=', ..] => (Kind::LessEqual, 2),
        [b'&', b'&', ..] => (Kind::And, 2),
        [b'|', b'|', ..] => (Kind::Or, 2),
        [b':', b':', ..] => (Kind::DoubleColon, 2),
        [b'.', b'.', b'.', ..] => (Kind::Ellipsis, 3),
        [b'=', b'>', ..] => (Kind::Arrow, 2),
        [first, ..] => (single(*first)?, 1),
        [] => return None,
    })
}

fn single(byte: u8) -> Option<Kind> {
    Some(match byte {
        b'\n' => Kind::Newline,
        b'(' => Kind::OpenParenthesis,
        b')' => Kind::CloseParenthesis,
        b'[' => Kind::OpenBracket,
        b']' => Kind::CloseBracket,
        b'.' => Kind::Dot,
        b',' => Kind::Comma,
        b':' => Kind::Colon,
        b'?' => Kind::Question,
        b'=' => Kind::Assign,
        b'<' => Kind::Less,
        b'>' => Kind::Greater,
        b'!' => Kind::Not,
        b'+' => Kind::Plus,
        b'-' => Kind::Minus,
        b'*' => Kind::Star,
        b'/' => Kind::Slash,
        b'%' => Kind::Percent,
        _ => return None,
    })
}

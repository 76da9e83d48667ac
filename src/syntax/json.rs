//! JSON with the place of everything: what `.tf.json` and `.tfvars.json` files are read with.

use super::native::DEPTH;
use crate::problem::Problem;
use crate::source::{FileId, Span, offset};
use serde::de::IgnoredAny;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node<'a> {
    pub(super) span: Span,
    pub(super) kind: Json<'a>,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    /// As it is written.
    Number(&'a str),
    Text(Text),
    Array(Vec<Node<'a>>),
    Object(Vec<(Text, Node<'a>)>),
}

/// A string; its span holds the quotes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) span: Span,
    pub(super) value: String,
    /// Whether it is written with escapes, so that offsets inside differ.
    pub(super) escaped: bool,
}

/// Reads a whole file.
pub(super) fn read(file: FileId, text: &str) -> Result<Node<'_>, Problem> {
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { file, text, at, depth: 0 };
    let node = reader.value()?;
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.problem("nothing may follow here")),
    }
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// The next byte that is no blank.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text[self.at..].trim_start_matches([' ', '\t', '\n', '\r']);
        self.at = self.text.len() - rest.len();
        rest.bytes().next()
    }

    fn takes(&mut self, byte: u8) -> bool {
        let takes = self.peek() == Some(byte);
        self.at += usize::from(takes);
        takes
    }

    fn expect(&mut self, byte: u8) -> Result<(), Problem> {
        if self.takes(byte) {
            return Ok(());
        }
        Err(self.problem(&format!("`{}` is missing here", char::from(byte))))
    }

    fn value(&mut self) -> Result<Node<'a>, Problem> {
        let first = self.peek();
        let start = self.at;
        let kind = match first {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => Json::Text(self.string()?),
            _ => self.word()?,
        };
        Ok(Node { span: self.since(start), kind })
    }

    fn nested(
        &mut self,
        read: impl Fn(&mut Self) -> Result<Json<'a>, Problem>,
    ) -> Result<Json<'a>, Problem> {
        if self.depth == DEPTH {
            return Err(self.problem(&format!("more than {DEPTH} values lie in each other")));
        }
        self.at += 1;
        self.depth += 1;
        let kind = read(self);
        self.depth -= 1;
        kind
    }

    fn object(&mut self) -> Result<Json<'a>, Problem> {
        let mut entries = Vec::new();
        if self.takes(b'}') {
            return Ok(Json::Object(entries));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.problem("a name in quotes is missing here"));
            }
            let name = self.string()?;
            self.expect(b':')?;
            entries.push((name, self.value()?));
            if !self.takes(b',') {
                self.expect(b'}')?;
                return Ok(Json::Object(entries));
            }
        }
    }

    fn array(&mut self) -> Result<Json<'a>, Problem> {
        let mut items = Vec::new();
        if self.takes(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value()?);
            if !self.takes(b',') {
                self.expect(b']')?;
                return Ok(Json::Array(items));
            }
        }
    }

    fn string(&mut self) -> Result<Text, Problem> {
        let start = self.at;
        let mut escape = false;
        let end = self.text[start + 1..].bytes().position(|byte| {
            let ends = byte == b'"' && !escape;
            escape = byte == b'\\' && !escape;
            ends
        });
        let Some(end) = end else { return Err(self.problem("this string has no end")) };
        self.at = start + 1 + end + 1;
        let written = &self.text[start..self.at];
        let span = self.since(start);
        let value = serde_json::from_str(written)
            .map_err(|_| Problem::at(span, "syntax error: this is no JSON string"))?;
        Ok(Text { span, value, escaped: written.contains('\\') })
    }

    fn word(&mut self) -> Result<Json<'a>, Problem> {
        let rest = &self.text[self.at..];
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_');
        let word = &rest[..rest.find(|c| !part(c)).unwrap_or(rest.len())];
        let kind = match word {
            "null" => Json::Null,
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            _ if serde_json::from_str::<IgnoredAny>(word).is_ok() => Json::Number(word),
            _ => return Err(self.problem("a value is missing here")),
        };
        self.at += word.len();
        Ok(kind)
    }

    fn since(&self, start: usize) -> Span {
        Span { file: self.file, start: offset(start), end: offset(self.at) }
    }

    fn problem(&self, what: &str) -> Problem {
        Problem::at(self.since(self.at), format!("syntax error: {what}"))
    }
}

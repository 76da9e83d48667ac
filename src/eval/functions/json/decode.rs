//! JSON to values: numbers keep all their digits.

use super::super::super::Refusal;
use super::super::super::number::Number;
use super::super::super::types::Type;
use super::super::super::value::{Traced, Value, Why};
use super::super::pieces::text_value;
use super::super::{Context, Outcome};
use crate::syntax::Name;
use std::collections::BTreeMap;

/// How deep arrays and objects may be nested.
const DEEPEST: usize = 200;

/// Decodes one JSON value.
pub(super) fn decode(cx: &Context<'_>, text: &str) -> Outcome {
    let values = text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count();
    if let Some(large) = cx.beyond(values * size_of::<Traced>(), Type::Dynamic) {
        return Ok(large);
    }
    let mut reader = Reader { cx, text, at: 0, too_deep: false };
    let value = reader.value(0);
    if reader.too_deep {
        let why = Why::NotModelled("JSON that is nested this deep".into());
        return Ok(cx.made(Value::unknown_result(Type::Dynamic, why)));
    }
    let value = value?;
    reader.space();
    // Terraform does not look at what follows a bracket too many
    match reader.peek() {
        None | Some(b']' | b'}') => Ok(value),
        Some(_) => Err(reader.refusal()),
    }
}

struct Reader<'a> {
    cx: &'a Context<'a>,
    text: &'a str,
    at: usize,
    too_deep: bool,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Outcome {
        self.space();
        let value = match self.peek() {
            Some(b'[') => self.array(depth)?,
            Some(b'{') => self.object(depth)?,
            Some(b'"') => text_value(&self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            _ if self.eat("null") => Value::Null(Type::Dynamic),
            _ if self.eat("true") => Value::Bool(true),
            _ if self.eat("false") => Value::Bool(false),
            _ => return Err(self.refusal()),
        };
        Ok(self.cx.made(value))
    }

    fn array(&mut self, depth: usize) -> Result<Value, Refusal> {
        self.enter(depth)?;
        let mut items = Vec::new();
        self.eat("[");
        self.space();
        if self.eat("]") {
            return Ok(Value::tuple(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.eat("]") {
                return Ok(Value::tuple(items));
            }
            self.need(",")?;
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Refusal> {
        self.enter(depth)?;
        let mut entries = BTreeMap::new();
        self.eat("{");
        self.space();
        if self.eat("}") {
            return Ok(Value::object(entries));
        }
        loop {
            self.space();
            let key = self.string()?;
            self.space();
            self.need(":")?;
            let entry = self.value(depth + 1)?;
            add(&mut entries, &key, entry)?;
            self.space();
            if self.eat("}") {
                return Ok(Value::object(entries));
            }
            self.need(",")?;
        }
    }

    fn string(&mut self) -> Result<String, Refusal> {
        self.need("\"")?;
        let mut out = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(|c: char| c == '"' || c == '\\' || c < ' ');
            let plain = plain.ok_or_else(|| self.refusal())?;
            out.push_str(&rest[..plain]);
            self.at += plain;
            if self.eat("\"") {
                return Ok(out);
            }
            self.need("\\")?;
            out.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, Refusal> {
        let escape = self.peek().ok_or_else(|| self.refusal())?;
        let character = match escape {
            b'"' | b'\\' | b'/' => char::from(escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(self.refusal()),
        };
        self.at += 1;
        Ok(character)
    }

    /// `u00e9`, or two of them for a character beyond 16 bits; half a pair alone is U+FFFD.
    fn unicode(&mut self) -> Result<char, Refusal> {
        let first = self.code_unit().ok_or_else(|| self.refusal())?;
        if !(0xd800..0xdc00).contains(&first) || !self.text[self.at..].starts_with("\\u") {
            return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let back = self.at;
        self.at += 1;
        let second = self.code_unit().ok_or_else(|| self.refusal())?;
        if !(0xdc00..0xe000).contains(&second) {
            self.at = back;
            return Ok(char::REPLACEMENT_CHARACTER);
        }
        let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn code_unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at + 1..self.at + 5)?;
        let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.at += 5;
        u32::from_str_radix(digits, 16).ok().filter(|_| plain)
    }

    fn number(&mut self) -> Result<Number, Refusal> {
        let start = self.at;
        self.eat("-");
        if !self.eat("0") {
            self.digits()?;
        }
        if self.eat(".") {
            self.digits()?;
        }
        if self.eat("e") || self.eat("E") {
            let _ = self.eat("+") || self.eat("-");
            self.digits()?;
        }
        Number::parse(&self.text[start..self.at]).ok_or_else(|| self.refusal())
    }

    fn digits(&mut self) -> Result<(), Refusal> {
        let rest = &self.text.as_bytes()[self.at..];
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        if count == 0 { Err(self.refusal()) } else { Ok(()) }
    }

    fn enter(&mut self, depth: usize) -> Result<(), Refusal> {
        self.too_deep |= depth >= DEEPEST;
        if self.too_deep { Err(self.refusal()) } else { Ok(()) }
    }

    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.text[self.at..].starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn need(&mut self, token: &str) -> Result<(), Refusal> {
        if self.eat(token) { Ok(()) } else { Err(self.refusal()) }
    }

    fn refusal(&self) -> Refusal {
        Refusal::new(format!("invalid JSON at byte {}", self.at))
    }
}

/// Adds an entry; the last of a key counts, if it has the type of those before.
fn add(entries: &mut BTreeMap<Name, Traced>, key: &str, entry: Traced) -> Result<(), Refusal> {
    let ty = entry.value.ty();
    let key = text_value(key).as_str().map(Name::from).unwrap_or_default();
    match entries.insert(Name::clone(&key), entry) {
        Some(before) if before.value.ty() != ty => {
            Err(Refusal::new(format!("the key {key:?} is there twice")))
        }
        _ => Ok(()),
    }
}

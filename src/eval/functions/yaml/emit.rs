//! Values as YAML in the style of Terraform: blocks, and strings in double quotes.
//!
//! Lines are broken where libyaml breaks them, which Terraform's writer comes from.
//!
//! What is not known is a piece of the text, with its quotes where they are not certain.
//!
//! Source: go-cty-yaml 1.1; compared with the terraform program, 1.11.4.

use super::super::super::Refusal;
use super::super::super::types::Type;
use super::super::super::value::{MappingKind, Piece, Text, Traced, Value, Why};
use super::super::pieces::Pieces;

/// The column behind which a quoted string goes on in the next line.
const WIDTH: usize = 80;
/// The longest key that stands before its colon in one line.
const SIMPLE_KEY: usize = 128;
/// What ends a line in YAML: a key that has one does not stand before its colon in one line.
const LINE_ENDS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// The document; an error inside is what Terraform can encode and acklint does not.
pub(super) fn emit(value: &Traced) -> Result<Result<Value, Why>, Refusal> {
    let mut emitter = Emitter { fresh: true, indention: true, ..Emitter::default() };
    emitter.node(value, Place::Root, 0)?;
    if emitter.odd || emitter.out.matches(HOLE).count() != emitter.holes.len() {
        return Ok(Err(Why::NotModelled("YAML with such line ends".into())));
    }
    emitter.indent(0);
    if emitter.open {
        emitter.out.push_str("...\n");
    }
    Ok(Ok(emitter.finish()))
}

/// Stands in the text for what is not known.
const HOLE: char = '\u{e000}';

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Item,
    Entry,
    /// Behind a key that has lines of its own.
    Explained,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "the state of libyaml's writer")]
struct Emitter {
    out: String,
    /// What is not known of it, hole by hole.
    holes: Vec<Vec<Piece>>,
    column: usize,
    /// White space or nothing is before.
    fresh: bool,
    /// Only spaces and dashes are in this line.
    indention: bool,
    /// Something is in it that is not modelled.
    odd: bool,
    /// The end of the document must be marked.
    open: bool,
}

impl Emitter {
    /// A value whose block stands at `indent`, or further in.
    fn node(&mut self, value: &Traced, place: Place, indent: usize) -> Result<(), Refusal> {
        match &value.value {
            Value::Null(_) => self.plain("null", place),
            Value::Bool(value) => self.plain(&value.to_string(), place),
            Value::Number(number) => self.plain(&number.to_string(), place),
            Value::Text(Text::Plain(text)) => {
                let inner = if place == Place::Root { 2 } else { indent + 2 };
                self.text(text, inner);
            }
            Value::Text(Text::Symbolic(pieces)) => self.hole(value, pieces, place),
            _ if is_open(&value.value) => self.hole(value, &[], place),
            Value::Sequence(_, items) if items.is_empty() => self.mark("[]"),
            Value::Mapping(mapping) if mapping.entries.is_empty() => self.mark("{}"),
            Value::Sequence(_, items) => {
                let inner = matches!(place, Place::Item | Place::Explained);
                let indent = if inner { indent + 2 } else { indent };
                for item in items.iter() {
                    self.indent(indent);
                    self.dash();
                    self.node(item, Place::Item, indent)?;
                }
            }
            Value::Mapping(mapping) => {
                let indent = if place == Place::Root { indent } else { indent + 2 };
                for (key, entry) in &mapping.entries {
                    self.indent(indent);
                    let place = self.key(key, indent);
                    self.node(entry, place, indent)?;
                }
            }
            _ => return Err(Refusal::new("a value that is not known cannot be encoded")),
        }
        Ok(())
    }

    /// What is not known: text between quotes where it is made of names that the cloud gives.
    fn hole(&mut self, value: &Traced, pieces: &[Piece], place: Place) {
        let alone = match &value.value {
            Value::Unknown(unknown) if unknown.ty == Type::String && !unknown.nullable => {
                vec![Piece::Unknown(value.clone())]
            }
            _ => pieces.to_vec(),
        };
        let plain = |piece: &Piece| match piece {
            Piece::Literal(text) => {
                text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c))
            }
            piece => is_id(piece),
        };
        let hole = if !alone.is_empty() && alone.iter().all(plain) {
            let quote = || Piece::Literal("\"".into());
            [quote()].into_iter().chain(alone).chain([quote()]).collect()
        } else {
            let why = value.value.why_unknown().unwrap_or(Why::NotModelled("a value".into()));
            let opaque = Value::unknown_result(Type::String, why);
            vec![Piece::Unknown(Traced::new(opaque, value.origin))]
        };
        self.holes.push(hole);
        self.plain(&HOLE.to_string(), place);
    }

    /// The text, with what is not known in its holes.
    fn finish(self) -> Value {
        let mut pieces = Pieces::default();
        let mut holes = self.holes.iter();
        for (at, known) in self.out.split(HOLE).enumerate() {
            if at > 0 {
                holes.next().into_iter().flatten().for_each(|piece| pieces.piece(piece));
            }
            pieces.literal(known);
        }
        pieces.finish()
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    fn line(&mut self) {
        self.out.push('\n');
        self.column = 0;
    }

    /// A line of its own if this one has something in it, and spaces up to a column.
    fn indent(&mut self, column: usize) {
        if !self.indention || self.column > column || (self.column == column && !self.fresh) {
            self.line();
        }
        let missing = column.saturating_sub(self.column);
        self.put(&" ".repeat(missing));
        (self.fresh, self.indention) = (true, true);
    }

    fn space(&mut self) {
        if !self.fresh {
            self.put(" ");
        }
        (self.fresh, self.open) = (false, false);
    }

    fn dash(&mut self) {
        self.space();
        self.put("-");
    }

    fn mark(&mut self, text: &str) {
        self.space();
        self.put(text);
        self.indention = false;
    }

    fn plain(&mut self, text: &str, place: Place) {
        self.mark(text);
        self.open = place == Place::Root;
    }

    /// A key of a mapping at an indent, and where that puts its value.
    fn key(&mut self, key: &str, indent: usize) -> Place {
        if key.len() <= SIMPLE_KEY && !key.contains(LINE_ENDS) {
            self.quoted(key, None);
            self.put(":");
            return Place::Entry;
        }
        self.space();
        self.put("?");
        self.text(key, indent + 2);
        self.indent(indent);
        self.space();
        self.put(":");
        Place::Explained
    }

    fn text(&mut self, text: &str, indent: usize) {
        self.odd |= text.contains('\n') && text.contains(['\u{85}', '\u{2028}', '\u{2029}']);
        if text.contains('\n') && is_literal(text) {
            self.literal(text, indent);
        } else {
            self.quoted(text, Some(indent));
        }
    }

    /// In double quotes, over several lines at an indent where that is given.
    fn quoted(&mut self, text: &str, indent: Option<usize>) {
        self.mark("\"");
        // Terraform's writer then takes every character for a byte order mark
        let marked = text.starts_with('\u{feff}');
        let mut spaces = false;
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let inner = at > 0 && at + 1 < text.len();
            let foldable = character == ' ' && !spaces && inner && !marked;
            let fold = indent.filter(|_| foldable && self.column > WIDTH);
            if let Some(indent) = fold {
                self.line();
                self.put(&" ".repeat(indent));
                if characters.peek().is_some_and(|(_, next)| *next == ' ') {
                    self.put("\\");
                }
            } else {
                let escaped = escaped(character);
                let escaped = if marked && escaped.len() == character.len_utf8() {
                    by_code(character)
                } else {
                    escaped
                };
                self.put(&escaped);
            }
            spaces = character == ' ';
        }
        self.put("\"");
    }

    /// Line by line behind a bar.
    fn literal(&mut self, text: &str, indent: usize) {
        self.mark("|");
        if text.starts_with([' ', '\n']) {
            self.put("2");
        }
        let kept = text == "\n" || text.ends_with("\n\n");
        if kept {
            self.put("+");
        } else if !text.ends_with('\n') {
            self.put("-");
        }
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            self.line();
            if !line.is_empty() {
                self.put(&" ".repeat(indent));
                self.put(line);
            }
        }
        if text.ends_with('\n') {
            self.line();
            (self.fresh, self.indention) = (true, true);
        }
    }
}

/// Whether a piece is an id: of what else the cloud gives some has several lines.
fn is_id(piece: &Piece) -> bool {
    let Piece::Unknown(Traced { value: Value::Unknown(unknown), .. }) = piece else { return false };
    unknown.why.reference().is_some_and(|reference| &*reference.path == ".id")
}

/// Whether it is not known what it holds, or how much of it.
fn is_open(value: &Value) -> bool {
    match value {
        Value::Unknown(_) | Value::Several(_) => true,
        Value::Sequence(_, items) => {
            items.iter().any(|item| matches!(item.value, Value::Several(_)))
        }
        Value::Mapping(mapping) => {
            mapping.rest.is_some() || matches!(mapping.kind, MappingKind::Resource(_))
        }
        _ => false,
    }
}

/// Whether a block of lines can hold it.
fn is_literal(text: &str) -> bool {
    let printable = |c: char| c == '\n' || escaped(c).len() == c.len_utf8() || "\"\\".contains(c);
    !text.ends_with(' ') && !text.contains(" \n") && text.chars().all(printable)
}

/// A character inside of double quotes.
fn escaped(character: char) -> String {
    let short = match character {
        '\0' => "\\0",
        '\u{7}' => "\\a",
        '\u{8}' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\u{b}' => "\\v",
        '\u{c}' => "\\f",
        '\r' => "\\r",
        '\u{1b}' => "\\e",
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{85}' => "\\N",
        '\u{2028}' => "\\L",
        '\u{2029}' => "\\P",
        ' '..='~' | '\u{a0}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' => return character.into(),
        _ => return by_code(character),
    };
    short.to_owned()
}

/// A character by its number.
fn by_code(character: char) -> String {
    match u32::from(character) {
        code @ 0..=0xff => format!("\\x{code:02X}"),
        code @ 0x100..=0xffff => format!("\\u{code:04X}"),
        code => format!("\\U{code:08X}"),
    }
}

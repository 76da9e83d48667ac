//! Strings built piece by piece: what is known as text, what is not by its identity.

use super::super::types::Type;
use super::super::value::{Piece, Several, Text, Traced, Unknown, Value, Why};
use super::Context;
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The pieces of a string in the making.
#[derive(Debug, Clone, Default)]
pub(in crate::eval) struct Pieces {
    done: Vec<Piece>,
    /// Known text behind them.
    tail: String,
}

impl Pieces {
    /// The pieces of a string that may be known in part or not at all; `None` for other values.
    pub(super) fn of(value: &Traced) -> Option<Self> {
        let mut pieces = Self::default();
        pieces.push(value).then_some(pieces)
    }

    /// Adds known text.
    pub(super) fn literal(&mut self, text: &str) {
        self.tail.push_str(text);
    }

    /// Adds a string or a scalar that is not known; `false` for other values.
    pub(in crate::eval) fn push(&mut self, value: &Traced) -> bool {
        match &value.value {
            Value::Text(Text::Plain(text)) => self.literal(text),
            Value::Text(Text::Symbolic(pieces)) => pieces.iter().for_each(|p| self.piece(p)),
            Value::Unknown(unknown) if is_scalar(&unknown.ty) => {
                self.piece(&Piece::Unknown(value.clone()));
            }
            _ => return false,
        }
        true
    }

    /// Adds an unknown number of items with text between them.
    pub(super) fn joined(&mut self, separator: &str, items: &Arc<Several>) {
        let (separator, items) = (Arc::from(separator), Arc::clone(items));
        self.piece(&Piece::Joined { separator, items });
    }

    /// Adds a piece of another string.
    pub(super) fn piece(&mut self, piece: &Piece) {
        if let Piece::Literal(text) = piece {
            self.literal(text);
        } else {
            self.flush();
            self.done.push(piece.clone());
        }
    }

    /// The pieces: no literal is empty, and no two are in a row.
    pub(super) fn into_vec(mut self) -> Vec<Piece> {
        self.flush();
        self.done
    }

    /// The string. One unknown alone is itself, never null since it went through text.
    pub(in crate::eval) fn finish(self) -> Value {
        if self.done.is_empty() {
            return text_value(&self.tail);
        }
        let pieces = self.into_vec();
        match pieces.as_slice() {
            [Piece::Unknown(Traced { value: Value::Unknown(unknown), .. })] => {
                let why = unknown.why.clone();
                Value::Unknown(Arc::new(Unknown { ty: Type::String, why, nullable: false }))
            }
            _ => Value::Text(Text::Symbolic(pieces.into())),
        }
    }

    /// [`Pieces::finish`] with its origin: one unknown alone keeps its own.
    pub(super) fn finish_in(self, cx: &Context<'_>) -> Traced {
        match self.done.as_slice() {
            [Piece::Unknown(only)] if self.tail.is_empty() => {
                let origin = only.origin;
                cx.converted(self.finish(), origin)
            }
            _ => cx.made(self.finish()),
        }
    }

    fn flush(&mut self) {
        if !self.tail.is_empty() {
            self.done.push(Piece::Literal(normal(&self.tail)));
            self.tail.clear();
        }
    }
}

impl From<Vec<Piece>> for Pieces {
    fn from(pieces: Vec<Piece>) -> Self {
        let mut made = Self::default();
        for piece in &pieces {
            made.piece(piece);
        }
        made
    }
}

/// A known string in the one normal form that Terraform keeps all strings in (NFC).
pub(super) fn text_value(text: &str) -> Value {
    Value::text(normal(text))
}

/// Whether a piece is a reference: its text will be an identifier or the like.
pub(super) fn is_reference(piece: &Piece) -> bool {
    match piece {
        Piece::Unknown(Traced { value: Value::Unknown(unknown), .. }) => {
            matches!(unknown.why, Why::Reference(_))
        }
        _ => false,
    }
}

/// Whether what the cloud decides never holds this character: no id, name, zone or address does.
pub(super) fn is_foreign(character: char) -> bool {
    character.is_whitespace() || ",;|#'\"<>(){}[]$!?*^`~\\&%".contains(character)
}

fn normal(text: &str) -> Arc<str> {
    if is_nfc(text) { Arc::from(text) } else { Arc::from(text.nfc().collect::<String>()) }
}

fn is_scalar(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Number | Type::Bool | Type::Dynamic)
}

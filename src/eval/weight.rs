//! How large a value is when all that it shares is written out: a limit on that keeps a few lines
//! that double a value from filling the memory.

use super::value::{Mapping, Piece, Several, Text, Traced, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// What a value without text takes, in bytes; about what it takes in memory.
const BARE: u64 = 64;

/// Weights above this are kept, so that what is shared is weighed once.
const KEPT: u64 = 4_096;

/// The weights of large values, by where they lie; the values are held so that nothing else can
/// come to lie there.
#[derive(Debug, Default)]
pub(super) struct Weights {
    kept: HashMap<usize, (Value, u64)>,
    /// How many values were looked at: about how many were made, for each is weighed.
    looked_at: u64,
}

impl Weights {
    /// The size of a value in bytes, written out.
    pub(super) fn of(&mut self, value: &Value) -> u64 {
        self.looked_at += 1;
        match value {
            Value::Null(_) | Value::Bool(_) | Value::Number(_) | Value::Unknown(_) => BARE,
            Value::Text(Text::Plain(text)) => BARE + text.len() as u64,
            Value::Text(Text::Symbolic(pieces)) => {
                let place = pieces.as_ptr().addr();
                self.kept(place, value, |weights| {
                    let weight: u64 = pieces.iter().map(|piece| weights.piece(piece)).sum();
                    weights.looked_at += weight / BARE; // it is kept, text and all
                    weight
                })
            }
            Value::Sequence(_, items) => {
                let place = Arc::as_ptr(items).addr();
                self.kept(place, value, |weights| weights.all(items.iter()))
            }
            Value::Mapping(mapping) => {
                let place = Arc::as_ptr(mapping).addr();
                self.kept(place, value, |weights| weights.mapping(mapping))
            }
            Value::Several(several) => self.several(several),
        }
    }

    /// How many values were looked at since this was asked.
    pub(super) fn take_looked_at(&mut self) -> u64 {
        std::mem::take(&mut self.looked_at)
    }

    fn kept(&mut self, place: usize, value: &Value, weigh: impl FnOnce(&mut Self) -> u64) -> u64 {
        if let Some((_, weight)) = self.kept.get(&place) {
            return *weight;
        }
        let weight = weigh(self).saturating_add(BARE);
        if weight > KEPT {
            self.kept.insert(place, (value.clone(), weight));
        }
        weight
    }

    fn all<'v>(&mut self, values: impl Iterator<Item = &'v Traced>) -> u64 {
        values.fold(0, |sum: u64, value| sum.saturating_add(self.of(&value.value)))
    }

    fn mapping(&mut self, mapping: &Mapping) -> u64 {
        let keys: u64 = mapping.entries.keys().map(|key| key.len() as u64).sum();
        let rest = mapping.rest.as_ref().map_or(0, |rest| self.several(rest));
        self.all(mapping.entries.values()).saturating_add(keys).saturating_add(rest)
    }

    fn several(&mut self, several: &Several) -> u64 {
        self.of(&several.like.value).saturating_add(BARE)
    }

    fn piece(&mut self, piece: &Piece) -> u64 {
        match piece {
            Piece::Literal(text) => BARE + text.len() as u64,
            Piece::Unknown(value) => self.of(&value.value),
            Piece::Joined { items, .. } => self.several(items),
        }
    }
}

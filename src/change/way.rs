//! Whether two values that are not known were made in the same way of the same values: then they
//! are the same.

use super::identity::Identities;
use super::same::Verdict;
use crate::eval::{How, Made, OriginId, Trails, Why};
use crate::source::SourceMap;

/// How deep in each other ways are compared before two count as different.
const DEPTH: usize = 200;

/// The ways of all values, and the texts that they are written in.
#[derive(Clone, Copy)]
pub struct Ways<'a> {
    /// The ways.
    pub trails: &'a Trails,
    /// The texts.
    pub sources: &'a SourceMap,
}

/// What a value is that nothing was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Leaf {
    /// The same if it is written the same: a variable without a value, say.
    Text,
    /// Its text says nothing of the names in it.
    Nothing,
}

impl Leaf {
    /// What a text says of two values that are not known for some reasons.
    pub(super) fn of(before: &Why, after: &Why) -> Self {
        if before == after { Self::Text } else { Self::Nothing }
    }
}

impl Ways<'_> {
    /// The hop behind names and conversions.
    fn base(self, id: OriginId) -> OriginId {
        let mut at = id;
        loop {
            let hop = self.trails.hop(at);
            match (&hop.how, hop.from.as_slice()) {
                _ if self.trails.made(at).is_some() => return at,
                (How::Passed(_) | How::Taken, [from, ..]) | (How::Converted, [from]) => at = *from,
                _ => return at,
            }
        }
    }
}

impl Identities<'_> {
    /// Whether two values that are not known were made in the same way of the same values.
    pub(super) fn same_way(&self, before: OriginId, after: OriginId, leaf: Leaf) -> bool {
        let Some(ways) = self.ways else { return false };
        let pair = (ways.base(before), ways.base(after));
        let asked = (pair.0, pair.1, leaf);
        if let Some(known) = self.compared.borrow().get(&asked) {
            return *known;
        }
        if self.depth.get() >= DEPTH {
            return false;
        }
        self.depth.set(self.depth.get() + 1);
        let same = match (ways.trails.made(pair.0), ways.trails.made(pair.1)) {
            (Some(before), Some(after)) => self.same_made(before, after),
            (None, None) => self.same_step(ways, pair, leaf),
            _ => false,
        };
        self.depth.set(self.depth.get() - 1);
        self.compared.borrow_mut().insert(asked, same);
        same
    }

    fn same_made(&self, before: &Made, after: &Made) -> bool {
        let mut pairs = before.of.iter().zip(&after.of);
        before.what == after.what
            && before.of.len() == after.of.len()
            && pairs.all(|(one, other)| matches!(self.compare(one, other, true), Verdict::Same))
    }

    fn same_step(&self, ways: Ways<'_>, (before, after): (OriginId, OriginId), leaf: Leaf) -> bool {
        let (one, other) = (ways.trails.hop(before), ways.trails.hop(after));
        let text = |span| ways.sources.text(span);
        let alike = match (&one.how, &other.how) {
            (How::Part(one), How::Part(other)) => one == other,
            _ if one.from.is_empty() && leaf == Leaf::Nothing => false,
            (how, other_how) => how == other_how && text(one.span) == text(other.span),
        };
        let mut pairs = one.from.iter().zip(&other.from);
        alike
            && one.from.len() == other.from.len()
            && pairs.all(|(one, other)| self.same_way(*one, *other, leaf))
    }
}

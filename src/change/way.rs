//! Whether two values that are not known came about in the same way: then they are the same.

use crate::eval::{How, OriginId, Trails};
use crate::source::SourceMap;

/// How many steps are compared before two ways count as different.
const STEPS: usize = 500;

/// The ways of all values, and the texts that they are written in.
#[derive(Clone, Copy)]
pub struct Ways<'a> {
    /// The ways.
    pub trails: &'a Trails,
    /// The texts.
    pub sources: &'a SourceMap,
}

impl Ways<'_> {
    /// Whether both were made by the same expressions from the same values, names left out.
    pub(super) fn same(self, before: OriginId, after: OriginId) -> bool {
        let mut open = vec![(before, after)];
        for _ in 0..STEPS {
            let Some((before, after)) = open.pop() else { return true };
            let (before, after) = (self.through_names(before), self.through_names(after));
            let (one, other) = (self.trails.hop(before), self.trails.hop(after));
            let alike = one.how == other.how && one.from.len() == other.from.len();
            if !alike || self.sources.text(one.span) != self.sources.text(other.span) {
                return false;
            }
            open.extend(one.from.iter().copied().zip(other.from.iter().copied()));
        }
        false
    }

    fn through_names(self, id: OriginId) -> OriginId {
        let mut at = id;
        loop {
            let hop = self.trails.hop(at);
            match (&hop.how, hop.from.first()) {
                (How::Passed(_), Some(from)) => at = *from,
                _ => return at,
            }
        }
    }
}

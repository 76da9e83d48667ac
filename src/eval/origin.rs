//! Where a value comes from: each step that it took is a hop, and hops form a graph in an arena.
//!
//! The origin travels in the value and is recorded as it happens (which branch of a conditional,
//! which element of a list), so no later replay can disagree with the evaluation.

use super::mark::Mark;
use super::value::Traced;
use crate::source::Span;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A hop in the [`Origins`] of one root, and whether what took it is sensitive. Equality of values
/// ignores it; two of one hop are equal.
#[derive(Debug, Clone, Copy)]
pub struct OriginId {
    root: u32,
    hop: u32,
    /// Whether the value that took the hop is sensitive.
    pub mark: Mark,
}

impl OriginId {
    fn place(self) -> (u32, u32) {
        (self.root, self.hop)
    }

    /// The same hop of a value with this mark.
    #[must_use]
    pub fn with(self, mark: Mark) -> Self {
        Self { mark, ..self }
    }
}

impl PartialEq for OriginId {
    fn eq(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}

impl Eq for OriginId {}

impl Hash for OriginId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.place().hash(state);
    }
}

impl PartialOrd for OriginId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for OriginId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place().cmp(&other.place())
    }
}

/// One step of a value on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Where the step is written.
    pub span: Span,
    /// What happened there.
    pub how: How,
    /// What it was made from; the first is the one that a reader follows.
    pub from: Vec<OriginId>,
}

/// What happened to a value at a hop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// A literal, or a constructor of a list or object: here a person wrote it.
    Written,
    /// From outside of what was read: `--var`, an environment variable, the default of a module
    /// that is read without its code, named.
    Given(Arc<str>),
    /// Unchanged through a name: `var.x`, `local.x`, `module.m.out`, an input. The text names it.
    Passed(Arc<str>),
    /// A part of what is not known, by its step: `.id`, `[0]`; `from` is the whole's origin.
    Part(Arc<str>),
    /// An element was taken out of a whole; `from` is the element's own origin, then the whole's.
    Taken,
    /// The same content in another type or a cut of it (`tostring`, `split`): still the source's.
    Converted,
    /// Made from other values by the function or operator named.
    Computed(Arc<str>),
}

/// The arena of one root's hops.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    root: u32,
    hops: Vec<Hop>,
    made: HashMap<u32, Made>,
}

/// What a value that is not known was made of: two that were made in the same way of the same
/// values are the same.
#[derive(Debug, Clone)]
pub struct Made {
    /// The function or operator; of a loop, its text.
    pub what: Arc<str>,
    /// What it was given.
    pub of: Vec<Traced>,
}

/// How many hops of a way are kept: beyond, nobody reads on.
const WAY_LIMIT: usize = 64;

/// How many hops a way is followed back.
const STEPS: usize = 2_000;

impl Origins {
    /// An empty arena; `root` tells apart the arenas of one run.
    pub fn new(root: u32) -> Self {
        Self { root, hops: Vec::new(), made: HashMap::new() }
    }

    /// How many hops there are.
    pub fn len(&self) -> usize {
        self.hops.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.hops.is_empty()
    }

    /// The number of the root whose values these are.
    pub fn root(&self) -> u32 {
        self.root
    }

    /// Records a step. What is made from something sensitive is sensitive.
    pub fn push(&mut self, span: Span, how: How, from: Vec<OriginId>) -> OriginId {
        let mark = from.iter().map(|id| id.mark).max().unwrap_or_default();
        let id = OriginId { root: self.root, hop: crate::source::offset(self.hops.len()), mark };
        self.hops.push(Hop { span, how, from });
        id
    }

    /// Records what a value was made of; whoever handed it on unchanged made nothing.
    pub fn make(&mut self, id: OriginId, made: impl FnOnce() -> Made) {
        let named = matches!(self.hop(id).how, How::Passed(_));
        if id.root == self.root && !named {
            self.made.entry(id.hop).or_insert_with(made);
        }
    }

    /// What the value was made of that a hop stands for, if it is not known.
    pub fn made(&self, id: OriginId) -> Option<&Made> {
        self.made.get(&id.hop)
    }

    /// Records that a value is written at a place.
    pub fn written(&mut self, span: Span) -> OriginId {
        self.push(span, How::Written, Vec::new())
    }

    /// The hop behind an id.
    pub fn hop(&self, id: OriginId) -> &Hop {
        &self.hops[id.hop as usize]
    }

    /// Where the value is written: the place that a person edits.
    pub fn place(&self, id: OriginId) -> OriginId {
        let mut at = id;
        for _ in 0..STEPS {
            let Some(next) = self.source_of(at) else { break };
            at = next;
        }
        at
    }

    /// The way from where the value is written (first) to `id` (last).
    pub fn way(&self, id: OriginId) -> Vec<OriginId> {
        let mut way = Vec::new();
        self.walk(id, &mut way, &mut { STEPS });
        way
    }

    fn source_of(&self, id: OriginId) -> Option<OriginId> {
        let hop = self.hop(id);
        match hop.how {
            How::Passed(_) | How::Part(_) | How::Taken | How::Converted => {
                hop.from.first().copied()
            }
            How::Written | How::Given(_) | How::Computed(_) => None,
        }
    }

    fn walk(&self, id: OriginId, way: &mut Vec<OriginId>, left: &mut usize) {
        if way.len() >= WAY_LIMIT || way.contains(&id) || *left == 0 {
            return;
        }
        *left -= 1;
        if let Some(source) = self.source_of(id) {
            self.walk(source, way, left);
        }
        let hop = self.hop(id);
        if hop.how == How::Taken {
            // the whole brought the element here: its way, without the place where it was made
            for whole in hop.from.iter().skip(1) {
                let mut of_whole = Vec::new();
                self.walk(*whole, &mut of_whole, left);
                let kept = of_whole.into_iter().skip(1).filter(|hop| !way.contains(hop));
                let kept: Vec<_> = kept.collect();
                way.extend(kept);
            }
        }
        if way.len() < WAY_LIMIT {
            way.push(id);
        }
    }
}

/// The arenas of all roots of a run.
#[derive(Debug, Clone, Default)]
pub struct Trails(Vec<Origins>);

impl Trails {
    /// Gathers the arenas; the one of root `n` must be the `n`th.
    pub fn new(arenas: Vec<Origins>) -> Self {
        debug_assert!(arenas.iter().enumerate().all(|(at, a)| a.root as usize == at));
        Self(arenas)
    }

    /// The arena that an id belongs to.
    pub fn of(&self, id: OriginId) -> &Origins {
        &self.0[id.root as usize]
    }

    /// The hop behind an id.
    pub fn hop(&self, id: OriginId) -> &Hop {
        self.of(id).hop(id)
    }

    /// What the value was made of that a hop stands for, if it is not known.
    pub fn made(&self, id: OriginId) -> Option<&Made> {
        self.of(id).made(id)
    }
}

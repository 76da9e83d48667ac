//! How far a run has come, for whoever waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Counts that a run keeps while it lasts; copies share them.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    all: AtomicUsize,
    begun: AtomicUsize,
}

impl Progress {
    /// So many roots will be looked at.
    pub(crate) fn expect(&self, roots: usize) {
        self.0.all.store(roots, Relaxed);
    }

    /// One more root is being looked at.
    pub(crate) fn begin_root(&self) {
        self.0.begun.fetch_add(1, Relaxed);
    }

    /// How many roots have been begun, and how many there are: 0 while they are looked for.
    pub fn roots(&self) -> (usize, usize) {
        (self.0.begun.load(Relaxed), self.0.all.load(Relaxed))
    }
}

/// What two runs are asked for is the same, however far they have come.
impl PartialEq for Progress {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Progress {}

//! Which folder calls which.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Folders, by name.
pub(super) type Folders = BTreeSet<Arc<str>>;

/// The calls between folders, both ways.
#[derive(Debug, Default)]
pub(super) struct Graph {
    folders: Folders,
    calls: BTreeMap<Arc<str>, Folders>,
    callers: BTreeMap<Arc<str>, Folders>,
}

impl Graph {
    /// From each folder and those that it calls; what calls itself is no caller.
    pub(super) fn new<'a>(
        folders: impl IntoIterator<Item = (&'a Arc<str>, &'a Folders)> + Clone,
    ) -> Self {
        let mut graph = Self::default();
        for (caller, called) in folders {
            graph.folders.insert(Arc::clone(caller));
            for folder in called.iter().filter(|folder| *folder != caller) {
                graph.calls.entry(Arc::clone(caller)).or_default().insert(Arc::clone(folder));
                graph.callers.entry(Arc::clone(folder)).or_default().insert(Arc::clone(caller));
            }
        }
        graph
    }

    /// The folders that no other one calls.
    pub(super) fn without_caller(&self) -> Folders {
        let called = |folder: &&Arc<str>| !self.callers.contains_key(*folder);
        self.folders.iter().filter(called).map(Arc::clone).collect()
    }

    /// Of each circle that no other folder leads into, the first by name.
    pub(super) fn of_circles(&self) -> Folders {
        let mut reached = self.reached(&self.without_caller());
        let mut firsts = Folders::new();
        for folder in &self.folders {
            if reached.contains(folder) {
                continue;
            }
            let circle = self.circle_before(folder);
            if let Some(first) = circle.first() {
                reached.append(&mut self.reached(&Folders::from([Arc::clone(first)])));
                firsts.insert(Arc::clone(first));
            }
        }
        firsts
    }

    /// The folders that some lead to, themselves included.
    pub(super) fn reached(&self, from: &Folders) -> Folders {
        closure(&self.calls, from)
    }

    /// The folders that lead to some, themselves included.
    pub(super) fn reaching(&self, to: &Folders) -> Folders {
        closure(&self.callers, to)
    }

    /// A circle that leads to a folder and that no other folder leads into.
    fn circle_before(&self, folder: &Arc<str>) -> Folders {
        let mut at = Arc::clone(folder);
        loop {
            let here = Folders::from([Arc::clone(&at)]);
            let (before, after) = (self.reaching(&here), self.reached(&here));
            match before.difference(&after).next() {
                Some(outside) => at = Arc::clone(outside),
                None => return before,
            }
        }
    }
}

fn closure(edges: &BTreeMap<Arc<str>, Folders>, from: &Folders) -> Folders {
    let mut closure = from.clone();
    let mut open: Vec<Arc<str>> = from.iter().map(Arc::clone).collect();
    while let Some(folder) = open.pop() {
        for next in edges.get(&folder).into_iter().flatten() {
            if closure.insert(Arc::clone(next)) {
                open.push(Arc::clone(next));
            }
        }
    }
    closure
}

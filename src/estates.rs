//! The estate in each way in which conditions that are not known can turn out.

use crate::eval::Resource;
use crate::model::{self, Choice, Estate, Identity, Subject};
use crate::rules::Worlds;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The resources of all roots, and the estates that were made of them.
pub(crate) struct Estates<'r> {
    roots: &'r [Vec<Resource>],
    base: Estate,
    made: RefCell<HashMap<Key, Arc<Estate>>>,
}

/// A root and choices, by where their options lie.
type Key = (u32, Vec<(usize, usize)>);

impl<'r> Estates<'r> {
    pub(crate) fn new(roots: &'r [Vec<Resource>]) -> Self {
        let all: Vec<Resource> = roots.iter().flatten().cloned().collect();
        Self { roots, base: model::lower(&all), made: RefCell::default() }
    }

    /// The roots that may share a network with a root, itself included.
    fn neighbours(&self, root: u32) -> BTreeSet<u32> {
        let mut neighbours = BTreeSet::from([root]);
        for cluster in &self.base.clusters {
            let known = match &cluster.vpc {
                Ok(Some(id)) => !matches!(self.base.vpc(*id).identity, Identity::Reference(_)),
                Ok(None) => true,
                Err(_) => false,
            };
            if !known {
                neighbours.insert(cluster.subject.root);
            }
        }
        let own_unknown = neighbours.len() > 1 && self.has_unknown(root);
        if own_unknown {
            return (0..crate::source::offset(self.roots.len())).collect();
        }
        for (at, vpc) in self.base.vpcs.iter().enumerate() {
            if matches!(vpc.identity, Identity::Literal(_)) {
                self.share(&mut neighbours, root, &self.roots_in(model::VpcId(at)));
            }
        }
        neighbours
    }

    fn has_unknown(&self, root: u32) -> bool {
        let own = self.base.clusters.iter().filter(|cluster| cluster.subject.root == root);
        own.into_iter().any(|cluster| match &cluster.vpc {
            Ok(Some(id)) => matches!(self.base.vpc(*id).identity, Identity::Reference(_)),
            Ok(None) => false,
            Err(_) => true,
        })
    }

    fn roots_in(&self, vpc: model::VpcId) -> BTreeSet<u32> {
        let vswitches = self.base.vswitches_in(vpc).filter_map(|(_, v)| v.subject.as_ref());
        let clusters = self.base.clusters_in(vpc).map(|cluster| &cluster.subject);
        vswitches.chain(clusters).map(|subject| subject.root).collect()
    }

    fn share(&self, neighbours: &mut BTreeSet<u32>, root: u32, roots: &BTreeSet<u32>) {
        if roots.contains(&root) {
            neighbours.extend(roots);
        }
    }
}

impl Worlds for Estates<'_> {
    fn base(&self) -> &Estate {
        &self.base
    }

    fn chosen(&self, subject: &Subject, choices: &[Choice]) -> Arc<Estate> {
        let place =
            |choice: &Choice| (Arc::as_ptr(&choice.options).cast::<u8>().addr(), choice.pick);
        let mut picks: Vec<(usize, usize)> = choices.iter().map(place).collect();
        picks.sort_unstable();
        let key = (subject.root, picks);
        if let Some(made) = self.made.borrow().get(&key) {
            return Arc::clone(made);
        }
        let neighbours = self.neighbours(subject.root);
        let roots = neighbours.iter().filter_map(|root| self.roots.get(*root as usize));
        let resources: Vec<Resource> =
            roots.flat_map(|resources| model::chosen(resources, choices)).collect();
        let estate = Arc::new(model::lower(&resources));
        self.made.borrow_mut().insert(key, Arc::clone(&estate));
        estate
    }
}

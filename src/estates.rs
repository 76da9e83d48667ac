//! The estate in each way in which conditions that are not known can turn out.

use crate::eval::Resource;
use crate::model::{self, Choice, Cluster, Estate, Identity, Subject, VpcId};
use crate::module::Provider;
use crate::rules::Worlds;
use crate::source::offset;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The resources of all roots, and the estates that were made of them.
pub(crate) struct Estates<'r> {
    roots: &'r [Vec<Resource>],
    providers: &'r [Provider],
    base: Estate,
    made: RefCell<HashMap<Key, Arc<Estate>>>,
}

/// A root and choices, by where their options lie.
type Key = (u32, Vec<(usize, usize)>);

impl<'r> Estates<'r> {
    pub(crate) fn new(roots: &'r [Vec<Resource>], providers: &'r [Provider]) -> Self {
        let all: Vec<Resource> = roots.iter().flatten().cloned().collect();
        Self { roots, providers, base: model::lower(&all), made: RefCell::default() }
    }

    /// The roots that may share a network with a root, itself included.
    fn neighbours(&self, root: u32) -> BTreeSet<u32> {
        let is_open = |cluster: &&Cluster| match &cluster.vpc {
            Ok(Some(id)) => matches!(self.base.vpc(*id).identity, Identity::Reference(_)),
            Ok(None) => false,
            Err(_) => true,
        };
        let open = self.base.clusters.iter().filter(is_open);
        let mut neighbours: BTreeSet<u32> = open.map(|cluster| cluster.subject.root).collect();
        neighbours.extend(self.base.adrift());
        if neighbours.contains(&root) {
            return (0..offset(self.roots.len())).collect();
        }
        neighbours.insert(root);
        for id in (0..self.base.vpcs.len()).map(VpcId) {
            let roots = self.roots_in(id);
            if roots.contains(&root) {
                neighbours.extend(roots);
            }
        }
        neighbours
    }

    fn roots_in(&self, vpc: VpcId) -> BTreeSet<u32> {
        let vswitches = self.base.vswitches_in(vpc).filter_map(|(_, v)| v.subject.as_ref());
        let clusters = self.base.clusters_in(vpc).map(|cluster| &cluster.subject);
        let routes = self.base.routes.iter().filter(|route| route.vpc == Ok(vpc));
        let routes = routes.map(|route| &route.subject);
        vswitches.chain(clusters).chain(routes).map(|subject| subject.root).collect()
    }
}

impl Worlds for Estates<'_> {
    fn providers(&self) -> &[Provider] {
        self.providers
    }

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

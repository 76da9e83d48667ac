//! The estate in each way in which conditions that are not known can turn out.

use crate::change::Comparison;
use crate::eval::Resource;
use crate::model::{self, Choice, Cluster, Estate, HubId, Identity, Link, Node, Subject, VpcId};
use crate::module::Permitted;
use crate::rules::{Terms, Worlds};
use crate::source::offset;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The resources of all roots, and the estates that were made of them.
pub(crate) struct Estates<'r> {
    roots: &'r [Vec<Resource>],
    providers: &'r [Permitted],
    terms: &'r [Terms],
    told: &'r [Resource],
    base: Estate,
    made: Mutex<HashMap<Key, Arc<Estate>>>,
    groups: OnceLock<Vec<BTreeSet<u32>>>,
    comparison: Option<Comparison>,
}

/// A root and choices, by where their options lie.
type Key = (u32, Vec<(usize, usize)>);

impl<'r> Estates<'r> {
    /// The estate of all roots and of what is told beside them; providers and terms are those of
    /// each root.
    pub(crate) fn new(
        (roots, told): (&'r [Vec<Resource>], &'r [Resource]),
        providers: &'r [Permitted],
        terms: &'r [Terms],
    ) -> Self {
        let all: Vec<&Resource> = told.iter().chain(roots.iter().flatten()).collect();
        let (base, made) = (model::lower(&all), Mutex::default());
        let (groups, comparison) = (OnceLock::new(), None);
        Self { roots, providers, terms, told, base, made, groups, comparison }
    }

    /// The same, with what changes.
    pub(crate) fn with(self, comparison: Option<Comparison>) -> Self {
        Self { comparison, ..self }
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
        // a link joins VPCs of other roots, by a hub that is of yet another one
        let groups = self.groups.get_or_init(|| self.groups());
        loop {
            let before = neighbours.len();
            for group in groups {
                if !group.is_disjoint(&neighbours) {
                    neighbours.extend(group);
                }
            }
            if neighbours.len() == before {
                return neighbours;
            }
        }
    }

    /// Roots that meet at a VPC or at what joins VPCs.
    fn groups(&self) -> Vec<BTreeSet<u32>> {
        let vpcs = (0..self.base.vpcs.len()).map(VpcId);
        let vpcs = vpcs.map(|id| self.roots_in(id).chain(self.linked(Node::Vpc(id))).collect());
        let hubs = (0..self.base.hubs.len()).map(|id| Node::Hub(HubId(id)));
        vpcs.chain(hubs.map(|hub| self.linked(hub).collect())).collect()
    }

    fn linked(&self, node: Node) -> impl Iterator<Item = u32> {
        let here = move |link: &&Link| link.ends.iter().any(|end| end.node == Ok(node));
        self.base.links.iter().filter(here).map(|link| link.subject.root)
    }

    fn roots_in(&self, vpc: VpcId) -> impl Iterator<Item = u32> {
        let vswitches = self.base.vswitches_in(vpc).filter_map(|(_, v)| v.subject.as_ref());
        let clusters = self.base.clusters_in(vpc).map(|cluster| &cluster.subject);
        let routes = self.base.routes.iter().filter(move |route| route.vpc == Ok(vpc));
        let routes = routes.map(|route| &route.subject);
        vswitches.chain(clusters).chain(routes).map(|subject| subject.root)
    }
}

impl Worlds for Estates<'_> {
    fn providers(&self) -> &[Permitted] {
        self.providers
    }

    fn terms(&self) -> &[Terms] {
        self.terms
    }

    fn base(&self) -> &Estate {
        &self.base
    }

    fn comparison(&self) -> Option<&Comparison> {
        self.comparison.as_ref()
    }

    fn chosen(&self, subject: &Subject, choices: &[Choice]) -> Arc<Estate> {
        let place =
            |choice: &Choice| (Arc::as_ptr(&choice.options).cast::<u8>().addr(), choice.pick);
        let mut picks: Vec<(usize, usize)> = choices.iter().map(place).collect();
        picks.sort_unstable();
        let key = (subject.root, picks);
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made().get(&key) {
            return Arc::clone(known);
        }
        let neighbours = self.neighbours(subject.root);
        let roots = neighbours.iter().filter_map(|root| self.roots.get(*root as usize));
        let chosen: Vec<Resource> =
            roots.flat_map(|resources| model::chosen(resources, choices)).collect();
        let resources: Vec<&Resource> = self.told.iter().chain(&chosen).collect();
        let estate = Arc::new(model::lower(&resources));
        made().insert(key, Arc::clone(&estate));
        estate
    }
}

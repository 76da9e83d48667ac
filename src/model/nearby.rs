//! What may concern a VPC, found without a look at all there is: the rules ask of each cluster, and
//! a repository may hold thousands.

use super::attr::Open;
use super::cluster::Cluster;
use super::entry::{Entry, NodeGroups};
use super::estate::{Estate, Identity, VSwitchId, VpcId};
use super::network::VSwitch;
use super::route::{Route, TableEntry};
use crate::eval::Address;
use std::collections::HashMap;
use std::sync::Arc;

/// The VPC of something, none if it has none, or why it is not known.
type Lies<'v> = Result<Option<VpcId>, &'v Open>;

/// The places in a list of what lies in each VPC, and of what may lie in any.
#[derive(Debug, Clone, Default)]
struct Places {
    here: HashMap<VpcId, Vec<usize>>,
    anywhere: Vec<usize>,
    /// Those of them whose own VPC is not known.
    unplaced: Vec<usize>,
    all: usize,
}

impl Places {
    fn new<'v>(estate: &Estate, vpcs: impl Iterator<Item = Lies<'v>>) -> Self {
        let mut places = Self::default();
        for (at, vpc) in vpcs.enumerate() {
            match vpc {
                Ok(Some(id)) => {
                    places.here.entry(id).or_default().push(at);
                    if estate.may_be_any(id) {
                        places.anywhere.push(at);
                    }
                }
                Ok(None) => {}
                Err(_) => {
                    places.anywhere.push(at);
                    places.unplaced.push(at);
                }
            }
            places.all = at + 1;
        }
        places
    }

    /// What lies in a VPC or may lie there, in the order of the list; of a VPC that is not known,
    /// all.
    fn near(&self, estate: &Estate, vpc: Lies<'_>) -> Vec<usize> {
        match vpc {
            Ok(None) => Vec::new(),
            Ok(Some(id)) if !estate.may_be_any(id) => {
                let mut near: Vec<usize> =
                    self.inside(id).chain(self.anywhere.iter().copied()).collect();
                near.sort_unstable();
                near
            }
            Ok(Some(_)) | Err(_) => (0..self.all).collect(),
        }
    }

    fn inside(&self, vpc: VpcId) -> impl Iterator<Item = usize> {
        self.here.get(&vpc).into_iter().flatten().copied()
    }
}

/// The places of clusters, vSwitches, routes and entries by VPC.
#[derive(Debug, Clone, Default)]
pub(super) struct Nearby {
    clusters: Places,
    vswitches: Places,
    routes: Places,
    entries: Places,
    table_entries: Places,
    entries_of: HashMap<u32, Vec<usize>>,
    groups_of: HashMap<(u32, Arc<Address>), usize>,
}

impl Nearby {
    fn of(estate: &Estate) -> Self {
        let places = |vpcs: &mut dyn Iterator<Item = Lies<'_>>| Places::new(estate, vpcs);
        let mut entries_of: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, entry) in estate.entries.iter().enumerate() {
            entries_of.entry(entry.subject.root).or_default().push(at);
        }
        let groups = estate.node_groups.iter().map(|of| of.cluster.key());
        Self {
            entries_of,
            groups_of: groups.zip(0..).collect(),
            clusters: places(
                &mut estate.clusters.iter().map(|cluster| cluster.vpc.as_ref().copied()),
            ),
            vswitches: places(&mut estate.vswitches.iter().map(|vswitch| known(&vswitch.vpc))),
            routes: places(&mut estate.routes.iter().map(|route| known(&route.vpc))),
            entries: places(&mut estate.entries.iter().map(|entry| known(&entry.vpc))),
            table_entries: places(&mut estate.table_entries.iter().map(|entry| known(&entry.vpc))),
        }
    }
}

fn known(vpc: &Result<VpcId, Open>) -> Lies<'_> {
    vpc.as_ref().map(|id| Some(*id))
}

/// What lies in a VPC, and what may lie in it for all that is known.
impl Estate {
    fn nearby(&self) -> &Nearby {
        self.nearby.get_or_init(|| Nearby::of(self))
    }

    /// Whether a VPC is only referred to, so that it may turn out to be any other.
    fn may_be_any(&self, id: VpcId) -> bool {
        matches!(self.vpc(id).identity, Identity::Reference(_))
    }

    /// The clusters that lie in the VPC of a cluster or may lie there, itself included.
    pub fn clusters_near<'e>(&'e self, cluster: &Cluster) -> impl Iterator<Item = &'e Cluster> {
        let near = self.nearby().clusters.near(self, cluster.vpc.as_ref().copied());
        near.into_iter().map(|at| &self.clusters[at])
    }

    /// The ranges beyond the VPC of a cluster, and those that may be beyond it.
    pub fn routes_near<'e>(&'e self, cluster: &Cluster) -> impl Iterator<Item = &'e Route> {
        let near = self.nearby().routes.near(self, cluster.vpc.as_ref().copied());
        near.into_iter().map(|at| &self.routes[at])
    }

    /// Who is let in within the VPC of a cluster, who may be, and whom the cluster's root lets in
    /// anywhere.
    pub fn entries_near<'e>(&'e self, cluster: &Cluster) -> impl Iterator<Item = &'e Entry> {
        let nearby = self.nearby();
        let mut near = nearby.entries.near(self, cluster.vpc.as_ref().copied());
        near.extend(nearby.entries_of.get(&cluster.subject.root).into_iter().flatten());
        near.sort_unstable();
        near.dedup();
        near.into_iter().map(|at| &self.entries[at])
    }

    /// The security groups of the nodes of a cluster.
    pub fn node_groups_of(&self, cluster: &Cluster) -> Option<&NodeGroups> {
        let at = self.nearby().groups_of.get(&cluster.subject.key())?;
        Some(&self.node_groups[*at])
    }

    /// The custom entries of the route table of a cluster's VPC, and those that may be.
    pub fn table_entries_near<'e>(
        &'e self,
        cluster: &Cluster,
    ) -> impl Iterator<Item = &'e TableEntry> {
        let near = self.nearby().table_entries.near(self, cluster.vpc.as_ref().copied());
        near.into_iter().map(|at| &self.table_entries[at])
    }

    /// The clusters of a VPC.
    pub fn clusters_in(&self, vpc: VpcId) -> impl Iterator<Item = &Cluster> {
        self.nearby().clusters.inside(vpc).map(|at| &self.clusters[at])
    }

    /// The clusters whose VPC is not known.
    pub(super) fn unplaced_clusters(&self) -> impl Iterator<Item = &Cluster> {
        self.nearby().clusters.unplaced.iter().map(|at| &self.clusters[*at])
    }

    /// The vSwitches whose VPC is not known.
    pub(super) fn unplaced_vswitches(&self) -> impl Iterator<Item = (VSwitchId, &VSwitch)> {
        let unplaced = self.nearby().vswitches.unplaced.iter();
        unplaced.map(|at| (VSwitchId(*at), &self.vswitches[*at]))
    }

    /// The vSwitches of a VPC.
    pub fn vswitches_in(&self, vpc: VpcId) -> impl Iterator<Item = (VSwitchId, &VSwitch)> {
        self.nearby().vswitches.inside(vpc).map(|at| (VSwitchId(at), &self.vswitches[at]))
    }
}

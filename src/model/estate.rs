//! All that the roots of one run define.

use super::attr::{Attr, Open};
use super::cluster::Cluster;
use super::crossing::Crossing;
use super::entry::{Entry, NodeGroups};
use super::link::{Hub, HubId, Link, Node, Transit};
use super::nearby::Nearby;
use super::network::{Network, VSwitch, Vpc};
use super::pool::NodePool;
use super::route::{Route, TableEntry};
use super::workload::Workload;
use crate::config::told;
use crate::eval::{Address, Existence, OriginId, Reference, Resource, Why};
use ipnet::IpNet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

/// The place of a VPC in [`Estate::vpcs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VpcId(pub usize);

/// The place of a vSwitch in [`Estate::vswitches`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VSwitchId(pub usize);

/// The place of a cluster in [`Estate::clusters`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClusterId(pub usize);

/// The place of a node pool in [`Estate::pools`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PoolId(pub usize);

/// All that the roots of one run define. Clusters are in the order of the contract: by root path,
/// then by address.
#[derive(Debug, Clone, Default)]
pub struct Estate {
    /// VPCs that are defined or referred to.
    pub vpcs: Vec<Vpc>,
    /// vSwitches that are defined or referred to, in the order of their addresses.
    pub vswitches: Vec<VSwitch>,
    /// Clusters of every kind.
    pub clusters: Vec<Cluster>,
    /// Node pools, inline workers and masters.
    pub pools: Vec<NodePool>,
    /// Ranges that lie beyond a VPC: what its routes lead to, what is behind a VPN.
    pub routes: Vec<Route>,
    /// Networks beyond VPCs that the configuration of acklint tells of.
    pub networks: Vec<Network>,
    /// What VPCs are attached to.
    pub hubs: Vec<Hub>,
    /// What joins VPCs and hubs.
    pub links: Vec<Link>,
    /// The route tables of transit routers.
    pub transit: Transit,
    /// Who is let in elsewhere, by address.
    pub entries: Vec<Entry>,
    /// The security groups of the nodes of each cluster.
    pub node_groups: Vec<NodeGroups>,
    /// What leads from one VPC to addresses in another.
    pub crossings: Vec<Crossing>,
    /// What the Kubernetes side declares, as far as it matters.
    pub workloads: Vec<Workload>,
    /// Custom entries of the VPCs' own route tables.
    pub table_entries: Vec<TableEntry>,
    /// Ranges that other resources of the network name: what is in them may be somebody's.
    pub claimed: Vec<Attr<IpNet>>,
    /// What lies where, found when it is first asked for.
    pub(super) nearby: OnceLock<Nearby>,
}

/// What a resource is, across the estate.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Identity {
    /// A resource of a root.
    Resource(u32, Arc<Address>),
    /// An id that is written out, such as `vpc-bp1abc`.
    Literal(Arc<str>),
    /// An attribute of a data source or of another resource.
    Reference(Reference),
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resource(_, address) => write!(f, "{address}"),
            Self::Literal(id) => f.write_str(id),
            Self::Reference(reference) => write!(f, "{reference}"),
        }
    }
}

/// What a check is about.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The number of the root.
    pub root: u32,
    /// The full address.
    pub address: Arc<Address>,
    /// The resource's head.
    pub head: OriginId,
    /// Why it may not exist: its `count` or `for_each` is not known.
    pub maybe: Option<Why>,
    /// Whether the cloud has it already.
    pub exists: Existence,
    /// Of the root and the address: subjects are compared by the million.
    digest: u64,
}

impl Subject {
    /// A resource as what a check is about.
    pub fn of(resource: &Resource) -> Self {
        let (root, address) = (resource.root, Arc::clone(&resource.address));
        let (head, exists) = (resource.head, resource.exists);
        let mut hasher = DefaultHasher::new();
        (root, &address).hash(&mut hasher);
        let (maybe, digest) = (resource.maybe.clone(), hasher.finish());
        Self { root, address, head, maybe, exists, digest }
    }

    /// Whether it is a VPC that the configuration of acklint tells of.
    pub fn is_told(&self) -> bool {
        &*self.address.kind == told::VPC
    }

    /// Whether both are the same resource.
    pub fn same(&self, other: &Self) -> bool {
        self.digest == other.digest && self.root == other.root && self.address == other.address
    }

    /// What tells it from all others.
    pub fn key(&self) -> (u32, Arc<Address>) {
        (self.root, Arc::clone(&self.address))
    }

    /// Why it may not exist, where that enters.
    pub fn doubt(&self) -> Option<Open> {
        let why = self.maybe.clone()?;
        Some(Open { why, origin: self.head })
    }
}

impl Estate {
    /// A VPC.
    pub fn vpc(&self, id: VpcId) -> &Vpc {
        &self.vpcs[id.0]
    }

    /// A vSwitch.
    pub fn vswitch(&self, id: VSwitchId) -> &VSwitch {
        &self.vswitches[id.0]
    }

    /// A hub.
    pub fn hub(&self, id: HubId) -> &Hub {
        &self.hubs[id.0]
    }

    /// The node pools of a cluster, with inline workers and masters.
    pub fn pools_of<'e>(&'e self, cluster: &'e Cluster) -> impl Iterator<Item = &'e NodePool> {
        cluster.pools.iter().map(|id| &self.pools[id.0])
    }

    /// Why a VPC may have further ranges; of one that is only referred to, where this cluster does.
    pub fn vpc_open(&self, id: VpcId, cluster: &Cluster) -> Option<Open> {
        let vpc = self.vpc(id);
        let open = vpc.open.clone()?;
        if vpc.subject.is_some() {
            return Some(open);
        }
        let used = self.vswitches_of(cluster).into_iter().map(|used| self.vswitch(used));
        let mut places = used.filter(|vswitch| vswitch.vpc.as_ref() == Ok(&id));
        let origin = places.next().map_or(cluster.subject.head, |vswitch| vswitch.vpc_place);
        Some(Open { origin, ..open })
    }

    /// The VPCs that hold a cluster, and those that may: for these, why that is not known.
    pub fn vpcs_in_use(&self) -> impl Iterator<Item = (VpcId, Option<Open>)> + '_ {
        (0..self.vpcs.len()).map(VpcId).filter_map(|id| {
            if self.clusters_in(id).next().is_some() || self.vpc(id).is_told() {
                return Some((id, None));
            }
            let open = self.unplaced_clusters().find_map(|cluster| self.may_lie_in(cluster, id))?;
            Some((id, Some(open)))
        })
    }

    /// Why a cluster whose VPC is not known may lie in a VPC.
    fn may_lie_in(&self, cluster: &Cluster, id: VpcId) -> Option<Open> {
        let open = cluster.vpc.as_ref().err()?;
        self.vpc(id).is_in_reach(cluster.subject.root).then(|| open.clone())
    }

    /// The vSwitches of the configuration whose VPC is not known, and why; none where no cluster
    /// needs them.
    pub fn vswitches_anywhere(&self) -> impl Iterator<Item = (VSwitchId, &VSwitch, &Open)> {
        let needed = self.clusters.iter().any(|cluster| !matches!(cluster.vpc, Ok(None)));
        let all = self.unplaced_vswitches().filter(move |_| needed);
        all.filter(|(_, vswitch)| vswitch.subject.is_some())
            .filter_map(|(id, vswitch)| Some((id, vswitch, vswitch.vpc.as_ref().err()?)))
    }

    /// The vSwitches that a cluster and its pools use or may use, each once.
    pub fn vswitches_of(&self, cluster: &Cluster) -> Vec<VSwitchId> {
        let own = cluster.vswitches.ids().chain(cluster.pod_vswitches.ids());
        let of_pools = self.pools_of(cluster).flat_map(|pool| pool.vswitches.ids());
        let mut used: Vec<VSwitchId> = own.chain(of_pools).collect();
        used.sort_unstable();
        used.dedup();
        used
    }

    /// The roots with routes and links that may lead to a VPC of any root.
    pub fn adrift(&self) -> impl Iterator<Item = u32> + '_ {
        let routes =
            self.routes.iter().filter(|route| self.is_adrift(&route.vpc.clone().map(Node::Vpc)));
        let leads = |link: &&Link| link.ends.iter().any(|end| self.is_adrift(&end.node));
        let links = self.links.iter().filter(leads).map(|link| link.subject.root);
        routes.map(|route| route.subject.root).chain(links)
    }

    fn is_adrift(&self, node: &Result<Node, Open>) -> bool {
        let identity = match node {
            Ok(Node::Vpc(id)) => &self.vpc(*id).identity,
            Ok(Node::Hub(id)) => &self.hub(*id).identity,
            Err(_) => return true,
        };
        matches!(identity, Identity::Reference(_))
    }
}

//! Section 5: what is read from the cloud's side.

use super::{Subject, facts};
use crate::net::{Net, Read, four, net, read};
use crate::plan::{Cluster, Kind, Plan, Root, VSwitch, VpcId};
use std::collections::BTreeSet;

/// A VPC, the same in all roots that name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum VpcKey {
    Own(usize, usize),
    Literal(String),
}

/// Which network plug-in a cluster has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cni {
    /// Clusters without nodes.
    None,
    /// Nothing is said.
    Unsaid,
    /// One of the user's own.
    Own,
    Flannel {
        by_name: bool,
        vxlan: bool,
    },
    Terway {
        exclusive: bool,
    },
    /// Flannel and Terway.
    Both,
}

/// Nodes of one kind.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the contract")]
pub(super) struct Nodes {
    /// The address of the pool; of the cluster for its workers and masters.
    pub(super) subject: String,
    pub(super) vswitches: Vec<usize>,
    pub(super) types: Vec<&'static str>,
    pub(super) planned: u64,
    pub(super) surge: u64,
    pub(super) max_pods: Option<u64>,
    pub(super) exclusive: bool,
    pub(super) labelled: bool,
    pub(super) balance: bool,
    pub(super) image: Option<&'static str>,
    pub(super) runtime: Option<&'static str>,
    pub(super) masters: bool,
}

/// A cluster of the estate.
#[derive(Debug)]
pub(super) struct Member<'p> {
    pub(super) plan: &'p Cluster,
    pub(super) at: usize,
    pub(super) root: usize,
    pub(super) path: &'p str,
    pub(super) address: String,
    pub(super) cni: Cni,
    pub(super) edge: bool,
    pub(super) nodes: Vec<Nodes>,
    /// All vSwitches of the cluster and its pools.
    pub(super) vswitches: BTreeSet<usize>,
    pub(super) vpcs: BTreeSet<VpcKey>,
    pub(super) wrong_vpc: bool,
}

/// An estate, understood. The clusters are sorted, the later ones behind.
pub(super) struct World<'p> {
    pub(super) plan: &'p Plan,
    pub(super) clusters: Vec<Member<'p>>,
}

impl<'p> World<'p> {
    pub(super) fn of(plan: &'p Plan) -> Self {
        let mut clusters = Vec::new();
        for (at, root) in plan.roots.iter().enumerate() {
            for cluster in 0..root.clusters.len() {
                clusters.push(Member::of(root, at, cluster));
            }
        }
        clusters.sort_by_key(|member| order(member.path, &member.address));
        Self { plan, clusters }
    }

    pub(super) fn root(&self, member: &Member<'_>) -> &'p Root {
        &self.plan.roots[member.root]
    }

    pub(super) fn vswitch(&self, member: &Member<'_>, at: usize) -> &'p VSwitch {
        &self.root(member).vswitches[at]
    }

    /// The VPCs that hold a cluster.
    pub(super) fn vpcs(&self) -> BTreeSet<VpcKey> {
        self.clusters.iter().flat_map(|member| member.vpcs.iter().cloned()).collect()
    }

    /// The vSwitches of a VPC: root and place in it.
    pub(super) fn vswitches_of(&self, vpc: &VpcKey) -> Vec<(usize, usize)> {
        let mut all = Vec::new();
        for (at, root) in self.plan.roots.iter().enumerate() {
            for (vswitch, of) in root.vswitches.iter().enumerate() {
                if VpcKey::of(at, &of.vpc) == *vpc {
                    all.push((at, vswitch));
                }
            }
        }
        all.sort_by_key(|(root, vswitch)| {
            let root = &self.plan.roots[*root];
            order(&root.path, &root.vswitch(*vswitch))
        });
        all
    }

    /// The ranges of a VPC, as far as they are known: attribute and text.
    pub(super) fn range_texts(&self, vpc: &VpcKey) -> Vec<(String, &'p str)> {
        let VpcKey::Own(root, at) = vpc else { return Vec::new() };
        let vpc = &self.plan.roots[*root].vpcs[*at];
        let mut all = vec![("cidr_block".to_owned(), vpc.cidr.as_str())];
        for (at, text) in vpc.secondary.iter().enumerate() {
            all.push((format!("secondary_cidr_blocks {at}"), text));
        }
        for (name, text) in &vpc.attached {
            all.push((format!("attached {name}"), text));
        }
        all
    }

    pub(super) fn ranges(&self, vpc: &VpcKey) -> Vec<Net> {
        self.range_texts(vpc).iter().filter_map(|(_, text)| four(text)).collect()
    }
}

impl VpcKey {
    pub(super) fn of(root: usize, id: &VpcId) -> Self {
        match id {
            VpcId::Own(at) => Self::Own(root, *at),
            VpcId::Literal(id) => Self::Literal(id.clone()),
        }
    }
}

impl<'p> Member<'p> {
    fn of(root: &'p Root, root_at: usize, at: usize) -> Self {
        let plan = &root.clusters[at];
        let edge = plan.kind == Kind::Edge || plan.profile == Some("Edge");
        let cni = cni(plan, edge);
        let nodes = nodes(root, at, cni);
        let mut vswitches: BTreeSet<usize> = plan.nodes.1.iter().copied().collect();
        vswitches.extend(&plan.masters);
        vswitches.extend(&plan.pods);
        vswitches.extend(nodes.iter().flat_map(|nodes| nodes.vswitches.iter()));
        // Reading 8: where the vSwitches lie in several VPCs, which is a finding of its own, the
        // cluster is in the VPC of the first that is written
        let mut written = plan.nodes.1.iter().chain(&plan.masters).chain(&plan.pods);
        let vpc = |at: &usize| VpcKey::of(root_at, &root.vswitches[*at].vpc);
        let vpcs: BTreeSet<VpcKey> = written.next().into_iter().map(vpc).collect();
        let all: BTreeSet<VpcKey> = vswitches.iter().map(vpc).collect();
        // Reading 12: a VPC of the configuration may be the one that an id names: then it is open
        let (own, literal) =
            all.iter().partition::<Vec<&VpcKey>, _>(|vpc| matches!(vpc, VpcKey::Own(..)));
        let wrong_vpc = own.len() > 1 || literal.len() > 1;
        let address = root.cluster(at);
        Self {
            plan,
            at,
            root: root_at,
            path: &root.path,
            address,
            cni,
            edge,
            nodes,
            vswitches,
            vpcs,
            wrong_vpc,
        }
    }

    pub(super) fn subject(&self) -> Subject<'_> {
        (self.path, &self.address)
    }

    pub(super) fn is_flannel(&self) -> bool {
        matches!(self.cni, Cni::Flannel { .. })
    }

    pub(super) fn is_terway(&self) -> bool {
        matches!(self.cni, Cni::Terway { .. })
    }

    /// The one VPC that the cluster lies in.
    pub(super) fn vpc(&self) -> Option<&VpcKey> {
        (self.vpcs.len() == 1).then(|| self.vpcs.first()).flatten()
    }

    /// The text of the pod range, where the plug-in reads it.
    pub(super) fn pod_text(&self) -> Option<&'p str> {
        let reads = match self.cni {
            Cni::Flannel { .. } | Cni::Own => true,
            Cni::Terway { .. } => self.edge,
            Cni::None | Cni::Unsaid | Cni::Both => false,
        };
        self.plan.pod_cidr.as_deref().filter(|_| reads)
    }

    pub(super) fn pod(&self) -> Option<Net> {
        four(self.pod_text()?)
    }

    /// The parts of the service range.
    pub(super) fn service_parts(&self) -> Vec<&'p str> {
        let text = self.plan.service_cidr.as_deref().unwrap_or(facts::SERVICES);
        text.split(',').map(str::trim).collect()
    }

    /// The IPv4 range of Services, or its default.
    pub(super) fn service(&self) -> Option<Net> {
        let parts = self.service_parts();
        let nets: Vec<Net> = parts.iter().filter_map(|part| four(part)).collect();
        let bad = parts.iter().any(|part| read(part) == Read::Bad);
        // Reading 1: of two ranges of one family the first counts
        nets.first().copied().filter(|_| !bad)
    }

    pub(super) fn service_six(&self) -> bool {
        self.service_parts().iter().any(|part| matches!(read(part), Read::Six { .. }))
    }

    pub(super) fn mask(&self) -> u32 {
        self.plan.node_cidr_mask.unwrap_or(24)
    }

    /// Planned nodes, masters of a dedicated cluster among them or not.
    pub(super) fn planned(&self, masters: bool) -> u64 {
        self.counted(masters).map(|nodes| nodes.planned).sum()
    }

    pub(super) fn surge(&self) -> u64 {
        self.nodes.iter().map(|nodes| nodes.surge).sum()
    }

    fn counted(&self, masters: bool) -> impl Iterator<Item = &Nodes> {
        self.nodes.iter().filter(move |nodes| masters || !nodes.masters)
    }

    pub(super) fn enabled_addons(&self) -> impl Iterator<Item = &'p crate::plan::Addon> {
        let all = self.plan.addons.iter().chain(&self.plan.addon_resources);
        all.filter(|addon| addon.disabled != Some(true))
    }

    pub(super) fn config(&self, key: &str) -> bool {
        self.enabled_addons().any(|addon| addon.sets(key))
    }
}

fn is_flannel(name: &str) -> bool {
    ["flannel", "kube-flannel-ds", "kube-flannel-ds-vxlan"].contains(&name)
}

fn is_terway(name: &str) -> bool {
    ["terway", "terway-eni", "terway-eniip"].contains(&name)
}

fn cni(plan: &Cluster, edge: bool) -> Cni {
    if plan.kind == Kind::Serverless || matches!(plan.profile, Some("Serverless" | "Acs")) {
        return Cni::None;
    }
    let all = || plan.addons.iter().chain(&plan.addon_resources);
    let names: Vec<&str> = all()
        .filter(|addon| addon.disabled != Some(true))
        .map(|addon| addon.name.as_str())
        .collect();
    let vxlan = edge || names.contains(&"kube-flannel-ds-vxlan");
    let by_name = Cni::Flannel { by_name: true, vxlan };
    let flannel = names.iter().any(|name| is_flannel(name));
    let terway = names.iter().any(|name| is_terway(name));
    match (flannel, terway) {
        (true, true) => return Cni::Both,
        (true, false) => return by_name,
        (false, true) => return Cni::Terway { exclusive: names.contains(&"terway-eni") },
        (false, false) => {}
    }
    if all().any(|addon| is_flannel(&addon.name) || is_terway(&addon.name)) {
        return Cni::Own;
    }
    match plan.network_type {
        Some("flannel") => return by_name,
        Some(_) => return Cni::Terway { exclusive: false },
        None => {}
    }
    if !plan.pods.is_empty() {
        Cni::Terway { exclusive: false }
    } else if plan.pod_cidr.is_some() || edge {
        Cni::Flannel { by_name: false, vxlan }
    } else {
        Cni::Unsaid
    }
}

fn nodes(root: &Root, cluster: usize, cni: Cni) -> Vec<Nodes> {
    let plan = &root.clusters[cluster];
    if cni == Cni::None {
        return Vec::new();
    }
    let always = cni == (Cni::Terway { exclusive: true });
    let bare = Nodes {
        subject: root.cluster(cluster),
        vswitches: plan.nodes.1.clone(),
        types: Vec::new(),
        planned: 0,
        surge: 0,
        max_pods: None,
        exclusive: always,
        labelled: false,
        balance: false,
        image: None,
        runtime: None,
        masters: false,
    };
    let mut all = Vec::new();
    for (at, pool) in root.pools.iter().enumerate().filter(|(_, pool)| pool.cluster == cluster) {
        let mut planned = pool.size.map_or(0, |(_, size)| size).max(pool.instances);
        let max = pool.scaling.and_then(|(max, _)| max);
        let scales = pool.scaling.is_some_and(|(_, enable)| enable != Some(false));
        if scales {
            planned = planned.max(max.unwrap_or(0));
        }
        if pool.auto_mode == Some(true) && max.is_none() {
            planned = planned.max(50);
        }
        let percentage = pool.surge_percentage.map(|of| (planned * of).div_ceil(100));
        all.push(Nodes {
            subject: root.pool(at),
            vswitches: pool.vswitches.clone(),
            types: pool.types.clone(),
            planned,
            // Reading 20: a pool without nodes has none to replace
            surge: pool.surge.or(percentage).filter(|_| planned > 0).unwrap_or(0),
            max_pods: pool.max_pods,
            exclusive: always || pool.exclusive,
            labelled: pool.exclusive,
            balance: pool.balance == Some("BALANCE"),
            image: pool.image,
            runtime: pool.runtime,
            masters: false,
        });
    }
    if let Some((planned, kind)) = plan.workers {
        all.push(Nodes { types: vec![kind], planned, ..bare.clone() });
    }
    if plan.kind == Kind::Dedicated {
        let (vswitches, types) = (plan.masters.clone(), plan.master_types.clone());
        let planned = plan.masters.len() as u64;
        all.push(Nodes { vswitches, types, planned, masters: true, ..bare });
    }
    all
}

/// A part of an address: numbers are compared as such.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Text(String),
    Number(usize),
}

/// Where a resource comes in the order of the estate.
pub(super) fn order(path: &str, address: &str) -> (String, Vec<Step>) {
    let mut steps = Vec::new();
    for part in address.split(['.', '[', ']']).filter(|part| !part.is_empty()) {
        steps.push(part.parse().map_or_else(|_| Step::Text(part.to_owned()), Step::Number));
    }
    (path.to_owned(), steps)
}

/// The ranges that nobody may use.
pub(super) fn touches_reserved(range: Net) -> bool {
    facts::RESERVED.iter().any(|reserved| net(reserved).overlaps(range))
}

pub(super) fn is_private(range: Net) -> bool {
    facts::PRIVATE.iter().any(|private| net(private).holds(range))
}

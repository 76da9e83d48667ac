//! The nodes that are planned, and the pods that they hold.

use super::Plan;
use crate::capacity::flannel_pods_per_node;
use crate::facts;
use crate::model::{Attr, NodePool, Open, PlugIn, PoolKind};
use crate::rules::terway_pods_of;

/// The nodes of a pool.
#[derive(Debug, Clone, Default)]
pub(super) struct Pool {
    /// Those that are planned for certain.
    pub(super) nodes: u64,
    /// What each asks of the vSwitches for its pods, by its largest type; none with Flannel.
    pub(super) ask: Option<u64>,
    /// What each holds, by its smallest type.
    pub(super) hold: Option<u64>,
}

/// What is planned.
#[derive(Debug, Default)]
pub(super) struct Planned {
    /// Nodes, where no more can come.
    pub(super) nodes: Option<u64>,
    /// Nodes for certain.
    pub(super) at_least: u64,
    /// What the smallest node holds, and the largest.
    pub(super) per_node: Option<(u64, u64)>,
    /// What the planned nodes hold.
    pub(super) pods: Option<u64>,
    /// The mask of Flannel's slices.
    pub(super) mask: Option<u8>,
    /// The pools, as [`Plan::pools`] gives them.
    pub(super) pools: Vec<Pool>,
    /// A node beside the planned ones: as one of the pool whose nodes ask for most.
    pub(super) next: Pool,
}

impl Planned {
    pub(super) fn of(plan: &mut Plan<'_>) -> Self {
        let count = plan.cx.planned(plan.cluster);
        if let Some(open) = &count.open {
            plan.why.add("nodes that are planned", &open.why);
        }
        let nodes = count.open.is_none().then_some(count.least);
        let mask = plan.mask();
        let mut per_node: Option<(u64, u64)> = None;
        let mut pools = Vec::new();
        for pool in plan.pools() {
            let pods = plan.pods_of(pool, mask).map_err(|why| plan.why.add("pods of a node", &why));
            let pods = pods.ok();
            if let Some((least, most)) = pods {
                let so_far = per_node.unwrap_or((least, most));
                per_node = Some((so_far.0.min(least), so_far.1.max(most)));
            }
            let ask = if plan.is_flannel() { Some(0) } else { pods.map(|(_, most)| most) };
            let hold = pods.map(|(least, _)| least);
            pools.push(Pool { nodes: pool.planned.least, ask, hold });
        }
        let next = if pools.is_empty() {
            per_node = plan.without_pools(mask);
            let held = per_node.map(|(pods, _)| pods);
            let ask = if plan.is_flannel() { Some(0) } else { held };
            Pool { nodes: 0, ask, hold: held }
        } else {
            let unknown = pools.iter().find(|pool| pool.ask.is_none());
            let largest = pools.iter().max_by_key(|pool| (pool.ask, pool.hold));
            unknown.or(largest).cloned().unwrap_or_default()
        };
        let known = pools.iter().all(|pool| pool.hold.is_some());
        let per_node = per_node.filter(|_| known);
        let held = pools.iter().map(|pool| Some(pool.nodes * pool.hold?)).sum();
        let pods = nodes.and(per_node).and(held);
        Self { nodes, at_least: count.least, per_node, pods, mask, pools, next }
    }

    /// Whether it is known what the nodes ask for: how many they are matters where they differ.
    pub(super) fn asks(&self) -> Option<u64> {
        let next = self.next.ask?;
        let alike = self.pools.iter().all(|pool| pool.ask == Some(next));
        (alike || self.nodes.is_some()).then_some(next)
    }

    /// The pods that so many nodes hold: the planned ones, those that ask for least first, and
    /// beyond them nodes that ask for most.
    pub(super) fn held_by(&self, nodes: u64) -> Option<u64> {
        self.per_node?;
        let mut pools: Vec<&Pool> = self.pools.iter().collect();
        pools.sort_by_key(|pool| (pool.ask, pool.hold));
        let (mut left, mut pods) = (nodes, 0);
        for pool in pools {
            let some = pool.nodes.min(left);
            pods += some * pool.hold?;
            left -= some;
        }
        Some(pods + left * self.next.hold?)
    }
}

impl<'e> Plan<'e> {
    /// The pools that run pods; masters of a Terway cluster only where their type is written.
    pub(super) fn pools(&self) -> Vec<&'e NodePool> {
        let counts = |pool: &&NodePool| {
            pool.kind != PoolKind::Masters
                || self.is_flannel()
                || !matches!(pool.instance_types, Attr::Absent(_))
        };
        self.cx.estate.pools_of(self.cluster).filter(counts).collect()
    }

    /// The mask of a Flannel cluster: as it is written, or the longest that a wish leaves.
    fn mask(&mut self) -> Option<u8> {
        if !self.is_flannel() {
            return None;
        }
        let [least, most] = ["node_cidr_mask_min", "node_cidr_mask_max"].map(facts::prefix);
        if let Some(wish) = self.wish {
            let fits = |mask: &u8| flannel_pods_per_node(*mask) >= wish;
            return Some((least..=most).rev().find(fits).unwrap_or(least));
        }
        let written = self.cluster.node_cidr_mask.get().map(Option::<&u8>::copied);
        let written = self.why.known("node_cidr_mask", written)?;
        Some(written.unwrap_or_else(|| facts::default_prefix("node_cidr_mask")))
    }

    fn without_pools(&self, mask: Option<u8>) -> Option<(u64, u64)> {
        let pods = match (mask.map(flannel_pods_per_node), self.wish) {
            (Some(slice), wish) => Some(wish.map_or(slice, |wish| wish.min(slice))),
            (None, wish) => wish.filter(|_| self.is_terway()),
        };
        pods.map(|pods| (pods, pods))
    }

    /// The pods of a node of a pool, of its smallest and of its largest type; or why that is not
    /// known.
    fn pods_of(&self, pool: &NodePool, mask: Option<u8>) -> Result<(u64, u64), String> {
        if self.is_flannel() {
            let slice = mask.map(flannel_pods_per_node).ok_or("node_cidr_mask is not known")?;
            let most = match (&pool.max_pods, self.wish) {
                (_, Some(wish)) => wish,
                (Attr::Known(most, _), None) => *most,
                (Attr::Absent(_), None) => slice,
                (Attr::Unknown { open, .. }, None) => return Err(open.why.to_string()),
            };
            return Ok((slice.min(most), slice.min(most)));
        }
        if !self.is_terway() {
            return Err("the network plug-in is not one that acklint knows".to_owned());
        }
        match (self.eni_pods(pool), self.wish) {
            (Ok((least, most)), Some(wish)) => Ok((least.min(wish), most.min(wish))),
            (Err(_), Some(wish)) => Ok((wish, wish)),
            (Ok((least, most)), None) => {
                let cap = match &pool.max_pods {
                    Attr::Known(max_pods, _) => {
                        max_pods.saturating_sub(facts::quota("host_network_pods"))
                    }
                    Attr::Absent(_) => u64::MAX,
                    Attr::Unknown { open, .. } => return Err(open.why.to_string()),
                };
                Ok((least.min(cap), most.min(cap)))
            }
            (Err(open), None) => Err(open.why.to_string()),
        }
    }

    fn eni_pods(&self, pool: &NodePool) -> Result<(u64, u64), Open> {
        let exclusive = match &pool.exclusive {
            _ if self.plug_in() == Some(PlugIn::TerwayExclusive) => true,
            Attr::Known(exclusive, _) => *exclusive,
            Attr::Absent(_) => false,
            Attr::Unknown { open, .. } => return Err(open.clone()),
        };
        let (known, open) = terway_pods_of(pool, exclusive);
        if let Some(open) = open {
            return Err(open);
        }
        let pods = known.iter().map(|(_, pods)| *pods);
        Ok((pods.clone().min().unwrap_or(0), pods.max().unwrap_or(0)))
    }
}

//! The nodes that are planned, and the pods that they hold.

use super::Plan;
use crate::capacity::flannel_pods_per_node;
use crate::facts;
use crate::model::{Attr, NodePool, Open, PlugIn, PoolKind};
use crate::rules::terway_pods_of;

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
        let (mut pods, mut known) = (0, true);
        for pool in plan.pools() {
            match plan.pods_of(pool, mask) {
                Ok((least, most)) => {
                    let so_far = per_node.unwrap_or((least, most));
                    per_node = Some((so_far.0.min(least), so_far.1.max(most)));
                    pods += pool.planned.least * least;
                }
                Err(why) => {
                    plan.why.add("pods of a node", &why);
                    known = false;
                }
            }
        }
        if plan.pools().is_empty() {
            per_node = plan.without_pools(mask);
        }
        let per_node = per_node.filter(|_| known);
        let pods = nodes.and(per_node).map(|_| pods);
        Self { nodes, at_least: count.least, per_node, pods, mask }
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

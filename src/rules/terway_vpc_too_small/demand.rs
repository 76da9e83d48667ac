//! The addresses that the Terway clusters of a VPC ask for.

use super::super::context::Context;
use super::super::terway::needs;
use super::is_terway;
use crate::facts;
use crate::model::{Cluster, Open, VpcId};

/// What the Terway clusters of a VPC ask for, in addresses.
#[derive(Default)]
pub(super) struct Demand {
    pub(super) clusters: Vec<usize>,
    pub(super) nodes: u64,
    pub(super) pods: u64,
    /// Expected pods and planned nodes.
    pub(super) expected: u64,
    /// The least that works.
    pub(super) least: u64,
    /// Every node full of pods, at least.
    pub(super) full: u64,
    /// The same at most; `None` where there is no bound.
    pub(super) most: Option<u64>,
    /// Why there may be more nodes.
    pub(super) open: Option<Open>,
    /// Why a node may hold more pods.
    pub(super) full_open: Option<Open>,
}

impl Demand {
    /// The demand of all of them, seen from one that exists.
    pub(super) fn in_vpc(cx: &Context<'_>, id: VpcId, subject: &Cluster) -> Self {
        let mut sum = Self { most: Some(0), ..Self::default() };
        for (at, cluster) in cx.estate.clusters.iter().enumerate() {
            if !matches!(cluster.vpc, Ok(Some(vpc)) if vpc == id) {
                continue;
            }
            match is_terway(cluster) {
                Ok(true) => sum.add(cx, at, cluster, subject),
                Ok(false) => {}
                Err(open) => {
                    sum.open = Open::either(sum.open.take(), Some(open));
                }
            }
        }
        sum
    }

    /// The largest that is asked for.
    pub(super) fn all(&self) -> u64 {
        self.expected.max(self.least).max(self.full)
    }

    fn add(&mut self, cx: &Context<'_>, at: usize, cluster: &Cluster, subject: &Cluster) {
        self.clusters.push(at);
        if let Some(why) = cluster.subject.maybe.as_ref().filter(|_| !std::ptr::eq(cluster, subject)) {
            // it may not exist: an open upper end
            let open = Open { why: why.clone(), origin: cluster.subject.head };
            self.open = Open::either(self.open.take(), Some(open));
            return;
        }
        let per_node = facts::quota("terway_vpc_addresses_per_node");
        let own = facts::quota("terway_node_addresses");
        let needs = needs(cx, cluster);
        let planned: u64 = needs.iter().map(|need| need.nodes).sum();
        let nodes = planned.max(cx.expected_nodes(cluster));
        let pods = cx.expected_pods(cluster);
        self.nodes += nodes;
        self.pods += pods;
        self.expected += if pods > 0 { pods + nodes } else { 0 };
        self.least += nodes * per_node;
        self.full += (nodes - planned) * per_node;
        self.most = self.most.map(|most| most + (nodes - planned) * per_node);
        for need in needs {
            let with_surge = need.nodes + need.pool.surge.least;
            self.full += with_surge * (need.largest + own);
            let most = need.most_each().map(|most| with_surge * (most + own));
            self.most = self.most.and_then(|sum| Some(sum + most?));
            if need.nodes > 0 {
                self.full_open = Open::either(self.full_open.take(), need.full_open());
            }
            self.open = Open::either(self.open.take(), need.open);
        }
        self.open = Open::either(self.open.take(), cluster.more_nodes.clone());
    }
}

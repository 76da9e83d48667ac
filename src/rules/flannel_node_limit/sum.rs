//! What takes entries of the route table of a cluster's VPC.

use super::super::cluster_overlap::shared;
use super::super::context::Context;
use super::super::near::{Near, lies_in};
use super::takes_routes;
use crate::model::{Cluster, Count, Open};

/// Nodes and custom entries, as far as they are certain and beyond.
pub(super) struct Sum<'e> {
    /// Nodes of this cluster and the others for certain.
    pub(super) nodes: u64,
    /// Nodes that upgrades add to these for a while.
    pub(super) surge: u64,
    /// Why there may be more of those.
    pub(super) surge_open: Option<Open>,
    /// Custom entries of the table for certain.
    pub(super) entries: u64,
    /// All that there may be; `None` where there is no bound.
    pub(super) most: Option<u64>,
    /// Why that is more.
    pub(super) open: Option<Open>,
    /// The other clusters, each with its nodes.
    pub(super) others: Vec<(&'e Cluster, u64)>,
    /// Why a later cluster may share the table.
    pub(super) later: Option<Open>,
}

impl<'e> Sum<'e> {
    /// The sum for the latest cluster of a VPC; none for the others.
    pub(super) fn of(cx: &Context<'e>, cluster: &'e Cluster) -> Option<Self> {
        let mut sum = Self {
            nodes: 0,
            surge: 0,
            surge_open: None,
            entries: 0,
            most: Some(0),
            open: None,
            others: Vec::new(),
            later: None,
        };
        sum.add(cx, cluster);
        let mut is_later = false;
        for other in cx.estate.clusters_near(cluster) {
            if other.subject.same(&cluster.subject) {
                is_later = true;
                continue;
            }
            match with(cx, cluster, other) {
                Near::No => {}
                Near::Yes if is_later => return None,
                Near::Yes => {
                    let nodes = sum.add(cx, other);
                    sum.others.push((other, nodes));
                }
                Near::Perhaps(open) => sum.perhaps(cx, other, open, is_later),
            }
        }
        for entry in cx.estate.table_entries_near(cluster) {
            let maybe = entry.subject.doubt();
            match lies_in(cx, cluster, &entry.vpc, (&entry.subject, false)) {
                Near::No => {}
                _ if maybe.is_some() => sum.more(None, maybe),
                Near::Yes => {
                    sum.entries += 1;
                    sum.more(Some(1), None);
                }
                Near::Perhaps(open) => sum.more(Some(1), Some(open)),
            }
        }
        Some(sum)
    }

    /// Adds a cluster for certain.
    fn add(&mut self, cx: &Context<'_>, cluster: &Cluster) -> u64 {
        let nodes = nodes(cx, cluster);
        let surge = Count::sum(cx.estate.pools_of(cluster).map(|pool| &pool.surge));
        self.nodes += nodes.least;
        self.surge += surge.least;
        self.surge_open = self.surge_open.take().or(surge.open);
        self.more(Some(nodes.least).filter(|_| nodes.open.is_none()), nodes.open);
        nodes.least
    }

    /// A cluster that may take entries of the same table.
    fn perhaps(&mut self, cx: &Context<'_>, other: &Cluster, open: Open, is_later: bool) {
        let nodes = nodes(cx, other);
        let surge = Count::sum(cx.estate.pools_of(other).map(|pool| &pool.surge));
        if nodes.open.is_some() || surge.open.is_some() || nodes.least + surge.least > 0 {
            let bounded = nodes.open.is_none() && surge.open.is_none();
            self.more(Some(nodes.least + surge.least).filter(|_| bounded), Some(open.clone()));
        }
        if is_later {
            self.later = self.later.take().or(Some(open));
        }
    }

    fn more(&mut self, number: Option<u64>, open: Option<Open>) {
        self.most = self.most.zip(number).map(|(most, number)| most.saturating_add(number));
        self.open = Open::either(self.open.take(), open);
    }
}

/// The nodes that a cluster is to have.
fn nodes(cx: &Context<'_>, cluster: &Cluster) -> Count {
    cx.planned(cluster).max(Count::exact(cx.expected_nodes(cluster)))
}

/// Whether another cluster takes entries of the same table.
fn with(cx: &Context<'_>, cluster: &Cluster, other: &Cluster) -> Near {
    let routes = takes_routes(other);
    match (routes, shared(cx, cluster, other)) {
        (Ok(false), _) | (_, Near::No) => Near::No,
        (Ok(true), Near::Yes) => Near::Yes,
        (Err(open), _) | (_, Near::Perhaps(open)) => Near::Perhaps(open),
    }
}

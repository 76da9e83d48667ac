//! The addresses that planned nodes ask of the pod vSwitches, in all and by zone.

use super::super::context::Context;
use super::super::terway::{Needs, needs};
use super::spread::{Places, Spread};
use crate::facts;
use crate::model::{Attr, Cluster, Open, VSwitchId};

/// What is asked for in one zone.
pub(super) struct InZone {
    pub(super) zone: usize,
    pub(super) nodes: u64,
    /// The least that works.
    pub(super) least: u64,
    /// The part of it that is certain: from pools that are spread evenly.
    pub(super) balanced_least: u64,
    /// Why more of it may be certain.
    pub(super) balanced_open: Option<Open>,
    /// Every node full of pods, at least.
    pub(super) full: u64,
    /// The same at most; `None` where there is no bound.
    pub(super) most: Option<u64>,
}

impl InZone {
    /// What is needed for the zone never to be short.
    pub(super) fn needed(&self) -> u64 {
        self.full.max(self.least)
    }
}

/// What is asked for.
pub(super) struct Demand {
    pub(super) nodes: u64,
    pub(super) expected: u64,
    pub(super) least: u64,
    pub(super) full: u64,
    /// [`Demand::full`] at most; `None` where there is no bound.
    pub(super) most: Option<u64>,
    pub(super) zones: Vec<InZone>,
    /// Why there may be more nodes, or more of them in these zones.
    pub(super) open: Option<Open>,
    /// Why a node may hold more pods.
    pub(super) full_open: Option<Open>,
    /// Why it is not known which zones share the demand.
    pub(super) zones_open: Option<Open>,
}

impl Demand {
    pub(super) fn of(cx: &Context<'_>, group: &[&Cluster], spread: &Spread) -> Self {
        let mut sum = Self {
            nodes: 0,
            expected: 0,
            least: 0,
            full: 0,
            most: Some(0),
            zones: Vec::new(),
            open: None,
            full_open: None,
            zones_open: None,
        };
        for (at, cluster) in group.iter().enumerate() {
            match &cluster.subject.maybe {
                // another cluster that may not exist is an open upper end
                Some(why) if at > 0 => {
                    let open = Open { why: why.clone(), origin: cluster.subject.head };
                    sum.open = Open::either(sum.open.take(), Some(open));
                }
                _ => sum.cluster(cx, cluster, spread),
            }
        }
        sum
    }

    /// The largest that is asked for in all.
    pub(super) fn wish(&self) -> u64 {
        self.full.max(self.least).max(self.expected)
    }

    fn cluster(&mut self, cx: &Context<'_>, cluster: &Cluster, spread: &Spread) {
        let needs = needs(cx, cluster);
        let planned: u64 = needs.iter().map(|need| need.nodes).sum();
        let surplus = cx.expected_nodes(cluster).saturating_sub(planned);
        let floor = needs.iter().map(|need| need.floor).min();
        let floor = floor.unwrap_or_else(|| facts::quota("shared_eni_pods_min"));
        self.expected += cx.expected_pods(cluster);
        self.nodes += surplus;
        self.least += surplus * floor;
        self.full += surplus * floor;
        self.most = self.most.map(|most| most + surplus * floor);
        let own: Vec<VSwitchId> = cluster.pod_vswitches.ids().collect();
        for need in &needs {
            self.pool(need, spread, &own);
        }
        self.open = Open::either(self.open.take(), cluster.more_nodes.clone());
    }

    fn pool(&mut self, need: &Needs<'_>, spread: &Spread, own: &[VSwitchId]) {
        self.open = Open::either(self.open.take(), need.open.clone());
        if need.nodes == 0 {
            return;
        }
        let places = Places::of(need, spread, own);
        if let Some(open) = &places.open {
            self.open = Open::either(self.open.take(), Some(open.clone()));
        }
        if let Some(open) = &spread.zones.open {
            if !places.all_are_pod_vswitches {
                // nodes may run where no pod vSwitch is: those do not count
                self.open = Open::either(self.open.take(), Some(open.clone()));
                return;
            }
            self.zones_open = Open::either(self.zones_open.take(), Some(open.clone()));
        } else if places.open.is_some() && !places.all_are_pod_vswitches {
            return;
        }
        let nodes = places.covered(need.nodes);
        if nodes == 0 {
            return;
        }
        self.full_open = Open::either(self.full_open.take(), need.full_open());
        let surge = need.pool.surge.least;
        let with_surge = places.covered(need.nodes + surge);
        let own = facts::quota("terway_node_addresses");
        self.nodes += nodes;
        self.least += nodes * need.floor + places.on_pods(need.nodes) * own;
        let own_addresses = places.on_pods(need.nodes + surge) * own;
        self.full += with_surge * need.largest + own_addresses;
        self.most = sum(self.most, need.most_each().map(|most| with_surge * most + own_addresses));
        if spread.zones.open.is_some() {
            return;
        }
        let balanced = matches!(need.pool.balanced, Attr::Known(true, _));
        let balanced_open = need.pool.balanced.open();
        for (zone, on_pods) in &places.zones {
            let share = |nodes: u64| nodes.div_ceil(places.count);
            let own = if *on_pods { own } else { 0 };
            let least = share(need.nodes) * (need.floor + own);
            let with_surge = share(need.nodes + surge);
            let most = need.most_each().map(|most| with_surge * (most + own));
            let entry = self.in_zone(*zone);
            entry.nodes += share(need.nodes);
            entry.least += least;
            entry.balanced_least += if balanced { least } else { 0 };
            entry.balanced_open = entry.balanced_open.take().or_else(|| balanced_open.cloned());
            entry.full += with_surge * (need.largest + own);
            entry.most = sum(entry.most, most);
        }
    }

    fn in_zone(&mut self, zone: usize) -> &mut InZone {
        let at = self.zones.iter().position(|entry| entry.zone == zone).unwrap_or_else(|| {
            self.zones.push(InZone {
                zone,
                nodes: 0,
                least: 0,
                balanced_least: 0,
                balanced_open: None,
                full: 0,
                most: Some(0),
            });
            self.zones.len() - 1
        });
        &mut self.zones[at]
    }
}

fn sum(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    Some(a? + b?)
}

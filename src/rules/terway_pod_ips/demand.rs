//! The addresses that planned nodes ask of the pod vSwitches, in all and by zone.

use super::super::context::Context;
use super::super::terway::{Needs, Zones, needs};
use crate::eval::Why;
use crate::facts;
use crate::model::{Attr, Cluster, Open, VSwitchId};

/// Where nodes run and which zones have pod vSwitches.
pub(super) struct Spread {
    pub(super) zones: Zones,
    /// The pod vSwitches of the group.
    pods: Vec<VSwitchId>,
}

/// What is asked for in one zone.
pub(super) struct InZone {
    pub(super) zone: usize,
    pub(super) nodes: u64,
    /// The least that works.
    pub(super) least: u64,
    /// The part of it that is certain: from pools that are spread evenly.
    pub(super) balanced_least: u64,
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
}

impl Spread {
    pub(super) fn of(cx: &Context<'_>, group: &[&Cluster]) -> Self {
        let pods: Vec<VSwitchId> = group.iter().flat_map(|c| c.pod_vswitches.ids()).collect();
        let pools = group.iter().flat_map(|cluster| cx.estate.pools_of(cluster));
        let with_nodes = pools.filter(|pool| pool.planned.least > 0);
        let nodes = with_nodes.flat_map(|pool| pool.vswitches.ids());
        let zones = Zones::of(cx, pods.iter().copied().chain(nodes));
        Self { zones, pods }
    }

    /// A zone as a message names it.
    pub(super) fn name(&self, zone: usize) -> String {
        match &self.zones.zones[zone].0 {
            Some(name) => name.to_string(),
            None => "one zone".to_owned(),
        }
    }

    fn is_covered(&self, zone: usize) -> bool {
        self.zones.zones[zone].1.iter().any(|id| self.pods.contains(id))
    }
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
        };
        for (at, cluster) in group.iter().enumerate() {
            match &cluster.subject.maybe {
                // another cluster that may not exist is an open upper end
                Some(why) if at > 0 => {
                    let open = Open { why: why.clone(), origin: cluster.subject.head };
                    sum.open.get_or_insert(open);
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
        for need in &needs {
            self.pool(need, spread);
        }
        self.open = self.open.take().or_else(|| cluster.more_nodes.clone());
    }

    fn pool(&mut self, need: &Needs<'_>, spread: &Spread) {
        self.open = self.open.take().or_else(|| need.open.clone());
        if need.nodes == 0 {
            return;
        }
        let places = Places::of(need, spread);
        if let Some(open) = places.open.clone().or_else(|| spread.zones.open.clone()) {
            if !places.all_are_pod_vswitches {
                self.open.get_or_insert(open);
                return;
            }
            self.open.get_or_insert(open);
        }
        let nodes = places.covered(need.nodes);
        if nodes == 0 {
            return;
        }
        self.full_open = self.full_open.take().or_else(|| need.largest_open.clone());
        let with_surge = places.covered(need.nodes + need.pool.surge);
        let own = facts::quota("terway_node_addresses");
        self.nodes += nodes;
        self.least += nodes * need.floor + places.on_pods(need.nodes) * own;
        let own_addresses = places.on_pods(need.nodes + need.pool.surge) * own;
        self.full += with_surge * need.largest + own_addresses;
        self.most = sum(self.most, need.most.map(|most| with_surge * most + own_addresses));
        if spread.zones.open.is_some() {
            return;
        }
        let balanced = matches!(need.pool.balanced, Attr::Known(true, _));
        for (zone, on_pods) in &places.zones {
            let share = |nodes: u64| nodes.div_ceil(places.count);
            let own = if *on_pods { own } else { 0 };
            let least = share(need.nodes) * (need.floor + own);
            let with_surge = share(need.nodes + need.pool.surge);
            let most = need.most.map(|most| with_surge * (most + own));
            let entry = self.in_zone(*zone);
            entry.nodes += share(need.nodes);
            entry.least += least;
            entry.balanced_least += if balanced { least } else { 0 };
            entry.full += with_surge * (need.largest + own);
            entry.most = sum(entry.most, most);
        }
    }

    fn in_zone(&mut self, zone: usize) -> &mut InZone {
        let at = self.zones.iter().position(|entry| entry.zone == zone).unwrap_or_else(|| {
            self.zones.push(InZone { zone, nodes: 0, least: 0, balanced_least: 0, full: 0, most: Some(0) });
            self.zones.len() - 1
        });
        &mut self.zones[at]
    }
}

fn sum(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    Some(a? + b?)
}

/// The zones of one pool.
struct Places {
    /// Those with a pod vSwitch, and whether the nodes there run in pod vSwitches.
    zones: Vec<(usize, bool)>,
    /// How many zones the pool has.
    count: u64,
    /// Why it may have other zones.
    open: Option<Open>,
    all_are_pod_vswitches: bool,
}

impl Places {
    fn of(need: &Needs<'_>, spread: &Spread) -> Self {
        let vswitches: Vec<VSwitchId> = need.pool.vswitches.ids().collect();
        let mut zones: Vec<usize> =
            vswitches.iter().filter_map(|id| spread.zones.zone_of(*id)).collect();
        zones.sort_unstable();
        zones.dedup();
        let is_pod = |id: &VSwitchId| spread.pods.contains(id);
        let on_pods = |zone: usize| {
            let inside = vswitches.iter().filter(|id| spread.zones.zone_of(**id) == Some(zone));
            inside.clone().count() > 0 && inside.clone().all(is_pod)
        };
        let covered = zones.iter().filter(|zone| spread.is_covered(**zone));
        let unlisted = need.pool.vswitches.openness().or_else(|| {
            vswitches.is_empty().then(|| Open {
                why: Why::Untold("the node pool names no vSwitch, so where its nodes run is not known".into()),
                origin: need.pool.subject.head,
            })
        });
        Self {
            zones: covered.map(|zone| (*zone, on_pods(*zone))).collect(),
            count: zones.len().max(1) as u64,
            open: unlisted,
            all_are_pod_vswitches: !vswitches.is_empty() && vswitches.iter().all(is_pod),
        }
    }

    /// The nodes that run where pod vSwitches are: the rounded shares, at most all.
    fn covered(&self, nodes: u64) -> u64 {
        (nodes.div_ceil(self.count) * self.zones.len() as u64).min(nodes)
    }

    /// The nodes that run in pod vSwitches themselves.
    fn on_pods(&self, nodes: u64) -> u64 {
        let zones = self.zones.iter().filter(|(_, on_pods)| *on_pods).count() as u64;
        (nodes.div_ceil(self.count) * zones).min(nodes)
    }
}

//! Where the nodes of pools run, and which zones have pod vSwitches.

use super::super::context::Context;
use super::super::terway::{Needs, Zones};
use crate::eval::Why;
use crate::model::{Cluster, Open, VSwitchId};

/// Where nodes run and which zones have pod vSwitches.
pub(super) struct Spread {
    pub(super) zones: Zones,
    /// The pod vSwitches of the group.
    pods: Vec<VSwitchId>,
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

    /// Whether a zone has one of these pod vSwitches.
    fn is_covered(&self, zone: usize, own: &[VSwitchId]) -> bool {
        self.zones.zones[zone].1.iter().any(|id| own.contains(id))
    }
}

/// The zones of one pool.
pub(super) struct Places {
    /// Those with a pod vSwitch of the cluster, and whether the nodes there run in pod vSwitches.
    pub(super) zones: Vec<(usize, bool)>,
    /// How many zones the pool has.
    pub(super) count: u64,
    /// Why it may have other zones.
    pub(super) open: Option<Open>,
    /// Whether each node runs in a pod vSwitch of its cluster.
    pub(super) all_are_pod_vswitches: bool,
}

impl Places {
    /// The places of a pool whose cluster has these pod vSwitches of its own: those of another
    /// cluster in the group cover no zone for it.
    pub(super) fn of(need: &Needs<'_>, spread: &Spread, own: &[VSwitchId]) -> Self {
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
        let covered = zones.iter().filter(|zone| spread.is_covered(**zone, own));
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
            all_are_pod_vswitches: !vswitches.is_empty() && vswitches.iter().all(|id| own.contains(id)),
        }
    }

    /// The nodes that run where pod vSwitches are: the rounded shares, at most all.
    pub(super) fn covered(&self, nodes: u64) -> u64 {
        (nodes.div_ceil(self.count) * self.zones.len() as u64).min(nodes)
    }

    /// The nodes that run in pod vSwitches themselves.
    pub(super) fn on_pods(&self, nodes: u64) -> u64 {
        let zones = self.zones.iter().filter(|(_, on_pods)| *on_pods).count() as u64;
        (nodes.div_ceil(self.count) * zones).min(nodes)
    }
}

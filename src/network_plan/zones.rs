//! The vSwitches of a cluster by zone, and what they hold.

use super::Plan;
use super::nodes::Planned;
use crate::capacity;
use crate::capacity::room::Room;
use crate::model::{Attr, Listed, VSwitchId};
use crate::report::capacity::Zone as Shown;
use crate::rules::Zones;
use std::collections::BTreeSet;

/// Where the nodes and pods of a cluster are.
#[derive(Debug, Default)]
pub(super) struct Spread {
    /// The vSwitches of nodes, each once.
    pub(super) nodes: Vec<VSwitchId>,
    /// The vSwitches of pods, each once.
    pub(super) pods: Vec<VSwitchId>,
    /// By zone.
    pub(super) zones: Vec<Zone>,
    /// Whether all vSwitches are known, with their ranges.
    pub(super) is_known: bool,
    /// Whether zones can be told apart.
    is_clear: bool,
}

/// A zone.
#[derive(Debug)]
pub(super) struct Zone {
    name: String,
    pub(super) room: Room,
    /// Planned nodes, spread evenly.
    pub(super) planned: u64,
    nodes: Vec<VSwitchId>,
    pods: Vec<VSwitchId>,
}

impl Spread {
    pub(super) fn of(plan: &mut Plan<'_>) -> Self {
        let mut this = Self { is_known: true, is_clear: true, ..Self::default() };
        let pools = plan.pools();
        let of_pools: Vec<&Listed> = pools.iter().map(|pool| &pool.vswitches).collect();
        let named = of_pools.iter().any(|listed| listed.ids().next().is_some());
        let listed = if named { of_pools } else { vec![&plan.cluster.vswitches] };
        this.nodes = this.ids(plan, &listed, "vSwitches of the nodes");
        if plan.is_terway() {
            this.pods = this.ids(plan, &[&plan.cluster.pod_vswitches], "vSwitches of the pods");
        }
        let zones = Zones::of(&plan.cx, this.pods.iter().chain(&this.nodes).copied());
        if let Some(open) = &zones.open {
            if plan.is_terway() {
                plan.why.add("zones", &open.why);
            }
            this.is_clear = false;
        }
        this.sort(plan, zones);
        for pool in pools {
            this.place(&pool.vswitches, pool.planned.least);
        }
        this
    }

    fn ids(&mut self, plan: &mut Plan<'_>, listed: &[&Listed], what: &str) -> Vec<VSwitchId> {
        let mut seen = BTreeSet::new();
        let mut ids: Vec<VSwitchId> = listed.iter().flat_map(|listed| listed.ids()).collect();
        ids.retain(|id| seen.insert(*id));
        for open in listed.iter().filter_map(|listed| listed.openness()) {
            plan.why.add(what, &open.why);
            self.is_known = false;
        }
        if ids.is_empty() && what.ends_with("nodes") {
            self.is_known = false;
        }
        for id in &ids {
            match &plan.cx.estate.vswitch(*id).cidr {
                Attr::Known(..) => {}
                Attr::Unknown { open, .. } => {
                    plan.why.add(what, &open.why);
                    self.is_known = false;
                }
                Attr::Absent(_) => self.is_known = false,
            }
        }
        ids
    }

    fn sort(&mut self, plan: &Plan<'_>, zones: Zones) {
        // zones that cannot be told apart are one
        let members: Vec<(String, Vec<VSwitchId>)> = if self.is_clear {
            let name = |zone: Option<crate::model::Zone>| {
                zone.map_or_else(|| "one zone".to_owned(), |zone| zone.to_string())
            };
            zones.zones.into_iter().map(|(zone, members)| (name(zone), members)).collect()
        } else {
            let all = zones.zones.into_iter().flat_map(|(_, members)| members).collect();
            vec![("all zones".to_owned(), all)]
        };
        let usable = |ids: &[VSwitchId]| -> u64 {
            let ranges = ids.iter().filter_map(|id| plan.cx.estate.vswitch(*id).cidr.known());
            ranges.map(|range| capacity::usable(*range)).sum()
        };
        for (name, members) in members {
            let of = |ids: &[VSwitchId]| -> Vec<VSwitchId> {
                members.iter().filter(|id| ids.contains(id)).copied().collect()
            };
            let (nodes, mut pods) = (of(&self.nodes), of(&self.pods));
            if pods.is_empty() {
                // without a pod vSwitch pods take addresses from the vSwitch of the node
                pods.clone_from(&nodes);
            }
            let all: BTreeSet<VSwitchId> = nodes.iter().chain(&pods).copied().collect();
            let all: Vec<VSwitchId> = all.into_iter().collect();
            let room = Room { nodes: usable(&nodes), pods: usable(&pods), all: usable(&all) };
            self.zones.push(Zone { name, room, planned: 0, nodes, pods });
        }
    }

    /// Spreads the nodes of a pool over the zones of its vSwitches.
    fn place(&mut self, listed: &Listed, nodes: u64) {
        let ids: Vec<VSwitchId> = listed.ids().collect();
        let here = |zone: &&mut Zone| zone.nodes.iter().any(|id| ids.contains(id));
        let count = self.zones.iter_mut().filter(here).count() as u64;
        for zone in self.zones.iter_mut().filter(here) {
            zone.planned = zone.planned.saturating_add(nodes.div_ceil(count.max(1)));
        }
    }

    /// What a plan takes of a vSwitch: addresses of nodes, and of pods.
    pub(super) fn taken(&self, id: VSwitchId, per_node: Option<u64>) -> Option<(u64, u64)> {
        let zone =
            self.zones.iter().find(|zone| zone.nodes.contains(&id) || zone.pods.contains(&id))?;
        let share = |all: u64, among: &[VSwitchId]| {
            if among.contains(&id) { all.div_ceil(among.len() as u64) } else { 0 }
        };
        let pods = zone.planned * per_node?;
        Some((share(zone.planned, &zone.nodes), share(pods, &zone.pods)))
    }

    /// The nodes that find room, full of pods.
    pub(super) fn nodes(&self, per_node: u64) -> Option<u64> {
        let rooms = self.zones.iter().map(|zone| zone.room.nodes(per_node));
        self.is_known.then(|| rooms.sum())
    }

    /// For a report.
    pub(super) fn shown(&self, is_terway: bool, planned: &Planned) -> Vec<Shown> {
        if !is_terway {
            return Vec::new();
        }
        let per_node = planned.per_node.map(|(_, most)| most);
        let shown = |zone: &Zone| {
            let known = |number: u64| self.is_known.then_some(number);
            Shown {
                name: zone.name.clone(),
                node_addresses: known(zone.room.nodes),
                pod_addresses: known(zone.room.pods),
                planned: planned.nodes.map(|_| zone.planned),
                max: per_node.and_then(|per_node| known(zone.room.nodes(per_node))),
            }
        };
        self.zones.iter().map(shown).collect()
    }
}

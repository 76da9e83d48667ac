//! The vSwitches of a cluster by zone, and what they hold.

use super::Plan;
use super::nodes::{Planned, Pool};
use super::others::Others;
use crate::capacity;
use crate::capacity::room::{Batch, Room, fill};
use crate::model::{Attr, Listed, VSwitchId};
use crate::report::capacity::Zone as Shown;
use crate::rules::Zones;
use std::collections::BTreeSet;

/// What reasons call the vSwitches that nodes run in.
const NODES: &str = "vSwitches of the nodes";

/// Where the nodes and pods of a cluster are.
#[derive(Debug, Default)]
pub(super) struct Spread {
    /// The vSwitches of nodes, each once.
    pub(super) nodes: Vec<VSwitchId>,
    /// The vSwitches of pods, each once.
    pub(super) pods: Vec<VSwitchId>,
    /// By zone.
    pub(super) zones: Vec<Zone>,
    /// The pools, with the zones that their nodes run in; none where what they ask for is not known.
    pub(super) batches: Option<Vec<Batch>>,
    /// Whether the ranges of all vSwitches are known.
    has_ranges: bool,
    /// Whether it is known where all nodes and pods are.
    pub(super) is_placed: bool,
}

/// A zone.
#[derive(Debug)]
pub(super) struct Zone {
    name: String,
    pub(super) room: Room,
    /// Planned nodes, spread evenly and rounded up.
    pub(super) planned: u64,
    pub(super) nodes: Vec<VSwitchId>,
    pub(super) pods: Vec<VSwitchId>,
}

impl Spread {
    pub(super) fn of(plan: &mut Plan<'_>, planned: &Planned) -> Self {
        let mut this = Self { has_ranges: true, is_placed: true, ..Self::default() };
        let pools = plan.pools();
        let of_pools: Vec<&Listed> = pools.iter().map(|pool| &pool.vswitches).collect();
        for pool in pools.iter().filter(|pool| pool.vswitches.is_present() == Ok(false)) {
            let subject = &pool.subject.address;
            plan.why
                .add(NODES, &format!("{subject} names none, so where its nodes run is not known"));
            this.is_placed = false;
        }
        // those of the cluster are at least there, where the pools do not say
        let is_said =
            !pools.is_empty() && of_pools.iter().all(|listed| listed.is_present() == Ok(true));
        let own = Some(&plan.cluster.vswitches).filter(|_| !is_said);
        let listed: Vec<&Listed> = of_pools.into_iter().chain(own).collect();
        this.nodes = this.ids(plan, &listed, NODES);
        this.is_placed &= !this.nodes.is_empty();
        if plan.is_terway() {
            this.pods = this.ids(plan, &[&plan.cluster.pod_vswitches], "vSwitches of the pods");
        }
        let zones = Zones::of(&plan.cx, this.pods.iter().chain(&this.nodes).copied());
        let open = zones.open.clone();
        this.sort(plan, zones, open.is_none());
        // nodes in a zone without a pod vSwitch take addresses elsewhere
        if let Some(open) = open.filter(|_| plan.is_terway()) {
            plan.why.add("zones", &open.why);
            this.is_placed = false;
        }
        let batches = pools.iter().zip(&planned.pools);
        this.batches = batches.map(|(pool, of)| this.place(&pool.vswitches, of)).collect();
        this
    }

    fn ids(&mut self, plan: &mut Plan<'_>, listed: &[&Listed], what: &str) -> Vec<VSwitchId> {
        let mut seen = BTreeSet::new();
        let mut ids: Vec<VSwitchId> = listed.iter().flat_map(|listed| listed.ids()).collect();
        ids.retain(|id| seen.insert(*id));
        for open in listed.iter().filter_map(|listed| listed.openness()) {
            plan.why.add(what, &open.why);
            self.is_placed = false;
        }
        for id in &ids {
            match &plan.cx.estate.vswitch(*id).cidr {
                Attr::Known(..) => {}
                Attr::Unknown { open, .. } => {
                    plan.why.add(what, &open.why);
                    self.has_ranges = false;
                }
                Attr::Absent(_) => self.has_ranges = false,
            }
        }
        ids
    }

    fn sort(&mut self, plan: &Plan<'_>, zones: Zones, is_clear: bool) {
        // zones that cannot be told apart are one
        let members: Vec<(String, Vec<VSwitchId>)> = if is_clear {
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
    fn place(&mut self, listed: &Listed, pool: &Pool) -> Option<Batch> {
        let ids: Vec<VSwitchId> = listed.ids().collect();
        let here = |zone: &Zone| zone.nodes.iter().any(|id| ids.contains(id));
        let all = 0..self.zones.len();
        let zones: Vec<usize> = all.filter(|at| here(&self.zones[*at])).collect();
        for at in &zones {
            let planned = &mut self.zones[*at].planned;
            *planned = planned.saturating_add(pool.nodes.div_ceil(zones.len() as u64));
        }
        Some(Batch { nodes: pool.nodes, ask: pool.ask?, zones })
    }

    /// What a plan takes of a vSwitch: addresses of nodes, and of pods; none where that is not known.
    pub(super) fn taken(&self, id: VSwitchId) -> Option<(u64, u64)> {
        let batches = self.batches.as_ref().filter(|_| self.is_placed)?;
        let of = |zone: &Zone| zone.nodes.contains(&id) || zone.pods.contains(&id);
        let at = self.zones.iter().position(of)?;
        let zone = &self.zones[at];
        let here = batches.iter().filter_map(|batch| {
            let place = batch.zones.iter().position(|zone| *zone == at)?;
            Some((batch.share(place), batch.share(place) * batch.ask))
        });
        let (nodes, pods) = here.fold((0, 0), |sum, more| (sum.0 + more.0, sum.1 + more.1));
        let share = |all: u64, among: &[VSwitchId]| {
            if among.contains(&id) { all.div_ceil(among.len() as u64) } else { 0 }
        };
        Some((share(nodes, &zone.nodes), share(pods, &zone.pods)))
    }

    /// The nodes that find room, full of pods, by zone, beside what others take there; the planned
    /// ones, and as many more as ask for `next` each.
    pub(super) fn held(&self, others: &Others, next: Option<u64>) -> Option<Vec<u64>> {
        let batches = self.batches.as_ref().filter(|_| self.is_placed && self.has_ranges)?;
        let taken = others.of_vswitches.as_ref()?;
        let of = |ids: &[VSwitchId]| -> u64 { ids.iter().filter_map(|id| taken.get(id)).sum() };
        let room = |zone: &Zone| {
            let both: BTreeSet<VSwitchId> = zone.nodes.iter().chain(&zone.pods).copied().collect();
            let both: Vec<VSwitchId> = both.into_iter().collect();
            Room {
                nodes: zone.room.nodes.saturating_sub(of(&zone.nodes)),
                pods: zone.room.pods.saturating_sub(of(&zone.pods)),
                all: zone.room.all.saturating_sub(of(&both)),
            }
        };
        Some(fill(self.zones.iter().map(room).collect(), batches, next?))
    }

    /// For a report.
    pub(super) fn shown(
        &self,
        is_terway: bool,
        planned: &Planned,
        held: Option<&Vec<u64>>,
    ) -> Vec<Shown> {
        if !is_terway {
            return Vec::new();
        }
        let shown = |(at, zone): (usize, &Zone)| {
            let known = |number: u64| self.has_ranges.then_some(number);
            Shown {
                name: zone.name.clone(),
                node_addresses: known(zone.room.nodes),
                pod_addresses: known(zone.room.pods),
                planned: planned.nodes.filter(|_| self.is_placed).map(|_| zone.planned),
                max: held.map(|held| held[at]),
            }
        };
        self.zones.iter().enumerate().map(shown).collect()
    }
}

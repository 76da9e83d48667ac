//! What the rules on Terway share: how many addresses nodes and pods ask for, and where.

use super::cni_incomplete::has_pod_vswitches;
use super::context::Context;
use crate::capacity;
use crate::eval::Why;
use crate::facts;
use crate::model::{
    Attr, Cluster, NodePool, Open, PlugIn, Plugged, PoolKind, VSwitchId, Zone, same_zone,
};
use std::sync::Arc;

/// Whether a cluster runs Terway with pod vSwitches that somebody chose.
pub(super) fn has_chosen_vswitches(cluster: &Cluster) -> Result<bool, Open> {
    if cluster.pod_vswitches.is_present() == Ok(false) {
        return Ok(false);
    }
    match cluster.plugged.clone()? {
        Plugged::By { plug_in, .. } if !plug_in.is_flannel() => {
            Ok(has_pod_vswitches(cluster)? && cluster.pod_vswitches.is_present()?)
        }
        _ => Ok(false),
    }
}

/// What the nodes of a pool ask for.
pub(super) struct Needs<'e> {
    pub(super) pool: &'e NodePool,
    /// Nodes that are planned for certain.
    pub(super) nodes: u64,
    /// Why there may be more.
    pub(super) open: Option<Open>,
    /// The pods that every node must be able to hold, whatever its type.
    pub(super) floor: u64,
    /// The pods that a node of the largest type can hold, at least.
    pub(super) largest: u64,
    /// The most that it can hold; `None` where there is no bound.
    pub(super) most: Option<u64>,
    /// Why `largest` and `most` differ, if they do.
    pub(super) largest_open: Option<Open>,
}

impl Needs<'_> {
    /// The most that each node asks for; `None` where there is no bound, or none to their number.
    pub(super) fn most_each(&self) -> Option<u64> {
        self.most.filter(|_| self.pool.surge.open.is_none())
    }

    /// Why nodes full of pods may ask for more: they hold more, or there are more for a while.
    pub(super) fn full_open(&self) -> Option<Open> {
        Open::either(self.largest_open.clone(), self.pool.surge.open.clone())
    }
}

/// What the pools of a Terway cluster ask for. Masters count where their type is written.
pub(super) fn needs<'e>(cx: &Context<'e>, cluster: &'e Cluster) -> Vec<Needs<'e>> {
    let exclusive_plug_in = matches!(cluster.plug_in(), Ok(Some(PlugIn::TerwayExclusive)));
    let counts = |pool: &&NodePool| {
        pool.kind != PoolKind::Masters || !matches!(pool.instance_types, Attr::Absent(_))
    };
    let of_pool = |pool: &'e NodePool| of_pool(pool, exclusive_plug_in);
    cx.estate.pools_of(cluster).filter(counts).map(of_pool).collect()
}

fn of_pool(pool: &NodePool, exclusive_plug_in: bool) -> Needs<'_> {
    // the modes that the pool may be in: an unknown label leaves both
    let (modes, mode_open): (&[bool], _) = match &pool.exclusive {
        _ if exclusive_plug_in => (&[true], None),
        Attr::Known(true, _) => (&[true], None),
        Attr::Known(false, _) | Attr::Absent(_) => (&[false], None),
        Attr::Unknown { open, .. } => (&[true, false], Some(open.clone())),
    };
    let minimum = if modes[0] { "exclusive_eni_pods_min" } else { "shared_eni_pods_min" };
    let cap = match &pool.max_pods {
        Attr::Known(max_pods, _) => {
            Some(max_pods.saturating_sub(facts::quota("host_network_pods")))
        }
        _ => None,
    };
    let capped = |pods: u64| cap.map_or(pods, |cap| pods.min(cap));
    let held = modes.iter().map(|exclusive| largest(pool, *exclusive));
    let held: Vec<(u64, Option<u64>, Option<Open>)> = held.collect();
    // an unknown max_pods may lower what a node holds, never raise it
    let cap_open = pool.max_pods.open().cloned();
    let least = held.iter().map(|(least, ..)| capped(*least)).min().unwrap_or(0);
    let most = held.iter().map(|(_, most, _)| *most).reduce(|a, b| Some(a?.max(b?))).flatten();
    let type_open = held.into_iter().find_map(|(.., open)| open);
    Needs {
        pool,
        nodes: pool.planned.least,
        open: pool.planned.open.clone().or_else(|| mode_open.clone()),
        floor: capped(facts::quota(minimum)),
        largest: if cap_open.is_some() { 0 } else { least },
        most: most.map(capped).or(cap),
        largest_open: type_open.or(cap_open).or(mode_open),
    }
}

/// The pods of the largest of a pool's instance types: at least, at most, and why they differ.
fn largest(pool: &NodePool, exclusive: bool) -> (u64, Option<u64>, Option<Open>) {
    let open = |why, origin| Some(Open { why, origin });
    match &pool.instance_types {
        Attr::Unknown { open, .. } => (0, None, Some(open.clone())),
        Attr::Absent(origin) => {
            let why = Why::Untold(
                "no instance type is written, so how many pods a node holds is not known".into(),
            );
            (0, None, open(why, *origin))
        }
        Attr::Known(types, origin) => {
            let held = |name: &Arc<str>| capacity::terway_pods(pool.quotas(name)?, exclusive);
            let most = types.iter().filter_map(held).max().unwrap_or(0);
            let missing = types.iter().filter(|name| held(name).is_none());
            let missing: Vec<&str> = missing.map(|name| &**name).collect();
            if missing.is_empty() {
                return (most, Some(most), None);
            }
            let what = format!(
                "no published table that acklint has gives the ENIs of {}",
                missing.join(", ")
            );
            (most, None, open(Why::Untold(what.into()), *origin))
        }
    }
}

/// The zones of vSwitches, as far as they can be told apart.
pub(crate) struct Zones {
    /// The vSwitches of each zone.
    pub(crate) zones: Vec<(Option<Zone>, Vec<VSwitchId>)>,
    /// Why two of these may be one.
    pub(crate) open: Option<Open>,
}

impl Zones {
    /// Sorts vSwitches into zones.
    pub(crate) fn of(cx: &Context<'_>, vswitches: impl IntoIterator<Item = VSwitchId>) -> Self {
        let mut this = Self { zones: Vec::new(), open: None };
        let mut seen: Vec<VSwitchId> = Vec::new();
        for id in vswitches {
            if !seen.contains(&id) {
                seen.push(id);
                this.add(cx, id);
            }
        }
        this
    }

    fn add(&mut self, cx: &Context<'_>, id: VSwitchId) {
        let zone = &cx.estate.vswitch(id).zone;
        let mut unclear = false;
        if let Ok(zone) = zone {
            for (known, members) in &mut self.zones {
                let same = known.as_ref().and_then(|known| same_zone(known, zone));
                match same {
                    Some(true) => {
                        members.push(id);
                        return;
                    }
                    Some(false) => {}
                    None => unclear = true,
                }
            }
        } else {
            unclear = !self.zones.is_empty();
        }
        if unclear && self.open.is_none() {
            self.open = Some(self.doubt(cx, id, zone));
        }
        self.zones.push((zone.clone().ok(), vec![id]));
    }

    fn doubt(&self, cx: &Context<'_>, id: VSwitchId, zone: &Result<Zone, Open>) -> Open {
        let of = |id: VSwitchId| cx.estate.vswitch(id).zone.clone().err();
        let others = self.zones.iter().flat_map(|(_, members)| members.iter().copied());
        let unknown = of(id).or_else(|| others.into_iter().find_map(of));
        unknown.unwrap_or_else(|| {
            let named = self.zones.iter().filter_map(|(other, _)| other.as_ref());
            let unclear =
                |other: &&Zone| zone.as_ref().is_ok_and(|zone| same_zone(other, zone).is_none());
            let other = named.into_iter().find(unclear).map(ToString::to_string);
            let own = zone.as_ref().map(ToString::to_string).unwrap_or_default();
            let why = format!("{own} and {} may be one zone or two", other.unwrap_or_default());
            Open { why: Why::Untold(why.into()), origin: cx.estate.vswitch(id).zone_place }
        })
    }

    /// The zone of a vSwitch, by its place.
    pub(crate) fn zone_of(&self, id: VSwitchId) -> Option<usize> {
        self.zones.iter().position(|(_, members)| members.contains(&id))
    }
}

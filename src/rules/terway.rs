//! What the rules on Terway share: how many addresses nodes and pods ask for, and where.

use super::context::Context;
use crate::capacity;
use crate::eval::Why;
use crate::facts;
use crate::model::{Attr, Cluster, NodePool, Open, PlugIn, PoolKind, VSwitchId, Zone, same_zone};

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
    /// Why it may hold more.
    pub(super) largest_open: Option<Open>,
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
    let (exclusive, mode_open) = match &pool.exclusive {
        _ if exclusive_plug_in => (true, None),
        Attr::Known(exclusive, _) => (*exclusive, None),
        Attr::Absent(_) => (false, None),
        // the smaller of both floors holds in either mode
        Attr::Unknown { open, .. } => (true, Some(open.clone())),
    };
    let minimum = if exclusive { "exclusive_eni_pods_min" } else { "shared_eni_pods_min" };
    let (cap, cap_open) = match &pool.max_pods {
        Attr::Known(max_pods, _) => {
            (Some(max_pods.saturating_sub(facts::quota("host_network_pods"))), None)
        }
        Attr::Absent(_) => (None, None),
        Attr::Unknown { open, .. } => (None, Some(open.clone())),
    };
    let capped = |pods: u64| cap.map_or(pods, |cap| pods.min(cap));
    let (largest, type_open) = largest(pool, exclusive);
    // an unknown max_pods may only lower the floor: then not even that is certain
    let floor = if cap_open.is_some() { 0 } else { capped(facts::quota(minimum)) };
    let largest = if cap_open.is_some() { 0 } else { capped(largest) };
    Needs {
        pool,
        nodes: pool.planned.least,
        open: pool.planned.open.clone().or(cap_open.clone()).or(mode_open.clone()),
        floor,
        largest: largest.max(floor),
        largest_open: type_open.or(cap_open).or(mode_open),
    }
}

/// The pods of the largest of a pool's instance types, at least, and why there may be more.
fn largest(pool: &NodePool, exclusive: bool) -> (u64, Option<Open>) {
    let open = |why, origin| Some(Open { why, origin });
    match &pool.instance_types {
        Attr::Unknown { open, .. } => (0, Some(open.clone())),
        Attr::Absent(origin) => {
            let why =
                Why::NotModelled("the pods of a node whose instance type is not written".into());
            (0, open(why, *origin))
        }
        Attr::Known(types, origin) => {
            let mut most = 0;
            let mut unknown = None;
            for name in types {
                if let Some(pods) = capacity::terway_pods(name, exclusive) {
                    most = most.max(pods);
                } else {
                    let what =
                        format!("the ENIs of {name}, which no document in rules/facts gives");
                    unknown = open(Why::NotModelled(what.into()), *origin);
                }
            }
            (most, unknown)
        }
    }
}

/// The zones of vSwitches, as far as they can be told apart.
pub(super) struct Zones {
    /// The vSwitches of each zone.
    pub(super) zones: Vec<(Option<Zone>, Vec<VSwitchId>)>,
    /// Why two of these may be one.
    pub(super) open: Option<Open>,
}

impl Zones {
    /// Sorts vSwitches into zones.
    pub(super) fn of(cx: &Context<'_>, vswitches: impl IntoIterator<Item = VSwitchId>) -> Self {
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
            self.open = Some(self.doubt(cx, id));
        }
        self.zones.push((zone.clone().ok(), vec![id]));
    }

    fn doubt(&self, cx: &Context<'_>, id: VSwitchId) -> Open {
        let of = |id: VSwitchId| cx.estate.vswitch(id).zone.clone().err();
        let others = self.zones.iter().flat_map(|(_, members)| members.iter().copied());
        let unknown = of(id).or_else(|| others.into_iter().find_map(of));
        unknown.unwrap_or_else(|| Open {
            why: Why::NotModelled(
                "whether two zones that are given in different ways are one".into(),
            ),
            origin: cx.estate.vswitch(id).cidr.origin(),
        })
    }

    /// The zone of a vSwitch, by its place.
    pub(super) fn zone_of(&self, id: VSwitchId) -> Option<usize> {
        self.zones.iter().position(|(_, members)| members.contains(&id))
    }
}

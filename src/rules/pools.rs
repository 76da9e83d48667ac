//! What the rules on node pools share: whether the cluster of a pool runs Terway, and in which mode
//! the pool is.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::capacity;
use crate::eval::Why;
use crate::model::{Attr, Cluster, NodePool, Open, PlugIn, PoolKind};
use std::sync::Arc;

/// The cluster of a pool, which runs Terway or may.
pub(super) struct Home<'e> {
    /// Which, or why that is not known.
    pub(super) cluster: Result<&'e Cluster, &'e Open>,
    plug_in: Result<PlugIn, Open>,
}

impl Home<'_> {
    /// Whether a pool of the cluster is in exclusive ENI mode.
    pub(super) fn exclusive(&self, pool: &NodePool) -> Attr<bool> {
        match &self.plug_in {
            Ok(PlugIn::TerwayExclusive) => Attr::Known(true, self.plug_in_place(pool)),
            Err(open) if pool.exclusive.known() != Some(&true) => {
                Attr::Unknown { open: open.clone(), present: false }
            }
            _ => pool.exclusive.clone(),
        }
    }

    fn plug_in_place(&self, pool: &NodePool) -> crate::eval::OriginId {
        let cluster = self.cluster.ok();
        let named = cluster.and_then(|cluster| {
            let mut named = cluster.addons.network();
            named.find(|(addon, plug_in)| !addon.disabled && *plug_in == PlugIn::TerwayExclusive)
        });
        named.map_or(pool.subject.head, |(addon, _)| addon.origin)
    }

    /// A setting of the network plug-in that is on or off.
    pub(super) fn switch(&self, key: &str) -> Attr<bool> {
        match self.cluster {
            Ok(cluster) => cluster.addons.network_switch(key, cluster.subject.head),
            Err(open) => Attr::Unknown { open: open.clone(), present: false },
        }
    }
}

/// The answers of a rule on the pools of Terway clusters. Where it is not known that one is of such
/// a cluster, what the rule would find is open.
pub(super) fn each_terway_pool<'e>(
    cx: &Context<'e>,
    decide: impl Fn(&'e NodePool, &Home<'e>) -> Result<Option<Outcome>, Open>,
) -> Vec<Answer> {
    cx.each_pool(|pool, cluster| {
        let plug_in = match cluster {
            Ok(cluster) => cluster.plug_in(),
            Err(open) => Err(open.clone()),
        };
        let plug_in = match plug_in {
            Ok(Some(plug_in)) if !plug_in.is_flannel() => Ok(plug_in),
            Ok(_) => return Ok(None),
            Err(open) => Err(open),
        };
        let open = plug_in.clone().err();
        let outcome = decide(pool, &Home { cluster, plug_in });
        let outcome = outcome.unwrap_or_else(|open| Some(Outcome::undecided(open)));
        Ok(outcome.and_then(|outcome| outcome.if_holds(open.as_ref())))
    })
}

/// What a rule says where something is on: nothing where it is off, nothing certain where that is
/// not known.
pub(super) fn where_on(on: &Attr<bool>, outcome: impl FnOnce() -> Outcome) -> Option<Outcome> {
    match on {
        Attr::Known(true, _) => Some(outcome()),
        Attr::Known(false, _) | Attr::Absent(_) => None,
        Attr::Unknown { open, .. } => outcome().if_holds(Some(open)),
    }
}

/// The modes that a pool may be in, exclusive or not.
pub(super) fn modes(exclusive: &Attr<bool>) -> &'static [bool] {
    match exclusive {
        Attr::Known(true, _) => &[true],
        Attr::Known(false, _) | Attr::Absent(_) => &[false],
        Attr::Unknown { .. } => &[true, false],
    }
}

/// As people call a mode.
pub(super) fn mode_name(exclusive: bool) -> &'static str {
    if exclusive { "exclusive ENI mode" } else { "shared ENI mode" }
}

/// A finding with the places where something is told of the instance types that it rests on.
pub(super) fn with_told(found: Found, pool: &NodePool) -> Found {
    pool.told().fold(found, |found, (name, origin)| {
        found.with(format!("what {name} has is told here"), origin, None)
    })
}

/// The attribute that holds the instance types of a pool.
pub(super) fn types_attribute(pool: &NodePool) -> &'static str {
    match pool.kind {
        PoolKind::Pool => "instance_types",
        PoolKind::Inline => "worker_instance_types",
        PoolKind::Masters => "master_instance_types",
    }
}

/// A number for each instance type of a pool, of those that it is known of; and why it is not of
/// all: `what` a table should give, and what is not known without any type.
pub(super) fn of_types<T>(
    pool: &NodePool,
    (what, without): (&str, &str),
    number: impl Fn(&str) -> Option<T>,
) -> (Vec<(Arc<str>, T)>, Option<Open>) {
    let (types, origin) = match &pool.instance_types {
        Attr::Unknown { open, .. } => return (Vec::new(), Some(open.clone())),
        Attr::Absent(origin) => {
            let why = format!("no instance type is written, so {without} is not known");
            return (Vec::new(), Some(Open { why: Why::Untold(why.into()), origin: *origin }));
        }
        Attr::Known(types, origin) => (types, *origin),
    };
    let known: Vec<_> =
        types.iter().filter_map(|name| Some((Arc::clone(name), number(name)?))).collect();
    let missing = types.iter().filter(|name| number(name).is_none());
    let missing: Vec<&str> = missing.map(|name| &**name).collect();
    let open = (!missing.is_empty()).then(|| {
        let why =
            format!("no published table that acklint has gives {what} of {}", missing.join(", "));
        Open { why: Why::Untold(why.into()), origin }
    });
    (known, open)
}

/// The pods that each instance type of a pool gives an address, and why that is not known of all.
pub(crate) fn pods(pool: &NodePool, exclusive: bool) -> (Vec<(Arc<str>, u64)>, Option<Open>) {
    of_types(pool, ("the ENIs", "how many pods a node holds"), |name| {
        capacity::terway_pods(pool.quotas(name)?, exclusive)
    })
}

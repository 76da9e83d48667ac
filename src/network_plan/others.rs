//! What other clusters, and custom routes, take of what a cluster shares with them.

use super::{Demand, Plan, Reasons};
use crate::facts;
use crate::model::{Cluster, Open, VSwitchId};
use crate::rules::{Near, lies_in, shared};
use std::collections::BTreeMap;

/// What others take; none where that is not known.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// Addresses of the vSwitches that the cluster uses.
    pub(super) of_vswitches: Option<BTreeMap<VSwitchId, u64>>,
    /// Addresses of the VPC.
    pub(super) of_vpc: Option<u64>,
    /// Entries of the VPC's route table.
    pub(super) routes: Option<u64>,
}

impl Others {
    pub(super) fn of(plan: &mut Plan<'_>, own: &Demand) -> Self {
        let others = plan.others();
        let mut why = std::mem::take(&mut plan.why);
        let this = Self {
            of_vswitches: of_vswitches(plan, own, &others, &mut why),
            of_vpc: of_vpc(plan, &others, &mut why),
            routes: routes(plan, &others, &mut why),
        };
        plan.why = why;
        this
    }
}

/// Another cluster that has nodes or may have some.
type Other<'e> = (&'e Cluster, &'e Demand);

impl<'e> Plan<'e> {
    fn others(&self) -> Vec<Other<'e>> {
        let all = self.cx.estate.clusters.iter().zip(self.demands);
        let is_other = |(other, demand): &Other<'_>| {
            let has_nodes = demand.planned.nodes != Some(0);
            !other.subject.same(&self.cluster.subject) && has_nodes
        };
        all.filter(is_other).collect()
    }
}

fn unclear(what: &str, other: &Cluster) -> String {
    format!("{what} that {} takes", other.subject.address)
}

/// Demand is summed over all clusters that use a vSwitch.
fn of_vswitches(
    plan: &Plan<'_>,
    own: &Demand,
    others: &[Other<'_>],
    why: &mut Reasons,
) -> Option<BTreeMap<VSwitchId, u64>> {
    let mut taken: BTreeMap<VSwitchId, u64> = BTreeMap::new();
    let ids = || own.spread.nodes.iter().chain(&own.spread.pods).copied();
    for (other, demand) in others {
        let uses =
            |id: &VSwitchId| demand.spread.nodes.contains(id) || demand.spread.pods.contains(id);
        let may = !demand.spread.is_placed && other.subject.root == plan.cluster.subject.root;
        if !ids().any(|id| uses(&id)) && !may {
            continue;
        }
        let known = demand.is_certain(other).and_then(|()| {
            let all = ids().filter(uses).map(|id| {
                let (nodes, pods) = demand.spread.taken(id).ok_or_else(|| demand.why.first())?;
                Ok((id, nodes + pods))
            });
            if may { Err(demand.why.first()) } else { all.collect::<Result<Vec<_>, String>>() }
        });
        match known {
            Ok(of_it) => {
                let of_it: BTreeMap<VSwitchId, u64> = of_it.into_iter().collect();
                for (id, addresses) in of_it {
                    *taken.entry(id).or_default() += addresses;
                }
            }
            Err(reason) => {
                // one reason is enough, and thousands would be too many
                why.add(&unclear("addresses of the vSwitches", other), &reason);
                return None;
            }
        }
    }
    Some(taken)
}

/// Whether another cluster lies in the same VPC. One of another root may, wherever nothing is known
/// of either: that is no reason to know nothing of all.
fn near(plan: &Plan<'_>, other: &Cluster) -> Near {
    match shared(&plan.cx, plan.cluster, other) {
        Near::Perhaps(_) if other.subject.root != plan.cluster.subject.root => Near::No,
        near => near,
    }
}

/// The addresses of nodes and pods of the other clusters of the VPC.
fn of_vpc(plan: &Plan<'_>, others: &[Other<'_>], why: &mut Reasons) -> Option<u64> {
    if !plan.is_terway() {
        return Some(0);
    }
    let mut taken = 0;
    for (other, demand) in others {
        let known = match near(plan, other) {
            Near::No => continue,
            Near::Yes => demand
                .is_certain(other)
                .and_then(|()| demand.addresses().ok_or_else(|| demand.why.first())),
            Near::Perhaps(open) => Err(open.why.to_string()),
        };
        taken += known
            .map_err(|reason| why.add(&unclear("addresses of the VPC", other), &reason))
            .ok()?;
    }
    Some(taken)
}

/// The nodes of other Flannel clusters, and custom entries.
fn routes(plan: &Plan<'_>, others: &[Other<'_>], why: &mut Reasons) -> Option<u64> {
    if !plan.takes_routes() {
        return Some(0);
    }
    let mut taken = 0;
    for (other, demand) in others {
        let routed = match other.plug_in() {
            Ok(Some(plug_in)) if !plug_in.takes_routes() => continue,
            Ok(None) => continue,
            Ok(Some(_)) => Ok(()),
            Err(open) => Err(open),
        };
        let known = match (near(plan, other), routed) {
            (Near::No, _) => continue,
            (Near::Yes, Ok(())) => demand.is_certain(other).map(|()| demand.planned.at_least),
            (Near::Perhaps(open), _) | (_, Err(open)) => Err(open.why.to_string()),
        };
        taken += known.map_err(|reason| why.add(&unclear("route entries", other), &reason)).ok()?;
    }
    for entry in &plan.cx.estate.table_entries {
        let near = lies_in(&plan.cx, plan.cluster, &entry.vpc, (&entry.subject, false));
        let known: Result<u64, String> = match (near, entry.subject.doubt()) {
            (Near::No, _) => continue,
            (Near::Yes, None) => Ok(1),
            (Near::Perhaps(Open { why, .. }), _) | (_, Some(Open { why, .. })) => {
                Err(why.to_string())
            }
        };
        let subject = &entry.subject.address;
        taken += known
            .map_err(|reason| why.add(&format!("route entries of {subject}"), &reason))
            .ok()?;
    }
    Some(taken)
}

impl Demand {
    /// Whether it is known that all of it is there.
    ///
    /// # Errors
    /// If not, why.
    fn is_certain(&self, cluster: &Cluster) -> Result<(), String> {
        match (&cluster.subject.maybe, self.planned.nodes) {
            (Some(why), _) => Err(why.to_string()),
            (None, None) => Err(self.why.first()),
            (None, Some(_)) => Ok(()),
        }
    }

    /// The addresses of nodes and pods.
    fn addresses(&self) -> Option<u64> {
        let own = facts::quota("terway_node_addresses");
        self.planned.pools.iter().map(|pool| Some(pool.nodes * (pool.ask? + own))).sum()
    }
}

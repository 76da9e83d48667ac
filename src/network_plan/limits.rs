//! What limits the nodes of a cluster.

use super::nodes::Planned;
use super::others::Others;
use super::{Demand, Plan, later};
use crate::capacity;
use crate::capacity::room::{Batch, Room, fill};
use crate::facts;
use crate::model::{Attr, Kind};
use crate::report::capacity::{By, Limit, number};
use crate::rules::pod_range;

/// The limits, and what they come to.
#[derive(Debug, Default)]
pub(super) struct Limits {
    pub(super) all: Vec<Limit>,
    pub(super) max: Option<u64>,
    pub(super) by: Option<By>,
    /// The nodes of a Terway cluster that find addresses, by zone.
    pub(super) zones: Option<Vec<u64>>,
}

impl Limits {
    pub(super) fn of(plan: &mut Plan<'_>, demand: &Demand) -> Self {
        let others = Others::of(plan, demand);
        let held = demand.spread.held(&others, demand.planned.asks());
        let mut all = Vec::new();
        // of Flannel, what is not known of the vSwitches leaves the rest decided: more can be added
        let mut needed = true;
        if plan.is_flannel() {
            all.push(of_pod_range(plan, &demand.planned));
            if plan.takes_routes() {
                all.push(of_routes(plan, &others));
            }
            needed = false;
            all.push(of_node_vswitches(demand, &others, held.as_deref()));
        } else if plan.is_terway() {
            all.push(of_vswitches(demand, &others, held.as_deref()));
            all.push(of_vpc(plan, &demand.planned, &others));
        }
        all.extend(of_quota(plan));
        all.sort_by_key(|limit| (limit.nodes.is_none(), limit.nodes, limit.by));
        let is_known = |limit: &Limit| limit.nodes.is_some() || !needed && limit.by == By::VSwitch;
        let known = plan.plug_in().is_some() && all.iter().all(is_known);
        let first = all.first().filter(|_| known);
        let (max, by) = (first.and_then(|limit| limit.nodes), first.map(|limit| limit.by));
        Self { all, max, by, zones: held }
    }
}

fn of_pod_range(plan: &mut Plan<'_>, planned: &Planned) -> Limit {
    let range = pod_range(plan.cluster);
    let range = plan.why.known("pod_cidr", range).flatten();
    if range.is_none() && matches!(plan.cluster.pod_cidr, Attr::Absent(_)) {
        plan.why.add("pod_cidr", &"none is written");
    }
    let both = range.map(|range| range.cidr).zip(planned.mask);
    let nodes = both.map(|(range, mask)| capacity::flannel_nodes(range, mask));
    let what = match both {
        Some((range, mask)) => format!("pod_cidr {range} in slices of /{mask}, one a node"),
        None => "pod_cidr in slices, one a node".to_owned(),
    };
    let later = later::of(plan.cluster, "pod_cidr");
    Limit { by: By::PodCidr, nodes, what, later }
}

fn of_routes(plan: &Plan<'_>, others: &Others) -> Limit {
    let most = facts::quota("route_entries_max");
    let usual = plan.cx.route_entries(plan.cluster).min(most);
    let what = format!("{} route entries of the VPC, one a node", number(usual));
    let what = format!("{what}{}", of_which(others.routes));
    let left = |entries: u64| others.routes.map(|taken| entries.saturating_sub(taken));
    let later = match left(most) {
        _ if usual >= most => "never: nobody is granted more".to_owned(),
        Some(nodes) => format!("on request, up to {} nodes", number(nodes)),
        None => format!("on request, up to {} entries", number(most)),
    };
    Limit { by: By::RouteEntries, nodes: left(usual), what, later }
}

/// What others take of it.
fn of_which(taken: Option<u64>) -> String {
    match taken {
        Some(0) => String::new(),
        Some(taken) => format!(", of which others take {}", number(taken)),
        None => ", shared with others; how many these take is not known".to_owned(),
    }
}

/// What others take of the vSwitches.
fn taken_of_vswitches(others: &Others) -> Option<u64> {
    others.of_vswitches.as_ref().map(|taken| taken.values().sum())
}

fn of_node_vswitches(demand: &Demand, others: &Others, held: Option<&[u64]>) -> Limit {
    let nodes = held.map(|held| held.iter().sum());
    let what = "usable addresses of the vSwitches that nodes run in";
    let besides = of_which(taken_of_vswitches(others));
    let besides = if demand.spread.is_placed { besides } else { String::new() };
    let what = format!("{what}{besides}");
    Limit { by: By::VSwitch, nodes, what, later: later::MORE_NODES.to_owned() }
}

fn of_vswitches(demand: &Demand, others: &Others, held: Option<&[u64]>) -> Limit {
    let nodes = held.map(|held| held.iter().sum());
    let asks = demand.planned.pools.iter().chain([&demand.planned.next]).map(|pool| pool.ask);
    let asks: Option<Vec<u64>> = asks.collect();
    let asks = asks.and_then(|asks| Some((*asks.iter().min()?, *asks.iter().max()?)));
    let each = match asks {
        Some((least, most)) if least == most => {
            format!(": 1 a node and {} for its pods", number(most))
        }
        Some((least, most)) => {
            let (least, most) = (number(least), number(most));
            format!(": 1 a node and {least} to {most} for its pods, and {most} beyond the plan")
        }
        None => String::new(),
    };
    let besides = of_which(taken_of_vswitches(others));
    let what = format!("addresses of the vSwitches, by zone{each}{besides}");
    Limit { by: By::VSwitch, nodes, what, later: later::MORE_PODS.to_owned() }
}

/// What the VPC would hold, were all of it vSwitches.
fn of_vpc(plan: &mut Plan<'_>, planned: &Planned, others: &Others) -> Limit {
    let addresses = plan.vpc_addresses();
    let left = addresses.zip(others.of_vpc).map(|(all, taken)| all.saturating_sub(taken));
    let batches = planned
        .pools
        .iter()
        .map(|pool| Some(Batch { nodes: pool.nodes, ask: pool.ask?, zones: vec![0] }));
    let batches: Option<Vec<Batch>> = batches.collect();
    let nodes = left.zip(batches).zip(planned.asks()).map(|((all, batches), next)| {
        fill(vec![Room { nodes: all, pods: all, all }], &batches, next).iter().sum()
    });
    let what = match addresses {
        Some(addresses) => {
            format!("{} addresses of the VPC, were all of it vSwitches", number(addresses))
        }
        None => "addresses of the VPC".to_owned(),
    };
    let what = format!("{what}{}", of_which(others.of_vpc));
    let more = facts::quota("vpc_secondary_cidrs");
    Limit { by: By::Vpc, nodes, what, later: format!("up to {more} secondary ranges can be added") }
}

/// What the specification of a managed cluster permits.
fn of_quota(plan: &mut Plan<'_>) -> Option<Limit> {
    if plan.kind() != Some(Kind::Managed) {
        return None;
    }
    let spec = plan.cluster.cluster_spec.get().map(|spec| spec.map(ToString::to_string));
    let Ok(spec) = spec else {
        plan.why.known("cluster_spec", spec);
        let what = "the specification of the cluster".to_owned();
        return Some(Limit { by: By::Quota, nodes: None, what, later: String::new() });
    };
    let default = facts::default("cluster_spec");
    let spec = spec.unwrap_or_else(|| default.to_owned());
    if spec == default {
        let nodes = Some(facts::quota("nodes_basic_max"));
        let later = "a Pro specification takes it in place, and there is no way back".to_owned();
        return Some(Limit { by: By::Quota, nodes, what: format!("nodes of {spec}"), later });
    }
    // for Flannel the routes are that limit
    plan.is_terway().then(|| {
        let [usual, most] = ["nodes_terway_default", "nodes_terway_max"].map(facts::quota);
        let later = format!("on request, up to {} nodes", number(most));
        Limit {
            by: By::Quota,
            nodes: Some(usual),
            what: format!("nodes of {spec} with Terway"),
            later,
        }
    })
}

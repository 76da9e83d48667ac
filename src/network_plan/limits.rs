//! What limits the nodes of a cluster.

use super::nodes::Planned;
use super::zones::Spread;
use super::{Plan, later};
use crate::capacity;
use crate::facts;
use crate::model::{Attr, Cluster, Kind, PlugIn, VpcId};
use crate::report::capacity::{By, Limit, number};
use crate::rules::pod_range;

/// The limits, and what they come to.
#[derive(Debug, Default)]
pub(super) struct Limits {
    pub(super) all: Vec<Limit>,
    pub(super) max: Option<u64>,
    pub(super) by: Option<By>,
}

impl Limits {
    pub(super) fn of(plan: &mut Plan<'_>, planned: &Planned, spread: &Spread) -> Self {
        let mut all = Vec::new();
        if plan.is_flannel() {
            all.push(of_pod_range(plan, planned));
            if plan.plug_in() == Some(PlugIn::Flannel) {
                all.push(of_routes(plan));
            }
            // one address a node: more vSwitches can be added, so that what is not known of them
            // leaves the rest decided
            let nodes = spread.nodes(0).filter(|_| spread.is_known);
            let what = "usable addresses of the vSwitches that nodes run in".to_owned();
            let limit = Limit { by: By::VSwitch, nodes, what, later: later::MORE_NODES.to_owned() };
            all.extend(nodes.is_some().then_some(limit));
        } else if plan.is_terway() {
            all.push(of_vswitches(planned, spread));
            all.push(of_vpc(plan, planned));
        }
        all.extend(of_quota(plan));
        all.sort_by_key(|limit| (limit.nodes.is_none(), limit.nodes, limit.by));
        let known = plan.plug_in().is_some() && all.iter().all(|limit| limit.nodes.is_some());
        let first = all.first().filter(|_| known);
        let (max, by) = (first.and_then(|limit| limit.nodes), first.map(|limit| limit.by));
        Self { all, max, by }
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

fn of_routes(plan: &Plan<'_>) -> Limit {
    let [usual, most] = ["route_entries_default", "route_entries_max"].map(facts::quota);
    let vpc = plan.cluster.vpc.clone().ok().flatten();
    let taken = vpc.map_or(0, |vpc| taken(plan, vpc));
    let besides = match taken {
        0 => String::new(),
        taken => format!(", of which others take {taken}"),
    };
    let what = format!("{usual} route entries of the VPC, one a node{besides}");
    let later = format!("on request, up to {} nodes", number(most.saturating_sub(taken)));
    Limit { by: By::RouteEntries, nodes: Some(usual.saturating_sub(taken)), what, later }
}

/// The entries of a VPC's route table that others take: nodes of other Flannel clusters, and
/// custom entries.
fn taken(plan: &Plan<'_>, vpc: VpcId) -> u64 {
    let estate = plan.cx.estate;
    let is_other = |other: &&Cluster| !other.subject.same(&plan.cluster.subject);
    let others = estate.clusters_in(vpc).filter(is_other);
    let routed = others.filter(|other| other.plug_in() == Ok(Some(PlugIn::Flannel)));
    let nodes: u64 = routed.map(|other| plan.cx.planned(other).least).sum();
    let entries = estate.table_entries.iter().filter(|entry| entry.vpc == Ok(vpc));
    nodes + entries.count() as u64
}

fn of_vswitches(planned: &Planned, spread: &Spread) -> Limit {
    let nodes = planned.per_node.and_then(|(_, most)| spread.nodes(most));
    let what = match planned.per_node {
        Some((_, most)) => {
            format!("addresses of the vSwitches, by zone: 1 a node and {most} for its pods")
        }
        None => "addresses of the vSwitches, by zone".to_owned(),
    };
    Limit { by: By::VSwitch, nodes, what, later: later::MORE_PODS.to_owned() }
}

/// What the VPC would hold, were all of it vSwitches.
fn of_vpc(plan: &mut Plan<'_>, planned: &Planned) -> Limit {
    let addresses = plan.vpc_addresses();
    let own = facts::quota("terway_node_addresses");
    let nodes = addresses.zip(planned.per_node);
    let nodes = nodes.map(|(addresses, (_, most))| addresses / (most + own));
    let what = match addresses {
        Some(addresses) => {
            format!("{} addresses of the VPC, were all of it vSwitches", number(addresses))
        }
        None => "addresses of the VPC".to_owned(),
    };
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

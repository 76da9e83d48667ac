//! Nodes and pods outgrow a basic security group.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use super::terway::needs;
use crate::facts;
use crate::model::{Attr, Cluster, Open, SecurityGroup};

const CASE: &str = "outgrown";
const ATTRIBUTE: &str = "security_group_type";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if matches!(cluster.security_group, Attr::Absent(_)) {
            return Ok(None);
        }
        match cluster.plug_in()? {
            Some(plug_in) if !plug_in.is_flannel() => Ok(Some(judge(cx, cluster))),
            _ => Ok(None),
        }
    })
}

fn judge(cx: &Context<'_>, cluster: &Cluster) -> Outcome {
    let demand = Demand::of(cx, cluster);
    let held = facts::quota("basic_security_group_addresses");
    let fits = demand.most.is_some_and(|most| most <= held);
    let group = match &cluster.security_group {
        Attr::Absent(_) => return Outcome::clean(),
        _ if fits => return Outcome::clean(),
        Attr::Unknown { open, .. } => return Outcome::undecided(open.clone()),
        Attr::Known(group, _) => group,
    };
    match group.advanced {
        Attr::Known(true, _) => Outcome::clean(),
        _ if demand.least <= held => {
            let open = Open::either(group.advanced.open().cloned(), demand.open);
            Outcome::clean().or_case(open, CASE, ATTRIBUTE)
        }
        Attr::Unknown { ref open, .. } => Outcome::undecided(open.clone()),
        Attr::Known(false, _) | Attr::Absent(_) => {
            Outcome::found(cx.with_askers(finding(group, &demand), cluster))
        }
    }
}

fn finding(group: &SecurityGroup, demand: &Demand) -> Found {
    let acks = facts::quota("basic_security_group_addresses");
    let ecs = facts::quota("basic_security_group_addresses_ecs");
    let advanced = facts::quota("advanced_security_group_addresses");
    let (nodes, least) = (demand.nodes, demand.least);
    let ask = if demand.by_expectation {
        format!("{nodes} nodes and the expected pods are {least}")
    } else {
        format!("{nodes} nodes full of pods are {least}")
    };
    let beyond = if least > ecs { "beyond both limits" } else { "between the two" };
    let message = format!(
        "{} is a basic security group, which holds {acks} nodes and pods by ACK's documents and \
         {ecs} addresses by those of ECS; {ask}, {beyond}",
        group.subject.address
    );
    let help = format!(
        "security_group_type = \"enterprise\", an advanced security group, holds {advanced}"
    );
    let by_default = matches!(group.advanced, Attr::Absent(_)).then_some("the provider");
    let found = Found::new(CASE, ATTRIBUTE, group.advanced.origin(), message).help(help);
    found.by_default(by_default)
}

/// The addresses of a cluster's nodes and pods.
struct Demand {
    nodes: u64,
    least: u64,
    /// At most; `None` where there is no bound.
    most: Option<u64>,
    /// Why there may be more.
    open: Option<Open>,
    /// Whether what is expected is more than what is planned.
    by_expectation: bool,
}

impl Demand {
    fn of(cx: &Context<'_>, cluster: &Cluster) -> Self {
        let own = facts::quota("terway_node_addresses");
        let mut open = cluster.more_nodes.clone();
        let needs = needs(cx, cluster);
        // of nodes that are expected beside the planned ones only the fewest pods are certain
        let floor = needs.iter().map(|need| need.floor).min();
        let floor = floor.unwrap_or_else(|| facts::quota("shared_eni_pods_min"));
        let planned: u64 = needs.iter().map(|need| need.nodes).sum();
        let nodes = cx.expected_nodes(cluster).max(planned);
        let mut full = (nodes - planned) * (floor + own);
        let mut most = Some(full);
        for need in needs {
            let with_surge = need.nodes + need.pool.surge.least;
            full += with_surge * (need.largest + own);
            let each = if with_surge == 0 { Some(0) } else { need.most_each() };
            let here = each.map(|pods| with_surge * (pods + own));
            most = most.and_then(|sum| Some(sum + here?)).filter(|_| need.open.is_none());
            let more = need.full_open().filter(|_| need.nodes > 0);
            open = Open::either(open, Open::either(need.open, more));
        }
        let most = most.filter(|_| cluster.more_nodes.is_none());
        let expected = match cx.expected_pods(cluster) {
            0 => nodes * own,
            pods => pods + nodes * own,
        };
        Self {
            nodes,
            least: full.max(expected),
            most: most.map(|most| most.max(expected)),
            open,
            by_expectation: expected > full,
        }
    }
}

//! How many nodes and Services there is room for.

use super::Severity::{Error, Warning};
use super::world::{Cni, Member, VpcKey, World};
use super::{Found, Subject};
use crate::plan::Kind;
use std::collections::BTreeMap;

pub(super) fn rules(world: &World<'_>, found: &mut Found) {
    let expect = world.plan.expect;
    for member in &world.clusters {
        flannel_room(world, member, found);
        quota(world, member, found);
        if let Some(services) = member.service() {
            let who = member.subject();
            if services.size() < expect.services.unwrap_or(0) {
                found.add("service_cidr_too_small", who, "", Error);
            } else if services.size() < 256 {
                found.add("service_cidr_too_small", who, "", Warning);
            }
        }
    }
    node_limit(world, found);
}

/// Nodes that count: the expected ones are the whole of it.
fn nodes(world: &World<'_>, planned: u64) -> u64 {
    planned.max(world.plan.expect.nodes.unwrap_or(0))
}

fn flannel_room(world: &World<'_>, member: &Member<'_>, found: &mut Found) {
    if !member.is_flannel() {
        return;
    }
    let (mask, who) = (member.mask(), member.subject());
    let per_node = 1u64 << (32 - mask.min(32));
    for nodes in member.nodes.iter().filter(|nodes| !nodes.masters) {
        if nodes.max_pods.is_some_and(|max| max > per_node) {
            let pool = (member.path, nodes.subject.as_str());
            found.add("flannel_pods_per_node", pool, "", Warning);
        }
    }
    let Some(pod) = member.pod() else { return };
    let room = if mask < pod.prefix { 0 } else { 1u64 << (mask - pod.prefix) };
    let planned = nodes(world, member.planned(true));
    // Reading 24: nodes are replaced beside the expected ones as well
    let ceiling = planned + member.surge();
    // Reading 4: of pools with different `max_pods` the largest tells what nodes can hold
    let pools = member.nodes.iter().map(|nodes| nodes.max_pods.unwrap_or(u64::MAX));
    let holds = room * per_node.min(pools.max().unwrap_or(per_node));
    if room == 0 || room < planned || holds < world.plan.expect.pods.unwrap_or(0) {
        found.add("flannel_pod_cidr_too_small", who, "", Error);
    } else if room < 16 || room * 4 < ceiling * 5 {
        found.add("flannel_pod_cidr_too_small", who, "", Warning);
    }
}

fn quota(world: &World<'_>, member: &Member<'_>, found: &mut Found) {
    let plan = member.plan;
    if plan.kind != Kind::Managed || !matches!(plan.profile, None | Some("Default")) {
        return;
    }
    let planned = nodes(world, member.planned(false));
    let ceiling = planned + member.surge();
    let spec = plan.spec.unwrap_or("ack.standard");
    let how = if spec == "ack.standard" {
        (planned > 10).then_some(Error)
    } else if !member.is_terway() {
        None
    } else if planned > 15_000 {
        Some(Error)
    } else {
        (ceiling > 5_000).then_some(Warning)
    };
    if let Some(how) = how {
        found.add("cluster_node_quota", member.subject(), "", how);
    }
}

/// Route entries: all Flannel clusters of a VPC share them.
fn node_limit(world: &World<'_>, found: &mut Found) {
    // Reading 25: a cluster whose VPC ACK makes is alone in it
    let mut by_vpc: BTreeMap<Result<&VpcKey, Subject<'_>>, Vec<&Member<'_>>> = BTreeMap::new();
    for member in &world.clusters {
        if matches!(member.cni, Cni::Flannel { vxlan: false, .. }) {
            by_vpc.entry(member.vpc().ok_or(member.subject())).or_default().push(member);
        }
    }
    for (vpc, members) in by_vpc {
        let mut entries = 0;
        if let Ok(VpcKey::Own(root, at)) = vpc {
            let routes = world.plan.roots[*root].routes.iter();
            entries = routes
                .filter(|route| route.vpc == *at && route.hop != "CEN")
                .map(|route| route.copies)
                .sum();
        }
        let planned: u64 = members.iter().map(|member| nodes(world, member.planned(true))).sum();
        let surge: u64 = members.iter().map(|member| member.surge()).sum();
        let ceiling = planned + surge;
        let last = members[members.len() - 1].subject();
        if planned + entries > 1000 {
            found.add("flannel_node_limit", last, "", Error);
        } else if ceiling + entries > 200 {
            found.add("flannel_node_limit", last, "", Warning);
        }
    }
}

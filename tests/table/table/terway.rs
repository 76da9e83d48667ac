//! Terway: addresses, zones, instance types.

mod addresses;

use super::Found;
use super::Severity::{Error, Info, Warning};
use super::facts::{Type, instance_type};
use super::world::{Cni, Member, Nodes, VpcKey, World};
use crate::net::{Read, four, read};
use crate::plan::Kind;

pub(super) fn rules(world: &World<'_>, found: &mut Found) {
    addresses::vpc_too_small(world, found);
    for member in world.clusters.iter().filter(|member| member.is_terway()) {
        addresses::pod_ips(world, member, found);
        pod_vswitches(world, member, found);
        dual_stack(world, member, found);
        security_group(world, member, found);
        let datapath = member.config("IPVlan");
        if datapath {
            found.add("terway_datapath_v2", member.subject(), "conntrack", Info);
        }
        for nodes in member.nodes.iter().filter(|nodes| !nodes.masters) {
            pool(member, nodes, datapath, found);
        }
    }
}

/// What a pool's types give, those that are known.
pub(super) fn known_types(nodes: &Nodes) -> Vec<Type> {
    nodes.types.iter().filter_map(|name| instance_type(name)).collect()
}

fn pool(member: &Member<'_>, nodes: &Nodes, datapath: bool, found: &mut Found) {
    let who = (member.path, nodes.subject.as_str());
    let pods: Vec<Option<u64>> = nodes
        .types
        .iter()
        .map(|name| instance_type(name).and_then(|of| of.pods(nodes.exclusive)))
        .collect();
    for pods in pods.iter().flatten() {
        match (nodes.exclusive, pods) {
            (true, ..6) | (false, ..11) => found.add("terway_instance_type", who, "", Error),
            (true, 6) => found.add("terway_instance_type", who, "", Warning),
            _ => {}
        }
    }
    // Reading 5: above what the smallest type gives
    if let (Some(max), Some(least)) = (nodes.max_pods, pods.iter().flatten().min())
        && max > least + 3
    {
        found.add("terway_pods_per_node", who, "", Warning);
    }
    if datapath {
        let image = nodes.image.is_some_and(|image| {
            image == "AliyunLinux" || image.starts_with("CentOS") || image.starts_with("Windows")
        });
        if image {
            found.add("terway_datapath_v2", who, "image_type", Error);
        }
        if nodes.runtime.is_some_and(|runtime| runtime.starts_with("Sandboxed")) {
            found.add("terway_datapath_v2", who, "runtime_name", Error);
        }
    }
    if nodes.exclusive && member.config("NetworkPolicy") {
        found.add("terway_exclusive_eni", who, "", Warning);
    }
}

fn pod_vswitches(world: &World<'_>, member: &Member<'_>, found: &mut Found) {
    for at in &member.plan.pods {
        let Some(range) = four(&world.vswitch(member, *at).cidr) else { continue };
        if range.prefix > 25 {
            found.add("terway_pod_vswitch_size", member.subject(), "", Error);
        } else if range.prefix > 19 {
            found.add("terway_pod_vswitch_size", member.subject(), "", Info);
        }
    }
    if member.plan.pods.is_empty() {
        return;
    }
    let zone = |at: &usize| world.vswitch(member, *at).zone.as_str();
    let covered: Vec<&str> = member.plan.pods.iter().map(zone).collect();
    // Reading 11: of a pool that plans no nodes none run anywhere
    let counted = || member.nodes.iter().filter(|nodes| counts(member, nodes));
    let running = counted().filter(|nodes| nodes.planned > 0);
    let mut places: Vec<usize> = running.flat_map(|nodes| nodes.vswitches.clone()).collect();
    if counted().next().is_none() {
        places.clone_from(&member.plan.nodes.1);
    }
    if places.iter().any(|at| !covered.contains(&zone(at))) {
        found.add("terway_zone_uncovered", member.subject(), "", Warning);
    }
}

fn dual_stack(world: &World<'_>, member: &Member<'_>, found: &mut Found) {
    if member.plan.ip_stack != Some("dual") {
        return;
    }
    let who = member.subject();
    for vpc in &member.vpcs {
        if let VpcKey::Own(root, at) = vpc
            && world.plan.roots[*root].vpcs[*at].ipv6 != Some(true)
        {
            found.add("terway_dual_stack", who, "network", Error);
        }
    }
    if member.vswitches.iter().any(|at| world.vswitch(member, *at).ipv6 != Some(true)) {
        found.add("terway_dual_stack", who, "network", Error);
    }
    if member.plan.version.is_some_and(|version| release(version) < (1, 22)) {
        found.add("terway_dual_stack", who, "version", Error);
    }
    if !member.service_six() && !member.service_parts().iter().any(|part| read(part) == Read::Bad) {
        found.add("terway_dual_stack", who, "service_cidr", Error);
    }
    // masters are no pool
    for nodes in member.nodes.iter().filter(|nodes| !nodes.masters) {
        let differs = |of: &Type| matches!((of.four, of.six), (Some(a), Some(b)) if a != b);
        if known_types(nodes).iter().any(differs) {
            found.add("terway_dual_stack", (member.path, &nodes.subject), "", Error);
        }
    }
}

/// The first two numbers of a release.
pub(super) fn release(version: &str) -> (u32, u32) {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

fn security_group(world: &World<'_>, member: &Member<'_>, found: &mut Found) {
    let Some(group) = member.plan.group else { return };
    if world.root(member).groups[group].kind == Some("enterprise") {
        return;
    }
    let (surplus, floor) = addresses::surplus(world, member);
    let mut full = surplus * (floor + 1);
    let mut count = surplus;
    for nodes in member.nodes.iter().filter(|nodes| counts(member, nodes)) {
        count += nodes.planned;
        full += (nodes.planned + nodes.surge) * (addresses::most(nodes).unwrap_or(0) + 1);
    }
    if full.max(count + world.plan.expect.pods.unwrap_or(0)) > 2000 {
        found.add("terway_security_group", member.subject(), "", Warning);
    }
}

/// Whether masters count for Terway: with their types alone.
pub(super) fn counts(member: &Member<'_>, nodes: &Nodes) -> bool {
    debug_assert!(matches!(member.cni, Cni::Terway { .. }));
    !nodes.masters || (member.plan.kind == Kind::Dedicated && !nodes.types.is_empty())
}

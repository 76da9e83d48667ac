//! What lies between VPCs: links and routes.

use super::Found;
use super::Severity::{Error, Warning};
use super::world::{Member, VpcKey, World};
use crate::net::{Net, entry, four, net};
use crate::plan::Link;
use std::collections::BTreeSet;

pub(super) fn rules(world: &World<'_>, found: &mut Found) {
    connected(world, found);
    routes(world, found);
    cross_cluster(world, found);
}

/// The pairs of VPCs that reach each other.
fn pairs(world: &World<'_>) -> BTreeSet<(VpcKey, VpcKey)> {
    let mut pairs = BTreeSet::new();
    for (at, root) in world.plan.roots.iter().enumerate() {
        for link in &root.links {
            let ends: Vec<VpcKey> = match link {
                Link::Peering(a, b) => vec![VpcKey::of(at, a), VpcKey::of(at, b)],
                Link::Cen(all) | Link::Transit(all) => {
                    all.iter().map(|vpc| VpcKey::of(at, vpc)).collect()
                }
            };
            for a in &ends {
                for b in ends.iter().filter(|b| *b != a) {
                    pairs.insert((a.clone(), b.clone()));
                }
            }
        }
    }
    pairs
}

fn connected(world: &World<'_>, found: &mut Found) {
    let pairs = pairs(world);
    let hit =
        |a: Option<Net>, b: Option<Net>| matches!((a, b), (Some(a), Some(b)) if a.overlaps(b));
    for (at, member) in world.clusters.iter().enumerate() {
        let reached: BTreeSet<&VpcKey> = pairs
            .iter()
            .filter(|(from, _)| member.vpcs.contains(from))
            .map(|(_, to)| to)
            .filter(|to| !member.vpcs.contains(to))
            .collect();
        let who = member.subject();
        let (pod, service) = (member.pod(), member.service());
        for vpc in &reached {
            let mut ranges = world.ranges(vpc);
            // Reading 2: of a VPC that is not in the configuration its vSwitches are known ranges
            let hidden = world.range_texts(vpc).is_empty();
            for (root, vswitch) in world.vswitches_of(vpc).into_iter().filter(|_| hidden) {
                ranges.extend(four(&world.plan.roots[root].vswitches[vswitch].cidr));
            }
            for (attribute, range) in [("pod_cidr", pod), ("service_cidr", service)] {
                if ranges.iter().any(|other| hit(range, Some(*other))) {
                    found.add("connected_overlap", who, attribute, Error);
                }
            }
        }
        for earlier in &world.clusters[..at] {
            if !earlier.vpcs.iter().any(|vpc| reached.contains(vpc)) {
                continue;
            }
            if hit(pod, earlier.pod()) || hit(pod, earlier.service()) {
                found.add("connected_overlap", who, "pod_cidr", Error);
            }
            if hit(service, earlier.pod()) {
                found.add("connected_overlap", who, "service_cidr", Error);
            }
            if hit(service, earlier.service()) {
                found.add("connected_overlap", who, "service_cidr", Warning);
            }
        }
    }
}

/// The destinations that a VPC sends elsewhere.
fn destinations(world: &World<'_>, member: &Member<'_>) -> Vec<Net> {
    let mut all = Vec::new();
    for (at, root) in world.plan.roots.iter().enumerate() {
        for route in root.routes.iter().filter(|route| route.hop != "CEN") {
            let vpc = VpcKey::Own(at, route.vpc);
            if !member.vpcs.contains(&vpc) || route.destination == "0.0.0.0/0" {
                continue;
            }
            let Some(of) = four(&route.destination) else { continue };
            if route.copies == 1 {
                all.push(of);
            } else {
                all.extend((0..route.copies).map(|at| of.part(16, at)));
            }
        }
        for vpn in &root.vpns {
            if member.vpcs.contains(&VpcKey::of(at, &vpn.vpc)) {
                all.extend(vpn.remote.iter().filter_map(|text| four(text)));
            }
        }
        for (vpc, of) in root.vpcs.iter().enumerate() {
            if member.vpcs.contains(&VpcKey::Own(at, vpc)) {
                all.extend(of.user_cidrs.iter().filter_map(|text| four(text)));
            }
        }
    }
    // Reading 3: what is said of 0.0.0.0/0 holds of VPNs as well
    all.retain(|of| *of != net("0.0.0.0/0"));
    all
}

fn routes(world: &World<'_>, found: &mut Found) {
    for member in &world.clusters {
        let ranges = [("pod_cidr", member.pod()), ("service_cidr", member.service())];
        for destination in destinations(world, member) {
            for (attribute, range) in ranges {
                let Some(range) = range else { continue };
                if range.holds(destination) {
                    found.add("route_overlap", member.subject(), attribute, Error);
                } else if destination.overlaps(range) {
                    found.add("route_overlap", member.subject(), attribute, Warning);
                }
            }
        }
    }
}

/// What leads from a VPC to addresses elsewhere: the VPC, the destination, whether it is announced.
fn crossings(world: &World<'_>) -> Vec<(VpcKey, Net, bool)> {
    let mut all = Vec::new();
    for (at, root) in world.plan.roots.iter().enumerate() {
        // Reading 13: a route to an instance leads to no other VPC
        for route in root.routes.iter().filter(|route| route.hop != "Instance") {
            let to = four(&route.destination).map(|to| (VpcKey::Own(at, route.vpc), to));
            all.extend(to.map(|(vpc, to)| (vpc, to, route.hop == "CEN")));
        }
        for group in &root.groups {
            let Some(vpc) = &group.vpc else { continue };
            for (_, to) in group.entries.iter().filter(|(way, _)| *way == "egress") {
                all.extend(entry(to).map(|to| (VpcKey::of(at, vpc), to, false)));
            }
        }
    }
    all
}

fn cross_cluster(world: &World<'_>, found: &mut Found) {
    let pairs = pairs(world);
    for member in world.clusters.iter().filter(|member| member.is_flannel()) {
        let (Some(pod), Some(home)) = (member.pod(), member.vpc()) else { continue };
        for (from, to, announced) in crossings(world) {
            // from a VPC that is joined with the cluster's; a VPC announces what it holds itself
            let own = announced && from == *home;
            if !pod.holds(to) || !(own || pairs.contains(&(from.clone(), home.clone()))) {
                continue;
            }
            // the subject is the later one, of the cluster and those that the route serves
            let mut parties =
                world.clusters.iter().rev().filter(|other| {
                    other.subject() == member.subject() || other.vpcs.contains(&from)
                });
            let later = parties.next().map_or(member.subject(), Member::subject);
            // Reading 26: pods of its own and those of others are two things
            let own = if later == member.subject() { "pod_cidr" } else { "vswitch_ids" };
            found.add("flannel_cross_cluster", later, own, Warning);
        }
    }
}

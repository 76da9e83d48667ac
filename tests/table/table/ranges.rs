//! Rules on one range, and on the ranges of one VPC or one cluster.

use super::Severity::{Error, Info, Warning};
use super::world::{VpcKey, World, is_private, touches_reserved};
use super::{Found, Severity, Subject};
use crate::net::{Net, Read, four, read};
use crate::plan::{Key, Spot};

pub(super) fn rules(world: &World<'_>, found: &mut Found) {
    of_clusters(world, found);
    for vpc in world.vpcs() {
        of_vpc(world, &vpc, found);
        of_vswitches(world, &vpc, found);
    }
    overlaps(world, found);
}

/// Not a CIDR, host bits, reserved, not private.
fn one(
    found: &mut Found,
    who: Subject<'_>,
    attribute: &str,
    text: &str,
    private: Option<Severity>,
) {
    let (net, host_bits) = match read(text) {
        Read::Four { net, host_bits } => (net, host_bits),
        Read::Bad => {
            found.add("cidr_invalid", who, attribute, Error);
            return;
        }
        // Reading 9: a pod range of IPv6 is a range, but none that the rules speak of: undecided
        Read::Six { .. } => return,
    };
    if host_bits {
        found.add("cidr_invalid", who, attribute, Warning);
    }
    if touches_reserved(net) {
        found.add("cidr_reserved", who, attribute, Error);
    } else if let Some(how) = private.filter(|_| !is_private(net)) {
        found.add("cidr_not_private", who, attribute, how);
    }
}

fn of_clusters(world: &World<'_>, found: &mut Found) {
    for member in &world.clusters {
        let who = member.subject();
        if let Some(text) = member.pod_text() {
            one(found, who, "pod_cidr", text, Some(Error));
        }
        if member.is_flannel() && !(24..=28).contains(&member.mask()) {
            found.add("cidr_size", who, "node_cidr_mask", Error);
        }
        services(found, who, &member.service_parts());
    }
}

fn services(found: &mut Found, who: Subject<'_>, parts: &[&str]) {
    let read: Vec<Read> = parts.iter().map(|part| read(part)).collect();
    let fours = read.iter().filter(|part| matches!(part, Read::Four { .. })).count();
    let sixes = read.iter().filter(|part| matches!(part, Read::Six { .. })).count();
    if read.contains(&Read::Bad) || fours > 1 || sixes > 1 {
        found.add("cidr_invalid", who, "service_cidr", Error);
        return;
    }
    for (part, text) in read.into_iter().zip(parts) {
        match part {
            Read::Four { net, .. } => {
                one(found, who, "service_cidr", text, Some(Error));
                if !(16..=24).contains(&net.prefix) {
                    found.add("cidr_size", who, "service_cidr", Error);
                }
            }
            Read::Six { first, prefix, .. } => {
                if first >> 121 != 0xfc >> 1 || !(112..=120).contains(&prefix) {
                    found.add("cidr_size", who, "service_cidr", Error);
                }
            }
            Read::Bad => {}
        }
    }
}

fn of_vpc(world: &World<'_>, vpc: &VpcKey, found: &mut Found) {
    let VpcKey::Own(root, at) = vpc else { return };
    let root = &world.plan.roots[*root];
    let (address, vpc_plan) = (root.vpc(*at), &root.vpcs[*at]);
    let who = (root.path.as_str(), address.as_str());
    let ranges = world.range_texts(vpc);
    // Reading 6: a range that is attached is a resource of its own, and the subject
    let own = |attribute: &str| {
        let name = attribute.strip_prefix("attached ")?.to_owned();
        let spot = Spot { name, key: Key::None, ..vpc_plan.spot.clone() };
        Some(root.address("alicloud_vpc_ipv4_cidr_block", &spot))
    };
    for (attribute, text) in &ranges {
        let own = own(attribute);
        let who = own.as_deref().map_or(who, |own| (root.path.as_str(), own));
        one(found, who, attribute, text, Some(Warning));
        let Some(net) = four(text) else { continue };
        if attribute == "cidr_block" {
            if !(8..=28).contains(&net.prefix) {
                found.add("cidr_size", who, attribute, Error);
            } else if net.prefix < 16 {
                found.add("cidr_size", who, attribute, Info);
            }
        } else if !(16..=28).contains(&net.prefix) {
            found.add("cidr_size", who, attribute, Error);
        }
    }
    for (place, (attribute, text)) in ranges.iter().enumerate() {
        let earlier = ranges[..place].iter().filter_map(|(_, text)| four(text));
        if four(text).is_some_and(|net| earlier.into_iter().any(|other| other.overlaps(net))) {
            let own = own(attribute);
            let who = own.as_deref().map_or(who, |own| (root.path.as_str(), own));
            found.add("vswitch_overlap", who, "", Error);
        }
    }
    let primary = four(&root.vpcs[*at].cidr);
    for (root, vswitch) in world.vswitches_of(vpc) {
        let range = four(&world.plan.roots[root].vswitches[vswitch].cidr);
        if let (Some(primary), Some(range)) = (primary, range)
            // Reading 7: one that is larger is outside of the VPC and does not fill it
            && range == primary
        {
            found.add("vpc_filled", who, "", Warning);
        }
    }
}

fn of_vswitches(world: &World<'_>, vpc: &VpcKey, found: &mut Found) {
    let all = world.vswitches_of(vpc);
    let texts = world.range_texts(vpc);
    let known = !texts.is_empty() && texts.iter().all(|(_, text)| four(text).is_some());
    let mut earlier: Vec<Net> = Vec::new();
    for (root, at) in all {
        let root = &world.plan.roots[root];
        let (address, text) = (root.vswitch(at), &root.vswitches[at].cidr);
        let who = (root.path.as_str(), address.as_str());
        one(found, who, "cidr_block", text, None);
        let Some(range) = four(text) else { continue };
        if !(16..=29).contains(&range.prefix) {
            found.add("cidr_size", who, "cidr_block", Error);
        }
        if known && !world.ranges(vpc).iter().any(|of| of.holds(range)) {
            found.add("vswitch_outside_vpc", who, "", Error);
        }
        if earlier.iter().any(|other| other.overlaps(range)) {
            found.add("vswitch_overlap", who, "", Error);
        }
        earlier.push(range);
    }
}

/// The ranges of each cluster against its own surroundings.
fn overlaps(world: &World<'_>, found: &mut Found) {
    for member in &world.clusters {
        let who = member.subject();
        let (pod, service) = (member.pod(), member.service());
        if let (Some(pod), Some(service)) = (pod, service)
            && pod.overlaps(service)
        {
            found.add("pod_service_overlap", who, "", Error);
        }
        if member.wrong_vpc {
            found.add("vswitch_wrong_vpc", who, "", Error);
        }
        let mut around: Vec<Net> = member.vpcs.iter().flat_map(|vpc| world.ranges(vpc)).collect();
        let used = member.vswitches.iter().map(|at| world.vswitch(member, *at));
        around.extend(used.filter_map(|vswitch| four(&vswitch.cidr)));
        for (rule, range) in [("pod_vpc_overlap", pod), ("service_vpc_overlap", service)] {
            if range.is_some_and(|range| around.iter().any(|other| other.overlaps(range))) {
                found.add(rule, who, "", Error);
            }
        }
    }
    cluster_overlap(world, found);
}

fn cluster_overlap(world: &World<'_>, found: &mut Found) {
    let hit =
        |a: Option<Net>, b: Option<Net>| matches!((a, b), (Some(a), Some(b)) if a.overlaps(b));
    for (at, later) in world.clusters.iter().enumerate() {
        for earlier in &world.clusters[..at] {
            if later.vpcs.intersection(&earlier.vpcs).next().is_none() {
                continue;
            }
            let who = later.subject();
            if hit(later.pod(), earlier.pod()) || hit(later.pod(), earlier.service()) {
                found.add("cluster_overlap", who, "pod_cidr", Error);
            }
            if hit(later.service(), earlier.pod()) {
                found.add("cluster_overlap", who, "service_cidr", Error);
            }
            if hit(later.service(), earlier.service()) {
                found.add("cluster_overlap", who, "service_cidr", Info);
            }
        }
    }
}

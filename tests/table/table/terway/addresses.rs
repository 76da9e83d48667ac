//! How many addresses pods need, and how many there are.

use super::{Found, Member, Nodes, VpcKey, World, counts};
use crate::net::four;
use crate::table::Severity::{self, Error, Warning};
use crate::table::facts::instance_type;
use std::collections::{BTreeMap, BTreeSet};

/// Addresses that a node asks for in any case.
fn least(nodes: &Nodes) -> u64 {
    let floor = if nodes.exclusive { 6 } else { 11 };
    nodes.max_pods.map_or(floor, |max| floor.min(max.saturating_sub(3)))
}

/// Addresses that a node may ask for: those of its largest type, of those that are known.
pub(super) fn most(nodes: &Nodes) -> Option<u64> {
    let types = nodes.types.iter();
    let pods = types.filter_map(|name| instance_type(name).and_then(|of| of.pods(nodes.exclusive)));
    let limit = nodes.max_pods.map_or(u64::MAX, |max| max.saturating_sub(3));
    pods.map(|pods| pods.min(limit)).max()
}

/// The nodes that are expected beside the planned ones, and what each asks for in any case.
///
/// Reading 21: they are of the pool that asks for the fewest addresses.
pub(super) fn surplus(world: &World<'_>, member: &Member<'_>) -> (u64, u64) {
    let pools = || member.nodes.iter().filter(|nodes| counts(member, nodes));
    let planned: u64 = pools().map(|nodes| nodes.planned).sum();
    let expected = world.plan.expect.nodes.unwrap_or(0);
    (expected.saturating_sub(planned), pools().map(least).min().unwrap_or(11))
}

/// A vSwitch anywhere.
type Place = (usize, usize);

fn pods_of(member: &Member<'_>) -> BTreeSet<Place> {
    member.plan.pods.iter().map(|at| (member.root, *at)).collect()
}

/// What pools ask for: in all, and in each zone.
#[derive(Default)]
struct Demand {
    total: u64,
    zones: BTreeMap<String, u64>,
}

impl Demand {
    /// Adds nodes, each of which asks for so many addresses.
    ///
    /// The zones with a pod vSwitch are those of the cluster itself. Reading 23: the pod vSwitches
    /// that nodes may run in are those of all clusters that are looked at together.
    fn add(
        &mut self,
        world: &World<'_>,
        pods: &BTreeSet<Place>,
        member: &Member<'_>,
        nodes: &Nodes,
        (count, each): (u64, u64),
    ) {
        let zone = |at: &usize| world.vswitch(member, *at).zone.clone();
        let covered: BTreeSet<String> = member.plan.pods.iter().map(zone).collect();
        let zones: BTreeSet<String> = nodes.vswitches.iter().map(zone).collect();
        let inside: Vec<&String> = zones.intersection(&covered).collect();
        let in_zone = count.div_ceil(zones.len().max(1) as u64);
        let mut all = count;
        if inside.len() < zones.len() {
            all = count.min(in_zone * inside.len() as u64);
        }
        let mut shared = 0;
        for of in inside {
            let mut there = nodes.vswitches.iter().filter(|at| zone(at) == *of);
            let own = u64::from(there.all(|at| pods.contains(&(member.root, *at))));
            shared += in_zone * own;
            *self.zones.entry(of.clone()).or_default() += in_zone * (each + own);
        }
        self.total += all * each + all.min(shared);
    }
}

pub(super) fn pod_ips(world: &World<'_>, member: &Member<'_>, found: &mut Found) {
    let within = |pods: &BTreeSet<Place>| {
        let terway = world.clusters.iter().filter(|other| other.is_terway());
        let inside = |other: &&Member<'_>| {
            let theirs = pods_of(other);
            !theirs.is_empty() && theirs.is_subset(pods)
        };
        terway.filter(inside).collect::<Vec<_>>()
    };
    // Reading 22: a cluster is short where those that use no other vSwitches than it does ask for
    // more than these have, or all that share vSwitches with it, directly or not, for more than all
    // of theirs have
    let own = pods_of(member);
    if own.is_empty() {
        return;
    }
    let mut all = own.clone();
    loop {
        let terway = world.clusters.iter().filter(|other| other.is_terway());
        let next: BTreeSet<Place> = terway
            .map(pods_of)
            .filter(|theirs| !theirs.is_disjoint(&all))
            .flatten()
            .chain(all.iter().copied())
            .collect();
        if next == all {
            break;
        }
        all = next;
    }
    let ways = [own, all].map(|pods| short(world, &pods, &within(&pods)));
    let Some(how) = ways.into_iter().flatten().max() else { return };
    let who = member.subject();
    if found.has("terway_vpc_too_small", who, "").is_none_or(|louder| louder < how) {
        found.add("terway_pod_ips", who, "", how);
    }
}

/// Whether clusters ask for more addresses than their pod vSwitches have.
fn short(world: &World<'_>, pods: &BTreeSet<Place>, group: &[&Member<'_>]) -> Option<Severity> {
    // a range that cannot be parsed has any size
    let sizes = pods.iter().map(|(root, at)| {
        let vswitch = &world.plan.roots[*root].vswitches[*at];
        let usable = four(&vswitch.cidr).map_or(u64::MAX, |net| net.size().saturating_sub(4));
        (vswitch.zone.clone(), usable)
    });
    let sizes: Vec<(String, u64)> = sizes.collect();
    let sum = |sizes: &mut dyn Iterator<Item = u64>| sizes.fold(0, u64::saturating_add);
    let capacity = sum(&mut sizes.iter().map(|(_, size)| *size));
    let (mut sure, mut certain, mut likely) =
        (Demand::default(), Demand::default(), Demand::default());
    let mut expected = 0;
    for other in group {
        for nodes in other.nodes.iter().filter(|nodes| counts(other, nodes)) {
            let (least, most) = (least(nodes), most(nodes).unwrap_or(0));
            sure.add(world, pods, other, nodes, (nodes.planned, least));
            if nodes.balance {
                certain.add(world, pods, other, nodes, (nodes.planned, least));
            }
            likely.add(world, pods, other, nodes, (nodes.planned + nodes.surge, most));
        }
        let (surplus, floor) = surplus(world, other);
        sure.total += surplus * floor;
        likely.total += surplus * floor;
        expected += world.plan.expect.pods.unwrap_or(0);
    }
    let short = |demand: &Demand| {
        demand.zones.iter().any(|(zone, asked)| {
            sum(&mut sizes.iter().filter(|(of, _)| of == zone).map(|(_, size)| *size)) < *asked
        })
    };
    if capacity < sure.total.max(expected) || short(&certain) {
        Some(Error)
    } else if capacity < likely.total || short(&likely) || short(&sure) {
        Some(Warning)
    } else {
        None
    }
}

pub(super) fn vpc_too_small(world: &World<'_>, found: &mut Found) {
    let mut by_vpc: BTreeMap<&VpcKey, Vec<&Member<'_>>> = BTreeMap::new();
    for member in world.clusters.iter().filter(|member| member.is_terway()) {
        if let Some(vpc) = member.vpc() {
            by_vpc.entry(vpc).or_default().push(member);
        }
    }
    for (vpc, members) in by_vpc {
        let texts = world.range_texts(vpc);
        if texts.is_empty() || texts.iter().any(|(_, text)| four(text).is_none()) {
            continue;
        }
        let size: u64 = world.ranges(vpc).iter().map(|range| range.size()).sum();
        let (mut least, mut nodes_and_pods, mut most) = (0, 0, 0);
        for member in &members {
            let mut planned = 0;
            for nodes in member.nodes.iter().filter(|nodes| counts(member, nodes)) {
                planned += nodes.planned;
                let pods = self::most(nodes).unwrap_or(0);
                most += (nodes.planned + nodes.surge) * (pods + 1);
            }
            most += surplus(world, member).0 * 12;
            let planned = planned.max(world.plan.expect.nodes.unwrap_or(0));
            least += planned * 12;
            nodes_and_pods += planned + world.plan.expect.pods.unwrap_or(0);
        }
        let how = if size < least.max(nodes_and_pods) {
            Error
        } else if size < most {
            Warning
        } else {
            continue;
        };
        for member in members {
            found.add("terway_vpc_too_small", member.subject(), "", how);
        }
    }
}

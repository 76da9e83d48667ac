//! Ranges that would do: free of everything that the estate defines.

use super::context::Context;
use super::ranges::service_range;
use super::written::{Role, Written};
use crate::capacity;
use crate::facts;
use crate::model::{Cluster, VSwitchId};
use ipnet::{IpNet, Ipv4Net};

/// All ranges that a new range of a cluster must keep clear of, as far as they are known, without
/// the one that it replaces.
pub(super) fn taken(cx: &Context<'_>, cluster: &Cluster, attribute: &str) -> Vec<IpNet> {
    all_but(cx, Some((cluster, attribute)))
}

/// All ranges of the estate that are known, without that of an attribute of a cluster.
fn all_but(cx: &Context<'_>, own: Option<(&Cluster, &str)>) -> Vec<IpNet> {
    let is_own = |other: &Cluster, attribute: &str| {
        own.is_some_and(|own| own.1 == attribute && own.0.subject.same(&other.subject))
    };
    let mut taken: Vec<IpNet> = facts::reserved().iter().map(|range| range.cidr).collect();
    for vpc in &cx.estate.vpcs {
        taken.extend(vpc.ranges.iter().filter_map(|range| range.cidr.known().copied()));
    }
    taken.extend(cx.estate.vswitches.iter().filter_map(|vswitch| vswitch.cidr.known().copied()));
    let beyond = cx.estate.routes.iter().filter_map(|route| route.destination.known().copied());
    taken.extend(beyond.filter(|range| range.prefix_len() > 0));
    for other in &cx.estate.clusters {
        if !is_own(other, "pod_cidr") {
            taken.extend(other.pod_cidr.known().map(|range| IpNet::V4(*range)));
        }
        if !is_own(other, "service_cidr") {
            taken.extend(service_range(other).ok().map(|range| IpNet::V4(range.cidr)));
        }
    }
    taken
}

/// The largest free range of a vSwitch in place of another one of the same VPC, between two prefix
/// lengths; none where the VPC's ranges are not known.
pub(super) fn free_in_vpc(cx: &Context<'_>, old: VSwitchId, from: u8, to: u8) -> Option<Ipv4Net> {
    let id = *cx.estate.vswitch(old).vpc.as_ref().ok()?;
    let mut taken: Vec<IpNet> = facts::reserved().iter().map(|range| range.cidr).collect();
    let others = cx.estate.vswitches_in(id).filter(|(id, _)| *id != old);
    taken.extend(others.filter_map(|(_, vswitch)| vswitch.cidr.known().copied()));
    let ranges = cx.estate.vpc(id).ranges.iter().filter(|range| range.maybe.is_none());
    let ranges: Vec<Ipv4Net> = ranges
        .filter_map(|range| match range.cidr.known() {
            Some(IpNet::V4(range)) => Some(*range),
            _ => None,
        })
        .collect();
    (from..=to).find_map(|prefix| {
        ranges.iter().find_map(|range| capacity::first_free(prefix, *range, &taken))
    })
}

/// A help that names a free range of a prefix length.
pub(super) fn free_help(
    cx: &Context<'_>,
    cluster: &Cluster,
    attribute: &str,
    prefix: u8,
    near: Option<Ipv4Net>,
) -> Option<String> {
    let prefix = match attribute {
        "service_cidr" => {
            prefix.clamp(facts::prefix("service_prefix_min"), facts::prefix("service_prefix_max"))
        }
        _ => prefix.min(roomy_prefix(cx, cluster).unwrap_or(prefix)),
    };
    let free = capacity::free_range(prefix, near, &taken(cx, cluster, attribute))?;
    Some(format!("{attribute} = \"{free}\" is free of everything that this configuration defines"))
}

/// A help that names a free range for a VPC, of a prefix length that is not too short for one.
fn free_network_help(cx: &Context<'_>, prefix: u8) -> Option<String> {
    let prefix = prefix
        .clamp(facts::prefix("vpc_prefix_recommended"), facts::prefix("vpc_secondary_prefix_max"));
    let free = capacity::free_range(prefix, None, &all_but(cx, None))?;
    Some(format!("{free} is private, and free of everything that this configuration defines"))
}

/// The longest prefix of a pod range that Flannel can live with: the plan with a quarter to spare,
/// and the minimum.
fn roomy_prefix(cx: &Context<'_>, cluster: &Cluster) -> Option<u8> {
    let nodes = cx.planned(cluster).least.max(cx.expected_nodes(cluster));
    let nodes = capacity::with_spare(nodes).max(facts::quota("minimum_nodes"));
    let mask = cluster.node_cidr_mask.known().copied();
    let mask = mask.unwrap_or_else(|| facts::default_prefix("node_cidr_mask"));
    capacity::prefix_for_nodes(nodes, mask)
}

/// Whether a range lies in one of the private IPv4 ranges.
pub(super) fn is_private(cidr: IpNet) -> bool {
    facts::private_ranges().iter().any(|private| IpNet::V4(*private).contains(&cidr))
}

/// A help for a range that must not stay where it is: one that is free, else where to look.
pub(super) fn elsewhere_help(cx: &Context<'_>, range: &Written<'_>, cidr: IpNet) -> String {
    let free = match range.cluster {
        Some(cluster) => free_help(cx, cluster, range.attribute, cidr.prefix_len(), None),
        None => free_network_help(cx, cidr.prefix_len()).filter(|_| range.role != Role::VSwitch),
    };
    free.unwrap_or_else(|| format!("choose a range inside {}", permitted()))
}

/// The private ranges, as a text lists them.
pub(super) fn permitted() -> String {
    let ranges: Vec<String> = facts::private_ranges().iter().map(Ipv4Net::to_string).collect();
    match ranges.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => ranges.concat(),
    }
}

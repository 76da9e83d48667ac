//! Ranges that would do: free of everything that the estate defines.

use super::context::Context;
use super::ranges::service_range;
use crate::capacity;
use crate::facts;
use crate::model::Cluster;
use ipnet::{IpNet, Ipv4Net};

/// All ranges that a new range of a cluster must keep clear of, as far as they are known, without
/// the one that it replaces.
pub(super) fn taken(cx: &Context<'_>, cluster: &Cluster, attribute: &str) -> Vec<IpNet> {
    let mut taken = facts::reserved_ranges();
    for vpc in &cx.estate.vpcs {
        taken.extend(vpc.ranges.iter().filter_map(|range| range.cidr.known().copied()));
    }
    taken.extend(cx.estate.vswitches.iter().filter_map(|vswitch| vswitch.cidr.known().copied()));
    let beyond = cx.estate.routes.iter().filter_map(|route| route.destination.known().copied());
    taken.extend(beyond.filter(|range| range.prefix_len() > 0));
    for other in &cx.estate.clusters {
        let own = other.subject.same(&cluster.subject);
        if !(own && attribute == "pod_cidr") {
            taken.extend(other.pod_cidr.known().map(|range| IpNet::V4(*range)));
        }
        if !(own && attribute == "service_cidr") {
            taken.extend(service_range(other).ok().map(|range| IpNet::V4(range.cidr)));
        }
    }
    taken
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

/// The longest prefix of a pod range that Flannel can live with: the plan with a quarter to spare,
/// and the minimum.
fn roomy_prefix(cx: &Context<'_>, cluster: &Cluster) -> Option<u8> {
    let nodes = cx.planned(cluster).least.max(cx.expected_nodes(cluster));
    let nodes = capacity::with_spare(nodes).max(facts::quota("minimum_nodes"));
    let mask = cluster.node_cidr_mask.known().copied();
    let mask = mask.unwrap_or_else(|| facts::default_prefix("node_cidr_mask"));
    capacity::prefix_for_nodes(nodes, mask)
}

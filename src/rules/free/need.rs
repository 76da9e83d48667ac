//! What a range of a cluster must hold: what is planned or expected with a quarter to spare, and
//! the minimum.

use super::super::context::Context;
use super::super::ranges::service_range;
use crate::capacity::{
    flannel_pods_per_node, free::Wanted, prefix_for_addresses, prefix_for_nodes, with_spare,
};
use crate::facts;
use crate::model::{Attr, Cluster, Count, Open};
use ipnet::Ipv4Net;

/// The size of a range, as it is and as it must be.
pub(super) struct Need {
    /// The range that there is.
    own: Option<Ipv4Net>,
    /// The longest prefix that holds what is needed, if there is one.
    longest: Option<u8>,
    /// The shortest prefix that is taken.
    shortest: u8,
}

impl Need {
    pub(super) fn of(cx: &Context<'_>, cluster: &Cluster, attribute: &str) -> Self {
        if attribute == "service_cidr" {
            return Self::of_services(cx, cluster);
        }
        let mask = cluster.node_cidr_mask.known().copied();
        let mask = mask.unwrap_or_else(|| facts::default_prefix("node_cidr_mask"));
        let nodes = nodes_needed(cx, cluster, mask);
        Self {
            own: cluster.pod_cidr.known().copied(),
            longest: prefix_for_nodes(nodes, mask),
            shortest: 0,
        }
    }

    fn of_services(cx: &Context<'_>, cluster: &Cluster) -> Self {
        let [least, most] = ["service_prefix_min", "service_prefix_max"].map(facts::prefix);
        let services = with_spare(cx.expected_services(cluster)).max(cx.minimum_services(cluster));
        let longest = prefix_for_addresses(services).map(|prefix| prefix.min(most));
        Self {
            own: service_range(cluster).ok().map(|range| range.cidr),
            // without the quarter to spare, where ACK takes no range so large
            longest: longest.map(|prefix| prefix.max(least)),
            shortest: least,
        }
    }

    /// As large as it is, if that is enough; nothing where no range is.
    pub(super) fn wanted(&self) -> Option<Wanted> {
        let longest = self.longest?;
        let prefix = self.own.map_or(longest, |own| own.prefix_len().min(longest));
        Some(Wanted { prefix: prefix.max(self.shortest), longest, near: self.own })
    }
}

/// The nodes that a pod range must hold, in slices of `mask`.
pub(in crate::rules) fn nodes_needed(cx: &Context<'_>, cluster: &Cluster, mask: u8) -> u64 {
    let surge = Count::sum(cx.estate.pools_of(cluster).map(|pool| &pool.surge));
    let nodes = cx.planned(cluster).least.max(cx.expected_nodes(cluster)) + surge.least;
    let (per_node, _) = pods_per_node(cx, cluster, flannel_pods_per_node(mask));
    let for_pods = cx.expected_pods(cluster).div_ceil(per_node.max(1));
    with_spare(nodes.max(for_pods)).max(cx.minimum_nodes(cluster))
}

/// The pods of a node: a slice, or what the largest `max_pods` leaves of it; and why it may be less.
pub(in crate::rules) fn pods_per_node(
    cx: &Context<'_>,
    cluster: &Cluster,
    slice: u64,
) -> (u64, Option<Open>) {
    let mut largest: Option<u64> = None;
    let mut open = None;
    for pool in cx.estate.pools_of(cluster) {
        let pods = match &pool.max_pods {
            Attr::Known(max_pods, _) => slice.min(*max_pods),
            Attr::Absent(_) => slice,
            Attr::Unknown { open: why, .. } => {
                open = Some(why.clone());
                slice
            }
        };
        largest = Some(largest.map_or(pods, |largest| largest.max(pods)));
    }
    (largest.unwrap_or(slice), open)
}

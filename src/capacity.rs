//! Nodes, pods, addresses and free ranges: pure arithmetic on what the facts and the estate say.

use crate::facts;
use ipnet::{IpNet, Ipv4Net};

/// How many nodes a Flannel cluster can have: the slices of `mask` in the pod range; 0 if the range
/// is smaller than one slice. Source: "Comparison between Terway and Flannel".
pub fn flannel_nodes(pod_cidr: Ipv4Net, mask: u8) -> u64 {
    mask.checked_sub(pod_cidr.prefix_len()).map_or(0, |bits| 1 << bits)
}

/// How many pods a node of a Flannel cluster can have: the addresses of a slice.
pub fn flannel_pods_per_node(mask: u8) -> u64 {
    addresses4(mask)
}

/// How many pods a node of an instance type can have with Terway; `None` where that is not
/// published.
pub fn terway_pods(instance_type: &str, exclusive: bool) -> Option<u64> {
    let quotas = facts::instance_type(instance_type)?;
    let secondary = quotas.enis?.saturating_sub(1);
    // an instance type without a second ENI has none for pods, whatever each would hold
    if exclusive || secondary == 0 {
        Some(secondary)
    } else {
        Some(secondary * quotas.ipv4_per_eni?)
    }
}

/// The addresses that a vSwitch has for nodes and pods: all but the reserved ones.
pub fn usable(range: IpNet) -> u64 {
    addresses(range).saturating_sub(facts::quota("vswitch_reserved_addresses"))
}

/// All addresses of a range; those of an IPv6 range do not count here.
pub fn addresses(range: IpNet) -> u64 {
    match range {
        IpNet::V4(range) => addresses4(range.prefix_len()),
        IpNet::V6(_) => 0,
    }
}

fn addresses4(prefix: u8) -> u64 {
    1 << (32 - u32::from(prefix.min(32)))
}

/// A number with the share to spare that every plan should have, rounded up.
pub fn with_spare(number: u64) -> u64 {
    (number * (100 + facts::quota("spare_percent"))).div_ceil(100)
}

/// Whether two ranges share an address.
pub fn overlap(a: IpNet, b: IpNet) -> bool {
    match (a, b) {
        (IpNet::V4(a), IpNet::V4(b)) => overlap4(a, b),
        (IpNet::V6(a), IpNet::V6(b)) => a.contains(&b) || b.contains(&a),
        _ => false,
    }
}

/// Whether two IPv4 ranges share an address.
pub fn overlap4(a: Ipv4Net, b: Ipv4Net) -> bool {
    a.contains(&b) || b.contains(&a)
}

/// The longest prefix whose range holds so many slices of `mask`; at least /8, at most the mask.
pub fn prefix_for_nodes(nodes: u64, mask: u8) -> Option<u8> {
    let bits = u8::try_from(nodes.max(1).next_power_of_two().trailing_zeros()).ok()?;
    mask.checked_sub(bits).filter(|prefix| *prefix >= 8)
}

/// The longest prefix whose range holds so many addresses.
pub fn prefix_for_addresses(addresses: u64) -> Option<u8> {
    let bits = u8::try_from(addresses.max(1).next_power_of_two().trailing_zeros()).ok()?;
    32u8.checked_sub(bits)
}

/// A private range of a prefix length that is free of all that is taken: around `near` if that
/// will do, else the first one of 172.16.0.0/12, 10.0.0.0/8, 192.168.0.0/16.
pub fn free_range(prefix: u8, near: Option<Ipv4Net>, taken: &[IpNet]) -> Option<Ipv4Net> {
    let mut permitted = facts::private_ranges();
    permitted.sort_by_key(|range| (range.prefix_len() != 12, range.prefix_len()));
    let is_free = |range: &Ipv4Net| {
        let inside = permitted.iter().any(|permitted| permitted.contains(range));
        inside && !taken.iter().any(|taken| overlap(IpNet::V4(*range), *taken))
    };
    let around = near.and_then(|near| Ipv4Net::new(near.network(), prefix).ok());
    let around = around.map(|range| range.trunc()).filter(|range| is_free(range));
    around.or_else(|| permitted.iter().find_map(|within| first_free(prefix, *within, taken)))
}

/// The first range of a prefix length inside another one that is free of all that is taken.
pub fn first_free(prefix: u8, within: Ipv4Net, taken: &[IpNet]) -> Option<Ipv4Net> {
    if prefix < within.prefix_len() {
        return None;
    }
    let size = addresses4(prefix);
    let end = u64::from(u32::from(within.network())) + addresses4(within.prefix_len());
    let mut at = u64::from(u32::from(within.network()));
    while at + size <= end {
        let range = Ipv4Net::new(u32::try_from(at).ok()?.into(), prefix).ok()?;
        let in_the_way = taken.iter().filter_map(|taken| match taken {
            IpNet::V4(taken) if overlap4(*taken, range) => Some(*taken),
            _ => None,
        });
        // behind the largest of those in the way, at the next multiple of the size
        let behind = in_the_way
            .map(|taken| u64::from(u32::from(taken.network())) + addresses4(taken.prefix_len()))
            .max();
        match behind {
            None => return Some(range),
            Some(behind) => at = behind.max(at + 1).div_ceil(size) * size,
        }
    }
    None
}

//! Nodes, pods, addresses and free ranges: pure arithmetic on what the facts and the estate say.

pub mod free;
pub mod room;

use crate::facts::{self, InstanceType};
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
pub fn terway_pods(quotas: InstanceType, exclusive: bool) -> Option<u64> {
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

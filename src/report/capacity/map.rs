//! The address space of a cluster, to scale: frames, each with the ranges that lie in it.

use super::{Cluster, Foreign, Role};
use crate::capacity::{addresses, free::private, overlap4};
use ipnet::{IpNet, Ipv4Net};

/// A part of the address space, drawn to one scale.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// What the frame is.
    pub(super) title: String,
    /// All of it.
    pub(super) whole: Ipv4Net,
    /// What lies in it, by address.
    pub(super) bars: Vec<Bar>,
}

/// A range in a frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bar {
    /// What it is for.
    pub(super) name: String,
    /// Which colour it has.
    pub(super) role: Role,
    /// The range.
    pub(super) cidr: Ipv4Net,
    /// How much of it the plan takes, in addresses.
    pub(super) used: Option<u64>,
    /// The parts that another range has too, and which range.
    pub(super) clashes: Vec<(Ipv4Net, String)>,
}

/// The frames of a cluster: the private ranges that it has a part of, then each VPC range with its
/// vSwitches.
pub(super) fn frames(cluster: &Cluster) -> Vec<Frame> {
    let all = bars(cluster);
    let mut frames = Vec::new();
    let is_outer = |bar: &&Bar| !matches!(bar.role, Role::NodeVSwitch | Role::PodVSwitch);
    for block in private() {
        let here = |bar: &&Bar| block.contains(&bar.cidr);
        let bars: Vec<&Bar> = all.iter().filter(is_outer).filter(here).collect();
        let Some(whole) = window(&bars, block) else { continue };
        // one range alone fills its window: the private range around it says more
        let whole = if bars.len() == 1 { block } else { whole };
        frames.push(Frame::new(format!("{whole}"), whole, &bars));
    }
    let stray = |bar: &&Bar| !private().iter().any(|block| block.contains(&bar.cidr));
    for bar in all.iter().filter(is_outer).filter(stray) {
        frames.push(Frame::new(
            format!("{}, outside of the private ranges", bar.cidr),
            bar.cidr,
            &[bar],
        ));
    }
    let is_vpc = |bar: &&Bar| matches!(bar.role, Role::Vpc | Role::Secondary);
    let vpcs: Vec<&Bar> = all.iter().filter(is_vpc).collect();
    let inner: Vec<&Bar> = all.iter().filter(|bar| !is_vpc(bar)).collect();
    for vpc in &vpcs {
        let here: Vec<&Bar> =
            inner.iter().filter(|bar| vpc.cidr.contains(&bar.cidr)).copied().collect();
        if here.iter().any(|bar| !is_outer(bar)) {
            let title = format!("{} {}", vpc.name, vpc.cidr);
            frames.push(Frame::new(title, vpc.cidr, &here));
        }
    }
    let outside =
        |bar: &&Bar| !is_outer(bar) && !vpcs.iter().any(|vpc| vpc.cidr.contains(&bar.cidr));
    let outside: Vec<&Bar> = all.iter().filter(outside).collect();
    let all_addresses = Ipv4Net::default();
    if let Some(whole) = window(&outside, all_addresses) {
        frames.push(Frame::new(format!("vSwitches in {whole}"), whole, &outside));
    }
    frames
}

impl Frame {
    fn new(title: String, whole: Ipv4Net, bars: &[&Bar]) -> Self {
        let bars = bars.iter().map(|bar| Bar {
            clashes: bar.clashes.clone(),
            name: bar.name.clone(),
            ..**bar
        });
        Self { title, whole, bars: bars.collect() }
    }
}

/// The smallest block that holds all of these.
fn window(bars: &[&Bar], within: Ipv4Net) -> Option<Ipv4Net> {
    let first = bars.first()?.cidr;
    let fits = |prefix: &u8| {
        let block = Ipv4Net::new(first.network(), *prefix).map(|block| block.trunc());
        block.is_ok_and(|block| bars.iter().all(|bar| block.contains(&bar.cidr)))
    };
    let prefix = (within.prefix_len()..=first.prefix_len()).rev().find(fits)?;
    Ipv4Net::new(first.network(), prefix).map(|block| block.trunc()).ok()
}

/// Each range once, by address; a vSwitch with two roles is one.
fn bars(cluster: &Cluster) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    let mut owners: Vec<&str> = Vec::new();
    for range in &cluster.ranges {
        let Some(IpNet::V4(cidr)) = range.cidr else { continue };
        let twice = owners.iter().zip(&mut bars).find(|(owner, bar)| {
            **owner == range.of && bar.cidr == cidr && range.role == Role::PodVSwitch
        });
        if let Some((_, bar)) = twice {
            "nodes + pods".clone_into(&mut bar.name);
            continue;
        }
        let name = range.role.name().to_owned();
        bars.push(Bar { name, role: range.role, cidr, used: range.used, clashes: Vec::new() });
        owners.push(&range.of);
    }
    for at in 0..bars.len() {
        let others = (0..bars.len()).filter(|other| *other != at);
        let clashes = others.filter_map(|other| clash(&bars[at], &bars[other]));
        let beyond = cluster.foreign.iter().filter_map(|foreign| beyond(&bars[at], foreign));
        bars[at].clashes = clashes.chain(beyond).collect();
    }
    bars.sort_by_key(|bar| (u32::from(bar.cidr.network()), bar.cidr.prefix_len()));
    bars
}

/// The part of a range that somebody outside of the cluster has too.
fn beyond(bar: &Bar, foreign: &Foreign) -> Option<(Ipv4Net, String)> {
    let is_own = matches!(bar.role, Role::Pod | Role::Service) && foreign.own == bar.cidr.into();
    let IpNet::V4(other) = foreign.other else { return None };
    let part = if bar.cidr.contains(&other) { other } else { bar.cidr };
    is_own.then(|| (part, format!("{other} of {}", foreign.whose)))
}

/// The part of a range that another one must not have too.
fn clash(bar: &Bar, other: &Bar) -> Option<(Ipv4Net, String)> {
    let is_vpc = |bar: &Bar| matches!(bar.role, Role::Vpc | Role::Secondary);
    let is_vswitch = |bar: &Bar| matches!(bar.role, Role::NodeVSwitch | Role::PodVSwitch);
    let belongs = (is_vpc(bar) && is_vswitch(other)) || (is_vswitch(bar) && is_vpc(other));
    if belongs || !overlap4(bar.cidr, other.cidr) {
        return None;
    }
    let part = if bar.cidr.contains(&other.cidr) { other.cidr } else { bar.cidr };
    Some((part, format!("{} {}", other.name, other.cidr)))
}

/// Where a range lies in a frame, in parts of `width`: from, and to, exclusive; at least one part.
pub(super) fn cells(whole: Ipv4Net, range: Ipv4Net, width: u64) -> (u64, u64) {
    let size = addresses(IpNet::V4(whole));
    let offset = u64::from(u32::from(range.network()) - u32::from(whole.network()));
    let end = offset + addresses(IpNet::V4(range));
    let from = (offset * width / size).min(width.saturating_sub(1));
    (from, (end * width).div_ceil(size).clamp(from + 1, width.max(from + 1)))
}

/// How much of so many parts are taken; at least one if anything is.
pub(super) fn taken(bar: &Bar, cells: u64) -> u64 {
    let size = addresses(IpNet::V4(bar.cidr));
    let used = bar.used.unwrap_or(0).min(size);
    (used * cells).div_ceil(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(text: &str) -> Ipv4Net {
        text.parse().unwrap()
    }

    #[test]
    fn ranges_lie_to_scale() {
        let whole = net("10.0.0.0/16");
        assert_eq!(cells(whole, net("10.0.0.0/17"), 64), (0, 32));
        assert_eq!(cells(whole, net("10.0.128.0/18"), 64), (32, 48));
        assert_eq!(cells(whole, net("10.0.255.0/24"), 64), (63, 64));
        assert_eq!(cells(whole, net("10.0.0.0/29"), 64), (0, 1));
        assert_eq!(cells(whole, whole, 64), (0, 64));
    }

    #[test]
    fn a_window_is_the_smallest_block_around() {
        let bar = |cidr| Bar {
            name: String::new(),
            role: Role::Pod,
            cidr: net(cidr),
            used: None,
            clashes: Vec::new(),
        };
        let (a, b) = (bar("172.20.0.0/16"), bar("172.21.0.0/20"));
        assert_eq!(window(&[&a, &b], net("172.16.0.0/12")), Some(net("172.20.0.0/15")));
        assert_eq!(window(&[&b], net("172.16.0.0/12")), Some(net("172.21.0.0/20")));
        assert_eq!(window(&[], net("172.16.0.0/12")), None);
    }
}

//! What a new range must keep clear of.

use super::super::context::Context;
use super::super::ranges::service_range;
use crate::facts;
use crate::model::{Attr, Cluster, Identity, Node, VSwitch, VpcId};
use ipnet::IpNet;

/// What a new range must keep clear of.
pub(crate) struct Taken {
    /// The ranges, as far as they are known.
    pub(crate) ranges: Vec<IpNet>,
    everything: bool,
    /// Whether something that is written may be any range.
    is_open: bool,
}

impl Taken {
    /// All ranges of the estate, without that of an attribute of a cluster.
    pub(crate) fn by_all(cx: &Context<'_>, own: Option<(&Cluster, &str)>) -> Self {
        Self::by(cx, own, true, |_| true)
    }

    /// The same without networks that a cluster has nothing to do with: another VPC that nothing
    /// joins to any. Where a large estate has used all private ranges up, they are used again.
    pub(super) fn around(cx: &Context<'_>, cluster: &Cluster, attribute: &str) -> Self {
        let joined = |id: VpcId| {
            let is_here = matches!(cluster.vpc, Ok(Some(own)) if own == id) || cluster.vpc.is_err();
            let may_be_any = matches!(cx.estate.vpc(id).identity, Identity::Reference(_));
            let ends = cx.estate.links.iter().flat_map(|link| &link.ends);
            let mut ends = ends.filter(|end| end.node.is_err() || end.node == Ok(Node::Vpc(id)));
            is_here || may_be_any || ends.next().is_some()
        };
        Self::by(cx, Some((cluster, attribute)), false, joined)
    }

    fn by(
        cx: &Context<'_>,
        own: Option<(&Cluster, &str)>,
        everything: bool,
        counts: impl Fn(VpcId) -> bool,
    ) -> Self {
        let is_own = |other: &Cluster, attribute: &str| {
            own.is_some_and(|own| own.1 == attribute && own.0.subject.same(&other.subject))
        };
        let is_self = |other: &Cluster| own.is_some_and(|own| own.0.subject.same(&other.subject));
        let mut ranges: Vec<IpNet> = facts::reserved().iter().map(|range| range.cidr).collect();
        let mut is_open = false;
        for (_, vpc) in (0..).map(VpcId).zip(&cx.estate.vpcs).filter(|(id, _)| counts(*id)) {
            ranges.extend(vpc.ranges.iter().filter_map(|range| range.cidr.known().copied()));
            is_open |= vpc.ranges.iter().any(|range| range.cidr.open().is_some());
        }
        let is_near = |vswitch: &&VSwitch| vswitch.vpc.as_ref().map_or(true, |id| counts(*id));
        for vswitch in cx.estate.vswitches.iter().filter(is_near) {
            ranges.extend(vswitch.cidr.known().copied());
            is_open |= vswitch.cidr.open().is_some();
            ranges.extend(vswitch.alternatives().into_iter().map(|(range, _)| range));
        }
        let told = cx.estate.networks.iter().flat_map(|network| &network.routes);
        let beyond = cx.estate.routes.iter().chain(told).map(|route| &route.destination);
        for range in beyond.chain(&cx.estate.claimed) {
            ranges.extend(range.known().filter(|range| range.prefix_len() > 0));
            is_open |= matches!(range, Attr::Unknown { .. });
        }
        for other in &cx.estate.clusters {
            let near = match &other.vpc {
                Ok(Some(id)) => counts(*id),
                Ok(None) => everything,
                Err(_) => true,
            };
            if !near && !is_self(other) {
                continue;
            }
            if !is_own(other, "pod_cidr") {
                ranges.extend(other.pod_cidr.known().map(|range| IpNet::V4(*range)));
                is_open |= other.pod_cidr.open().is_some();
            }
            if !is_own(other, "service_cidr") {
                ranges.extend(service_range(other).ok().map(|range| IpNet::V4(range.cidr)));
                is_open |= service_range(other).is_err();
            }
        }
        Self { ranges, everything, is_open }
    }

    /// Of what a range is free, in words.
    pub(in crate::rules) fn said(&self) -> String {
        let of = if self.everything {
            "is free of everything that this configuration defines"
        } else {
            "is free of this VPC, of its clusters and of all networks that are joined to it"
        };
        format!("{of}{}", self.caveat())
    }

    /// What is to be said beside it where not all of it is known.
    pub(in crate::rules) fn caveat(&self) -> &'static str {
        if self.is_open { ", as far as that is known" } else { "" }
    }
}

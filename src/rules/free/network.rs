//! Ranges for vSwitches and VPCs.

use super::super::context::Context;
use super::super::outcome::NewValue;
use super::super::ranges::service_range;
use super::{Offer, Taken};
use crate::capacity::free::{Wanted, fit, private};
use crate::facts;
use crate::model::{Subject, VSwitchId, VpcId};
use ipnet::{IpNet, Ipv4Net};

/// A range in place of that of a vSwitch, inside its VPC; none where the VPC's ranges are not
/// known, or are full.
pub(in crate::rules) fn vswitch_instead(
    cx: &Context<'_>,
    id: VSwitchId,
    wanted: Wanted,
) -> Option<Offer> {
    let vpc = cx.estate.vswitch(id).vpc.as_ref().ok().copied();
    let near = match cx.estate.vswitch(id).cidr.known() {
        Some(IpNet::V4(range)) => Some(*range),
        _ => None,
    };
    let inside = vpc.and_then(|vpc| in_vpc(cx, vpc, Some(id), Wanted { near, ..wanted }));
    let Some(range) = inside else {
        return beside(cx, vpc, wanted.prefix).map(Offer::words);
    };
    let help =
        format!("cidr_block = \"{range}\" is free in this VPC as far as this configuration goes");
    Some(Offer::new(help, NewValue::Range(range.into())))
}

/// The same for a vSwitch by its resource, as large as it is and a vSwitch may be.
pub(in crate::rules) fn vswitch_of(
    cx: &Context<'_>,
    subject: &Subject,
    prefix: u8,
) -> Option<Offer> {
    let own = |own: &Option<Subject>| own.as_ref().is_some_and(|own| own.same(subject));
    let at = cx.estate.vswitches.iter().position(|vswitch| own(&vswitch.subject))?;
    let [least, most] = ["vswitch_prefix_min", "vswitch_prefix_max"].map(facts::prefix);
    let prefix = prefix.clamp(least, most);
    vswitch_instead(cx, VSwitchId(at), Wanted { prefix, longest: most, near: None })
}

/// A range for one more vSwitch in a VPC, in words.
pub(in crate::rules) fn another_vswitch(
    cx: &Context<'_>,
    vpc: Option<VpcId>,
    wanted: Wanted,
) -> Option<String> {
    let range = vpc.and_then(|vpc| in_vpc(cx, vpc, None, wanted));
    let inside = range.map(|range| format!("{range} is free in this VPC for one more"));
    inside.or_else(|| beside(cx, vpc, wanted.prefix))
}

/// A secondary range for a VPC that has no room, or may have none, in words.
fn beside(cx: &Context<'_>, vpc: Option<VpcId>, prefix: u8) -> Option<String> {
    let (range, caveat) = free_network(cx, prefix)?;
    let known = vpc.map(|vpc| cx.estate.vpc(vpc)).is_some_and(|vpc| {
        let known = vpc.ranges.iter().all(|range| range.cidr.known().is_some());
        vpc.open.is_none() && !vpc.ranges.is_empty() && known
    });
    Some(if known {
        format!("this VPC has no room left; {range} is free for a secondary range of it{caveat}")
    } else {
        format!(
            "what is free in this VPC is not known; {range}, as a secondary range, is free of \
             everything that this configuration defines{caveat}"
        )
    })
}

fn in_vpc(cx: &Context<'_>, vpc: VpcId, old: Option<VSwitchId>, wanted: Wanted) -> Option<Ipv4Net> {
    let ranges = cx.estate.vpc(vpc).ranges.iter().filter(|range| range.maybe.is_none());
    let ranges: Vec<Ipv4Net> = ranges
        .filter_map(|range| match range.cidr.known() {
            Some(IpNet::V4(range)) => Some(*range),
            _ => None,
        })
        .collect();
    let mut taken: Vec<IpNet> = facts::reserved().iter().map(|range| range.cidr).collect();
    // one whose VPC is not known may lie here
    let is_other = |id: VSwitchId| {
        let its = &cx.estate.vswitch(id).vpc;
        Some(id) != old && its.as_ref().map_or(true, |its| *its == vpc)
    };
    let others = (0..cx.estate.vswitches.len()).map(VSwitchId).filter(|id| is_other(*id));
    for vswitch in others.map(|id| cx.estate.vswitch(id)) {
        taken.extend(vswitch.cidr.known().copied());
        taken.extend(vswitch.alternatives().into_iter().map(|(range, _)| range));
    }
    // where pods or Services have taken a part of the VPC by mistake, it is no place for more
    for cluster in &cx.estate.clusters {
        taken.extend(cluster.pod_cidr.known().map(|range| IpNet::V4(*range)));
        taken.extend(service_range(cluster).ok().map(|range| IpNet::V4(range.cidr)));
    }
    let routes = cx.estate.routes.iter().filter_map(|route| route.destination.known().copied());
    // a route that leads a larger network elsewhere leaves the VPC's own part of it here
    let whole = |route: &IpNet| ranges.iter().any(|range| route.contains(&IpNet::V4(*range)));
    let claimed = cx.estate.claimed.iter().filter_map(|range| range.known().copied());
    taken.extend(routes.chain(claimed).filter(|route| !whole(route)));
    fit(wanted, &ranges, &taken)
}

/// A help that names a free range for a VPC, or for a secondary range of one, of a prefix length
/// that is not too short for it.
pub(in crate::rules) fn network_range(cx: &Context<'_>, prefix: u8) -> Option<String> {
    let (free, caveat) = free_network(cx, prefix)?;
    Some(format!(
        "{free} is private, and free of everything that this configuration defines{caveat}"
    ))
}

fn free_network(cx: &Context<'_>, prefix: u8) -> Option<(Ipv4Net, &'static str)> {
    let [least, most] = ["vpc_prefix_recommended", "vpc_secondary_prefix_max"].map(facts::prefix);
    let taken = Taken::by_all(cx, None);
    let wanted = Wanted::exactly(prefix.clamp(least, most));
    Some((fit(wanted, &private(), &taken.ranges)?, taken.caveat()))
}

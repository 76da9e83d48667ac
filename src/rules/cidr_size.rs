//! A range, or the slice of a node, has a size that ACK or the VPC does not take.

use super::context::Context;
use super::free::{Offer, instead, is_private, network_range, nodes_needed, vswitch_of};
use super::outcome::{Answer, Found, NewValue, Outcome};
use super::written::{Role, Written, answers, written};
use crate::capacity;
use crate::eval::OriginId;
use crate::facts;
use crate::model::{Attr, Cluster, Open};
use ipnet::{IpNet, Ipv6Net};
use std::ops::RangeInclusive;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    // how large a pod range must be is the business of flannel_pod_cidr_too_small
    let ranges = written(cx).filter(|range| range.role != Role::Pod);
    let of_ranges = answers(cx, ranges, |range, outcome| {
        range.judge(outcome, case(range.role), |cidr, place| objection(cx, range, cidr, place))
    });
    let of_masks = cx.estate.clusters.iter().filter(|cluster| cx.asks(&cluster.subject));
    let of_masks = of_masks.filter_map(|cluster| {
        Some(Answer { subject: cluster.subject.clone(), outcome: of_mask(cx, cluster)? })
    });
    Answer::merged(of_ranges.into_iter().chain(of_masks))
}

fn case(role: Role) -> &'static str {
    match role {
        Role::Pod | Role::Service => "service",
        Role::Service6 => "service6",
        Role::Vpc => "vpc",
        Role::Secondary => "secondary",
        Role::VSwitch => "vswitch",
    }
}

/// The prefix lengths that are taken, and by whom.
fn permitted(role: Role) -> (RangeInclusive<u8>, &'static str) {
    let (least, most, whose) = match role {
        Role::Pod | Role::Service => ("service_prefix_min", "service_prefix_max", "ACK"),
        Role::Service6 => ("service_prefix6_min", "service_prefix6_max", "ACK"),
        Role::Vpc => ("vpc_prefix_min", "vpc_prefix_max", "a VPC"),
        Role::Secondary => {
            ("vpc_secondary_prefix_min", "vpc_secondary_prefix_max", "a secondary range")
        }
        Role::VSwitch => ("vswitch_prefix_min", "vswitch_prefix_max", "a vSwitch"),
    };
    (facts::prefix(least)..=facts::prefix(most), whose)
}

fn objection(
    cx: &Context<'_>,
    range: &Written<'_>,
    cidr: IpNet,
    place: OriginId,
) -> Option<Found> {
    let (permitted, whose) = permitted(range.role);
    let (least, most) = (permitted.start(), permitted.end());
    let (name, attribute, prefix) = (range.role.name(), range.attribute, cidr.prefix_len());
    let new = |case, message| Found::new(case, attribute, place, message);
    let takes = format!("/{least} to /{most}");
    if let IpNet::V6(cidr) = cidr {
        if range.role != Role::Service6 {
            let message = format!("{name} {cidr} is IPv6; {attribute} takes IPv4, {takes}");
            return Some(new(case(range.role), message));
        }
        return unfit6(cidr, &permitted).map(|(unfit, help)| {
            new("service6", format!("{name} {cidr} {unfit}: the cluster cannot be created"))
                .help(help)
        });
    }
    if range.role == Role::Vpc && permitted.contains(&prefix) {
        return is_large(cidr).then(|| large(cidr, place));
    }
    if permitted.contains(&prefix) {
        return None;
    }
    let what = match range.role {
        Role::Pod | Role::Service | Role::Service6 => "cluster",
        Role::Vpc => "VPC",
        Role::Secondary => "secondary range",
        Role::VSwitch => "vSwitch",
    };
    let verb = if whose == "ACK" { "takes" } else { "has" };
    let message =
        format!("{name} {cidr} is a /{prefix}; {whose} {verb} {takes}: the {what} cannot be created");
    let offer = fitting(cx, range, cidr, *least);
    let offer = offer.unwrap_or_else(|| Offer::words(format!("choose a {takes}")));
    Some(new(case(range.role), message).offer(Some(offer)))
}

/// A range of a size that is taken, at least a `least`.
fn fitting(cx: &Context<'_>, range: &Written<'_>, cidr: IpNet, least: u8) -> Option<Offer> {
    if let Some(cluster) = range.cluster {
        return instead(cx, cluster, range.attribute);
    }
    if range.role == Role::VSwitch {
        return vswitch_of(cx, range.subject, cidr.prefix_len());
    }
    // the first part of it lies where it lay
    let part = IpNet::new(cidr.addr(), least).ok();
    let part = part.filter(|part| cidr.prefix_len() < least && is_private(*part));
    let part = part.map(|part| format!("{part} would do, the first part of it"));
    part.or_else(|| network_range(cx, cidr.prefix_len())).map(Offer::words)
}

/// What is wrong with an IPv6 service range, and what would do.
fn unfit6(cidr: Ipv6Net, permitted: &RangeInclusive<u8>) -> Option<(String, String)> {
    let (least, most) = (*permitted.start(), *permitted.end());
    let private = facts::private_ranges6();
    let names: Vec<String> = private.iter().map(Ipv6Net::to_string).collect();
    let names = names.join(" or ");
    let choose = format!("choose a /{least} to /{most} inside {names}");
    if !private.iter().any(|private| private.contains(&cidr)) {
        return Some((format!("is not inside {names}"), choose));
    }
    let prefix = cidr.prefix_len();
    if permitted.contains(&prefix) {
        return None;
    }
    let near = Ipv6Net::new(cidr.addr(), prefix.clamp(least, most)).ok();
    let help = near.map_or(choose, |near| format!("{} would do", near.trunc()));
    Some((format!("is a /{prefix}; ACK takes /{least} to /{most}"), help))
}

fn is_large(cidr: IpNet) -> bool {
    cidr.prefix_len() < facts::prefix("vpc_prefix_recommended")
}

fn large(cidr: IpNet, place: OriginId) -> Found {
    let recommended = facts::prefix("vpc_prefix_recommended");
    let message = format!(
        "the VPC range {cidr} is larger than /{recommended}: none of its addresses is left for \
         pod and service ranges, or for a network that is connected one day"
    );
    let smaller = IpNet::new(cidr.addr(), recommended).ok().filter(|smaller| is_private(*smaller));
    let help = smaller.map(|smaller| {
        let addresses = capacity::addresses(smaller);
        format!("{smaller} has {addresses} addresses, and secondary ranges can be added later")
    });
    Found::new("large_vpc", "cidr_block", place, message).help(help)
}

/// The slice of a node, where Flannel cuts one.
fn of_mask(cx: &Context<'_>, cluster: &Cluster) -> Option<Outcome> {
    let doubt: Option<Open> = match cluster.plug_in() {
        Ok(Some(plug_in)) if plug_in.is_flannel() => None,
        Ok(_) => return None,
        Err(open) => Some(open),
    };
    let attribute = "node_cidr_mask";
    let (mask, place) = match &cluster.written_mask {
        Attr::Absent(_) => return None,
        Attr::Known(mask, place) => (*mask, *place),
        Attr::Unknown { open, .. } => {
            let open = doubt.unwrap_or_else(|| open.clone());
            return Some(Outcome::clean().or_case(Some(open), "node_mask", attribute));
        }
    };
    let (least, most) = (facts::quota("node_cidr_mask_min"), facts::quota("node_cidr_mask_max"));
    if (least..=most).contains(&mask) {
        return Some(Outcome::clean());
    }
    if doubt.is_some() {
        return Some(Outcome::clean().or_case(doubt, "node_mask", attribute));
    }
    let fits = mask.clamp(least, most);
    let fitting = u8::try_from(fits).unwrap_or(u8::MAX);
    let pods = capacity::flannel_pods_per_node(fitting);
    // with larger slices there is room for fewer nodes
    let room = cluster.pod_cidr.known().map(|range| capacity::flannel_nodes(*range, fitting));
    let is_enough = room.is_some_and(|room| room >= nodes_needed(cx, cluster, fitting));
    let message = format!(
        "node_cidr_mask is {mask}; ACK takes {least} to {most}: the cluster cannot be created"
    );
    let help = format!("node_cidr_mask = {fits} gives each node {pods} addresses for pods");
    let offer = Offer::new(help, is_enough.then_some(NewValue::Number(fits)));
    Some(Outcome::found(Found::new("node_mask", attribute, place, message).offer(Some(offer))))
}

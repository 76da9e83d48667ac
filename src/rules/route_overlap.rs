//! What lies beyond the VPC, behind a route or a VPN, has addresses of the pods or Services.

use super::context::Context;
use super::free::instead;
use super::near::{Near, lies_in};
use super::outcome::{Answer, Found, Outcome};
use super::range::Range;
use super::ranges::{pod_range, service_range};
use crate::capacity::overlap4;
use crate::model::{Attr, Cluster, Network, Open, Route, Way};
use ipnet::{IpNet, Ipv4Net};

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        let beyond = beyond(cx, cluster);
        if beyond.is_empty() {
            return Ok(None);
        }
        let mut outcome = Outcome::clean();
        against(cx, cluster, ("pod", "pod_cidr", pod_range(cluster)), &beyond, &mut outcome);
        let services = service_range(cluster).map(Some);
        against(cx, cluster, ("service", "service_cidr", services), &beyond, &mut outcome);
        Ok(Some(outcome))
    })
}

/// What may lie beyond the VPC of a cluster: the one place where ranges of further networks join.
fn beyond<'e>(cx: &Context<'e>, cluster: &Cluster) -> Vec<(&'e Route, Near)> {
    let near = |route: &'e Route| {
        let at_stake = route.destination.known().is_some();
        let near = lies_in(cx, cluster, &route.vpc, (&route.subject, at_stake));
        (route, near.unless(route.maybe.as_ref()))
    };
    let counts = |route: &&Route| match &route.destination {
        // everything: the way out, or a VPN that is routed by its own table
        Attr::Known(range, _) => range.prefix_len() > 0 && matches!(range, IpNet::V4(_)),
        Attr::Unknown { .. } => true,
        Attr::Absent(_) => false,
    };
    let routes = cx.estate.routes_near(cluster).filter(counts).map(near);
    let told = cx.estate.networks.iter().flat_map(|network| {
        let near = reaches(cx, network, cluster);
        network.routes.iter().map(move |route| (route, near.clone()))
    });
    routes.chain(told).filter(|(_, near)| !matches!(near, Near::No)).collect()
}

/// Whether a cluster, or its VPC, is one of those that a network is reached from.
fn reaches(cx: &Context<'_>, network: &Network, cluster: &Cluster) -> Near {
    let matches = |text: &str| network.reachable_from.iter().any(|glob| glob.is_match(text));
    if matches(&cluster.subject.address.to_string()) {
        return Near::Yes;
    }
    match &cluster.vpc {
        Ok(Some(id)) if matches(&cx.estate.vpc(*id).identity.to_string()) => Near::Yes,
        Ok(_) => Near::No,
        Err(open) => Near::Perhaps(open.clone()),
    }
}

/// A range of a cluster by what it is for.
type Named = (&'static str, &'static str, Result<Option<Range>, Open>);

fn against(
    cx: &Context<'_>,
    cluster: &Cluster,
    (what, attribute, range): Named,
    beyond: &[(&Route, Near)],
    outcome: &mut Outcome,
) {
    let range = match range {
        Ok(Some(range)) => range,
        Ok(None) => return,
        Err(open) => return outcome.doubt(&open, "inside", attribute),
    };
    let mut met: Vec<(&Route, Ipv4Net, &'static str)> = Vec::new();
    for (route, near) in beyond {
        match (&route.destination, near) {
            (Attr::Known(IpNet::V4(destination), _), _) => {
                let Some(case) = case(range.cidr, *destination) else { continue };
                match near {
                    Near::Perhaps(open) => outcome.doubt(open, case, attribute),
                    _ => met.push((route, *destination, case)),
                }
            }
            (Attr::Unknown { open, .. }, _) => outcome.doubt(open, "inside", attribute),
            _ => {}
        }
    }
    met.sort_by_key(|(_, _, case)| *case != "inside");
    outcome.findings.extend(found(cx, cluster, range, (what, attribute), &met));
}

/// The case of a range of a cluster and a destination.
fn case(range: Ipv4Net, destination: Ipv4Net) -> Option<&'static str> {
    if !overlap4(range, destination) {
        return None;
    }
    Some(if range.contains(&destination) { "inside" } else { "covers" })
}

/// One finding for a range, of the worst case; all others are related.
fn found(
    cx: &Context<'_>,
    cluster: &Cluster,
    range: Range,
    (what, attribute): (&'static str, &'static str),
    met: &[(&Route, Ipv4Net, &'static str)],
) -> Option<Found> {
    let (route, destination, case) = met.first()?;
    let same = *destination == range.cidr;
    let holds = match *case {
        "covers" => "lies inside",
        _ if same => "is also",
        _ => "holds",
    };
    let consequence = match (*case, what) {
        ("covers", "pod") => "what has such an address there is hidden from the cluster by its pods",
        ("covers", _) => "what has such an address there is hidden from the cluster by its Services",
        (_, "pod") => "pods and nodes can never reach it, for to them its addresses are pods",
        _ => "the cluster can never reach it, for there its addresses are Services",
    };
    let shown = range.shown(what);
    let message = format!("{shown} {holds} {destination}, {}: {consequence}", told(route));
    let mut found = Found::new(case, attribute, range.place, message)
        .by_default(range.default_of)
        .offer(instead(cx, cluster, attribute));
    for (route, destination, _) in met {
        let message = match route.way {
            Way::Network => format!("the network {} has {destination}", route.subject.address.name),
            _ => format!("{} leads to {destination}", route.subject.address),
        };
        found = found.with(message, route.destination.origin(), Some(&route.subject));
        found = found.meeting(range.cidr.into(), (*destination).into(), &route.subject);
    }
    Some(found)
}

fn told(route: &Route) -> String {
    let address = &route.subject.address;
    match route.way {
        Way::Entry => format!("where the route {address} leads"),
        Way::Vpn => format!("which lies behind the VPN of {address}"),
        Way::Network => format!("which is the network {}", address.name),
        Way::UserRange => format!("which user_cidrs of {address} names"),
    }
}

//! The service range has fewer addresses than Services are expected.

use super::context::Context;
use super::free::{Offer, instead};
use super::outcome::{Answer, Found, Outcome};
use super::range::Range;
use super::ranges::service_range;
use crate::capacity;
use crate::facts;
use crate::model::{Cluster, Floor};
use ipnet::IpNet;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        let range = service_range(cluster)?;
        let found = objection(cx, cluster, &range);
        Ok(Some(found.map_or_else(Outcome::clean, Outcome::found)))
    })
}

fn objection(cx: &Context<'_>, cluster: &Cluster, range: &Range) -> Option<Found> {
    let has = capacity::addresses(IpNet::V4(range.cidr));
    let (expected, minimum) = (cx.expected_services(cluster), cx.minimum_services(cluster));
    let noun = if has == 1 { "address" } else { "addresses" };
    let head = format!("{} has {has} {noun}", range.shown("service"));
    let (case, rest) = if has < expected {
        ("short", format!("{expected} Services are expected: no more than {has} can be created"))
    } else if has < minimum {
        ("below_minimum", format!("at least {minimum} Services should fit, for the life of the cluster"))
    } else {
        return None;
    };
    let mut found = Found::new(case, "service_cidr", range.place, format!("{head}; {rest}"))
        .by_default(range.default_of)
        .offer(offer(cx, cluster, expected.max(minimum)));
    if let Some(Floor { number, origin: Some(origin) }) = cluster.expected.services
        && case == "short"
    {
        found = found.with(format!("{number} Services are expected here"), origin, None);
    }
    if case == "below_minimum" {
        let message = "the minimum is told here";
        found = cx.with_term(found, cluster, message, |terms| terms.minimum_services);
    }
    Some(found)
}

/// The smallest range that would do, if ACK takes one so large.
fn offer(cx: &Context<'_>, cluster: &Cluster, needed: u64) -> Option<Offer> {
    let least = facts::prefix("service_prefix_min");
    match capacity::prefix_for_addresses(needed) {
        Some(prefix) if prefix >= least => instead(cx, cluster, "service_cidr"),
        _ => Some(Offer::words(format!(
            "a /{least} is the largest service range that ACK takes: more than one cluster is needed"
        ))),
    }
}

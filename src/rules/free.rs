//! Ranges that would do: what a help names, and what a fix writes. One answer for each attribute
//! of a cluster, whichever rule asks.

mod need;
mod network;
mod taken;

pub(super) use need::{nodes_needed, pods_per_node};
pub(super) use network::{another_vswitch, network_range, vswitch_instead, vswitch_of};
pub(crate) use taken::Taken;

use super::context::Context;
use super::outcome::{Found, NewValue};
use super::written::{Role, Written};
use crate::capacity::free::{Wanted, fit, private};
use crate::facts;
use crate::model::Cluster;
use ipnet::{IpNet, Ipv4Net};
use need::Need;

/// A value that would do.
pub(super) struct Offer {
    /// In words.
    help: String,
    /// As it could be written; none where more than one value would have to change.
    value: Option<NewValue>,
}

impl Offer {
    pub(super) fn new(help: String, value: impl Into<Option<NewValue>>) -> Self {
        Self { help, value: value.into() }
    }

    /// The same with another way out, in words.
    pub(super) fn or_say(self, other: &str) -> Self {
        Self { help: format!("{}; or {other}", self.help), ..self }
    }

    /// Words only.
    pub(super) fn words(help: impl Into<String>) -> Self {
        Self { help: help.into(), value: None }
    }
}

impl Found {
    /// The same with what would do, in words and as a value.
    #[must_use]
    pub(super) fn offer(mut self, offer: Option<Offer>) -> Self {
        if let Some(Offer { help, value }) = offer {
            self.help = Some(help);
            // what nobody wrote, nobody can replace
            self.fix = value.filter(|_| self.default_of.is_none());
        }
        self
    }
}

/// A range for `pod_cidr` or `service_cidr` of a cluster in place of the one that it has: as large,
/// or as large as it must be, near it or elsewhere.
pub(super) fn instead(
    cx: &Context<'_>,
    cluster: &Cluster,
    attribute: &'static str,
) -> Option<Offer> {
    let need = Need::of(cx, cluster, attribute);
    let (range, taken) = find(cx, cluster, attribute, need.wanted()?)?;
    Some(Offer::new(
        format!("{attribute} = \"{range}\" {}", taken.said()),
        NewValue::Range(range.into()),
    ))
}

/// A range of a cluster that is wanted, and of what it is free.
pub(super) fn find(
    cx: &Context<'_>,
    cluster: &Cluster,
    attribute: &str,
    wanted: Wanted,
) -> Option<(Ipv4Net, Taken)> {
    let ranges = |taken: &Taken| fit(wanted, &private(), &taken.ranges);
    let all = Taken::by_all(cx, Some((cluster, attribute)));
    ranges(&all).map(|range| (range, all)).or_else(|| {
        let around = Taken::around(cx, cluster, attribute);
        ranges(&around).map(|range| (range, around))
    })
}

/// Whether a range lies in one of the private IPv4 ranges.
pub(super) fn is_private(cidr: IpNet) -> bool {
    facts::private_ranges().iter().any(|private| IpNet::V4(*private).contains(&cidr))
}

/// What is offered for a range that must not stay where it is: one that is free, else where to
/// look.
pub(super) fn elsewhere(cx: &Context<'_>, range: &Written<'_>, cidr: IpNet) -> Offer {
    let free = match (range.cluster, range.role) {
        (_, Role::Service6) => None,
        (Some(cluster), _) => instead(cx, cluster, range.attribute),
        (None, Role::VSwitch) => vswitch_of(cx, range.subject, cidr.prefix_len()),
        (None, _) => network_range(cx, cidr.prefix_len()).map(Offer::words),
    };
    free.unwrap_or_else(|| Offer::words(format!("choose a range inside {}", permitted())))
}

/// The private ranges, as a text lists them.
pub(super) fn permitted() -> String {
    let ranges: Vec<String> = facts::private_ranges().iter().map(Ipv4Net::to_string).collect();
    match ranges.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => ranges.concat(),
    }
}

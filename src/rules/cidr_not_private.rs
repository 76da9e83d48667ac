//! A range is not inside the private ranges.

use super::context::Context;
use super::free::{elsewhere, is_private, permitted};
use super::outcome::{Answer, Found};
use super::written::{Role, Written, answers, written};
use crate::eval::OriginId;
use ipnet::{IpNet, Ipv4Net};

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    // a vSwitch lies inside its VPC, and IPv6 has private ranges of its own
    let ranges = written(cx).filter(|range| !matches!(range.role, Role::VSwitch | Role::Service6));
    answers(cx, ranges, |range, outcome| {
        range.judge(outcome, case(range.role), |cidr, place| match cidr {
            IpNet::V4(cidr) => objection(cx, range, cidr, place),
            IpNet::V6(_) => None,
        })
    })
}

fn case(role: Role) -> &'static str {
    match role {
        Role::Pod => "pods",
        Role::Service | Role::Service6 => "services",
        Role::Vpc | Role::Secondary | Role::VSwitch => "vpc",
    }
}

fn objection(
    cx: &Context<'_>,
    range: &Written<'_>,
    cidr: Ipv4Net,
    place: OriginId,
) -> Option<Found> {
    if is_private(IpNet::V4(cidr)) {
        return None;
    }
    let consequence = match range.role {
        Role::Pod => "ACK takes no other pod range, and pods could not reach the hosts of the \
                      internet that have these addresses",
        Role::Service | Role::Service6 => "ACK takes no other service range, and the hosts of the \
                                           internet that have these addresses could not be reached",
        Role::Vpc | Role::Secondary | Role::VSwitch => "ACK clusters need a white-list entry for \
                                                        such a VPC, and the hosts of the internet \
                                                        that have these addresses cannot be reached",
    };
    let message =
        format!("{} {cidr} is not inside {}: {consequence}", range.role.name(), permitted());
    let offer = elsewhere(cx, range, IpNet::V4(cidr));
    Some(Found::new(case(range.role), range.attribute, place, message).offer(Some(offer)))
}

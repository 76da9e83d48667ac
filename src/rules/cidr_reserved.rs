//! A range touches one that is reserved: for the cloud's own services, loopback and the like.

use super::context::Context;
use super::free::elsewhere;
use super::outcome::{Answer, Found};
use super::written::{Role, Written, answers, written};
use crate::capacity::overlap;
use crate::eval::OriginId;
use crate::facts::{self, Reserved};
use ipnet::IpNet;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    answers(cx, written(cx), |range, outcome| {
        range.judge(outcome, "reserved", |cidr, place| objection(cx, range, cidr, place))
    })
}

fn objection(
    cx: &Context<'_>,
    range: &Written<'_>,
    cidr: IpNet,
    place: OriginId,
) -> Option<Found> {
    let met: Vec<&Reserved> =
        facts::reserved().iter().filter(|reserved| overlap(cidr, reserved.cidr)).collect();
    let first = met.first()?;
    let names: Vec<String> =
        met.iter().map(|reserved| format!("{} ({})", reserved.cidr, reserved.why)).collect();
    let consequence = match range.role {
        Role::Pod => "ACK takes no such pod range, and no pod could reach what has an address there",
        Role::Service | Role::Service6 => {
            "ACK takes no such service range, and in the cluster such an address would be a Service"
        }
        Role::Vpc => "the VPC cannot be created",
        Role::Secondary => "the VPC does not take it",
        Role::VSwitch => "the vSwitch cannot be created",
    };
    let how = if first.cidr.contains(&cidr) { "lies in" } else { "overlaps" };
    let message = format!("{} {cidr} {how} {}: {consequence}", range.role.name(), names.join(", "));
    let offer = elsewhere(cx, range, cidr);
    Some(Found::new("reserved", range.attribute, place, message).offer(Some(offer)))
}

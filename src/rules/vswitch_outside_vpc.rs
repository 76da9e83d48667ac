//! The range of a vSwitch is not inside a range of its VPC.

use super::context::Context;
use super::free::{Offer, vswitch_of};
use super::outcome::{Answer, Found, Outcome};
use crate::model::{Attr, Open, Subject, VSwitch, Vpc};
use ipnet::IpNet;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let inside = cx.estate.vpcs_in_use().flat_map(|(id, in_use)| {
        let vpc = cx.estate.vpc(id);
        cx.estate.vswitches_in(id).filter_map(move |(_, vswitch)| {
            let subject = vswitch.subject.clone()?;
            let outcome = decide(cx, vpc, vswitch).unwrap_or_else(Outcome::undecided);
            Answer { subject, outcome }.if_in_use(in_use.as_ref())
        })
    });
    let anywhere = cx.estate.vswitches_anywhere().filter_map(|(_, vswitch, open)| {
        let subject = vswitch.subject.clone()?;
        vswitch.cidr.known()?;
        Some(Answer { subject, outcome: Outcome::undecided(open.clone()) })
    });
    inside.chain(anywhere).collect()
}

fn decide(cx: &Context<'_>, vpc: &Vpc, vswitch: &VSwitch) -> Result<Outcome, Open> {
    let Some(range) = vswitch.cidr.get()? else { return Ok(Outcome::clean()) };
    let mut known = Vec::new();
    // of a VPC that is only referred to, the place is where this vSwitch does
    let mut open = vpc.open.clone();
    if vpc.subject.is_none() {
        open = open.map(|open| Open { origin: vswitch.vpc_place, ..open });
    }
    for other in &vpc.ranges {
        match &other.cidr {
            Attr::Known(cidr, place) if contains(*cidr, *range) => {
                let Some(why) = other.maybe.clone() else { return Ok(Outcome::clean()) };
                open = Open::either(open, Some(Open { why, origin: *place }));
            }
            Attr::Known(cidr, place) => known.push((*cidr, *place, &other.subject)),
            Attr::Unknown { open: why, .. } => open = Open::either(open, Some(why.clone())),
            Attr::Absent(_) => {}
        }
    }
    // a VPC that may not exist is one of two resources
    let maybe = vpc.subject.as_ref().and_then(Subject::doubt);
    if let Some(open) = Open::either(open, maybe) {
        return Err(open);
    }
    let ranges: Vec<String> = known.iter().map(|(cidr, ..)| cidr.to_string()).collect();
    let message = format!(
        "{range} is not inside its VPC, which has {}: the vSwitch cannot be created",
        ranges.join(" and ")
    );
    let offer = vswitch.subject.as_ref();
    let offer = offer.and_then(|subject| vswitch_of(cx, subject, range.prefix_len()));
    let elsewhere = || Offer::words(format!("choose a range inside {}", ranges.join(" or ")));
    let offer = offer.unwrap_or_else(elsewhere);
    let place = vswitch.cidr.origin();
    let mut found = Found::new("outside", "cidr_block", place, message).offer(Some(offer));
    for (cidr, place, subject) in known {
        found = found.with(format!("{} has {cidr}", subject.address), place, Some(subject));
    }
    Ok(Outcome::found(found))
}

fn contains(outer: IpNet, inner: IpNet) -> bool {
    match (outer, inner) {
        (IpNet::V4(outer), IpNet::V4(inner)) => outer.contains(&inner),
        (IpNet::V6(outer), IpNet::V6(inner)) => outer.contains(&inner),
        _ => false,
    }
}

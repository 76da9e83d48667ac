//! One vSwitch takes the whole VPC.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::eval::OriginId;
use crate::facts;
use crate::model::{Attr, Estate, Open, Subject, VpcId, VpcRange};
use ipnet::IpNet;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let answers = cx.estate.vpcs_in_use().filter_map(|(id, in_use)| {
        let primary = cx.estate.vpc(id).ranges.iter().find(|range| !range.secondary)?;
        let outcome = decide(cx.estate, id, primary)?;
        Answer { subject: primary.subject.clone(), outcome }.if_in_use(in_use.as_ref())
    });
    answers.collect()
}

/// Nothing where the VPC has no vSwitch, or the cloud chooses its range.
fn decide(estate: &Estate, id: VpcId, primary: &VpcRange) -> Option<Outcome> {
    if matches!(primary.flaws, Attr::Absent(_)) {
        return None;
    }
    let mut vswitches =
        estate.vswitches_in(id).filter_map(|(_, v)| Some((v.subject.as_ref()?, v))).peekable();
    vswitches.peek()?;
    let (range, place) = match &primary.cidr {
        Attr::Known(range, place) => (*range, *place),
        Attr::Unknown { open, .. } => return Some(Outcome::undecided(open.clone())),
        Attr::Absent(_) => return None,
    };
    let mut open = None;
    for (subject, vswitch) in vswitches {
        match &vswitch.cidr {
            Attr::Known(cidr, at) if *cidr == range => match &subject.maybe {
                None => return Some(Outcome::found(found(range, place, subject, *at))),
                Some(why) => {
                    let maybe = Open { why: why.clone(), origin: *at };
                    open = Open::either(open, Some(maybe));
                }
            },
            // what the cloud chooses for one vSwitch is not all of it
            Attr::Unknown { open: why, .. } if !matches!(vswitch.flaws, Attr::Absent(_)) => {
                open = Open::either(open, Some(why.clone()));
            }
            _ => {}
        }
    }
    Some(Outcome::clean().or_open(open))
}

fn found(range: IpNet, place: OriginId, vswitch: &Subject, at: OriginId) -> Found {
    let address = &vswitch.address;
    let message = format!(
        "the vSwitch {address} has the whole range of the VPC, {range}: no vSwitch for a second \
         zone or for pods fits beside it, and it cannot be made smaller"
    );
    // a quarter leaves room for two more zones and for pods
    let quarter = (range.prefix_len() + 2).max(facts::prefix("vswitch_prefix_min"));
    let quarter = (quarter <= facts::prefix("vswitch_prefix_max")).then_some(quarter);
    let part = quarter.and_then(|prefix| IpNet::new(range.addr(), prefix).ok());
    let help = match part {
        Some(part) => format!("a part of it, such as {part}, leaves room for others"),
        None => "a larger VPC has room for more than one vSwitch".to_owned(),
    };
    Found::new("whole", "cidr_block", place, message)
        .help(help)
        .with(format!("{address} has {range}"), at, Some(vswitch))
}

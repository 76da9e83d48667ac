//! A range is no CIDR block, is the second of its family, or has bits set behind its prefix.

use super::context::Context;
use super::free::Offer;
use super::outcome::{Answer, Found, NewValue, Outcome, Related};
use super::written::{self, Written, written};
use crate::eval::OriginId;
use crate::model::{Attr, Fault, Flaw};
use std::mem;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let ranges = written(cx).filter(|range| !matches!(range.flaws, Attr::Absent(_)));
    written::answers(cx, ranges, judge)
}

/// Adds what is wrong with a range to what is said of its subject.
fn judge(range: &Written<'_>, outcome: Outcome) -> Outcome {
    let attribute = range.attribute;
    let (flaws, place) = match &range.flaws {
        Attr::Absent(_) => return outcome,
        Attr::Known(flaws, place) => (*flaws, *place),
        Attr::Unknown { open, .. } => {
            let open = range.doubt.clone().unwrap_or_else(|| open.clone());
            return outcome.or_case(Some(open), "not_a_cidr", attribute);
        }
    };
    flaws.iter().fold(outcome, |outcome, flaw| match &range.doubt {
        Some(open) => outcome.or_case(Some(open.clone()), case(flaw), attribute),
        None => add(outcome, found(flaw, attribute, place)),
    })
}

/// One finding for an attribute, of its worst case; the others stand beside it.
fn add(mut outcome: Outcome, mut found: Found) -> Outcome {
    let mut known = outcome.findings.iter_mut();
    let Some(known) = known.find(|known| known.attribute == found.attribute) else {
        outcome.findings.push(found);
        return outcome;
    };
    if known.case == "host_bits" && found.case != "host_bits" {
        mem::swap(known, &mut found);
        known.related = mem::take(&mut found.related);
    }
    known.related.push(Related { message: found.message, place: found.place, subject: None });
    outcome
}

fn case(flaw: &Flaw) -> &'static str {
    match flaw {
        Flaw::NotACidr { .. } => "not_a_cidr",
        Flaw::TwoOfFamily { .. } => "two_of_family",
        Flaw::HostBits { .. } => "host_bits",
    }
}

fn found(flaw: &Flaw, attribute: &'static str, place: OriginId) -> Found {
    // what was meant by a text that is no range is a guess, and nothing that a fix writes
    let (message, help) = match flaw {
        Flaw::NotACidr { written, fault, meant } => (
            format!("{written:?} is no CIDR block: {}; the apply fails there", reason(fault)),
            meant.map(|network| format!("write {network}")),
        ),
        Flaw::TwoOfFamily { first, second } => {
            let family = if first.addr().is_ipv4() { "IPv4" } else { "IPv6" };
            let message = format!(
                "{first} and {second} are both {family} ranges: {attribute} takes one of a family"
            );
            (message, Some(format!("keep {first} or {second}")))
        }
        Flaw::HostBits { written, network } => (
            format!("{written} has bits set behind its prefix: the network is {network}"),
            Some(format!("write {network}")),
        ),
    };
    let value = match flaw {
        Flaw::HostBits { network, .. } => Some(NewValue::Range(*network)),
        _ => None,
    };
    let offer = help.map(|help| Offer::new(help, value));
    Found::new(case(flaw), attribute, place, message).offer(offer)
}

fn reason(fault: &Fault) -> String {
    match fault {
        Fault::NoPrefix => "it has no prefix length".to_owned(),
        Fault::Prefix(text) => format!("{text:?} is no prefix length of this address"),
        Fault::Octet(text) => format!("{text} is over {}", u8::MAX),
        Fault::LeadingZero(text) => format!("{text} begins with a zero"),
        Fault::Space => "there is a space in it".to_owned(),
        Fault::Other => "it takes an address, a slash and a prefix length".to_owned(),
    }
}

//! Two vSwitches of one VPC overlap, or two ranges of one VPC.

use super::context::Context;
use super::free::{Offer, network_range, vswitch_of};
use super::answer::OneEach;
use super::outcome::{Answer, Found, Outcome};
use crate::capacity::overlap;
use crate::eval::{OriginId, Why};
use crate::model::{Attr, Open, Subject, Vpc};
use ipnet::IpNet;

/// A case of the card, and the attribute that it is about.
type Kind = (&'static str, &'static str);

const VSWITCHES: Kind = ("vswitches", "cidr_block");
const VPC_RANGES: Kind = ("vpc_ranges", "secondary_cidr_block");

/// A range that must not meet another of its kind.
struct Party<'e> {
    subject: &'e Subject,
    cidr: &'e Attr<IpNet>,
    /// Why it may not be there.
    maybe: Option<Open>,
}

impl<'e> Party<'e> {
    fn of(subject: &'e Subject, cidr: &'e Attr<IpNet>, maybe: Option<&Why>) -> Self {
        let open = |why: &Why| Open { why: why.clone(), origin: cidr.origin() };
        Self { subject, cidr, maybe: maybe.map(open) }
    }
}

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let mut answers = OneEach::default();
    for (id, in_use) in cx.estate.vpcs_in_use() {
        let inside = cx.estate.vswitches_in(id).filter_map(|(_, vswitch)| {
            let subject = vswitch.subject.as_ref()?;
            Some(Party::of(subject, &vswitch.cidr, subject.maybe.as_ref()))
        });
        let in_reach = |party: &Party<'_>| cx.estate.vpc(id).is_in_reach(party.subject.root);
        let vswitches = inside.chain(anywhere(cx).filter(in_reach)).collect();
        let vswitches = against_earlier(cx, vswitches, VSWITCHES);
        let all = vswitches.into_iter().chain(ranges(cx, cx.estate.vpc(id)));
        gather(&mut answers, all.filter_map(|answer| answer.if_in_use(in_use.as_ref())));
    }
    gather(&mut answers, against_earlier(cx, anywhere(cx).collect(), VSWITCHES));
    answers.answers
}

/// The vSwitches that may lie in any VPC, those of one variable perhaps in the same.
fn anywhere<'e>(cx: &Context<'e>) -> impl Iterator<Item = Party<'e>> {
    cx.estate.vswitches_anywhere().filter_map(|(_, vswitch, open)| {
        let subject = vswitch.subject.as_ref()?;
        vswitch.cidr.known()?;
        Some(Party { subject, cidr: &vswitch.cidr, maybe: Some(open.clone()) })
    })
}

/// One answer a subject, with all that is open.
fn gather(answers: &mut OneEach, more: impl IntoIterator<Item = Answer>) {
    for answer in more {
        answers.add(answer, |known, mut more| {
            if known.findings.is_empty() {
                known.findings = std::mem::take(&mut more.findings);
            }
            known.doubts.append(&mut more.doubts);
        });
    }
}

/// The ranges of one VPC.
fn ranges(cx: &Context<'_>, vpc: &Vpc) -> Vec<Answer> {
    let parties = vpc.ranges.iter();
    let parties = parties.map(|r| Party::of(&r.subject, &r.cidr, r.maybe.as_ref()));
    let mut answers = OneEach::default();
    gather(&mut answers, against_earlier(cx, parties.collect(), VPC_RANGES));
    // ranges that are not listed may meet those that are, of which the later one is the subject
    for (own, open) in vpc.subject.iter().zip(&vpc.open) {
        let later = vpc.ranges.iter().map(|range| &range.subject);
        let later = later.filter(|subject| subject.address > own.address);
        for subject in std::iter::once(own).chain(later) {
            let outcome =
                Outcome::clean().or_case(Some(open.clone()), "vpc_ranges", "secondary_cidr_block");
            gather(&mut answers, [Answer { subject: subject.clone(), outcome }]);
        }
    }
    answers.answers
}

/// Each party against all before it: the later one is the subject.
fn against_earlier(
    cx: &Context<'_>,
    mut parties: Vec<Party<'_>>,
    kind: Kind,
) -> Vec<Answer> {
    parties.sort_by(|a, b| {
        (a.subject.root, &a.subject.address).cmp(&(b.subject.root, &b.subject.address))
    });
    let mut answers = OneEach::default();
    for (at, later) in parties.iter().enumerate().skip(1) {
        let outcome = meets(cx, later, &parties[..at], kind);
        gather(&mut answers, [Answer { subject: later.subject.clone(), outcome }]);
    }
    answers.answers
}

fn meets(
    cx: &Context<'_>,
    later: &Party<'_>,
    earlier: &[Party<'_>],
    kind: Kind,
) -> Outcome {
    let (case, attribute) = kind;
    let (cidr, place) = match later.cidr {
        Attr::Known(cidr, place) => (*cidr, *place),
        Attr::Unknown { open, .. } => return Outcome::undecided(open.clone()),
        Attr::Absent(_) => return Outcome::clean(),
    };
    let mut open = None;
    let mut met: Vec<(IpNet, OriginId, &Subject)> = Vec::new();
    for other in earlier {
        match other.cidr {
            Attr::Known(range, origin) if overlap(cidr, *range) => {
                match later.maybe.clone().or_else(|| other.maybe.clone()) {
                    None => met.push((*range, *origin, other.subject)),
                    maybe => open = Open::either(open, maybe),
                }
            }
            Attr::Unknown { open: why, .. } => open = Open::either(open, Some(why.clone())),
            Attr::Known(..) | Attr::Absent(_) => {}
        }
    }
    let Some((first, ..)) = met.first() else {
        return Outcome::clean().or_open(open);
    };
    let message = format!(
        "{cidr} overlaps {first} of {} in the same VPC: the second of them cannot be created",
        met[0].2.address
    );
    let mut found =
        Found::new(case, attribute, place, message).offer(Some(offer(cx, later.subject, cidr, kind)));
    for (range, origin, subject) in &met {
        found = found.with(format!("{} has {range}", subject.address), *origin, Some(subject));
    }
    Outcome::found(found)
}

/// A part of the VPC that is free, or a range that could be added to it.
fn offer(cx: &Context<'_>, subject: &Subject, cidr: IpNet, kind: Kind) -> Offer {
    let each = "give each its own part of the VPC; cidrsubnet() with its own index does it";
    let free = match kind {
        VSWITCHES => vswitch_of(cx, subject, cidr.prefix_len()),
        _ => network_range(cx, cidr.prefix_len()).map(Offer::words),
    };
    free.map_or_else(|| Offer::words(each), |offer| offer.or_say(each))
}

//! A range is no CIDR block, is the second of its family, or has bits set behind its prefix.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome, Related};
use super::ranges::reads_pod_cidr;
use crate::eval::{Address, OriginId};
use crate::model::{Attr, Cluster, Fault, Flaw, Open, Subject, VSwitchId};
use std::collections::HashMap;
use std::mem;

/// An attribute of a subject that holds a range.
struct Written<'e> {
    subject: &'e Subject,
    attribute: &'static str,
    /// What is wrong with it, and where it is written.
    flaws: Result<(&'e [Flaw], OriginId), Open>,
    /// Why it may not matter.
    doubt: Option<Open>,
}

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut places: HashMap<(u32, &Address), usize> = HashMap::new();
    let clusters = cx.estate.clusters.iter().flat_map(of_cluster);
    for written in clusters.chain(networks(cx)).filter(|written| cx.asks(written.subject)) {
        let subject = written.subject;
        let at = *places.entry((subject.root, &subject.address)).or_insert_with(|| {
            answers.push(Answer { subject: subject.clone(), outcome: Outcome::clean() });
            answers.len() - 1
        });
        let known = mem::take(&mut answers[at].outcome);
        answers[at].outcome = written.judge(known);
    }
    answers
}

fn of_cluster(cluster: &Cluster) -> impl Iterator<Item = Written<'_>> {
    let subject = &cluster.subject;
    let pods = match reads_pod_cidr(cluster) {
        Ok(false) => None,
        reads => Written::of(subject, "pod_cidr", &cluster.pod_cidr_flaws, reads.err()),
    };
    let services = Written::of(subject, "service_cidr", &cluster.service_cidr_flaws, None);
    pods.into_iter().chain(services)
}

/// The ranges of VPCs that hold a cluster or may, and of their vSwitches.
fn networks<'e>(cx: &Context<'e>) -> impl Iterator<Item = Written<'e>> {
    let estate = cx.estate;
    let inside = estate.vpcs_in_use().flat_map(move |(id, in_use)| {
        let vpc = estate.vpc(id);
        let unknown = vpc.subject.as_ref().zip(vpc.open.clone()).map(|(subject, open)| Written {
            subject,
            attribute: "secondary_cidr_blocks",
            flaws: Err(open),
            doubt: None,
        });
        let ranges = vpc.ranges.iter().filter_map(|range| {
            let maybe = range.maybe.clone().filter(|_| range.subject.maybe.is_none());
            let doubt = maybe.map(|why| Open { why, origin: range.cidr.origin() });
            Written::of(&range.subject, range.attribute, &range.flaws, doubt)
        });
        let vswitches = estate.vswitches_in(id).filter_map(|(_, vswitch)| {
            Written::of(vswitch.subject.as_ref()?, "cidr_block", &vswitch.flaws, None)
        });
        let all = unknown.into_iter().chain(ranges).chain(vswitches);
        all.filter_map(move |written| written.if_in_use(in_use.as_ref()))
    });
    inside.chain(anywhere(cx))
}

/// The vSwitches whose VPC is not known: it holds a cluster where one uses them.
fn anywhere<'e>(cx: &Context<'e>) -> impl Iterator<Item = Written<'e>> {
    let estate = cx.estate;
    let used = move |id: &VSwitchId| {
        estate.clusters.iter().any(|cluster| estate.vswitches_of(cluster).contains(id))
    };
    estate.vswitches_anywhere().filter_map(move |(id, vswitch, open)| {
        let subject = vswitch.subject.as_ref()?;
        let written = Written::of(subject, "cidr_block", &vswitch.flaws, None)?;
        if used(&id) { Some(written) } else { written.if_in_use(Some(open)) }
    })
}

impl<'e> Written<'e> {
    fn of(
        subject: &'e Subject,
        attribute: &'static str,
        flaws: &'e Attr<Vec<Flaw>>,
        doubt: Option<Open>,
    ) -> Option<Self> {
        let flaws = match flaws {
            Attr::Absent(_) => return None,
            Attr::Known(flaws, place) => Ok((flaws.as_slice(), *place)),
            Attr::Unknown { open, .. } => Err(open.clone()),
        };
        Some(Self { subject, attribute, flaws, doubt })
    }

    /// The same, if it lies in a VPC that may not hold any cluster, for the reason given: where
    /// nothing is wrong there is nothing to ask.
    fn if_in_use(self, open: Option<&Open>) -> Option<Self> {
        let Some(open) = open else { return Some(self) };
        let right = matches!(self.flaws, Ok((flaws, _)) if flaws.is_empty());
        (!right).then(|| Self { doubt: Some(open.clone()), ..self })
    }

    /// Adds what is wrong with it to what is said of its subject.
    fn judge(self, outcome: Outcome) -> Outcome {
        let (flaws, place) = match self.flaws {
            Ok(known) => known,
            Err(open) => return outcome.or_case(self.doubt.or(Some(open)), "not_a_cidr", self.attribute),
        };
        flaws.iter().fold(outcome, |outcome, flaw| match &self.doubt {
            Some(open) => outcome.or_case(Some(open.clone()), case(flaw), self.attribute),
            None => add(outcome, found(flaw, self.attribute, place)),
        })
    }
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
    Found::new(case(flaw), attribute, place, message).help(help)
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

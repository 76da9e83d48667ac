//! Two vSwitches of one VPC overlap, or two ranges of one VPC.

use super::context::Context;
use super::outcome::{Found, Outcome};
use super::run::Answer;
use crate::capacity::overlap;
use crate::eval::{OriginId, Why};
use crate::model::{Attr, Open, Subject, Vpc};
use ipnet::IpNet;

/// A range that must not meet another of its kind.
struct Party<'e> {
    subject: &'e Subject,
    cidr: &'e Attr<IpNet>,
    maybe: Option<&'e Why>,
}

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.estate.vpcs_in_use().flat_map(|id| {
        let vswitches = cx.estate.vswitches_in(id).filter_map(|(_, vswitch)| {
            let subject = vswitch.subject.as_ref()?;
            Some(Party { subject, cidr: &vswitch.cidr, maybe: subject.maybe.as_ref() })
        });
        let vswitches = against_earlier(vswitches.collect(), "vswitches", "cidr_block");
        vswitches.into_iter().chain(ranges(cx.estate.vpc(id))).collect::<Vec<_>>()
    })
    .collect()
}

/// The ranges of one VPC.
fn ranges(vpc: &Vpc) -> Vec<Answer> {
    let parties = vpc.ranges.iter().map(|range| Party {
        subject: &range.subject,
        cidr: &range.cidr,
        maybe: range.maybe.as_ref(),
    });
    against_earlier(parties.collect(), "vpc_ranges", "secondary_cidr_block")
}

/// Each party against all before it: the later one is the subject.
fn against_earlier(
    mut parties: Vec<Party<'_>>,
    case: &'static str,
    attribute: &'static str,
) -> Vec<Answer> {
    parties.sort_by(|a, b| {
        (a.subject.root, &a.subject.address).cmp(&(b.subject.root, &b.subject.address))
    });
    let mut answers: Vec<Answer> = Vec::new();
    for (at, later) in parties.iter().enumerate().skip(1) {
        let outcome = meets(later, &parties[..at], case, attribute);
        let same = |answer: &&mut Answer| answer.subject.same(later.subject);
        match answers.iter_mut().find(same) {
            Some(answer) if answer.outcome.findings.is_empty() => {
                let doubts = std::mem::take(&mut answer.outcome.doubts);
                answer.outcome = outcome;
                answer.outcome.doubts.extend(doubts);
            }
            Some(_) => {}
            None => answers.push(Answer { subject: later.subject.clone(), outcome }),
        }
    }
    answers
}

fn meets(later: &Party<'_>, earlier: &[Party<'_>], case: &'static str, attribute: &'static str) -> Outcome {
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
                match later.maybe.or(other.maybe) {
                    None => met.push((*range, *origin, other.subject)),
                    Some(why) => {
                        let origin = if later.maybe.is_some() { place } else { *origin };
                        open = Open::either(open, Some(Open { why: why.clone(), origin }));
                    }
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
    let mut found = Found::new(case, attribute, place, message)
        .help("give each its own part of the VPC; cidrsubnet() with its own index does it".to_owned());
    for (range, origin, subject) in &met {
        found = found.with(format!("{} has {range}", subject.address), *origin, Some(subject));
    }
    Outcome::found(found)
}

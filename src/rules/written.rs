//! The ranges that are written for clusters and for the networks that hold them: what the rules on
//! single ranges look at.

mod networks;

use super::context::Context;
use super::outcome::{Answer, Found, Outcome, Related};
use super::ranges::reads_pod_cidr;
use crate::eval::{Address, OriginId};
use crate::model::{Attr, Cluster, Flaw, Open, Subject};
use ipnet::IpNet;
use std::collections::HashMap;
use std::mem;

/// What a range is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Pods of a plug-in that reads `pod_cidr`.
    Pod,
    /// Services.
    Service,
    /// Services by IPv6, in the same attribute.
    Service6,
    /// The VPC's own range.
    Vpc,
    /// A secondary range of a VPC.
    Secondary,
    /// A vSwitch.
    VSwitch,
}

impl Role {
    /// As a message names the range.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pod => "the pod range",
            Self::Service => "the service range",
            Self::Service6 => "the IPv6 service range",
            Self::Vpc => "the VPC range",
            Self::Secondary => "the secondary VPC range",
            Self::VSwitch => "the vSwitch range",
        }
    }
}

/// A range that somebody wrote; defaults and what the cloud chooses are none.
pub(super) struct Written<'e> {
    pub(super) subject: &'e Subject,
    pub(super) attribute: &'static str,
    pub(super) role: Role,
    /// The cluster, if it is one of a cluster.
    pub(super) cluster: Option<&'e Cluster>,
    /// The network, without host bits; absent where the attribute has a range of another family.
    pub(super) cidr: Attr<IpNet>,
    /// What is wrong with all that the attribute holds.
    pub(super) flaws: Attr<&'e [Flaw]>,
    /// Why it may not matter.
    pub(super) doubt: Option<Open>,
    /// Whether that is because its VPC may hold no cluster: where nothing is wrong with it there is
    /// nothing to ask.
    pub(super) perhaps: bool,
}

/// The written ranges of all clusters, then of the VPCs that hold a cluster or may, and of their
/// vSwitches.
pub(super) fn written<'e>(cx: &Context<'e>) -> impl Iterator<Item = Written<'e>> {
    cx.estate
        .clusters
        .iter()
        .flat_map(of_cluster)
        .chain(networks::of_vpcs(cx.estate))
        .chain(networks::anywhere(cx.estate))
}

/// The answers of a rule on written ranges: an answer for each subject, of all its ranges.
pub(super) fn answers<'e>(
    cx: &Context<'e>,
    ranges: impl Iterator<Item = Written<'e>>,
    judge: impl Fn(&Written<'e>, Outcome) -> Outcome,
) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut places: HashMap<(u32, &Address), usize> = HashMap::new();
    for range in ranges.filter(|range| cx.asks(range.subject)) {
        let subject = range.subject;
        let place = places.get(&(subject.root, &*subject.address)).copied();
        let known = place.map(|at| mem::take(&mut answers[at].outcome));
        let outcome = judge(&range, known.unwrap_or_default());
        match place {
            Some(at) => answers[at].outcome = outcome,
            None if range.perhaps && outcome.doubts.is_empty() => {}
            None => {
                places.insert((subject.root, &subject.address), answers.len());
                answers.push(Answer { subject: subject.clone(), outcome });
            }
        }
    }
    answers
}

fn of_cluster(cluster: &Cluster) -> impl Iterator<Item = Written<'_>> {
    let of = |role, attribute, cidr, flaws| {
        let written = Written::of(&cluster.subject, role, attribute, cidr, flaws)?;
        Some(Written { cluster: Some(cluster), ..written })
    };
    let pods = match reads_pod_cidr(cluster) {
        Ok(false) => None,
        reads => of(Role::Pod, "pod_cidr", net(&cluster.pod_cidr), &cluster.pod_cidr_flaws)
            .map(|pods| Written { doubt: reads.err(), ..pods }),
    };
    let flaws = &cluster.service_cidr_flaws;
    let services = of(Role::Service, "service_cidr", net(&cluster.service_cidr), flaws);
    let services6 = of(Role::Service6, "service_cidr", net(&cluster.service_cidr6), flaws);
    // the flaws of one attribute are told once
    let services6 =
        services6.map(|services| Written { flaws: Attr::Absent(cluster.subject.head), ..services });
    pods.into_iter().chain(services).chain(services6)
}

fn net<T: Copy + Into<IpNet>>(range: &Attr<T>) -> Attr<IpNet> {
    range.clone().and_then(|range| Ok(range.into()))
}

impl<'e> Written<'e> {
    /// Nothing where nobody wrote a range: what is absent has no flaws either.
    fn of(
        subject: &'e Subject,
        role: Role,
        attribute: &'static str,
        cidr: Attr<IpNet>,
        flaws: &'e Attr<Vec<Flaw>>,
    ) -> Option<Self> {
        let flaws = match flaws {
            Attr::Absent(_) => return None,
            Attr::Known(flaws, place) => Attr::Known(flaws.as_slice(), *place),
            Attr::Unknown { open, present } => {
                Attr::Unknown { open: open.clone(), present: *present }
            }
        };
        Some(Self {
            subject,
            attribute,
            role,
            cluster: None,
            cidr,
            flaws,
            doubt: None,
            perhaps: false,
        })
    }

    /// The same, if it lies in a VPC that may not hold any cluster, for the reason given.
    fn if_in_use(self, open: Option<&Open>) -> Self {
        match open {
            Some(open) => Self { doubt: Some(open.clone()), perhaps: true, ..self },
            None => self,
        }
    }

    /// Adds what is wrong with the network to what is said of its subject; what is not known could
    /// come to the case `worst`.
    pub(super) fn judge(
        &self,
        outcome: Outcome,
        worst: &'static str,
        objection: impl FnOnce(IpNet, OriginId) -> Option<Found>,
    ) -> Outcome {
        let (cidr, place) = match &self.cidr {
            Attr::Absent(_) => return outcome,
            Attr::Known(cidr, place) => (*cidr, *place),
            Attr::Unknown { open, .. } => {
                // a text that is no range is none whether it matters or not
                let doubt = self.doubt.clone().filter(|_| !open.is_no_range());
                return outcome.or_case(doubt.or(Some(open.clone())), worst, self.attribute);
            }
        };
        match (objection(cidr, place), &self.doubt) {
            (None, _) => outcome,
            (Some(found), None) => add(outcome, found),
            (Some(found), Some(open)) => {
                outcome.or_case(Some(open.clone()), found.case, self.attribute)
            }
        }
    }
}

/// Adds a finding: one for an attribute, the others stand beside it.
fn add(mut outcome: Outcome, found: Found) -> Outcome {
    let mut known = outcome.findings.iter_mut();
    match known.find(|known| known.attribute == found.attribute) {
        Some(known) => {
            let Found { message, place, .. } = found;
            known.related.push(Related { message, place, subject: None });
        }
        None => outcome.findings.push(found),
    }
    outcome
}

//! A VPC that is reached by peering, CEN, transit router or Express Connect has addresses of the
//! pods or Services, itself or by its clusters; of two clusters the later one is the subject.

mod found;

use super::context::Context;
use super::near::Near;
use super::outcome::{Answer, Outcome};
use super::range::Range;
use super::ranges::{pod_range, service_range};
use super::reach::{Graph, Reach};
use crate::capacity::{overlap, overlap4};
use crate::eval::OriginId;
use crate::model::{Attr, Cluster, Link, Open, Subject, VpcId};
use found::found;
use ipnet::IpNet;
use std::collections::BTreeMap;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let (graph, clusters) = (Graph::of(cx), by_vpc(cx));
    cx.each_cluster(|cluster| {
        let reach = graph.reach(cluster);
        if reach.vpcs.is_empty() && reach.open.is_none() {
            return Ok(None);
        }
        let mut outcome = Outcome::clean();
        let services = service_range(cluster).map(Some);
        let own =
            [("pod", "pod_cidr", pod_range(cluster)), ("service", "service_cidr", services)];
        for (what, attribute, range) in own {
            match range {
                Ok(Some(range)) => {
                    let at = place(cx, cluster);
                    let own = Own { at, clusters: &clusters, cluster, what, attribute, range };
                    against(cx, &own, &reach, &mut outcome);
                }
                Ok(None) => {}
                Err(open) => outcome.doubt(&open, "vpc", attribute),
            }
        }
        Ok(Some(outcome))
    })
}

/// The clusters of each VPC, in order.
type Clusters<'e> = BTreeMap<VpcId, Vec<(usize, &'e Cluster)>>;

fn by_vpc<'e>(cx: &Context<'e>) -> Clusters<'e> {
    let mut clusters = Clusters::new();
    for (at, cluster) in cx.estate.clusters.iter().enumerate() {
        if let Ok(Some(vpc)) = cluster.vpc {
            clusters.entry(vpc).or_default().push((at, cluster));
        }
    }
    clusters
}

/// A range of a cluster.
struct Own<'c> {
    /// Its place among all clusters, and all of them by VPC.
    at: usize,
    clusters: &'c Clusters<'c>,
    cluster: &'c Cluster,
    what: &'static str,
    attribute: &'static str,
    range: Range,
}

fn place(cx: &Context<'_>, cluster: &Cluster) -> usize {
    let same = |other: &Cluster| other.subject.same(&cluster.subject);
    cx.estate.clusters.iter().position(same).unwrap_or_default()
}

/// A range of a network that is reached.
struct Far<'e> {
    case: &'static str,
    cidr: IpNet,
    shown: String,
    place: OriginId,
    subject: &'e Subject,
    link: &'e Link,
}

fn against(cx: &Context<'_>, own: &Own<'_>, reach: &Reach<'_>, outcome: &mut Outcome) {
    let mut met = Vec::new();
    for (vpc, (near, link)) in &reach.vpcs {
        let mut side = Side { own, near, link, met: &mut met, outcome };
        side.vpc(cx, *vpc);
        let there = own.clusters.get(vpc).into_iter().flatten();
        let earlier = there.take_while(|(at, _)| *at < own.at);
        earlier.for_each(|(_, cluster)| side.cluster(cluster));
    }
    if let Some(open) = &reach.open {
        outcome.doubt(open, "vpc", own.attribute);
    }
    met.sort_by_key(|far: &Far<'_>| far.case == "services");
    outcome.findings.extend(found(cx, own, &met));
}

/// One VPC that is reached, beside one range.
struct Side<'s, 'e> {
    own: &'s Own<'s>,
    near: &'s Near,
    link: &'e Link,
    met: &'s mut Vec<Far<'e>>,
    outcome: &'s mut Outcome,
}

impl<'e> Side<'_, 'e> {
    fn vpc(&mut self, cx: &Context<'e>, id: VpcId) {
        let vpc = cx.estate.vpc(id);
        let absent = vpc.subject.as_ref().and_then(Subject::doubt);
        let mut open = vpc.open.clone();
        for range in &vpc.ranges {
            let why = range.maybe.clone();
            let origin = range.subject.head;
            let absent = absent.clone().or_else(|| why.map(|why| Open { why, origin }));
            match &range.cidr {
                Attr::Known(cidr, place) => {
                    self.range((*cidr, *place), &range.subject, "the VPC range", absent.as_ref());
                }
                Attr::Unknown { open: why, .. } => open = Open::either(open, Some(why.clone())),
                Attr::Absent(_) => {}
            }
        }
        // all that is known of a VPC may be vSwitches in it
        let Some(open) = open else { return };
        for (_, vswitch) in cx.estate.vswitches_in(id) {
            if let (Attr::Known(cidr, place), Some(subject)) = (&vswitch.cidr, &vswitch.subject) {
                self.range((*cidr, *place), subject, "the vSwitch range", subject.doubt().as_ref());
            }
        }
        let by_root = self.link.subject.root == self.own.cluster.subject.root;
        if by_root || matches!(self.near, Near::Yes) {
            self.outcome.doubt(&open, "vpc", self.own.attribute);
        }
    }

    fn range(
        &mut self,
        (cidr, place): (IpNet, OriginId),
        subject: &'e Subject,
        what: &str,
        absent: Option<&Open>,
    ) {
        if overlap(IpNet::V4(self.own.range.cidr), cidr) {
            let shown = format!("{what} {cidr} of {}", subject.address);
            self.add(("vpc", cidr), shown, place, subject, absent);
        }
    }

    fn cluster(&mut self, other: &'e Cluster) {
        let services = service_range(other).map(Some);
        for (what, range) in [("pod", pod_range(other)), ("service", services)] {
            let case = match (self.own.what, what) {
                ("pod", "pod") => "pods",
                ("service", "service") => "services",
                _ => "pod_service",
            };
            match range {
                Ok(Some(range)) if overlap4(self.own.range.cidr, range.cidr) => {
                    let shown = range.shown(what);
                    let shown =
                        format!("{} of {}", shown.trim_end_matches(','), other.subject.address);
                    let absent = other.subject.doubt().or_else(|| self.own.cluster.subject.doubt());
                    let what = (case, range.cidr.into());
                    self.add(what, shown, range.place, &other.subject, absent.as_ref());
                }
                Ok(_) => {}
                Err(open) => self.outcome.doubt(&open, case, self.own.attribute),
            }
        }
    }

    fn add(
        &mut self,
        (case, cidr): (&'static str, IpNet),
        shown: String,
        place: OriginId,
        subject: &'e Subject,
        absent: Option<&Open>,
    ) {
        match self.near.clone().unless(absent) {
            Near::Yes => self.met.push(Far { case, cidr, shown, place, subject, link: self.link }),
            Near::Perhaps(open) => self.outcome.doubt(&open, case, self.own.attribute),
            Near::No => {}
        }
    }
}

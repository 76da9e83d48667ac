//! A VPC that is reached by peering, CEN, transit router or Express Connect has addresses of the
//! pods or Services, itself or by its clusters; of two clusters the later one is the subject.

use super::context::Context;
use super::free::free_help;
use super::near::Near;
use super::outcome::{Answer, Found, Outcome};
use super::range::Range;
use super::ranges::{pod_range, service_range};
use super::reach::{Graph, Reach};
use crate::capacity::{overlap, overlap4};
use crate::eval::{OriginId, Why};
use crate::model::{Attr, Cluster, Link, Open, Subject, VpcId};
use ipnet::IpNet;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let graph = Graph::of(cx);
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
                    let own = Own { cluster, what, attribute, range };
                    against(cx, &own, &reach, &mut outcome);
                }
                Ok(None) => {}
                Err(open) => outcome.doubt(&open, "vpc", attribute),
            }
        }
        Ok(Some(outcome))
    })
}

/// A range of a cluster.
struct Own<'c> {
    cluster: &'c Cluster,
    what: &'static str,
    attribute: &'static str,
    range: Range,
}

/// A range of a network that is reached.
struct Far<'e> {
    case: &'static str,
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
        let same = |cluster: &&Cluster| cluster.subject.same(&own.cluster.subject);
        let at = cx.estate.clusters.iter().position(|cluster| same(&cluster));
        let earlier = cx.estate.clusters.iter().take(at.unwrap_or(0));
        earlier.filter(|cluster| cluster.vpc == Ok(Some(*vpc))).for_each(|c| side.cluster(c));
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
        let absent = vpc.subject.as_ref().and_then(maybe);
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
                self.range((*cidr, *place), subject, "the vSwitch range", maybe(subject).as_ref());
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
            self.add("vpc", shown, place, subject, absent);
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
                    let absent = maybe(&other.subject).or_else(|| maybe(&self.own.cluster.subject));
                    self.add(case, shown, range.place, &other.subject, absent.as_ref());
                }
                Ok(_) => {}
                Err(open) => self.outcome.doubt(&open, case, self.own.attribute),
            }
        }
    }

    fn add(
        &mut self,
        case: &'static str,
        shown: String,
        place: OriginId,
        subject: &'e Subject,
        absent: Option<&Open>,
    ) {
        match self.near.clone().unless(absent) {
            Near::Yes => self.met.push(Far { case, shown, place, subject, link: self.link }),
            Near::Perhaps(open) => self.outcome.doubt(&open, case, self.own.attribute),
            Near::No => {}
        }
    }
}

fn maybe(subject: &Subject) -> Option<Open> {
    let why: Option<Why> = subject.maybe.clone();
    why.map(|why| Open { why, origin: subject.head })
}

/// One finding for a range, of the worst case; all others are related.
fn found(cx: &Context<'_>, own: &Own<'_>, met: &[Far<'_>]) -> Option<Found> {
    let worst = met.first()?;
    let range = own.range;
    let consequence = match (own.what, worst.case) {
        (_, "services") => "Services of one cluster cannot be reached from the other",
        ("pod", "vpc") => "what has such an address there cannot be reached from pods and nodes",
        ("service", "vpc") => "what has such an address there is a Service in this cluster",
        (_, "pods") => "the networks can route those addresses to one of the clusters only",
        _ => "in one cluster such an address is a Service, and the pod behind it is out of reach",
    };
    let message = format!(
        "{} overlaps {}, reached by {}: {consequence}",
        range.shown(own.what),
        worst.shown,
        worst.link.subject.address
    );
    let prefix = range.cidr.prefix_len();
    let mut found = Found::new(worst.case, own.attribute, range.place, message)
        .by_default(range.default_of)
        .help(free_help(cx, own.cluster, own.attribute, prefix, Some(range.cidr)));
    for far in met {
        found = found.with(far.shown.clone(), far.place, Some(far.subject));
    }
    Some(found.with("and this is what joins the networks", worst.link.subject.head, None))
}

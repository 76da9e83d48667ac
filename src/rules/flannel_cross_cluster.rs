//! Something leads from one VPC to the pods of a Flannel cluster in another.

use super::context::Context;
use super::near::{Near, lies_in};
use super::outcome::{Answer, Found, Outcome};
use super::range::Range;
use super::ranges::pod_range;
use super::reach::{Graph, Reach};
use crate::model::{Attr, Cluster, Crossing, Lead, Open};
use ipnet::IpNet;
use std::collections::BTreeMap;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    if cx.estate.crossings.is_empty() {
        return Vec::new();
    }
    let graph = Graph::of(cx);
    let mut by_subject: BTreeMap<usize, Vec<Led<'_>>> = BTreeMap::new();
    for (at, cluster) in cx.estate.clusters.iter().enumerate() {
        let pods = match cluster.plug_in() {
            Ok(Some(plug_in)) if plug_in.is_flannel() => pod_range(cluster),
            // without a pod range there is nothing that could be led to
            Err(open) if !matches!(cluster.pod_cidr, Attr::Absent(_)) => Err(open),
            _ => continue,
        };
        let reach = graph.reach(cluster);
        for crossing in &cx.estate.crossings {
            let near = near(cx, cluster, crossing, &reach).unless(crossing.maybe.as_ref());
            if matches!(near, Near::No) {
                continue;
            }
            let subject = later(cx, at, crossing);
            let led = Led { cluster, crossing, near, pods: pods.clone() };
            by_subject.entry(subject).or_default().push(led);
        }
    }
    let asked = by_subject.into_iter().map(|(at, led)| (&cx.estate.clusters[at], led));
    let asked = asked.filter(|(cluster, _)| cx.asks(&cluster.subject));
    let answer = |(cluster, led): (&Cluster, Vec<Led<'_>>)| {
        let outcome = against(cluster, &led);
        Some(Answer { subject: cluster.subject.clone(), outcome: outcome? })
    };
    asked.filter_map(answer).collect()
}

/// Something that leads from another VPC, and a cluster that it may lead to.
struct Led<'e> {
    cluster: &'e Cluster,
    crossing: &'e Crossing,
    near: Near,
    pods: Result<Option<Range>, Open>,
}

/// Whether something may lead from another VPC to the pods of a cluster.
fn near(cx: &Context<'_>, cluster: &Cluster, crossing: &Crossing, reach: &Reach<'_>) -> Near {
    let at_stake = crossing.destination.known().is_some();
    let own = lies_in(cx, cluster, &crossing.vpc, (&crossing.subject, at_stake));
    let reached = match &crossing.vpc {
        Ok(vpc) => reach.vpcs.get(vpc).map_or(Near::No, |(near, _)| near.clone()),
        Err(_) => Near::No,
    };
    let in_own = match crossing.lead {
        // an entry of a transit router leads to the VPC
        Lead::Transit => true,
        // a VPC announces what it holds
        Lead::Announced => !matches!(own, Near::No),
        Lead::Route | Lead::Rule => false,
    };
    // where the VPC is not known, it may be one that reaches this one
    let alone = reach.vpcs.is_empty() && reach.open.is_none();
    match own {
        own if in_own => own,
        Near::No => reached,
        Near::Perhaps(open) if !alone => Near::Perhaps(open),
        Near::Yes | Near::Perhaps(_) => Near::No,
    }
}

/// The later one of a cluster and of those in the VPC that it is reached from.
fn later(cx: &Context<'_>, at: usize, crossing: &Crossing) -> usize {
    let here = |cluster: &&Cluster| match (&crossing.vpc, &cluster.vpc) {
        (Ok(vpc), Ok(Some(own))) => vpc == own && crossing.lead != Lead::Transit,
        _ => false,
    };
    let last = cx.estate.clusters.iter().rposition(|cluster| here(&cluster));
    last.map_or(at, |last| last.max(at))
}

fn against(subject: &Cluster, led: &[Led<'_>]) -> Option<Outcome> {
    let mut outcome = Outcome::clean();
    let mut met: Vec<(&Led<'_>, Range, IpNet)> = Vec::new();
    let mut checked = false;
    for led in led {
        let pods = match &led.pods {
            Ok(Some(pods)) => *pods,
            Ok(None) => continue,
            Err(open) => {
                checked = true;
                outcome.doubt(open, case(led), attribute(subject, led));
                continue;
            }
        };
        checked = true;
        match (&led.crossing.destination, &led.near) {
            (Attr::Known(range, _), _) if !IpNet::V4(pods.cidr).contains(range) => {}
            (Attr::Known(range, _), Near::Yes) => met.push((led, pods, *range)),
            (Attr::Known(..), Near::Perhaps(open)) | (Attr::Unknown { open, .. }, _) => {
                outcome.doubt(open, case(led), attribute(subject, led));
            }
            _ => {}
        }
    }
    for wanted in ["pod_cidr", "vswitch_ids"] {
        let of = |(led, ..): &&(&Led<'_>, Range, IpNet)| attribute(subject, led) == wanted;
        let met: Vec<_> = met.iter().filter(of).copied().collect();
        outcome.findings.extend(found(subject, &met));
    }
    checked.then_some(outcome)
}

fn case(led: &Led<'_>) -> &'static str {
    match led.crossing.lead {
        Lead::Route => "route",
        Lead::Announced | Lead::Transit => "cen_route",
        Lead::Rule => "rule",
    }
}

/// What of the subject cannot be changed: its pods, or that it lies in the VPC on the other side.
fn attribute(subject: &Cluster, led: &Led<'_>) -> &'static str {
    if led.cluster.subject.same(&subject.subject) { "pod_cidr" } else { "vswitch_ids" }
}

fn found(subject: &Cluster, met: &[(&Led<'_>, Range, IpNet)]) -> Option<Found> {
    let (first, pods, range) = met.first()?;
    let Led { cluster, crossing, .. } = first;
    let address = &crossing.subject.address;
    let leads = match crossing.lead {
        Lead::Route => format!("the route {address} leads to {range}"),
        Lead::Announced => format!("{address} announces {range} to other VPCs"),
        Lead::Transit => format!("{address} leads other VPCs to {range}"),
        Lead::Rule => format!("the rule {address} lets traffic out to {range}"),
    };
    let message = format!(
        "{leads}, in {} of {}: with Flannel no other VPC or cluster can rely on reaching pods",
        pods.shown("pod"),
        cluster.subject.address
    );
    let attribute = attribute(subject, first);
    let place = if attribute == "pod_cidr" { pods.place } else { subject.vswitches.origin };
    let help = "call Services of the other cluster by a load balancer, or choose Terway for it";
    let found = Found::new(case(first), attribute, place, message).help(help.to_owned());
    Some(met.iter().fold(found, |found, (led, pods, range)| {
        let Led { cluster, crossing, .. } = led;
        let leads = format!("{} names {range}", crossing.subject.address);
        let found = found.with(leads, crossing.destination.origin(), Some(&crossing.subject));
        if cluster.subject.same(&subject.subject) {
            return found;
        }
        let pods = format!("{} of {}", pods.shown("pod"), cluster.subject.address);
        found.with(pods, cluster.pod_cidr.origin(), Some(&cluster.subject))
    }))
}

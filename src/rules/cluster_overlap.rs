//! Two clusters of one VPC have ranges that overlap: the later one is the subject.

use super::context::{Context, Found, Outcome};
use super::range::Range;
use super::ranges::{free_help, pod_range, service_range};
use super::run::Answer;
use crate::capacity::overlap4;
use crate::eval::Why;
use crate::model::{Cluster, Identity, Open, VpcId};

/// A range of a cluster by what it is for.
type Named = (&'static str, &'static str, Result<Option<Range>, Open>);

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let clusters = &cx.estate.clusters;
    let asked = clusters.iter().enumerate().filter(|(_, cluster)| cx.asks(&cluster.subject));
    let answers = asked.filter_map(|(at, later)| {
        let pairs = clusters[..at].iter().map(|earlier| (earlier, shared(cx, later, earlier)));
        let pairs: Vec<_> = pairs.filter(|(_, shared)| !matches!(shared, Shared::No)).collect();
        let outcome = against(cx, later, &pairs);
        (!pairs.is_empty()).then(|| Answer { subject: later.subject.clone(), outcome })
    });
    answers.collect()
}

/// Whether two clusters lie in one VPC.
enum Shared {
    No,
    Yes,
    Perhaps(Open),
}

fn shared(cx: &Context<'_>, a: &Cluster, b: &Cluster) -> Shared {
    let maybe = |cluster: &Cluster| {
        let subject = &cluster.subject;
        subject.maybe.clone().map(|why| Open { why, origin: subject.head })
    };
    match (&a.vpc, &b.vpc) {
        (Ok(None), _) | (_, Ok(None)) => Shared::No,
        (Ok(Some(a_vpc)), Ok(Some(b_vpc))) => match same_vpc(cx, *a_vpc, *b_vpc) {
            Some(true) => maybe(a).or_else(|| maybe(b)).map_or(Shared::Yes, Shared::Perhaps),
            Some(false) => Shared::No,
            None => Shared::Perhaps(which(cx, a, *a_vpc, *b_vpc)),
        },
        (Err(open), _) | (_, Err(open)) => Shared::Perhaps(open.clone()),
    }
}

fn same_vpc(cx: &Context<'_>, a: VpcId, b: VpcId) -> Option<bool> {
    if a == b {
        return Some(true);
    }
    match (&cx.estate.vpc(a).identity, &cx.estate.vpc(b).identity) {
        (Identity::Reference(_), _) | (_, Identity::Reference(_)) => None,
        _ => Some(false),
    }
}

fn which(cx: &Context<'_>, cluster: &Cluster, a: VpcId, b: VpcId) -> Open {
    let reference = [a, b].iter().find_map(|id| match &cx.estate.vpc(*id).identity {
        Identity::Reference(reference) => Some(reference.clone()),
        _ => None,
    });
    let why = reference.map_or(Why::NotModelled("a VPC".into()), Why::Reference);
    Open { why, origin: cluster.subject.head }
}

fn against(cx: &Context<'_>, later: &Cluster, earlier: &[(&Cluster, Shared)]) -> Outcome {
    let mut outcome = Outcome::clean();
    let mut doubts = Outcome::clean();
    for own in named(later) {
        let mut found: Option<Found> = None;
        for (other, shared) in earlier {
            for theirs in named(other) {
                match meets(&own, &theirs) {
                    Ok(false) => {}
                    Ok(true) => match shared {
                        Shared::No => {}
                        Shared::Perhaps(open) => {
                            doubts = doubts.or_case(Some(open.clone()), case(own.0, theirs.0), own.1);
                        }
                        Shared::Yes => merge(cx, &mut found, later, &own, other, &theirs),
                    },
                    Err(why) => {
                        doubts = doubts.or_case(Some(why), case(own.0, theirs.0), own.1);
                    }
                }
            }
        }
        outcome.findings.extend(found);
    }
    Outcome { doubts: doubts.doubts, ..outcome }
}

/// The case of two ranges that overlap.
fn case(own: &str, theirs: &str) -> &'static str {
    match (own, theirs) {
        ("pod", "pod") => "pods",
        ("service", "service") => "services",
        _ => "pod_service",
    }
}

fn named(cluster: &Cluster) -> [Named; 2] {
    [
        ("pod", "pod_cidr", pod_range(cluster)),
        ("service", "service_cidr", service_range(cluster).map(Some)),
    ]
}

fn meets(own: &Named, theirs: &Named) -> Result<bool, Open> {
    match (&own.2, &theirs.2) {
        (Ok(None), _) | (_, Ok(None)) => Ok(false),
        (Ok(Some(own)), Ok(Some(theirs))) => Ok(overlap4(own.cidr, theirs.cidr)),
        // nothing is said of a pair with a text that is no range
        (_, Err(open)) if open.is_no_range() => Err(open.clone()),
        (Err(open), _) | (_, Err(open)) => Err(open.clone()),
    }
}

/// Adds another party; the finding has the worst case of them all.
fn merge(
    cx: &Context<'_>,
    found: &mut Option<Found>,
    later: &Cluster,
    own: &Named,
    other: &Cluster,
    theirs: &Named,
) {
    let (Ok(Some(range)), Ok(Some(their_range))) = (&own.2, &theirs.2) else { return };
    let case = case(own.0, theirs.0);
    let consequence = match case {
        "services" => "Services of one cluster cannot be reached from the other",
        _ => "the VPC can route those addresses to one of them only",
    };
    let message = format!(
        "{} overlaps {} of {} in the same VPC: {consequence}",
        range.shown(own.0),
        their_range.shown(theirs.0),
        other.subject.address
    );
    let party = format!("{} of {}", their_range.shown(theirs.0), other.subject.address);
    let made = Found::new(case, own.1, range.place, message)
        .by_default(range.default_of)
        .help(free_help(cx, later, own.1, range.cidr.prefix_len(), Some(range.cidr)));
    let mut next = match found.take() {
        None => made,
        Some(known) if known.case == "services" && case != "services" => {
            Found { related: known.related, ..made }
        }
        Some(known) => known,
    };
    next = next.with(party, their_range.place, Some(&other.subject));
    *found = Some(next);
}

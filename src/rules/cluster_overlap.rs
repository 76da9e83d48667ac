//! Two clusters of one VPC have ranges that overlap: the later one is the subject.

use super::context::Context;
use super::near::{Near, same_vpc};
use super::outcome::{Answer, Found, Outcome};
use super::range::Range;
use super::free::instead;
use super::ranges::{pod_range, service_range};
use crate::capacity::overlap4;
use crate::model::{Cluster, Open};

/// A range of a cluster by what it is for.
type Named = (&'static str, &'static str, Result<Option<Range>, Open>);

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let asked = cx.estate.clusters.iter().filter(|cluster| cx.asks(&cluster.subject));
    let answers = asked.filter_map(|later| {
        let near = cx.estate.clusters_near(later);
        let earlier = near.take_while(|other| !other.subject.same(&later.subject));
        let pairs = earlier.map(|earlier| (earlier, shared(cx, later, earlier)));
        let pairs: Vec<_> = pairs.filter(|(_, shared)| !matches!(shared, Near::No)).collect();
        let outcome = against(cx, later, &pairs);
        (!pairs.is_empty()).then(|| Answer { subject: later.subject.clone(), outcome })
    });
    answers.collect()
}

/// Whether two clusters lie in one VPC.
pub(crate) fn shared(cx: &Context<'_>, a: &Cluster, b: &Cluster) -> Near {
    match (&a.vpc, &b.vpc) {
        (Ok(None), _) | (_, Ok(None)) => Near::No,
        (Ok(Some(a_vpc)), Ok(Some(b_vpc))) => match same_vpc(cx, *a_vpc, *b_vpc) {
            Ok(true) => {
                a.subject.doubt().or_else(|| b.subject.doubt()).map_or(Near::Yes, Near::Perhaps)
            }
            Ok(false) => Near::No,
            Err(why) => Near::Perhaps(Open { why, origin: a.subject.head }),
        },
        (Err(open), _) | (_, Err(open)) => Near::Perhaps(open.clone()),
    }
}

fn against(cx: &Context<'_>, later: &Cluster, earlier: &[(&Cluster, Near)]) -> Outcome {
    let mut outcome = Outcome::clean();
    for own in named(later) {
        let mut met: Vec<Met<'_>> = Vec::new();
        for (other, shared) in earlier {
            for theirs in named(other) {
                let case = case(own.0, theirs.0);
                match (meets(&own, &theirs), shared) {
                    (Ok(Some((_, range))), Near::Yes) => {
                        met.push(Met { case, other, what: theirs.0, range });
                    }
                    (Ok(Some(_)), Near::Perhaps(open)) => outcome.doubt(open, case, own.1),
                    (Err(open), _) => outcome.doubt(&open, case, own.1),
                    (Ok(None), _) | (_, Near::No) => {}
                }
            }
        }
        if let Ok(Some(range)) = own.2 {
            outcome.findings.extend(found(cx, later, range, (own.0, own.1), &met));
        }
    }
    outcome
}

/// A range of another cluster that one of this cluster overlaps.
struct Met<'e> {
    case: &'static str,
    other: &'e Cluster,
    what: &'static str,
    range: Range,
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

/// Both ranges, if they overlap.
fn meets(own: &Named, theirs: &Named) -> Result<Option<(Range, Range)>, Open> {
    match (&own.2, &theirs.2) {
        (Ok(None), _) | (_, Ok(None)) => Ok(None),
        (Ok(Some(own)), Ok(Some(theirs))) => {
            Ok(overlap4(own.cidr, theirs.cidr).then_some((*own, *theirs)))
        }
        (Err(open), _) | (_, Err(open)) => Err(open.clone()),
    }
}

/// One finding for a range, of the worst case that it meets; all others are related.
fn found(
    cx: &Context<'_>,
    later: &Cluster,
    range: Range,
    (what, attribute): (&'static str, &'static str),
    met: &[Met<'_>],
) -> Option<Found> {
    let worst = met.iter().find(|met| met.case != "services").or(met.first())?;
    let consequence = match worst.case {
        "services" => "Services of one cluster cannot be reached from the other",
        _ => "the VPC can route those addresses to one of them only",
    };
    let message = format!(
        "{} overlaps {} of {} in the same VPC: {consequence}",
        range.shown(what),
        worst.range.shown(worst.what),
        worst.other.subject.address
    );
    let mut found = Found::new(worst.case, attribute, range.place, message)
        .by_default(range.default_of)
        .offer(instead(cx, later, attribute));
    for Met { other, what, range, .. } in met {
        let message = format!("{} of {}", range.shown(what), other.subject.address);
        found = found.with(message, range.place, Some(&other.subject));
    }
    for theirs in met {
        found = found.meeting(range.cidr.into(), theirs.range.cidr.into(), &theirs.other.subject);
    }
    Some(found)
}

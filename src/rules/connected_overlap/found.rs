//! What is said of ranges that meet across VPCs.

use super::{Far, Own};
use crate::rules::context::Context;
use crate::rules::free::instead;
use crate::rules::outcome::Found;

/// One finding for a range, of the worst case; all others are related.
pub(super) fn found(cx: &Context<'_>, own: &Own<'_>, met: &[Far<'_>]) -> Option<Found> {
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
    let mut found = Found::new(worst.case, own.attribute, range.place, message)
        .by_default(range.default_of)
        .offer(instead(cx, own.cluster, own.attribute));
    for far in met {
        found = found.with(far.shown.clone(), far.place, Some(far.subject));
        found = found.meeting(range.cidr.into(), far.cidr, far.subject);
    }
    Some(found.with("and this is what joins the networks", worst.link.subject.head, None))
}

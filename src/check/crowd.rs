//! How many resources of one type the rules look at: some compare each with each.

use crate::eval::Resource;
use crate::model;
use crate::problem::Problem;
use std::collections::BTreeMap;

/// So many of one type in a run. What stands behind is told to be left out.
const LIMIT: usize = 10_000;

/// So many clusters of one type.
const CLUSTERS: usize = 5_000;

fn limit(kind: &str) -> usize {
    if model::is_cluster(kind) { CLUSTERS } else { LIMIT }
}

/// Leaves out what is beyond the limit, and says so.
pub(super) fn thinned(roots: &mut [Vec<Resource>]) -> Vec<Problem> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for resources in roots {
        resources.retain(|resource| {
            let kind = &resource.address.kind;
            let count = counts.entry(kind.to_string()).or_default();
            *count += 1;
            *count <= limit(kind) || model::wanted(kind).is_none()
        });
    }
    let many = counts.into_iter().filter(|(kind, count)| *count > limit(kind));
    let problem = |(kind, count): (String, usize)| {
        Problem::new(format!(
            "there are {count} resources of the type {kind}, of which the rules look at the first \
             {}",
            limit(&kind)
        ))
    };
    many.map(problem).collect()
}

//! Ranges of others that the ranges of clusters overlap, as the rules on overlaps find them.

use crate::model::Subject;
use crate::options::Options;
use crate::report::capacity::Foreign;
use crate::report::view::Severity;
use crate::rules::{Worlds, run, severity};
use ipnet::IpNet;
use std::collections::HashMap;

/// So many are shown beside one cluster.
const MOST: usize = 40;

/// The rules that look beyond the cluster and its VPC.
const BEYOND: &[&str] = &["cluster_overlap", "connected_overlap", "route_overlap"];

/// What each cluster of an estate overlaps elsewhere, in their order. A rule speaks of one of two
/// parties: here both have it.
pub(super) fn foreign(worlds: &dyn Worlds, options: &Options) -> Vec<Vec<Foreign>> {
    let clusters = &worlds.base().clusters;
    let mut all: Vec<Vec<Foreign>> = vec![Vec::new(); clusters.len()];
    let places: HashMap<_, usize> =
        clusters.iter().map(|cluster| cluster.subject.key()).zip(0..).collect();
    let mut add = |of: &Subject, own: IpNet, other: IpNet, whose: String| {
        let foreign = Foreign { own, other, whose };
        let at = places.get(&of.key());
        let all = at.map(|at| &mut all[*at]).filter(|all| all.len() < MOST);
        if let Some(all) = all.filter(|all| !all.contains(&foreign)) {
            all.push(foreign);
        }
    };
    let answers = run(worlds, options.expect, &|rule| BEYOND.contains(&rule));
    for (card, answer) in &answers.checks {
        let errors = answer.outcome.findings.iter();
        for found in errors.filter(|found| severity(card, found) == Severity::Error) {
            for met in &found.met {
                let (own, theirs) = (&answer.subject, &met.whose);
                add(own, met.own, met.other, theirs.address.to_string());
                add(theirs, met.other, met.own, own.address.to_string());
            }
        }
    }
    all
}

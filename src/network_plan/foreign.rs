//! Ranges of others that the ranges of clusters overlap, as the rules on overlaps find them.

use crate::model::Cluster;
use crate::options::Options;
use crate::report::capacity::Foreign;
use crate::report::view::Severity;
use crate::rules::{Worlds, run, severity};
use ipnet::IpNet;

/// The rules that look beyond the cluster and its VPC.
const BEYOND: &[&str] = &["cluster_overlap", "connected_overlap", "route_overlap"];

/// What each cluster of an estate overlaps elsewhere, in their order. A rule speaks of one of two
/// parties: here both have it.
pub(super) fn foreign(worlds: &dyn Worlds, options: &Options) -> Vec<Vec<Foreign>> {
    let clusters = &worlds.base().clusters;
    let mut all: Vec<Vec<Foreign>> = vec![Vec::new(); clusters.len()];
    let mut add = |of: &dyn Fn(&Cluster) -> bool, own: IpNet, other: IpNet, whose: String| {
        let foreign = Foreign { own, other, whose };
        let at = clusters.iter().position(of);
        if let Some(all) = at.map(|at| &mut all[at]).filter(|all| !all.contains(&foreign)) {
            all.push(foreign);
        }
    };
    let answers = run(worlds, options.expect, &|rule| BEYOND.contains(&rule));
    for (card, answer) in &answers.checks {
        let errors = answer.outcome.findings.iter();
        for found in errors.filter(|found| severity(card, found) == Severity::Error) {
            for met in &found.met {
                let (own, theirs) = (&answer.subject, &met.whose);
                let whose = |subject: &crate::model::Subject| subject.address.to_string();
                add(&|it| it.subject.same(own), met.own, met.other, whose(theirs));
                add(&|it| it.subject.same(theirs), met.other, met.own, whose(own));
            }
        }
    }
    all
}

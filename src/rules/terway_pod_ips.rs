//! The pod vSwitches have fewer addresses than the planned nodes and pods ask for.

mod balance;
mod demand;
mod spread;
mod supply;

use super::context::Context;
use super::outcome::{Answer, Outcome};
use super::terway::has_chosen_vswitches;
use crate::model::{Cluster, Open};
use balance::Balance;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if !has_chosen_vswitches(cluster)? {
            return Ok(None);
        }
        let verdict = |group: &[&Cluster]| Balance::of(cx, cluster, group).verdict();
        let alone = verdict(&within(cx, cluster));
        let mut group = sharing(cx, cluster);
        let certain = match group.len() {
            1 => alone.clone(),
            _ => worse(alone.clone(), verdict(&group)),
        };
        let Some(open) = join_perhaps(cx, cluster, &mut group) else { return Ok(Some(certain)) };
        Ok(Some(or_perhaps(alone, &certain, verdict(&group), &open)))
    })
}

/// A cluster and those that have no other pod vSwitches than it has: all that they ask for must
/// come from these.
fn within<'e>(cx: &Context<'e>, cluster: &'e Cluster) -> Vec<&'e Cluster> {
    let own: Vec<_> = cluster.pod_vswitches.certain().collect();
    let others = cx.estate.clusters.iter().filter(|other| {
        let theirs = &other.pod_vswitches;
        !std::ptr::eq(*other, cluster)
            && other.subject.maybe.is_none()
            && theirs.openness().is_none()
            && theirs.ids().next().is_some()
            && theirs.ids().all(|id| own.contains(&id))
            && has_chosen_vswitches(other) == Ok(true)
    });
    std::iter::once(cluster).chain(others).collect()
}

/// The clusters that a cluster shares pod vSwitches with, itself first.
fn sharing<'e>(cx: &Context<'e>, cluster: &'e Cluster) -> Vec<&'e Cluster> {
    let mut group = vec![cluster];
    let mut next = 0;
    while let Some(member) = group.get(next).copied() {
        next += 1;
        let own: Vec<_> = member.pod_vswitches.certain().collect();
        for other in &cx.estate.clusters {
            let known = group.iter().any(|known| std::ptr::eq(*known, other));
            let shares = other.pod_vswitches.certain().any(|id| own.contains(&id));
            if !known && shares && has_chosen_vswitches(other) == Ok(true) {
                group.push(other);
            }
        }
    }
    group
}

/// Adds the clusters that may share pod vSwitches with a group, and says why that is not known.
/// Only clusters of the same root can share one whose range is known.
fn join_perhaps<'e>(
    cx: &Context<'e>,
    cluster: &Cluster,
    group: &mut Vec<&'e Cluster>,
) -> Option<Open> {
    let own: Vec<_> = group.iter().flat_map(|member| member.pod_vswitches.ids()).collect();
    let mut first = None;
    for other in &cx.estate.clusters {
        let known = group.iter().any(|known| std::ptr::eq(*known, other));
        if known || other.subject.root != cluster.subject.root {
            continue;
        }
        let listed = &other.pod_vswitches;
        let shares = listed.ids().any(|id| own.contains(&id));
        let open = match has_chosen_vswitches(other) {
            Ok(false) => None,
            Ok(true) => listed.openness(),
            Err(open) => Some(open).filter(|_| shares || listed.open.is_some()),
        };
        if let Some(open) = open {
            group.push(other);
            first.get_or_insert(open);
        }
    }
    first
}

/// A verdict beside one that may hold instead: what only one of them finds is open. Another cluster
/// brings nodes, and vSwitches of its own; what a cluster asks for alone is certain.
fn or_perhaps(alone: Outcome, certain: &Outcome, perhaps: Outcome, open: &Open) -> Outcome {
    let mut outcome = if rank(&perhaps) < rank(certain) { alone } else { certain.clone() };
    for found in certain.findings.iter().chain(&perhaps.findings) {
        outcome.doubt(open, found.case, found.attribute);
    }
    outcome.doubts.extend(perhaps.doubts);
    outcome
}

fn rank(outcome: &Outcome) -> u8 {
    match outcome.findings.first().map(|found| found.case) {
        Some("short" | "below_expected" | "zone_short") => 2,
        Some(_) => 1,
        None => 0,
    }
}

/// The graver of two verdicts on one cluster.
fn worse(alone: Outcome, together: Outcome) -> Outcome {
    let (mut worst, other) =
        if rank(&together) > rank(&alone) { (together, alone) } else { (alone, together) };
    worst.doubts.extend(other.doubts);
    worst
}

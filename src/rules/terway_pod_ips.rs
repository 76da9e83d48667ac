//! The pod vSwitches have fewer addresses than the planned nodes and pods ask for.

mod balance;
mod demand;
mod spread;
mod supply;

use super::cni_incomplete::has_pod_vswitches;
use super::context::Context;
use super::outcome::Outcome;
use super::run::Answer;
use crate::model::{Cluster, Open, Plugged};
use balance::Balance;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if !applies(cluster)? {
            return Ok(None);
        }
        let alone = Balance::of(cx, cluster, &[cluster]).verdict();
        let group = sharing(cx, cluster);
        if group.len() == 1 {
            return Ok(Some(alone));
        }
        Ok(Some(worse(alone, Balance::of(cx, cluster, &group).verdict())))
    })
}

/// Terway with pod vSwitches that somebody chose.
fn applies(cluster: &Cluster) -> Result<bool, Open> {
    if cluster.pod_vswitches.is_present() == Ok(false) {
        return Ok(false);
    }
    match cluster.plugged.clone()? {
        Plugged::By { plug_in, .. } if !plug_in.is_flannel() => {
            Ok(has_pod_vswitches(cluster)? && cluster.pod_vswitches.is_present()?)
        }
        _ => Ok(false),
    }
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
            if !known && shares && applies(other) == Ok(true) {
                group.push(other);
            }
        }
    }
    group
}

/// The graver of two verdicts on one cluster.
fn worse(alone: Outcome, together: Outcome) -> Outcome {
    let rank = |outcome: &Outcome| match outcome.findings.first().map(|found| found.case) {
        Some("short" | "below_expected" | "zone_short") => 2,
        Some(_) => 1,
        None => 0,
    };
    let (mut worst, other) =
        if rank(&together) > rank(&alone) { (together, alone) } else { (alone, together) };
    worst.doubts.extend(other.doubts);
    worst
}

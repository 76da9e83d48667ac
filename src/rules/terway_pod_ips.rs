//! The pod vSwitches have fewer addresses than the planned nodes and pods ask for.

mod demand;
mod supply;

use super::cni_incomplete::has_pod_vswitches;
use super::context::{Context, Found, Outcome};
use super::run::Answer;
use crate::capacity;
use crate::model::{Cluster, Open, Plugged};
use demand::{Demand, InZone, Spread};
use supply::Supply;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if !applies(cluster)? {
            return Ok(None);
        }
        let alone = verdict(cx, cluster, &[cluster]);
        let group = sharing(cx, cluster);
        if group.len() == 1 {
            return Ok(Some(alone));
        }
        Ok(Some(worse(alone, verdict(cx, cluster, &group))))
    })
}

/// Terway with pod vSwitches that somebody chose.
fn applies(cluster: &Cluster) -> Result<bool, Open> {
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
        for other in &cx.estate.clusters {
            let known = group.iter().any(|known| std::ptr::eq(*known, other));
            let shares = other.pod_vswitches.certain().any(|id| member.pod_vswitches.certain().any(|own| own == id));
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
    let (worst, other) = if rank(&together) > rank(&alone) { (together, alone) } else { (alone, together) };
    if rank(&worst) == 2 { worst } else { worst.or_open(other.undecided) }
}

/// The verdict on a cluster, for the demand of a group of clusters on all their pod vSwitches.
fn verdict(cx: &Context<'_>, cluster: &Cluster, group: &[&Cluster]) -> Outcome {
    let spread = Spread::of(cx, group);
    let supply = Supply::of(cx, group, &spread.zones);
    let demand = Demand::of(cx, group, &spread);
    let mut open = supply.open.clone();
    let place = cluster.pod_vswitches.origin;
    let shared = if group.len() > 1 { " of all clusters that share them" } else { "" };
    let has = format!("the pod vSwitches have {} usable addresses", supply.total);
    let total = |case, message: String| Some((case, message));
    let mut said = None;
    if open.is_none() {
        if demand.expected > supply.total {
            said = total("below_expected", format!("{has}; {} pods{shared} are expected", demand.expected));
        } else if demand.least > supply.total {
            said = total("short", format!(
                "{has}; {} nodes{shared} need at least {}: later nodes get no pod addresses",
                demand.nodes, demand.least
            ));
        }
    }
    let short = |zone: &&InZone| zone.balanced_least > supply.zones[zone.zone];
    if open.is_none() && said.is_none() && let Some(zone) = demand.zones.iter().find(short) {
        said = total("zone_short", format!(
            "the pod vSwitches in {} have {} usable addresses; {} nodes there need at least {}",
            spread.name(zone.zone), supply.zones[zone.zone], zone.nodes, zone.balanced_least
        ));
    }
    if said.is_some() {
        return finding(cluster, group, place, said, demand.wish());
    }
    if open.is_none() {
        if demand.full > supply.total {
            said = total("tight", format!(
                "{has}; {} nodes full of pods{shared} need {}", demand.nodes, demand.full
            ));
        } else if let Some(zone) = demand.zones.iter().find(|zone| zone.full.max(zone.least) > supply.zones[zone.zone]) {
            said = total("zone_tight", format!(
                "the pod vSwitches in {} have {} usable addresses; {} nodes there full of pods need {}",
                spread.name(zone.zone), supply.zones[zone.zone], zone.nodes, zone.full.max(zone.least)
            ));
        }
    } else if fits_known(&demand, &supply) {
        open = None;
    }
    let could_be_more = demand.open.clone();
    if said.is_some() {
        return finding(cluster, group, place, said, demand.wish()).or_open(could_be_more);
    }
    Outcome::clean().or_open(open.or(could_be_more).or(demand.full_open))
}

/// Whether what is known of the supply is enough for all of the demand.
fn fits_known(demand: &Demand, supply: &Supply) -> bool {
    let zones = demand.zones.iter().all(|zone| zone.full.max(zone.least) <= supply.zones[zone.zone]);
    zones && demand.wish() <= supply.total
}

fn finding(
    cluster: &Cluster,
    group: &[&Cluster],
    place: crate::eval::OriginId,
    said: Option<(&'static str, String)>,
    wish: u64,
) -> Outcome {
    let Some((case, message)) = said else { return Outcome::clean() };
    let prefix = capacity::prefix_for_addresses(capacity::with_spare(wish) + 4).unwrap_or(16).max(16);
    let help = format!("pod vSwitches of /{prefix} in all, in the zones of the nodes, would hold them with a quarter to spare");
    let mut found = Found::new(case, "pod_vswitch_ids", place, message).help(help);
    for other in group.iter().filter(|other| !std::ptr::eq(**other, cluster)) {
        let subject = &other.subject;
        found = found.with(format!("{} uses them too", subject.address), subject.head, Some(subject));
    }
    Outcome::found(found)
}

//! The nodes of the Flannel clusters of a VPC are more than its route table has entries for.

mod sum;

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::facts;
use crate::model::{Cluster, Open, PlugIn};
use sum::Sum;

const NODES: &str = "pod_cidr";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        let open = match takes_routes(cluster) {
            Ok(true) => None,
            Ok(false) => return Ok(None),
            Err(open) => Some(open),
        };
        let Some(sum) = Sum::of(cx, cluster) else { return Ok(None) };
        Ok(Some(verdict(cx, cluster, &sum, open)))
    })
}

/// Whether each node takes an entry of the VPC's route table.
fn takes_routes(cluster: &Cluster) -> Result<bool, Open> {
    Ok(matches!(cluster.plug_in()?, Some(PlugIn::Flannel)))
}

/// `open`: why the cluster may have another plug-in.
fn verdict(cx: &Context<'_>, cluster: &Cluster, sum: &Sum<'_>, open: Option<Open>) -> Outcome {
    let most = facts::quota("route_entries_max");
    let usual = cx.route_entries(cluster).min(most);
    let certain = sum.nodes + sum.entries;
    // what may come, and the case that it comes to
    let worst = |above: u64, with: u64| sum.most.is_none_or(|may| may.saturating_add(with) > above);
    let maximum = sum.open.clone().filter(|_| worst(most, 0));
    let default = sum.open.clone().filter(|_| worst(usual, sum.surge));
    let surge = sum.surge_open.clone();
    let (case, message) = if certain > most {
        let help = "which nobody can raise";
        ("above_maximum", format!("{}: its route table holds {most}, {help}", needs(sum, 0)))
    } else if certain + sum.surge > usual {
        let until = format!("{usual} until the quota is raised, {most} at most");
        ("above_default", format!("{}: its route table holds {until}", needs(sum, sum.surge)))
    } else {
        let clean = Outcome::clean().or_case(maximum, "above_maximum", NODES);
        let clean = clean.or_case(default, "above_default", NODES);
        return clean.or_case(surge, "above_default", NODES);
    };
    // another plug-in needs no routes, and a later cluster would be the subject
    if let Some(open) = Open::either(open, sum.later.clone()) {
        return Outcome::clean().or_case(Some(open), case, NODES);
    }
    let help = match case {
        "above_maximum" => "Terway needs no route for a node; or a VPC for each cluster",
        _ => "ask for the quota before the first apply, or choose Terway, which needs no routes",
    };
    let mut found =
        Found::new(case, NODES, cluster.pod_cidr.origin(), message).help(help.to_owned());
    for (other, nodes) in &sum.others {
        let address = &other.subject.address;
        let message = format!("{address} of the same VPC has {nodes} nodes");
        found = found.with(message, other.subject.head, Some(&other.subject));
    }
    if case == "above_default" {
        let message = "the quota is told here";
        found = cx.with_term(found, cluster, message, |terms| terms.route_entries);
    }
    Outcome::found(cx.with_askers(found, cluster)).or_case(maximum, "above_maximum", NODES)
}

/// What the VPC needs, in words.
fn needs(sum: &Sum<'_>, surge: u64) -> String {
    let nodes = sum.nodes + surge;
    let during =
        if surge > 0 { format!(" ({surge} of them during upgrades)") } else { String::new() };
    let clusters = sum.others.len() + 1;
    let whose = if clusters == 1 {
        "the cluster".to_owned()
    } else {
        format!("{clusters} Flannel clusters of one VPC")
    };
    let entries = match sum.entries {
        0 => String::new(),
        1 => ", besides 1 custom entry".to_owned(),
        entries => format!(", besides {entries} custom entries"),
    };
    format!("{nodes} nodes of {whose}{during} take a route of the VPC each{entries}")
}

//! Features of Terway, asked for on a cluster with Flannel.

use super::context::Context;
use super::meant::meant_for;
use super::outcome::{Answer, Found, Outcome};
use crate::model::{Attr, Cluster, NodePool, Object, PodNetworking, PoolKind};

/// The settings of add-ons that ask for features of Terway: case, key, and what it stands for.
const SETTINGS: [(&str, &str, &str); 2] =
    [("datapath_v2", "IPVlan", "DataPath V2"), ("eni_trunking", "ENITrunking", "ENI trunking")];
/// The add-on beside Terway that has such settings as well.
const CONTROL_PLANE: &str = "terway-controlplane";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let mut answers = cx.each_cluster(|cluster| {
        if !cluster.is_flannel()? {
            return Ok(None);
        }
        let mut outcome = pod_networking(cx, cluster);
        for (case, key, what) in SETTINGS {
            let switch = switch(cluster, key);
            match switch.get() {
                Ok(Some(true)) => {
                    let message = format!(
                        "the add-on's config sets {key}, which is {what}: a feature of Terway, \
                         and the plug-in is Flannel, which ignores it"
                    );
                    let found = Found::new(case, key, switch.origin(), message).help(help(what));
                    outcome.findings.push(found);
                }
                Ok(_) => {}
                Err(open) => outcome = outcome.or_case(Some(open), case, key),
            }
        }
        Ok(Some(outcome))
    });
    answers.extend(of_pools(cx));
    answers
}

/// A setting of the network add-on, or of the one beside it.
fn switch(cluster: &Cluster, key: &str) -> Attr<bool> {
    let own = cluster.addons.network_switch(key, cluster.subject.head);
    let beside = cluster.addons.named(CONTROL_PLANE).filter(|addon| addon.maybe.is_none());
    let beside: Vec<Attr<bool>> = beside.map(|addon| addon.switch(key)).collect();
    let on = beside.iter().find(|switch| switch.known() == Some(&true));
    let open = || beside.iter().find(|switch| switch.open().is_some());
    match own {
        Attr::Known(true, _) => own,
        own => on.or_else(|| open().filter(|_| own.open().is_none())).cloned().unwrap_or(own),
    }
}

fn pod_networking(cx: &Context<'_>, cluster: &Cluster) -> Outcome {
    let manifests = meant_for(cx, cluster, |object| match object {
        Object::PodNetworking(settings) => Some(settings),
        _ => None,
    });
    let open = manifests.more();
    let mut found: Option<Found> = None;
    for (workload, settings) in manifests.certain {
        let subject = &workload.subject;
        found = Some(match found {
            None => {
                let message = format!(
                    "{} is a PodNetworking{}: Terway alone reads it, and the plug-in is Flannel",
                    subject.address,
                    asked(settings)
                );
                let found = Found::new("pod_networking", "pod_networking", subject.head, message);
                found.help(help("a network of their own for chosen pods"))
            }
            Some(found) => {
                found.with(format!("so is {}", subject.address), subject.head, Some(subject))
            }
        });
    }
    let outcome = found.map_or_else(Outcome::clean, Outcome::found);
    outcome.or_case(open, "pod_networking", "pod_networking")
}

/// What a `PodNetworking` asks for.
fn asked(settings: &PodNetworking) -> String {
    let fixed = settings.allocation.known().is_some_and(|allocation| &**allocation == "Fixed");
    let asked = [
        (settings.vswitches.is_some(), "vSwitches for pods"),
        (settings.security_groups.is_some(), "security groups for pods"),
        (fixed, "fixed addresses for pods"),
    ];
    let asked: Vec<&str> = asked.iter().filter(|(is, _)| *is).map(|(_, what)| *what).collect();
    if asked.is_empty() { String::new() } else { format!(" that asks for {}", asked.join(", ")) }
}

/// The labels of the node pools of clusters with Flannel.
fn of_pools(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_pool(|pool, cluster| {
        // what is written into a cluster has no labels
        let (PoolKind::Pool, Ok(cluster)) = (pool.kind, cluster) else { return Ok(None) };
        if !cluster.is_flannel()? {
            return Ok(None);
        }
        Ok(Some(match pool.exclusive.get()? {
            Some(true) => Outcome::found(exclusive_eni(cluster, pool)),
            _ => Outcome::clean(),
        }))
    })
}

fn exclusive_eni(cluster: &Cluster, pool: &NodePool) -> Found {
    let message = "the label of this node pool asks for exclusive ENI mode: a feature of Terway, \
                   and the plug-in of the cluster is Flannel, so pods get no ENI of their own";
    let place = pool.exclusive.origin();
    let subject = &cluster.subject;
    Found::new("exclusive_eni", "labels", place, message.to_owned())
        .help(help("an ENI for each pod"))
        .with("the cluster", subject.head, Some(subject))
}

fn help(what: &str) -> String {
    format!(
        "choose Terway before the cluster is created, if {what} is needed: the plug-in cannot be \
         changed later; else remove it"
    )
}

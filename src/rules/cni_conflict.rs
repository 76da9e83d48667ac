//! Flannel and Terway are both asked for, or one has settings of the other.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::model::{Cluster, Kind, Open, PlugIn, Plugged};

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if !cluster.kind.clone()?.has_nodes() {
            return Ok(None);
        }
        match cluster.plugged.clone()? {
            Plugged::Both => Ok(Some(Outcome::found(two_plug_ins(cluster)))),
            Plugged::By { plug_in, .. } => Ok(Some(unread(cluster, plug_in))),
            Plugged::Other | Plugged::Undeclared | Plugged::None => Ok(None),
        }
    })
}

fn two_plug_ins(cluster: &Cluster) -> Found {
    let enabled = || cluster.addons.network().filter(|(addon, _)| !addon.disabled);
    let mut first = None;
    for (addon, plug_in) in enabled() {
        let (other, its) = *first.get_or_insert((addon, plug_in));
        if its.is_flannel() == plug_in.is_flannel() {
            continue;
        }
        let message = format!(
            "{} is asked for beside {}: a cluster has one network plug-in, and it stays for ever",
            addon.name, other.name
        );
        return Found::new("two_plugins", "addons", addon.origin, message)
            .help("keep the one that the cluster is meant to have".to_owned())
            .with(format!("{} is asked for here", other.name), other.origin, None);
    }
    let message = "Flannel and Terway are both asked for".to_owned();
    Found::new("two_plugins", "addons", cluster.subject.head, message)
}

/// Settings that the plug-in does not read.
fn unread(cluster: &Cluster, plug_in: PlugIn) -> Outcome {
    // one more add-on could name the other plug-in
    let mut outcome = Outcome::clean().or_case(cluster.addons.open.clone(), "two_plugins", "addons");
    if plug_in.is_flannel() {
        let vswitches = &cluster.pod_vswitches;
        let present = vswitches.is_present();
        let message = "pod_vswitch_ids is set, but Flannel does not read it: pods take their \
                       addresses from pod_cidr";
        let help = "remove pod_vswitch_ids, or choose Terway";
        add(&mut outcome, ("unread_vswitches", "pod_vswitch_ids"), present, || {
            Found::new("unread_vswitches", "pod_vswitch_ids", vswitches.origin, message.to_owned())
                .help(help.to_owned())
        });
        return outcome;
    }
    if cluster.kind != Ok(Kind::Edge) {
        let present = cluster.pod_cidr.is_present();
        let shown = cluster.pod_cidr.known().map(|range| format!(" = {range}")).unwrap_or_default();
        let message = format!(
            "pod_cidr{shown} is set, but Terway does not read it: pods take their addresses from \
             pod_vswitch_ids"
        );
        add(&mut outcome, ("unread_pod_cidr", "pod_cidr"), present, || {
            Found::new("unread_pod_cidr", "pod_cidr", cluster.pod_cidr.origin(), message)
                .help("remove pod_cidr, or choose Flannel".to_owned())
        });
    }
    let mask = &cluster.node_cidr_mask;
    let shown = mask.known().map(|mask| format!(" = {mask}")).unwrap_or_default();
    let message = format!(
        "node_cidr_mask{shown} is set, but Terway does not read it: the instance type decides how \
         many pods a node has"
    );
    add(&mut outcome, ("unread_mask", "node_cidr_mask"), mask.is_present(), || {
        Found::new("unread_mask", "node_cidr_mask", mask.origin(), message)
            .help("remove node_cidr_mask".to_owned())
    });
    outcome
}


fn add(
    outcome: &mut Outcome,
    kind: (&'static str, &'static str),
    present: Result<bool, Open>,
    found: impl FnOnce() -> Found,
) {
    match present {
        Ok(true) => outcome.findings.push(found()),
        Ok(false) => {}
        Err(open) => {
            let known = std::mem::take(outcome);
            *outcome = known.or_case(Some(open), kind.0, kind.1);
        }
    }
}

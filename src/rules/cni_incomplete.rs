//! A plug-in is chosen without the addresses that it needs.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use super::free::{another_vswitch, instead};
use crate::capacity::free::Wanted;
use crate::facts;
use crate::model::{Cluster, Open, Plugged};

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| match plugged(cluster)? {
        Plugged::By { plug_in, named: true } if plug_in.is_flannel() => {
            if cluster.pod_cidr.is_present()? {
                return Ok(Some(Outcome::clean()));
            }
            let message = "Flannel is named without a pod_cidr: there is no range that pods could \
                           take addresses from";
            let found = Found::new("no_pod_cidr", "pod_cidr", cluster.subject.head, message.to_owned());
            Ok(Some(Outcome::found(found.offer(instead(cx, cluster, "pod_cidr")))))
        }
        Plugged::By { plug_in, .. } if !plug_in.is_flannel() => {
            if has_pod_vswitches(cluster)? {
                return Ok(Some(Outcome::clean()));
            }
            let message = "Terway is chosen without pod_vswitch_ids: pods take addresses from the \
                           vSwitches of the nodes, and nobody has sized those for them";
            let prefix = facts::prefix("pod_vswitch_prefix_recommended");
            let help = format!("give each zone of the nodes a vSwitch for pods, /{prefix} or larger");
            let vpc = cluster.vpc.clone().ok().flatten();
            let such = another_vswitch(cx, vpc, Wanted::exactly(prefix));
            let such = such.map(|such| format!("{help}; {such}"));
            let help = such.unwrap_or(help);
            let case = "no_pod_vswitches";
            let found = Found::new(case, "pod_vswitch_ids", cluster.subject.head, message.to_owned());
            Ok(Some(Outcome::found(found.help(help))))
        }
        _ => Ok(None),
    })
}

/// What the configuration says; where that is not known but either plug-in has what it needs,
/// nothing is incomplete.
fn plugged(cluster: &Cluster) -> Result<Plugged, Open> {
    let complete = cluster.pod_cidr.is_present() == Ok(true) && has_pod_vswitches(cluster) == Ok(true);
    match &cluster.plugged {
        Err(_) if complete => Ok(Plugged::Other),
        plugged => plugged.clone(),
    }
}

/// Whether Terway has vSwitches for pods: given, or made by ACK in `zone_ids`.
pub(super) fn has_pod_vswitches(cluster: &Cluster) -> Result<bool, Open> {
    match (cluster.pod_vswitches.is_present(), cluster.zone_ids.is_present()) {
        (Ok(true), _) | (_, Ok(true)) => Ok(true),
        (Ok(false), Ok(false)) => Ok(false),
        (Err(open), _) | (_, Err(open)) => Err(open),
    }
}

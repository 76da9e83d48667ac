//! A plug-in is chosen without the addresses that it needs.

use super::context::{Context, Found, Outcome};
use super::run::Answer;
use crate::model::{Cluster, Open, Plugged};

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| match cluster.plugged.clone()? {
        Plugged::By { plug_in, named: true } if plug_in.is_flannel() => {
            if cluster.pod_cidr.is_present()? {
                return Ok(Some(Outcome::clean()));
            }
            let message = "Flannel is named without a pod_cidr: there is no range that pods could \
                           take addresses from";
            let help = "write a pod_cidr beside it, for instance 172.20.0.0/16 (256 nodes)";
            let found = Found::new("no_pod_cidr", "pod_cidr", cluster.subject.head, message.to_owned());
            Ok(Some(Outcome::found(found.help(help.to_owned()))))
        }
        Plugged::By { plug_in, .. } if !plug_in.is_flannel() => {
            if has_pod_vswitches(cluster)? {
                return Ok(Some(Outcome::clean()));
            }
            let message = "Terway is chosen without pod_vswitch_ids: pods take addresses from the \
                           vSwitches of the nodes, and nobody has sized those for them";
            let help = "give each zone of the nodes a vSwitch for pods, /19 or larger";
            let case = "no_pod_vswitches";
            let found = Found::new(case, "pod_vswitch_ids", cluster.subject.head, message.to_owned());
            Ok(Some(Outcome::found(found.help(help.to_owned()))))
        }
        _ => Ok(None),
    })
}

/// Whether Terway has vSwitches for pods: given, or made by ACK in `zone_ids`.
pub(super) fn has_pod_vswitches(cluster: &Cluster) -> Result<bool, Open> {
    match (cluster.pod_vswitches.is_present(), cluster.zone_ids.is_present()) {
        (Ok(true), _) | (_, Ok(true)) => Ok(true),
        (Ok(false), Ok(false)) => Ok(false),
        (Err(open), _) | (_, Err(open)) => Err(open),
    }
}

//! Which plug-in a cluster has, and what goes with it.

use super::Found;
use super::Severity::{Error, Info, Warning};
use super::world::{Cni, World};
use crate::plan::Kind;

pub(super) fn rules(world: &World<'_>, found: &mut Found) {
    for member in &world.clusters {
        let (plan, who) = (member.plan, member.subject());
        if member.cni == Cni::Unsaid && matches!(plan.kind, Kind::Managed | Kind::Dedicated) {
            found.add("cni_undeclared", who, "", Warning);
        }
        match member.cni {
            Cni::Both => found.add("cni_conflict", who, "", Error),
            Cni::Terway { .. } => {
                if plan.pod_cidr.is_some() && !member.edge {
                    found.add("cni_conflict", who, "pod_cidr", Warning);
                }
                if plan.node_cidr_mask.is_some() {
                    found.add("cni_conflict", who, "node_cidr_mask", Info);
                }
                if plan.pods.is_empty() && plan.zone_ids.is_empty() {
                    found.add("cni_incomplete", who, "", Warning);
                }
            }
            Cni::Flannel { by_name, .. } => {
                if !plan.pods.is_empty() {
                    found.add("cni_conflict", who, "pod_vswitch_ids", Warning);
                }
                if by_name && plan.pod_cidr.is_none() {
                    found.add("cni_incomplete", who, "", Error);
                }
                // Reading 10: dual stack is one mistake, however many attributes show it
                if plan.ip_stack == Some("dual") || member.service_six() {
                    found.add("flannel_dual_stack", who, "", Error);
                }
            }
            Cni::None | Cni::Unsaid | Cni::Own => {}
        }
    }
}

//! What concerns the whole cluster: its kind, its proxy, what guards it.

use super::Found;
use super::Severity::{Error, Info, Warning};
use super::facts::replaces;
use super::terway::release;
use super::world::{Cni, Member, World};
use crate::plan::{Kind, Root};

pub(super) fn rules(world: &World<'_>, found: &mut Found) {
    for member in &world.clusters {
        let (plan, who) = (member.plan, member.subject());
        let provider = provider(world.root(member));
        if member.cni != Cni::None {
            proxy(member, found);
        }
        if provider >= (1, 276) {
            match plan.kind {
                Kind::Managed => {}
                Kind::Dedicated => found.add("cluster_kind_outdated", who, "", Warning),
                Kind::Edge | Kind::Serverless => {
                    found.add("cluster_kind_outdated", who, "", Info);
                }
            }
        }
        if let Some((attribute, _)) = plan.unstable
            && replaces(plan.kind.resource(), attribute, provider)
        {
            found.add("immutable_unstable", who, attribute, Warning);
        }
        if plan.deletion_protection != Some(true) && plan.prevent_destroy != Some(true) {
            found.add("replacement_unguarded", who, "", Info);
        }
    }
}

fn proxy(member: &Member<'_>, found: &mut Found) {
    let version = member.plan.version.map(release);
    let modern = version.is_some_and(|version| version >= (1, 35));
    match member.plan.proxy_mode.unwrap_or("ipvs") {
        "ipvs" if modern => {
            // Reading 16: also where Flannel is asked for as well
            let terway = member.is_terway() || member.cni == Cni::Both;
            let without = terway && member.config("IPVlan");
            if !without {
                found.add("proxy_mode_outdated", member.subject(), "", Info);
            }
        }
        "nftables" if member.edge || version.is_some_and(|version| version < (1, 35)) => {
            found.add("proxy_mode_outdated", member.subject(), "", Error);
        }
        _ => {}
    }
}

/// The release of the provider in force: locked, or the newest that is permitted.
fn provider(root: &Root) -> (u32, u32) {
    match (root.locked, root.required) {
        (Some(locked), _) => release(locked),
        (None, Some("1.270.0")) => (1, 270),
        (None, Some("< 1.276.0")) => (1, 275),
        // `~> 1.200` permits all of 1, `>= 1.100.0` everything
        _ => (u32::MAX, 0),
    }
}

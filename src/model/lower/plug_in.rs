//! Which network plug-in a cluster has, by all the ways in which configurations say it.

use super::read::{Block, Fields};
use crate::eval::{Resource, Why};
use crate::facts;
use crate::model::attr::{Attr, Open};
use crate::model::cluster::{Addon, Addons, Kind, PlugIn, Plugged};
use crate::model::network::Listed;

/// The network add-ons that `addons` blocks name.
pub(super) fn addons_of(fields: Fields<'_>) -> Addons {
    let mut addons = Addons::default();
    for block in fields.blocks("addons") {
        match block {
            Block::Fields(block) => addon(block, &mut addons),
            Block::Open(open) => {
                addons.open.get_or_insert(open);
            }
        }
    }
    addons
}

fn addon(block: Fields<'_>, addons: &mut Addons) {
    match block.text("name") {
        Attr::Known(name, origin) => {
            let Some(plug_in) = facts::plug_in(&name) else { return };
            let disabled = match block.truth("disabled") {
                Attr::Known(disabled, _) => disabled,
                Attr::Absent(_) => false,
                Attr::Unknown { open, .. } => {
                    addons.open.get_or_insert(open);
                    return;
                }
            };
            addons.network.push(Addon { name, plug_in, disabled, origin });
        }
        Attr::Unknown { open, .. } => {
            addons.open.get_or_insert(open);
        }
        Attr::Absent(_) => {}
    }
}

/// Adds what an `alicloud_cs_kubernetes_addon` installs; `maybe` says why it may not.
pub(super) fn addon_resource(resource: &Resource, maybe: Option<&Why>, addons: &mut Addons) {
    let Some(why) = maybe else { return addon(Fields::of(resource), addons) };
    let mut installed = Addons::default();
    addon(Fields::of(resource), &mut installed);
    // what is no network add-on changes nothing
    if !installed.network.is_empty() || installed.open.is_some() {
        addons.open.get_or_insert(Open { why: why.clone(), origin: resource.head });
    }
}

/// The decision of the contract: network add-ons, `cluster_network_type`, `pod_vswitch_ids`,
/// `pod_cidr`, the default of an edge cluster.
pub(super) fn decide(
    fields: Fields<'_>,
    kind: &Result<Kind, Open>,
    addons: &Addons,
    pod_vswitches: &Listed,
) -> Result<Plugged, Open> {
    let kind = kind.clone()?;
    if !kind.has_nodes() {
        return Ok(Plugged::None);
    }
    let enabled = || addons.network.iter().filter(|addon| !addon.disabled);
    let flannel = enabled().find(|addon| addon.plug_in.is_flannel());
    let terway = enabled().find(|addon| !addon.plug_in.is_flannel());
    let named = |plug_in| Ok(Plugged::By { plug_in: on(kind, plug_in), named: true });
    match (flannel, terway) {
        (Some(_), Some(_)) => return Ok(Plugged::Both),
        (Some(addon), None) | (None, Some(addon)) => return named(addon.plug_in),
        (None, None) => {}
    }
    if let Some(open) = &addons.open {
        return Err(open.clone());
    }
    if !addons.network.is_empty() {
        return Ok(Plugged::Other);
    }
    if let Some(network_type) = fields.text("cluster_network_type").get()?
        && let Some(plug_in) = facts::plug_in(network_type)
    {
        return named(plug_in);
    }
    let implied = |plug_in| Ok(Plugged::By { plug_in: on(kind, plug_in), named: false });
    if pod_vswitches.is_present()? {
        return implied(PlugIn::Terway);
    }
    if fields.text("pod_cidr").is_present()? {
        return implied(PlugIn::Flannel);
    }
    if kind == Kind::Edge { implied(PlugIn::FlannelVxlan) } else { Ok(Plugged::Undeclared) }
}

/// A plug-in on a kind of cluster: on an edge cluster Flannel always runs over VXLAN.
fn on(kind: Kind, plug_in: PlugIn) -> PlugIn {
    if kind == Kind::Edge && plug_in.is_flannel() { PlugIn::FlannelVxlan } else { plug_in }
}

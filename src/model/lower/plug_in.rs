//! Which network plug-in a cluster has, by all the ways in which configurations say it.

use super::read::Fields;
use crate::facts;
use crate::model::addon::Addons;
use crate::model::attr::Open;
use crate::model::cluster::{Kind, PlugIn, Plugged};
use crate::model::network::Listed;

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
    let enabled = || addons.network().filter(|(addon, _)| !addon.disabled).map(|(_, it)| it);
    let flannel = enabled().find(|plug_in| plug_in.is_flannel());
    let terway = enabled().find(|plug_in| !plug_in.is_flannel());
    let named = |plug_in| Ok(Plugged::By { plug_in: on(kind, plug_in), named: true });
    match (flannel, terway) {
        (Some(_), Some(_)) => return Ok(Plugged::Both),
        (Some(plug_in), None) | (None, Some(plug_in)) => return named(plug_in),
        (None, None) => {}
    }
    if let Some(open) = &addons.open {
        return Err(open.clone());
    }
    if addons.network().next().is_some() {
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

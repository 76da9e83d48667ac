//! The add-ons of a cluster: `addons` blocks, and `alicloud_cs_kubernetes_addon` resources.

use super::ids::{identity, own};
use super::read::{Block, Fields};
use super::settings::settings;
use crate::eval::{Resource, Traced};
use crate::facts;
use crate::model::addon::{Addon, Addons};
use crate::model::attr::{Attr, Open};

/// What is read of `alicloud_cs_kubernetes_addon`.
pub(super) const ATTRIBUTES: &[&str] = &["cluster_id", "name", "config"];

/// The add-ons that a cluster names itself, and those that `others` install on it.
pub(super) fn addons(fields: Fields<'_>, resource: &Resource, others: &[&Resource]) -> Addons {
    let mut addons = Addons::default();
    for block in fields.blocks("addons") {
        match block {
            Block::Fields(block) => addon(block, None, &mut addons),
            Block::Open(open) => {
                addons.open.get_or_insert(open);
            }
        }
    }
    let own = own(resource);
    for other in others {
        let id = other.attributes.get("cluster_id").map(|id: &Traced| identity(&id.value));
        let maybe = match id {
            Some(Ok(Some(identity))) if identity == own => other.maybe.clone(),
            // it is perhaps one of this cluster
            Some(Err(why)) if other.root == resource.root => Some(why),
            _ => continue,
        };
        let maybe = maybe.map(|why| Open { why, origin: other.head });
        addon(Fields::of(other), maybe, &mut addons);
    }
    addons
}

fn addon(block: Fields<'_>, maybe: Option<Open>, addons: &mut Addons) {
    let (name, origin) = match block.text("name") {
        Attr::Known(name, origin) => (name, origin),
        Attr::Unknown { open, .. } => {
            addons.open.get_or_insert(open);
            return;
        }
        Attr::Absent(_) => return,
    };
    let plug_in = facts::plug_in(&name);
    let (disabled, open) = match block.truth("disabled") {
        Attr::Known(disabled, _) => (disabled, None),
        Attr::Absent(_) => (false, None),
        Attr::Unknown { open, .. } => (false, Some(open)),
    };
    let maybe = maybe.or(open);
    if let (Some(open), Some(_)) = (&maybe, plug_in) {
        addons.open.get_or_insert(open.clone());
    }
    let config = settings(block);
    addons.all.push(Addon { name, plug_in, disabled, maybe, config, origin });
}

//! `alicloud_vpc`, `alicloud_vpc_ipv4_cidr_block`, `alicloud_vswitch`.

use super::ids::{Index, identity, subject};
use super::read::{Fields, as_text, attr, range};
use crate::eval::{OriginId, Resource, Value, Why};
use crate::model::attr::{Attr, Open};
use crate::model::estate::{Identity, VpcId};
use crate::model::flaw::Flaw;
use crate::model::network::{VSwitch, Vpc, VpcRange};
use crate::model::zone::Zone;
use std::sync::Arc;

pub(super) fn vpc(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let own = VpcRange {
        cidr: chosen_by_cloud(fields, "cidr_block"),
        flaws: fields.flaws("cidr_block"),
        attribute: "cidr_block",
        secondary: false,
        subject: subject(resource),
        maybe: None,
    };
    let (items, open) = fields.items("secondary_cidr_blocks");
    let secondary = items.into_iter().filter_map(|item| {
        let (item, maybe) = match &item.value {
            Value::Several(several) => (&several.like, Some(several.why.clone())),
            _ => (item, None),
        };
        let text = attr(item, resource.head, as_text);
        let written = !matches!(text, Attr::Absent(_));
        written.then(|| VpcRange {
            cidr: text.clone().and_then(|text| range(&text)),
            flaws: text.and_then(|text| Ok(Flaw::of(&text).into_iter().collect())),
            attribute: "secondary_cidr_blocks",
            secondary: true,
            subject: subject(resource),
            maybe,
        })
    });
    let ranges = std::iter::once(own).chain(secondary).collect();
    let identity = Identity::Resource(resource.root, Arc::clone(&resource.address));
    index.add_vpc(Vpc { identity, subject: Some(subject(resource)), ranges, open });
}

/// A range of a VPC or vSwitch; without one the cloud chooses.
fn chosen_by_cloud(fields: Fields<'_>, name: &str) -> Attr<ipnet::IpNet> {
    match fields.range(name) {
        Attr::Absent(origin) => {
            let why =
                Why::Untold(format!("no {name} is written, so the cloud chooses the range").into());
            Attr::Unknown { open: Open { why, origin }, present: true }
        }
        range => range,
    }
}

pub(super) fn secondary(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let vpc = vpc_of(index, fields);
    let range = VpcRange {
        cidr: chosen_by_cloud(fields, "secondary_cidr_block"),
        flaws: fields.flaws("secondary_cidr_block"),
        attribute: "secondary_cidr_block",
        secondary: true,
        subject: subject(resource),
        maybe: resource.maybe.clone(),
    };
    match vpc {
        Ok(vpc) => index.vpc_mut(vpc).ranges.push(range),
        Err(open) => index.add_anywhere(VpcRange { maybe: Some(open.why), ..range }),
    }
}

pub(super) fn vswitch(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let vpc = vpc_of(index, fields);
    let zone_place = fields.value("zone_id").or_else(|| fields.value("availability_zone"));
    let zone = match read_zone(fields, "zone_id") {
        Ok(Some(zone)) => Ok(zone),
        Ok(None) => read_zone(fields, "availability_zone")
            .and_then(|zone| zone.ok_or_else(|| no_zone(fields.head))),
        Err(open) => Err(open),
    };
    index.add_vswitch(VSwitch {
        identity: Identity::Resource(resource.root, Arc::clone(&resource.address)),
        subject: Some(subject(resource)),
        vpc,
        cidr: chosen_by_cloud(fields, "cidr_block"),
        flaws: fields.flaws("cidr_block"),
        zone,
        vpc_place: fields.value("vpc_id").map_or(fields.head, |id| id.origin),
        zone_place: zone_place.map_or(fields.head, |zone| zone.origin),
    });
}

fn no_zone(origin: OriginId) -> Open {
    Open { why: Why::Untold("no zone is written".into()), origin }
}

/// The VPC that `vpc_id` leads to.
pub(super) fn vpc_of(index: &mut Index, fields: Fields<'_>) -> Result<VpcId, Open> {
    let Some(id) = fields.value("vpc_id") else {
        let why = Why::Untold("no vpc_id is written".into());
        return Err(Open { why, origin: fields.head });
    };
    match identity(&id.value) {
        Ok(Some(identity)) => Ok(index.vpc(&identity, id.origin)),
        Ok(None) => {
            let why = Why::Untold("vpc_id is empty".into());
            Err(Open { why, origin: id.origin })
        }
        Err(why) => Err(Open { why, origin: id.origin }),
    }
}

fn read_zone(fields: Fields<'_>, name: &str) -> Result<Option<Zone>, Open> {
    let Some(zone) = fields.value(name) else { return Ok(None) };
    match identity(&zone.value) {
        Ok(None) => Ok(None),
        Ok(Some(Identity::Literal(name))) => Ok(Some(Zone::Name(name))),
        Ok(Some(Identity::Reference(reference))) => Ok(Some(Zone::Reference(reference))),
        Ok(Some(Identity::Resource(root, address))) => {
            Ok(Some(Zone::Reference(crate::eval::Reference { root, address, path: ".id".into() })))
        }
        Err(why) => Err(Open { why, origin: zone.origin }),
    }
}

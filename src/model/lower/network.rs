//! `alicloud_vpc`, its further ranges, `alicloud_vswitch`, `alicloud_security_group`.

use super::ids::{Index, identity, own, subject};
use super::read::{Fields, as_text, attr, range};
use crate::config::told;
use crate::eval::{OriginId, Resource, Value, Why};
use crate::model::attr::{Attr, Open};
use crate::model::estate::{Identity, VpcId};
use crate::model::flaw::Flaw;
use crate::model::network::{SecurityGroup, VSwitch, Vpc, VpcRange};
use crate::model::zone::Zone;
use std::collections::HashMap;

/// What is read of `alicloud_vpc`.
pub(super) const VPC: &[&str] =
    &["user_cidrs", "cidr_block", "secondary_cidr_blocks", "enable_ipv6", "ipv6_cidr_block"];

/// What is read of `alicloud_vswitch`.
pub(super) const VSWITCH: &[&str] = &[
    "vpc_id",
    "cidr_block",
    "zone_id",
    "availability_zone",
    "enable_ipv6",
    "ipv6_cidr_block",
    "ipv6_cidr_block_mask",
];

pub(super) fn vpc(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let told = &*resource.address.kind == told::VPC;
    let primary = VpcRange {
        cidr: chosen_by_cloud(fields, "cidr_block"),
        flaws: fields.flaws("cidr_block"),
        attribute: if told { "cidrs" } else { "cidr_block" },
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
            attribute: if told { "cidrs" } else { "secondary_cidr_blocks" },
            secondary: true,
            subject: subject(resource),
            maybe,
        })
    });
    let ranges = std::iter::once(primary).chain(secondary).collect();
    let identity = own(resource);
    let ipv6 = ipv6(fields, &["ipv6_cidr_block"]);
    index.add_vpc(Vpc { identity, subject: Some(subject(resource)), ranges, open, ipv6 });
}

/// Whether a VPC or vSwitch has IPv6: a switch, or a range.
fn ipv6(fields: Fields<'_>, ranges: &[&str]) -> Attr<bool> {
    let switch = fields.truth("enable_ipv6");
    if switch.known() == Some(&true) {
        return switch;
    }
    let mut unknown = None;
    for name in ranges {
        let written = fields.text(name);
        match written.is_present() {
            Ok(true) => return Attr::Known(true, written.origin()),
            Ok(false) => {}
            Err(open) => unknown = Open::either(unknown, Some(open)),
        }
    }
    match (switch, unknown) {
        (switch @ Attr::Unknown { .. }, _) | (switch, None) => switch,
        (_, Some(open)) => Attr::Unknown { open, present: false },
    }
}

/// `alicloud_vpc_ipv6_cidr_block`
pub(super) fn ipv6_range(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let maybe = subject(resource).doubt();
    match (vpc_of(index, fields), maybe) {
        (Ok(vpc), None) => index.vpc_mut(vpc).ipv6 = Attr::Known(true, resource.head),
        (Ok(vpc), Some(open)) => {
            let ipv6 = &mut index.vpc_mut(vpc).ipv6;
            if ipv6.known() != Some(&true) {
                *ipv6 = Attr::Unknown { open, present: false };
            }
        }
        (Err(open), _) => index.add_anywhere6(resource.root, open),
    }
}

/// The type of an advanced security group; the default is a basic one.
const ADVANCED: &str = "enterprise";

/// `alicloud_security_group`
pub(super) fn security_group(index: &mut Index, resource: &Resource) {
    let kind = Fields::of(resource).text("security_group_type");
    let advanced = kind.and_then(|kind| Ok(&*kind == ADVANCED));
    index.add_security_group(SecurityGroup { subject: subject(resource), advanced });
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
        Ok(vpc) => {
            let ranges = &mut index.vpc_mut(vpc).ranges;
            // what is told of a VPC may name the ranges that Terraform adds to it
            let known = |told: &&mut VpcRange| {
                told.subject.is_told() && told.cidr.known() == range.cidr.known()
            };
            match ranges.iter_mut().find(known).filter(|_| range.cidr.known().is_some()) {
                Some(told) if range.maybe.is_none() => *told = range,
                Some(_) => {}
                None => ranges.push(range),
            }
        }
        Err(open) => index.add_anywhere(VpcRange { maybe: Some(open.why), ..range }),
    }
}

/// A vSwitch that the configuration of acklint tells of. Where Terraform defines one with that
/// range in that VPC it is this one: no VPC has two.
pub(super) fn told_vswitch(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let cidr = fields.range("cidr_block");
    let known = vpc_of(index, fields).ok().zip(cidr.known().copied());
    match known.and_then(|(vpc, cidr)| index.vswitch_with(vpc, cidr)) {
        Some(id) => index.name_vswitch(own(resource), id),
        None => vswitch(index, resource),
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
        identity: own(resource),
        subject: Some(subject(resource)),
        vpc,
        cidr: chosen_by_cloud(fields, "cidr_block"),
        flaws: fields.flaws("cidr_block"),
        zone,
        vpc_place: fields.value("vpc_id").map_or(fields.head, |id| id.origin),
        zone_place: zone_place.map_or(fields.head, |zone| zone.origin),
        ipv6: ipv6(fields, &["ipv6_cidr_block", "ipv6_cidr_block_mask"]),
    });
}

fn no_zone(origin: OriginId) -> Open {
    Open { why: Why::Untold("no zone is written".into()), origin }
}

/// The VPCs of resources.
pub(super) type Vpcs = HashMap<Identity, Result<VpcId, Open>>;

/// The VPC of each resource of some types, by `vpc_id`.
pub(super) fn vpcs_of(index: &mut Index, resources: &[&Resource], kinds: &[&str]) -> Vpcs {
    let all = resources.iter().filter(|resource| kinds.contains(&&*resource.address.kind));
    all.map(|resource| (own(resource), vpc_of(index, Fields::of(resource)))).collect()
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

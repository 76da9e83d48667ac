//! Routes and VPNs: `alicloud_route_entry`, `alicloud_vpn_*`, `alicloud_ssl_vpn_server`, and
//! `user_cidrs` of a VPC.

use super::ids::{Index, led_to, own, subject};
use super::network::{Vpcs, vpcs_of};
use super::read::{Fields, as_text, attr, range};
use crate::config::Glob;
use crate::eval::{OriginId, Resource, Traced, Value, Why};
use crate::model::attr::{Attr, Open};
use crate::model::estate::{Identity, VpcId};
use crate::model::flaw;
use crate::model::network::Network;
use crate::model::route::{Route, Way};
use ipnet::IpNet;

/// What stands for the route table that each VPC begins with; `router_id` is the old way to say so.
pub(super) const TABLE_OF_VPC: &[(&str, &str)] = &[
    ("alicloud_vpc", ".route_table_id"),
    ("alicloud_vpc", ".router_table_id"),
    ("alicloud_vpc", ".router_id"),
];

/// What has a range behind it by way of a VPN gateway: the type, and the attribute.
const BEHIND_VPN: &[(&str, &str)] = &[
    ("alicloud_vpn_connection", "remote_subnet"),
    ("alicloud_ssl_vpn_server", "client_ip_pool"),
    ("alicloud_vpn_ipsec_server", "client_ip_pool"),
    ("alicloud_vpn_route_entry", "route_dest"),
    ("alicloud_vpn_pbr_route_entry", "route_dest"),
];

/// What routes are written for.
const OWNED: &[&str] = &["alicloud_route_table", "alicloud_vpn_gateway"];

/// Adds the routes; the VPCs of route tables and VPN gateways are needed again.
pub(super) fn routes(index: &mut Index, resources: &[&Resource]) -> Vpcs {
    let owners = vpcs_of(index, resources, OWNED);
    for resource in resources {
        let fields = Fields::of(resource);
        let behind = BEHIND_VPN.iter().find(|(kind, _)| **kind == *resource.address.kind);
        match &*resource.address.kind {
            "alicloud_vpc" => {
                let own = own(resource);
                let vpc = Ok(index.vpc(&own, resource.head));
                add(index, resource, (Way::UserRange, "user_cidrs"), &vpc, None);
            }
            "alicloud_route_entry" => {
                let vpc = vpc_of_table(index, fields, "route_table_id", &owners);
                add(index, resource, (Way::Entry, "destination_cidrblock"), &vpc, None);
            }
            "alicloud_vpc_route_entry" => {
                let vpc = vpc_of_table(index, fields, "route_table_id", &owners);
                add(index, resource, (Way::Entry, "destination_cidr_block"), &vpc, None);
            }
            _ => {
                // a route that stays in the gateway says nothing to the VPC
                let published = fields.truth("publish_vpc");
                let stays = published.known() == Some(&false);
                if let Some((_, attribute)) = behind.filter(|_| !stays) {
                    let gateway = led_to(fields, "vpn_gateway_id", &[]);
                    let vpc = gateway.and_then(|gateway| {
                        owner(gateway, &owners, place(fields, "vpn_gateway_id"))
                    });
                    let open = published.open().cloned();
                    add(index, resource, (Way::Vpn, attribute), &vpc, open.as_ref());
                }
            }
        }
    }
    owners
}

/// A network that the configuration of acklint tells of.
pub(super) fn network(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let from = fields.items("reachable_from").0;
    let from = from.into_iter().filter_map(|glob| Glob::over_names(glob.value.as_str()?).ok());
    let nowhere = Open { why: Why::Untold("it lies in no VPC".into()), origin: resource.head };
    let routes = ranges(fields, "cidrs").into_iter().map(|(destination, maybe)| Route {
        subject: subject(resource),
        way: Way::Network,
        vpc: Err(nowhere.clone()),
        destination,
        maybe,
    });
    let network = Network { reachable_from: from.collect(), routes: routes.collect() };
    index.estate_mut().networks.push(network);
}

/// The VPC that a route table belongs to.
pub(super) fn vpc_of_table(
    index: &mut Index,
    fields: Fields<'_>,
    name: &str,
    owners: &Vpcs,
) -> Result<VpcId, Open> {
    let name = table(fields, name);
    match led_to(fields, name, TABLE_OF_VPC)? {
        vpc @ Identity::Resource(..) if is_vpc(&vpc) => Ok(index.vpc(&vpc, place(fields, name))),
        table => owner(table, owners, place(fields, name)),
    }
}

/// The attribute that names a route table: before version 1.0 of the provider there was only the
/// table of the router.
pub(super) fn table<'n>(fields: Fields<'_>, name: &'n str) -> &'n str {
    if fields.value(name).is_some() { name } else { "router_id" }
}

pub(super) fn is_vpc(identity: &Identity) -> bool {
    matches!(identity, Identity::Resource(_, address) if &*address.kind == "alicloud_vpc")
}

pub(super) fn place(fields: Fields<'_>, name: &str) -> OriginId {
    fields.value(name).map_or(fields.head, |id| id.origin)
}

fn owner(of: Identity, owners: &Vpcs, origin: OriginId) -> Result<VpcId, Open> {
    if let Some(vpc) = owners.get(&of) {
        return vpc.clone();
    }
    let why = match of {
        Identity::Reference(reference) => Why::Reference(reference),
        of => Why::Untold(format!("which VPC {of} belongs to is not known").into()),
    };
    Err(Open { why, origin })
}

/// A route for each range of an attribute.
fn add(
    index: &mut Index,
    resource: &Resource,
    (way, attribute): (Way, &str),
    vpc: &Result<VpcId, Open>,
    doubted: Option<&Open>,
) {
    let fields = Fields::of(resource);
    for (destination, maybe) in ranges(fields, attribute) {
        let resource_open = subject(resource).doubt();
        let maybe = resource_open.or(maybe).or_else(|| doubted.cloned());
        index.add_route(Route {
            subject: subject(resource),
            way,
            vpc: vpc.clone(),
            destination,
            maybe,
        });
    }
}

/// The ranges of an attribute: a list, or a text with commas. One whose place in the list is not
/// certain may not be there.
pub(super) fn ranges(fields: Fields<'_>, attribute: &str) -> Vec<(Attr<IpNet>, Option<Open>)> {
    let (items, open) = fields.items(attribute);
    let mut ranges = Vec::new();
    for item in items {
        let (item, maybe) = match &item.value {
            Value::Several(several) => {
                (&several.like, Some(Open { why: several.why.clone(), origin: item.origin }))
            }
            _ => (item, None),
        };
        ranges.extend(parts(item, fields).into_iter().map(|range| (range, maybe.clone())));
    }
    ranges.extend(open.map(|open| (Attr::Unknown { open, present: false }, None)));
    ranges
}

fn parts(item: &Traced, fields: Fields<'_>) -> Vec<Attr<IpNet>> {
    match attr(item, fields.head, as_text) {
        Attr::Known(text, origin) => {
            let parts = flaw::parts(&text).map(|part| match address_range(part) {
                Ok(range) => Attr::Known(range, origin),
                Err(why) => Attr::Unknown { open: Open { why, origin }, present: true },
            });
            parts.collect()
        }
        Attr::Absent(_) => Vec::new(),
        Attr::Unknown { open, present } => vec![Attr::Unknown { open, present }],
    }
}

/// A range, or an address, which is a range of one.
fn address_range(text: &str) -> Result<IpNet, Why> {
    match text.parse::<std::net::IpAddr>() {
        Ok(address) => Ok(IpNet::from(address)),
        Err(_) => range(text),
    }
}

//! What leads from one VPC to addresses in another: routes with a next hop between VPCs,
//! `alicloud_cen_route_entry`, `alicloud_cen_transit_router_route_entry`, rules for what goes out.

use super::ids::{Index, led_to, subject};
use super::link::ALIASES;
use super::network::{Vpcs, vpcs_of};
use super::read::Fields;
use super::route::{ranges, vpc_of_table};
use super::transit::is_black_hole;
use crate::eval::{Resource, Why};
use crate::model::attr::{Attr, Open};
use crate::model::crossing::{Crossing, Lead};

/// Next hops that lead to no other VPC.
const ELSEWHERE: &[&str] = &[
    "Instance",
    "HaVip",
    "NetworkInterface",
    "VpnGateway",
    "IPv6Gateway",
    "NatGateway",
    "Ipv4Gateway",
    "GatewayEndpoint",
];

/// Adds the crossings, given the VPCs of route tables and of security groups.
pub(super) fn crossings(index: &mut Index, resources: &[&Resource], owners: &Vpcs, groups: &Vpcs) {
    let attached = vpcs_of(index, resources, &["alicloud_cen_transit_router_vpc_attachment"]);
    for resource in resources {
        let fields = Fields::of(resource);
        let found = |vpcs: &Vpcs, name: &str| {
            let led = led_to(fields, name, ALIASES)?;
            vpcs.get(&led).cloned().unwrap_or_else(|| {
                let why = format!("which VPC {led} belongs to is not known");
                let origin = fields.value(name).map_or(fields.head, |id| id.origin);
                Err(Open { why: Why::Untold(why.into()), origin })
            })
        };
        let mut doubted = None;
        let (lead, attribute, vpc) = match &*resource.address.kind {
            "alicloud_route_entry" if leads_on(fields) => {
                doubted = fields.text("nexthop_type").open().cloned();
                let vpc = vpc_of_table(index, fields, "route_table_id", owners);
                (Lead::Route, "destination_cidrblock", vpc)
            }
            "alicloud_vpc_route_entry" if leads_on(fields) => {
                doubted = fields.text("nexthop_type").open().cloned();
                let vpc = vpc_of_table(index, fields, "route_table_id", owners);
                (Lead::Route, "destination_cidr_block", vpc)
            }
            "alicloud_cen_route_entry" => {
                let vpc = vpc_of_table(index, fields, "route_table_id", owners);
                (Lead::Announced, "cidr_block", vpc)
            }
            "alicloud_cen_transit_router_route_entry" if !is_black_hole(fields) => {
                doubted = fields.text("transit_router_route_entry_next_hop_type").open().cloned();
                let vpc = found(&attached, "transit_router_route_entry_next_hop_id");
                (Lead::Transit, "transit_router_route_entry_destination_cidr_block", vpc)
            }
            "alicloud_security_group_rule" if goes_out(fields) => {
                doubted = fields.text("type").open().cloned();
                (Lead::Rule, "cidr_ip", found(groups, "security_group_id"))
            }
            _ => continue,
        };
        let absent = subject(resource).doubt();
        for (destination, maybe) in ranges(fields, attribute) {
            index.estate_mut().crossings.push(Crossing {
                subject: subject(resource),
                lead,
                vpc: vpc.clone(),
                destination,
                maybe: absent.clone().or(maybe).or_else(|| doubted.clone()),
            });
        }
    }
}

fn leads_on(fields: Fields<'_>) -> bool {
    let kind = fields.text("nexthop_type");
    !kind.known().is_some_and(|kind| ELSEWHERE.contains(&&**kind))
}

fn goes_out(fields: Fields<'_>) -> bool {
    match fields.text("type") {
        Attr::Known(kind, _) => &*kind == "egress",
        Attr::Unknown { .. } => true,
        Attr::Absent(_) => false,
    }
}

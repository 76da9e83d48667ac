//! Resources to the estate: the only place that knows attribute names of the provider.

mod addons;
mod claimed;
mod cluster;
mod crossing;
mod entry;
mod helm;
mod ids;
mod link;
mod manifest;
mod names;
mod network;
mod plug_in;
mod pool;
mod read;
mod route;
mod settings;
mod table_entry;
mod transit;
mod tree;
mod unstable;
mod workload;
mod worlds;

use super::estate::{Estate, Identity};
use crate::config::told;
use crate::eval::Resource;
use crate::facts;
use ids::Index;
use std::collections::HashMap;
use std::sync::LazyLock;

pub use names::{PROVIDER, is_own, leads, names, told};
pub use settings::plain_settings;
pub use workload::carries;
pub use worlds::{Choice, chosen};

/// What is read of each type of resource.
const WANTED: &[(&str, &[&str])] = &[
    ("alicloud_vpc", network::VPC),
    ("alicloud_vpc_ipv6_cidr_block", &["vpc_id"]),
    ("alicloud_security_group", &["vpc_id", "security_group_type"]),
    ("alicloud_vpc_ipv4_cidr_block", &["vpc_id", "secondary_cidr_block"]),
    ("alicloud_vswitch", network::VSWITCH),
    ("alicloud_cs_managed_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_edge_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_serverless_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_kubernetes_node_pool", pool::ATTRIBUTES),
    ("alicloud_cs_kubernetes_addon", addons::ATTRIBUTES),
    ("alicloud_vpc_peer_connection", &["vpc_id", "accepting_vpc_id"]),
    (
        "alicloud_cen_instance_attachment",
        &["instance_id", "child_instance_id", "child_instance_type"],
    ),
    ("alicloud_cen_transit_router", &["cen_id"]),
    (
        "alicloud_cen_transit_router_vpc_attachment",
        &[
            "cen_id",
            "transit_router_id",
            "vpc_id",
            "route_table_association_enabled",
            "route_table_propagation_enabled",
        ],
    ),
    (
        "alicloud_cen_transit_router_peer_attachment",
        &["transit_router_id", "peer_transit_router_id"],
    ),
    ("alicloud_cen_transit_router_vbr_attachment", &["transit_router_id", "vbr_id"]),
    ("alicloud_cen_transit_router_ecr_attachment", &["transit_router_id", "ecr_id"]),
    (
        "alicloud_cen_transit_router_route_table_association",
        &["transit_router_attachment_id", "transit_router_route_table_id"],
    ),
    (
        "alicloud_cen_transit_router_route_table_propagation",
        &["transit_router_attachment_id", "transit_router_route_table_id"],
    ),
    (
        "alicloud_cen_transit_router_route_entry",
        &[
            "transit_router_route_table_id",
            "transit_router_route_entry_destination_cidr_block",
            "transit_router_route_entry_next_hop_type",
            "transit_router_route_entry_next_hop_id",
        ],
    ),
    ("alicloud_cen_route_entry", &["route_table_id", "cidr_block"]),
    ("alicloud_cen_route_map", &["cen_id", "map_result"]),
    ("alicloud_express_connect_router_vpc_association", &["ecr_id", "vpc_id"]),
    ("alicloud_express_connect_router_tr_association", &["ecr_id", "transit_router_id"]),
    ("alicloud_express_connect_router_vbr_child_instance", &["ecr_id", "child_instance_id"]),
    ("alicloud_router_interface", INTERFACE),
    ("alicloud_express_connect_router_interface", INTERFACE),
    ("alicloud_router_interface_connection", &["interface_id", "opposite_interface_id"]),
    ("alicloud_security_group_rule", &["security_group_id", "type", "cidr_ip"]),
    ("alicloud_route_table", &["vpc_id"]),
    (
        "alicloud_route_entry",
        &["route_table_id", "router_id", "destination_cidrblock", "nexthop_type"],
    ),
    ("alicloud_vpc_route_entry", &["route_table_id", "destination_cidr_block", "nexthop_type"]),
    ("alicloud_vpn_gateway", &["vpc_id"]),
    ("alicloud_vpn_connection", &["vpn_gateway_id", "remote_subnet"]),
    ("alicloud_ssl_vpn_server", &["vpn_gateway_id", "client_ip_pool"]),
    ("alicloud_vpn_ipsec_server", &["vpn_gateway_id", "client_ip_pool"]),
    ("alicloud_vpn_route_entry", &["vpn_gateway_id", "route_dest", "publish_vpc"]),
    ("alicloud_vpn_pbr_route_entry", &["vpn_gateway_id", "route_dest", "publish_vpc"]),
];

const INTERFACE: &[&str] =
    &["router_id", "router_type", "opposite_router_id", "opposite_router_type"];

/// The same by type, and for a cluster all whose change replaces it.
static ALL_WANTED: LazyLock<HashMap<String, Vec<&str>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<&str>> = HashMap::new();
    let mut add = |kind: &str, more: &mut dyn Iterator<Item = &'static str>| {
        let names = all.entry(kind.to_owned()).or_default();
        more.for_each(|name| {
            if !names.contains(&name) {
                names.push(name);
            }
        });
    };
    for (kind, names) in WANTED.iter().chain(workload::WANTED) {
        add(kind, &mut names.iter().copied());
        if is_cluster(kind) {
            add(kind, &mut facts::replacing(kind).map(|(name, _)| name));
        }
    }
    for kind in facts::claiming().map(|name| format!("alicloud_{name}")) {
        add(&kind, &mut facts::claims(&kind).iter().map(|(attribute, _)| *attribute));
    }
    all
});

/// Which attributes and blocks of a type the estate is made from.
pub fn wanted(kind: &str) -> Option<&'static [&'static str]> {
    if unstable::is_random(kind) {
        return Some(&[unstable::KEEPERS]);
    }
    let wanted = ALL_WANTED.get(kind).map(Vec::as_slice);
    wanted.or_else(|| facts::whitelist_attributes(kind))
}

/// Whether a type of resource is a cluster.
pub fn is_cluster(kind: &str) -> bool {
    cluster::kind_of(kind).is_some()
}

/// The estate that resources define; those of all roots together, in the order of their roots.
pub fn lower(resources: &[&Resource]) -> Estate {
    let estate = lower_with(resources, HashMap::new());
    let aliases = cluster::told_vpcs(resources, &estate);
    if aliases.is_empty() { estate } else { lower_with(resources, aliases) }
}

/// The same, where some references are known to lead to VPCs.
fn lower_with(resources: &[&Resource], aliases: HashMap<Identity, Identity>) -> Estate {
    let mut by_kind: HashMap<&str, Vec<&Resource>> = HashMap::new();
    for resource in resources {
        by_kind.entry(&resource.address.kind).or_default().push(resource);
    }
    let of = |wanted: &str| by_kind.get(wanted).into_iter().flatten().copied();
    let mut index = Index::with(aliases);
    of(told::INSTANCE_TYPE).for_each(|resource| pool::instance_type(&mut index, resource));
    of(told::VPC).for_each(|resource| network::vpc(&mut index, resource));
    of("alicloud_vpc").for_each(|resource| network::vpc(&mut index, resource));
    of("alicloud_vpc_ipv4_cidr_block").for_each(|r| network::secondary(&mut index, r));
    of("alicloud_vpc_ipv6_cidr_block").for_each(|r| network::ipv6_range(&mut index, r));
    of("alicloud_vswitch").for_each(|resource| network::vswitch(&mut index, resource));
    of(told::VSWITCH).for_each(|resource| network::told_vswitch(&mut index, resource));
    of("alicloud_security_group").for_each(|r| network::security_group(&mut index, r));
    let addons: Vec<_> = of("alicloud_cs_kubernetes_addon").collect();
    let clusters = resources.iter().filter(|resource| is_cluster(&resource.address.kind));
    let randoms = unstable::Randoms::of(resources);
    clusters.for_each(|resource| cluster::cluster(&mut index, resource, &addons, &randoms));
    of("alicloud_cs_kubernetes_node_pool").for_each(|resource| pool::pool(&mut index, resource));
    let owners = route::routes(&mut index, resources);
    of(told::NETWORK).for_each(|resource| route::network(&mut index, resource));
    of("alicloud_route_entry").for_each(|r| table_entry::table_entry(&mut index, r));
    link::links(&mut index, resources);
    let groups = entry::entries(&mut index, resources);
    crossing::crossings(&mut index, resources, &owners, &groups);
    let mut estate = index.finish();
    estate.transit = transit::transit(resources);
    estate.claimed = resources.iter().copied().flat_map(claimed::claimed).collect();
    estate.workloads = resources.iter().copied().flat_map(workload::workloads).collect();
    estate
}

//! Resources to the estate: the only place that knows attribute names of the provider.

mod addons;
mod cluster;
mod entry;
mod ids;
mod network;
mod plug_in;
mod pool;
mod read;
mod route;
mod settings;
mod unstable;
mod worlds;

use super::estate::Estate;
use crate::eval::Resource;
use crate::facts;
use ids::Index;
use std::collections::HashMap;
use std::sync::LazyLock;

pub use worlds::{Choice, chosen};

/// What is read of each type of resource.
const WANTED: &[(&str, &[&str])] = &[
    ("alicloud_vpc", &["cidr_block", "secondary_cidr_blocks", "user_cidrs"]),
    ("alicloud_vpc_ipv4_cidr_block", &["vpc_id", "secondary_cidr_block"]),
    ("alicloud_vswitch", &["vpc_id", "cidr_block", "zone_id", "availability_zone"]),
    ("alicloud_cs_managed_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_edge_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_serverless_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_kubernetes_node_pool", pool::ATTRIBUTES),
    ("alicloud_cs_kubernetes_addon", addons::ATTRIBUTES),
    ("alicloud_route_table", &["vpc_id"]),
    ("alicloud_route_entry", &["route_table_id", "router_id", "destination_cidrblock"]),
    ("alicloud_vpn_gateway", &["vpc_id"]),
    ("alicloud_vpn_connection", &["vpn_gateway_id", "remote_subnet"]),
    ("alicloud_ssl_vpn_server", &["vpn_gateway_id", "client_ip_pool"]),
    ("alicloud_vpn_ipsec_server", &["vpn_gateway_id", "client_ip_pool"]),
    ("alicloud_vpn_route_entry", &["vpn_gateway_id", "route_dest", "publish_vpc"]),
    ("alicloud_vpn_pbr_route_entry", &["vpn_gateway_id", "route_dest", "publish_vpc"]),
];

/// The same by type, and for a cluster all whose change replaces it.
static ALL_WANTED: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let of_type = |(kind, names): &(&'static str, &[&'static str])| {
        let replacing = facts::replacing(kind).map(|(name, _)| name);
        let replacing = replacing.filter(|name| is_cluster(kind) && !names.contains(name));
        (*kind, names.iter().copied().chain(replacing).collect())
    };
    WANTED.iter().map(of_type).collect()
});

/// Which attributes and blocks of a type the estate is made from.
pub fn wanted(kind: &str) -> Option<&'static [&'static str]> {
    if unstable::is_random(kind) {
        return Some(&[unstable::KEEPERS]);
    }
    ALL_WANTED.get(kind).map(Vec::as_slice)
}

/// Whether a type of resource is a cluster.
pub fn is_cluster(kind: &str) -> bool {
    cluster::kind_of(kind).is_some()
}

/// The estate that resources define; those of all roots together, in the order of their roots.
pub fn lower(resources: &[Resource]) -> Estate {
    let of = |wanted: &str| {
        let wanted = wanted.to_owned();
        resources.iter().filter(move |resource| *resource.address.kind == *wanted)
    };
    let mut index = Index::default();
    of("alicloud_vpc").for_each(|resource| network::vpc(&mut index, resource));
    of("alicloud_vpc_ipv4_cidr_block").for_each(|r| network::secondary(&mut index, r));
    of("alicloud_vswitch").for_each(|resource| network::vswitch(&mut index, resource));
    let addons: Vec<_> = of("alicloud_cs_kubernetes_addon").collect();
    let clusters = resources.iter().filter(|resource| is_cluster(&resource.address.kind));
    let randoms = unstable::Randoms::of(resources);
    clusters.for_each(|resource| cluster::cluster(&mut index, resource, &addons, &randoms));
    of("alicloud_cs_kubernetes_node_pool").for_each(|resource| pool::pool(&mut index, resource));
    route::routes(&mut index, resources);
    of("alicloud_route_entry").for_each(|resource| entry::entry(&mut index, resource));
    index.finish()
}

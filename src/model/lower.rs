//! Resources to the estate: the only place that knows attribute names of the provider.

mod addons;
mod cluster;
mod ids;
mod network;
mod plug_in;
mod pool;
mod read;
mod settings;
mod worlds;

use super::estate::Estate;
use crate::eval::Resource;
use ids::Index;

pub use worlds::{Choice, chosen};

/// What is read of each type of resource.
const WANTED: [(&str, &[&str]); 11] = [
    ("alicloud_vpc", network::VPC),
    ("alicloud_vpc_ipv6_cidr_block", &["vpc_id"]),
    ("alicloud_security_group", &["security_group_type"]),
    ("alicloud_vpc_ipv4_cidr_block", &["vpc_id", "secondary_cidr_block"]),
    ("alicloud_vswitch", network::VSWITCH),
    ("alicloud_cs_managed_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_edge_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_serverless_kubernetes", cluster::ATTRIBUTES),
    ("alicloud_cs_kubernetes_node_pool", pool::ATTRIBUTES),
    ("alicloud_cs_kubernetes_addon", addons::ATTRIBUTES),
];

/// Which attributes and blocks of a type the estate is made from.
pub fn wanted(kind: &str) -> Option<&'static [&'static str]> {
    WANTED.iter().find(|(wanted, _)| *wanted == kind).map(|(_, names)| *names)
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
    of("alicloud_vpc_ipv6_cidr_block").for_each(|r| network::ipv6_range(&mut index, r));
    of("alicloud_vswitch").for_each(|resource| network::vswitch(&mut index, resource));
    of("alicloud_security_group").for_each(|r| network::security_group(&mut index, r));
    let addons: Vec<_> = of("alicloud_cs_kubernetes_addon").collect();
    let clusters = resources.iter().filter(|resource| is_cluster(&resource.address.kind));
    clusters.for_each(|resource| cluster::cluster(&mut index, resource, &addons));
    of("alicloud_cs_kubernetes_node_pool").for_each(|resource| pool::pool(&mut index, resource));
    index.finish()
}

//! `alicloud_cs_*kubernetes`: clusters of every kind.

use super::addons;
use super::ids::identity;
use super::ids::{Index, subject};
use super::network::vpc_of;
use super::plug_in;
use super::pool;
use super::read::{Fields, as_truth, attr};
use super::unstable::Randoms;
use crate::config::told;
use crate::eval::{OriginId, Resource, Value, Why};
use crate::model::attr::{Attr, Open};
use crate::model::cluster::{Cluster, Expected, Floor, Kind};
use crate::model::estate::{Estate, Identity, VpcId};
use crate::model::network::Listed;
use ipnet::{IpNet, Ipv4Net};
use std::collections::HashMap;

pub(super) const ATTRIBUTES: &[&str] = &[
    "profile",
    "addons",
    "cluster_network_type",
    "pod_cidr",
    "service_cidr",
    "node_cidr_mask",
    "vpc_id",
    "vswitch_ids",
    "worker_vswitch_ids",
    "master_vswitch_ids",
    "pod_vswitch_ids",
    "zone_ids",
    "auto_mode",
    "worker_number",
    "worker_instance_types",
    "master_instance_types",
    "vswitch_id",
    "ip_stack",
    "version",
    "runtime",
    "platform",
    "security_group_id",
    "proxy_mode",
    "cluster_spec",
    "deletion_protection",
];

/// The kind of a type of resource, if it is a cluster.
pub(super) fn kind_of(resource: &str) -> Option<Kind> {
    match resource {
        "alicloud_cs_managed_kubernetes" => Some(Kind::Managed),
        "alicloud_cs_kubernetes" => Some(Kind::Dedicated),
        "alicloud_cs_edge_kubernetes" => Some(Kind::Edge),
        "alicloud_cs_serverless_kubernetes" => Some(Kind::Serverless),
        _ => None,
    }
}

pub(super) fn cluster(
    index: &mut Index,
    resource: &Resource,
    others: &[&Resource],
    randoms: &Randoms,
) {
    let fields = Fields::of(resource);
    let subject = subject(resource);
    let kind = kind(fields, &resource.address.kind);
    let addons = addons::addons(fields, resource, others);
    let pod_vswitches = index.listed(fields, &["pod_vswitch_ids"]);
    let names = ["vswitch_ids", "worker_vswitch_ids", "master_vswitch_ids", "vswitch_id"];
    let vswitches = index.listed(fields, &names);
    let zone_ids = match fields.items("zone_ids") {
        (items, None) if items.iter().all(|item| is_absent(&item.value)) => {
            Attr::Absent(fields.head)
        }
        (items, None) => Attr::Known((), items.first().map_or(fields.head, |item| item.origin)),
        (_, Some(open)) => Attr::Unknown { open, present: false },
    };
    let vpc = vpc(index, fields, [&vswitches, &pod_vswitches], &zone_ids);
    let plugged = plug_in::decide(fields, &kind, &addons, &pod_vswitches);
    let mut cluster = Cluster {
        more_nodes: more_nodes(fields, &kind),
        kind,
        plugged,
        addons,
        names_network_type: fields.text("cluster_network_type").is_present(),
        pod_cidr: pod_range(fields),
        pod_cidr_flaws: fields.flaws("pod_cidr"),
        node_cidr_mask: mask(fields),
        written_mask: fields.number("node_cidr_mask"),
        service_cidr: fields.range4("service_cidr"),
        service_cidr6: fields.range6("service_cidr"),
        service_cidr_flaws: fields.flaws_among("service_cidr"),
        ip_stack: fields.text("ip_stack"),
        proxy_mode: fields.text("proxy_mode"),
        cluster_spec: fields.text("cluster_spec"),
        version: fields.text("version"),
        deletion_protection: fields.truth("deletion_protection"),
        prevent_destroy: match &resource.lifecycle.prevent_destroy {
            Some(value) => attr(value, fields.head, as_truth),
            None => Attr::Absent(fields.head),
        },
        frozen: randoms.frozen(resource),
        runtime: fields.in_block("runtime", |block| block.text("name")),
        security_group: index.security_group(fields),
        vswitches,
        pod_vswitches,
        zone_ids,
        vpc,
        pools: Vec::new(),
        expected: expected(resource),
        subject,
    };
    cluster.pools = pool::of_cluster(index, fields, &cluster);
    index.add_cluster(cluster);
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// The kind, which `profile` decides for a managed cluster.
fn kind(fields: Fields<'_>, resource: &str) -> Result<Kind, Open> {
    let kind = kind_of(resource).unwrap_or(Kind::Managed);
    if kind != Kind::Managed {
        return Ok(kind);
    }
    Ok(match fields.text("profile").get()? {
        None => Kind::Managed,
        Some(profile) => match profile.to_ascii_lowercase().as_str() {
            "edge" => Kind::Edge,
            "serverless" => Kind::Serverless,
            "acs" => Kind::Acs,
            _ => Kind::Managed,
        },
    })
}

/// The pod range, which must be IPv4.
fn pod_range(fields: Fields<'_>) -> Attr<Ipv4Net> {
    fields.range("pod_cidr").and_then(|range| match range {
        IpNet::V4(range) => Ok(range),
        IpNet::V6(_) => Err(Why::Untold("pod_cidr is IPv6, which is not looked at".into())),
    })
}

fn mask(fields: Fields<'_>) -> Attr<u8> {
    fields.number("node_cidr_mask").and_then(|mask| {
        u8::try_from(mask)
            .ok()
            .filter(|mask| *mask <= 32)
            .ok_or_else(|| crate::eval::Why::Untold(format!("{mask} is no prefix length").into()))
    })
}

/// Nodes come and go without a pool of the configuration.
fn more_nodes(fields: Fields<'_>, kind: &Result<Kind, Open>) -> Option<Open> {
    let grows = |what: &str| Some(Open { why: Why::Untold(what.into()), origin: fields.head });
    if matches!(kind, Ok(Kind::Edge)) {
        return grows("edge nodes join the cluster by themselves, nobody says how many");
    }
    match fields.in_block("auto_mode", |block| block.truth("enabled")) {
        Attr::Known(true, _) => grows("auto mode adds nodes, nobody says how many"),
        Attr::Unknown { open, .. } => Some(open),
        _ => None,
    }
}

/// The VPC that the vSwitches lie in; none where ACK makes the network itself.
fn vpc(
    index: &mut Index,
    fields: Fields<'_>,
    listed: [&Listed; 2],
    zone_ids: &Attr<()>,
) -> Result<Option<VpcId>, Open> {
    let made_by_ack = zone_ids.is_present() == Ok(true)
        && listed.iter().all(|list| list.items.is_empty() && list.open.is_none());
    // of one that exists, a plan tells the VPC that ACK has made
    if !made_by_ack && fields.value("vpc_id").is_some_and(|id| !is_absent(&id.value)) {
        return vpc_of(index, fields).map(Some);
    }
    // what is not known of a vSwitch that is only referred to enters here
    let items = listed.iter().flat_map(|list| list.items.iter());
    let vpcs = items.map(|(id, origin, _)| {
        let vpc = index.vswitch_vpc(*id).clone();
        vpc.map_err(
            |open| if index.is_defined(*id) { open } else { Open { origin: *origin, ..open } },
        )
    });
    let vpcs: Vec<_> = vpcs.collect();
    if let Some(vpc) = vpcs.iter().find_map(|vpc| vpc.as_ref().ok()) {
        return Ok(Some(*vpc));
    }
    let none = || {
        let why = "the cluster names no vSwitch, so its VPC is not known";
        Open { why: Why::Untold(why.into()), origin: fields.head }
    };
    if zone_ids.is_present()? && vpcs.is_empty() && listed.iter().all(|list| list.open.is_none()) {
        return Ok(None);
    }
    if let Some(id) = fields.value(told::VPC_OF_CLUSTER)
        && let Ok(Some(identity)) = identity(&id.value)
    {
        return Ok(Some(index.vpc(&identity, id.origin)));
    }
    let open = vpcs.into_iter().find_map(Result::err);
    Err(open.or_else(|| listed.iter().find_map(|list| list.open.clone())).unwrap_or_else(none))
}

/// References that stand for the VPCs of clusters of which the configuration of acklint tells where
/// they lie, with what it tells.
pub(super) fn told_vpcs(resources: &[&Resource], estate: &Estate) -> HashMap<Identity, Identity> {
    let mut told = HashMap::new();
    for resource in resources {
        let Some(id) = Fields::of(resource).value(told::VPC_OF_CLUSTER) else { continue };
        let of_it = |cluster: &&Cluster| {
            (cluster.subject.root, &cluster.subject.address) == (resource.root, &resource.address)
        };
        let Some(Cluster { vpc: Ok(Some(vpc)), .. }) = estate.clusters.iter().find(of_it) else {
            continue;
        };
        let reference = &estate.vpc(*vpc).identity;
        if let (Identity::Reference(_), Ok(Some(identity))) = (reference, identity(&id.value)) {
            told.entry(reference.clone()).or_insert(identity);
        }
    }
    told
}

/// The largest of what the comments beside the cluster and its calls expect.
fn expected(resource: &Resource) -> Expected {
    let mut expected = Expected::default();
    for (comment, origin) in &resource.expects {
        raise(&mut expected.nodes, comment.nodes, *origin);
        raise(&mut expected.pods, comment.pods, *origin);
        raise(&mut expected.services, comment.services, *origin);
    }
    expected
}

fn raise(floor: &mut Option<Floor>, number: Option<u64>, origin: OriginId) {
    if let Some(number) = number
        && floor.is_none_or(|floor| floor.number < number)
    {
        *floor = Some(Floor { number, origin: Some(origin) });
    }
}

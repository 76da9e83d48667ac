//! Whitelists of other products, `alicloud_security_group_rule`, and the groups of nodes.

use super::claimed::in_blocks;
use super::ids::{Index, identity, led_to, own, subject};
use super::is_cluster;
use super::network::{Vpcs, vpc_of, vpcs_of};
use super::read::Fields;
use super::route::ranges;
use crate::eval::{Resource, Why};
use crate::facts;
use crate::model::attr::{Attr, Open};
use crate::model::entry::{Entry, List, NodeGroups};
use crate::model::estate::{Identity, VpcId};
use ipnet::IpNet;
use std::collections::HashMap;

type Range = (Attr<IpNet>, Option<Open>);

/// Adds the entries; the VPCs of security groups are needed again.
pub(super) fn entries(index: &mut Index, resources: &[&Resource]) -> Vpcs {
    let groups = vpcs_of(index, resources, &["alicloud_security_group"]);
    for resource in resources {
        let fields = Fields::of(resource);
        if &*resource.address.kind == "alicloud_security_group_rule" {
            // what goes out is of no matter here
            if fields.text("type").known().is_some_and(|kind| &**kind == "egress") {
                continue;
            }
            let group = led_to(fields, "security_group_id", &[]);
            let vpc = match &group {
                Ok(group) => groups.get(group).cloned().unwrap_or_else(|| unknown(fields)),
                Err(open) => Err(open.clone()),
            };
            let list = List::SecurityGroup(group);
            let open = fields.text("type").open().cloned();
            add(index, resource, &list, &vpc, ranges(fields, "cidr_ip"), open.as_ref());
            continue;
        }
        let whitelists = facts::whitelists(&resource.address.kind);
        if whitelists.is_empty() {
            continue;
        }
        let vpc = vpc_around(index, fields);
        for whitelist in whitelists {
            let list = List::Whitelist(whitelist.product);
            let entries = match whitelist.within {
                None => ranges(fields, whitelist.attribute),
                Some(within) => in_blocks(fields, whitelist.attribute, within),
            };
            add(index, resource, &list, &vpc, entries, None);
        }
    }
    node_groups(index, resources);
    groups
}

fn unknown<T>(fields: Fields<'_>) -> Result<T, Open> {
    let why = "in which VPC it lies is not written";
    Err(Open { why: Why::Untold(why.into()), origin: fields.head })
}

/// The VPC that a product is reached in.
fn vpc_around(index: &mut Index, fields: Fields<'_>) -> Result<VpcId, Open> {
    if fields.value("vpc_id").is_some() {
        return vpc_of(index, fields);
    }
    let vswitch = led_to(fields, "vswitch_id", &[])?;
    match index.vswitch_of(&vswitch) {
        Some(id) => index.vswitch_vpc(id).clone(),
        None => unknown(fields),
    }
}

fn add(
    index: &mut Index,
    resource: &Resource,
    list: &List,
    vpc: &Result<VpcId, Open>,
    entries: Vec<Range>,
    open: Option<&Open>,
) {
    let absent = subject(resource).doubt();
    for (cidr, maybe) in entries {
        index.estate_mut().entries.push(Entry {
            subject: subject(resource),
            list: list.clone(),
            vpc: vpc.clone(),
            cidr,
            maybe: absent.clone().or(maybe).or_else(|| open.cloned()),
        });
    }
}

/// The groups of a cluster's nodes: those of its pools, else its own, else one that ACK makes.
fn node_groups(index: &mut Index, resources: &[&Resource]) {
    let clusters = resources.iter().filter(|resource| is_cluster(&resource.address.kind));
    let mut of: HashMap<Identity, NodeGroups> = HashMap::new();
    let mut order = Vec::new();
    for cluster in clusters {
        let fields = Fields::of(cluster);
        let (known, pools) = (Vec::new(), Vec::new());
        let mut groups = NodeGroups { cluster: subject(cluster), pools, known, open: None };
        if fields.text("security_group_id").is_present() == Ok(false) {
            let why = "ACK makes the security group of the nodes, and its id is not known before";
            groups.open = Some(Open { why: Why::Untold(why.into()), origin: cluster.head });
        } else {
            join(&mut groups, led_to(fields, "security_group_id", &[]));
        }
        order.push(own(cluster));
        of.insert(own(cluster), groups);
    }
    for pool in resources {
        let fields = Fields::of(pool);
        let of_pools = &*pool.address.kind == "alicloud_cs_kubernetes_node_pool";
        let Some(id) = fields.value("cluster_id").filter(|_| of_pools) else { continue };
        let Ok(Some(cluster)) = identity(&id.value) else { continue };
        let Some(groups) = of.get_mut(&cluster) else { continue };
        groups.pools.push(subject(pool));
        if fields.text("security_group_id").is_present() != Ok(false) {
            join(groups, led_to(fields, "security_group_id", &[]));
        }
        let (items, open) = fields.items("security_group_ids");
        for item in items {
            match identity(&item.value) {
                Ok(Some(group)) => groups.known.push(group),
                Ok(None) => {}
                Err(why) => groups.open = Some(Open { why, origin: item.origin }),
            }
        }
        groups.open = groups.open.take().or(open);
    }
    let groups = order.iter().filter_map(|cluster| of.remove(cluster));
    index.estate_mut().node_groups.extend(groups);
}

fn join(groups: &mut NodeGroups, group: Result<Identity, Open>) {
    match group {
        Ok(group) => groups.known.push(group),
        Err(open) => groups.open = Some(open),
    }
}

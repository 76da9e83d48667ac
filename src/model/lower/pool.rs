//! Node pools, the workers written into a cluster, and its masters: the nodes that are planned.

use super::ids::{Index, subject};
use super::read::{Block, Fields, attr};
use crate::eval::{OriginId, Resource, Value, Why};
use crate::facts::{self, InstanceType};
use crate::model::attr::{Attr, Open};
use crate::model::cluster::{Cluster, Kind};
use crate::model::estate::PoolId;
use crate::model::pool::{Count, NodePool, PoolKind};
use std::sync::Arc;

pub(super) const ATTRIBUTES: &[&str] = &[
    "cluster_id",
    "vswitch_ids",
    "instance_types",
    "desired_size",
    "node_count",
    "instances",
    "scaling_config",
    "auto_mode",
    "management",
    "kubelet_configuration",
    "labels",
    "multi_az_policy",
    "security_group_id",
    "security_group_ids",
    "image_type",
    "platform",
    "runtime_name",
];

/// The label that puts a node pool into exclusive ENI mode, and its value.
const EXCLUSIVE: (&str, &str) = ("k8s.aliyun.com/exclusive-mode-eni-type", "eniOnly");

/// The label that names a `ConfigMap` with settings of Terway.
const NODE_CONFIG: &str = "terway-config";

/// What the configuration of acklint tells of an instance type.
pub(super) fn instance_type(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let [enis, ipv4_per_eni, ipv6_per_eni] =
        ["enis", "ipv4_per_eni", "ipv6_per_eni"].map(|name| fields.number(name).known().copied());
    let quotas = InstanceType { enis, ipv4_per_eni, ipv6_per_eni };
    index.tell_type(&resource.address.name, (quotas, resource.head));
}

/// `alicloud_cs_kubernetes_node_pool`: joined to the cluster that its `cluster_id` leads to.
pub(super) fn pool(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let planned = planned(fields);
    let surge = surge(fields, &planned);
    let pool = NodePool {
        subject: subject(resource),
        kind: PoolKind::Pool,
        cluster: index.cluster_of(fields),
        planned: possibly(planned, resource.maybe.as_ref(), fields.head),
        surge: if resource.maybe.is_some() { Count::default() } else { surge },
        instance_types: texts(fields, "instance_types"),
        told_types: index.told_types(),
        max_pods: fields.in_block("kubelet_configuration", |block| block.number("max_pods")),
        exclusive: label(fields, EXCLUSIVE.0).and_then(|value| Ok(&*value == EXCLUSIVE.1)),
        node_config: label(fields, NODE_CONFIG),
        vswitches: index.listed(fields, &["vswitch_ids"]),
        image: first(fields.text("image_type"), fields.text("platform")),
        runtime: fields.text("runtime_name"),
        balanced: fields.text("multi_az_policy").and_then(|policy| Ok(&*policy == "BALANCE")),
    };
    let vpc = index.vpc_of_any(&pool.vswitches);
    let cluster = pool.cluster.clone();
    let id = index.add_pool(pool);
    if let Ok(cluster) = cluster {
        let cluster = index.cluster_mut(cluster);
        cluster.pools.push(id);
        if let (Err(_), Some(vpc)) = (&cluster.vpc, vpc) {
            cluster.vpc = Ok(Some(vpc));
        }
    }
}

/// An attribute, or where it is absent its old name.
fn first<T>(new: Attr<T>, old: Attr<T>) -> Attr<T> {
    if matches!(new, Attr::Absent(_)) { old } else { new }
}

/// A pool that may not exist adds nothing for certain.
fn possibly(planned: Count, maybe: Option<&Why>, origin: OriginId) -> Count {
    match maybe {
        Some(why) => Count::unknown(Open { why: why.clone(), origin }),
        None => planned,
    }
}

/// The workers and masters that attributes of the cluster itself make.
pub(super) fn of_cluster(index: &mut Index, fields: Fields<'_>, cluster: &Cluster) -> Vec<PoolId> {
    let mut pools = Vec::new();
    let workers = count(fields.number("worker_number"));
    if workers != Count::default() {
        let vswitches = index.listed(fields, &["worker_vswitch_ids", "vswitch_ids"]);
        let pool = NodePool {
            planned: workers,
            instance_types: texts(fields, "worker_instance_types"),
            vswitches,
            image: fields.text("platform"),
            ..bare(index, cluster, fields, PoolKind::Inline)
        };
        pools.push(index.add_pool(pool));
    }
    if matches!(cluster.kind, Ok(Kind::Dedicated)) {
        let vswitches = index.listed(fields, &["master_vswitch_ids"]);
        let masters = masters(fields);
        let pool = NodePool {
            planned: masters,
            instance_types: texts(fields, "master_instance_types"),
            vswitches,
            ..bare(index, cluster, fields, PoolKind::Masters)
        };
        pools.push(index.add_pool(pool));
    }
    pools
}

/// One master for each vSwitch that is listed, repeated ones included.
fn masters(fields: Fields<'_>) -> Count {
    let (items, open) = fields.items("master_vswitch_ids");
    let several = items.iter().find_map(|item| match &item.value {
        Value::Several(several) => Some(Open { why: several.why.clone(), origin: item.origin }),
        _ => None,
    });
    let certain = items.iter().filter(|item| !matches!(item.value, Value::Several(_)));
    let present = certain.filter(|item| !item.value.is_null() && item.value.as_str() != Some(""));
    Count { least: present.count() as u64, open: open.or(several) }
}

fn bare(index: &Index, cluster: &Cluster, fields: Fields<'_>, kind: PoolKind) -> NodePool {
    let head = fields.head;
    NodePool {
        subject: cluster.subject.clone(),
        kind,
        cluster: Ok(index.next_cluster()),
        planned: Count::default(),
        surge: Count::default(),
        instance_types: Attr::Absent(head),
        told_types: index.told_types(),
        max_pods: Attr::Absent(head),
        exclusive: Attr::Absent(head),
        node_config: Attr::Absent(head),
        vswitches: cluster.vswitches.clone(),
        image: Attr::Absent(head),
        runtime: Attr::Absent(head),
        balanced: Attr::Absent(head),
    }
}

/// The nodes of a pool: the largest of its sizes.
fn planned(fields: Fields<'_>) -> Count {
    let desired = match fields.number("desired_size") {
        Attr::Absent(_) => count(fields.number("node_count")),
        desired => count(desired),
    };
    let (instances, open) = fields.items("instances");
    let instances = Count { least: instances.len() as u64, open };
    desired.max(instances).max(scaled(fields))
}

/// `scaling_config.max_size` where scaling is enabled, which is the default.
fn scaled(fields: Fields<'_>) -> Count {
    let auto = fields.in_block("auto_mode", |block| block.truth("enabled"));
    let block = match fields.blocks("scaling_config").into_iter().next() {
        None => return auto_size(&auto),
        Some(Block::Open(open)) => return Count::unknown(open),
        Some(Block::Fields(block)) => block,
    };
    let max_size = block.number("max_size");
    match block.truth("enable") {
        Attr::Known(false, _) => Count::default(),
        Attr::Unknown { open, .. } => Count::unknown(open),
        _ => match max_size {
            Attr::Absent(_) => auto_size(&auto),
            max_size => count(max_size),
        },
    }
}

/// A pool in auto mode grows to its default size.
fn auto_size(auto: &Attr<bool>) -> Count {
    match auto {
        Attr::Known(true, _) => {
            Count::exact(facts::default_number("scaling_config.max_size (auto_mode)"))
        }
        Attr::Unknown { open, .. } => Count::unknown(open.clone()),
        _ => Count::default(),
    }
}

fn count(number: Attr<u64>) -> Count {
    match number {
        Attr::Absent(_) => Count::default(),
        Attr::Known(number, _) => Count::exact(number),
        Attr::Unknown { open, .. } => Count::unknown(open),
    }
}

/// Nodes that an upgrade adds for a while: a number, or a percentage of the planned ones; where no
/// node is planned, there is none to upgrade.
fn surge(fields: Fields<'_>, planned: &Count) -> Count {
    if planned.least == 0 {
        return Count::default();
    }
    match fields.in_block("management", |block| block.number("surge")) {
        Attr::Absent(_) => {
            let percent = fields.in_block("management", |block| block.number("surge_percentage"));
            let of = |percent: u64| planned.least.saturating_mul(percent).div_ceil(100);
            count(percent.and_then(|percent| Ok(of(percent))))
        }
        number => count(number),
    }
}

fn texts(fields: Fields<'_>, name: &str) -> Attr<Vec<Arc<str>>> {
    let (items, open) = fields.items(name);
    if let Some(open) = open {
        return Attr::Unknown { open, present: false };
    }
    let mut texts = Vec::new();
    for item in &items {
        let text = attr(item, fields.head, |value| {
            Ok(value.as_str().filter(|t| !t.is_empty()).map(Arc::from))
        });
        match text {
            Attr::Known(text, _) => texts.push(text),
            Attr::Absent(_) => {}
            Attr::Unknown { open, present } => return Attr::Unknown { open, present },
        }
    }
    match items.first() {
        Some(first) if !texts.is_empty() => Attr::Known(texts, first.origin),
        _ => Attr::Absent(fields.head),
    }
}

/// The value of a label.
fn label(fields: Fields<'_>, wanted: &str) -> Attr<Arc<str>> {
    let mut unknown = None;
    for block in fields.blocks("labels") {
        match block {
            Block::Fields(label) => match (label.text("key"), label.text("value")) {
                (Attr::Known(key, _), Attr::Known(value, origin)) if &*key == wanted => {
                    return Attr::Known(value, origin);
                }
                (Attr::Unknown { open, .. }, _) => unknown = Some(open),
                (Attr::Known(key, _), Attr::Unknown { open, .. }) if &*key == wanted => {
                    unknown = Some(open);
                }
                _ => {}
            },
            Block::Open(open) => unknown = Some(open),
        }
    }
    match unknown {
        Some(open) => Attr::Unknown { open, present: true },
        None => Attr::Absent(fields.head),
    }
}

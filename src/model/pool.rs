//! Node pools, and the nodes they plan.

use super::attr::{Attr, Open};
use super::estate::{ClusterId, Subject};
use super::network::Listed;
use crate::eval::OriginId;
use crate::facts::{self, InstanceType};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A number of things, of which more may come.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Count {
    /// How many there are at least.
    pub least: u64,
    /// Why there may be more.
    pub open: Option<Open>,
}

impl Count {
    /// Exactly so many.
    pub fn exact(least: u64) -> Self {
        Self { least, open: None }
    }

    /// At least none, for a reason.
    pub fn unknown(open: Open) -> Self {
        Self { least: 0, open: Some(open) }
    }

    /// The sum: open if any of its parts is.
    pub fn sum<'c>(counts: impl IntoIterator<Item = &'c Self>) -> Self {
        counts.into_iter().fold(Self::default(), |sum, count| Self {
            least: sum.least.saturating_add(count.least),
            open: sum.open.or_else(|| count.open.clone()),
        })
    }

    /// The larger of both.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self { least: self.least.max(other.least), open: self.open.or(other.open) }
    }
}

/// What a pool of nodes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolKind {
    /// `alicloud_cs_kubernetes_node_pool`
    Pool,
    /// The `worker_*` attributes of a cluster.
    Inline,
    /// The masters of a dedicated cluster.
    Masters,
}

/// A pool of nodes.
#[derive(Debug, Clone)]
pub struct NodePool {
    /// The node pool; for inline workers and masters, the cluster.
    pub subject: Subject,
    /// Which of the three.
    pub kind: PoolKind,
    /// The cluster that it belongs to.
    pub cluster: Result<ClusterId, Open>,
    /// The nodes that it plans.
    pub planned: Count,
    /// Nodes beyond, while it is upgraded: for warnings only.
    pub surge: Count,
    /// Its instance types.
    pub instance_types: Attr<Vec<Arc<str>>>,
    /// What the configuration of acklint tells of instance types, and where.
    pub told_types: Arc<BTreeMap<Arc<str>, (InstanceType, OriginId)>>,
    /// `kubelet_configuration.max_pods`
    pub max_pods: Attr<u64>,
    /// Whether its label asks for exclusive ENI mode.
    pub exclusive: Attr<bool>,
    /// The `ConfigMap` with settings of Terway for its nodes, IP prefixes among them.
    pub node_config: Attr<Arc<str>>,
    /// Where its nodes run.
    pub vswitches: Listed,
    /// The type of its image (`image_type`, or the old `platform`).
    pub image: Attr<Arc<str>>,
    /// The name of its container runtime; absent is that of the cluster.
    pub runtime: Attr<Arc<str>>,
    /// Whether nodes are spread evenly over its zones for certain (`multi_az_policy`).
    pub balanced: Attr<bool>,
}

impl NodePool {
    /// The quotas of an instance type, as they are told or else by the table: whoever tells them has
    /// asked the cloud, and says when.
    pub fn quotas(&self, name: &str) -> Option<InstanceType> {
        let told = self.told_types.get(name).map(|(told, _)| *told);
        match (told, facts::instance_type(name)) {
            // both may leave something open
            (Some(told), Some(known)) => Some(InstanceType {
                enis: told.enis.or(known.enis),
                ipv4_per_eni: told.ipv4_per_eni.or(known.ipv4_per_eni),
                ipv6_per_eni: told.ipv6_per_eni.or(known.ipv6_per_eni),
            }),
            (told, known) => told.or(known),
        }
    }

    /// Where something is told of its instance types, with their names.
    pub fn told(&self) -> impl Iterator<Item = (&str, OriginId)> {
        let types = self.instance_types.known().into_iter().flatten();
        types.filter_map(|name| Some((&**name, self.told_types.get(name)?.1)))
    }
}

//! Node pools, and the nodes they plan.

use super::attr::{Attr, Open};
use super::estate::Subject;
use super::network::Listed;
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
    /// Why it is of no cluster of the estate: which one it joins is not known, or defined elsewhere.
    pub astray: Option<Open>,
    /// The nodes that it plans.
    pub planned: Count,
    /// Nodes beyond, while it is upgraded: for warnings only.
    pub surge: Count,
    /// Its instance types.
    pub instance_types: Attr<Vec<Arc<str>>>,
    /// `kubelet_configuration.max_pods`
    pub max_pods: Attr<u64>,
    /// Whether its label asks for exclusive ENI mode.
    pub exclusive: Attr<bool>,
    /// Where its nodes run.
    pub vswitches: Listed,
    /// Whether nodes are spread evenly over its zones for certain (`multi_az_policy`).
    pub balanced: Attr<bool>,
}

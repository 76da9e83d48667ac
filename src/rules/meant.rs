//! Which Kubernetes resources are meant for a cluster: one whose provider leads to it, or any of
//! its root where all clusters of the root have the same plug-in.

use super::context::Context;
use crate::eval::{Address, Why};
use crate::model::{Cluster, Object, Open, Target, Workload};
use std::sync::Arc;

/// The Kubernetes resources of one kind that are meant for a cluster.
pub(super) struct Meant<'e, T> {
    /// Those that are meant for it for certain.
    pub(super) certain: Vec<(&'e Workload, T)>,
    /// Those that may be, and why that is not known.
    pub(super) perhaps: Vec<(&'e Workload, T, Open)>,
    /// Why there may be others, of which nothing is known.
    pub(super) open: Option<Open>,
}

impl<T> Meant<'_, T> {
    /// Why there may be more than is certain.
    pub(super) fn more(&self) -> Option<Open> {
        let perhaps = self.perhaps.iter().map(|(_, _, open)| open.clone());
        perhaps.chain(self.open.clone()).fold(None, |first, open| Open::either(first, Some(open)))
    }
}

/// What `pick` takes of the Kubernetes resources that are meant for a cluster with Flannel.
pub(super) fn meant_for<'e, T>(
    cx: &Context<'e>,
    cluster: &Cluster,
    pick: impl Fn(&'e Object) -> Option<T>,
) -> Meant<'e, T> {
    let mut meant = Meant { certain: Vec::new(), perhaps: Vec::new(), open: None };
    let estate = cx.estate;
    let of_root = |workload: &&Workload| workload.subject.root == cluster.subject.root;
    for workload in estate.workloads.iter().filter(of_root) {
        let is_meant = is_meant(cx, cluster, workload);
        if is_meant == Ok(false) {
            continue;
        }
        let object = match &workload.object {
            Ok(object) => pick(object),
            Err(open) => {
                meant.open = Open::either(meant.open.take(), Some(open.clone()));
                continue;
            }
        };
        match (object, is_meant) {
            (Some(object), Ok(_)) => meant.certain.push((workload, object)),
            (Some(object), Err(open)) => meant.perhaps.push((workload, object, open)),
            (None, _) => {}
        }
    }
    meant
}

/// Whether a Kubernetes resource is meant for a cluster with Flannel.
pub(super) fn is_meant(
    cx: &Context<'_>,
    cluster: &Cluster,
    workload: &Workload,
) -> Result<bool, Open> {
    let is_own = |address: &&Arc<Address>| **address == cluster.subject.address;
    match &workload.target {
        Target::Elsewhere => return Ok(false),
        Target::Open(open) => return Err(open.clone()),
        Target::Of(clusters) if !clusters.iter().any(|address| is_own(&address)) => {
            return Ok(false);
        }
        Target::Of(clusters) if clusters.len() == 1 => {}
        Target::Of(_) | Target::Any => all_flannel(cx, workload)?,
    }
    match &workload.subject.maybe {
        Some(why) => Err(Open { why: why.clone(), origin: workload.subject.head }),
        None => Ok(true),
    }
}

/// All clusters that a resource may be meant for have Flannel.
fn all_flannel(cx: &Context<'_>, workload: &Workload) -> Result<(), Open> {
    let clusters = cx.estate.clusters.iter();
    let of_root = clusters.filter(|cluster| cluster.subject.root == workload.subject.root);
    let candidates = of_root.filter(|cluster| match &workload.target {
        Target::Of(clusters) => clusters.contains(&cluster.subject.address),
        _ => true,
    });
    for candidate in candidates {
        if !candidate.is_flannel()? {
            let why = format!(
                "which cluster {} is meant for is not known: not all clusters here have Flannel, \
                 and its provider leads to none of them alone",
                workload.subject.address
            );
            return Err(Open { why: Why::Untold(why.into()), origin: workload.subject.head });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

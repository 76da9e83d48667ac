//! `max_pods` of a pool is more than the slice of a node holds, with Flannel.

use super::context::Context;
use super::free::Offer;
use super::outcome::{Answer, Found, NewValue, Outcome};
use crate::capacity::flannel_pods_per_node;
use crate::eval::OriginId;
use crate::facts;
use crate::model::{Attr, Cluster, PoolKind};

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_pool(|pool, cluster| {
        // what is written into a cluster cannot say max_pods
        if pool.kind != PoolKind::Pool {
            return Ok(None);
        }
        if matches!(pool.max_pods, Attr::Absent(_)) {
            // whatever the plug-in is, nothing is asked for
            let flannel = cluster.is_ok_and(|cluster| cluster.is_flannel() == Ok(true));
            return Ok(flannel.then(Outcome::clean));
        }
        let cluster = cluster.map_err(Clone::clone)?;
        if !cluster.is_flannel()? {
            return Ok(None);
        }
        let Attr::Known(max_pods, place) = &pool.max_pods else {
            return Ok(pool.max_pods.open().cloned().map(Outcome::undecided));
        };
        Ok(Some(verdict(cluster, *max_pods, *place)))
    })
}

fn verdict(cluster: &Cluster, max_pods: u64, place: OriginId) -> Outcome {
    let [shortest, longest] = ["node_cidr_mask_min", "node_cidr_mask_max"].map(facts::prefix);
    let mask = &cluster.node_cidr_mask;
    // where the mask is not known, it is one of those that ACK takes
    let (mask, open) = match mask {
        Attr::Known(mask, _) => (*mask, None),
        Attr::Absent(_) => (facts::default_prefix("node_cidr_mask"), None),
        Attr::Unknown { .. } if max_pods <= flannel_pods_per_node(longest) => {
            return Outcome::clean();
        }
        Attr::Unknown { open, .. } => (shortest, Some(open.clone())),
    };
    let slice = flannel_pods_per_node(mask);
    if max_pods <= slice {
        return Outcome::clean().or_open(open);
    }
    let whose = match &cluster.node_cidr_mask {
        Attr::Absent(_) => ", the default of the provider,",
        _ => "",
    };
    let what = match &open {
        Some(_) => format!("even the shortest node_cidr_mask, {mask},"),
        None => format!("node_cidr_mask {mask}{whose}"),
    };
    let message = format!(
        "max_pods = {max_pods}, but {what} gives a node {slice} pod addresses: the pods beyond \
         these stay without one"
    );
    let help = help(max_pods, slice, (shortest, mask));
    // of a slice that is not known the number is the largest that it may be
    let offer = Offer::new(help, open.is_none().then_some(NewValue::Number(slice)));
    let mut found = Found::new("above_slice", "max_pods", place, message).offer(Some(offer));
    found = match &cluster.node_cidr_mask {
        Attr::Known(_, origin) => found.with(format!("node_cidr_mask {mask}"), *origin, None),
        _ => found.with("the cluster", cluster.subject.head, Some(&cluster.subject)),
    };
    Outcome::found(found)
}

/// What fits the mask, and the mask that would fit.
fn help(max_pods: u64, slice: u64, (shortest, mask): (u8, u8)) -> String {
    let fits = |mask: &u8| flannel_pods_per_node(*mask) >= max_pods;
    let mask = (shortest..mask).rev().find(fits);
    let or = mask.map(|mask| format!("; or, in a new cluster, node_cidr_mask = {mask}"));
    format!("max_pods = {slice} is what a node can use{}", or.unwrap_or_default())
}

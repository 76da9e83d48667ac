//! The pod range overlaps a range of the VPC, or of a vSwitch in use.

use super::context::Context;
use super::outcome::Answer;
use super::ranges::{against_network, pod_range};

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| match pod_range(cluster).transpose() {
        Some(range) => against_network(cx, cluster, range, "pod_cidr"),
        None => Ok(None),
    })
}

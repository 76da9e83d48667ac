//! The service range, or its default, overlaps a range of the VPC, or of a vSwitch in use.

use super::context::Context;
use super::outcome::Answer;
use super::ranges::{against_network, service_range};

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        against_network(cx, cluster, service_range(cluster), "service_cidr")
    })
}

//! The network plan for programs: section 7 of the contract.

use super::Cluster;
use crate::report::json::{SCHEMA, document};
use serde::Serialize;

/// The document, pretty-printed, with a line end.
pub fn render(clusters: &[Cluster]) -> String {
    document(&Document { schema: SCHEMA, clusters: clusters.iter().map(Told::from).collect() })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    clusters: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    subject: &'a str,
    root: &'a str,
    cni: &'static str,
    nodes: Nodes,
    pods: Pods,
    services: Services,
    ranges: Vec<Range>,
}

#[derive(Serialize)]
struct Nodes {
    planned: Option<u64>,
    expected: Option<u64>,
    max: Option<u64>,
    limited_by: &'static str,
}

#[derive(Serialize)]
struct Pods {
    planned: Option<u64>,
    expected: Option<u64>,
    max: Option<u64>,
    per_node: PerNode,
}

#[derive(Serialize)]
struct PerNode {
    min: Option<u64>,
    max: Option<u64>,
}

#[derive(Serialize)]
struct Services {
    max: Option<u64>,
}

#[derive(Serialize)]
struct Range {
    role: &'static str,
    cidr: Option<String>,
    addresses: Option<u64>,
    usable: Option<u64>,
    used: Option<u64>,
}

impl<'a> From<&'a Cluster> for Told<'a> {
    fn from(cluster: &'a Cluster) -> Self {
        let Cluster { nodes, pods, .. } = cluster;
        let [min, max] = [0, 1].map(|at| pods.per_node.map(|each| [each.0, each.1][at]));
        let range = |range: &super::Range| Range {
            role: range.role.as_str(),
            cidr: range.cidr.map(|cidr| cidr.to_string()),
            addresses: range.addresses,
            usable: range.usable,
            used: range.used,
        };
        Self {
            subject: &cluster.subject,
            root: &cluster.root,
            cni: cluster.cni.as_str(),
            nodes: Nodes {
                planned: nodes.planned,
                expected: nodes.expected,
                max: nodes.max,
                limited_by: nodes.limited_by.map_or("unknown", super::By::as_str),
            },
            pods: Pods {
                planned: pods.planned,
                expected: pods.expected,
                max: pods.max,
                per_node: PerNode { min, max },
            },
            services: Services { max: cluster.services_max },
            ranges: cluster.ranges.iter().map(range).collect(),
        }
    }
}

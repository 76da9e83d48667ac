//! The pod range overlaps the service range, or its default.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use super::free::instead;
use super::ranges::{pod_range, service_range};
use crate::capacity::overlap4;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if let Some(open) = cluster.service_cidr.no_range() {
            return Err(open);
        }
        let Some(pods) = pod_range(cluster)? else { return Ok(None) };
        let services = service_range(cluster)?;
        if !overlap4(pods.cidr, services.cidr) {
            return Ok(Some(Outcome::clean()));
        }
        let message = format!(
            "{} overlaps {}: a Service and a pod can have the same address",
            pods.shown("pod"),
            services.shown("service").trim_end_matches(',')
        );
        let subject = &cluster.subject;
        let found = Found::new("overlap", "pod_cidr", pods.place, message)
            .offer(instead(cx, cluster, "pod_cidr"))
            .with(services.shown("service").trim_end_matches(','), services.place, Some(subject));
        Ok(Some(Outcome::found(found)))
    })
}

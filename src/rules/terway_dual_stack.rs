//! Dual stack is asked for where something has no IPv6.

mod network;

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use super::pools::{each_terway_pool, of_types, types_attribute, where_on, with_told};
use super::ranges::service_range;
use crate::facts;
use crate::model::{Attr, Cluster, NodePool, Open, PlugIn, Version};

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    let clusters = cx.each_cluster(|cluster| {
        if !runs_terway_with(cluster, &dual(cluster))? {
            return Ok(None);
        }
        let mut outcome = network::judge(cx, cluster);
        version(cluster, &mut outcome);
        service(cluster, &mut outcome);
        for found in &mut outcome.findings {
            *found = found.clone().with("dual stack is asked for", cluster.ip_stack.origin(), None);
        }
        Ok(Some(outcome))
    });
    let pools = each_terway_pool(cx, |pool, home| {
        let dual = match home.cluster {
            Ok(cluster) => dual(cluster),
            Err(open) => Attr::Unknown { open: open.clone(), present: false },
        };
        Ok(where_on(&dual, || instance_types(pool)))
    });
    Answer::merged(clusters.into_iter().chain(pools))
}

/// Whether a cluster runs Terway and has something turned on.
///
/// # Errors
/// If that is not known, where it could be.
fn runs_terway_with(cluster: &Cluster, on: &Attr<bool>) -> Result<bool, Open> {
    if matches!(on, Attr::Absent(_) | Attr::Known(false, _)) {
        return Ok(false);
    }
    let plug_in = cluster.plug_in()?;
    if plug_in.is_none_or(PlugIn::is_flannel) {
        return Ok(false);
    }
    Ok(on.get()?.is_some())
}

fn dual(cluster: &Cluster) -> Attr<bool> {
    cluster.ip_stack.clone().and_then(|stack| Ok(&*stack == "dual"))
}

fn version(cluster: &Cluster, outcome: &mut Outcome) {
    let least = Version { major: 1, minor: facts::quota("dual_stack_minor_min") };
    match Version::of(&cluster.version) {
        Ok(Some(version)) if version < least => {
            let message = format!(
                "Kubernetes {version} knows no dual stack with Terway; it begins with {least}"
            );
            let found = Found::new("old_version", "version", cluster.version.origin(), message);
            let help = format!("Kubernetes {least} or later, or no version for the newest");
            outcome.findings.push(found.help(help));
        }
        Ok(_) => {}
        Err(open) => outcome.doubt(&open, "old_version", "version"),
    }
}

fn service(cluster: &Cluster, outcome: &mut Outcome) {
    match &cluster.service_cidr6 {
        Attr::Known(..) => {}
        Attr::Unknown { open, .. } => outcome.doubt(open, "no_service_range", "service_cidr"),
        Attr::Absent(_) => {
            let message = "service_cidr has no IPv6 range: Services of a dual-stack cluster need \
                           one of each family, and neither can be changed later";
            let prefix = facts::prefix("service_prefix6_min");
            let free = service_range(cluster).ok().map(|range| {
                format!("service_cidr = \"{},fd00::/{prefix}\"", range.cidr)
            });
            let place = cluster.service_cidr.origin();
            let found = Found::new("no_service_range", "service_cidr", place, message.to_owned());
            outcome.findings.push(found.help(free));
        }
    }
}

fn instance_types(pool: &NodePool) -> Outcome {
    let addresses = |name: &str| {
        let quotas = pool.quotas(name)?;
        Some((quotas.ipv4_per_eni?, quotas.ipv6_per_eni?))
    };
    let attribute = types_attribute(pool);
    let what = ("the IPv4 and IPv6 addresses of each ENI", "how many addresses an ENI has");
    let (known, open) = of_types(pool, what, addresses);
    let differ = known.iter().filter(|(_, (four, six))| four != six);
    let differ = differ.map(|(name, (four, six))| format!("{name} has {four} IPv4 and {six} IPv6"));
    let differ: Vec<String> = differ.collect();
    let mut outcome = Outcome::clean();
    if !differ.is_empty() {
        let message = format!(
            "{} addresses for each ENI; dual stack with Terway needs as many of both: pods of these \
             nodes cannot all have two addresses",
            differ.join(", ")
        );
        let help = "choose instance types with as many IPv6 as IPv4 addresses, as newer \
                    families have";
        let place = pool.instance_types.origin();
        let found = Found::new("instance_type", attribute, place, message);
        outcome.findings.push(with_told(found.help(help.to_owned()), pool));
    }
    outcome.or_case(open, "instance_type", attribute)
}

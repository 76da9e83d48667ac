//! Dual stack is asked for with Flannel, which has IPv4 only.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::model::{Attr, Cluster};

/// What the finding is about.
const WHAT: &str = "dual stack";

const HELP: &str = "keep IPv4, or choose Terway (terway-eniip) before the cluster is created";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if !asks_perhaps(cluster) {
            let flannel = cluster.is_flannel() == Ok(true);
            return Ok(flannel.then(Outcome::clean));
        }
        if !cluster.is_flannel()? {
            return Ok(None);
        }
        Ok(Some(verdict(cluster)))
    })
}

/// Whether a cluster asks for IPv6, or may: where it does not, its plug-in is all the same.
fn asks_perhaps(cluster: &Cluster) -> bool {
    let stack = match &cluster.ip_stack {
        Attr::Known(stack, _) => is_dual(stack),
        Attr::Absent(_) => false,
        Attr::Unknown { .. } => true,
    };
    stack || !matches!(cluster.service_cidr6, Attr::Absent(_))
}

fn is_dual(stack: &str) -> bool {
    stack.eq_ignore_ascii_case("dual")
}

/// One cause, one finding: both attributes stand for dual stack.
fn verdict(cluster: &Cluster) -> Outcome {
    let range = cluster.service_cidr6.known().copied();
    let found = match (&cluster.ip_stack, range) {
        (Attr::Known(stack, place), _) if is_dual(stack) => {
            let message = "ip_stack = \"dual\" with Flannel, which gives pods IPv4 addresses only: \
                           the cluster will never have IPv6";
            let found = Found::new("dual_stack", WHAT, *place, message.to_owned());
            match range {
                Some(range) => {
                    let place = cluster.service_cidr6.origin();
                    found.with(format!("the IPv6 service range {range}"), place, None)
                }
                None => found,
            }
        }
        (_, Some(range)) => {
            let message = format!(
                "service_cidr has the IPv6 range {range}, but Flannel gives pods IPv4 addresses \
                 only: no Service there could reach one"
            );
            Found::new("service_range", WHAT, cluster.service_cidr6.origin(), message)
        }
        (stack, None) => {
            let dual = stack.open().cloned();
            let range = cluster.service_cidr6.open().cloned();
            let outcome = Outcome::clean().or_case(dual, "dual_stack", WHAT);
            return outcome.or_case(range, "service_range", WHAT);
        }
    };
    Outcome::found(found.help(HELP.to_owned()))
}

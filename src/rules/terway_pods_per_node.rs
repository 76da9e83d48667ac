//! `max_pods` promises more pods than the ENIs of a node have addresses for.

use super::context::Context;
use super::free::Offer;
use super::outcome::{Answer, Found, NewValue, Outcome};
use super::pools::{each_terway_pool, mode_name, modes, pods, with_told};
use crate::eval::Why;
use crate::facts;
use crate::model::{Attr, NodePool, Open};
use std::sync::Arc;

const CASE: &str = "above";
const ATTRIBUTE: &str = "max_pods";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    each_terway_pool(cx, |pool, home| {
        if matches!(pool.max_pods, Attr::Absent(_)) {
            return Ok(None);
        }
        let exclusive = home.exclusive(pool);
        let modes = modes(&exclusive).iter().map(|exclusive| Limit::of(pool, *exclusive));
        let modes: Vec<Limit> = modes.collect();
        let max_pods = *match pool.max_pods.get()? {
            Some(max_pods) => max_pods,
            None => return Ok(None),
        };
        let prefixes = prefixes(pool);
        let above: Vec<&Limit> = modes.iter().filter(|limit| limit.is_below(max_pods)).collect();
        if prefixes.is_some() && !above.is_empty() {
            return Ok(Some(Outcome::clean().or_case(prefixes, CASE, ATTRIBUTE)));
        }
        if above.len() == modes.len() {
            // of two modes the one that permits more is certain
            let roomiest = above.into_iter().max_by_key(|limit| limit.pods());
            let finding = roomiest.map(|limit| limit.finding(pool, max_pods));
            let certain = modes.len() == 1;
            let finding = finding.map(|found| Found { fix: found.fix.filter(|_| certain), ..found });
            return Ok(finding.map(Outcome::found));
        }
        let mode_open = exclusive.open().filter(|_| !above.is_empty()).cloned();
        let open = modes.into_iter().find_map(|limit| limit.open);
        Ok(Some(Outcome::clean().or_case(Open::either(mode_open, open), CASE, ATTRIBUTE)))
    })
}

/// Why each address of an ENI may be a whole range of them: settings for the nodes of the pool, which
/// stand in Kubernetes, can turn that on.
fn prefixes(pool: &NodePool) -> Option<Open> {
    match &pool.node_config {
        Attr::Absent(_) => None,
        Attr::Unknown { open, .. } => Some(open.clone()),
        Attr::Known(name, origin) => {
            let why = format!("the ConfigMap {name} may turn on IP prefixes for these nodes");
            Some(Open { why: Why::Untold(why.into()), origin: *origin })
        }
    }
}

/// What the smallest of a pool's instance types holds in one mode, at most.
struct Limit {
    exclusive: bool,
    smallest: Option<(Arc<str>, u64)>,
    /// Why it may hold less.
    open: Option<Open>,
}

impl Limit {
    fn of(pool: &NodePool, exclusive: bool) -> Self {
        let (known, open) = pods(pool, exclusive);
        Self { exclusive, smallest: known.into_iter().min_by_key(|(_, pods)| *pods), open }
    }

    /// The pods of the smallest type, with those on the network of the node.
    fn pods(&self) -> Option<u64> {
        Some(self.smallest.as_ref()?.1 + facts::quota("host_network_pods"))
    }

    fn is_below(&self, max_pods: u64) -> bool {
        self.pods().is_some_and(|pods| pods < max_pods)
    }

    fn finding(&self, pool: &NodePool, max_pods: u64) -> Found {
        let (name, pods) = self.smallest.as_ref().map_or(("", 0), |(name, pods)| (name, *pods));
        let (mode, host) = (mode_name(self.exclusive), facts::quota("host_network_pods"));
        let room = pods + host;
        let message = format!(
            "max_pods = {max_pods}, but in {mode} {name} has addresses for {pods} pods, and {host} \
             more use the address of the node: pods beyond {room} are scheduled and never start"
        );
        let help = format!("max_pods = {room}, or an instance type with more ENIs");
        let offer = Offer::new(help, self.open.is_none().then_some(NewValue::Number(room)));
        let found = Found::new(CASE, ATTRIBUTE, pool.max_pods.origin(), message);
        with_told(found.offer(Some(offer)), pool)
    }
}

//! `pod_cidr` cut into slices of `node_cidr_mask` holds too few nodes or pods.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use super::free::{Offer, find, nodes_needed, pods_per_node};
use super::outcome::NewValue;
use crate::capacity::free::Wanted;
use crate::capacity::{flannel_nodes, flannel_pods_per_node, prefix_for_nodes, with_spare};
use crate::eval::OriginId;
use crate::facts;
use crate::model::{Attr, Cluster, Count, Open};
use ipnet::Ipv4Net;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if let Some(open) = cluster.pod_cidr.no_range() {
            return Err(open);
        }
        if !cluster.is_flannel()? {
            return Ok(None);
        }
        let Some(&pods) = cluster.pod_cidr.get()? else { return Ok(None) };
        let mask = cluster.node_cidr_mask.get()?.copied();
        let mask = mask.unwrap_or_else(|| facts::default_prefix("node_cidr_mask"));
        let room = Room::of(cx, cluster, pods, mask);
        Ok(Some(room.verdict(cx, cluster)))
    })
}

/// What the range holds, and what it must hold.
struct Room {
    pods: Ipv4Net,
    mask: u8,
    place: OriginId,
    nodes: u64,
    per_node: u64,
    planned: u64,
    surge: u64,
    surge_open: Option<Open>,
    expected_nodes: u64,
    expected_pods: u64,
    minimum: u64,
    open: Option<Open>,
}

impl Room {
    fn of(cx: &Context<'_>, cluster: &Cluster, pods: Ipv4Net, mask: u8) -> Self {
        let planned = cx.planned(cluster);
        let slice = flannel_pods_per_node(mask);
        let (per_node, per_node_open) = pods_per_node(cx, cluster, slice);
        let expected_pods = cx.expected_pods(cluster);
        let surge = Count::sum(cx.estate.pools_of(cluster).map(|pool| &pool.surge));
        Self {
            pods,
            mask,
            place: cluster.pod_cidr.origin(),
            nodes: flannel_nodes(pods, mask),
            per_node,
            planned: planned.least,
            surge: surge.least,
            surge_open: surge.open,
            expected_nodes: cx.expected_nodes(cluster),
            expected_pods,
            minimum: cx.minimum_nodes(cluster),
            open: planned.open.or(per_node_open.filter(|_| expected_pods > 0)),
        }
    }

    /// Who asks for the nodes.
    fn verb(&self) -> &'static str {
        if self.planned >= self.expected_nodes { "planned" } else { "expected" }
    }

    fn needed(&self) -> u64 {
        self.planned.max(self.expected_nodes)
    }

    fn verdict(&self, cx: &Context<'_>, cluster: &Cluster) -> Outcome {
        let Some((case, why)) = self.objection() else {
            let clean = Outcome::clean().or_open(self.open.clone());
            return clean.or_case(self.surge_open.clone(), "tight", "pod_cidr");
        };
        let head = format!("{} with node_cidr_mask {} gives {}", self.pods, self.mask, count(self.nodes, "node"));
        let mut found = Found::new(case, "pod_cidr", self.place, format!("{head}{why}"))
            .offer(self.offer(cx, cluster));
        if let Attr::Known(mask, place) = &cluster.node_cidr_mask {
            let pods = count(flannel_pods_per_node(*mask), "address");
            found = found.with(format!("node_cidr_mask {mask}: {pods} a node"), *place, None);
        }
        match case {
            "no_node" => {}
            "below_minimum" => {
                let message = "the minimum is told here";
                found = cx.with_term(found, cluster, message, |terms| terms.minimum_nodes);
            }
            _ => found = cx.with_askers(found, cluster),
        }
        let is_warning = matches!(case, "below_minimum" | "tight");
        Outcome::found(found).or_open(self.open.clone().filter(|_| is_warning))
    }

    /// The case of the card, and the rest of the message.
    fn objection(&self) -> Option<(&'static str, String)> {
        let minimum = self.minimum;
        let verb = self.verb();
        if self.nodes == 0 {
            return Some(("no_node", format!(
                ": a slice for one node is a /{}, larger than the whole range", self.mask
            )));
        }
        if self.nodes < self.needed() {
            return Some(("short", format!(
                "; {} {} {verb}: the {} node gets no pod addresses",
                self.needed(),
                if self.needed() == 1 { "is" } else { "are" },
                ordinal(self.nodes + 1)
            )));
        }
        if self.nodes.saturating_mul(self.per_node) < self.expected_pods {
            return Some(("few_pods", format!(
                " of {} pods each, {} in all; {} pods are expected",
                self.per_node, self.nodes * self.per_node, self.expected_pods
            )));
        }
        if self.nodes < minimum {
            return Some(("below_minimum", format!(
                " for the life of the cluster; at least {minimum} should fit"
            )));
        }
        let needed = self.needed() + self.surge;
        let left = if self.nodes < needed { "nothing is" } else { "less than a quarter is" };
        if self.nodes < with_spare(needed) {
            let surge = if self.surge > 0 { format!(", {} of them during upgrades", self.surge) } else { String::new() };
            return Some(("tight", format!(
                " for the life of the cluster; {needed} are {verb}{surge}: {left} left"
            )));
        }
        None
    }

    /// The smallest range that would do: the plan with a quarter to spare, and the minimum.
    fn offer(&self, cx: &Context<'_>, cluster: &Cluster) -> Option<Offer> {
        // where the mask leaves no room, a longer one makes smaller slices
        let least = self.mask.max(facts::prefix("node_cidr_mask_min"));
        let mut masks = least..=facts::prefix("node_cidr_mask_max");
        let (mask, range, taken) = masks.find_map(|mask| {
            let prefix = prefix_for_nodes(nodes_needed(cx, cluster, mask), mask)?;
            let wanted = Wanted { near: Some(self.pods), ..Wanted::exactly(prefix) };
            let (range, taken) = find(cx, cluster, "pod_cidr", wanted)?;
            Some((mask, range, taken))
        })?;
        let gives = count(flannel_nodes(range, mask), "node");
        let same = mask == self.mask;
        let with_mask = if same { String::new() } else { format!(" with node_cidr_mask = {mask}") };
        let help = format!("pod_cidr = \"{range}\"{with_mask} holds {gives} and {}", taken.said());
        // two values at once are nothing that a fix writes, and neither is one for the fewest of
        // several numbers of nodes
        let has_ways = |count: &Count| count.open.as_ref().is_some_and(Open::has_ways);
        let mut pools = cx.estate.pools_of(cluster);
        let certain = same && !pools.any(|pool| has_ways(&pool.planned) || has_ways(&pool.surge));
        Some(Offer::new(help, certain.then_some(NewValue::Range(range.into()))))
    }
}

fn count(number: u64, noun: &str) -> String {
    let plural = if noun.ends_with('s') { "es" } else { "s" };
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}{plural}") }
}

fn ordinal(number: u64) -> String {
    let suffix = match (number % 10, number % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

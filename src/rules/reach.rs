//! Which VPCs the VPC of a cluster reaches by peering, CEN, transit router or Express Connect.

mod hubs;
mod tables;

use super::context::Context;
use super::near::{Near, lies_in};
use crate::model::{Cluster, End, HubId, Link, Node, Open, VpcId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The links of an estate by what they are attached to.
pub(super) struct Graph<'e> {
    cx: Context<'e>,
    at_hub: BTreeMap<HubId, Vec<(&'e Link, &'e End)>>,
    /// What is attached to a hub that is not known: it may be any.
    at_any: Vec<(&'e Open, &'e End)>,
}

/// What a VPC reaches.
#[derive(Default)]
pub(super) struct Reach<'e> {
    /// The VPCs, and the link of the cluster's own VPC that leads there.
    pub(super) vpcs: BTreeMap<VpcId, (Near, &'e Link)>,
    /// Why there may be others, of which nothing is known.
    pub(super) open: Option<Open>,
}

impl<'e> Reach<'e> {
    fn add(&mut self, vpc: VpcId, near: Near, link: &'e Link) {
        match (self.vpcs.get(&vpc), &near) {
            (_, Near::No) | (Some((Near::Yes, _)), _) | (Some(_), Near::Perhaps(_)) => {}
            _ => drop(self.vpcs.insert(vpc, (near, link))),
        }
    }

    /// What is not known may be a VPC that is reached.
    fn beyond(&mut self, from: &From<'_, 'e>, open: &Open) {
        if from.is_concerned() && self.open.is_none() {
            self.open = Some(match &from.near {
                Near::Perhaps(perhaps) => perhaps.clone(),
                _ => open.clone(),
            });
        }
    }
}

/// Where a search stands: a cluster, the link that it left its VPC by, and whether that is certain.
struct From<'c, 'e> {
    cluster: &'c Cluster,
    link: &'e Link,
    near: Near,
}

impl From<'_, '_> {
    /// Whether what is not known of the far side concerns the cluster.
    fn is_concerned(&self) -> bool {
        matches!(self.near, Near::Yes) || self.link.subject.root == self.cluster.subject.root
    }
}

impl<'e> Graph<'e> {
    pub(super) fn of(cx: &Context<'e>) -> Self {
        let mut at_hub: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut at_any = Vec::new();
        for link in &cx.estate.links {
            for (end, other) in sides(link) {
                match &end.node {
                    Ok(Node::Hub(hub)) => at_hub.entry(*hub).or_default().push((link, other)),
                    Err(open) if !end.is_vpc => at_any.push((open, other)),
                    _ => {}
                }
            }
        }
        Self { cx: *cx, at_hub, at_any }
    }

    pub(super) fn reach(&self, cluster: &Cluster) -> Reach<'e> {
        let mut reach = Reach::default();
        let mut begun: BTreeMap<HubId, usize> = BTreeMap::new();
        for link in &self.cx.estate.links {
            for (here, there) in sides(link) {
                let near = self.is_here(cluster, here, link, there).unless(link.maybe.as_ref());
                if matches!(near, Near::No) {
                    continue;
                }
                let from = From { cluster, link, near };
                match &there.node {
                    Ok(Node::Vpc(vpc)) => reach.add(*vpc, from.near, link),
                    Ok(Node::Hub(hub)) => {
                        // of a VPC that may be any, two links see all that the others would
                        let times = begun.entry(*hub).or_default();
                        *times += usize::from(matches!(from.near, Near::Perhaps(_)));
                        if *times <= 2 || matches!(from.near, Near::Yes) {
                            self.through(*hub, &from, &mut reach);
                        }
                    }
                    Err(open) => reach.beyond(&from, open),
                }
            }
        }
        if let Ok(Some(own)) = cluster.vpc {
            reach.vpcs.remove(&own);
        }
        reach
    }

    fn is_here(&self, cluster: &Cluster, here: &End, link: &Link, there: &End) -> Near {
        let by = (&link.subject, there.node.is_ok());
        match &here.node {
            Ok(Node::Vpc(vpc)) => lies_in(&self.cx, cluster, &Ok(*vpc), by),
            Err(open) if here.is_vpc => lies_in(&self.cx, cluster, &Err(open.clone()), by),
            _ => Near::No,
        }
    }

    /// All that is reached by way of a hub; hubs hand on to each other, VPCs do not.
    fn through(&self, first: HubId, from: &From<'_, 'e>, reach: &mut Reach<'e>) {
        let mut seen = BTreeSet::new();
        let mut queue = VecDeque::from([(first, self.entered(first, from.near.clone()))]);
        while let Some((hub, near)) = queue.pop_front() {
            if !seen.insert(hub) {
                continue;
            }
            if matches!(near, Near::Yes) || hub == first {
                self.not_in_view(hub, from, reach);
            }
            for (link, other) in self.at_hub.get(&hub).into_iter().flatten() {
                let near = near.clone().unless(link.maybe.as_ref());
                match &other.node {
                    Ok(Node::Hub(next)) => match self.entered(*next, near) {
                        Near::Yes => queue.push_front((*next, Near::Yes)),
                        near => queue.push_back((*next, near)),
                    },
                    _ if std::ptr::eq(*link, from.link) => {}
                    Ok(Node::Vpc(vpc)) => {
                        let separate = tables::judge(&self.cx, (from.link, link), hub == first);
                        reach.add(*vpc, both(near, separate), from.link);
                    }
                    Err(open) if matches!(near, Near::Yes) => {
                        reach.beyond(from, open);
                    }
                    Err(_) => {}
                }
            }
            for (open, other) in self.at_any.iter().filter(|_| hub == first) {
                let near = Near::Perhaps((*open).clone());
                match other.node {
                    Ok(Node::Vpc(vpc)) => reach.add(vpc, near, from.link),
                    Ok(Node::Hub(next)) => queue.push_back((next, near)),
                    Err(_) => {}
                }
            }
            for (next, open) in self.perhaps_same(hub) {
                queue.push_back((next, near.clone().unless(Some(&open))));
            }
        }
    }
}

/// Both ends of a link, each with the other.
fn sides(link: &Link) -> impl Iterator<Item = (&End, &End)> {
    let [a, b] = &link.ends;
    [(a, b), (b, a)].into_iter()
}

/// Both must hold.
fn both(a: Near, b: Near) -> Near {
    match (a, b) {
        (Near::No, _) | (_, Near::No) => Near::No,
        (Near::Perhaps(open), _) | (_, Near::Perhaps(open)) => Near::Perhaps(open),
        _ => Near::Yes,
    }
}

//! The VPC has fewer addresses than the nodes and pods of its Terway clusters.

mod demand;

use super::context::Context;
use super::free::network_range;
use super::outcome::{Answer, Found, Outcome};
use crate::capacity;
use crate::eval::OriginId;
use crate::facts;
use crate::model::{Attr, Cluster, Open, Plugged, Subject, Vpc};
use demand::Demand;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if matches!(cluster.vpc, Ok(None)) || !is_terway(cluster)? {
            return Ok(None);
        }
        let id = match cluster.vpc.clone() {
            Ok(Some(id)) => id,
            Ok(None) => return Ok(None),
            Err(_) if asks_for_nothing(cx, cluster) => return Ok(Some(Outcome::clean())),
            Err(open) => return Err(open),
        };
        let supply = Supply::of(cx.estate.vpc(id), cx.estate.vpc_open(id, cluster));
        Ok(Some(supply.verdict(cx, cluster, &Demand::in_vpc(cx, id, cluster))))
    })
}

fn is_terway(cluster: &Cluster) -> Result<bool, Open> {
    Ok(matches!(cluster.plugged.clone()?, Plugged::By { plug_in, .. } if !plug_in.is_flannel()))
}

/// Whether a cluster neither plans nor expects anything: then no VPC is too small for it.
fn asks_for_nothing(cx: &Context<'_>, cluster: &Cluster) -> bool {
    let planned = cx.planned(cluster);
    let nodes = planned.least + cx.expected_nodes(cluster) + cx.expected_pods(cluster);
    planned.open.is_none() && nodes == 0
}

/// The addresses of a VPC.
struct Supply<'e> {
    vpc: &'e Vpc,
    addresses: u64,
    ranges: Vec<String>,
    place: Option<OriginId>,
    open: Option<Open>,
}

impl<'e> Supply<'e> {
    fn of(vpc: &'e Vpc, open: Option<Open>) -> Self {
        let maybe = vpc.subject.as_ref().and_then(Subject::doubt);
        let open = open.or(maybe);
        let mut this = Self { vpc, addresses: 0, ranges: Vec::new(), place: None, open };
        for range in &vpc.ranges {
            match (&range.cidr, &range.maybe) {
                (Attr::Known(cidr, place), None) => {
                    this.addresses += capacity::addresses(*cidr);
                    this.ranges.push(cidr.to_string());
                    this.place.get_or_insert(*place);
                }
                (Attr::Known(_, place), Some(why)) => {
                    let maybe = Open { why: why.clone(), origin: *place };
                    this.open = Open::either(this.open, Some(maybe));
                }
                (Attr::Unknown { open, .. }, _) => {
                    this.open = Open::either(this.open, Some(open.clone()));
                }
                (Attr::Absent(_), _) => {}
            }
        }
        this
    }

    fn verdict(&self, cx: &Context<'_>, cluster: &Cluster, demand: &Demand) -> Outcome {
        let open = self.open.clone();
        let all = demand.all();
        if all <= self.addresses {
            let fits = demand.most.is_some_and(|most| most <= self.addresses);
            let full = demand.full_open.clone().filter(|_| !fits);
            return Outcome::clean().or_open(demand.open.clone()).or_case(full, "tight", "vpc");
        }
        let Some(place) = self.place.filter(|_| open.is_none()) else {
            return Outcome::clean().or_open(open);
        };
        let has = format!("{}: {} addresses", self.ranges.join(" and "), self.addresses);
        let (case, message) = if demand.expected > self.addresses {
            ("below_expected", format!(
                "the VPC has {has}; {} expected pods and {} nodes need {}",
                demand.pods, demand.nodes, demand.expected
            ))
        } else if demand.least > self.addresses {
            ("short", format!(
                "the VPC has {has}; {} nodes need {} with {} addresses each, the least that Terway \
                 works with",
                demand.nodes, demand.least, facts::quota("terway_vpc_addresses_per_node")
            ))
        } else {
            ("tight", format!(
                "the VPC has {has}; {} nodes full of pods need {}",
                demand.nodes, demand.full
            ))
        };
        let mut found = Found::new(case, "vpc", place, message).help(help(cx, all));
        if let Some(subject) = &self.vpc.subject {
            found = found.with(format!("the VPC {}", subject.address), subject.head, Some(subject));
        }
        for other in demand.clusters.iter().filter(|id| !cx.estate.clusters[**id].subject.same(&cluster.subject)) {
            let subject = &cx.estate.clusters[*other].subject;
            found = found.with(format!("{} asks for addresses too", subject.address), subject.head, Some(subject));
        }
        found = cx.with_askers(found, cluster);
        let worse = demand.open.clone().filter(|_| case == "tight");
        Outcome::found(found).or_open(worse)
    }

}

fn help(cx: &Context<'_>, needed: u64) -> Option<String> {
    let prefix = capacity::prefix_for_addresses(capacity::with_spare(needed))?;
    let permitted = facts::quota("vpc_prefix_min")..=facts::quota("vpc_prefix_max");
    permitted.contains(&u64::from(prefix)).then(|| {
        let such = network_range(cx, prefix).map_or_else(String::new, |free| format!("; {free}"));
        format!(
            "a VPC of /{prefix}, or secondary ranges of that size, would hold them with a quarter \
             to spare{such}"
        )
    })
}

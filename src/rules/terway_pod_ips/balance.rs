//! The demand of clusters beside the supply of their pod vSwitches, and what is said of it.

use super::super::context::Context;
use super::super::free::another_vswitch;
use super::super::outcome::{Found, Outcome};
use super::demand::Demand;
use super::spread::Spread;
use super::supply::Supply;
use crate::capacity::{self, free::Wanted};
use crate::facts;
use crate::model::{Attr, Cluster, Open};

/// What all findings are about.
const ATTRIBUTE: &str = "pod_vswitch_ids";

/// What a group of clusters asks of all its pod vSwitches, seen from one of them.
pub(super) struct Balance<'e> {
    cx: Context<'e>,
    cluster: &'e Cluster,
    others: Vec<&'e Cluster>,
    spread: Spread,
    supply: Supply,
    demand: Demand,
}

impl<'e> Balance<'e> {
    pub(super) fn of(cx: &Context<'e>, cluster: &'e Cluster, group: &[&'e Cluster]) -> Self {
        let spread = Spread::of(cx, group);
        let supply = Supply::of(cx, group, &spread.zones);
        let demand = Demand::of(cx, group, &spread);
        let others = group.iter().filter(|other| !std::ptr::eq(**other, cluster)).copied();
        Self { cx: *cx, cluster, others: others.collect(), spread, supply, demand }
    }

    /// What is said of the cluster.
    pub(super) fn verdict(&self) -> Outcome {
        if let Some((case, message)) = self.short() {
            return Outcome::found(self.finding(case, message));
        }
        if let Some((case, message)) = self.tight() {
            return Outcome::found(self.finding(case, message)).or_case(self.could_be_short(), "short", ATTRIBUTE);
        }
        Outcome::clean().or_case(self.could_be_short(), "short", ATTRIBUTE).or_case(self.could_be_tight(), "tight", ATTRIBUTE)
    }

    /// What cannot work.
    fn short(&self) -> Option<(&'static str, String)> {
        let (supply, demand) = (&self.supply, &self.demand);
        if supply.open.is_none() && demand.expected > supply.total {
            return Some(("below_expected", format!(
                "{}; {} pods{} are expected", self.has(), demand.expected, self.whose()
            )));
        }
        if supply.open.is_none() && demand.least > supply.total {
            return Some(("short", format!(
                "{}; {} nodes{} need at least {}: later nodes get no pod addresses",
                self.has(), demand.nodes, self.whose(), demand.least
            )));
        }
        let short = demand.zones.iter().find(|zone| supply.is_short(zone.zone, zone.balanced_least));
        short.map(|zone| ("zone_short", format!(
            "{}; {} nodes there need at least {}",
            self.has_in(zone.zone), zone.nodes, zone.balanced_least
        )))
    }

    /// What works until nodes are full.
    fn tight(&self) -> Option<(&'static str, String)> {
        let (supply, demand) = (&self.supply, &self.demand);
        if supply.open.is_none() && demand.full > supply.total {
            return Some(("tight", format!(
                "{}; {} nodes full of pods{} need {}",
                self.has(), demand.nodes, self.whose(), demand.full
            )));
        }
        let tight = demand.zones.iter().find(|zone| supply.is_short(zone.zone, zone.needed()));
        tight.map(|zone| ("zone_tight", format!(
            "{}; {} nodes there need {}{}",
            self.has_in(zone.zone), zone.nodes, zone.needed(),
            if zone.full >= zone.least { " when they are full of pods" } else { "" }
        )))
    }

    /// Why it could be short for all that is known.
    fn could_be_short(&self) -> Option<Open> {
        let (supply, demand) = (&self.supply, &self.demand);
        let wanted = demand.least.max(demand.expected);
        let total = supply.open.clone().filter(|_| wanted > supply.total);
        let zones = demand.zones.iter().map(|zone| {
            let (usable, open) = &supply.zones[zone.zone];
            let spread = zone.balanced_open.clone().filter(|_| zone.least > *usable);
            Open::either(open.clone().filter(|_| zone.balanced_least > *usable), spread)
        });
        let supply = zones.fold(total, Open::either);
        Open::either(supply, Open::either(demand.open.clone(), self.which_zones()))
    }

    /// Why it is not known which zones share the demand; nothing where any zone could bear it all.
    fn which_zones(&self) -> Option<Open> {
        let least = self.supply.smallest;
        let bearable = self.supply.open.is_none()
            && self.demand.most.is_some_and(|most| least.is_some_and(|least| most <= least));
        self.demand.zones_open.clone().filter(|_| !bearable)
    }

    /// Why it could be tight for all that is known.
    fn could_be_tight(&self) -> Option<Open> {
        let (supply, demand) = (&self.supply, &self.demand);
        let total = supply.open.clone().filter(|_| demand.full > supply.total);
        let zones = demand.zones.iter().map(|zone| {
            supply.zones[zone.zone].1.clone().filter(|_| zone.needed() > supply.zones[zone.zone].0)
        });
        let fits = demand.most.is_some_and(|most| most <= supply.total)
            && demand.zones.iter().all(|zone| {
                zone.most.is_some_and(|most| most <= supply.zones[zone.zone].0)
            });
        let supply = zones.fold(total, Open::either);
        Open::either(supply, demand.full_open.clone().filter(|_| !fits))
    }

    fn has(&self) -> String {
        format!("the pod vSwitches have {} usable addresses", self.supply.total)
    }

    fn has_in(&self, zone: usize) -> String {
        let usable = self.supply.zones[zone].0;
        format!("the pod vSwitches in {} have {usable} usable addresses", self.spread.name(zone))
    }

    fn whose(&self) -> &'static str {
        if self.others.is_empty() { "" } else { " of all clusters that share them" }
    }

    fn finding(&self, case: &'static str, message: String) -> Found {
        let place = self.cluster.pod_vswitches.origin;
        let mut found = Found::new(case, ATTRIBUTE, place, message).help(self.help());
        for id in self.cluster.pod_vswitches.certain() {
            let vswitch = self.cx.estate.vswitch(id);
            if let (Attr::Known(range, at), Some(subject)) = (&vswitch.cidr, &vswitch.subject) {
                let usable = capacity::usable(*range);
                let message = format!("{} is {range}: {usable} usable addresses", subject.address);
                found = found.with(message, *at, None);
            }
        }
        found = self.cx.with_askers(found, self.cluster);
        for other in &self.others {
            let subject = &other.subject;
            let message = format!("{} uses them too", subject.address);
            found = found.with(message, subject.head, Some(subject));
        }
        found
    }

    fn help(&self) -> Option<String> {
        let reserved = facts::quota("vswitch_reserved_addresses");
        let wanted = capacity::with_spare(self.demand.wish()) + reserved;
        let [shortest, longest] = permitted();
        let prefix = capacity::prefix_for_addresses(wanted)?.min(longest);
        let such = self.another().map_or_else(String::new, |such| format!("; {such}"));
        Some(if prefix < shortest {
            format!("more than one pod vSwitch of /{shortest}, the largest that there are, would hold them{such}")
        } else {
            format!("pod vSwitches of /{prefix} in all, in the zones of the nodes, hold them with a quarter to spare{such}")
        })
    }

    /// A range for one more pod vSwitch: what is missing in all, or in the zone that misses most.
    fn another(&self) -> Option<String> {
        let vpc = self.cluster.vpc.clone().ok().flatten();
        let missing = capacity::with_spare(self.demand.wish()).saturating_sub(self.supply.total);
        let zones = self.demand.zones.iter().map(|zone| {
            zone.needed().saturating_sub(self.supply.zones[zone.zone].0)
        });
        let missing = zones.chain([missing]).max()? + facts::quota("vswitch_reserved_addresses");
        let [shortest, longest] = permitted();
        let prefix = capacity::prefix_for_addresses(missing)?.clamp(shortest, longest);
        another_vswitch(&self.cx, vpc, Wanted::exactly(prefix))
    }
}

/// The shortest prefix of a vSwitch, and the longest of one for pods.
fn permitted() -> [u8; 2] {
    ["vswitch_prefix_min", "pod_vswitch_prefix_max"].map(facts::prefix)
}

//! Nodes run in a zone that has no pod vSwitch.

use super::context::Context;
use super::free::another_vswitch;
use super::outcome::{Answer, Found, Outcome};
use super::terway::{has_chosen_vswitches, needs};
use crate::capacity::free::Wanted;
use crate::eval::Why;
use crate::facts;
use crate::model::{Cluster, Listed, NodePool, Open, VSwitch, VSwitchId, Zone, same_zone};

const CASE: &str = "uncovered";
const ATTRIBUTE: &str = "pod_vswitch_ids";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if !has_chosen_vswitches(cluster)? {
            return Ok(None);
        }
        let pods = &cluster.pod_vswitches;
        let mut zones = Uncovered { cx: *cx, pods, zones: Vec::new(), open: None };
        let needs = needs(cx, cluster);
        for need in &needs {
            let who = need.pool.subject.address.to_string();
            match (need.nodes, &need.pool.planned.open) {
                (0, None) => {}
                _ if need.pool.vswitches.is_present() == Ok(false) => zones.nowhere(need.pool),
                (0, Some(open)) => zones.add(&who, &need.pool.vswitches, Some(open)),
                _ => zones.add(&who, &need.pool.vswitches, None),
            }
        }
        if needs.is_empty() {
            zones.add(&cluster.subject.address.to_string(), &cluster.vswitches, None);
        }
        let mut outcome = Outcome::clean();
        outcome.findings.extend(zones.finding(cluster));
        Ok(Some(outcome.or_case(zones.open, CASE, ATTRIBUTE)))
    })
}

/// The zones without a pod vSwitch.
struct Uncovered<'e> {
    cx: Context<'e>,
    pods: &'e Listed,
    /// A vSwitch of nodes in each, and whose nodes.
    zones: Vec<(VSwitchId, Vec<String>)>,
    /// Why there may be others.
    open: Option<Open>,
}

impl<'e> Uncovered<'e> {
    /// Adds the vSwitches of nodes, which may not be there for the reason given.
    fn add(&mut self, who: &str, nodes: &Listed, perhaps: Option<&Open>) {
        for (id, origin, maybe) in &nodes.items {
            let maybe = maybe.clone().map(|why| Open { why, origin: *origin });
            let perhaps = maybe.or_else(|| perhaps.cloned());
            match (self.is_covered(*id), perhaps) {
                (Ok(true), _) => {}
                (Ok(false), None) => self.uncovered(*id, who),
                (Ok(false), Some(open)) | (Err(open), _) => self.doubt(open),
            }
        }
        if let Some(open) = &nodes.open {
            self.doubt(open.clone());
        }
    }

    /// Adds a pool whose vSwitches are not written.
    fn nowhere(&mut self, pool: &NodePool) {
        let why = "the node pool names no vSwitch, so where its nodes run is not known";
        self.doubt(Open { why: Why::Untold(why.into()), origin: pool.subject.head });
    }

    fn doubt(&mut self, open: Open) {
        self.open = Open::either(self.open.take(), Some(open));
    }

    fn uncovered(&mut self, id: VSwitchId, who: &str) {
        let same = |other: VSwitchId| match (self.zone(id), self.zone(other)) {
            (Ok(a), Ok(b)) => id == other || same_zone(a, b) == Some(true),
            _ => id == other,
        };
        let at = self.zones.iter().position(|(other, _)| same(*other));
        let at = at.unwrap_or_else(|| {
            self.zones.push((id, Vec::new()));
            self.zones.len() - 1
        });
        let whose = &mut self.zones[at].1;
        if !whose.iter().any(|known| known == who) {
            whose.push(who.to_owned());
        }
    }

    fn vswitch(&self, id: VSwitchId) -> &'e VSwitch {
        self.cx.estate.vswitch(id)
    }

    fn zone(&self, id: VSwitchId) -> Result<&'e Zone, Open> {
        self.vswitch(id).zone.as_ref().map_err(Clone::clone)
    }

    /// Whether the zone of a vSwitch has a pod vSwitch.
    fn is_covered(&self, id: VSwitchId) -> Result<bool, Open> {
        let mut open = self.pods.open.clone();
        for (pods, origin, maybe) in &self.pods.items {
            match (self.in_one_zone(id, *pods), maybe) {
                (Ok(true), None) => return Ok(true),
                (Ok(true), Some(why)) => {
                    let maybe = Open { why: why.clone(), origin: *origin };
                    open = Open::either(open, Some(maybe));
                }
                (Ok(false), _) => {}
                (Err(why), _) => open = Open::either(open, Some(why)),
            }
        }
        open.map_or(Ok(false), Err)
    }

    /// Whether two vSwitches lie in one zone. One covers its own zone, whichever that is.
    fn in_one_zone(&self, nodes: VSwitchId, pods: VSwitchId) -> Result<bool, Open> {
        if nodes == pods {
            return Ok(true);
        }
        let (a, b) = (self.zone(nodes)?, self.zone(pods)?);
        same_zone(a, b).ok_or_else(|| {
            let why = format!("{a} and {b} may be one zone or two");
            Open { why: Why::Untold(why.into()), origin: self.vswitch(nodes).zone_place }
        })
    }

    fn finding(&self, cluster: &Cluster) -> Option<Found> {
        self.zones.first()?;
        let names = self.zones.iter().map(|(id, _)| match self.zone(*id) {
            Ok(zone) => zone.to_string(),
            Err(_) => format!("the zone of {}", self.vswitch(*id).identity),
        });
        let names = listed(&names.collect::<Vec<_>>());
        let mut whose: Vec<&str> =
            self.zones.iter().flat_map(|(_, whose)| whose.iter().map(String::as_str)).collect();
        whose.dedup();
        let whose = listed(&whose);
        let message = format!(
            "nodes of {whose} run in {names}, where no pod vSwitch is: their pods take addresses \
             from the vSwitch of the node, which nobody has sized for pods"
        );
        let prefix = facts::prefix("pod_vswitch_prefix_recommended");
        let longest = facts::prefix("pod_vswitch_prefix_max");
        let vpc = cluster.vpc.clone().ok().flatten();
        let such = another_vswitch(&self.cx, vpc, Wanted { prefix, longest, near: None });
        let such = such.map_or_else(String::new, |such| format!("; {such}"));
        let help = format!("add a vSwitch in {names} to pod_vswitch_ids{such}");
        let found = Found::new(CASE, ATTRIBUTE, cluster.pod_vswitches.origin, message).help(help);
        Some(self.zones.iter().fold(found, |found, (id, _)| {
            let vswitch = self.vswitch(*id);
            found.with(format!("{} is for nodes", vswitch.identity), vswitch.zone_place, None)
        }))
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: &[impl AsRef<str>]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

//! A pod vSwitch is smaller than ACK takes, or than it recommends.

use super::context::Context;
use super::free::{Offer, vswitch_instead};
use super::outcome::{Answer, Found, Outcome};
use super::terway::has_chosen_vswitches;
use crate::capacity::{self, free::Wanted};
use crate::facts;
use crate::model::{Attr, Cluster, Open, VSwitchId};
use ipnet::IpNet;

const ATTRIBUTE: &str = "pod_vswitch_ids";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if !has_chosen_vswitches(cluster)? {
            return Ok(None);
        }
        let mut sizes = Sizes::default();
        for (id, listed, maybe) in &cluster.pod_vswitches.items {
            let maybe = maybe.clone().map(|why| Open { why, origin: *listed });
            sizes.add(cx, *id, maybe);
        }
        let mut outcome = Outcome::clean();
        outcome.findings.extend(sizes.finding(cx, cluster));
        let unlisted = cluster.pod_vswitches.open.clone();
        let outcome = outcome.or_case(
            Open::either(sizes.too_small_open, unlisted),
            "too_small",
            ATTRIBUTE,
        );
        Ok(Some(outcome.or_case(sizes.small_open, "small", ATTRIBUTE)))
    })
}

/// The pod vSwitches of a cluster that are small.
#[derive(Default)]
struct Sizes {
    /// The smallest first.
    small: Vec<(VSwitchId, IpNet)>,
    /// Why there may be one that is too small.
    too_small_open: Option<Open>,
    /// Why there may be one that is small.
    small_open: Option<Open>,
}

impl Sizes {
    fn add(&mut self, cx: &Context<'_>, id: VSwitchId, maybe: Option<Open>) {
        match (&cx.estate.vswitch(id).cidr, maybe) {
            (Attr::Known(range, _), maybe) => match (case(*range), maybe) {
                (Some(case), Some(open)) => self.doubt(open, case),
                (Some(_), None) => {
                    self.small.push((id, *range));
                    self.small.sort_by_key(|(_, range)| std::cmp::Reverse(range.prefix_len()));
                }
                (None, _) => {}
            },
            (Attr::Unknown { open, .. }, _) => self.doubt(open.clone(), "too_small"),
            (Attr::Absent(_), _) => {}
        }
    }

    fn doubt(&mut self, open: Open, case: &str) {
        let of_case =
            if case == "too_small" { &mut self.too_small_open } else { &mut self.small_open };
        *of_case = Open::either(of_case.take(), Some(open));
    }

    /// One finding at the smallest, with the others that are as bad.
    fn finding(&self, cx: &Context<'_>, cluster: &Cluster) -> Option<Found> {
        let (id, range) = *self.small.first()?;
        let case = case(range)?;
        let usable = capacity::usable(range);
        let name = cx.estate.vswitch(id).identity.to_string();
        let (most, recommended) = limits();
        let message = match case {
            "too_small" => format!(
                "{range} is too small for pods: ACK takes pod vSwitches up to /{most}, and {name} \
                 has {usable} usable addresses"
            ),
            _ => format!(
                "{range} has {usable} usable addresses for pods; ACK recommends /{recommended} or \
                 larger, and the range of {name} cannot grow"
            ),
        };
        let found = Found::new(case, ATTRIBUTE, cx.estate.vswitch(id).cidr.origin(), message);
        let found = found.offer(offer(cx, id, range));
        let others = self.small.iter().skip(1).filter(|(_, range)| self::case(*range) == Some(case));
        let found = others.fold(found, |found, (id, range)| {
            let vswitch = cx.estate.vswitch(*id);
            let usable = capacity::usable(*range);
            let message = format!("{} is {range}: {usable} usable addresses", vswitch.identity);
            found.with(message, vswitch.cidr.origin(), None)
        });
        Some(found.with("pods take their addresses there", cluster.pod_vswitches.origin, None))
    }
}

/// The longest prefix that is taken, and the longest that is recommended.
fn limits() -> (u8, u8) {
    (facts::prefix("pod_vswitch_prefix_max"), facts::prefix("pod_vswitch_prefix_recommended"))
}

fn case(range: IpNet) -> Option<&'static str> {
    let (most, recommended) = limits();
    match range {
        IpNet::V4(range) if range.prefix_len() > most => Some("too_small"),
        IpNet::V4(range) if range.prefix_len() > recommended => Some("small"),
        _ => None,
    }
}

/// A range in the VPC: as recommended, else the largest that is free and better than this one.
fn offer(cx: &Context<'_>, id: VSwitchId, range: IpNet) -> Option<Offer> {
    let (most, recommended) = limits();
    let better = range.prefix_len().saturating_sub(1).min(most);
    vswitch_instead(cx, id, Wanted { prefix: recommended, longest: better, near: None })
}

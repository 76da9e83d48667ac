//! The vSwitches of a new VPC, by zone.

use super::{Impossible, PlugIn, Wish, no};
use crate::capacity::free::{Wanted, fit, private};
use crate::capacity::{prefix_for_addresses, usable};
use crate::facts;
use crate::report::capacity::number;
use ipnet::{IpNet, Ipv4Net};

/// The ranges of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InZone {
    /// Its name.
    pub name: String,
    /// The range of its nodes.
    pub nodes: Ipv4Net,
    /// The ranges of its pods, with Terway: more than one where the largest vSwitch is too small.
    pub pods: Vec<Ipv4Net>,
}

/// The prefix that is tried first, and the longest that would do.
type Sizes = (u8, u8);

/// The same of pod vSwitches, and how many of them a zone has.
type Many = (Sizes, usize);

/// The addresses that each zone needs.
pub(super) struct Layout {
    pub(super) nodes: u64,
    pub(super) pods: Option<u64>,
}

/// vSwitches of nodes are as large as this where there is room: what is small stays small for life.
const ROOMY: u8 = 24;

impl Layout {
    /// The ranges of all zones, or why the VPC has no room for them and which one would.
    pub(super) fn of(&self, wish: &Wish) -> Result<Vec<InZone>, Impossible> {
        let (nodes, pods) = self.prefixes(wish)?;
        if let Some(zones) = place(wish.vpc, wish, nodes, pods) {
            return Ok(zones);
        }
        let least = facts::prefix("vpc_prefix_min");
        let blocks = private();
        let larger = (least..wish.vpc.prefix_len()).rev().find_map(|prefix| {
            let around = Ipv4Net::new(wish.vpc.network(), prefix).ok()?.trunc();
            let within = |range: &Ipv4Net| blocks.iter().any(|block| block.contains(range));
            let mut tried = [around].into_iter().filter(within).chain(
                blocks.iter().filter_map(|block| fit(Wanted::exactly(prefix), &[*block], &[])),
            );
            tried.find(|vpc| place(*vpc, wish, nodes, pods).is_some())
        });
        let does = match larger {
            Some(vpc) => format!("--vpc {vpc} has room for them"),
            None => "plan fewer nodes and pods, or more than one cluster".to_owned(),
        };
        let for_pods = pods.map_or_else(String::new, |((_, longest), count)| {
            let sizes = vec![format!("/{longest}"); count].join(" and ");
            format!(" and {} addresses for pods ({sizes})", number(self.pods.unwrap_or(0)))
        });
        let zones = match wish.zones.len() {
            1 => "its zone".to_owned(),
            zones => format!("each of {zones} zones"),
        };
        no(format!(
            "the VPC {} is too small: {zones} needs {} addresses for nodes (/{}){for_pods}, a \
             quarter to spare included; {does}",
            wish.vpc,
            number(self.nodes),
            nodes.1
        ))
    }

    /// For nodes and for pods: the prefix that is tried first, and the longest that would do.
    fn prefixes(&self, wish: &Wish) -> Result<(Sizes, Option<Many>), Impossible> {
        let [shortest, longest] = ["vswitch_prefix_min", "vswitch_prefix_max"].map(facts::prefix);
        let reserved = facts::quota("vswitch_reserved_addresses");
        let of = |addresses: u64, longest: u8| {
            let prefix =
                prefix_for_addresses(addresses + reserved).map(|prefix| prefix.min(longest));
            prefix.filter(|prefix| *prefix >= shortest)
        };
        let too_many = |what: &str, addresses: u64| {
            no(format!(
                "{} addresses for the {what} of a zone are more than a /{shortest}, the largest \
                 vSwitch; plan more --zones, or fewer {what}",
                number(addresses)
            ))
        };
        let Some(nodes) = of(self.nodes, longest) else { return too_many("nodes", self.nodes) };
        let nodes = (nodes.min(ROOMY), nodes);
        let Some(addresses) = self.pods else { return Ok((nodes, None)) };
        debug_assert!(wish.plug_in == PlugIn::Terway, "only Terway has pod vSwitches");
        let most = facts::prefix("pod_vswitch_prefix_max");
        // what one vSwitch cannot hold several can
        let largest = usable(Ipv4Net::new_assert([0, 0, 0, 0].into(), shortest).into());
        let count = addresses.div_ceil(largest).max(1);
        let Some(pods) = of(addresses.div_ceil(count), most) else {
            return too_many("pods", addresses);
        };
        let recommended = facts::prefix("pod_vswitch_prefix_recommended");
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        Ok((nodes, Some(((pods.min(recommended), pods), count))))
    }
}

/// The ranges in a VPC: as large as they are recommended, else as they must be. The largest are
/// placed first, which wastes nothing.
fn place(vpc: Ipv4Net, wish: &Wish, nodes: Sizes, pods: Option<Many>) -> Option<Vec<InZone>> {
    let of_pods: Vec<Option<(u8, usize)>> = match pods {
        Some(((first, longest), count)) => {
            (first..=longest).map(|prefix| Some((prefix, count))).collect()
        }
        None => vec![None],
    };
    let tries =
        of_pods.into_iter().flat_map(|pods| (nodes.0..=nodes.1).map(move |nodes| (nodes, pods)));
    let mut tries = tries.map(|(nodes, pods)| exactly(vpc, wish, nodes, pods));
    tries.find_map(|zones| zones)
}

fn exactly(vpc: Ipv4Net, wish: &Wish, nodes: u8, pods: Option<(u8, usize)>) -> Option<Vec<InZone>> {
    // more than any VPC has room for
    if pods.is_some_and(|(_, count)| count > usize::from(u8::MAX)) {
        return None;
    }
    let mut taken: Vec<IpNet> = Vec::new();
    let mut next = |prefix: u8| {
        let range = fit(Wanted::exactly(prefix), &[vpc], &taken)?;
        taken.push(range.into());
        Some(range)
    };
    let zones = wish.zones.len();
    let mut all = |prefix: u8, count: usize| (0..count).map(|_| next(prefix)).collect();
    let (for_nodes, for_pods): (Option<Vec<_>>, Option<Vec<_>>) = match pods {
        None => (all(nodes, zones), Some(Vec::new())),
        Some((pods, count)) if pods <= nodes => {
            let for_pods = all(pods, zones * count);
            (all(nodes, zones), for_pods)
        }
        Some((pods, count)) => {
            let for_nodes = all(nodes, zones);
            (for_nodes, all(pods, zones * count))
        }
    };
    let (for_nodes, for_pods) = (for_nodes?, for_pods?);
    let each = pods.map_or(0, |(_, count)| count);
    let zones = wish.zones.iter().zip(for_nodes).enumerate();
    let zones = zones.map(|(at, (name, nodes))| InZone {
        name: name.clone(),
        nodes,
        pods: for_pods.iter().skip(at * each).take(each).copied().collect(),
    });
    // one vSwitch that takes all leaves no room for anything else
    Some(zones.collect()).filter(|zones: &Vec<InZone>| zones.iter().all(|zone| zone.nodes != vpc))
}

//! The vSwitches of one cluster lie in several VPCs.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::eval::{OriginId, Why};
use crate::model::{Cluster, Estate, Identity, Listed, Open, VSwitch, VSwitchId, Vpc, VpcId};

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        // where ACK makes the network itself there is nothing to choose
        if matches!(cluster.vpc, Ok(None)) {
            return Ok(None);
        }
        let used = Used::by(cx.estate, cluster);
        let nothing = used.vswitches.is_empty() && used.open.is_none();
        Ok((!nothing).then(|| used.verdict(cx.estate)))
    })
}

/// A vSwitch that a cluster or one of its pools uses.
struct Use<'e> {
    vswitch: &'e VSwitch,
    /// Where it is named.
    place: OriginId,
    /// The list that names it.
    list: OriginId,
    /// Why it may not be used.
    maybe: Option<Open>,
}

/// All vSwitches that a cluster and its pools use.
struct Used<'e> {
    vswitches: Vec<Use<'e>>,
    /// Why there may be more.
    open: Option<Open>,
}

impl<'e> Used<'e> {
    fn by(estate: &'e Estate, cluster: &'e Cluster) -> Self {
        let mut used = Self { vswitches: Vec::new(), open: None };
        let mut known: Vec<VSwitchId> = Vec::new();
        let own = [&cluster.vswitches, &cluster.pod_vswitches].map(|listed| (listed, None));
        let pools = estate.pools_of(cluster).map(|pool| {
            let head = pool.subject.head;
            (&pool.vswitches, pool.subject.maybe.clone().map(|why| Open { why, origin: head }))
        });
        for (listed, maybe) in own.into_iter().chain(pools) {
            used.add(estate, listed, maybe.as_ref(), &mut known);
        }
        used
    }

    fn add(
        &mut self,
        estate: &'e Estate,
        listed: &Listed,
        maybe: Option<&Open>,
        known: &mut Vec<VSwitchId>,
    ) {
        for (id, place, why) in &listed.items {
            let why = why.clone().map(|why| Open { why, origin: *place });
            let maybe = why.or_else(|| maybe.cloned());
            match known.iter().position(|other| other == id) {
                Some(at) if maybe.is_none() => self.vswitches[at].maybe = None,
                Some(_) => {}
                None => {
                    known.push(*id);
                    let vswitch = estate.vswitch(*id);
                    self.vswitches.push(Use { vswitch, place: *place, list: listed.origin, maybe });
                }
            }
        }
        self.open = self.open.take().or_else(|| listed.open.clone());
    }

    fn verdict(&self, estate: &Estate) -> Outcome {
        let certain = self.vswitches.iter().filter(|used| used.maybe.is_none());
        let known: Vec<(&Use<'_>, VpcId)> =
            certain.filter_map(|used| Some((used, *used.vswitch.vpc.as_ref().ok()?))).collect();
        for (at, first) in known.iter().enumerate() {
            let behind = known[at + 1..].iter();
            let others: Vec<_> = behind
                .filter(|(_, other)| same_vpc(estate, first.1, *other) == Ok(false))
                .copied()
                .collect();
            if !others.is_empty() {
                return Outcome::found(found(estate, *first, &others));
            }
        }
        Outcome::clean().or_open(self.doubt(estate))
    }

    /// Why two of them may lie in different VPCs.
    fn doubt(&self, estate: &Estate) -> Option<Open> {
        let mut used = self.vswitches.iter();
        let first = used.next()?;
        for other in used {
            let (vpc, other_vpc) = match (&first.vswitch.vpc, &other.vswitch.vpc) {
                (Ok(vpc), Ok(other_vpc)) => (*vpc, *other_vpc),
                (Err(open), _) => return Some(elsewhere(first, open)),
                (_, Err(open)) => return Some(elsewhere(other, open)),
            };
            match same_vpc(estate, vpc, other_vpc) {
                Ok(true) => {}
                Ok(false) => return first.maybe.clone().or_else(|| other.maybe.clone()),
                Err(why) => return Some(Open { why, origin: other.vswitch.vpc_place }),
            }
        }
        self.open.clone()
    }
}

/// What is not known of a vSwitch that is only referred to enters where it is named.
fn elsewhere(used: &Use<'_>, open: &Open) -> Open {
    let origin = if used.vswitch.subject.is_some() { open.origin } else { used.place };
    Open { origin, ..open.clone() }
}

/// Whether two VPCs are one; an error if that is not known: what this configuration does not define
/// for certain may have any id.
fn same_vpc(estate: &Estate, a: VpcId, b: VpcId) -> Result<bool, Why> {
    if a == b {
        return Ok(true);
    }
    let (a, b) = (estate.vpc(a), estate.vpc(b));
    match (&a.identity, &b.identity) {
        (Identity::Literal(_), Identity::Literal(_)) => Ok(false),
        (Identity::Resource(..), Identity::Resource(..)) => {
            let open = |vpc: &Vpc| match &vpc.subject {
                Some(subject) => subject.maybe.clone(),
                None => Some(Why::Untold(format!("{} is not read", vpc.identity).into())),
            };
            open(a).or_else(|| open(b)).map_or(Ok(false), Err)
        }
        (Identity::Reference(reference), _) | (_, Identity::Reference(reference)) => {
            Err(Why::Reference(reference.clone()))
        }
        (Identity::Literal(_), _) | (_, Identity::Literal(_)) => {
            let why = format!("whether {} and {} are one VPC is not known", a.identity, b.identity);
            Err(Why::Untold(why.into()))
        }
    }
}

fn found(estate: &Estate, first: (&Use<'_>, VpcId), others: &[(&Use<'_>, VpcId)]) -> Found {
    let (odd, odd_vpc) = others.first().copied().unwrap_or(first);
    let (vpc, odd_vpc) = (&estate.vpc(first.1).identity, &estate.vpc(odd_vpc).identity);
    let message = format!(
        "the vSwitch {} lies in the VPC {odd_vpc}, but {} in {vpc}: a cluster has one VPC for life",
        odd.vswitch.identity, first.0.vswitch.identity
    );
    let help = format!("name vSwitches of {vpc} alone, or of {odd_vpc} alone");
    let mut found = Found::new("several_vpcs", "vswitch_ids", odd.list, message).help(help);
    for (used, vpc) in [first].iter().chain(others) {
        let vswitch = used.vswitch;
        let message = format!("{} lies in {}", vswitch.identity, estate.vpc(*vpc).identity);
        let place = vswitch.subject.as_ref().map_or(used.place, |subject| subject.head);
        found = found.with(message, place, vswitch.subject.as_ref());
    }
    found
}

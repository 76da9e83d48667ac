//! Whether the VPC and the vSwitches of a cluster have IPv6.

use super::super::context::Context;
use super::super::outcome::{Found, Outcome};
use crate::model::{Attr, Cluster, Listed, Open, PoolKind, VSwitchId};

const ATTRIBUTE: &str = "enable_ipv6";

/// The VPC first: without its range no vSwitch has one.
pub(super) fn judge(cx: &Context<'_>, cluster: &Cluster) -> Outcome {
    let (without, open) = without(cx, cluster);
    let id = match &cluster.vpc {
        Ok(None) => return Outcome::clean(),
        Ok(Some(id)) => Ok(*id),
        Err(open) => Err(open.clone()),
    };
    let vpc = id.clone().map(|id| cx.estate.vpc(id));
    if let Ok(vpc) = vpc
        && matches!(vpc.ipv6, Attr::Absent(_) | Attr::Known(false, _))
    {
        let message = format!("the VPC {} has no IPv6: no vSwitch in it can have any", vpc.identity);
        let help = "enable_ipv6 = true in the VPC and, with an ipv6_cidr_block_mask, in each vSwitch";
        let found = Found::new("no_ipv6_in_vpc", ATTRIBUTE, vpc.ipv6.origin(), message);
        let found = found.help(help.to_owned()).by_default(whose_default(&vpc.ipv6));
        let found = without.iter().fold(found, |found, id| {
            let vswitch = cx.estate.vswitch(*id);
            let message = format!("{} has none either", vswitch.identity);
            found.with(message, vswitch.ipv6.origin(), None)
        });
        return Outcome::found(found);
    }
    let vpc_open = match (id, vpc) {
        // of a VPC that is only referred to, the place is where this cluster does
        (Ok(id), Ok(vpc)) if vpc.ipv6.open().is_some() => {
            let referred = cx.estate.vpc_open(id, cluster).filter(|_| vpc.subject.is_none());
            referred.or_else(|| vpc.ipv6.open().cloned())
        }
        (Err(open), _) => Some(open),
        _ => None,
    };
    let mut outcome = Outcome::clean();
    outcome.findings.extend(vswitches(cx, &without));
    outcome
        .or_case(vpc_open, "no_ipv6_in_vpc", ATTRIBUTE)
        .or_case(open, "no_ipv6_in_vswitch", ATTRIBUTE)
}

fn vswitches(cx: &Context<'_>, without: &[VSwitchId]) -> Option<Found> {
    let (first, others) = without.split_first()?;
    let vswitch = cx.estate.vswitch(*first);
    let message = format!(
        "the vSwitch {} has no IPv6: nodes and pods there get no IPv6 addresses",
        vswitch.identity
    );
    let place = vswitch.ipv6.origin();
    let found = Found::new("no_ipv6_in_vswitch", ATTRIBUTE, place, message)
        .help("enable_ipv6 = true and an ipv6_cidr_block_mask in each vSwitch".to_owned())
        .by_default(whose_default(&vswitch.ipv6));
    Some(others.iter().fold(found, |found, id| {
        let vswitch = cx.estate.vswitch(*id);
        let message = format!("{} has none either", vswitch.identity);
        found.with(message, vswitch.ipv6.origin(), None)
    }))
}

/// Whose default it is that there is no IPv6, where nobody says so.
fn whose_default(ipv6: &Attr<bool>) -> Option<&'static str> {
    matches!(ipv6, Attr::Absent(_)).then_some("the provider")
}

/// The vSwitches of a cluster and its pools that have no IPv6, and why there may be more of them.
fn without(cx: &Context<'_>, cluster: &Cluster) -> (Vec<VSwitchId>, Option<Open>) {
    let own = [&cluster.vswitches, &cluster.pod_vswitches].map(|listed| (listed, None));
    let pools = cx.estate.pools_of(cluster).map(|pool| {
        // a pool that may not exist may use none
        let maybe = pool.subject.maybe.clone().filter(|_| pool.kind == PoolKind::Pool);
        let maybe = maybe.map(|why| Open { why, origin: pool.subject.head });
        (&pool.vswitches, maybe)
    });
    let (mut without, mut unknown): (Vec<VSwitchId>, Option<Open>) = (Vec::new(), None);
    for (listed, maybe) in own.into_iter().chain(pools) {
        unknown = Open::either(unknown, listed.open.clone());
        for (id, certain) in of(listed, maybe.as_ref()) {
            let vswitch = cx.estate.vswitch(id);
            match (&vswitch.ipv6, certain) {
                (Attr::Known(true, _), _) => {}
                (Attr::Unknown { open, .. }, _) => {
                    unknown = Open::either(unknown, Some(open.clone()));
                }
                (_, Err(open)) => unknown = Open::either(unknown, Some(open)),
                (_, Ok(())) if without.contains(&id) => {}
                (_, Ok(())) => without.push(id),
            }
        }
    }
    (without, unknown)
}

/// The vSwitches of a list, and for each why it may not be in use.
fn of<'l>(
    listed: &'l Listed,
    maybe: Option<&'l Open>,
) -> impl Iterator<Item = (VSwitchId, Result<(), Open>)> + 'l {
    listed.items.iter().map(move |(id, origin, why)| {
        let why = why.clone().map(|why| Open { why, origin: *origin });
        (*id, why.or_else(|| maybe.cloned()).map_or(Ok(()), Err))
    })
}

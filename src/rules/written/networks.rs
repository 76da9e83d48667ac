//! The ranges of networks that hold a cluster.

use super::{Role, Written};
use crate::model::{Attr, Estate, Open, VSwitchId};
use std::collections::BTreeMap;

/// The ranges of the VPCs that hold a cluster or may, and of their vSwitches.
pub(super) fn of_vpcs(estate: &Estate) -> impl Iterator<Item = Written<'_>> {
    estate.vpcs_in_use().flat_map(move |(id, in_use)| {
        let vpc = estate.vpc(id);
        let more = vpc.subject.as_ref().zip(vpc.open.clone()).map(|(subject, open)| Written {
            subject,
            attribute: "secondary_cidr_blocks",
            role: Role::Secondary,
            cluster: None,
            cidr: Attr::Unknown { open: open.clone(), present: false },
            flaws: Attr::Unknown { open, present: false },
            doubt: None,
            perhaps: false,
        });
        let ranges = vpc.ranges.iter().filter_map(|range| {
            let maybe = range.maybe.clone().filter(|_| range.subject.maybe.is_none());
            let doubt = maybe.map(|why| Open { why, origin: range.cidr.origin() });
            let role = if range.secondary { Role::Secondary } else { Role::Vpc };
            let (attribute, cidr) = (range.attribute, range.cidr.clone());
            let written = Written::of(&range.subject, role, attribute, cidr, &range.flaws)?;
            Some(Written { doubt, ..written })
        });
        let vswitches = estate.vswitches_in(id).filter_map(|(_, vswitch)| {
            let (subject, cidr) = (vswitch.subject.as_ref()?, vswitch.cidr.clone());
            Written::of(subject, Role::VSwitch, "cidr_block", cidr, &vswitch.flaws)
        });
        let all = more.into_iter().chain(ranges).chain(vswitches);
        all.map(move |range| range.if_in_use(in_use.as_ref()))
    })
}

/// The ranges of the vSwitches whose VPC is not known: it holds a cluster where one uses them.
pub(super) fn anywhere(estate: &Estate) -> impl Iterator<Item = Written<'_>> {
    // why a cluster may not use it; nothing if one certainly does
    let mut used: BTreeMap<VSwitchId, Option<Open>> = BTreeMap::new();
    for cluster in &estate.clusters {
        let own = [&cluster.vswitches, &cluster.pod_vswitches];
        let pools = estate.pools_of(cluster).map(|pool| &pool.vswitches);
        for (id, place, why) in own.into_iter().chain(pools).flat_map(|listed| &listed.items) {
            let maybe = why.clone().map(|why| Open { why, origin: *place });
            let known = used.entry(*id).or_insert_with(|| maybe.clone());
            *known = known.take().and(maybe);
        }
    }
    estate.vswitches_anywhere().filter_map(move |(id, vswitch, open)| {
        let (subject, cidr) = (vswitch.subject.as_ref()?, vswitch.cidr.clone());
        let range = Written::of(subject, Role::VSwitch, "cidr_block", cidr, &vswitch.flaws)?;
        Some(match used.get(&id) {
            // of one that may not exist it is said that it holds if it is created
            Some(maybe) => {
                Written { doubt: maybe.clone().filter(|_| subject.maybe.is_none()), ..range }
            }
            None => range.if_in_use(Some(open)),
        })
    })
}

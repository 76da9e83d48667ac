//! The ranges of a cluster and of the network that it lies in.

use super::Plan;
use super::nodes::Planned;
use super::zones::Spread;
use crate::capacity;
use crate::model::{Attr, VSwitchId};
use crate::report::capacity::{Range, Role};
use crate::rules::{pod_range, service_range};
use ipnet::IpNet;

impl Plan<'_> {
    /// All addresses of all ranges of the VPC, if they are known.
    pub(super) fn vpc_addresses(&mut self) -> Option<u64> {
        let id = self.why.known("VPC", self.cluster.vpc.clone())??;
        if let Some(open) = self.cx.estate.vpc_open(id, self.cluster) {
            self.why.add("ranges of the VPC", &open.why);
            return None;
        }
        let mut sum = 0;
        for range in &self.cx.estate.vpc(id).ranges {
            match &range.cidr {
                Attr::Known(cidr, _) if range.maybe.is_none() => sum += capacity::addresses(*cidr),
                Attr::Known(..) | Attr::Absent(_) => {}
                Attr::Unknown { open, .. } => {
                    self.why.add("ranges of the VPC", &open.why);
                    return None;
                }
            }
        }
        Some(sum)
    }

    /// All ranges, in the order of their roles.
    pub(super) fn ranges(&mut self, planned: &Planned, spread: &Spread) -> Vec<Range> {
        let mut ranges = self.of_vpc();
        let of = [(&spread.nodes, Role::NodeVSwitch), (&spread.pods, Role::PodVSwitch)];
        for (ids, role) in of {
            for id in ids {
                let used = spread.taken(*id).filter(|_| planned.nodes.is_some());
                ranges.push(self.vswitch(role, *id, used.map(|(nodes, pods)| nodes + pods)));
            }
        }
        ranges.extend(self.of_pods(planned));
        ranges.push(self.of_services());
        ranges
    }

    fn of_vpc(&mut self) -> Vec<Range> {
        let Some(Some(id)) = self.why.known("VPC", self.cluster.vpc.clone()) else {
            return Vec::new();
        };
        let estate = self.cx.estate;
        let inside: Vec<&Attr<IpNet>> =
            estate.vswitches_in(id).map(|(_, vswitch)| &vswitch.cidr).collect();
        let known = inside.iter().all(|cidr| !matches!(cidr, Attr::Unknown { .. }));
        let ranges = estate.vpc(id).ranges.iter().map(|range| {
            let cidr = range.cidr.known().copied();
            let lies_here = |other: &&IpNet| cidr.is_some_and(|cidr| cidr.contains(*other));
            let here = inside.iter().filter_map(|inner| inner.known()).filter(lies_here);
            let used = here.map(|inner| capacity::addresses(*inner)).sum();
            Range {
                role: if range.secondary { Role::Secondary } else { Role::Vpc },
                of: range.subject.address.to_string(),
                cidr,
                addresses: cidr.map(capacity::addresses),
                usable: cidr.map(capacity::addresses),
                used: cidr.and(known.then_some(used)),
                default_of: None,
            }
        });
        let mut ranges: Vec<Range> = ranges.collect();
        ranges.sort_by_key(|range| range.role);
        ranges
    }

    fn vswitch(&self, role: Role, id: VSwitchId, used: Option<u64>) -> Range {
        let vswitch = self.cx.estate.vswitch(id);
        let cidr = vswitch.cidr.known().copied();
        Range {
            role,
            of: vswitch.identity.to_string(),
            cidr,
            addresses: cidr.map(capacity::addresses),
            usable: cidr.map(capacity::usable),
            used: cidr.and(used),
            default_of: None,
        }
    }

    fn of_pods(&mut self, planned: &Planned) -> Option<Range> {
        let range = pod_range(self.cluster);
        let known = self.why.known("pod_cidr", range)?;
        let cidr = IpNet::V4(known?.cidr);
        let slice = planned.mask.map(capacity::flannel_pods_per_node);
        let used = planned.nodes.zip(slice).map(|(nodes, slice)| nodes * slice);
        Some(Range {
            role: Role::Pod,
            of: self.cluster.subject.address.to_string(),
            cidr: Some(cidr),
            addresses: Some(capacity::addresses(cidr)),
            usable: Some(capacity::addresses(cidr)),
            used,
            default_of: None,
        })
    }

    fn of_services(&mut self) -> Range {
        let known = service_range(self.cluster).ok();
        let cidr = known.map(|range| IpNet::V4(range.cidr));
        let expected = self.cx.expected_services(self.cluster);
        Range {
            role: Role::Service,
            of: self.cluster.subject.address.to_string(),
            cidr,
            addresses: cidr.map(capacity::addresses),
            usable: cidr.map(capacity::addresses),
            used: (expected > 0).then_some(expected),
            default_of: known.and_then(|range| range.default_of),
        }
    }
}

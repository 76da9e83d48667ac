//! The usable addresses of pod vSwitches, in all and by zone.

use super::super::context::Context;
use super::super::terway::Zones;
use crate::capacity;
use crate::model::{Attr, Cluster, Open, VSwitchId};

pub(super) struct Supply {
    /// Of all vSwitches that are known.
    pub(super) total: u64,
    /// Why there may be more.
    pub(super) open: Option<Open>,
    /// By zone, in the order of the zones, and why there may be more.
    pub(super) zones: Vec<(u64, Option<Open>)>,
    /// Of the smallest vSwitch.
    pub(super) smallest: Option<u64>,
}

impl Supply {
    pub(super) fn of(cx: &Context<'_>, group: &[&Cluster], zones: &Zones) -> Self {
        // vSwitches that are not known may lie in any zone
        let open = group.iter().find_map(|cluster| cluster.pod_vswitches.openness());
        let mut this =
            Self { total: 0, zones: vec![(0, open.clone()); zones.zones.len()], open, smallest: None };
        let mut ids: Vec<VSwitchId> =
            group.iter().flat_map(|cluster| cluster.pod_vswitches.certain()).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            this.add(&cx.estate.vswitch(id).cidr, zones.zone_of(id));
        }
        this
    }

    fn add(&mut self, cidr: &Attr<ipnet::IpNet>, zone: Option<usize>) {
        let zone = zone.and_then(|zone| self.zones.get_mut(zone));
        match cidr {
            Attr::Known(range, _) => {
                let usable = capacity::usable(*range);
                self.total += usable;
                self.smallest = Some(self.smallest.map_or(usable, |least| least.min(usable)));
                if let Some((in_zone, _)) = zone {
                    *in_zone += usable;
                }
            }
            Attr::Unknown { open, .. } => {
                self.open = Open::either(self.open.take(), Some(open.clone()));
                if let Some((_, in_zone)) = zone {
                    *in_zone = Open::either(in_zone.take(), Some(open.clone()));
                }
            }
            Attr::Absent(_) => {}
        }
    }

    /// Whether a zone has fewer addresses for certain.
    pub(super) fn is_short(&self, zone: usize, needed: u64) -> bool {
        let (usable, open) = &self.zones[zone];
        open.is_none() && needed > *usable
    }
}

//! The usable addresses of pod vSwitches, in all and by zone.

use super::super::context::Context;
use super::super::terway::Zones;
use crate::capacity;
use crate::model::{Attr, Cluster, Open, VSwitchId};

pub(super) struct Supply {
    /// Of all vSwitches that are known.
    pub(super) total: u64,
    /// By zone, in the order of the zones.
    pub(super) zones: Vec<u64>,
    /// Why there may be more.
    pub(super) open: Option<Open>,
}

impl Supply {
    pub(super) fn of(cx: &Context<'_>, group: &[&Cluster], zones: &Zones) -> Self {
        let open = group.iter().find_map(|cluster| cluster.pod_vswitches.openness());
        let mut this = Self { total: 0, zones: vec![0; zones.zones.len()], open };
        let mut ids: Vec<VSwitchId> =
            group.iter().flat_map(|cluster| cluster.pod_vswitches.certain()).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            match &cx.estate.vswitch(id).cidr {
                Attr::Known(range, _) => {
                    let usable = capacity::usable(*range);
                    this.total += usable;
                    if let Some(zone) = zones.zone_of(id) {
                        this.zones[zone] += usable;
                    }
                }
                Attr::Unknown { open, .. } => {
                    this.open.get_or_insert(open.clone());
                }
                Attr::Absent(_) => {}
            }
        }
        this
    }
}

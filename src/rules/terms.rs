//! What the people of a repository ask of the clusters of a root beyond the facts.

use crate::facts;
use crate::model::Floor;

/// What holds for the clusters of a root where its configuration says something else than the
/// facts do.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// The nodes that each pod range must hold.
    pub minimum_nodes: Option<Floor>,
    /// The Services that each service range must hold.
    pub minimum_services: Option<Floor>,
    /// The entries that a route table has been granted.
    pub route_entries: Option<Floor>,
    /// Rules that are off.
    pub off: Vec<&'static str>,
}

impl Terms {
    /// The nodes that each pod range must hold, for the life of the cluster.
    pub fn minimum_nodes(&self) -> u64 {
        number(self.minimum_nodes, || facts::quota("minimum_nodes"))
    }

    /// The Services that each service range must hold.
    pub fn minimum_services(&self) -> u64 {
        number(self.minimum_services, || facts::default_number("minimum.services"))
    }

    /// The entries that a route table has before anybody asks for more.
    pub fn route_entries(&self) -> u64 {
        number(self.route_entries, || facts::quota("route_entries_default"))
    }

    /// Whether a rule runs.
    pub fn runs(&self, rule: &str) -> bool {
        !self.off.contains(&rule)
    }
}

fn number(told: Option<Floor>, otherwise: impl FnOnce() -> u64) -> u64 {
    told.map_or_else(otherwise, |told| told.number)
}

//! What can be widened later, and what never.

use super::Plan;
use crate::facts;
use crate::model::Cluster;
use crate::report::capacity::Cni;

/// How more nodes find addresses.
pub(super) const MORE_NODES: &str = "more vSwitches can be added to the pools";

/// How more pods do.
pub(super) const MORE_PODS: &str =
    "pod vSwitches can be added, in the settings of the add-on terway-eniip; one cannot grow";

/// Whether an attribute of a cluster can be widened later.
pub(super) fn of(cluster: &Cluster, attribute: &str) -> String {
    let kind = &cluster.subject.address.kind;
    let mut replacing = facts::replacing(kind);
    if replacing.any(|(name, _)| name == attribute) {
        "never: an edit destroys the cluster and creates it again".to_owned()
    } else {
        "never: an edit changes nothing in the cloud".to_owned()
    }
}

impl Plan<'_> {
    /// What of the cluster's network can change later, and how.
    pub(super) fn later(&self, cni: Cni) -> Vec<(String, String)> {
        let of = |attribute| (format!("`{attribute}`"), of(self.cluster, attribute));
        let words = |what: &str, how: &str| (what.to_owned(), how.to_owned());
        let mut later = Vec::new();
        match cni {
            Cni::Flannel => {
                later.extend([of("pod_cidr"), of("node_cidr_mask")]);
            }
            Cni::Terway | Cni::TerwayExclusive => later.push(words("pods", MORE_PODS)),
            Cni::Other | Cni::None | Cni::Unknown => {}
        }
        later.push(of("service_cidr"));
        if cni != Cni::None {
            let plug_in = "never: an edit of addons changes nothing in the cloud";
            later.push(words("network plug-in", plug_in));
            later.push(words("nodes", MORE_NODES));
        }
        later.push(words("range of a vSwitch", "never: an edit destroys it and what is in it"));
        let more = facts::quota("vpc_secondary_cidrs");
        later.push(words("VPC", &format!("up to {more} secondary ranges can be added")));
        later
    }
}

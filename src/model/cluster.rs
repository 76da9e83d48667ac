//! Clusters, and which network plug-in they have.

use super::addon::Addons;
use super::attr::{Attr, Open};
use super::estate::{PoolId, Subject, VpcId};
use super::flaw::Flaw;
use super::network::{Listed, SecurityGroup};
use super::unstable::Frozen;
use crate::eval::OriginId;
use ipnet::{Ipv4Net, Ipv6Net};
use std::sync::Arc;

/// What kind of cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A managed cluster of the default profile.
    Managed,
    /// A dedicated cluster, with masters of its own.
    Dedicated,
    /// An edge cluster.
    Edge,
    /// A serverless cluster: neither plug-in nor nodes here.
    Serverless,
    /// An ACS cluster: as serverless.
    Acs,
}

impl Kind {
    /// Whether such a cluster has a network plug-in and nodes.
    pub fn has_nodes(self) -> bool {
        !matches!(self, Self::Serverless | Self::Acs)
    }
}

/// A family of network plug-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlugIn {
    /// Flannel with a route entry for each node.
    Flannel,
    /// Flannel over VXLAN: no route entries.
    FlannelVxlan,
    /// Terway, pods sharing ENIs.
    Terway,
    /// Terway with an ENI for each pod.
    TerwayExclusive,
}

impl PlugIn {
    /// Whether it is a Flannel.
    pub fn is_flannel(self) -> bool {
        matches!(self, Self::Flannel | Self::FlannelVxlan)
    }

    /// Whether each node takes an entry of the VPC's route table.
    pub fn takes_routes(self) -> bool {
        self == Self::Flannel
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        if self.is_flannel() { "Flannel" } else { "Terway" }
    }
}

/// What the configuration says about the plug-in of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plugged {
    /// This one. `named`: by an add-on or `cluster_network_type`, not only implied by a range.
    By {
        /// Which.
        plug_in: PlugIn,
        /// Whether it is named.
        named: bool,
    },
    /// Flannel and Terway are both asked for by name.
    Both,
    /// One of the user's own: a network add-on is named only to be disabled.
    Other,
    /// Nothing is said.
    Undeclared,
    /// Such a cluster has none: serverless, ACS.
    None,
}

/// A number that a cluster must hold, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Floor {
    /// The number.
    pub number: u64,
    /// Where it is written: a comment; `None` for `--expect`.
    pub origin: Option<OriginId>,
}

/// What a cluster must hold beside what its pools plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Expected {
    /// Nodes, masters included.
    pub nodes: Option<Floor>,
    /// Pods.
    pub pods: Option<Floor>,
    /// Services.
    pub services: Option<Floor>,
}

/// A cluster.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// The resource.
    pub subject: Subject,
    /// What kind; an error if its profile is not known.
    pub kind: Result<Kind, Open>,
    /// Its plug-in.
    pub plugged: Result<Plugged, Open>,
    /// Its add-ons.
    pub addons: Addons,
    /// Whether `cluster_network_type` is written.
    pub names_network_type: Result<bool, Open>,
    /// `pod_cidr`, as a network without host bits.
    pub pod_cidr: Attr<Ipv4Net>,
    /// What is wrong with `pod_cidr`.
    pub pod_cidr_flaws: Attr<Vec<Flaw>>,
    /// `node_cidr_mask` as written, where it is a prefix length.
    pub node_cidr_mask: Attr<u8>,
    /// `node_cidr_mask` as written, whatever the number.
    pub written_mask: Attr<u64>,
    /// The IPv4 part of `service_cidr` as written.
    pub service_cidr: Attr<Ipv4Net>,
    /// The IPv6 part of `service_cidr`, as a network without host bits.
    pub service_cidr6: Attr<Ipv6Net>,
    /// What is wrong with `service_cidr`.
    pub service_cidr_flaws: Attr<Vec<Flaw>>,
    /// `ip_stack` as written: `ipv4`, `ipv6`, `dual`.
    pub ip_stack: Attr<Arc<str>>,
    /// `proxy_mode` as written: `iptables`, `ipvs`, `nftables`.
    pub proxy_mode: Attr<Arc<str>>,
    /// `cluster_spec` as written: `ack.standard`, `ack.pro.small`.
    pub cluster_spec: Attr<Arc<str>>,
    /// `version` of Kubernetes as written; absent is the newest.
    pub version: Attr<Arc<str>>,
    /// `deletion_protection`
    pub deletion_protection: Attr<bool>,
    /// `lifecycle.prevent_destroy`
    pub prevent_destroy: Attr<bool>,
    /// Attributes whose change replaces it and whose value does not hold still, or may not.
    pub frozen: Vec<Frozen>,
    /// The name of its container runtime (`runtime`), which pools inherit.
    pub runtime: Attr<Arc<str>>,
    /// The security group of its nodes and pods; absent where ACK makes one.
    pub security_group: Attr<SecurityGroup>,
    /// The vSwitches of its nodes and its API server.
    pub vswitches: Listed,
    /// `pod_vswitch_ids`
    pub pod_vswitches: Listed,
    /// `zone_ids`: ACK makes the network itself.
    pub zone_ids: Attr<()>,
    /// The VPC that it lies in; none where ACK makes it.
    pub vpc: Result<Option<VpcId>, Open>,
    /// Its node pools, inline workers and masters.
    pub pools: Vec<PoolId>,
    /// Why there may be more nodes than the pools plan: auto mode, an edge cluster.
    pub more_nodes: Option<Open>,
    /// What it must hold.
    pub expected: Expected,
}

impl Cluster {
    /// Whether its one plug-in is Flannel.
    ///
    /// # Errors
    /// If that is not known.
    pub fn is_flannel(&self) -> Result<bool, Open> {
        Ok(self.plug_in()?.is_some_and(PlugIn::is_flannel))
    }

    /// The plug-in, where there is exactly one.
    ///
    /// # Errors
    /// If that is not known.
    pub fn plug_in(&self) -> Result<Option<PlugIn>, Open> {
        match &self.plugged {
            Ok(Plugged::By { plug_in, .. }) => Ok(Some(*plug_in)),
            Ok(_) => Ok(None),
            Err(open) => Err(open.clone()),
        }
    }
}

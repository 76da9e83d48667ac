//! The estate: VPCs, vSwitches, clusters and node pools of all roots, typed, each value with its
//! origin. No type of the syntax is mentioned here: a rule that needs one asks for a missing field.

mod addon;
mod attr;
mod cluster;
mod crossing;
mod entry;
mod estate;
mod flaw;
mod link;
mod lower;
mod nearby;
mod network;
mod pool;
mod route;
mod unstable;
mod version;
mod workload;
mod zone;

pub use addon::{Addon, Addons, Settings};
pub use attr::{Attr, Open};
pub use cluster::{Cluster, Expected, Floor, Kind, PlugIn, Plugged};
pub use crossing::{Crossing, Lead};
pub use entry::{Entry, List, NodeGroups};
pub use estate::{ClusterId, Estate, Identity, PoolId, Subject, VSwitchId, VpcId};
pub use flaw::{Fault, Flaw};
pub use link::{End, Hub, HubId, HubKind, Link, Node, Tabled, Transit};
pub use lower::{
    Choice, PROVIDER, carries, chosen, is_cluster, is_own, leads, lower, names, plain_settings,
    told, wanted,
};
pub use network::{Listed, Network, SecurityGroup, VSwitch, Vpc, VpcRange};
pub use pool::{Count, NodePool, PoolKind};
pub use route::{Route, TableEntry, Way};
pub use unstable::{Frozen, Unstable};
pub use version::Version;
pub use workload::{Ingress, IngressClass, Object, PodNetworking, Service, Target, Workload};
pub use zone::{Zone, same_zone};

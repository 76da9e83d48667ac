//! The network plan of clusters: what they can become, for people, for pull requests, for programs
//! and as a picture.

mod html;
mod human;
mod json;
mod map;
mod markdown;
mod page;
mod svg;

pub use html::render as render_html;
pub use human::render as render_human;
pub use json::render as render_json;
pub use markdown::render as render_markdown;
pub(crate) use page::number;
pub use svg::render as render_svg;

use ipnet::IpNet;

/// What a cluster can become. A number is `None` where it is undecided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// The full address.
    pub subject: String,
    /// The folder of the root, relative to the repository root; `.` for that itself.
    pub root: String,
    /// Why it may not be created.
    pub maybe: Option<String>,
    /// The network plug-in.
    pub cni: Cni,
    /// Its nodes.
    pub nodes: Nodes,
    /// Its pods.
    pub pods: Pods,
    /// The Services that are expected.
    pub services_expected: Option<u64>,
    /// The most Services that it can have.
    pub services_max: Option<u64>,
    /// All ranges, in the order of [`Role`].
    pub ranges: Vec<Range>,
    /// Ranges of others that these overlap.
    pub foreign: Vec<Foreign>,
    /// What limits the nodes, the tightest first; a limit that is not known comes last.
    pub limits: Vec<Limit>,
    /// The zones of a Terway cluster.
    pub zones: Vec<Zone>,
    /// What can be widened later and what never: what, and how.
    pub later: Vec<(String, String)>,
    /// Why numbers are missing.
    pub undecided: Vec<String>,
}

/// A network plug-in, as the contract names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is what its name says")]
pub enum Cni {
    Flannel,
    Terway,
    TerwayExclusive,
    Other,
    None,
    Unknown,
}

impl Cni {
    /// As it is written in machine formats.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flannel => "flannel",
            Self::Terway => "terway",
            Self::TerwayExclusive => "terway-exclusive",
            Self::Other => "other",
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }
}

/// How many nodes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Nodes {
    /// Planned by the node pools, masters included.
    pub planned: Option<u64>,
    /// Planned at least, where more may come.
    pub at_least: u64,
    /// Expected by a comment, the configuration or an option; `None` where nobody says.
    pub expected: Option<u64>,
    /// The most that are possible, each full of pods.
    pub max: Option<u64>,
    /// What keeps them from being more.
    pub limited_by: Option<By>,
}

/// How many pods.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pods {
    /// What the planned nodes hold.
    pub planned: Option<u64>,
    /// As [`Nodes::expected`].
    pub expected: Option<u64>,
    /// The most that are possible.
    pub max: Option<u64>,
    /// What the smallest node holds, and the largest.
    pub per_node: Option<(u64, u64)>,
    /// What each node was asked to hold, where that is more than any can.
    pub asked: Option<u64>,
}

/// What limits the nodes of a cluster, as the contract names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is what its name says")]
pub enum By {
    PodCidr,
    RouteEntries,
    Quota,
    VSwitch,
    Vpc,
}

impl By {
    /// As it is written in machine formats.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PodCidr => "pod_cidr",
            Self::RouteEntries => "route_entries",
            Self::Quota => "quota",
            Self::VSwitch => "vswitch",
            Self::Vpc => "vpc",
        }
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PodCidr => "the pod range",
            Self::RouteEntries => "the route entries of the VPC",
            Self::Quota => "the quota of the cluster",
            Self::VSwitch => "the addresses of the vSwitches",
            Self::Vpc => "the addresses of the VPC",
        }
    }
}

/// A limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What limits.
    pub by: By,
    /// How many nodes it leaves.
    pub nodes: Option<u64>,
    /// In a few words.
    pub what: String,
    /// Whether it can be widened later, and how.
    pub later: String,
}

/// A zone of a Terway cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Its name, as far as it is known.
    pub name: String,
    /// Usable addresses for nodes.
    pub node_addresses: Option<u64>,
    /// Usable addresses for pods.
    pub pod_addresses: Option<u64>,
    /// The nodes that are planned there, spread evenly.
    pub planned: Option<u64>,
    /// The nodes that find room there, full of pods.
    pub max: Option<u64>,
}

/// What a range is for, as the contract names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is what its name says")]
pub enum Role {
    Vpc,
    Secondary,
    NodeVSwitch,
    PodVSwitch,
    Pod,
    Service,
}

impl Role {
    /// As it is written in machine formats.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vpc => "vpc",
            Self::Secondary => "secondary",
            Self::NodeVSwitch => "node_vswitch",
            Self::PodVSwitch => "pod_vswitch",
            Self::Pod => "pod",
            Self::Service => "service",
        }
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vpc => "VPC",
            Self::Secondary => "secondary",
            Self::NodeVSwitch => "nodes",
            Self::PodVSwitch => "pod vSwitch",
            Self::Pod => "pods",
            Self::Service => "Services",
        }
    }
}

/// A range of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// What it is for.
    pub role: Role,
    /// The resource that has it; the same one for two roles of one vSwitch.
    pub of: String,
    /// The range.
    pub cidr: Option<IpNet>,
    /// All its addresses.
    pub addresses: Option<u64>,
    /// Those that can be given away.
    pub usable: Option<u64>,
    /// Those that the plan takes.
    pub used: Option<u64>,
    /// Whose default it is, if nobody wrote it.
    pub default_of: Option<&'static str>,
}

/// A range of somebody else that one of the cluster overlaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// The range of the cluster.
    pub own: IpNet,
    /// The other one.
    pub other: IpNet,
    /// The resource that has it.
    pub whose: String,
}

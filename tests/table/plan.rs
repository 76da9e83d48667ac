//! An estate with every value known, before it is written as Terraform.

use crate::net::Net;

/// All roots of a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub(crate) roots: Vec<Root>,
    pub(crate) expect: Expect,
}

/// What the clusters must hold (`--expect`).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Expect {
    pub(crate) nodes: Option<u64>,
    pub(crate) pods: Option<u64>,
    pub(crate) services: Option<u64>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Root {
    pub(crate) path: String,
    /// The release of the provider in the lock file.
    pub(crate) locked: Option<&'static str>,
    /// What `required_providers` permits.
    pub(crate) required: Option<&'static str>,
    /// The root itself, and the modules that it calls: name and instance of each.
    pub(crate) scopes: Vec<Option<(String, Key)>>,
    pub(crate) vpcs: Vec<Vpc>,
    pub(crate) vswitches: Vec<VSwitch>,
    pub(crate) groups: Vec<Group>,
    pub(crate) clusters: Vec<Cluster>,
    pub(crate) pools: Vec<Pool>,
    pub(crate) routes: Vec<Route>,
    pub(crate) vpns: Vec<Vpn>,
    pub(crate) links: Vec<Link>,
    pub(crate) whitelists: Vec<Vec<String>>,
    pub(crate) objects: Vec<Object>,
}

/// Which instance of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    None,
    Index(usize),
    Name(String),
}

/// Where a resource stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) scope: usize,
    pub(crate) name: String,
    pub(crate) key: Key,
}

/// A VPC: one of this root, or the id of one that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum VpcId {
    Own(usize),
    Literal(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Vpc {
    pub(crate) spot: Spot,
    pub(crate) cidr: String,
    /// `secondary_cidr_blocks`
    pub(crate) secondary: Vec<String>,
    /// `alicloud_vpc_ipv4_cidr_block`: name and range.
    pub(crate) attached: Vec<(String, String)>,
    pub(crate) user_cidrs: Vec<String>,
    pub(crate) ipv6: Option<bool>,
}

#[derive(Debug, Clone)]
pub(crate) struct VSwitch {
    pub(crate) spot: Spot,
    pub(crate) vpc: VpcId,
    pub(crate) cidr: String,
    pub(crate) zone: String,
    pub(crate) ipv6: Option<bool>,
}

/// A security group with its rules: what is let in or out, and from or to where.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) kind: Option<&'static str>,
    pub(crate) vpc: Option<VpcId>,
    pub(crate) entries: Vec<(&'static str, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Managed,
    Dedicated,
    Edge,
    Serverless,
}

impl Kind {
    pub(crate) fn resource(self) -> &'static str {
        match self {
            Self::Managed => "alicloud_cs_managed_kubernetes",
            Self::Dedicated => "alicloud_cs_kubernetes",
            Self::Edge => "alicloud_cs_edge_kubernetes",
            Self::Serverless => "alicloud_cs_serverless_kubernetes",
        }
    }
}

/// An add-on, in a block or as a resource.
#[derive(Debug, Clone)]
pub(crate) struct Addon {
    pub(crate) name: String,
    pub(crate) config: Vec<(&'static str, bool)>,
    pub(crate) disabled: Option<bool>,
}

impl Addon {
    pub(crate) fn sets(&self, key: &str) -> bool {
        self.config.iter().any(|(name, on)| *name == key && *on)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    pub(crate) spot: Spot,
    pub(crate) kind: Kind,
    pub(crate) profile: Option<&'static str>,
    pub(crate) spec: Option<&'static str>,
    pub(crate) version: Option<&'static str>,
    pub(crate) addons: Vec<Addon>,
    pub(crate) addon_resources: Vec<Addon>,
    pub(crate) network_type: Option<&'static str>,
    pub(crate) pod_cidr: Option<String>,
    pub(crate) service_cidr: Option<String>,
    pub(crate) node_cidr_mask: Option<u32>,
    /// `vswitch_ids` or `worker_vswitch_ids`: the attribute and what it names.
    pub(crate) nodes: (&'static str, Vec<usize>),
    pub(crate) masters: Vec<usize>,
    pub(crate) master_types: Vec<&'static str>,
    pub(crate) pods: Vec<usize>,
    pub(crate) zone_ids: Vec<&'static str>,
    pub(crate) ip_stack: Option<&'static str>,
    pub(crate) proxy_mode: Option<&'static str>,
    pub(crate) deletion_protection: Option<bool>,
    pub(crate) prevent_destroy: Option<bool>,
    pub(crate) group: Option<usize>,
    pub(crate) auto_mode: Option<bool>,
    /// Inline workers: how many of which type.
    pub(crate) workers: Option<(u64, &'static str)>,
    /// An attribute that rests on what changes with every plan, and how.
    pub(crate) unstable: Option<(&'static str, &'static str)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Pool {
    pub(crate) spot: Spot,
    pub(crate) cluster: usize,
    pub(crate) vswitches: Vec<usize>,
    pub(crate) types: Vec<&'static str>,
    /// `desired_size` or `node_count`
    pub(crate) size: Option<(&'static str, u64)>,
    pub(crate) instances: u64,
    /// `max_size` and `enable`
    pub(crate) scaling: Option<(Option<u64>, Option<bool>)>,
    pub(crate) auto_mode: Option<bool>,
    pub(crate) surge: Option<u64>,
    pub(crate) surge_percentage: Option<u64>,
    pub(crate) max_pods: Option<u64>,
    pub(crate) exclusive: bool,
    pub(crate) balance: Option<&'static str>,
    pub(crate) image: Option<&'static str>,
    pub(crate) runtime: Option<&'static str>,
    pub(crate) groups: Vec<usize>,
}

/// `alicloud_route_entry`, in the VPC's own table.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) vpc: usize,
    pub(crate) destination: String,
    /// Made by `count`.
    pub(crate) copies: u64,
    /// Where it leads: `nexthop_type`; `CEN` is an `alicloud_cen_route_entry`.
    pub(crate) hop: &'static str,
}

#[derive(Debug, Clone)]
pub(crate) struct Vpn {
    pub(crate) vpc: VpcId,
    pub(crate) remote: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) enum Link {
    Peering(VpcId, VpcId),
    Cen(Vec<VpcId>),
    Transit(Vec<VpcId>),
}

/// Something in Kubernetes.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    pub(crate) what: What,
    /// The cluster that its provider leads to.
    pub(crate) cluster: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Policy,
    PolicyManifest,
    PodNetworking,
    /// An Ingress of ALB, and the type of the Service behind it.
    Alb(Option<&'static str>),
    /// A Service: its type, and whether it has session affinity.
    Service(&'static str, bool),
}

impl Key {
    fn shown(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Index(at) => format!("[{at}]"),
            Self::Name(name) => format!("[\"{name}\"]"),
        }
    }
}

impl Root {
    pub(crate) fn address(&self, kind: &str, spot: &Spot) -> String {
        let call = self.scopes[spot.scope].as_ref();
        let module =
            call.map_or(String::new(), |(name, key)| format!("module.{name}{}.", key.shown()));
        format!("{module}{kind}.{}{}", spot.name, spot.key.shown())
    }

    pub(crate) fn cluster(&self, at: usize) -> String {
        let cluster = &self.clusters[at];
        self.address(cluster.kind.resource(), &cluster.spot)
    }

    pub(crate) fn pool(&self, at: usize) -> String {
        self.address("alicloud_cs_kubernetes_node_pool", &self.pools[at].spot)
    }

    pub(crate) fn vpc(&self, at: usize) -> String {
        self.address("alicloud_vpc", &self.vpcs[at].spot)
    }

    pub(crate) fn vswitch(&self, at: usize) -> String {
        self.address("alicloud_vswitch", &self.vswitches[at].spot)
    }
}

/// A range as text.
pub(crate) fn text(net: Net) -> String {
    net.to_string()
}

//! Ranges that lie beyond a VPC: what its routes lead to, and what is behind its VPN.

use super::attr::{Attr, Open};
use super::estate::{Subject, VpcId};
use ipnet::IpNet;

/// How a range beyond a VPC is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A route entry of a route table of the VPC.
    Entry,
    /// The other side of a VPN.
    Vpn,
    /// A range that the VPC is told of as the user's own.
    UserRange,
    /// A network that the configuration of acklint tells of.
    Network,
}

/// A custom entry of the route table that each VPC begins with.
#[derive(Debug, Clone)]
pub struct TableEntry {
    /// The resource.
    pub subject: Subject,
    /// The VPC; if it is not known, perhaps one of another table.
    pub vpc: Result<VpcId, Open>,
}

/// A range that traffic of a VPC leaves it for.
#[derive(Debug, Clone)]
pub struct Route {
    /// The resource that says so.
    pub subject: Subject,
    /// How.
    pub way: Way,
    /// The VPC.
    pub vpc: Result<VpcId, Open>,
    /// The range, as a network without host bits.
    pub destination: Attr<IpNet>,
    /// Why it may not exist.
    pub maybe: Option<Open>,
}

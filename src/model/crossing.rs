//! What leads from one VPC to addresses in another.

use super::attr::{Attr, Open};
use super::estate::{Subject, VpcId};
use ipnet::IpNet;

/// What leads there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// A route entry of a VPC.
    Route,
    /// A route that a VPC announces to a CEN.
    Announced,
    /// An entry of a route table of a transit router; the VPC is the one that it leads to.
    Transit,
    /// A rule of a security group for what goes out.
    Rule,
}

/// Something that leads from one VPC to addresses in another.
#[derive(Debug, Clone)]
pub struct Crossing {
    /// The resource.
    pub subject: Subject,
    /// What it is.
    pub lead: Lead,
    /// The VPC where it holds; of an entry of a transit router, the one that it leads to.
    pub vpc: Result<VpcId, Open>,
    /// The addresses.
    pub destination: Attr<IpNet>,
    /// Why it may not be there.
    pub maybe: Option<Open>,
}

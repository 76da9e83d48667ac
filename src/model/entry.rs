//! Who is let in by address: whitelists of other products, rules of security groups.

use super::attr::{Attr, Open};
use super::estate::{Identity, Subject, VpcId};
use ipnet::IpNet;

/// Where an entry stands.
#[derive(Debug, Clone)]
pub enum List {
    /// In a whitelist of another product, as a message names it.
    Whitelist(&'static str),
    /// In a rule of a security group.
    SecurityGroup(Result<Identity, Open>),
}

/// Addresses that are let in.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The resource.
    pub subject: Subject,
    /// Where it stands.
    pub list: List,
    /// The VPC of what they are let in to.
    pub vpc: Result<VpcId, Open>,
    /// The addresses.
    pub cidr: Attr<IpNet>,
    /// Why it may not be there.
    pub maybe: Option<Open>,
}

/// The security groups of the nodes of a cluster.
#[derive(Debug, Clone)]
pub struct NodeGroups {
    /// The cluster.
    pub cluster: Subject,
    /// Its pools.
    pub pools: Vec<Subject>,
    /// The groups that are written.
    pub known: Vec<Identity>,
    /// Why there may be others: one that is not known, or one that ACK makes.
    pub open: Option<Open>,
}

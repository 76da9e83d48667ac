//! What joins VPCs: peerings, CEN, transit routers and their route tables, Express Connect.

use super::attr::Open;
use super::estate::{Identity, Subject, VpcId};
use crate::eval::OriginId;

/// The place of a hub in [`super::Estate::hubs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HubId(pub usize);

/// What VPCs are attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HubKind {
    /// A Cloud Enterprise Network: all that is attached to it reaches all else.
    Cen,
    /// A transit router: its route tables decide.
    TransitRouter,
    /// An Express Connect router, between VPCs and leased lines.
    ExpressConnectRouter,
    /// A virtual border router, the end of a leased line.
    BorderRouter,
}

/// A CEN, transit router or router of Express Connect: defined, or only referred to.
#[derive(Debug, Clone)]
pub struct Hub {
    /// What it is.
    pub identity: Identity,
    /// Which of them.
    pub kind: HubKind,
}

impl Hub {
    /// Whether it is a resource of the configuration, so that all that is attached is in view.
    pub fn is_defined(&self) -> bool {
        matches!(self.identity, Identity::Resource(..))
    }
}

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node {
    /// A VPC.
    Vpc(VpcId),
    /// A hub.
    Hub(HubId),
}

/// One end of a link.
#[derive(Debug, Clone)]
pub struct End {
    /// What is there.
    pub node: Result<Node, Open>,
    /// Whether it is a VPC, as far as the type of the resource tells.
    pub is_vpc: bool,
    /// Where it is written.
    pub place: OriginId,
}

/// A resource that joins two VPCs, a VPC and a hub, or two hubs.
#[derive(Debug, Clone)]
pub struct Link {
    /// The resource.
    pub subject: Subject,
    /// Its ends.
    pub ends: [End; 2],
    /// Why it may not be there, or not join what it seems to.
    pub maybe: Option<Open>,
}

/// A line in a route table of a transit router: an attachment is associated with the table, or is
/// known to it.
#[derive(Debug, Clone)]
pub struct Tabled {
    /// The attachment.
    pub attachment: Result<Identity, Open>,
    /// The resource that says so.
    pub head: OriginId,
    /// The table; the table that a transit router begins with goes by the router's identity.
    pub table: Result<Identity, Open>,
    /// Why it may not be there.
    pub maybe: Option<Open>,
}

/// The route tables of transit routers, as far as they are in view.
#[derive(Debug, Clone, Default)]
pub struct Transit {
    /// By which table traffic from an attachment is routed.
    pub associations: Vec<Tabled>,
    /// Which tables know the VPC of an attachment.
    pub propagations: Vec<Tabled>,
    /// Which tables lead to an attachment by an entry of their own.
    pub entries: Vec<Tabled>,
    /// Route maps that may take routes away: of which CEN, and why that matters.
    pub denials: Vec<(Result<Identity, Open>, Open)>,
}

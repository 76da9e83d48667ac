//! VPCs and vSwitches.

use super::attr::{Attr, Open};
use super::estate::{Identity, Subject, VSwitchId, VpcId};
use super::flaw::Flaw;
use super::route::Route;
use super::zone::Zone;
use crate::config::Glob;
use crate::eval::{OriginId, Why};
use ipnet::IpNet;

/// A VPC: a resource of the configuration, or one that is only referred to.
#[derive(Debug, Clone)]
pub struct Vpc {
    /// What it is.
    pub identity: Identity,
    /// The resource, if the configuration defines it.
    pub subject: Option<Subject>,
    /// Its own range and its secondary ones, as far as the configuration tells.
    pub ranges: Vec<VpcRange>,
    /// Why there may be ranges beyond these.
    pub open: Option<Open>,
    /// Whether it has an IPv6 range.
    pub ipv6: Attr<bool>,
}

impl Vpc {
    /// Whether the configuration of acklint tells of it.
    pub fn is_told(&self) -> bool {
        self.subject.is_some() && matches!(self.identity, Identity::Literal(_))
    }

    /// Whether an id that a root does not know may turn out to be this one: the root defines it, or
    /// any root may refer to it.
    pub fn is_in_reach(&self, root: u32) -> bool {
        match &self.identity {
            Identity::Resource(own, _) => *own == root,
            Identity::Literal(_) | Identity::Reference(_) => true,
        }
    }
}

/// A range of a VPC.
#[derive(Debug, Clone)]
pub struct VpcRange {
    /// The range, as a network without host bits.
    pub cidr: Attr<IpNet>,
    /// What is wrong with it.
    pub flaws: Attr<Vec<Flaw>>,
    /// The attribute that holds it.
    pub attribute: &'static str,
    /// Whether it is not the VPC's own one.
    pub secondary: bool,
    /// The resource that defines it: the VPC or an `alicloud_vpc_ipv4_cidr_block`.
    pub subject: Subject,
    /// Why it may not exist.
    pub maybe: Option<Why>,
}

/// A vSwitch: a resource of the configuration, or one that is only referred to.
#[derive(Debug, Clone)]
pub struct VSwitch {
    /// What it is.
    pub identity: Identity,
    /// The resource, if the configuration defines it.
    pub subject: Option<Subject>,
    /// The VPC that it lies in.
    pub vpc: Result<VpcId, Open>,
    /// Where the VPC is written.
    pub vpc_place: OriginId,
    /// Its range, as a network without host bits.
    pub cidr: Attr<IpNet>,
    /// What is wrong with it.
    pub flaws: Attr<Vec<Flaw>>,
    /// Its zone.
    pub zone: Result<Zone, Open>,
    /// Where the zone is written.
    pub zone_place: OriginId,
    /// Whether it has an IPv6 range.
    pub ipv6: Attr<bool>,
}

impl VSwitch {
    /// The ranges that it may have, if its range is one of several alternatives.
    pub fn alternatives(&self) -> Vec<(IpNet, Open)> {
        let Attr::Unknown { open, .. } = &self.cidr else { return Vec::new() };
        let Why::Alternatives(options, _) = &open.why else { return Vec::new() };
        let texts = options.iter().filter_map(|option| option.value.as_str());
        let ranges = texts.filter_map(|text| text.parse::<IpNet>().ok());
        ranges.map(|range| (range.trunc(), open.clone())).collect()
    }
}

/// A network that lies beyond VPCs, as the configuration of acklint tells it.
#[derive(Debug, Clone)]
pub struct Network {
    /// From where it is reached: over the addresses of clusters, and the addresses and ids of VPCs.
    pub reachable_from: Vec<Glob>,
    /// Its ranges, one by one.
    pub routes: Vec<Route>,
}

/// A security group that the configuration defines.
#[derive(Debug, Clone)]
pub struct SecurityGroup {
    /// The resource.
    pub subject: Subject,
    /// Whether it is an advanced one (`security_group_type`).
    pub advanced: Attr<bool>,
}

/// The vSwitches that an attribute names.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Those that are known, each once, in order, with where the id comes from and, if its place in
    /// the list is not certain, why.
    pub items: Vec<(VSwitchId, OriginId, Option<Why>)>,
    /// Why there may be more.
    pub open: Option<Open>,
    /// Where the list is written; the resource's head if it is absent.
    pub origin: OriginId,
}

impl Listed {
    /// Whether any vSwitch is named.
    ///
    /// # Errors
    /// If that is not known.
    pub fn is_present(&self) -> Result<bool, Open> {
        match &self.open {
            _ if self.certain().next().is_some() => Ok(true),
            None if self.items.is_empty() => Ok(false),
            Some(open) => Err(open.clone()),
            None => Err(Open {
                why: self.items[0].2.clone().unwrap_or(Why::Budget("list")),
                origin: self.items[0].1,
            }),
        }
    }

    /// Those that are named for certain.
    pub fn certain(&self) -> impl Iterator<Item = VSwitchId> {
        self.items.iter().filter(|item| item.2.is_none()).map(|item| item.0)
    }

    /// All that are named or may be.
    pub fn ids(&self) -> impl Iterator<Item = VSwitchId> {
        self.items.iter().map(|item| item.0)
    }

    /// What makes the list incomplete, if anything does.
    pub fn openness(&self) -> Option<Open> {
        let maybe = self
            .items
            .iter()
            .find_map(|(_, origin, why)| why.clone().map(|why| Open { why, origin: *origin }));
        self.open.clone().or(maybe)
    }
}

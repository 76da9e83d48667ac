//! A range of a cluster as the rules on ranges see it.

use crate::eval::OriginId;
use crate::model::Attr;
use ipnet::Ipv4Net;

/// A range that a cluster has, and whose default it is if nobody wrote it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    pub(crate) cidr: Ipv4Net,
    pub(crate) place: OriginId,
    pub(crate) default_of: Option<&'static str>,
}

impl Range {
    pub(super) fn known(attr: &Attr<Ipv4Net>) -> Option<Self> {
        match attr {
            Attr::Known(cidr, place) => Some(Self { cidr: *cidr, place: *place, default_of: None }),
            _ => None,
        }
    }

    /// The range as a message names it.
    pub(super) fn shown(&self, what: &str) -> String {
        match self.default_of {
            Some(whose) => format!("the {what} range {}, the default of {whose},", self.cidr),
            None => format!("the {what} range {}", self.cidr),
        }
    }
}

//! Ranges that meet: what a rule on overlaps hands on beside its words.

use super::outcome::Found;
use crate::model::Subject;
use ipnet::IpNet;

/// So many of one finding are handed on: thousands of clusters that all overlap would make millions.
const MOST: usize = 40;

/// A range of a cluster that overlaps one of somebody else.
#[derive(Debug, Clone)]
pub struct Met {
    /// The range of the cluster.
    pub own: IpNet,
    /// The other one.
    pub other: IpNet,
    /// Whose that is.
    pub whose: Subject,
}

impl Found {
    /// The same with a range of somebody else that overlaps one of the subject.
    #[must_use]
    pub(super) fn meeting(mut self, own: IpNet, other: IpNet, whose: &Subject) -> Self {
        if self.met.len() < MOST {
            self.met.push(Met { own, other, whose: whose.clone() });
        }
        self
    }
}

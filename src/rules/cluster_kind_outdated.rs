//! The type of a cluster is one that the provider has deprecated.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::facts;

const WHAT: &str = "another type";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        let subject = &cluster.subject;
        let kind = &subject.address.kind;
        let Some(deprecated) = facts::deprecated(kind) else { return Ok(None) };
        let standing = cx.standing(subject, &[deprecated.releases]);
        if !standing.holds {
            return Ok(Some(Outcome::clean()));
        }
        let (case, why, help) = match &deprecated.profile {
            None => (
                "dedicated",
                "ACK creates no dedicated clusters any more, and no cluster becomes another kind"
                    .to_owned(),
                "alicloud_cs_managed_kubernetes with cluster_spec = \"ack.pro.small\"".to_owned(),
            ),
            Some(profile) => (
                "profile",
                "no cluster moves from one type of resource to another by itself".to_owned(),
                format!("alicloud_cs_managed_kubernetes with profile = \"{profile}\""),
            ),
        };
        let older = if standing.differs { OLDER } else { "" };
        let message = format!("the provider has deprecated {kind}{older}: {why}");
        let found = Found::new(case, WHAT, subject.head, message);
        Ok(Some(Outcome::found(found.help(help))))
    })
}

/// No lock file chooses the version.
const OLDER: &str = " (not in all versions that required_providers permits, and no \
                     .terraform.lock.hcl chooses one)";

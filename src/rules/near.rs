//! Whether a cluster lies in the VPC that another resource is about.

use super::context::Context;
use crate::eval::Why;
use crate::model::{Cluster, Identity, Open, Subject, VpcId};

/// Three answers.
#[derive(Debug, Clone)]
pub(crate) enum Near {
    No,
    Yes,
    Perhaps(Open),
}

impl Near {
    /// The same of something that may not exist.
    pub(super) fn unless(self, maybe: Option<&Open>) -> Self {
        match (self, maybe) {
            (Self::Yes, Some(open)) => Self::Perhaps(open.clone()),
            (near, _) => near,
        }
    }
}

/// Whether a cluster lies in a VPC that a resource of some root leads to.
///
/// Where that is not known, another root's cluster is concerned only if what is at stake there is
/// known: else a folder that takes everything as input would concern all clusters of all roots.
pub(crate) fn lies_in(
    cx: &Context<'_>,
    cluster: &Cluster,
    vpc: &Result<VpcId, Open>,
    (by, at_stake): (&Subject, bool),
) -> Near {
    let concerned = at_stake || by.root == cluster.subject.root;
    let perhaps = |open: Open| if concerned { Near::Perhaps(open) } else { Near::No };
    match (&cluster.vpc, vpc) {
        (Ok(None), _) => Near::No,
        (Ok(Some(own)), Ok(other)) => match same_vpc(cx, *own, *other) {
            Ok(true) => Near::Yes,
            Ok(false) => Near::No,
            Err(why) => perhaps(Open { why, origin: cluster.subject.head }),
        },
        (Err(open), _) | (_, Err(open)) => perhaps(open.clone()),
    }
}

/// Whether two VPCs are one.
///
/// # Errors
/// If one of them is a reference, which may stand for any.
pub(super) fn same_vpc(cx: &Context<'_>, a: VpcId, b: VpcId) -> Result<bool, Why> {
    let references = [a, b].map(|id| match &cx.estate.vpc(id).identity {
        Identity::Reference(reference) => Some(reference.clone()),
        _ => None,
    });
    match references.into_iter().flatten().next() {
        Some(reference) if a != b => Err(Why::Reference(reference)),
        _ => Ok(a == b),
    }
}

//! An attribute that replaces the cluster rests on what differs from run to run.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::model::{Frozen, Unstable};
use crate::module::Standing;

const CASE: &str = "unstable";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        let mut outcome = Outcome::clean();
        for frozen in &cluster.frozen {
            let standing = cx.standing(&cluster.subject, frozen.releases);
            if !standing.holds {
                continue;
            }
            match (&frozen.unstable, &frozen.open) {
                (Some((unstable, _)), _) => {
                    outcome.findings.push(found(frozen, unstable, standing));
                }
                (None, Some(open)) => outcome.doubt(open, CASE, frozen.attribute),
                (None, None) => {}
            }
        }
        Ok(Some(outcome))
    })
}

fn found(frozen: &Frozen, unstable: &Unstable, standing: Standing) -> Found {
    let attribute = frozen.attribute;
    let when = match unstable.root() {
        Unstable::Function(_) => "each plan destroys the cluster and creates it again",
        _ => "when that list changes, the next plan destroys the cluster and creates it again",
    };
    let older = if standing.differs { OLDER } else { "" };
    let message = format!("{attribute} rests on {unstable}: {when}{older}");
    let mut found = Found::new(CASE, attribute, frozen.place, message).help(format!(
        "write the value out, or give it by a variable; for a cluster that exists, \
         lifecycle {{ ignore_changes = [{attribute}] }}"
    ));
    if let Some((_, place)) = frozen.unstable.as_ref().filter(|(_, at)| *at != frozen.place) {
        found = found.with("this enters here", *place, None);
    }
    found
}

/// No lock file chooses the version.
const OLDER: &str = " (not with all provider versions that required_providers permits, and no \
                     .terraform.lock.hcl chooses one)";

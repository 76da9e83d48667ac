//! A NetworkPolicy for a cluster with Flannel, which enforces none.

use super::context::Context;
use super::meant::{Meant, meant_for};
use super::outcome::{Answer, Found, Outcome};
use crate::model::Object;

/// The setting of a network add-on that turns policies on.
const SETTING: &str = "NetworkPolicy";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if !cluster.is_flannel()? {
            return Ok(None);
        }
        let policies = meant_for(cx, cluster, |object| match object {
            Object::NetworkPolicy => Some(()),
            _ => None,
        });
        let mut outcome = Outcome::clean();
        outcome.findings.extend(found(&policies));
        outcome = outcome.or_case(policies.more(), "policy", "network_policy");
        let switch = cluster.addons.network_switch(SETTING, cluster.subject.head);
        match switch.get() {
            Ok(Some(true)) => {
                let message = format!(
                    "the add-on's config sets {SETTING}, but the plug-in is Flannel, which \
                     enforces no NetworkPolicy"
                );
                let place = switch.origin();
                let found = Found::new("switched_on", "addons", place, message);
                outcome.findings.push(found.help(help()));
            }
            Ok(_) => {}
            Err(open) => outcome = outcome.or_case(Some(open), "switched_on", "addons"),
        }
        Ok(Some(outcome))
    })
}

/// All policies are one finding: the choice of the plug-in is the one mistake.
fn found(policies: &Meant<'_, ()>) -> Option<Found> {
    let ((first, ()), others) = policies.certain.split_first()?;
    let address = &first.subject.address;
    let count = policies.certain.len();
    let all = if count == 1 { String::new() } else { format!(", the first of {count},") };
    let message = format!(
        "{address}{all} is a NetworkPolicy for a cluster with Flannel, which enforces none: \
         whatever it forbids stays open, without any error"
    );
    let mut found = Found::new("policy", "network_policy", first.subject.head, message);
    for (other, ()) in others {
        let subject = &other.subject;
        if found.related.iter().any(|known| known.place == subject.head) || subject.same(&first.subject) {
            continue;
        }
        let what = format!("{} is another", subject.address);
        found = found.with(what, subject.head, Some(subject));
    }
    Some(found.help(help()))
}

fn help() -> String {
    "choose Terway before the cluster is created, if traffic between pods must be restricted: \
     the plug-in cannot be changed later"
        .to_owned()
}

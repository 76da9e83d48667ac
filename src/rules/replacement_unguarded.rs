//! Nothing keeps a cluster from being destroyed and made again.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::model::Attr;

const WHAT: &str = "a guard";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        let guards = [&cluster.deletion_protection, &cluster.prevent_destroy];
        if guards.iter().any(|guard| guard.known() == Some(&true)) {
            return Ok(Some(Outcome::clean()));
        }
        let open = guards.iter().find_map(|guard| guard.open().cloned());
        if let Some(open) = open {
            return Ok(Some(Outcome::clean().or_case(Some(open), "unguarded", WHAT)));
        }
        let mut found = Found::new("unguarded", WHAT, cluster.subject.head, message(guards)).help(
            "deletion_protection = true makes ACK refuse, and lifecycle { prevent_destroy = \
                 true } makes Terraform refuse"
                .to_owned(),
        );
        for (guard, name) in guards.iter().zip(["deletion_protection", "prevent_destroy"]) {
            if let Attr::Known(_, place) = guard {
                found = found.with(format!("{name} is off here"), *place, None);
            }
        }
        Ok(Some(Outcome::found(found)))
    })
}

fn message(guards: [&Attr<bool>; 2]) -> String {
    let written = guards.iter().any(|guard| guard.known().is_some());
    let how = if written { "the guards are off" } else { "no guard is written" };
    format!(
        "{how}: an edit of what cannot change, such as service_cidr, plans as destroy and create \
         again, and one yes deletes the cluster with all that runs on it"
    )
}

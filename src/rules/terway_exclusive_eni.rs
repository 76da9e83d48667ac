//! NetworkPolicy is on, and a pool in exclusive ENI mode does not obey it.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use super::pools::{each_terway_pool, where_on};
use crate::model::Attr;

/// The setting of the network add-on.
const KEY: &str = "NetworkPolicy";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    each_terway_pool(cx, |pool, home| {
        let exclusive = home.exclusive(pool);
        let policy = home.switch(KEY);
        let judged = where_on(&exclusive, || match &policy {
            Attr::Known(false, _) | Attr::Absent(_) => Outcome::clean(),
            Attr::Known(true, place) => {
                let message = "the pool is in exclusive ENI mode, which knows no NetworkPolicy, and \
                               the cluster has it turned on: what a policy forbids is let through \
                               to the pods of this pool and from them";
                let help = "leave the label out and take the pool in shared ENI mode, or keep pods \
                            that policies must protect off this pool";
                let found = Found::new("policy", "labels", exclusive.origin(), message.to_owned());
                let found = found.help(help.to_owned());
                Outcome::found(found.with("NetworkPolicy is turned on here", *place, None))
            }
            Attr::Unknown { open, .. } => {
                Outcome::clean().or_case(Some(open.clone()), "policy", "labels")
            }
        });
        Ok(judged)
    })
}

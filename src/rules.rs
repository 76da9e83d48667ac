//! The rules: what is claimed of Alibaba Cloud, and how each claim is decided.
//!
//! A rule is a card, `rules/<id>.md`, a module, `src/rules/<id>.rs`, and a word in the list below.

mod answer;
pub mod card;
mod context;
mod edits;
mod free;
mod meant;
mod met;
mod near;
mod outcome;
mod pools;
mod range;
mod ranges;
mod reach;
mod run;
mod silence;
mod terms;
mod terway;
mod waived;
mod worlds;
mod written;

pub(crate) use answer::severity;
pub(crate) use cluster_overlap::shared;
pub use context::Context;
pub use met::Met;
pub(crate) use near::{Near, lies_in};
pub use outcome::{Answer, Doubt, Found, NewValue, Outcome, Related};
pub(crate) use pools::pods as terway_pods_of;
pub(crate) use ranges::{pod_range, service_range};
pub use run::{Answers, run};
pub use terms::Terms;
pub(crate) use terway::Zones;
pub(crate) use waived::ask_of_waiver;
pub use waived::{Asked, Flaw, Remark};
pub use worlds::Worlds;

use card::{Card, LazyCard};
use std::sync::LazyLock;

/// A rule: its id, its card, and what decides it.
pub struct Rule {
    /// Its name, everywhere.
    pub id: &'static str,
    card: LazyCard,
    /// What it looks at, and how it decides.
    kind: Kind,
}

/// What a rule looks at, and how it decides.
enum Kind {
    /// What is defined: a verdict on each subject.
    Estate(fn(&Context<'_>) -> Vec<Answer>),
    /// The waivers of what all other rules found, one at a time.
    Waiver(fn(&Asked<'_>) -> Vec<Flaw>),
}

/// The one list of rules; a rule that looks at something else than the estate says at what.
macro_rules! rules {
    ($($id:ident $(: $kind:ident)?),* $(,)?) => {
        $(mod $id;)*

        static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| vec![$(Rule {
            id: stringify!($id),
            card: LazyCard::new(
                stringify!($id),
                include_str!(concat!("../rules/", stringify!($id), ".md")),
            ),
            kind: rules!(@kind $($kind)?)($id::check),
        }),*]);
    };
    (@kind) => { Kind::Estate };
    (@kind $kind:ident) => { Kind::$kind };
}

rules! {
    cni_undeclared,
    cni_conflict,
    cni_incomplete,
    flannel_network_policy,
    flannel_dual_stack,
    flannel_terway_feature,
    flannel_alb_cluster_ip,
    flannel_source_ip,
    flannel_session_affinity,
    flannel_cross_cluster,
    cidr_invalid,
    cidr_reserved,
    cidr_not_private,
    cidr_size,
    vswitch_outside_vpc,
    vswitch_overlap,
    vswitch_wrong_vpc,
    vpc_filled,
    pod_service_overlap,
    pod_vpc_overlap,
    service_vpc_overlap,
    cluster_overlap,
    connected_overlap,
    route_overlap,
    flannel_pod_cidr_too_small,
    flannel_node_limit,
    flannel_pods_per_node,
    cluster_node_quota,
    terway_pod_ips,
    terway_vpc_too_small,
    terway_pod_vswitch_size,
    terway_zone_uncovered,
    terway_instance_type,
    terway_pods_per_node,
    terway_dual_stack,
    terway_datapath_v2,
    terway_exclusive_eni,
    terway_security_group,
    service_cidr_too_small,
    proxy_mode_outdated,
    cluster_kind_outdated,
    immutable_unstable,
    replacement_unguarded,
    change_replaces,
    change_ignored,
    change_one_way,
    change_removes,
    waiver_invalid: Waiver,
}

/// The ids of all rules, in the order of the list.
pub fn ids() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.id)
}

/// Whether a rule is asked about what changes, and not about what is.
pub fn is_on_changes(rule: &str) -> bool {
    rule.starts_with("change_")
}

/// Whether a rule is asked about waivers, which stand beside whatever is found.
pub fn is_on_waivers(rule: &str) -> bool {
    RULES.iter().any(|known| known.id == rule && matches!(known.kind, Kind::Waiver(_)))
}

/// The cards of all rules, in the order of the list.
pub fn cards() -> impl ExactSizeIterator<Item = &'static Card> + Clone {
    RULES.iter().map(|rule| &*rule.card)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_parses_and_shows_each_case() {
        for rule in RULES.iter() {
            let card =
                Card::parse(rule.id, rule.card.text).unwrap_or_else(|error| panic!("{error}"));
            let unshown = card.unshown_cases();
            assert_eq!(unshown, Vec::<&str>::new(), "{}: cases without example", rule.id);
        }
    }
}

//! The table of SPEC section 6, implemented a second time, beside acklint on random estates.
//!
//! `draw` makes an estate with every value known, `print` writes it as Terraform in the styles of
//! real configurations, `table` says from the contract alone what must be found, and `compare`
//! holds what acklint says of the files against it.
//!
//! `ACKLINT_TABLE=N` tries N estates, `ACKLINT_TABLE_SEED` begins with another one,
//! `ACKLINT_TABLE_SHOWN` shows more failures than three, `ACKLINT_TABLE_REAL` shows files as they
//! were and not with every value in its place.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod compare;
mod draw;
mod net;
mod plan;
mod print;
mod random;
mod table;

use std::collections::BTreeSet;

/// The rules of section 6, each with the severities that its row names.
const ROWS: [&str; 64] = [
    "cni_undeclared Warning",
    "cni_conflict Error",
    "cni_conflict Warning",
    "cni_conflict Info",
    "cni_incomplete Error",
    "cni_incomplete Warning",
    "flannel_network_policy Error",
    "flannel_dual_stack Error",
    "flannel_terway_feature Error",
    "flannel_alb_cluster_ip Error",
    "flannel_alb_cluster_ip Info",
    "flannel_source_ip Warning",
    "flannel_session_affinity Info",
    "flannel_cross_cluster Warning",
    "cidr_invalid Error",
    "cidr_invalid Warning",
    "cidr_reserved Error",
    "cidr_not_private Error",
    "cidr_not_private Warning",
    "cidr_size Error",
    "cidr_size Info",
    "vswitch_outside_vpc Error",
    "vswitch_overlap Error",
    "vswitch_wrong_vpc Error",
    "vpc_filled Warning",
    "pod_service_overlap Error",
    "pod_vpc_overlap Error",
    "service_vpc_overlap Error",
    "cluster_overlap Error",
    "cluster_overlap Info",
    "connected_overlap Error",
    "connected_overlap Warning",
    "route_overlap Error",
    "route_overlap Warning",
    "flannel_pod_cidr_too_small Error",
    "flannel_pod_cidr_too_small Warning",
    "flannel_node_limit Error",
    "flannel_node_limit Warning",
    "flannel_pods_per_node Warning",
    "cluster_node_quota Error",
    "cluster_node_quota Warning",
    "terway_pod_ips Error",
    "terway_pod_ips Warning",
    "terway_vpc_too_small Error",
    "terway_vpc_too_small Warning",
    "terway_pod_vswitch_size Error",
    "terway_pod_vswitch_size Info",
    "terway_zone_uncovered Warning",
    "terway_instance_type Error",
    "terway_instance_type Warning",
    "terway_pods_per_node Warning",
    "terway_dual_stack Error",
    "terway_datapath_v2 Error",
    "terway_datapath_v2 Info",
    "terway_exclusive_eni Warning",
    "terway_security_group Warning",
    "service_cidr_too_small Error",
    "service_cidr_too_small Warning",
    "proxy_mode_outdated Error",
    "proxy_mode_outdated Info",
    "cluster_kind_outdated Warning",
    "cluster_kind_outdated Info",
    "immutable_unstable Warning",
    "replacement_unguarded Info",
];

/// How many estates are tried.
const DEFAULT: u64 = 1500;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Tries a property on estates, and shows the first that fail.
fn hold(property: fn(u64) -> Result<(), String>, count: u64) {
    let first = setting("ACKLINT_TABLE_SEED").unwrap_or(0);
    let failures: Vec<String> =
        (first..first + count).filter_map(|seed| property(seed).err()).collect();
    let shown = setting("ACKLINT_TABLE_SHOWN").map_or(3, |shown| usize::try_from(shown).unwrap());
    let wrong = failures.len();
    let text: Vec<String> = failures.into_iter().take(shown).collect();
    assert!(text.is_empty(), "\n{}\n{wrong} of {count} estates differ", text.join("\n"));
}

fn count() -> u64 {
    setting("ACKLINT_TABLE").unwrap_or(DEFAULT)
}

#[test]
fn acklint_finds_what_the_table_says() {
    hold(compare::known, count());
}

/// An oracle that never objects agrees with anything.
#[test]
fn every_row_of_the_table_is_met() {
    let seen = (0..DEFAULT).flat_map(compare::rows).collect::<BTreeSet<_>>();
    let missing: Vec<&str> = ROWS.iter().copied().filter(|row| !seen.contains(*row)).collect();
    assert!(missing.is_empty(), "no estate has: {missing:?}");
    let unknown: Vec<&String> = seen.iter().filter(|row| !ROWS.contains(&row.as_str())).collect();
    assert!(unknown.is_empty(), "no row of the table: {unknown:?}");
}

#[test]
fn what_is_not_told_is_undecided() {
    hold(compare::hidden, count() / 2);
}

//! What of the provider's names decides how a plan is read, which holds more than is written.

use super::is_cluster;
use super::link::ALIASES;
use super::route::TABLE_OF_VPC;

/// What configurations call the provider.
pub const PROVIDER: &str = "alicloud";

/// What the cloud decides where nobody has written it, and what counts once it has.
const TOLD: &[&str] = &[
    "service_cidr",
    "vpc_id",
    "cidr_block",
    "zone_id",
    "version",
    "cluster_spec",
    "profile",
    "ip_stack",
    "proxy_mode",
];

/// Blocks that only a configuration makes: what is not known of them is written, by a `dynamic`
/// block.
const OWN: &[&str] = &["addons"];

/// Words before the name of a type in attributes that hold ids.
const BEFORE: &[&str] =
    &["pod_", "worker_", "master_", "accepting_", "child_", "peer_", "opposite_"];

/// The attributes that stand for a resource of a type.
pub fn names(kind: &str) -> Vec<&'static str> {
    let aliases = ALIASES.iter().chain(TABLE_OF_VPC).filter(|(of, _)| *of == kind);
    let aliases = aliases.map(|(_, path)| path.trim_start_matches('.'));
    let mut names = vec!["id"];
    for name in aliases {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Whether an attribute that nobody has written says how the cloud has made it.
pub fn told(name: &str) -> bool {
    TOLD.contains(&name)
}

/// Whether the provider never chooses a block itself.
pub fn is_own(name: &str) -> bool {
    OWN.contains(&name)
}

/// Whether an attribute names resources of a type by their ids: `pod_vswitch_ids` vSwitches.
pub fn leads(attribute: &str, kind: &str) -> bool {
    let Some(stem) = attribute.strip_suffix("_id").or_else(|| attribute.strip_suffix("_ids"))
    else {
        return false;
    };
    let stem = BEFORE.iter().find_map(|before| stem.strip_prefix(before)).unwrap_or(stem);
    match stem {
        "cluster" => is_cluster(kind),
        "cen" => kind == "alicloud_cen_instance",
        stem => kind.strip_prefix("alicloud_").is_some_and(|kind| {
            kind == stem || kind.strip_suffix(stem).is_some_and(|rest| rest.ends_with('_'))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_lead_to_the_types_that_they_name() {
        for (attribute, kind) in [
            ("vpc_id", "alicloud_vpc"),
            ("pod_vswitch_ids", "alicloud_vswitch"),
            ("cluster_id", "alicloud_cs_managed_kubernetes"),
            ("security_group_id", "alicloud_security_group"),
            ("transit_router_id", "alicloud_cen_transit_router"),
        ] {
            assert!(leads(attribute, kind), "{attribute} {kind}");
        }
        for (attribute, kind) in [
            ("vpc_id", "alicloud_vswitch"),
            ("zone_id", "alicloud_vswitch"),
            ("vswitch_ids", "alicloud_vpc"),
            ("addons", "alicloud_cs_kubernetes_addon"),
        ] {
            assert!(!leads(attribute, kind), "{attribute} {kind}");
        }
    }

    #[test]
    fn a_vpc_goes_by_several_names() {
        assert_eq!(names("alicloud_vpc"), ["id", "router_id", "route_table_id", "router_table_id"]);
        assert_eq!(names("alicloud_vswitch"), ["id"]);
    }
}

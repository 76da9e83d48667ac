//! What joins VPCs: what is not known concerns those that it may concern, and nobody else.

use crate::said::Said;

/// A VPC of one vSwitch, and a cluster in it.
fn network(name: &str, vpc: &str, pods: &str) -> String {
    let services = if name == "a" { "172.31.0.0/20" } else { "172.31.16.0/20" };
    format!(
        r#"
resource "alicloud_vpc" "{name}" {{
  cidr_block = "{vpc}"
}}
resource "alicloud_vswitch" "{name}" {{
  vpc_id     = alicloud_vpc.{name}.id
  cidr_block = cidrsubnet("{vpc}", 8, 0)
  zone_id    = "cn-hangzhou-h"
}}
resource "alicloud_cs_managed_kubernetes" "{name}" {{
  vswitch_ids  = [alicloud_vswitch.{name}.id]
  pod_cidr     = "{pods}"
  service_cidr = "{services}"
}}
"#
    )
}

/// Two VPCs whose clusters have the same pods.
fn two() -> String {
    network("a", "10.0.0.0/16", "172.20.0.0/16") + &network("b", "10.1.0.0/16", "172.20.0.0/16")
}

fn peering(a: &str, b: &str) -> String {
    format!(
        "resource \"alicloud_vpc_peer_connection\" \"p\" {{\n  vpc_id = {a}\n  accepting_vpc_id = {b}\n}}\n"
    )
}

fn router(name: &str, vpc: &str) -> String {
    format!(
        r#"
resource "alicloud_cen_transit_router" "{name}" {{
  cen_id = alicloud_cen_instance.c.id
}}
resource "alicloud_cen_transit_router_vpc_attachment" "{name}" {{
  transit_router_id = alicloud_cen_transit_router.{name}.transit_router_id
  vpc_id            = alicloud_vpc.{vpc}.id
}}
"#
    )
}

const CEN: &str = "resource \"alicloud_cen_instance\" \"c\" {}\n";
const X: &str = "variable \"x\" {}\n";
const LIBRARY: &str = r#"
variable "near" {}
variable "far" {}
variable "table" {}
variable "to" {}
resource "alicloud_vpc_peer_connection" "p" {
  vpc_id           = var.near
  accepting_vpc_id = var.far
}
resource "alicloud_route_entry" "r" {
  route_table_id        = var.table
  destination_cidrblock = var.to
}
"#;

/// A folder that is called from nowhere and takes both ends as input makes nobody undecided.
#[test]
fn a_library_concerns_no_other_root() {
    let said = Said::of(&[
        ("peering/main.tf", LIBRARY),
        ("prod/main.tf", &network("a", "10.0.0.0/16", "172.20.0.0/16")),
    ]);
    said.silent("connected_overlap");
    said.silent("route_overlap");
}

/// In a root of its own it may be any VPC there.
#[test]
fn two_unknown_ends_concern_their_own_root() {
    let said = Said::on(&(LIBRARY.to_owned() + &network("a", "10.0.0.0/16", "172.20.0.0/16")));
    assert_eq!(said.undecided("connected_overlap").len(), 1);
    assert_eq!(said.undecided("route_overlap").len(), 1);
}

/// One end is another VPC, whose ranges are clear of the cluster: whatever the far end is.
#[test]
fn an_unknown_end_matters_only_where_ranges_meet() {
    let one = network("a", "10.0.0.0/16", "172.20.0.0/16");
    let other =
        |cidr: &str| format!("resource \"alicloud_vpc\" \"o\" {{\n  cidr_block = \"{cidr}\"\n}}\n");
    let joined = X.to_owned() + &peering("alicloud_vpc.o.id", "var.x") + &one;
    Said::on(&(joined.clone() + &other("10.9.0.0/16"))).silent("connected_overlap");
    let said = Said::on(&(joined + &other("172.20.0.0/16")));
    let undecided = said.undecided("connected_overlap");
    assert!(said.findings("connected_overlap").is_empty());
    assert!(undecided[0].why.contains("var.x"), "{}", undecided[0].why);
}

#[test]
fn a_cen_of_others_is_undecided_for_what_is_attached() {
    let attached = "resource \"alicloud_cen_instance_attachment\" \"a\" {\n  instance_id = \
                    \"cen-1\"\n  child_instance_id = alicloud_vpc.a.id\n}\n";
    let said = Said::on(&(two() + attached));
    let undecided = said.undecided("connected_overlap");
    assert_eq!(undecided.len(), 1, "{undecided:?}");
    assert_eq!(undecided[0].subject, "alicloud_cs_managed_kubernetes.a");
    assert!(undecided[0].why.contains("cen-1"), "{undecided:?}");
}

#[test]
fn a_peering_that_may_not_be_there_is_a_doubt() {
    let joined = peering("alicloud_vpc.a.id", "alicloud_vpc.b.id");
    Said::on(&(two() + &joined)).error("connected_overlap");
    let maybe = joined.replace("{\n", "{\n  count = var.x\n");
    let said = Said::on(&(two() + X + &maybe));
    assert!(said.findings("connected_overlap").is_empty());
    assert_eq!(said.undecided("connected_overlap").len(), 1);
}

/// Two transit routers of one CEN are joined by a connection, or it is not known that they are.
#[test]
fn transit_routers_of_one_cen() {
    let routers = two() + CEN + &router("r", "a") + &router("s", "b");
    let said = Said::on(&routers);
    assert!(said.findings("connected_overlap").is_empty());
    assert_eq!(said.undecided("connected_overlap").len(), 1);
    let joined = "resource \"alicloud_cen_transit_router_peer_attachment\" \"rs\" {\n  \
                  transit_router_id = alicloud_cen_transit_router.r.transit_router_id\n  \
                  peer_transit_router_id = alicloud_cen_transit_router.s.transit_router_id\n}\n";
    let said = Said::on(&(routers.clone() + joined));
    let finding = said.error("connected_overlap");
    assert_eq!(finding.subject, "alicloud_cs_managed_kubernetes.b");
    let denied = "resource \"alicloud_cen_route_map\" \"m\" {\n  cen_id = \
                  alicloud_cen_instance.c.id\n  map_result = \"Deny\"\n}\n";
    let said = Said::on(&(routers + joined + denied));
    assert!(said.findings("connected_overlap").is_empty());
    assert_eq!(said.undecided("connected_overlap").len(), 1);
}

/// A condition that is not known in one root decides what the cluster of another reaches.
#[test]
fn alternatives_of_a_link_are_asked_for_across_roots() {
    let root = |name: &str, vpc: &str| {
        network(name, vpc, "172.20.0.0/16")
            .replace(&format!("alicloud_vpc.{name}.id"), &format!("\"vpc-{name}\""))
    };
    let link = |far: &str| {
        let far = format!("var.x ? \"vpc-{far}\" : \"vpc-b\"");
        "variable \"x\" {\n  type = bool\n}\n".to_owned() + &peering("\"vpc-a\"", &far)
    };
    let said = |far: &str| {
        Said::of(&[
            ("a/main.tf", &root("a", "10.0.0.0/16")),
            ("b/main.tf", &root("b", "10.1.0.0/16")),
            ("link/main.tf", &link(far)),
        ])
    };
    assert_eq!(said("b").findings("connected_overlap").len(), 1);
    let apart = said("c");
    assert!(apart.findings("connected_overlap").is_empty());
    assert_eq!(apart.undecided("connected_overlap").len(), 2);
}

/// Clusters of one VPC are the business of `cluster_overlap`, what is behind a VPN of
/// `route_overlap`.
#[test]
fn one_mistake_is_one_finding() {
    let more = r#"
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.30.0.0/20"
}
resource "alicloud_vpc" "o" {
  cidr_block = "10.9.0.0/16"
}
"#;
    let one = network("a", "10.0.0.0/16", "172.20.0.0/16");
    let joined = peering("alicloud_vpc.a.id", "alicloud_vpc.o.id");
    let said = Said::on(&(one.clone() + more + &joined));
    said.error("cluster_overlap");
    said.silent("connected_overlap");
    let vpn = r#"
resource "alicloud_vpn_gateway" "g" {
  vpc_id = alicloud_vpc.a.id
}
resource "alicloud_vpn_connection" "v" {
  vpn_gateway_id = alicloud_vpn_gateway.g.id
  local_subnet   = ["10.0.0.0/16"]
  remote_subnet  = ["172.20.8.0/24", "172.20.9.0/24", "0.0.0.0/0"]
}
"#;
    let said = Said::on(&(one + vpn));
    assert_eq!(said.error("route_overlap").related.len(), 2);
    said.silent("connected_overlap");
}

/// Each attachment in turn leads to a CEN that is not known, which may be that of the other.
#[test]
fn an_unknown_hub_may_be_the_same() {
    let attached = |vpc: &str, cen: &str| {
        format!(
            "resource \"alicloud_cen_instance_attachment\" \"{vpc}\" {{\n  instance_id = {cen}\n  \
             child_instance_id = alicloud_vpc.{vpc}.id\n}}\n"
        )
    };
    let cen = "alicloud_cen_instance.c.id";
    let said =
        |a: &str, b: &str| Said::on(&(two() + CEN + X + &attached("a", a) + &attached("b", b)));
    said(cen, cen).error("connected_overlap");
    for said in [said(cen, "var.x"), said("var.x", cen), said("var.x", "var.x")] {
        assert!(said.findings("connected_overlap").is_empty());
        let undecided = said.undecided("connected_overlap");
        let of_b = |u: &&&acklint::report::view::Undecided| u.subject.ends_with("kubernetes.b");
        assert_eq!(undecided.iter().filter(of_b).count(), 1, "{undecided:?}");
    }
}

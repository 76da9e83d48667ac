//! Of what a new range is free: every range that a resource of the network names.

use crate::program::Repository;
use acklint::check::check;
use acklint::facts;
use acklint::options::Options;
use acklint::source::Memory;
use ipnet::Ipv4Net;

/// A cluster whose pod range must move, since it lies in its VPC.
const CLUSTER: &str = r#"
resource "alicloud_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "alicloud_vswitch" "n" {
  vpc_id     = alicloud_vpc.v.id
  zone_id    = "cn-hangzhou-h"
  cidr_block = "10.0.0.0/24"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids         = [alicloud_vswitch.n.id]
  pod_cidr            = "10.0.0.0/20"
  node_cidr_mask      = 25
  service_cidr        = "172.31.0.0/20"
  deletion_protection = true
}
"#;

/// The help of the finding on the pod range.
fn help(more: &str) -> String {
    let text = format!("{CLUSTER}{more}");
    let files = Memory::new([("main.tf", &*text)]);
    let view = check(&files, &[String::new()], &Options::default()).unwrap();
    let mut on_pods = view.findings.iter().filter(|finding| finding.rule == "pod_vpc_overlap");
    on_pods.next().and_then(|finding| finding.help.clone()).unwrap_or_default()
}

fn offered(help: &str) -> Ipv4Net {
    help.split('"').nth(1).unwrap_or_else(|| panic!("{help}")).parse().unwrap()
}

#[test]
fn a_new_range_keeps_clear_of_every_range_that_a_network_resource_names() {
    let claimed: Ipv4Net = "172.16.0.0/13".parse().unwrap();
    assert!(claimed.contains(&offered(&help(""))), "that is where one is looked for first");
    for kind in facts::claiming().map(|name| format!("alicloud_{name}")) {
        for (attribute, within) in facts::claims(&kind) {
            let values = match within {
                None => vec![format!("{attribute} = \"{claimed}\"")],
                Some(within) => {
                    vec![format!("{attribute} {{\n    {within} = \"{claimed}\"\n  }}")]
                }
            };
            for value in values {
                let more = format!("resource \"{kind}\" \"x\" {{\n  {value}\n}}\n");
                let range = offered(&help(&more));
                assert!(!claimed.contains(&range), "{range} is taken by\n{more}");
            }
        }
    }
}

/// A data centre behind a transit router: its route is all that the configuration says of it.
#[test]
fn a_fix_keeps_clear_of_a_data_centre_behind_a_transit_router() {
    let idc = r#"
resource "alicloud_cen_transit_router_route_entry" "idc" {
  transit_router_route_table_id                     = "vtb-1"
  transit_router_route_entry_destination_cidr_block = "172.16.0.0/16"
  transit_router_route_entry_next_hop_type          = "Attachment"
  transit_router_route_entry_next_hop_id            = "tr-attach-1"
}
"#;
    let repository = Repository::of(&[("main.tf", &format!("{CLUSTER}{idc}"))]);
    repository.run(&["check", "--fix"]);
    let after = std::fs::read_to_string(repository.root().join("main.tf")).unwrap();
    assert!(after.contains("pod_cidr            = \"172.17.0.0/20\""), "{after}");
}

/// What is written and not known may be any range: nobody may read that it is free of that.
#[test]
fn a_help_says_where_not_all_is_known() {
    assert!(!help("").contains("as far as"));
    for more in [
        "resource \"alicloud_route_entry\" \"r\" {\n  destination_cidrblock = var.u\n}\n",
        "resource \"alicloud_vpc_prefix_list\" \"p\" {\n  entrys {\n    cidr = var.u\n  }\n}\n",
        "resource \"alicloud_vpc\" \"o\" {\n  cidr_block = var.u\n}\n",
    ] {
        let help = help(&format!("{more}variable \"u\" {{}}\n"));
        assert!(help.ends_with("defines, as far as that is known"), "{help}\n{more}");
    }
}

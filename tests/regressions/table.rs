//! What a second implementation of the table of rules disagreed with (`tests/table`).

use crate::said::{NETWORK, Said};

/// A plug-in of the user's own takes its addresses from the `pod_cidr` that is written, as far as
/// anybody knows: the rules on ranges hold, those on Flannel do not.
#[test]
fn a_plug_in_of_ones_own_has_a_pod_range() {
    let said = Said::on(&format!(
        r#"{NETWORK}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = "10.0.128.0/24"
  service_cidr = "10.0.128.0/20"
  addons {{
    name     = "flannel"
    disabled = true
  }}
}}
"#
    ));
    said.error("pod_vpc_overlap");
    said.error("pod_service_overlap");
    said.silent("flannel_pod_cidr_too_small");
}

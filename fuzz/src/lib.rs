//! What all targets share: a repository in memory, looked at by every command. A panic anywhere ends
//! the process, though acklint catches it: libFuzzer sees it first.

use acklint::options::Options;
use acklint::report::form::{Form, Look};
use acklint::report::human::{Detail, Style};
use acklint::source::Memory;
use acklint::{check, inspect, network_plan};
use std::num::NonZeroUsize;

/// A cluster whose pod range is `EXPRESSION`.
pub const CLUSTER: &str = r#"variable "x" {
  default = "172.20.0.0/16"
}
variable "u" {}
locals {
  l = [0, { a = "b" }]
}
resource "alicloud_vpc" "v" {
  cidr_block = "10.0.0.0/8"
}
resource "alicloud_vswitch" "s" {
  count      = 2
  vpc_id     = alicloud_vpc.v.id
  cidr_block = cidrsubnet("10.0.0.0/8", 8, count.index)
  zone_id    = "cn-hangzhou-h"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids    = alicloud_vswitch.s[*].id
  service_cidr   = "172.21.0.0/20"
  node_cidr_mask = 25
  pod_cidr       = EXPRESSION
}
"#;

/// Options on one thread.
pub fn options() -> Options {
    Options { threads: NonZeroUsize::new(1), ..Options::default() }
}

/// Everything that acklint does with files.
pub fn look(files: &[(&str, &str)], options: &Options) {
    let memory = Memory::new(files.iter().copied());
    let root = [String::new()];
    if let Ok(view) = check::check(&memory, &root, options) {
        let look = || Look { style: Style::default(), detail: Detail::Verbose };
        for form in Form::ALL {
            form.render(&view, look());
        }
    }
    if let Ok((roots, _)) = inspect::inspect(&memory, &root, options) {
        acklint::report::inspect::render_human(&roots, Style::default(), Detail::Verbose);
        acklint::report::inspect::render_json(&roots);
    }
    if let Ok((clusters, _)) = network_plan::network_plan(&memory, &root, options) {
        acklint::report::capacity::render_html(&clusters);
    }
}

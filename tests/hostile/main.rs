//! A repository is hostile input: whatever it holds, each run ends by itself with 0, 1 or 2, within
//! ten seconds and 1 GiB (SPEC section 10). All inputs are made here; none is a file.
//!
//! This is the one place where a test looks at the clock, for the limit is what is promised
//! (`watch`). `-- --nocapture` prints what each run has taken.

mod bombs;
mod limits;
mod nesting;
#[path = "../program/mod.rs"]
mod program;
mod shapes;
mod sizes;
mod trees;
mod watch;

use program::Repository;
use watch::{Ended, run};

/// A cluster whose pod range is an expression, with all that shapes refer to.
fn cluster(expression: &str) -> String {
    format!(
        r#"variable "u" {{}}
variable "x" {{
  default = "172.20.0.0/16"
}}
locals {{
  l = [0]
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = ["vsw-1"]
  service_cidr = "172.21.0.0/20"
  addons {{
    name = "flannel"
  }}
  pod_cidr = {expression}
}}
"#
    )
}

/// Runs commands on one repository; of a build for debugging, one of those that evaluate, by turns.
fn runs(repository: &Repository, name: &str, all: &[&[&str]]) -> Vec<Ended> {
    let turn = name.len() % all.len();
    let by_turns = all == EVALUATE && !watch::is_strict();
    let all = if by_turns { &all[turn..=turn] } else { all };
    all.iter().map(|arguments| run(repository, name, arguments)).collect()
}

/// The commands that evaluate.
const EVALUATE: &[&[&str]] = &[&["check"], &["inspect"], &["capacity"]];

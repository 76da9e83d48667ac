//! Values that double at each step: their size is told before they are made.

use crate::said::Said;
use std::fmt::Write as _;

/// Locals that double forty times as lists, and sixty times as a text.
fn doubling() -> String {
    let mut text =
        "locals {\n  a0 = [\"a\"]\n  b0 = [\"a\"]\n  s0 = \"172.20.0.0/16\"\n".to_owned();
    for to in 1..=60 {
        let from = to - 1;
        if to <= 40 {
            for name in ["a", "b"] {
                writeln!(text, "  {name}{to} = [local.{name}{from}, local.{name}{from}]")
                    .expect("a string takes it");
            }
        }
        writeln!(text, "  s{to} = \"${{local.s{from}}}${{local.s{from}}}\"")
            .expect("a string takes it");
    }
    text + "}\n"
}

/// The run ends, and says that it is acklint that stopped.
#[test]
fn values_that_double_end_at_a_limit() {
    let expressions = [
        "flatten(local.a40)[0]",
        r#"length(toset(local.a40)) == 1 ? "172.21.0.0/16" : "172.20.0.0/16""#,
        r#"local.a40 == local.b40 ? "172.21.0.0/16" : "172.20.0.0/16""#,
        "jsonencode(local.a40)",
        "local.s60",
    ];
    for expression in expressions {
        let said = Said::on(&format!(
            r#"{}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = ["vsw-1"]
  pod_cidr     = {expression}
  service_cidr = "172.21.0.0/20"
  addons {{
    name = "flannel"
  }}
}}
"#,
            doubling()
        ));
        let undecided = said.undecided("pod_service_overlap");
        assert_eq!(undecided.len(), 1, "{expression}");
        let why = &undecided[0].why;
        assert!(why.contains("a limit of acklint was reached"), "{expression}: {why}");
    }
}

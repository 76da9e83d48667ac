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

/// A cluster whose pod range is `expression`, beside what `rest` declares.
fn undecided_of(rest: &str, expression: &str) -> String {
    let said = Said::on(&format!(
        r#"{rest}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = ["vsw-1"]
  pod_cidr     = {expression}
  service_cidr = "172.21.0.0/20"
  addons {{
    name = "flannel"
  }}
}}
"#
    ));
    let undecided = said.undecided("pod_service_overlap");
    assert_eq!(undecided.len(), 1, "{expression}");
    undecided[0].why.clone()
}

/// A thousand million turns of loops in a template, which hold nothing.
#[test]
fn loops_of_templates_end_at_a_limit() {
    let (begin, end) = ("%{ for i in range(1000) }", "%{ endfor }");
    let template = format!("\"${{\"x\"}}{}{}\"", begin.repeat(3), end.repeat(3));
    let why = undecided_of("", &template);
    assert!(why.contains("a limit of acklint was reached: evaluation steps"), "{why}");
}

/// What is not made past the limit of instances still is there.
#[test]
fn instances_past_the_limit_are_not_taken_for_absent() {
    let many = "resource \"terraform_data\" \"s\" {\n  count = 5000\n  input = \"x\"\n}\n";
    for expression in [
        r#"length(terraform_data.s) == 5000 ? "172.20.0.0/16" : "172.21.0.0/16""#,
        r#"try(terraform_data.s[4500].input, "none") == "x" ? "172.20.0.0/16" : "172.21.0.0/16""#,
    ] {
        undecided_of(many, expression);
    }
}

/// Where the machine decides, nothing is known: an empty set of files would be.
#[test]
fn files_of_an_absolute_folder_are_not_known() {
    let expression = r#"length(fileset("/etc", "pass*")) == 0 ? "172.21.0.0/16" : "10.0.0.0/16""#;
    let why = undecided_of("", expression);
    assert!(why.contains("fileset of an absolute path"), "{why}");
}

//! `inspect` shows what acklint made of a configuration: values, what is not known and why, and the
//! way that each took.

use crate::program::{Repository, Run};
use insta::assert_snapshot;

/// The text of `inspect` for files by path.
fn inspected(files: &[(&str, &str)], arguments: &[&str]) -> String {
    let Run { code, stdout, stderr } =
        Repository::of(files).run(&[&["inspect"], arguments].concat());
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    stdout
}

#[test]
fn a_value_has_the_way_that_it_took() {
    let root = r#"
variable "ranges" { type = map(string) }
locals { pods = var.ranges["pods"] }
module "ack" {
  source = "./ack"
  pods   = local.pods
  vpc    = cidrsubnet(var.ranges["all"], 8, 3)
}
"#;
    let module = r#"
variable "pods" {}
variable "vpc" {}
resource "alicloud_vpc" "this" { cidr_block = var.vpc }
resource "alicloud_vswitch" "this" {
  count  = 2
  vpc_id = alicloud_vpc.this.id
}
resource "alicloud_cs_managed_kubernetes" "this" {
  vswitch_ids = split(",", join(",", alicloud_vswitch.this.*.id))
  pod_cidr    = var.pods
}
output "range" { value = alicloud_vpc.this.cidr_block }
"#;
    let values = "ranges = {\n  all  = \"10.0.0.0/8\"\n  pods = \"172.20.0.0/16\"\n}\n";
    let files = [("main.tf", root), ("ack/main.tf", module), ("terraform.tfvars", values)];
    assert_snapshot!(inspected(&files, &[]));
}

#[test]
fn what_is_not_known_says_why_and_what_it_may_be() {
    let text = r#"
variable "env" {}
variable "zones" { type = list(string) }
data "alicloud_vpcs" "all" {}
resource "alicloud_vswitch" "of" {
  for_each = toset(var.zones)
  vpc_id   = data.alicloud_vpcs.all.ids[0]
}
resource "alicloud_cs_managed_kubernetes" "maybe" {
  count       = var.env == "prod" ? 1 : 0
  pod_cidr    = var.env == "prod" ? "172.20.0.0/16" : "172.20.0.0/24"
  vswitch_ids = values(alicloud_vswitch.of)[*].id
}
resource "alicloud_cs_managed_kubernetes" "never" {
  count = 0
}
locals {
  name   = "k8s-${var.env}-${data.alicloud_vpcs.all.ids[0]}"
  broken = 1 + "a"
  tags   = merge({ env = var.env }, { for zone in var.zones : zone => true })
  now    = timestamp()
}
"#;
    assert_snapshot!(inspected(&[("main.tf", text)], &[]));
}

#[test]
fn long_lists_are_cut_unless_all_is_asked_for() {
    let text = r#"
resource "alicloud_vpc" "this" {}
locals {
  blocks = [for i in range(12) : "a range of the ${i}th zone: 10.${i}.0.0/16"]
  script = join("", [for i in range(300) : "x"])
}
"#;
    let short = inspected(&[("main.tf", text)], &[]);
    assert!(short.contains("and 4 more (-v lists them)\n"), "{short}");
    assert!(short.contains("xxx…"), "{short}");
    let long = inspected(&[("main.tf", text)], &["-v"]);
    assert!(long.contains("10.11.0.0/16"), "{long}");
    assert!(long.contains(&"x".repeat(300)), "{long}");
}

/// Forty lines can share a value that would take a terabyte on paper.
#[test]
fn a_shared_value_is_written_out_only_so_far() {
    let double = |n: usize| format!("  d{n} = [local.d{}, local.d{}]\n", n - 1, n - 1);
    let doubled = (1..18).map(double).collect::<Vec<_>>().concat();
    let text = format!("resource \"alicloud_vpc\" \"a\" {{}}\nlocals {{\n  d0 = 1\n{doubled}}}\n");
    for format in ["human", "json"] {
        let said = inspected(&[("main.tf", &text)], &["-v", "--format", format]);
        assert!(said.len() < 100_000_000, "{format}: {} bytes", said.len());
    }
    let files = [("main.tf", text.as_str())];
    assert!(inspected(&files, &["--format", "json"]).contains("a limit of acklint was reached"));
}

/// What cannot be looked at is told with its place, on standard error.
#[test]
fn a_problem_has_a_place() {
    let text = "resource \"alicloud_vpc\" \"a\" {}\nlocals {\n  a = = 1\n}\n";
    let run = Repository::of(&[("net/main.tf", text)]).run(&["inspect"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: net/main.tf:3:7: syntax error"), "{}", run.stderr);
}

/// Names and values of the input never steer the terminal.
#[test]
fn nothing_steers_the_terminal() {
    let text = "resource \"alicloud_vpc\" \"a\" {}\nlocals {\n  a = { \"\\u001b[2J\u{202e}\" = \
                \"\\u009b31m\\n\u{7}\" }\n}\n";
    let said = inspected(&[("a\u{1b}[2J.tf", text)], &["--color", "never"]);
    let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert_eq!(said.chars().find(|c| steers(*c)), None, "{said:?}");
}

#[test]
fn what_is_sensitive_is_not_shown_to_people() {
    let text = r#"
resource "alicloud_vpc" "this" {}
variable "password" {
  default   = "hunter2"
  sensitive = true
}
locals {
  login = { user = "root", line = "root:${var.password}" }
  size  = length(nonsensitive(var.password))
}
"#;
    let said = inspected(&[("main.tf", text)], &[]);
    assert!(!said.contains("hunter2"), "{said}");
    assert!(said.contains("password = (sensitive)"), "{said}");
    assert!(said.contains(r#"user = "root""#) && said.contains("line = (sensitive)"), "{said}");
    assert!(said.contains("size = 7"), "{said}");
}

/// Places in a JSON string with escapes are not those of its text.
#[test]
fn names_beside_escapes_in_json_are_names() {
    let text = r#"{ "resource": { "alicloud_vpc": { "this": {} } },
      "locals": { "x": "10.0.0.0/8", "y": "(${local.x})\n\u00e9" } }"#;
    let said = inspected(&[("main.tf.json", text)], &[]);
    assert!(said.contains(r#"y = "(10.0.0.0/8)\né""#), "{said}");
}

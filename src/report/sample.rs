//! Views made by hand, for the tests of the formats.

use super::view::{
    Finding, Fix, Location, Note, Problem, Severity, Summary, Undecided, View, Waived, WaivedBy,
};
use crate::source::SourceMap;

/// The place of the `nth` (from 0) occurrence of `part` in `text`.
pub(crate) fn place(file: &str, text: &str, part: &str, nth: usize) -> Location {
    let at = text.match_indices(part).nth(nth).expect("the part occurs").0;
    span(file, text, at, at + part.len())
}

/// The place from one byte of `text` to another.
pub(crate) fn span(file: &str, text: &str, start: usize, end: usize) -> Location {
    let map = SourceMap::default();
    let source = map.file(map.add(file, text));
    let position = |at: usize| source.position(u32::try_from(at).unwrap());
    let (start, end) = (position(start), position(end));
    let lines = (start.line..=end.line).take(3).map(|line| source.line(line).into());
    Location { file: file.into(), start, end, excerpt: lines.collect(), earlier: false }
}

pub(crate) fn note(message: &str, location: Location) -> Note {
    Note { message: message.to_owned(), location }
}

pub(crate) const VALUES: &str = r#"# 测试环境，五个节点
region   = "cn-hangzhou"
pod_cidr = "172.20.0.0/24" # 容器网段
"#;
pub(crate) const ROOT: &str = r#"variable "pod_cidr" {
  type = string
}

locals {
  network = {
    pods = var.pod_cidr
  }
}

module "ack" {
  source   = "../../modules/ack"
  pod_cidr = local.network.pods
}
"#;
pub(crate) const MODULE: &str = r#"variable "pod_cidr" {
  type = string
}

resource "alicloud_cs_managed_kubernetes" "this" {
  vswitch_ids  = var.vswitch_ids
  pod_cidr     = var.pod_cidr
  service_cidr = "172.20.0.0/20"
}
"#;

const VALUES_FILE: &str = "envs/prod/terraform.tfvars";
const ROOT_FILE: &str = "envs/prod/main.tf";
const MODULE_FILE: &str = "modules/ack/main.tf";

/// A value that goes through a variable, a local and a module's input.
pub(crate) fn far_away() -> Finding {
    Finding {
        rule: "flannel_pod_cidr_too_small",
        severity: Severity::Error,
        subject: "module.ack.alicloud_cs_managed_kubernetes.this".to_owned(),
        root: "envs/prod".to_owned(),
        message: "172.20.0.0/24 with node_cidr_mask 24 gives 1 node; 5 are planned: \
                  the 2nd node gets no pod addresses"
            .to_owned(),
        help: Some(
            "pod_cidr = \"172.24.0.0/20\" holds 16 nodes (the plan with a quarter to spare, \
             and the minimum) and is free in this VPC"
                .to_owned(),
        ),
        location: place(VALUES_FILE, VALUES, "\"172.20.0.0/24\"", 0),
        label: "written here".to_owned(),
        related: Vec::new(),
        trace: vec![
            note("local.network", place(ROOT_FILE, ROOT, "var.pod_cidr", 0)),
            note(
                "passed as input pod_cidr of module.ack",
                place(ROOT_FILE, ROOT, "local.network.pods", 0),
            ),
            note("pod_cidr of the cluster", place(MODULE_FILE, MODULE, "var.pod_cidr", 0)),
        ],
        exists: false,
        fingerprint: "5f1d".to_owned(),
        fix: None,
        waived: None,
        variant: None,
    }
}

/// Two parties: one right beside the place, one in another file.
pub(crate) fn overlap() -> Finding {
    let vpc = r#"resource "alicloud_vpc" "main" {
  cidr_block = "172.16.0.0/12"
}
"#;
    Finding {
        rule: "pod_service_overlap",
        severity: Severity::Warning,
        subject: "alicloud_cs_managed_kubernetes.this".to_owned(),
        root: ".".to_owned(),
        message: "pod range 172.20.0.0/24 and service range 172.20.0.0/20 overlap".to_owned(),
        help: None,
        location: place(MODULE_FILE, MODULE, "var.pod_cidr", 0),
        label: "172.20.0.0/24".to_owned(),
        related: vec![
            note("the service range", place(MODULE_FILE, MODULE, "\"172.20.0.0/20\"", 0)),
            note("range of alicloud_vpc.main", place("network.tf", vpc, "\"172.16.0.0/12\"", 0)),
        ],
        trace: Vec::new(),
        exists: false,
        fingerprint: "77aa".to_owned(),
        fix: None,
        waived: None,
        variant: None,
    }
}

/// One that is waived, in a variant, with a fix.
pub(crate) fn waived() -> Finding {
    let location = far_away().location;
    Finding {
        fix: Some(Fix { replacement: "\"172.24.0.0/20\"".to_owned(), location }),
        waived: Some(Waived {
            by: WaivedBy::Comment,
            reason: "moves next year".to_owned(),
            until: Some("2027-01-31".to_owned()),
        }),
        variant: Some("eu".to_owned()),
        ..far_away()
    }
}

/// Two clusters of one module, whose default is at fault.
pub(crate) fn twice() -> [Finding; 2] {
    let root = r#"module "blue" {
  source = "./ack"
}

module "green" {
  source = "./ack"
}
"#;
    let module = r#"variable "mask" {
  default = 24
}

resource "alicloud_cs_managed_kubernetes" "this" {
  node_cidr_mask = var.mask
}
"#;
    ["blue", "green"].map(|name| Finding {
        rule: "cni_conflict",
        severity: Severity::Info,
        subject: format!("module.{name}.alicloud_cs_managed_kubernetes.this"),
        root: ".".to_owned(),
        message: "node_cidr_mask is not read with Terway".to_owned(),
        help: Some("remove it".to_owned()),
        location: place("ack/main.tf", module, "24", 0),
        label: "default of var.mask".to_owned(),
        related: Vec::new(),
        trace: vec![
            note(
                &format!("called as module.{name}"),
                place("main.tf", root, &format!("module \"{name}\""), 0),
            ),
            note("node_cidr_mask of the cluster", place("ack/main.tf", module, "var.mask", 0)),
        ],
        exists: false,
        fingerprint: name.to_owned(),
        fix: None,
        waived: None,
        variant: None,
    })
}

pub(crate) fn undecided(rule: &'static str) -> Undecided {
    let text = r#"variable "vpc_id" {
  type = string
}
"#;
    Undecided {
        rule,
        subject: "module.ack.alicloud_cs_managed_kubernetes.this".to_owned(),
        root: "envs/prod".to_owned(),
        why: "var.vpc_id has no value: name its file with --var-file, or give it with --var"
            .to_owned(),
        location: place("envs/prod/variables.tf", text, "variable \"vpc_id\"", 0),
        variant: None,
        of_callers: false,
    }
}

pub(crate) fn problems() -> Vec<Problem> {
    let text = r#"resource "alicloud_vpc" "main" {
  cidr_block = = "10.0.0.0/8"
}
"#;
    let place = place("envs/dev/main.tf", text, "=", 1);
    let place = Location { end: place.start, ..place };
    vec![
        Problem {
            message: "syntax error: expected an expression".to_owned(),
            location: Some(place),
        },
        Problem { message: "envs/old: no such file or folder".to_owned(), location: None },
    ]
}

/// One of everything.
pub(crate) fn everything() -> View {
    let [blue, green] = twice();
    View {
        summary: Summary {
            roots: 12,
            clusters: 3,
            errors: 1,
            warnings: 1,
            infos: 2,
            decided: 41,
            undecided: 2,
            waived: 0,
            problems: 2,
            of_callers: 0,
            strict: 0,
            stale: 0,
        },
        fail_on: None,
        findings: vec![far_away(), overlap(), blue, green],
        undecided: vec![undecided("pod_vpc_overlap"), undecided("service_vpc_overlap")],
        problems: problems(),
        stood_in: vec![note(
            "terraform-alicloud-modules/kubernetes/alicloud 3.0.0",
            place(MODULE_FILE, MODULE, "var.pod_cidr", 0),
        )],
        absent: vec![note(
            "terraform-alicloud-modules/vpc/alicloud",
            place(MODULE_FILE, MODULE, "var.pod_cidr", 0),
        )],
        ..View::default()
    }
}

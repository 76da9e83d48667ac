//! How long a run takes: on one small root, and on a tree of many.

use acklint::check::check;
use acklint::options::Options;
use acklint::source::{Disk, Files, Memory};
use criterion::{BenchmarkId, Criterion, Throughput};
use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

fn main() {
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    one_root(&mut criterion);
    many_roots(&mut criterion);
    criterion.final_summary();
}

/// A root whose cluster lies two modules down, read from the disk.
fn one_root(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fail/one_node_pod_range");
    let disk = Disk::new(&folder).expect("the fixture is there");
    criterion.bench_function("one root", |bencher| bencher.iter(|| run(&disk)));
}

/// Roots that share a module, in memory; of ten roots nine have nothing of Alibaba Cloud.
fn many_roots(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("roots");
    for number in [10, 100, 1_000] {
        let files = tree(number);
        group.throughput(Throughput::Elements(number));
        group.bench_function(BenchmarkId::from_parameter(number), |bencher| {
            bencher.iter(|| run(&files));
        });
    }
    group.finish();
}

fn run(files: &dyn Files) {
    let view = check(files, &[String::new()], &Options::default()).expect("no wrong usage");
    assert!(view.problems.is_empty(), "{:?}", view.problems);
    black_box(view);
}

/// A repository of `number` roots; every tenth calls a module with a VPC and a Flannel cluster.
fn tree(number: u64) -> Memory {
    let mut files = vec![("modules/ack/main.tf".to_owned(), MODULE.to_owned())];
    for root in 0..number {
        let folder = format!("envs/e{root:04}");
        if root % 10 == 0 {
            let values = format!("pod_cidr = \"172.{}.0.0/20\"\n", 16 + root / 10 % 16);
            files.push((format!("{folder}/main.tf"), CALLER.to_owned()));
            files.push((format!("{folder}/terraform.tfvars"), values));
        } else {
            files.push((format!("{folder}/main.tf"), elsewhere()));
        }
    }
    Memory::new(files)
}

/// A file as other clouds' roots hold: it is walked and searched, never parsed.
fn elsewhere() -> String {
    let mut text = String::new();
    for number in 0..20 {
        writeln!(
            text,
            "resource \"null_resource\" \"r{number}\" {{\n  triggers = {{ at = {number} }}\n}}\n"
        )
        .expect("a string takes it");
    }
    text
}

const CALLER: &str = r#"
variable "pod_cidr" {
  type = string
}

module "ack" {
  source   = "../../modules/ack"
  pod_cidr = var.pod_cidr
}
"#;

const MODULE: &str = r#"
variable "pod_cidr" {
  type = string
}

variable "zones" {
  type    = list(string)
  default = ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j"]
}

resource "alicloud_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vswitch" "this" {
  count      = length(var.zones)
  vpc_id     = alicloud_vpc.this.id
  zone_id    = var.zones[count.index]
  cidr_block = cidrsubnet(alicloud_vpc.this.cidr_block, 8, count.index)
}

resource "alicloud_cs_managed_kubernetes" "this" {
  vswitch_ids  = alicloud_vswitch.this[*].id
  pod_cidr     = var.pod_cidr
  service_cidr = "192.168.0.0/20"
}

resource "alicloud_cs_kubernetes_node_pool" "this" {
  cluster_id   = alicloud_cs_managed_kubernetes.this.id
  vswitch_ids  = alicloud_vswitch.this[*].id
  desired_size = 10
}
"#;

//! Output is byte for byte the same on repeat and for any number of threads, of every fixture and of
//! hostile texts.

mod program;

use program::{Repository, Run};
use std::path::Path;
use walkdir::WalkDir;

const COMMANDS: [&[&str]; 9] = [
    &["check", "-v"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
    &["check", "--format", "markdown"],
    &["check", "--format", "github"],
    &["check", "--list-roots"],
    &["inspect"],
    &["capacity"],
    &["capacity", "--format", "html"],
];

/// Runs each command with one, two, three and eight threads, and twice with eight.
fn same(name: &str, repository: &Repository) {
    for command in COMMANDS {
        let run = |threads: &str| -> (i32, String, String) {
            let mut arguments = command.to_vec();
            if command[0] == "check" {
                arguments.extend(["--today", "2026-01-01", "--threads", threads]);
            }
            // what has no such option asks the library that starts threads, which asks this
            let mut command = repository.command(&arguments);
            let Run { code, stdout, stderr } = Run::of(command.env("RAYON_NUM_THREADS", threads));
            (code, stdout, stderr)
        };
        let first = run("1");
        assert!((0..=2).contains(&first.0), "{name}: {command:?}: {}", first.2);
        assert!(!first.2.contains("unexpected argument"), "{command:?}: {}", first.2);
        for threads in ["2", "3", "8", "8"] {
            assert_eq!(run(threads), first, "{name}: {command:?} with {threads} threads");
        }
    }
}

/// Copies what lies in a folder.
fn copied(folder: &Path, repository: &Repository, to: &str) {
    for entry in WalkDir::new(folder) {
        let entry = entry.expect("an entry");
        let path = entry.path().strip_prefix(folder).expect("it lies below");
        if entry.file_type().is_file() {
            let bytes = std::fs::read(entry.path()).expect("a file");
            repository.write(&format!("{to}/{}", path.display()), bytes);
        }
    }
}

/// All fixtures as roots of one repository: hundreds of files, read by several threads.
#[test]
fn all_fixtures_in_one_repository() {
    let repository = Repository::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for kind in ["ok", "fail", "broken"] {
        copied(&fixtures.join(kind), &repository, kind);
    }
    same("all fixtures", &repository);
}

/// Roots that share modules, circles, mistakes in many files: whatever comes first wins nothing.
#[test]
fn a_repository_of_mistakes() {
    let repository = Repository::new();
    for at in 0..15 {
        let call = |to: usize| {
            format!(
                "module \"m{to}\" {{\n  source = \"../n{to}\"\n  x      = var.x\n  count  = {}\n}}\n",
                to % 3
            )
        };
        let calls: String = [at + 1, at * 7 % 15].map(call).concat();
        let text = format!(
            r#"variable "x" {{}}
variable "x" {{
  default = "10.{at}.0.0/33"
}}
locals {{
  a = local.b
  b = [local.a, var.x]
}}
resource "alicloud_vpc" "v" {{
  cidr_block = var.x
}}
resource "alicloud_vswitch" "s" {{
  for_each   = toset(["b", "a", "10.{at}.0.0/16"])
  vpc_id     = alicloud_vpc.v.id
  cidr_block = each.key
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  vswitch_ids  = values(alicloud_vswitch.s)[*].id
  pod_cidr     = "10.{at}.0.0/20"
  service_cidr = "10.{at}.0.0/20"
}}
{calls}"#
        );
        repository.write(&format!("n{at}/main.tf"), text);
        if at % 5 == 0 {
            repository.write(&format!("n{at}/broken.tf"), "resource \"a\" {\n");
            repository.write(&format!("n{at}/terraform.tfvars"), "x = [\ny = 1\n");
        }
    }
    same("a repository of mistakes", &repository);
}

//! What cannot be read is told, and what was given is named, by the real program.

use crate::program::{Repository, Run};
use crate::said::{NETWORK, Said};
use serde_json::Value;

/// A cluster whose pod range the user gives, which takes a number too.
const GIVEN: &str = r#"
variable "n" { type = number }
variable "p" { type = string }
resource "alicloud_cs_managed_kubernetes" "c" {
  deletion_protection = true
  vswitch_ids    = [alicloud_vswitch.a.id]
  pod_cidr       = var.p
  service_cidr   = "172.21.0.0/20"
  node_cidr_mask = var.n
}
"#;

/// A range in the VPC of [`NETWORK`].
const INSIDE: &str = "10.0.128.0/20";

fn given() -> Repository {
    Repository::of(&[("main.tf", &format!("{NETWORK}{GIVEN}"))])
}

/// The one finding of a report in JSON.
#[track_caller]
fn finding(run: &Run) -> Value {
    let report = run.json().unwrap_or_else(|| panic!("{run:?}"));
    let findings = report["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings[0].clone()
}

/// Exit 2, and all texts are told.
#[track_caller]
fn is_problem(run: &Run, texts: &[&str]) {
    let said = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(run.code, 2, "{said}");
    for text in texts {
        assert!(said.contains(text), "{text:?} is not said: {said}");
    }
}

/// Without any `alicloud_` in it, it was taken for a root that is none of ours.
#[test]
fn a_named_folder_with_a_broken_file_is_a_problem() {
    let repository = Repository::of(&[("x/main.tf", "locals {\n  a = /etc/x\n}\n")]);
    is_problem(&repository.run(&["check", "x"]), &["x/main.tf:2", "syntax error"]);
}

/// Silence about what a module makes must not pass for understanding.
#[test]
fn a_remote_module_that_is_not_here_is_told() {
    let call = r#"
module "k" {
  source  = "terraform-alicloud-modules/vpc/alicloud"
  version = "1.11.0"
}
"#;
    let run = Repository::of(&[("main.tf", call)]).run(&["check"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("1 module call is not read"), "{}", run.stdout);
    assert!(run.stdout.contains("terraform-alicloud-modules/vpc"), "{}", run.stdout);
}

/// `terraform init` makes no folder that the repository lacks.
#[test]
fn a_local_module_that_is_missing_is_not_put_off_to_init() {
    let said = Said::on(
        r#"
module "net" {
  source = "./net"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  deletion_protection = true
  vswitch_ids  = module.net.ids
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.0.0/20"
}
"#,
    );
    assert!(said.problems().iter().any(|problem| problem.contains("./net")));
    let undecided = said.undecided("pod_vpc_overlap");
    assert_eq!(undecided.len(), 1);
    let why = &undecided[0].why;
    assert!(why.contains("\"net\"") && why.contains("is not there"), "{why}");
    assert!(!why.contains("terraform init"), "{why}");
}

/// Terraform would fail on it, so that passing over it would be a guess.
#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_a_problem() {
    let repository = given();
    std::os::unix::fs::symlink("nowhere.tf", repository.root().join("gone.tf")).expect("a link");
    is_problem(&repository.run(&["check"]), &["gone.tf cannot be read"]);
}

/// It would block whoever opens it.
#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_a_problem() {
    let repository = given();
    let made = std::process::Command::new("mkfifo").arg(repository.root().join("pipe.tf")).status();
    assert!(made.expect("mkfifo starts").success());
    is_problem(&repository.run(&["check"]), &["pipe.tf cannot be read"]);
}

/// It has no end, and is told at once instead.
#[cfg(unix)]
#[test]
fn a_device_is_not_read() {
    is_problem(&given().run(&["check", "/dev/zero"]), &["/dev/zero", "regular file"]);
}

/// Terraform refuses it too, before it plans.
#[test]
fn a_text_for_a_number_names_the_option_that_gave_it() {
    is_problem(&given().run(&["check", "--var", "n=abc"]), &["--var n", "var.n", "number"]);
}

/// The value is in no file that the reader could open.
#[test]
fn the_trace_says_which_option_or_variable_gave_a_value() {
    let first = |run: &Run| finding(run)["trace"][0]["message"].as_str().map(str::to_owned);
    let repository = given();
    let line = ["check", "--format", "json", "--var", "n=26"];
    let option = format!("p={INSIDE}");
    let by_option = repository.run(&[&line[..], &["--var", &option]].concat());
    assert_eq!(first(&by_option).as_deref(), Some("given by --var p"));
    let by_environment = Run::of(repository.command(&line).env("TF_VAR_p", INSIDE));
    assert_eq!(first(&by_environment).as_deref(), Some("given by TF_VAR_p"));
}

/// The reader finds it where it was named from.
#[test]
fn a_values_file_is_shown_as_it_was_given() {
    let repository = given();
    let values = format!("p = \"{INSIDE}\"\nn = 26\n");
    let outside = repository.root().with_file_name("outside.tfvars");
    std::fs::write(&outside, &values).expect("a file");
    repository.write("values/prod.tfvars", &values);
    let absolute = outside.to_str().expect("UTF-8");
    for name in ["../outside.tfvars", absolute, "values/prod.tfvars"] {
        let run = repository.run(&["check", "--format", "json", "--var-file", name]);
        assert_eq!(finding(&run)["location"]["file"], name);
    }
    repository.write("sub/keep.txt", "");
    let line = ["check", "--var-file", "../no/such.tfvars", ".."];
    let run = Run::of(repository.command(&line).current_dir(repository.root().join("sub")));
    is_problem(&run, &[" ../no/such.tfvars cannot be read"]);
}

/// Editors do not show it, and count from what follows it.
#[test]
fn a_byte_order_mark_is_no_column() {
    let cluster = GIVEN.replace("var.n", "24").replace("variable \"n\" { type = number }\n", "");
    let rest = cluster.replace("variable \"p\" { type = string }\n", "");
    let main = format!("\u{feff}variable \"p\" {{}}\n{NETWORK}{rest}");
    let said = Said::on(&main);
    let undecided = said.undecided("pod_service_overlap");
    assert_eq!(undecided.len(), 1);
    let start = undecided[0].location.start;
    assert_eq!((start.line, start.column), (1, 1));
}

/// A comment may stand wherever a space may: the folder is a module, and no root of its own.
#[test]
fn a_comment_before_the_source_hides_no_module() {
    let module = GIVEN.replace("var.n", "24").replace("variable \"n\" { type = number }\n", "");
    let module = format!("{NETWORK}{module}");
    for source in ["/* pinned */ \"../ack\"", "(\"../ack\")"] {
        let call = format!("module \"m\" {{\n  source = {source}\n  p = \"10.0.0.0/20\"\n}}\n");
        let said = Said::of(&[("live/main.tf", &call), ("ack/main.tf", &module)]);
        let findings = said.findings("pod_vpc_overlap");
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(findings[0].root, "live");
    }
}

/// A default that a broken values file may replace is not what the variable is for certain.
#[test]
fn a_values_file_that_cannot_be_read_leaves_its_variables_open() {
    let variable = format!("variable \"p\" {{\n  default = \"{INSIDE}\"\n}}\n");
    let cluster = r#"
resource "alicloud_cs_managed_kubernetes" "c" {
  deletion_protection = true
  vswitch_ids  = [alicloud_vswitch.a.id]
  pod_cidr     = var.p
  service_cidr = "172.21.0.0/20"
}
"#;
    let main = format!("{NETWORK}{variable}{cluster}");
    for (file, text) in [
        ("terraform.tfvars", "p = [1\n"),
        ("terraform.tfvars.json", "{\"p\": "),
        ("terraform.tfvars", "p = upper(\"172.20.0.0/16\")\n"),
        ("terraform.tfvars", "p = \"${path.module}\"\n"),
        ("terraform.tfvars", "p = var.q\n"),
        ("terraform.tfvars.json", "{\"p\": \"172.20.0.0/16\", \"p\": \"172.20.0.0/16\"}"),
    ] {
        let repository = Repository::of(&[("main.tf", &main), (file, text)]);
        let run = repository.run(&["check", "--format", "json"]);
        is_problem(&run, &[file]);
        let report = run.json().expect("JSON");
        assert_eq!(report["findings"], Value::Array(Vec::new()), "{file} {text}");
        let said = report["undecided"].to_string();
        assert!(said.contains("may give var.p a value, and cannot be read"), "{text}: {said}");
        let option = repository.run(&["check", "--format", "json", "--var", "p=10.0.128.0/20"]);
        assert_eq!(finding(&option)["rule"], "pod_vpc_overlap", "what comes later counts");
    }
}

/// Terraform reads such files; acklint says that it does not, instead of passing them over.
#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf8_is_a_problem() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let cluster = "resource \"alicloud_cs_managed_kubernetes\" \"c\" {}\n";
    let repository = Repository::of(&[("a.tf", "resource \"alicloud_vpc\" \"v\" {}\n")]);
    std::fs::write(repository.root().join(OsStr::from_bytes(b"x\xff.tf")), cluster)
        .expect("a file");
    std::fs::write(repository.root().join(OsStr::from_bytes(b"x\xff.txt")), "").expect("a file");
    let folder = repository.root().join(OsStr::from_bytes(b"d\xff"));
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("main.tf"), cluster).expect("a file");
    let run = repository.run(&["check"]);
    let said = ["x\u{fffd}.tf cannot be read: its name is not UTF-8", "d\u{fffd} cannot be read"];
    is_problem(&run, &said);
    assert!(!run.stdout.contains("txt"), "{}", run.stdout);
}

/// A deleted module takes the clusters with it that nothing else in the root speaks of.
#[test]
fn a_missing_module_is_told_where_the_root_holds_nothing_else() {
    let call = "module \"ack\" {\n  source = \"../../modules/ack\"\n}\n";
    let run = Repository::of(&[("envs/prod/main.tf", call)]).run(&["check"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stdout.contains("../../modules/ack"), "{}", run.stdout);
}

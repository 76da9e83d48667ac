//! Edits of a committed configuration: each that cannot be taken back is called, and none that is
//! harmless. `base/` is what is committed, `table.rs` the edits.

mod pairs;
#[path = "../program/mod.rs"]
mod program;
mod table;

use program::{Repository, git};
use serde_json::Value;
use std::path::Path;
use table::{Edit, TABLE};
use walkdir::WalkDir;

/// The committed configuration.
fn committed() -> Repository {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes/base");
    let mut files = Vec::new();
    for entry in WalkDir::new(&base) {
        let entry = entry.expect("an entry");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&base).expect("it lies below");
            let path: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            files.push((path.join("/"), std::fs::read_to_string(entry.path()).expect("a file")));
        }
    }
    assert!(files.len() > 4, "{files:?}");
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    Repository::committed(&files)
}

fn edit(repository: &Repository, edit: &Edit) {
    let path = |path: &str| repository.root().join(path);
    match *edit {
        Edit::Replace(file, from, to) => {
            let text = std::fs::read_to_string(path(file)).expect("a file");
            assert!(text.contains(from), "{file} has no {from}");
            repository.write(file, text.replace(from, to));
        }
        Edit::Append(file, more) => {
            let text = std::fs::read_to_string(path(file)).unwrap_or_default();
            repository.write(file, text + more);
        }
        Edit::Move(from, to) => {
            std::fs::create_dir_all(path(to).parent().expect("a folder")).expect("a folder");
            std::fs::rename(path(from), path(to)).expect("it moves");
        }
        Edit::Remove(file) => repository.remove(file),
    }
}

/// What a report says, a line each: `change_replaces SUBJECT: what stands before the colon`, and
/// `undecided change_replaces SUBJECT`.
fn said(report: &Value) -> Vec<String> {
    let text = |value: &Value, key: &str| value[key].as_str().expect("a text").to_owned();
    let all = |key: &str| report[key].as_array().expect("a list").clone();
    let found = all("findings").into_iter().map(|finding| {
        let message = text(&finding, "message");
        let message = message.split(": ").next().unwrap_or_default().to_owned();
        format!("{} {}: {message}", text(&finding, "rule"), text(&finding, "subject"))
    });
    let undecided = all("undecided").into_iter().map(|undecided| {
        format!("undecided {} {}", text(&undecided, "rule"), text(&undecided, "subject"))
    });
    let problems = all("problems").into_iter().map(|problem| text(&problem, "message"));
    let mut said: Vec<String> = found.chain(undecided).chain(problems).collect();
    said.sort();
    said
}

#[test]
fn each_edit_is_called_right() {
    if !git::is_here("each_edit_is_called_right") {
        return;
    }
    let repository = committed();
    let mut wrong = Vec::new();
    for (name, edits, expected) in TABLE {
        edits.iter().for_each(|it| edit(&repository, it));
        let run = repository.run(&["diff", "HEAD", "--format", "json"]);
        let report = run.json().unwrap_or_else(|| panic!("{name}: {run:?}"));
        let said = said(&report);
        let fails = said.iter().any(|line| line.starts_with("change_"));
        let fails = fails && report["summary"]["infos"] == 0;
        assert_eq!(run.code, i32::from(fails), "{name}: {}", run.stderr);
        if said != *expected {
            wrong.push(format!("{name}\n  expected: {expected:#?}\n  said: {said:#?}"));
        }
        repository.git(&["add", "--all"]);
        let staged = repository.run(&["diff", "--staged", "--format", "json"]);
        if staged.stdout != run.stdout {
            wrong.push(format!("{name}: staged, something else is said: {staged:?}"));
        }
        repository.git(&["reset", "--quiet", "--hard"]);
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), TABLE.len(), wrong.join("\n"));
}

const CLUSTER: &str = r#"
variable "services" {
  type    = string
  default = "172.28.0.0/20"
}

resource "alicloud_cs_managed_kubernetes" "this" {
  vswitch_ids  = ["vsw-bp1prod"]
  service_cidr = var.services
}
"#;

/// What `diff` with some arguments says of a repository.
fn says(repository: &Repository, arguments: &[&str]) -> Vec<String> {
    let all = [&["diff", "--format", "json"], arguments].concat();
    let run = repository.run(&all);
    said(&run.json().unwrap_or_else(|| panic!("{arguments:?}: {run:?}")))
}

/// A values file with secrets is in no revision: before the change it gave the same values.
#[test]
fn what_git_ignores_is_the_same_before_and_after() {
    if !git::is_here("what_git_ignores_is_the_same_before_and_after") {
        return;
    }
    let module =
        "resource \"alicloud_cs_managed_kubernetes\" \"m\" {\n  vswitch_ids = [\"vsw-bp1m\"]\n}\n";
    let call = "module \"remote\" {\n  source = \"example.com/some/module\"\n}\n";
    let files =
        [("main.tf", CLUSTER), ("remote.tf", call), (".gitignore", "*.tfvars\n.terraform/\n")];
    let repository = Repository::committed(&files);
    repository.write("terraform.tfvars", "services = \"172.27.0.0/20\"\n");
    let list = r#"{"Modules": [{"Key": "remote", "Source": "example.com/some/module", "Dir": ".terraform/modules/remote"}]}"#;
    repository.write(".terraform/modules/modules.json", list);
    repository.write(".terraform/modules/remote/main.tf", module);
    repository.write("main.tf", CLUSTER.replace("172.28.0.0/20", "172.25.0.0/20"));
    assert_eq!(says(&repository, &["HEAD"]), [""; 0], "the values file hides the default");
    std::fs::remove_file(repository.root().join("terraform.tfvars")).expect("a file");
    assert_eq!(says(&repository, &["HEAD"]).len(), 1);
}

/// `--staged` looks at what is staged only, and both places are shown with their own texts.
#[test]
fn what_is_staged_is_not_what_is_in_the_work_tree() {
    if !git::is_here("what_is_staged_is_not_what_is_in_the_work_tree") {
        return;
    }
    let repository = Repository::committed(&[("main.tf", CLUSTER)]);
    repository.write("main.tf", CLUSTER.replace("172.28.0.0/20", "172.25.0.0/20"));
    repository.git(&["add", "--all"]);
    repository.write("main.tf", CLUSTER);
    assert_eq!(says(&repository, &["HEAD"]), [""; 0]);
    let run = repository.run(&["diff", "--staged"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for line in [
        "4 │   default = \"172.25.0.0/20\"",
        "main.tf:4:13  before (at HEAD)",
        "default = \"172.28.0.0/20\"",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
}

/// The three dots are those of git: where the branch left the other.
#[test]
fn what_others_have_merged_since_is_no_change_of_ours() {
    if !git::is_here("what_others_have_merged_since_is_no_change_of_ours") {
        return;
    }
    let repository = Repository::committed(&[("a/main.tf", CLUSTER)]);
    repository.git(&["checkout", "--quiet", "-b", "topic"]);
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("a/more.tf", "resource \"alicloud_cs_managed_kubernetes\" \"more\" {\n  vswitch_ids = [\"vsw-bp1more\"]\n}\n");
    repository.commit();
    repository.git(&["checkout", "--quiet", "topic"]);
    let gone = "change_removes alicloud_cs_managed_kubernetes.more: the cluster goes away";
    assert_eq!(says(&repository, &["main"]), [gone]);
    assert_eq!(says(&repository, &["main..."]), [""; 0]);
}

/// A values file that the command line names is read as it was, and as it is.
#[test]
fn a_named_values_file_is_read_on_both_sides() {
    if !git::is_here("a_named_values_file_is_read_on_both_sides") {
        return;
    }
    let values = ("prod.tfvars", "services = \"172.27.0.0/20\"\n");
    let repository = Repository::committed(&[("main.tf", CLUSTER), values]);
    repository.write("prod.tfvars", "services = \"172.26.0.0/20\"\n");
    assert_eq!(says(&repository, &["HEAD"]), [""; 0]);
    assert_eq!(says(&repository, &["HEAD", "--var-file", "prod.tfvars"]).len(), 1);
}

/// Links, broken files and submodules of a revision are what they are on the disk.
#[cfg(unix)]
#[test]
fn a_revision_has_links_and_broken_files() {
    if !git::is_here("a_revision_has_links_and_broken_files") {
        return;
    }
    let call = "module \"m\" {\n  source = \"./current\"\n}\n";
    let repository = Repository::of(&[("main.tf", call), ("v1/main.tf", CLUSTER)]);
    std::os::unix::fs::symlink("v1", repository.root().join("current")).expect("a link");
    repository.git(&["init", "--quiet", "--initial-branch=main"]);
    repository.commit();
    repository.write("v1/main.tf", CLUSTER.replace("172.28.0.0/20", "172.25.0.0/20"));
    let found = says(&repository, &["HEAD"]);
    assert!(found[0].starts_with("change_replaces module.m."), "{found:?}");
    repository.write("v1/main.tf", "resource \"a\" {");
    repository.commit();
    repository.write("v1/main.tf", CLUSTER);
    let found = says(&repository, &["HEAD"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("(at HEAD)"), "{found:?}");
}

/// Two roots that are renamed at once are told apart by the ends of their paths; a change in one
/// of them does not hide.
#[test]
fn roots_that_are_renamed_together_are_told_apart() {
    if !git::is_here("roots_that_are_renamed_together_are_told_apart") {
        return;
    }
    let files = [("dev/main.tf", CLUSTER), ("prod/main.tf", CLUSTER)];
    let repository = Repository::committed(&files);
    for folder in ["dev", "prod"] {
        repository.remove(&format!("{folder}/main.tf"));
        repository.write(&format!("envs/{folder}/main.tf"), CLUSTER);
    }
    assert_eq!(says(&repository, &["HEAD"]), [""; 0]);
    let edited = CLUSTER.replace("172.28.0.0/20", "172.25.0.0/20");
    repository.write("envs/prod/main.tf", &edited);
    let run = repository.run(&["diff", "HEAD", "--format", "json"]);
    let report = run.json().unwrap_or_else(|| panic!("{run:?}"));
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(1), "{report:#}");
    assert_eq!(report["findings"][0]["rule"], "change_replaces");
    assert_eq!(report["findings"][0]["root"], "envs/prod");
}

/// Where nothing tells two apart, neither is taken for the other.
#[test]
fn roots_that_nothing_tells_apart_are_gone() {
    if !git::is_here("roots_that_nothing_tells_apart_are_gone") {
        return;
    }
    let repository = Repository::committed(&[("a/main.tf", CLUSTER), ("b/main.tf", CLUSTER)]);
    for (old, new) in [("a", "x"), ("b", "y")] {
        repository.remove(&format!("{old}/main.tf"));
        repository.write(&format!("{new}/main.tf"), CLUSTER);
    }
    let said = says(&repository, &["HEAD"]);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().all(|line| line.starts_with("change_removes")), "{said:?}");
}

#[test]
fn a_path_that_is_gone_is_looked_at_as_it_was() {
    if !git::is_here("a_path_that_is_gone_is_looked_at_as_it_was") {
        return;
    }
    let repository = Repository::committed(&[("a/main.tf", CLUSTER), ("b/main.tf", CLUSTER)]);
    repository.remove("b/main.tf");
    std::fs::remove_dir(repository.root().join("b")).expect("an empty folder");
    let said = says(&repository, &["HEAD", "b"]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("goes away with its root"), "{said:?}");
    assert_eq!(repository.run(&["diff", "HEAD", "c"]).code, 2, "it never was there");
}

#[test]
fn what_has_no_meaning_for_a_change_is_refused() {
    if !git::is_here("what_has_no_meaning_for_a_change_is_refused") {
        return;
    }
    let repository = Repository::committed(&[("main.tf", CLUSTER)]);
    let help = repository.run(&["diff", "--help"]).stdout;
    for option in [
        &["--plan", "plan.json"] as &[&str],
        &["--state", "state.json"],
        &["--fix"],
        &["--expect", "nodes=3"],
        &["--select", "cidr_size"],
    ] {
        let run = repository.run(&[&["diff", "HEAD"], option].concat());
        assert_eq!(run.code, 2, "{option:?}: {run:?}");
        assert!(run.stderr.contains("check"), "{option:?}: {}", run.stderr);
        let offered = help.contains(option[0]);
        assert_eq!(offered, option[0] == "--select", "{option:?}");
    }
    let run = repository.run(&["diff", "HEAD", "--select", "change_replaces,waiver_invalid"]);
    assert_eq!(run.code, 0, "{run:?}");
}

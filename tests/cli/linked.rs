//! What is read by another path than its own: links of the repository, and submodules.

use super::program::{Repository, git};
use super::words;

/// A root whose pod range comes from a values file, and a second one; both may be links.
const ROOT: &str = "variable \"pods\" {\n  type = string\n}\nresource \
    \"alicloud_cs_managed_kubernetes\" \"x\" {\n  pod_cidr = var.pods\n}\n";

/// The roots that a run with these arguments looks at.
fn roots(repository: &Repository, arguments: &str) -> Vec<String> {
    let run = repository.run(&words(&format!("check --list-roots {arguments}")));
    assert_eq!(run.code, 0, "{arguments}: {}", run.stderr);
    let root = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
    run.stdout.lines().map(root).collect()
}

#[cfg(unix)]
fn linked() -> Repository {
    let repository = Repository::of(&[
        ("common/network.auto.tfvars", "pods = \"172.20.0.0/16\"\n"),
        ("common/extra.tfx", "locals {}\n"),
        ("shared/values/eu.tfvars", "pods = \"172.20.0.0/16\"\n"),
        ("shared/acklint.hcl", "fail_on = \"error\"\n"),
        ("envs/a/main.tf", ROOT),
        ("envs/b/main.tf", ROOT),
        ("envs/c/main.tf", ROOT),
    ]);
    let link = |target: &str, path: &str| {
        std::os::unix::fs::symlink(target, repository.root().join(path)).expect("a link");
    };
    link("../../common/network.auto.tfvars", "envs/a/network.auto.tfvars");
    link("../../common/network.auto.tfvars", "envs/b/network.auto.tfvars");
    link("../../common/extra.tfx", "envs/b/extra.tf");
    link("../../shared/values", "envs/c/values");
    link("../../shared/acklint.hcl", "envs/c/.acklint.hcl");
    repository.git(&["init", "--quiet", "--initial-branch=main"]);
    repository.commit();
    repository
}

/// Edited, deleted, or named on the command line.
#[cfg(unix)]
#[test]
fn a_file_stands_for_the_roots_that_read_it_by_a_link() {
    if !git::is_here("a_file_stands_for_the_roots_that_read_it_by_a_link") {
        return;
    }
    let cases: [(&str, &[&str]); 5] = [
        ("common/network.auto.tfvars", &["envs/a", "envs/b"]),
        ("common/extra.tfx", &["envs/b"]),
        ("shared/values/eu.tfvars", &["envs/c"]),
        ("shared/values/new.tfvars", &["envs/c"]),
        ("shared/acklint.hcl", &["envs/c"]),
    ];
    for (path, expected) in cases {
        let repository = linked();
        repository.write(path, "\n");
        assert_eq!(roots(&repository, "--changed"), expected, "{path}, changed");
        if path != "shared/values/new.tfvars" {
            repository.remove(path);
            assert_eq!(roots(&repository, "--changed"), expected, "{path}, removed");
        }
    }
    let repository = linked();
    for (path, expected) in &cases[..2] {
        assert_eq!(roots(&repository, path), *expected, "{path}, named");
    }
    let run = repository.run(&words("check --list-roots common"));
    assert_eq!(run.code, 2, "a folder that holds no root stands for none: {run:?}");
}

/// The values file of two clusters, which no root has beside it: both would be made again.
#[cfg(unix)]
#[test]
fn diff_follows_links_before_and_after() {
    if !git::is_here("diff_follows_links_before_and_after") {
        return;
    }
    let repository = linked();
    repository.write("common/network.auto.tfvars", "pods = \"172.24.0.0/16\"\n");
    repository.git(&["add", "--all"]);
    for arguments in ["diff HEAD", "diff --staged"] {
        let run = repository.run(&words(&format!("{arguments} --format concise -q")));
        let calls = run.stdout.matches("error[change_replaces]").count();
        assert_eq!((run.code, calls), (1, 2), "{arguments}: {run:?}");
    }
}

/// A module of a submodule: its pointer moves, or somebody edits it in place.
#[test]
fn a_submodule_stands_for_all_beneath_it() {
    if !git::is_here("a_submodule_stands_for_all_beneath_it") {
        return;
    }
    let module = Repository::committed(&[("net/main.tf", "locals {}\n"), ("b/x.tf", "")]);
    let call = "module \"net\" {\n  source = \"../../vendor/net\"\n}\n";
    let apart = "locals {\n  a = 1\n}\n";
    let repository =
        Repository::committed(&[("envs/a/main.tf", call), ("envs/apart/main.tf", apart)]);
    let from = module.root().to_string_lossy().into_owned();
    let add = ["-c", "protocol.file.allow=always", "submodule", "add", "--quiet", &from, "vendor"];
    repository.git(&add);
    repository.commit();
    assert_eq!(roots(&repository, "--changed=HEAD"), [""; 0]);
    repository.write("vendor/net/main.tf", "locals {\n  b = 1\n}\n");
    assert_eq!(roots(&repository, "--changed=HEAD"), ["envs/a"], "an edit inside");
    repository.git(&["-C", "vendor", "checkout", "--quiet", "."]);
    repository.write("vendor/net/new.tf", "");
    assert_eq!(roots(&repository, "--changed=HEAD"), ["envs/a"], "a new file inside");
    repository.git(&["-C", "vendor", "add", "--all"]);
    repository.git(&["-C", "vendor", "commit", "--quiet", "--message=new"]);
    assert_eq!(roots(&repository, "--changed=HEAD"), ["envs/a", "vendor/b"], "a new commit");
    repository.git(&["add", "vendor"]);
    assert_eq!(roots(&repository, "--changed=HEAD"), ["envs/a", "vendor/b"], "staged");
    repository.commit();
    assert_eq!(roots(&repository, "--changed=HEAD~1"), ["envs/a", "vendor/b"], "committed");
}

/// A file that two folders share is read with the values of each: what it waives in one, it need not
/// in the other.
#[cfg(unix)]
#[test]
fn a_waiver_in_a_file_that_is_read_by_a_link_is_not_called_unused() {
    let cluster = "variable \"pods\" {}\nresource \"alicloud_cs_managed_kubernetes\" \"x\" {\n  \
                   vswitch_ids = [\"vsw-1\"]\n  service_cidr = \"172.21.0.0/20\"\n  # acklint:allow \
                   pod_service_overlap -- as agreed\n  pod_cidr = var.pods\n}\n";
    let repository = Repository::of(&[
        ("n/cluster.tf", cluster),
        ("n/terraform.tfvars", "pods = \"172.21.0.0/16\"\n"),
        ("m/terraform.tfvars", "pods = \"172.24.0.0/16\"\n"),
    ]);
    let link = repository.root().join("m/cluster.tf");
    std::os::unix::fs::symlink("../n/cluster.tf", link).expect("a link");
    for paths in ["", "m", "n"] {
        let run = repository.run(&words(&format!("check --format concise {paths}")));
        assert!(!run.stdout.contains("waiver_invalid"), "{paths}: {}", run.stdout);
    }
}

/// What a function reads stands for the roots that read it, and is no mistake to name.
#[test]
fn a_file_that_a_function_reads_stands_for_its_roots() {
    let repository = Repository::of(&[
        ("envs/f/main.tf", "locals {\n  n = file(\"${path.module}/../../data/n.yaml\")\n}\n"),
        ("envs/g/main.tf", "locals {}\n"),
        ("data/n.yaml", "a: 1\n"),
        ("data/other.yaml", "a: 1\n"),
    ]);
    assert_eq!(roots(&repository, "data/n.yaml"), ["envs/f"]);
    assert_eq!(repository.run(&words("check --list-roots data/other.yaml")).code, 2);
}

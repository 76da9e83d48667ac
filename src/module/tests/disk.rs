//! Links, folders and what lies outside.

use super::super::{Modules, Target, roots};
use super::told;
use crate::source::{Disk, Files, SourceMap};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use tempfile::TempDir;

const CLUSTER: &str = "resource \"alicloud_cs_managed_kubernetes\" \"a\" {}\n";

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn call(source: &str) -> String {
    format!("module \"m\" {{\n  source = \"{source}\"\n}}\n")
}

/// A repository in a folder of its own, beside which other things may lie.
fn repository() -> (TempDir, Disk) {
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir(outside.path().join("repo")).unwrap();
    let disk = Disk::new(&outside.path().join("repo")).unwrap();
    (outside, disk)
}

#[test]
fn a_walk_finds_files_and_links_to_files_but_passes_linked_folders_by() {
    let (_outside, disk) = repository();
    let root = disk.root();
    for file in ["b/x.tf", "a.tf", ".git/x.tf", "b/.terraform/x.tf", "b/node_modules/x.tf"] {
        write(root, file, "");
    }
    symlink("../a.tf", root.join("b/linked.tf")).unwrap();
    symlink("b", root.join("again")).unwrap();
    symlink("/etc/hostname", root.join("outside.tf")).unwrap();
    symlink("gone", root.join("gone.tf")).unwrap();
    assert_eq!(disk.walk("").files, ["a.tf", "b/linked.tf", "b/x.tf"]);
    assert_eq!(disk.walk("b").files, ["b/linked.tf", "b/x.tf"]);
    assert_eq!(disk.walk("c").unreadable[0].0, "c");
}

#[test]
fn a_walk_passes_by_other_working_trees_of_the_repository() {
    let (_outside, disk) = repository();
    let root = disk.root();
    write(root, "main.tf", "");
    write(root, "wt/x/main.tf", "");
    write(root, "wt/x/.git", "gitdir: /somewhere/.git/worktrees/x\n");
    write(root, "vendor/k/main.tf", "");
    write(root, "vendor/k/.git", "gitdir: ../../.git/modules/k\n");
    assert_eq!(disk.walk("").files, ["main.tf", "vendor/k/.git", "vendor/k/main.tf"]);
    assert_eq!(disk.walk("wt/x").files, ["wt/x/.git", "wt/x/main.tf"], "named, it is looked at");
}

#[test]
fn a_call_through_a_link_leads_to_where_the_folder_lies() {
    let (_outside, disk) = repository();
    let root = disk.root();
    write(root, "shared/ack/main.tf", CLUSTER);
    write(root, "envs/prod/main.tf", &call("./modules/ack"));
    symlink("../../shared", root.join("envs/prod/modules")).unwrap();
    let sources = SourceMap::default();
    let modules = Modules::new(&disk, &sources);
    let call = &modules.load("envs/prod").calls["m"];
    assert_eq!(call.target, Target::Local("shared/ack".into()));
    let (roots, problems) = roots(&modules, &[""], None);
    assert_eq!(problems, []);
    let folders: Vec<&str> = roots.iter().map(|root| &*root.folder).collect();
    assert_eq!(folders, ["envs/prod"], "the linked folder is no root, and is looked at once");
}

#[test]
fn an_absolute_source_inside_of_the_repository_is_followed() {
    let (_outside, disk) = repository();
    let root = disk.root();
    write(root, "m/main.tf", "");
    let absolute = root.join("m");
    write(root, "main.tf", &call(absolute.to_str().unwrap()));
    let sources = SourceMap::default();
    let module = Modules::new(&disk, &sources).load("");
    assert_eq!(module.calls["m"].target, Target::Local("m".into()));
}

#[test]
fn what_lies_outside_of_the_repository_is_missing_and_not_read() {
    let (outside, disk) = repository();
    write(outside.path(), "secret/main.tf", CLUSTER);
    write(disk.root(), "main.tf", &call("./link"));
    symlink("../secret", disk.root().join("link")).unwrap();
    let sources = SourceMap::default();
    let module = Modules::new(&disk, &sources).load("");
    assert_eq!(module.calls["m"].target, Target::Missing("link".into()));
    let message = "main.tf:2:12 the module `./link` is not there: it leads out of the repository, \
                   where acklint does not look";
    assert_eq!(told(&module.problems, &sources), [message]);
}

#[test]
fn a_values_file_outside_of_the_repository_may_be_named() {
    use super::super::{Inputs, Setting};
    let (outside, disk) = repository();
    write(outside.path(), "eu.tfvars", "x = 1\n");
    write(disk.root(), "in.tfvars", "x = 2\n");
    write(disk.root(), "main.tf", "variable \"x\" {}\n");
    let sources = SourceMap::default();
    let modules = Modules::new(&disk, &sources);
    let from = |path: std::path::PathBuf| {
        let inputs = Inputs { settings: vec![Setting::VarFile(path)], ..Inputs::default() };
        let (given, problems) = inputs.given(&modules, &modules.load(""));
        assert_eq!(problems, []);
        given["x"].from.to_string()
    };
    let elsewhere = outside.path().join("eu.tfvars");
    assert_eq!(from(elsewhere.clone()), elsewhere.to_string_lossy());
    assert_eq!(from(disk.root().join("in.tfvars")), "in.tfvars");
}

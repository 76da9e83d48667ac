//! `--changed`: from changed files to the roots that reach them.

use super::program::{Repository, git};
use super::{exit, refused, words};

/// Two roots that call a module, one that does not, and a folder without Terraform.
const FILES: [(&str, &str); 8] = [
    ("envs/dev/main.tf", "module \"net\" {\n  source = \"../../modules/net\"\n}\n"),
    ("envs/prod/main.tf", "module \"net\" {\n  source = \"../../modules/net\"\n}\n"),
    ("envs/prod/terraform.tfvars", "cidr = \"10.0.0.0/8\"\n"),
    ("envs/apart/main.tf", "locals {\n  a = file(\"${path.module}/../../shared/a.json\")\n}\n"),
    ("modules/net/main.tf", "resource \"alicloud_vpc\" \"v\" {}\n"),
    ("modules/net/outputs.tf", "output \"id\" {\n  value = alicloud_vpc.v.id\n}\n"),
    ("shared/a.json", "{}"),
    ("docs/README.md", "prose"),
];

/// The roots that a run with these arguments looks at.
fn roots(repository: &Repository, arguments: &str) -> Vec<String> {
    let run = repository.run(&words(&format!("check --list-roots {arguments}")));
    assert_eq!(run.code, 0, "{arguments}: {}", run.stderr);
    let root = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
    run.stdout.lines().map(root).collect()
}

#[test]
fn a_changed_file_stands_for_the_roots_that_reach_it() {
    if !git::is_here("a_changed_file_stands_for_the_roots_that_reach_it") {
        return;
    }
    let both = ["envs/dev", "envs/prod"];
    let cases: [(&str, Option<&str>, &[&str]); 14] = [
        ("envs/prod/main.tf", Some("locals {}\n"), &["envs/prod"]),
        ("envs/prod/new.tf", Some(""), &["envs/prod"]),
        ("envs/prod/terraform.tfvars", Some(""), &["envs/prod"]),
        ("envs/prod/terraform.tfvars", None, &["envs/prod"]),
        ("envs/prod/.terraform.lock.hcl", Some(""), &["envs/prod"]),
        ("modules/net/main.tf", Some(""), &both),
        ("modules/net/outputs.tf", None, &both),
        ("modules/net/terraform.tfvars", Some(""), &[]),
        ("envs/.acklint.hcl", Some(""), &["envs/apart", "envs/dev", "envs/prod"]),
        ("shared/a.json", Some("[]"), &["envs/apart"]),
        ("shared/a.json", None, &["envs/apart"]),
        ("envs/apart/values.yaml", Some(""), &["envs/apart"]),
        ("envs/prod/README.md", Some("nothing here reads it"), &[]),
        ("docs/README.md", Some("better prose"), &[]),
    ];
    for (path, text, expected) in cases {
        let repository = Repository::committed(&FILES);
        match text {
            Some(text) => repository.write(path, text),
            None => repository.remove(path),
        }
        assert_eq!(roots(&repository, "--changed"), expected, "{path} in the work tree");
        repository.git(&["add", "--all"]);
        assert_eq!(roots(&repository, "--changed"), expected, "{path}, staged");
        repository.git(&["checkout", "--quiet", "-b", "branch"]);
        repository.commit();
        assert_eq!(roots(&repository, "--changed"), expected, "{path}, committed on a branch");
        assert_eq!(roots(&repository, "--changed=HEAD"), [""; 0], "{path}, since then");
        assert_eq!(roots(&repository, "--changed HEAD~1"), expected, "{path}, by name");
    }
}

#[test]
fn a_module_that_is_gone_stands_for_its_callers() {
    if !git::is_here("a_module_that_is_gone_stands_for_its_callers") {
        return;
    }
    let repository = Repository::committed(&FILES);
    repository.git(&["mv", "modules/net", "modules/network"]);
    let named = ["envs/dev", "envs/prod", "modules/network"];
    assert_eq!(roots(&repository, "--changed"), named, "renamed: the callers call nothing now");
    repository.git(&["rm", "-r", "--quiet", "--force", "modules/network"]);
    assert_eq!(roots(&repository, "--changed"), ["envs/dev", "envs/prod"]);
}

#[test]
fn where_nothing_has_changed_nothing_is_wrong() {
    if !git::is_here("where_nothing_has_changed_nothing_is_wrong") {
        return;
    }
    let repository = Repository::committed(&[("docs/README.md", "prose")]);
    repository.write("docs/README.md", "better prose");
    let run = repository.run(&["check", "--changed"]);
    let said = "no roots, no clusters: no findings; nothing to check\n";
    assert_eq!((run.code, &*run.stdout, &*run.stderr), (0, said, ""));
    assert_eq!(exit(&repository, "check --changed --var a=b"), 0, "what is left out may have it");
    assert_eq!(exit(&repository, "check"), 2, "without --changed there is no Terraform file");
    refused(&repository, "check --changed nowhere", &["no revision nowhere", "fetch it"]);
}

/// A hook appends the names of files.
#[test]
fn what_is_no_revision_may_be_a_path() {
    if !git::is_here("what_is_no_revision_may_be_a_path") {
        return;
    }
    let repository = Repository::committed(&FILES);
    for root in ["dev", "prod", "apart"] {
        repository.write(&format!("envs/{root}/new.tf"), "");
    }
    assert_eq!(roots(&repository, "--changed envs/prod"), ["envs/prod"]);
    assert_eq!(
        roots(&repository, "--changed envs/prod/new.tf envs/dev"),
        ["envs/dev", "envs/prod"]
    );
    assert_eq!(roots(&repository, "envs --changed HEAD"), ["envs/apart", "envs/dev", "envs/prod"]);
    repository.write("roots/other/main.tf", "");
    assert_eq!(roots(&repository, "--changed=HEAD roots"), ["roots/other"]);
}

/// A new file that git ignores is none of the change.
#[test]
fn ignored_files_do_not_count() {
    if !git::is_here("ignored_files_do_not_count") {
        return;
    }
    let repository = Repository::committed(&FILES);
    repository.write(".gitignore", "*.tfvars\n");
    repository.commit();
    repository.write("envs/dev/terraform.tfvars", "");
    assert_eq!(roots(&repository, "--changed"), [""; 0]);
    repository.write("envs/prod/terraform.tfvars", "");
    assert_eq!(roots(&repository, "--changed"), ["envs/prod"], "git tracks this one");
}

/// A touched file, or one with other line ends than git keeps, is the same.
#[test]
fn what_was_only_touched_has_not_changed() {
    if !git::is_here("what_was_only_touched_has_not_changed") {
        return;
    }
    let repository = Repository::committed(&FILES);
    for (path, text) in FILES {
        repository.write(path, text.replace('\n', "\r\n"));
    }
    assert_eq!(roots(&repository, "--changed"), [""; 0]);
}

/// `git commit --only FILE` lets its hook see an index of its own.
#[test]
fn the_index_is_the_one_that_git_names() {
    if !git::is_here("the_index_is_the_one_that_git_names") {
        return;
    }
    let repository = Repository::committed(&FILES);
    repository.write("envs/prod/new.tf", "");
    repository.git(&["add", "--all"]);
    std::fs::copy(repository.root().join(".git/index"), repository.root().join(".git/other"))
        .expect("a copy");
    repository.git(&["reset", "--quiet"]);
    repository.remove("envs/prod/new.tf");
    let run = |index: &str| {
        let mut command = repository.command(&["check", "--changed", "--list-roots"]);
        super::Run::of(command.env("GIT_INDEX_FILE", index)).stdout
    };
    assert_eq!(run(".git/index"), "");
    assert!(run(".git/other").starts_with("envs/prod "), "in that one the file is staged");
}

#[test]
fn a_linked_work_tree_is_a_repository_too() {
    if !git::is_here("a_linked_work_tree_is_a_repository_too") {
        return;
    }
    let repository = Repository::committed(&FILES);
    repository.git(&["worktree", "add", "--quiet", "../linked"]);
    let linked = repository.root().with_file_name("linked");
    std::fs::write(linked.join("envs/dev/new.tf"), "").expect("a file");
    let mut command = repository.command(&["check", "--changed", "--list-roots"]);
    let run = super::Run::of(command.current_dir(&linked));
    assert!(run.stdout.starts_with("envs/dev "), "{run:?}");
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
}

#[test]
fn what_git_lacks_is_said_with_what_to_fetch() {
    if !git::is_here("what_git_lacks_is_said_with_what_to_fetch") {
        return;
    }
    let repository = Repository::committed(&FILES);
    repository.git(&["branch", "--move", "topic"]);
    refused(&repository, "check --changed", &["none of origin/HEAD, origin/main", "git fetch"]);
    repository.git(&["branch", "main"]);
    repository.commit();
    repository.commit();
    let clone = |name: &str, from: &str, options: &[&str]| {
        let to = repository.root().with_file_name(name);
        repository.git(&[&["clone", "--quiet"], options, &[from, &to.to_string_lossy()]].concat());
        let mut command = repository.command(&["check", "--changed"]);
        super::Run::of(command.current_dir(to))
    };
    let path = repository.root().to_string_lossy().into_owned();
    let whole = clone("whole", &path, &["--branch=main"]);
    assert_eq!(whole.code, 0, "{whole:?}");
    let options = ["--depth=1", "--no-single-branch", "--branch=main"];
    let shallow = clone("shallow", &format!("file://{path}"), &options);
    assert_eq!(shallow.code, 2);
    for text in ["HEAD and origin/HEAD have no common ancestor", "shallow", "fetch-depth: 0"] {
        assert!(shallow.stderr.contains(text), "{text}: {shallow:?}");
    }
    let shared = clone("shared", &path, &["--shared"]);
    assert_eq!(shared.code, 2);
    assert!(shared.stderr.contains("outside of its own folder"), "{shared:?}");
    let none = Repository::of(&FILES);
    std::fs::remove_dir(none.root().join(".git")).expect("a folder");
    refused(&none, "check --changed", &["lies in no git repository"]);
}

/// Before the first commit everything is new.
#[test]
fn the_first_commit_is_all_new() {
    if !git::is_here("the_first_commit_is_all_new") {
        return;
    }
    let repository = Repository::of(&FILES);
    repository.git(&["init", "--quiet", "--initial-branch=trunk"]);
    assert_eq!(roots(&repository, "--changed"), ["envs/apart", "envs/dev", "envs/prod"]);
}

/// The configuration of a repository makes nothing run.
#[test]
fn no_program_of_the_repository_runs() {
    if !git::is_here("no_program_of_the_repository_runs") {
        return;
    }
    let repository = Repository::committed(&FILES);
    let touched = repository.root().with_file_name("touched");
    let program = format!("touch {}", touched.display());
    repository.write(".gitattributes", "*.tf filter=evil diff=evil\n");
    repository.commit();
    for key in [
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.command",
        "diff.evil.textconv",
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "credential.helper",
    ] {
        repository.git(&["config", key, &program]);
    }
    std::fs::remove_file(&touched).ok();
    repository.write("envs/prod/main.tf", "locals {}\n");
    assert_eq!(roots(&repository, "--changed"), ["envs/prod"]);
    assert!(!touched.exists(), "a program ran");
}

//! `.pre-commit-hooks.yaml` as pre-commit itself runs it: what is red, what is green, what is
//! linted. All but the build: in the copy that the hooks are taken from, `language: rust` is
//! `language: system`, and the program is on the `PATH`.

mod outside;
mod program;

use program::{Repository, Run};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Room for one node of five.
const SHORT: &str = r#"
resource "alicloud_cs_managed_kubernetes" "this" {
  vswitch_ids         = ["vsw-1"]
  pod_cidr            = "172.20.0.0/24"
  node_cidr_mask      = 24
  service_cidr        = "172.21.0.0/20"
  deletion_protection = true
}

resource "alicloud_cs_kubernetes_node_pool" "this" {
  cluster_id     = alicloud_cs_managed_kubernetes.this.id
  vswitch_ids    = ["vsw-1"]
  instance_types = ["ecs.g7.xlarge"]
  desired_size   = 5
}
"#;

const RULE: &str = "error[flannel_pod_cidr_too_small]";

fn sound() -> String {
    SHORT.replace("172.20.0.0/24", "172.20.0.0/18")
}

/// A repository with the hooks, and one that uses them.
struct Installed {
    hooks: Repository,
    user: Repository,
    path: std::ffi::OsString,
    pre_commit: PathBuf,
}

impl Installed {
    /// Both, or nothing where pre-commit is missing. `hooks` are the ids that the user takes.
    fn with(hooks: &[&str]) -> Option<Self> {
        let pre_commit = outside::program("pre-commit", "no hook was run")?;
        let own = Path::new(env!("CARGO_BIN_EXE_acklint")).parent().expect("a folder");
        let known = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(own.to_path_buf()).chain(std::env::split_paths(&known));
        let path = std::env::join_paths(path).expect("folders");
        let (from, user) = (Repository::new(), Repository::new());
        let installed = Self { hooks: from, user, path, pre_commit };
        installed.publish();
        installed.take(hooks);
        Some(installed)
    }

    /// The repository of acklint, as far as pre-commit sees it.
    fn publish(&self) {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
        let manifest = std::fs::read_to_string(manifest).expect("the hooks");
        assert!(manifest.contains("language: rust"));
        let manifest = manifest.replace("language: rust", "language: system");
        self.hooks.write(".pre-commit-hooks.yaml", manifest);
        self.git(&self.hooks, &["init", "--quiet", "--initial-branch=main"]);
        self.git(&self.hooks, &["add", "--all"]);
        self.git(&self.hooks, &["commit", "--quiet", "--message=hooks"]);
    }

    fn take(&self, hooks: &[&str]) {
        let from = self.hooks.root().display();
        let revision = self.git(&self.hooks, &["rev-parse", "HEAD"]).stdout;
        let hooks: String = hooks.iter().flat_map(|hook| ["      - id: ", hook, "\n"]).collect();
        let revision = revision.trim();
        let config = format!("repos:\n  - repo: {from}\n    rev: {revision}\n    hooks:\n{hooks}");
        self.user.write(".pre-commit-config.yaml", config);
        self.git(&self.user, &["init", "--quiet", "--initial-branch=main"]);
        let mut install = Command::new(&self.pre_commit);
        let run = Run::of(self.within(&self.user, install.arg("install")));
        assert_eq!(run.code, 0, "{run:?}");
    }

    /// A command in a repository, with nothing of the machine's own settings.
    fn within<'c>(&self, repository: &Repository, command: &'c mut Command) -> &'c mut Command {
        let home = self.hooks.root().parent().expect("the folder around it");
        let variables = [
            ("GIT_AUTHOR_NAME", "A"),
            ("GIT_AUTHOR_EMAIL", "a@example.com"),
            ("GIT_COMMITTER_NAME", "A"),
            ("GIT_COMMITTER_EMAIL", "a@example.com"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("NO_COLOR", "1"),
        ];
        let command = command.current_dir(repository.root()).env_clear().envs(variables);
        command.env("PATH", &self.path).env("HOME", home).env("PRE_COMMIT_HOME", home.join("cache"))
    }

    fn git(&self, repository: &Repository, arguments: &[&str]) -> Run {
        let run = self.try_git(repository, arguments);
        assert_eq!(run.code, 0, "git {arguments:?}: {run:?}");
        run
    }

    fn try_git(&self, repository: &Repository, arguments: &[&str]) -> Run {
        Run::of(self.within(repository, Command::new("git").args(arguments)))
    }

    /// Commits everything, with the hooks: the exit code of git, and what was said.
    fn commit(&self) -> (i32, String) {
        self.git(&self.user, &["add", "--all"]);
        let run = self.try_git(&self.user, &["commit", "--message=change"]);
        (run.code, run.stdout + &run.stderr)
    }

    /// Commits everything, without the hooks.
    fn commit_unseen(&self) {
        self.git(&self.user, &["add", "--all"]);
        self.git(&self.user, &["commit", "--quiet", "--no-verify", "--message=change"]);
    }
}

#[test]
fn the_manifest_is_one_that_pre_commit_takes() {
    let Some(pre_commit) = outside::program("pre-commit", "the manifest was not looked at") else {
        return;
    };
    let mut command = Command::new(pre_commit);
    let command = command.args(["validate-manifest", ".pre-commit-hooks.yaml"]);
    let run = Run::of(command.current_dir(env!("CARGO_MANIFEST_DIR")));
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
}

#[test]
fn a_bad_cluster_cannot_be_committed_and_a_sound_one_can() {
    let Some(installed) = Installed::with(&["acklint"]) else { return };
    installed.user.write("main.tf", SHORT);
    let (code, said) = installed.commit();
    assert!(code != 0 && said.contains(RULE), "{said}");
    assert!(said.contains("5 are planned: the 2nd node gets no pod"), "{said}");
    installed.user.write("main.tf", sound());
    let (code, said) = installed.commit();
    assert!(code == 0 && said.contains("Passed"), "{said}");
}

/// The value is wrong, the cluster is elsewhere: only the values file is part of the commit.
#[test]
fn a_values_file_stands_for_the_root_that_loads_it() {
    let Some(installed) = Installed::with(&["acklint"]) else { return };
    let open = SHORT.replace("\"172.20.0.0/24\"", "var.pods");
    installed.user.write("main.tf", format!("{open}\nvariable \"pods\" {{}}\n"));
    installed.user.write("terraform.tfvars", "pods = \"172.20.0.0/18\"\n");
    let (code, said) = installed.commit();
    assert_eq!(code, 0, "{said}");
    installed.user.write("terraform.tfvars", "pods = \"172.20.0.0/24\"\n");
    let (code, said) = installed.commit();
    assert!(code != 0 && said.contains("terraform.tfvars:1:8"), "{said}");
}

#[test]
fn other_files_start_nothing() {
    let Some(installed) = Installed::with(&["acklint"]) else { return };
    installed.user.write("main.tf", SHORT);
    installed.commit_unseen();
    for (file, text) in [("notes.md", "a"), ("main.tf.bak", "b"), ("a.tf/c.txt", "c")] {
        installed.user.write(file, text);
    }
    let (code, said) = installed.commit();
    assert!(code == 0 && said.contains("no files to check"), "{said}");
}

/// The cluster exists once it is committed, as far as the guard knows: a new range is another one.
#[test]
fn an_edit_that_cannot_be_taken_back_is_stopped() {
    let Some(installed) = Installed::with(&["acklint-diff"]) else { return };
    installed.user.write("main.tf", sound());
    let (code, said) = installed.commit();
    assert_eq!(code, 0, "a new cluster: {said}");
    installed.user.write("main.tf", sound().replace("172.20.0.0", "172.24.0.0"));
    let (code, said) = installed.commit();
    assert!(code != 0 && said.contains("change_replaces"), "{said}");
    installed.user.write("main.tf", format!("# the same\n{}", sound()));
    let (code, said) = installed.commit();
    assert!(code == 0 && said.contains("Passed"), "{said}");
}

/// More names than one command line takes: pre-commit starts acklint several times.
#[test]
fn names_come_in_batches() {
    let Some(installed) = Installed::with(&["acklint"]) else { return };
    let long = "network-of-a-cluster-with-a-long-name".repeat(5);
    for number in 0..800 {
        installed.user.write(&format!("{long}/root{number}/main.tf"), "terraform {}\n");
    }
    installed.user.write(&format!("{long}/root123/cluster.tf"), SHORT);
    let (code, said) = installed.commit();
    let batches = said.matches("checks decided").count() + said.matches("nothing to check").count();
    assert!(batches > 1, "{batches} batch: {said}");
    assert_eq!((code != 0, said.matches(RULE).count()), (true, 1), "{said}");
}

/// The values file that made the cluster sound is deleted, and nothing else happens.
#[test]
fn a_commit_that_only_deletes_files_is_linted() {
    let before = |installed: &Installed| {
        let open = SHORT.replace("\"172.20.0.0/24\"", "var.pods");
        let default = "variable \"pods\" {\n  default = \"172.20.0.0/24\"\n}\n";
        installed.user.write("cluster/main.tf", format!("{open}\n{default}"));
        installed.user.write("cluster/net.auto.tfvars", "pods = \"172.20.0.0/18\"\n");
        installed.commit_unseen();
        installed.git(&installed.user, &["rm", "--quiet", "cluster/net.auto.tfvars"]);
    };
    let Some(both) = Installed::with(&["acklint", "acklint-repository"]) else { return };
    before(&both);
    let (code, said) = both.commit();
    assert!(code != 0 && said.contains(RULE), "{said}");

    let names_only = Installed::with(&["acklint"]).expect("it was there");
    before(&names_only);
    let (code, said) = names_only.commit();
    // pre-commit names no deleted file: this is why the other hook is there
    assert!(code == 0 && said.contains("no files to check"), "{said}");
}

/// The one that is deleted lies in a module; the root that calls it is not part of the commit.
#[test]
fn a_file_deleted_from_a_module_is_seen_in_its_callers() {
    let Some(installed) = Installed::with(&["acklint-repository"]) else { return };
    let call = "module \"ack\" {\n  source = \"../../modules/ack\"\n}\n";
    let wider = "resource \"alicloud_cs_managed_kubernetes\" \"this\" {\n  pod_cidr = \"172.20.0.0/18\"\n}\n";
    installed.user.write("envs/prod/main.tf", call);
    installed.user.write("modules/ack/main.tf", SHORT);
    installed.user.write("modules/ack/wider_override.tf", wider);
    let (code, said) = installed.commit();
    assert_eq!(code, 0, "{said}");
    installed.git(&installed.user, &["rm", "--quiet", "modules/ack/wider_override.tf"]);
    let (code, said) = installed.commit();
    assert!(code != 0 && said.contains("module.ack.alicloud_cs_managed_kubernetes.this"), "{said}");
}

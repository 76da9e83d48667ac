//! Nothing outside of the repository root and its git folder is opened, no program runs and nothing
//! is connected to, whatever a repository asks for: the system calls of the real program say so.
//!
//! `strace` tells them; where it is not on the machine, a test says that it was not run.
#![cfg(target_os = "linux")]

mod program;

use program::{Repository, Run};
use regex::Regex;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the system's own libraries read on the way into `main` and to count processors.
const SYSTEM: [&str; 8] = [
    "/etc/ld.so.",
    "/lib/",
    "/lib64/",
    "/usr/lib/",
    "/usr/lib64/",
    "/proc/",
    "/sys/fs/cgroup",
    "/sys/",
];

/// The calls that are told.
const CALLS: &str = "trace=open,openat,openat2,creat,execve,execveat,socket,connect,bind,fork,\
                     vfork,clone,clone3";

const COMMANDS: [&[&str]; 9] = [
    &["check"],
    &["check", "--format", "json", "-v"],
    &["check", "--list-roots"],
    &["check", "--changed", "HEAD"],
    &["diff", "HEAD"],
    &["diff", "--staged", "HEAD"],
    &["capacity"],
    &["inspect"],
    &["check", "--fix", "--dry-run"],
];

/// What a run has asked of the system.
struct Traced {
    run: Run,
    opened: Vec<PathBuf>,
    calls: Vec<String>,
}

fn trace(repository: &Repository, arguments: &[&str]) -> Traced {
    let log = tempfile::NamedTempFile::new().expect("a file");
    let program = repository.command(arguments);
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-s", "4096", "-e", CALLS, "-o"]).arg(log.path());
    command.arg(program.get_program()).args(arguments);
    command.current_dir(repository.root()).env_clear().stdin(Stdio::null());
    command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    // without it the git library has libc look it up in /etc/passwd; nothing in it is read
    command.env("HOME", repository.root().parent().expect("a folder").join("outside"));
    let run = Run::of(&mut command);
    let text = String::from_utf8_lossy(&std::fs::read(log.path()).expect("a log")).into_owned();
    let open =
        Regex::new(r#"^\d+ +(?:open|creat|openat|openat2)\((?:AT_FDCWD, )?"([^"]*)".*\) += \d"#);
    let open = open.expect("a pattern");
    let opened = text.lines().filter_map(|line| Some(open.captures(line)?[1].to_owned()));
    let opened = opened.map(|path| repository.root().join(path)).collect();
    let others =
        Regex::new(r"^\d+ +(execve|execveat|socket|connect|bind|fork|vfork|clone|clone3)\(");
    let others = others.expect("a pattern");
    let calls = text.lines().filter(|line| others.is_match(line)).map(str::to_owned).collect();
    Traced { run, opened, calls }
}

impl Traced {
    /// That it stayed where it belongs.
    fn stays(&self, name: &str, repository: &Repository) -> &Self {
        assert!((0..=2).contains(&self.run.code), "{name}: {:?}", self.run);
        assert!(!self.opened.is_empty(), "{name}: nothing was opened, says strace");
        let root = repository.root().canonicalize().expect("a folder");
        let outside = self.opened.iter().filter(|path| {
            let known = SYSTEM.iter().any(|known| path.to_string_lossy().starts_with(known));
            let real = path.canonicalize().unwrap_or_else(|_| (*path).clone());
            !known && !real.starts_with(&root)
        });
        let outside: Vec<_> = outside.collect();
        assert!(outside.is_empty(), "{name}: {outside:#?}");
        // the program itself is started, and threads are
        let own = |line: &&String| line.contains("execve(") || line.contains("CLONE_THREAD");
        let others: Vec<_> = self.calls.iter().filter(|line| !own(line)).collect();
        assert!(others.is_empty(), "{name}: {others:#?}");
        let started = self.calls.iter().filter(|line| line.contains("execve(")).count();
        assert_eq!(started, 1, "{name}: {:#?}", self.calls);
        self
    }

    /// That nothing of what lies outside is known to it.
    fn tells_no_secret(&self, name: &str) {
        for text in [&self.run.stdout, &self.run.stderr] {
            assert!(!text.contains("10.99."), "{name}: {text}");
        }
    }
}

fn is_here(test: &str) -> bool {
    let here = ["strace", "git", "mkfifo"].into_iter().find(|program| {
        Command::new(program).arg("--version").stdout(Stdio::null()).status().is_err()
    });
    if let Some(missing) = here {
        println!("{test}: not run, for `{missing}` is not on this machine");
    }
    here.is_none()
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo starts").success());
}

/// A cluster whose pod range lies outside of the repository: nobody must know it.
const SECRET: &str = "variable \"x\" {\n  default = \"10.99.0.0/33\"\n}\nresource \"alicloud_vpc\" \
                      \"secret\" {\n  cidr_block = \"10.99.0.0/33\"\n}\n";

/// A repository that leads out in every way that is known, and what lies there.
fn repository() -> Repository {
    let repository = Repository::committed(&[("main.tf", MAIN), ("module/main.tf", MODULE)]);
    let root = repository.root();
    let outside = root.parent().expect("a folder").join("outside");
    std::fs::create_dir_all(outside.join("module")).expect("a folder");
    for (path, text) in [
        ("secret.tf", SECRET),
        ("module/main.tf", SECRET),
        ("secret.tfvars", "x = \"10.99.0.0/33\"\n"),
        ("secret.json", "{\"x\": \"10.99.0.0/33\"}"),
        ("secret.hcl", "fail_on = \"10.99.0.0/33\"\n"),
        ("config", "[core]\n  fsmonitor = touch ../outside/run\n"),
        ("ignore", "*.tf\n"),
    ] {
        std::fs::write(outside.join(path), text).expect("a file");
    }
    let absolute = outside.to_string_lossy().into_owned();
    for (to, from) in [
        ("../outside/secret.tf", "link.tf"),
        ("../outside/secret.tfvars", "terraform.tfvars"),
        ("../outside/secret.json", "b.auto.tfvars.json"),
        ("../outside/secret.hcl", ".acklint.hcl"),
        ("../outside/module", "linked"),
        ("/dev/zero", "zero.tf"),
        ("/dev/zero", ".terraform.lock.hcl"),
        ("/proc/self/environ", "environ.auto.tfvars"),
    ] {
        symlink(to, root.join(from)).expect("a link");
    }
    symlink(&absolute, root.join("absolute")).expect("a link");
    for path in ["pipe.tf", "pipe.auto.tfvars", "pipe.tf.json", "data.txt", "module/.acklint.hcl"] {
        pipe(&root.join(path));
    }
    std::fs::create_dir_all(root.join("folder.tf")).expect("a folder");
    repository.write("calls.tf", CALLED.replace("OUTSIDE", &absolute));
    let modules = r#"{"Modules": [{"Key": "remote", "Source": "a/b/c", "Dir": "../outside/module"},
        {"Key": "other", "Source": "a/b/d", "Dir": "OUTSIDE/module"}]}"#;
    repository.write(".terraform/modules/modules.json", modules.replace("OUTSIDE", &absolute));
    let config = "\n[include]\n  path = ../../outside/config\n[core]\n  fsmonitor = \
                  ../outside/run\n  hooksPath = ../outside\n  excludesFile = ../outside/ignore\n  \
                  sshCommand = ../outside/run\n  worktree = ../../outside\n[filter \"lfs\"]\n  process = \
                  ../outside/run\n  clean = ../outside/run\n  smudge = \
                  ../outside/run\n[diff]\n  external = ../outside/run\n";
    let file = root.join(".git/config");
    let known = std::fs::read_to_string(&file).expect("a file");
    std::fs::write(file, known + config).expect("a file");
    repository.write(".gitattributes", "*.tf filter=lfs diff=lfs\n");
    std::fs::create_dir_all(root.join(".git/hooks")).expect("a folder");
    std::fs::write(root.join(".git/hooks/post-index-change"), "#!/bin/sh\n").expect("a file");
    repository
}

const MAIN: &str = r#"
variable "x" {
  default = "172.20.0.0/16"
}
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids  = ["vsw-1"]
  pod_cidr     = var.x
  service_cidr = "172.21.0.0/20"
}
"#;

const MODULE: &str =
    "variable \"x\" {}\nresource \"alicloud_vpc\" \"m\" {\n  cidr_block = var.x\n}\n";

const CALLED: &str = r#"
module "up" {
  source = "../outside/module"
}
module "linked" {
  source = "./linked"
}
module "absolute" {
  source = "OUTSIDE/module"
}
module "through" {
  source = "./module/../../outside/module"
}
module "remote" {
  source = "a/b/c"
}
module "other" {
  source = "a/b/d"
}
module "git" {
  source = "git::file://OUTSIDE"
}
module "m" {
  for_each = toset([
    file("../outside/secret.json"),
    file("OUTSIDE/secret.json"),
    file("absolute/secret.json"),
    file("link.tf"),
    file("/etc/passwd"),
    file("~/.ssh/id_rsa"),
    file("data.txt"),
    file("zero.tf"),
    file("/dev/zero"),
    file("."),
    templatefile("../outside/secret.json", {}),
    templatefile("OUTSIDE/secret.json", {}),
    filesha256("OUTSIDE/secret.json"),
    join(",", fileset("OUTSIDE", "**")),
    join(",", fileset("../outside", "**")),
    join(",", fileset(".", "../outside/*")),
    join(",", fileset(".", "absolute/*")),
    fileexists("OUTSIDE/secret.json") ? "10.99.0.0/34" : "there",
    pathexpand("~"),
    abspath("."),
  ])
  source = "./module"
  x      = each.value
}
resource "alicloud_vpc" "files" {
  for_each   = { a = file("../outside/secret.json"), b = file("absolute/secret.json"), c = file("data.txt"), d = templatefile("OUTSIDE/secret.json", {}) }
  cidr_block = try(jsondecode(each.value).x, "nothing")
}
"#;

#[test]
fn nothing_leads_out() {
    if !is_here("nothing_leads_out") {
        return;
    }
    let repository = repository();
    for arguments in COMMANDS {
        let name = arguments.join(" ");
        trace(&repository, arguments).stays(&name, &repository).tells_no_secret(&name);
        let outside = repository.root().parent().expect("a folder").join("outside/run");
        assert!(!outside.exists(), "{name}: something ran");
    }
}

/// What is refused is said, and the rest of the repository is judged.
#[test]
fn what_leads_out_is_said() {
    if !is_here("what_leads_out_is_said") {
        return;
    }
    let repository = repository();
    let said = repository.run(&["check", "-v"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    for (file, why) in [
        ("link.tf", "leads out of the repository"),
        ("terraform.tfvars", "leads out of the repository"),
        (".acklint.hcl", "leads out of the repository"),
        ("zero.tf", "leads out of the repository"),
        ("pipe.tf", "no regular file"),
        ("pipe.auto.tfvars", "no regular file"),
    ] {
        let told = said.stderr.lines().chain(said.stdout.lines());
        let told = told.filter(|line| line.contains(file)).collect::<Vec<_>>().join("\n");
        assert!(told.contains(why), "{file}: {told:?}\n{}\n{}", said.stdout, said.stderr);
    }
}

/// Objects that are borrowed from another repository are not read: where a hostile repository
/// borrows from is its own choice.
#[test]
fn objects_are_not_borrowed() {
    if !is_here("objects_are_not_borrowed") {
        return;
    }
    let lender = Repository::committed(&[("main.tf", MAIN)]);
    let repository = Repository::committed(&[("main.tf", MAIN)]);
    let objects = lender.root().join(".git/objects").to_string_lossy().into_owned();
    repository.write(".git/objects/info/alternates", objects + "\n");
    for arguments in [&["diff", "HEAD"][..], &["check", "--changed", "HEAD"]] {
        let traced = trace(&repository, arguments);
        let name = arguments.join(" ");
        traced.stays(&name, &repository);
        assert_eq!(traced.run.code, 2, "{name}");
        assert!(traced.run.stderr.contains("git repack -a -d"), "{name}: {}", traced.run.stderr);
    }
}

/// What the user names may lie anywhere, and a plan or state may be handed in by a pipe. But what lies
/// in the repository must be a regular file: a stranger may have put a link to a terminal there.
#[test]
fn what_is_named_is_a_regular_file() {
    if !is_here("what_is_named_is_a_regular_file") {
        return;
    }
    let repository = Repository::of(&[("main.tf", MAIN)]);
    pipe(&repository.root().join("pipe"));
    symlink("/dev/zero", repository.root().join("zero")).expect("a link");
    for option in ["--plan", "--state", "--baseline", "--var-file", "--config"] {
        for file in ["pipe", "zero", ".", "nowhere"] {
            let name = format!("{option} {file}");
            let traced = trace(&repository, &["check", option, file]);
            traced.stays(&name, &repository);
            assert_eq!(traced.run.code, 2, "{name}: {}", traced.run.stdout);
        }
    }
}

//! The real program, run in a repository of its own: no environment, no colours by accident.

#![allow(dead_code, reason = "not each test crate uses everything")]

pub(crate) mod git;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// What the program may see of the environment: what the system and coverage tools need.
const PASSED_ON: [&str; 2] = ["SystemRoot", "LLVM_PROFILE_FILE"];

/// A repository in a folder that goes away with it.
pub(crate) struct Repository {
    _parent: TempDir,
    root: PathBuf,
}

impl Repository {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let root = parent.path().join("repository");
        std::fs::create_dir_all(root.join(".git")).expect("a folder");
        Self { _parent: parent, root }
    }

    /// One that holds files, by path.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let repository = Self::new();
        for (path, text) in files {
            repository.write(path, text);
        }
        repository
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.root.join(path);
        let folder = file.parent().expect("a file lies in a folder");
        std::fs::create_dir_all(folder).expect("a folder");
        std::fs::write(file, text).expect("a file");
    }

    /// Its root folder.
    #[allow(dead_code, reason = "not each test crate uses it")]
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The program, about to be run in the root folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_acklint"));
        command.args(arguments).current_dir(&self.root).env_clear();
        let passed = PASSED_ON.iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
        command.envs(passed);
        command
    }

    /// Runs the program in the root folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }
}

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        let code = status.code().unwrap_or_else(|| panic!("the program was killed: {status}"));
        Self { code, stdout: text(stdout), stderr: text(stderr) }
    }

    /// The report, if it is JSON.
    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.stdout).ok()
    }
}

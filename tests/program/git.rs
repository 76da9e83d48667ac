//! A repository with a history, made by the `git` program where it is on the machine.

use super::Repository;
use std::process::Command;

/// Whether `git` is on the machine; a test that needs it says so where it is not.
pub(crate) fn is_here(test: &str) -> bool {
    let here = Command::new("git").arg("--version").output().is_ok();
    if !here {
        println!("{test}: not run, for `git` is not on this machine");
    }
    here
}

impl Repository {
    /// One with a first commit of the files, on the branch `main`.
    pub(crate) fn committed(files: &[(&str, &str)]) -> Self {
        let repository = Self::of(files);
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.commit();
        repository
    }

    /// Commits all that is there.
    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message=some"]);
    }

    /// Removes a file.
    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.root().join(path)).expect("a file");
    }

    /// Runs git in the root folder, apart from what the machine has configured.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(self.root()).env_clear();
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", self.root());
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "some").env(format!("GIT_{who}_EMAIL"), "a@b.c");
        }
        let output = command.output().expect("git starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {}: {said}", arguments.join(" "));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

//! Programs that are not ours and that tests ask: where `.ci/run` has put them, or on the `PATH`.

use std::path::{Path, PathBuf};

/// The programs that come from `.ci/python.txt`.
const FOLDERS: [&str; 2] = ["target/ci-venv/bin", "target/ci-venv/Scripts"];

/// A program; where it is missing, the test says what it did not do.
#[allow(dead_code, reason = "not each test crate uses it")]
pub(crate) fn program(name: &str, left_undone: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = FOLDERS.iter().map(|folder| root.join(folder));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = ours.chain(std::env::split_paths(&path)).map(|folder| folder.join(&file));
    let found = found.into_iter().find(|file| file.is_file());
    if found.is_none() {
        println!("{name} is not on this machine (.ci/run installs it): {left_undone}");
    }
    found
}

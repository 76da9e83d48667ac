//! The git folder of a work tree, looked at before the library reads it: what lies in an archive of
//! a stranger may be a pipe, a device, or a link that leads out.

use super::GitError;
use crate::source::disk::read_regular;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The largest of the small files that are read here.
const LIMIT: u64 = 1 << 20;

/// The files that the library opens by name.
const FILES: [&str; 9] = [
    "HEAD",
    "config",
    "config.worktree",
    "index",
    "packed-refs",
    "shallow",
    "commondir",
    "info/exclude",
    "objects/info/alternates",
];

/// Refuses what must not be opened, and objects that are borrowed from elsewhere: a clone may take
/// them from another repository (`git clone --shared`); what lies outside is not opened.
pub(super) fn check(root: &Path) -> Result<(), GitError> {
    let own = git_folder(root).map_err(|error| unreadable(&root.join(".git"), &error))?;
    let common = match small(&own.join("commondir"))? {
        Some(text) => own.join(text.trim_end()),
        None => own.clone(),
    };
    let common = common.canonicalize().map_err(|error| unreadable(&common, &error))?;
    for folder in [&own, &common] {
        for name in FILES {
            is_regular(&folder.join(name), [&own, &common])?;
        }
    }
    borrows_nothing(root, &common)
}

/// Where the git folder lies: `.git` itself, or what it names as a file, as in a linked work tree.
fn git_folder(root: &Path) -> io::Result<PathBuf> {
    let git = root.join(".git");
    if fs::metadata(&git)?.is_dir() {
        return git.canonicalize();
    }
    let bytes = read_regular(&git, &fs::metadata(&git)?, LIMIT)?;
    let text = String::from_utf8_lossy(&bytes);
    let named = text.trim_end().strip_prefix("gitdir:").unwrap_or_default().trim();
    root.join(named).canonicalize()
}

fn small(file: &Path) -> Result<Option<String>, GitError> {
    let read = || read_regular(file, &fs::metadata(file)?, LIMIT);
    match read() {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(file, &error)),
    }
}

fn is_regular(file: &Path, folders: [&PathBuf; 2]) -> Result<(), GitError> {
    let real = match file.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(file, &error)),
        Ok(real) => real,
    };
    let is_file = fs::metadata(&real).is_ok_and(|about| about.is_file());
    if is_file && folders.iter().any(|folder| real.starts_with(folder)) {
        return Ok(());
    }
    let file = file.display();
    Err(GitError::new(format!("{file} is no regular file in the git folder, so it is not read")))
}

fn borrows_nothing(root: &Path, common: &Path) -> Result<(), GitError> {
    let objects = common.join("objects");
    let alternates = objects.join("info/alternates");
    let Some(text) = small(&alternates)? else { return Ok(()) };
    let is_own = |line: &&str| {
        let path = objects.join(line).canonicalize();
        path.is_ok_and(|path| path.starts_with(common) || path.starts_with(root))
    };
    let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    match lines.find(|line| !is_own(line)) {
        Some(outside) => Err(GitError::new(format!(
            "the git repository takes objects from {outside}, outside of its own folder, where \
             acklint does not look: `git repack -a -d` copies them, then {} can be removed",
            alternates.display()
        ))),
        None => Ok(()),
    }
}

fn unreadable(file: &Path, error: &io::Error) -> GitError {
    GitError::new(format!("{} cannot be read: {error}", file.display()))
}

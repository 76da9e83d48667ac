//! Which files have changed since a revision: committed, staged, in the work tree, untracked.

use super::super::{Disk, Files};
use super::tracked::{Kind, Tracked, kind};
use super::{Base, Git, GitError, text};
use gix::index::entry::{Flags, Stat, stat};
use gix::objs::Kind as ObjectKind;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;

impl Git {
    /// The paths of all files that differ from a revision, deleted ones too; of a file that was
    /// renamed both. Untracked files count unless git ignores them.
    ///
    /// A submodule that stands at another commit is one path, and stands for all beneath it; else
    /// what has changed in it counts by its own path.
    ///
    /// A file whose stored form a filter would make (`git lfs`) counts as changed when it was
    /// touched: filters are not run.
    ///
    /// # Errors
    /// If the index or the objects cannot be read.
    pub fn changed(&self, base: &Base, disk: &Disk) -> Result<BTreeSet<String>, GitError> {
        let before = self.tracked_at(base)?;
        let index = self.index()?;
        let mut changed = differences(&before, &Tracked::of_index(&index));
        changed.extend(self.touched(&index));
        changed.extend(self.untracked(&index, disk));
        Ok(changed)
    }

    /// The paths of all files that the index has otherwise than a revision.
    ///
    /// # Errors
    /// As [`Git::changed`].
    pub fn staged_since(&self, base: &Base) -> Result<BTreeSet<String>, GitError> {
        Ok(differences(&self.tracked_at(base)?, &Tracked::of_index(&self.index()?)))
    }

    /// What the work tree holds otherwise than the index.
    fn touched(&self, index: &gix::index::File) -> Vec<String> {
        let hidden = Flags::SKIP_WORKTREE | Flags::ASSUME_VALID;
        let entries = index.entries().par_iter().filter(|entry| !entry.flags.intersects(hidden));
        let touched = entries.flat_map_iter(|entry| {
            let path = text(entry.path(index));
            if kind(entry.mode) == Some(Kind::Commit) {
                return self.in_submodule(entry.id, &path);
            }
            let touched =
                entry.flags.stage_raw() > 0 || is_touched(index, entry, &self.root.join(&path));
            if touched { vec![path] } else { Vec::new() }
        });
        touched.collect()
    }

    /// What has changed in a submodule since the commit that it is to stand at: it is a repository
    /// of its own. One that is not checked out has no files here.
    fn in_submodule(&self, id: gix::ObjectId, path: &str) -> Vec<String> {
        let folder = self.root.join(path);
        if !folder.join(".git").exists() {
            return Vec::new();
        }
        let changed = || -> Result<Option<BTreeSet<String>>, GitError> {
            let inner = self.submodule(&folder)?;
            let head = inner.head()?;
            if head.commit != Some(id) {
                return Ok(None);
            }
            let unread = |_| GitError::new("the folder cannot be read");
            let disk = Disk::new(&folder).map_err(unread)?;
            Ok(Some(inner.changed(&head, &disk)?))
        };
        match changed() {
            Ok(Some(files)) => files.iter().map(|file| format!("{path}/{file}")).collect(),
            // what cannot be looked into may have changed
            Ok(None) | Err(_) => vec![path.to_owned()],
        }
    }

    fn untracked(&self, index: &gix::index::File, disk: &Disk) -> Vec<String> {
        let known: HashSet<String> =
            index.entries().iter().map(|entry| text(entry.path(index))).collect();
        let submodules: Vec<String> = index
            .entries()
            .iter()
            .filter(|entry| kind(entry.mode) == Some(Kind::Commit))
            .map(|entry| text(entry.path(index)) + "/")
            .collect();
        let ignored = self.ignored();
        let mut files = disk.walk("").files;
        files.retain(|path| {
            let inner = submodules.iter().any(|module| path.starts_with(module));
            !known.contains(path) && !inner && !ignored.file(path)
        });
        files
    }
}

/// The paths that one of the two has, or that both have with other content.
fn differences(before: &Tracked, after: &Tracked) -> BTreeSet<String> {
    let gone = before.files.keys().filter(|path| !after.files.contains_key(*path));
    let other = after.files.iter().filter(|(path, file)| before.files.get(*path) != Some(file));
    gone.chain(other.map(|(path, _)| path)).chain(&after.conflicts).cloned().collect()
}

fn is_touched(index: &gix::index::File, entry: &gix::index::Entry, path: &Path) -> bool {
    let Some(kind) = kind(entry.mode) else { return false };
    let Ok(about) = gix::index::fs::Metadata::from_path_no_follow(path) else { return true };
    match kind {
        // looked into as a repository of its own
        Kind::Commit => false,
        Kind::File if !about.is_file() => true,
        Kind::Link if !about.is_symlink() => true,
        Kind::File | Kind::Link => {
            let options = stat::Options::default();
            let as_staged = Stat::from_fs(&about)
                .is_ok_and(|now| now.matches(&entry.stat, options))
                && !entry.stat.is_racy(index.timestamp(), options);
            !as_staged && !is_content(entry.id, path, kind)
        }
    }
}

/// The largest file whose content is compared, in bytes; a larger one that was touched has changed.
const COMPARED: u64 = 64 << 20;

/// Whether a file is what a blob holds, line ends as git may have changed them.
fn is_content(id: gix::ObjectId, path: &Path, kind: Kind) -> bool {
    let large = fs::symlink_metadata(path).is_ok_and(|about| about.len() > COMPARED);
    if large {
        return false;
    }
    let content = match kind {
        Kind::Link => fs::read_link(path).map(|to| to.into_os_string().into_encoded_bytes()),
        _ => fs::read(path),
    };
    let Ok(content) = content else { return false };
    let is = |bytes: &[u8]| {
        gix::objs::compute_hash(id.kind(), ObjectKind::Blob, bytes).is_ok_and(|hash| hash == id)
    };
    is(&content) || unix_lines(&content).is_some_and(|content| is(&content))
}

/// The text with `\n` for `\r\n`; none where there is no such end.
fn unix_lines(text: &[u8]) -> Option<Vec<u8>> {
    let ends = |at: usize| text[at..].starts_with(b"\r\n");
    let kept = (0..text.len()).filter(|at| !ends(*at)).map(|at| text[at]);
    (0..text.len()).any(ends).then(|| kept.collect())
}

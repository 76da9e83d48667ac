//! What a tree or the index lists: paths with their blobs.

use super::{GitError, text};
use gix::index::entry::{Flags, Mode};
use gix::objs::tree::EntryKind;
use std::collections::BTreeMap;

/// What git keeps at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Link,
    /// A submodule: a commit of another repository.
    Commit,
}

/// The paths of a tree or of the index.
#[derive(Debug, Default)]
pub(super) struct Tracked {
    pub(super) files: BTreeMap<String, (gix::ObjectId, Kind)>,
    /// Paths whose merge is not resolved.
    pub(super) conflicts: Vec<String>,
}

/// How many files and folders a commit may hold: a few trees that hold each other again and again
/// stand for more files than there is room for.
const MOST: usize = 1_000_000;

/// The longest path, in bytes, as systems have it.
const PATH: usize = 4_096;

/// The largest listing of a folder, in bytes.
const TREE: u64 = 64 << 20;

impl Tracked {
    pub(super) fn of_commit(
        repository: &gix::Repository,
        commit: gix::ObjectId,
    ) -> Result<Self, GitError> {
        let missing = |error: gix::Error| {
            GitError::because(&format!("the files of commit {commit} are not all here"), &error)
        };
        let top = repository.find_commit(commit).and_then(|commit| Ok(commit.tree_id()?.detach()));
        let mut open = vec![(String::new(), top.map_err(missing)?)];
        let mut tracked = Self::default();
        let mut count = 0;
        while let Some((folder, id)) = open.pop() {
            let size = repository.find_header(id).map_err(missing)?.size();
            let tree = || repository.find_object(id)?.peel_to_tree();
            count += 1;
            if size > TREE || folder.len() > PATH || count + tracked.files.len() > MOST {
                return Err(GitError::new(format!(
                    "the commit {commit} holds more than {MOST} files and folders, which is the limit"
                )));
            }
            for entry in tree().map_err(missing)?.iter() {
                let entry =
                    entry.map_err(|error| GitError::new(format!("a tree of {commit}: {error}")))?;
                let (path, id) = (folder.clone() + &text(entry.filename()), entry.oid().to_owned());
                let kind = match entry.mode().kind() {
                    EntryKind::Tree => {
                        open.push((path + "/", id));
                        continue;
                    }
                    EntryKind::Blob | EntryKind::BlobExecutable => Kind::File,
                    EntryKind::Link => Kind::Link,
                    EntryKind::Commit => Kind::Commit,
                };
                tracked.files.insert(path, (id, kind));
            }
        }
        Ok(tracked)
    }

    pub(super) fn of_index(index: &gix::index::File) -> Self {
        let mut tracked = Self::default();
        for entry in index.entries() {
            let path = text(entry.path(index));
            let Some(kind) = kind(entry.mode) else { continue };
            if entry.flags.stage_raw() > 0 {
                tracked.conflicts.push(path);
            } else if !entry.flags.contains(Flags::INTENT_TO_ADD) {
                tracked.files.insert(path, (entry.id, kind));
            }
        }
        tracked.conflicts.dedup();
        tracked
    }
}

/// What an entry of the index is; none for a folder that a sparse index does not lay open.
pub(super) fn kind(mode: Mode) -> Option<Kind> {
    match mode {
        Mode::FILE | Mode::FILE_EXECUTABLE => Some(Kind::File),
        Mode::SYMLINK => Some(Kind::Link),
        Mode::COMMIT => Some(Kind::Commit),
        _ => None,
    }
}

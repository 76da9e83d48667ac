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

impl Tracked {
    pub(super) fn of_commit(
        repository: &gix::Repository,
        commit: gix::ObjectId,
    ) -> Result<Self, GitError> {
        let read = || repository.find_commit(commit)?.tree()?.traverse().breadthfirst.files();
        let missing = |error: gix::Error| {
            GitError::because(&format!("the files of commit {commit} are not all here"), &error)
        };
        let mut tracked = Self::default();
        for entry in read().map_err(missing)? {
            let kind = match entry.mode.kind() {
                EntryKind::Tree => continue,
                EntryKind::Blob | EntryKind::BlobExecutable => Kind::File,
                EntryKind::Link => Kind::Link,
                EntryKind::Commit => Kind::Commit,
            };
            tracked.files.insert(text(entry.filepath.as_ref()), (entry.oid, kind));
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

//! A git repository, read without running `git`: what a revision or the index holds, and what has
//! changed since.
//!
//! Nothing that its configuration names is run, opened or fetched: no filter, hook, fsmonitor or
//! credential helper; `include.path`, `core.worktree` and `core.excludesFile` are passed over. All
//! that is read lies in the git folder or below the repository root.

mod base;
mod changed;
mod folder;
mod ignored;
mod snapshot;
mod tracked;

pub use base::Base;
pub use snapshot::Snapshot;

use ignored::Ignored;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tracked::Tracked;

/// Why git could not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct GitError(pub String);

impl GitError {
    fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// `doing`, and what the library says.
    fn because(doing: &str, error: &gix::Error) -> Self {
        Self(format!("{doing}: {error}"))
    }
}

/// A git repository with its work tree.
#[derive(Clone)]
pub struct Git {
    repository: gix::ThreadSafeRepository,
    root: PathBuf,
    index_file: Option<PathBuf>,
}

impl Git {
    /// Opens the repository whose work tree is the given folder, links resolved; a linked work
    /// tree or a submodule has its git folder elsewhere.
    ///
    /// # Errors
    /// If it cannot be read, or takes objects from outside of its git folder.
    pub fn open(root: &Path) -> Result<Self, GitError> {
        let git_folder = root.join(".git");
        if !git_folder.exists() {
            let root = root.display();
            let message =
                format!("{root} lies in no git repository: there is no revision to compare with");
            return Err(GitError::new(message));
        }
        folder::check(root)?;
        let options = gix::open::Options::isolated().open_path_as_is(true);
        let repository = gix::ThreadSafeRepository::open_opts(&git_folder, options);
        let repository = repository
            .map_err(|error| GitError::because("the git repository cannot be read", &error))?;
        let git = Self { repository, root: root.to_owned(), index_file: None };
        git.references_are_read()?;
        Ok(git)
    }

    /// With what `GIT_INDEX_FILE` says instead of the repository's own index: git sets it in
    /// hooks, relative to the root of the work tree.
    #[must_use]
    pub fn with_index_file(mut self, file: Option<&Path>) -> Self {
        self.index_file = file.map(|file| self.root.join(file));
        self
    }

    /// The repository of a submodule that is checked out, whose git folder must lie in it or in that
    /// of this one.
    fn submodule(&self, folder: &Path) -> Result<Self, GitError> {
        let git = folder.join(".git");
        let own = |path: &Path| path.canonicalize().unwrap_or_default();
        let leads_to = fs::read_to_string(&git).ok();
        let leads_to = leads_to.as_deref().and_then(|text| text.strip_prefix("gitdir:"));
        let leads_to = own(&leads_to.map_or(git, |path| folder.join(path.trim())));
        let inside = [own(self.here().common_dir()), own(&self.root)];
        if inside.iter().all(|inside| !leads_to.starts_with(inside)) {
            return Err(GitError::new("its git folder lies outside of the repository"));
        }
        Self::open(folder)
    }

    fn here(&self) -> gix::Repository {
        self.repository.to_thread_local()
    }

    /// The files of a commit's tree.
    fn tracked_at(&self, base: &Base) -> Result<Tracked, GitError> {
        match base.commit {
            Some(commit) => Tracked::of_commit(&self.here(), commit),
            None => Ok(Tracked::default()),
        }
    }

    fn index(&self) -> Result<gix::index::File, GitError> {
        let repository = self.here();
        let path = self.index_file.clone().unwrap_or_else(|| repository.index_path());
        let options = gix::index::decode::Options::default();
        gix::index::File::at_or_default(path, repository.object_hash(), false, options)
            .map_err(|error| GitError::because("the index of git cannot be read", &error))
    }

    fn ignored(&self) -> Ignored {
        let exclude = self.here().common_dir().join("info/exclude");
        Ignored::new(&self.root, &fs::read(exclude).unwrap_or_default())
    }

    /// git can keep branches and tags in a form of its own, reftable.
    fn references_are_read(&self) -> Result<(), GitError> {
        let repository = self.here();
        let storage = repository.config_snapshot().string("extensions.refStorage");
        match storage.map(|storage| storage.to_string()) {
            Some(storage) if storage != "files" => Err(GitError::new(format!(
                "the git repository keeps its branches as {storage}, which acklint does not read: \
                 `git refs migrate --ref-format=files` makes files of them"
            ))),
            _ => Ok(()),
        }
    }

    /// The files of a revision.
    ///
    /// # Errors
    /// If its objects cannot be read.
    pub fn snapshot(&self, base: &Base, disk: &super::Disk) -> Result<Snapshot, GitError> {
        Ok(Snapshot::new(self, self.tracked_at(base)?, disk))
    }

    /// The files as they are about to be committed.
    ///
    /// # Errors
    /// If the index cannot be read, or holds a merge that is not resolved.
    pub fn staged(&self, disk: &super::Disk) -> Result<Snapshot, GitError> {
        let index = self.index()?;
        let tracked = Tracked::of_index(&index);
        if let Some(path) = tracked.conflicts.first() {
            return Err(GitError::new(format!("the merge of {path} is not resolved")));
        }
        Ok(Snapshot::new(self, tracked, disk))
    }
}

impl std::fmt::Debug for Git {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Git").field("root", &self.root).finish_non_exhaustive()
    }
}

/// A path as git has it; what is not UTF-8 leads nowhere.
fn text(path: &gix::bstr::BStr) -> String {
    path.to_string()
}

/// Shared by the snapshots of one repository.
type Rules = Arc<Ignored>;

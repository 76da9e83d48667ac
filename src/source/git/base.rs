//! Which revision a change is counted from.

use super::{Git, GitError};

/// The branches that others are made from, the nearest to what is shared first.
const TRUNKS: [(&str, &str); 5] = [
    ("refs/remotes/origin/HEAD", "origin/HEAD"),
    ("refs/remotes/origin/main", "origin/main"),
    ("refs/remotes/origin/master", "origin/master"),
    ("refs/heads/main", "main"),
    ("refs/heads/master", "master"),
];

/// A revision that a change is counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// As it was asked for, or found: `origin/main`.
    pub name: String,
    /// None before the first commit.
    pub(super) commit: Option<gix::ObjectId>,
}

impl Git {
    /// What is committed last.
    ///
    /// # Errors
    /// If HEAD leads to no commit.
    pub fn head(&self) -> Result<Base, GitError> {
        let repository = self.here();
        let head = repository.head().and_then(|head| {
            if head.is_unborn() {
                return Ok(None);
            }
            head.into_peeled_id().map(|id| Some(id.detach()))
        });
        let commit = head.map_err(|error| GitError::because("HEAD leads to no commit", &error))?;
        Ok(Base { name: "HEAD".to_owned(), commit })
    }

    /// The revision of that name: a branch, a tag, an id, `HEAD~2`, …; with three dots behind it,
    /// where HEAD left it.
    ///
    /// # Errors
    /// If there is none, or it is no commit.
    pub fn base(&self, name: &str) -> Result<Base, GitError> {
        if let Some(branch) = name.strip_suffix("...") {
            return self.left(&self.base(branch)?);
        }
        let repository = self.here();
        let found = repository.rev_parse_single(name).and_then(|id| id.object());
        let commit = found.and_then(gix::Object::peel_to_commit);
        match commit {
            Ok(commit) => Ok(Base { name: name.to_owned(), commit: Some(commit.id) }),
            Err(_) if repository.is_shallow().unwrap_or_default() => Err(GitError::new(format!(
                "there is no revision {name} in this clone, which is shallow: fetch it, as by \
                 `git fetch --unshallow`, or fetch-depth: 0 where CI checks out"
            ))),
            Err(_) => Err(GitError::new(format!(
                "there is no revision {name} in this repository: if it is a branch, fetch it"
            ))),
        }
    }

    /// Where the branch at hand left the one that it will be merged into: the merge base of HEAD
    /// with the first that there is of origin/HEAD, origin/main, origin/master, main and master.
    ///
    /// # Errors
    /// If there is none of them, or no common ancestor, as in a shallow clone.
    pub fn merge_base(&self) -> Result<Base, GitError> {
        if self.head()?.commit.is_none() {
            return Ok(Base { name: "nothing, before the first commit".into(), commit: None });
        }
        self.left(&self.trunk()?)
    }

    /// Where HEAD left a revision.
    fn left(&self, trunk: &Base) -> Result<Base, GitError> {
        let repository = self.here();
        let name = &trunk.name;
        let ends = self.head()?.commit.zip(trunk.commit);
        let found = ends.map(|(head, trunk)| repository.merge_base(head, trunk));
        match found {
            Some(Ok(Some(commit))) => {
                Ok(Base { name: name.to_owned(), commit: Some(commit.detach()) })
            }
            _ => Err(GitError::new(format!(
                "HEAD and {name} have no common ancestor in this clone{}: fetch their history, as \
                 by `git fetch --unshallow`, or fetch-depth: 0 where CI checks out; or name a \
                 revision, as in --changed {name}",
                if repository.is_shallow().unwrap_or_default() { ", which is shallow" } else { "" }
            ))),
        }
    }

    fn trunk(&self) -> Result<Base, GitError> {
        let repository = self.here();
        let found = TRUNKS.iter().find_map(|(full, name)| {
            let mut reference = repository.try_find_reference(*full).ok()??;
            let commit = Some(reference.peel_to_id().ok()?.detach());
            Some(Base { name: (*name).to_owned(), commit })
        });
        found.ok_or_else(|| {
            let names = TRUNKS.map(|(_, name)| name).join(", ");
            GitError::new(format!(
                "nothing to compare with: there is none of {names}. Fetch the branch that this one \
                 will be merged into, as by `git fetch origin main`, or name a revision, as in \
                 --changed HEAD~1"
            ))
        })
    }
}

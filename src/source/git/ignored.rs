//! Which files git ignores: by the `.gitignore` files of the work tree and `info/exclude`.
//!
//! The `core.excludesFile` of a person lies outside of the repository and is not read.

use gix::bstr::BStr;
use gix::glob::pattern::Case;
use gix_ignore::Search;
use gix_ignore::search::Ignore;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The largest `.gitignore` that is read.
const LIMIT: u64 = 1 << 20;

/// What is ignored in a work tree. Files are read when they are first asked for.
pub(super) struct Ignored {
    root: PathBuf,
    exclude: Search,
    /// The rules that stand in a folder.
    rules: Mutex<HashMap<String, Option<Arc<Search>>>>,
    /// Whether a folder is ignored as a whole.
    folders: Mutex<HashMap<String, bool>>,
}

impl Ignored {
    pub(super) fn new(root: &Path, exclude: &[u8]) -> Self {
        let (rules, folders) = (Mutex::default(), Mutex::default());
        Self { root: root.to_owned(), exclude: search(exclude), rules, folders }
    }

    /// Whether a file that git does not track is ignored.
    pub(super) fn file(&self, path: &str) -> bool {
        self.folder(super::super::split_path(path).0) || self.itself(path, false)
    }

    fn folder(&self, path: &str) -> bool {
        if path.is_empty() {
            return false;
        }
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied();
        known.unwrap_or_else(|| {
            let parent = super::super::split_path(path).0;
            let ignored = self.folder(parent) || self.itself(path, true);
            let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
            folders.insert(path.to_owned(), ignored);
            ignored
        })
    }

    /// What the nearest rule says of a path whose folder is not ignored.
    fn itself(&self, path: &str, is_folder: bool) -> bool {
        let says = |rules: &Search, path: &str| {
            let path: &BStr = path.into();
            let found =
                rules.pattern_matching_relative_path(path, Some(is_folder), Case::Sensitive)?;
            Some(!found.pattern.is_negative())
        };
        let mut folder = super::super::split_path(path).0;
        loop {
            let below = path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
            if let Some(rules) = self.rules_in(folder)
                && let Some(ignored) = says(&rules, below)
            {
                return ignored;
            }
            if folder.is_empty() {
                return says(&self.exclude, path).unwrap_or_default();
            }
            folder = super::super::split_path(folder).0;
        }
    }

    fn rules_in(&self, folder: &str) -> Option<Arc<Search>> {
        let mut rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = rules.get(folder) {
            return known.clone();
        }
        let found = read(&self.root.join(folder).join(".gitignore"));
        let found = found.map(|bytes| Arc::new(search(&bytes)));
        rules.insert(folder.to_owned(), found.clone());
        found
    }
}

/// Git, too, does not follow links here.
fn read(path: &Path) -> Option<Vec<u8>> {
    let about = fs::symlink_metadata(path).ok()?;
    if about.is_file() && about.len() <= LIMIT { fs::read(path).ok() } else { None }
}

fn search(bytes: &[u8]) -> Search {
    let mut search = Search::default();
    // without a root, patterns are taken as they are, and nothing can fail
    let _ = search.add_patterns_buffer(bytes, "", None, Ignore::default());
    search
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rule_holds() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("envs/prod")).unwrap();
        let root_rules = "*.tfvars\n/build/\n!keep.tfvars\n";
        fs::write(folder.path().join(".gitignore"), root_rules).unwrap();
        fs::write(folder.path().join("envs/.gitignore"), "!shared.tfvars\nprod/x.tf\n").unwrap();
        let ignored = Ignored::new(folder.path(), b"*.bak\n");
        for path in ["a.tfvars", "envs/prod/a.tfvars", "build/x/main.tf", "x.bak", "envs/prod/x.tf"]
        {
            assert!(ignored.file(path), "{path}");
        }
        for path in ["main.tf", "keep.tfvars", "envs/shared.tfvars", "envs/build/main.tf", "x.tf"] {
            assert!(!ignored.file(path), "{path}");
        }
    }
}

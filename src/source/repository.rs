//! Which folder is the repository root, and where in it the paths of the command line lie.

use super::{Disk, Files};
use std::io;
use std::path::{Path, PathBuf};

/// A repository on the disk and the paths that the user named in it.
#[derive(Debug)]
pub struct Named {
    /// The repository.
    pub disk: Disk,
    /// The paths, relative to its root.
    pub paths: Vec<String>,
    /// Paths that cannot be looked at, and why.
    pub missing: Vec<(PathBuf, io::Error)>,
}

impl Named {
    /// The repository around paths: the git root that holds them all, else the common ancestor of
    /// the working folder and the paths.
    ///
    /// # Errors
    /// If the working folder itself cannot be read.
    pub fn find(paths: &[PathBuf]) -> io::Result<Self> {
        let here = std::env::current_dir()?.canonicalize()?;
        let mut found = Vec::new();
        let (mut missing, mut near) = (Vec::new(), Vec::new());
        for path in paths {
            match here.join(path).canonicalize() {
                Ok(absolute) if !absolute.is_dir() && !absolute.is_file() => {
                    let error = io::Error::other("it is neither a folder nor a regular file");
                    missing.push((path.clone(), error));
                }
                Ok(absolute) => found.push(absolute),
                Err(error) => {
                    // what is no longer there was in the same repository
                    let absolute = here.join(path);
                    near.extend(absolute.ancestors().find_map(|it| it.canonicalize().ok()));
                    missing.push((path.clone(), error));
                }
            }
        }
        near.extend(found.iter().cloned());
        let root = root(&here, &near);
        let disk = Disk::new(&root)?;
        let paths = found.iter().filter_map(|path| disk.inside(path)).collect();
        Ok(Self { disk, paths, missing })
    }
}

fn root(here: &Path, paths: &[PathBuf]) -> PathBuf {
    let roots: Vec<_> = paths.iter().map(|path| Disk::git_root(path)).collect();
    if let Some(Some(first)) = roots.first()
        && roots.iter().all(|root| root.as_ref() == Some(first))
    {
        return first.clone();
    }
    let mut common = here.to_path_buf();
    for path in paths {
        while !path.starts_with(&common) {
            if !common.pop() {
                return common;
            }
        }
    }
    common
}

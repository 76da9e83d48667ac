//! Files on the disk, confined to the repository root.

use super::walk::passes_by;
use super::{Entry, EntryKind, Files, Walk};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Stands in a path for what is not UTF-8; such a path is listed, but leads nowhere.
const NOT_UTF8: char = char::REPLACEMENT_CHARACTER;

/// A repository on the disk.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// The repository whose root is the given folder.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn new(root: &Path) -> io::Result<Self> {
        Ok(Self { root: root.canonicalize()? })
    }

    /// The root with links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The root of the git repository that holds a path, if there is one.
    pub fn git_root(path: &Path) -> Option<PathBuf> {
        let path = path.canonicalize().ok()?;
        path.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf)
    }

    fn relative(&self, absolute: &Path) -> Option<String> {
        let inside = absolute.strip_prefix(&self.root).ok()?;
        let parts: Vec<_> =
            inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// As [`Files::inside`], also for a file that is not there.
    pub fn would_be_inside(&self, path: &Path) -> Option<String> {
        self.inside(path).or_else(|| {
            let absolute = std::path::absolute(path).ok()?;
            let folder = self.inside(absolute.parent()?)?;
            super::join(&folder, absolute.file_name()?.to_str()?)
        })
    }

    fn resolve(&self, path: &str) -> io::Result<PathBuf> {
        let absolute = self.root.join(path).canonicalize().map_err(|error| {
            let lossy = error.kind() == io::ErrorKind::NotFound && path.contains(NOT_UTF8);
            if lossy { io::Error::other("its name is not UTF-8; rename it") } else { error }
        })?;
        if absolute.starts_with(&self.root) {
            Ok(absolute)
        } else {
            Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it leads out of the repository, where acklint does not look",
            ))
        }
    }

    /// The path of an entry that is a regular file, or a link to one inside the repository.
    fn regular(&self, entry: &DirEntry) -> Option<String> {
        let kind = entry.file_type();
        let path = self.relative(entry.path())?;
        let linked = || self.resolve(&path).is_ok_and(|target| target.is_file());
        (kind.is_file() || kind.is_symlink() && linked()).then_some(path)
    }

    fn entry(&self, folder: &str, entry: &fs::DirEntry) -> Option<Entry> {
        let name = entry.file_name();
        let named = name.to_str().is_some();
        let name = name.to_string_lossy().into_owned();
        let kind = entry.file_type().ok()?;
        let kind = if !named {
            EntryKind::Closed
        } else if kind.is_file() {
            EntryKind::File
        } else if kind.is_dir() {
            EntryKind::Folder
        } else if kind.is_symlink() {
            match self.resolve(format!("{folder}/{name}").trim_start_matches('/')) {
                Ok(target) if target.is_dir() => EntryKind::LinkedFolder,
                Ok(target) if target.is_file() => EntryKind::File,
                _ => EntryKind::Closed,
            }
        } else {
            EntryKind::Closed
        };
        Some(Entry { name, kind })
    }
}

impl Files for Disk {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let mut entries: Vec<Entry> = fs::read_dir(self.resolve(folder)?)?
            .filter_map(Result::ok)
            .filter_map(|entry| self.entry(folder, &entry))
            .collect();
        entries.sort();
        Ok(entries)
    }

    fn read(&self, file: &str, limit: u64) -> io::Result<Vec<u8>> {
        read_regular(&self.resolve(file)?, limit)
    }

    fn canonical(&self, path: &str) -> io::Result<String> {
        let absolute = self.resolve(path)?;
        self.relative(&absolute).ok_or_else(|| io::ErrorKind::PermissionDenied.into())
    }

    fn walk(&self, folder: &str) -> Walk {
        let mut walk = Walk::default();
        let top = match self.resolve(folder) {
            Ok(top) => top,
            Err(error) => {
                walk.unreadable.push((folder.to_owned(), error));
                return walk;
            }
        };
        let enters = |entry: &DirEntry| {
            entry.depth() == 0
                || !entry.file_type().is_dir()
                || !passes_by(&entry.file_name().to_string_lossy())
        };
        for entry in WalkDir::new(top).into_iter().filter_entry(enters) {
            match entry {
                Ok(entry) => walk.files.extend(self.regular(&entry)),
                Err(error) => {
                    let path = error.path().and_then(|path| self.relative(path));
                    walk.unreadable.push((path.unwrap_or_default(), error.into()));
                }
            }
        }
        walk.files.sort_unstable();
        walk
    }

    fn inside(&self, path: &Path) -> Option<String> {
        self.relative(&path.canonicalize().ok()?)
    }

    fn read_named(&self, file: &Path, limit: u64) -> io::Result<Vec<u8>> {
        if is_pipe(file)? {
            read_within(File::open(file)?, limit)
        } else {
            read_regular(file, limit)
        }
    }
}

/// What is handed in by a pipe: whoever names one waits for what comes.
fn is_pipe(path: &Path) -> io::Result<bool> {
    let about = fs::metadata(path)?;
    Ok(!about.is_file() && !about.is_dir())
}

/// What stands on standard input, at most `limit` bytes.
///
/// # Errors
/// [`io::ErrorKind::FileTooLarge`] past the limit, else what the system says.
pub fn read_input(limit: u64) -> io::Result<Vec<u8>> {
    read_within(io::stdin().lock(), limit)
}

fn read_within(from: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Reads a file that nobody named after a look at what it is: opening a pipe would wait for ever.
fn read_regular(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is no regular file"));
    }
    if about.len() > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    read_within(File::open(path)?, limit)
}

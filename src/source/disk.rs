//! Files on the disk, confined to the repository root.

use super::walk::passes_by;
use super::{Entry, EntryKind, Files, Link, Walk, join, split_path};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs::{self, DirEntry, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// Stands in a path for what is not UTF-8; such a path is listed, but leads nowhere.
const NOT_UTF8: char = char::REPLACEMENT_CHARACTER;

/// A repository on the disk. Where a folder lies, and what it holds, is asked for once: it is not
/// meant to change while acklint runs.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    folders: Arc<RwLock<HashMap<String, PathBuf>>>,
    listed: Arc<RwLock<HashMap<String, Vec<Entry>>>>,
}

/// A folder that a walk comes by.
struct Passed {
    path: String,
    absolute: PathBuf,
    /// Whether the walk begins there.
    is_top: bool,
}

/// Whether a folder is another working tree of a repository (`git worktree add`): what lies there is
/// a copy of what lies here, and is looked at where somebody works in it.
fn is_worktree(folder: &Path) -> bool {
    let path = folder.join(".git");
    let read = || read_regular(&path, &fs::metadata(&path)?, 4096);
    let text = read().map(|bytes| String::from_utf8_lossy(&bytes).replace('\\', "/"));
    text.is_ok_and(|text| text.starts_with("gitdir:") && text.contains("/worktrees/"))
}

impl Disk {
    /// The repository whose root is the given folder.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn new(root: &Path) -> io::Result<Self> {
        let root = root.canonicalize()?;
        Ok(Self { root, folders: Arc::default(), listed: Arc::default() })
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
            join(&folder, absolute.file_name()?.to_str()?)
        })
    }

    /// Where a path leads, links followed, and what lies there.
    fn resolve(&self, path: &str) -> io::Result<(PathBuf, Metadata)> {
        let (above, name) = split_path(path);
        if !name.is_empty() && name != ".." {
            let absolute = self.folder(above)?.join(name);
            let about = fs::symlink_metadata(&absolute).map_err(|error| unnamed(path, error))?;
            if !about.is_symlink() {
                return Ok((absolute, about));
            }
        }
        let absolute = self.follow(path)?;
        let about = fs::metadata(&absolute)?;
        Ok((absolute, about))
    }

    /// Where a folder lies, links followed.
    fn folder(&self, path: &str) -> io::Result<PathBuf> {
        let folders = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = folders.get(path) {
            return Ok(known.clone());
        }
        drop(folders);
        let absolute = self.follow(path)?;
        self.know(path.to_owned(), absolute.clone());
        Ok(absolute)
    }

    fn know(&self, folder: String, absolute: PathBuf) {
        if folder.contains(NOT_UTF8) {
            return;
        }
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        folders.insert(folder, absolute);
    }

    fn follow(&self, path: &str) -> io::Result<PathBuf> {
        let absolute = self.root.join(path).canonicalize().map_err(|error| unnamed(path, error))?;
        if absolute.starts_with(&self.root) {
            Ok(absolute)
        } else {
            Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it leads out of the repository, where acklint does not look",
            ))
        }
    }

    /// What a folder holds, in the system's order, with what the system says of each.
    fn entries(&self, folder: &str, absolute: &Path) -> io::Result<Vec<(DirEntry, Entry)>> {
        let entries = fs::read_dir(absolute)?.filter_map(Result::ok);
        Ok(entries.filter_map(|found| self.entry(folder, &found).map(|e| (found, e))).collect())
    }

    /// What a walk finds in a folder: the files and links, and the folders to go on with.
    fn pass(&self, folder: &Passed) -> io::Result<(Vec<String>, Vec<Link>, Vec<Passed>)> {
        let (mut files, mut links, mut folders) = (Vec::new(), Vec::new(), Vec::new());
        let mut listed = Vec::new();
        for (found, entry) in self.entries(&folder.path, &folder.absolute)? {
            let path = format!("{}/{}", folder.path, entry.name);
            let path = path.trim_start_matches('/').to_owned();
            let kind = found.file_type()?;
            if kind.is_symlink() {
                links.extend(self.link(&path, &found.path()));
            }
            // what is not UTF-8 is closed, but to be silent about it would not do
            if entry.kind == EntryKind::File || kind.is_file() {
                files.push(path);
            } else if kind.is_dir() && !passes_by(&entry.name) {
                folders.push(Passed { path, absolute: found.path(), is_top: false });
            }
            listed.push(entry);
        }
        let is_git = |entry: &Entry| entry.name == ".git" && entry.kind == EntryKind::File;
        let is_copy = !folder.is_top && listed.iter().any(is_git) && is_worktree(&folder.absolute);
        self.remember(&folder.path, listed);
        if is_copy {
            return Ok((Vec::new(), Vec::new(), Vec::new()));
        }
        Ok((files, links, folders))
    }

    /// A link and where it leads, or would if there were something.
    fn link(&self, path: &str, absolute: &Path) -> Option<Link> {
        let target = if let Ok(target) = self.follow(path) {
            self.relative(&target)?
        } else {
            let written = fs::read_link(absolute).ok()?;
            if written.is_absolute() {
                self.relative(&written)?
            } else {
                join(split_path(path).0, written.to_str()?)?
            }
        };
        Some(Link { path: path.to_owned(), target })
    }

    fn remember(&self, folder: &str, mut entries: Vec<Entry>) -> Vec<Entry> {
        entries.sort();
        if folder.contains(NOT_UTF8) {
            return entries;
        }
        let mut listed = self.listed.write().unwrap_or_else(PoisonError::into_inner);
        listed.entry(folder.to_owned()).or_insert(entries).clone()
    }

    fn entry(&self, folder: &str, entry: &DirEntry) -> Option<Entry> {
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
                Ok((_, target)) if target.is_dir() => EntryKind::LinkedFolder,
                Ok((_, target)) if target.is_file() => EntryKind::File,
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
        let listed = self.listed.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = listed.get(folder) {
            return Ok(known.clone());
        }
        drop(listed);
        let entries = self.entries(folder, &self.folder(folder)?)?;
        Ok(self.remember(folder, entries.into_iter().map(|(_, entry)| entry).collect()))
    }

    fn read(&self, file: &str, limit: u64) -> io::Result<Vec<u8>> {
        let (path, about) = self.resolve(file)?;
        read_regular(&path, &about, limit)
    }

    fn canonical(&self, path: &str) -> io::Result<String> {
        let folders = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        let known = folders.get(path).and_then(|absolute| self.relative(absolute));
        drop(folders);
        if let Some(known) = known {
            return Ok(known);
        }
        let (absolute, about) = self.resolve(path)?;
        let canonical = self.relative(&absolute).ok_or(io::ErrorKind::PermissionDenied)?;
        if about.is_dir() {
            self.know(path.to_owned(), absolute);
        }
        Ok(canonical)
    }

    fn walk(&self, folder: &str) -> Walk {
        let mut walk = Walk::default();
        let mut open = match self.folder(folder) {
            Ok(absolute) => {
                let path = self.relative(&absolute).unwrap_or_default();
                vec![Passed { path, absolute, is_top: true }]
            }
            Err(error) => {
                walk.unreadable.push((folder.to_owned(), error));
                return walk;
            }
        };
        // level by level: a deep tree needs no deep stack
        while !open.is_empty() {
            let passed: Vec<_> = open.par_iter().map(|folder| self.pass(folder)).collect();
            let mut below = Vec::new();
            for (folder, passed) in open.into_iter().zip(passed) {
                match passed {
                    Ok((files, links, folders)) => {
                        walk.files.extend(files);
                        walk.links.extend(links);
                        below.extend(folders);
                        self.know(folder.path, folder.absolute);
                    }
                    Err(error) => walk.unreadable.push((folder.path, error)),
                }
            }
            open = below;
        }
        walk.files.sort_unstable();
        walk
    }

    fn inside(&self, path: &Path) -> Option<String> {
        self.relative(&path.canonicalize().ok()?)
    }

    fn read_named(&self, file: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let about = fs::metadata(file)?;
        // what is handed in by a pipe: whoever names one waits for what comes. What lies in the
        // repository is what a stranger put there: it may lead to a terminal that nobody writes to
        let own = std::path::absolute(file).is_ok_and(|path| path.starts_with(&self.root));
        if !about.is_file() && !about.is_dir() && !own {
            return read_within(File::open(file)?, Vec::new(), limit);
        }
        read_regular(file, &about, limit)
    }
}

/// What stands on standard input, at most `limit` bytes.
///
/// # Errors
/// [`io::ErrorKind::FileTooLarge`] past the limit, else what the system says.
pub fn read_input(limit: u64) -> io::Result<Vec<u8>> {
    read_within(io::stdin().lock(), Vec::new(), limit)
}

fn read_within(from: impl Read, mut bytes: Vec<u8>, limit: u64) -> io::Result<Vec<u8>> {
    from.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// What the system says of a path, or what it could not: a name that is not UTF-8.
fn unnamed(path: &str, error: io::Error) -> io::Error {
    let lossy = error.kind() == io::ErrorKind::NotFound && path.contains(NOT_UTF8);
    if lossy { io::Error::other("its name is not UTF-8; rename it") } else { error }
}

/// Reads a file after a look at what it is: opening a pipe that nobody named would wait for ever.
pub(super) fn read_regular(path: &Path, about: &Metadata, limit: u64) -> io::Result<Vec<u8>> {
    if !about.is_file() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is no regular file"));
    }
    if about.len() > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    // one byte more than there is: the end is seen without asking for more room
    let room = usize::try_from(about.len()).unwrap_or_default() + 1;
    read_within(File::open(path)?, Vec::with_capacity(room), limit)
}

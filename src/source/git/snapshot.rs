//! The files of a revision or of the index, read from git's objects: nothing is checked out.
//!
//! What git ignores (the modules that `terraform init` installs, values files with secrets) belongs
//! to no revision. It is taken as it is in the work tree.

use super::super::walk::by_list;
use super::super::{Disk, Entry, EntryKind, Files, Link, Walk, join, split_path};
use super::tracked::{Kind, Tracked};
use super::{Git, Rules};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// How many links are followed before they count as a circle.
const LINKS: usize = 40;

/// The files of a revision, or of the index.
pub struct Snapshot {
    repository: gix::ThreadSafeRepository,
    /// Handles that are free: to make one takes longer than to read a blob.
    handles: Mutex<Vec<gix::Repository>>,
    files: BTreeMap<String, (gix::ObjectId, Kind)>,
    /// What each folder holds, by its path.
    folders: BTreeMap<String, BTreeSet<Entry>>,
    disk: Disk,
    ignored: Rules,
    /// What stands beside a revision, by folder.
    beside: Mutex<HashMap<String, Arc<[Entry]>>>,
}

impl Snapshot {
    pub(super) fn new(git: &Git, tracked: Tracked, disk: &Disk) -> Self {
        let mut snapshot = Self {
            repository: git.repository.clone(),
            handles: Mutex::default(),
            files: tracked.files,
            folders: [(String::new(), BTreeSet::new())].into(),
            disk: disk.clone(),
            ignored: Arc::new(git.ignored()),
            beside: Mutex::default(),
        };
        let paths: Vec<(String, Kind)> =
            snapshot.files.iter().map(|(path, (_, kind))| (path.clone(), *kind)).collect();
        for (path, kind) in paths {
            snapshot.place(&path, kind);
        }
        snapshot
    }

    /// Enters a path in the folders that lead to it.
    fn place(&mut self, path: &str, kind: Kind) {
        let mut kind = match kind {
            Kind::File => EntryKind::File,
            Kind::Commit => EntryKind::Closed,
            Kind::Link => match self.resolve(path) {
                Ok(target) if self.is_file(&target) => EntryKind::File,
                Ok(_) => EntryKind::LinkedFolder,
                Err(_) => EntryKind::Closed,
            },
        };
        let mut path = path;
        while !path.is_empty() {
            let (folder, name) = split_path(path);
            let entry = Entry { name: name.to_owned(), kind };
            if !self.folders.entry(folder.to_owned()).or_default().insert(entry) {
                return;
            }
            (path, kind) = (folder, EntryKind::Folder);
        }
    }

    fn is_file(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(|(_, kind)| *kind == Kind::File)
    }

    fn is_folder(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        path.is_empty()
            || self
                .files
                .range(inside.clone()..)
                .next()
                .is_some_and(|(p, _)| p.starts_with(&inside))
    }

    /// What git ignores in a folder of the work tree, but what the revision has itself.
    fn beside(&self, folder: &str, entries: &BTreeSet<Entry>) -> Arc<[Entry]> {
        let known = || self.beside.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(beside) = known().get(folder) {
            return Arc::clone(beside);
        }
        let names: HashSet<&str> = entries.iter().map(|entry| &*entry.name).collect();
        let is_beside = |entry: &Entry| {
            let path = join(folder, &entry.name).unwrap_or_default();
            !names.contains(&*entry.name) && self.ignored.file(&path)
        };
        let on_disk = self.disk.list(folder).unwrap_or_default();
        let beside: Arc<[Entry]> = on_disk.into_iter().filter(is_beside).collect();
        known().insert(folder.to_owned(), Arc::clone(&beside));
        beside
    }

    /// Whether a path belongs to no revision, and is there.
    fn is_beside(&self, path: &str) -> bool {
        !self.is_file(path) && !self.is_folder(path) && self.ignored.file(path)
    }

    /// The path with all links on the way resolved.
    fn resolve(&self, path: &str) -> io::Result<String> {
        let mut rest: Vec<String> = path.split('/').rev().map(str::to_owned).collect();
        let mut done = String::new();
        let mut links = 0;
        while let Some(part) = rest.pop() {
            if part.is_empty() || part == "." {
                continue;
            }
            let next = join(&done, &part).ok_or_else(outside)?;
            match self.files.get(&next) {
                Some((id, Kind::Link)) => {
                    links += 1;
                    let target = self.blob(*id, u64::from(u16::MAX))?;
                    let target = String::from_utf8_lossy(&target).into_owned();
                    if links > LINKS || target.starts_with('/') {
                        return Err(outside());
                    }
                    rest.extend(target.split('/').rev().map(str::to_owned));
                }
                _ => done = next,
            }
        }
        if self.is_file(&done) || self.is_folder(&done) {
            Ok(done)
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    /// Where a link would lead if there were something.
    fn written_target(&self, path: &str, id: gix::ObjectId) -> Option<String> {
        let written = self.blob(id, u64::from(u16::MAX)).ok()?;
        let written = String::from_utf8(written).ok().filter(|to| !to.starts_with('/'))?;
        join(split_path(path).0, &written)
    }

    fn blob(&self, id: gix::ObjectId, limit: u64) -> io::Result<Vec<u8>> {
        let free = self.handles.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let repository = free.unwrap_or_else(|| self.repository.to_thread_local());
        let bytes = blob(&repository, id, limit);
        self.handles.lock().unwrap_or_else(PoisonError::into_inner).push(repository);
        bytes
    }
}

/// The size is looked at first: what is too large is not unpacked.
fn blob(repository: &gix::Repository, id: gix::ObjectId, limit: u64) -> io::Result<Vec<u8>> {
    let missing = |error: gix::Error| io::Error::other(format!("git object {id}: {error}"));
    if repository.find_header(id).map_err(missing)?.size() > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(repository.find_blob(id).map_err(missing)?.take_data())
}

fn outside() -> io::Error {
    let why = "it leads out of the repository, where acklint does not look";
    io::Error::new(io::ErrorKind::PermissionDenied, why)
}

impl Files for Snapshot {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let found = self.resolve(folder);
        let mut entries = match &found {
            Ok(found) => self.folders.get(found).cloned().unwrap_or_default(),
            Err(_) => BTreeSet::new(),
        };
        let place = found.as_deref().unwrap_or(folder);
        entries.extend(self.beside(place, &entries).iter().cloned());
        if entries.is_empty() {
            found?;
        }
        Ok(entries.into_iter().collect())
    }

    fn read(&self, file: &str, limit: u64) -> io::Result<Vec<u8>> {
        match self.resolve(file) {
            Ok(found) => match self.files.get(&found) {
                Some((id, Kind::File)) => self.blob(*id, limit),
                _ => Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is no regular file")),
            },
            Err(_) if self.is_beside(file) => self.disk.read(file, limit),
            Err(error) => Err(error),
        }
    }

    fn canonical(&self, path: &str) -> io::Result<String> {
        match self.resolve(path) {
            Err(_) if self.is_beside(path) => self.disk.canonical(path),
            other => other,
        }
    }

    fn walk(&self, folder: &str) -> Walk {
        let links = self.files.iter().filter(|(_, (_, kind))| *kind == Kind::Link);
        let links = links.filter_map(|(path, (id, _))| {
            let target = self.resolve(path).ok().or_else(|| self.written_target(path, *id))?;
            Some(Link { path: path.clone(), target })
        });
        Walk { links: links.collect(), ..by_list(self, folder) }
    }

    fn inside(&self, path: &Path) -> Option<String> {
        self.disk.would_be_inside(path)
    }

    fn read_named(&self, file: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.disk.read_named(file, limit)
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("files", &self.files.len()).finish_non_exhaustive()
    }
}

//! Owns the text of every file that was read. Everything else holds [`Span`]s, which are `Copy`.
//!
//! This module and its children are the only ones that touch the file system.

mod disk;
mod edited;
mod git;
mod memory;
mod repository;
mod walk;

pub use disk::{Disk, read_input};
pub use edited::Edited;
pub use git::{Base, Git, GitError, Snapshot};
pub use memory::Memory;
pub use repository::Named;

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

/// The largest source file that is read, in bytes.
pub const FILE_LIMIT: u64 = 8 << 20;

/// A file of the [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A range of bytes in a file; `start <= end`, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file that the range lies in.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The smallest range that covers both; `self` if they lie in different files.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies within `self`.
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// What a folder's entry is, links followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder that is one in its own right.
    Folder,
    /// A link to a folder: what it holds has another, canonical path.
    LinkedFolder,
    /// What cannot be read: a device, a pipe, a link that leads nowhere or out of the root.
    Closed,
}

/// One entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The last part of its path.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

/// What [`Files::walk`] found.
#[derive(Debug, Default)]
pub struct Walk {
    /// The paths of all regular files, sorted.
    pub files: Vec<String>,
    /// The folders that could not be looked into, and why.
    pub unreadable: Vec<(String, io::Error)>,
    /// The links that it came by and that stay in the repository.
    pub links: Vec<Link>,
}

/// A link to a file or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it lies.
    pub path: String,
    /// Where it leads, links on the way resolved; there may be nothing any more.
    pub target: String,
}

/// The files of a repository: the one way to reach any of them.
///
/// Paths are relative to the repository root, with `/` between the parts and no `.` or `..`;
/// the root itself is the empty string.
pub trait Files: Sync {
    /// What a folder holds, sorted by name.
    ///
    /// # Errors
    /// What the system says, for instance that there is no such folder.
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>>;

    /// The bytes of a regular file of at most `limit` bytes.
    ///
    /// # Errors
    /// [`io::ErrorKind::FileTooLarge`] past the limit, [`io::ErrorKind::PermissionDenied`] for
    /// what lies outside of the root or is no regular file, else what the system says.
    fn read(&self, file: &str, limit: u64) -> io::Result<Vec<u8>>;

    /// The path with links resolved.
    ///
    /// # Errors
    /// As [`Files::read`].
    fn canonical(&self, path: &str) -> io::Result<String>;

    /// All regular files below a folder, but those in hidden folders and in `node_modules`.
    /// Folders reached by links are left out: they are walked where they are.
    /// [`Walk::links`] is empty where no file system stands behind it.
    fn walk(&self, folder: &str) -> Walk {
        walk::by_list(self, folder)
    }

    /// The path inside the repository of what the user named on the command line, as seen from the
    /// working folder; `None` if it lies elsewhere or does not exist.
    fn inside(&self, path: &Path) -> Option<String>;

    /// A file that the user named on the command line, which may lie anywhere.
    ///
    /// # Errors
    /// As [`Files::read`].
    fn read_named(&self, file: &Path, limit: u64) -> io::Result<Vec<u8>>;
}

/// A file that was read: its path and text.
#[derive(Debug)]
pub struct SourceFile {
    /// As users see it: relative to the repository root where it lies inside.
    pub path: Arc<str>,
    /// The text, byte for byte (invalid UTF-8 replaced, see `syntax`).
    pub text: Arc<str>,
    /// Whether it is a text that the file no longer has.
    pub earlier: bool,
    line_starts: Vec<u32>,
    columns: OnceLock<Vec<u32>>,
    excerpts: Mutex<HashMap<usize, Arc<str>>>,
}

/// Characters are counted so many bytes at a time: a plan is one line of megabytes.
const COUNTED: usize = 4_096;

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in Unicode code points.
    pub column: usize,
    /// From 0, in bytes.
    pub offset: usize,
}

impl SourceFile {
    fn new(path: &str, text: &str, edition: Edition) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(starts.map(|(at, _)| offset(at + 1))).collect();
        let earlier = edition == Edition::Earlier;
        let (columns, excerpts) = (OnceLock::new(), Mutex::default());
        Self { path: path.into(), text: text.into(), earlier, line_starts, columns, excerpts }
    }

    /// Where a byte offset lies; past the end counts as the end.
    pub fn position(&self, at: u32) -> Position {
        let mut at = (at as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.line_starts.partition_point(|start| *start as usize <= at);
        let mut start = self.line_starts[line - 1] as usize;
        // a byte order mark is no character of the first line
        if line == 1 && self.text.starts_with('\u{feff}') {
            start = at.min('\u{feff}'.len_utf8());
        }
        let column = if at - start < COUNTED {
            self.text[start..at].chars().count()
        } else {
            self.characters(at) - self.characters(start)
        };
        Position { line, column: column + 1, offset: at }
    }

    /// How many characters begin before a byte.
    fn characters(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let columns = self.columns.get_or_init(|| {
            let mut sum = 0;
            let chunk = |chunk: &[u8]| {
                let before = offset(sum);
                sum += count(chunk);
                before
            };
            bytes.chunks(COUNTED).map(chunk).collect()
        });
        let chunk = (at / COUNTED).min(columns.len().saturating_sub(1));
        let before = columns.get(chunk).copied().unwrap_or_default() as usize;
        before + count(&bytes[chunk * COUNTED..at])
    }

    /// As [`SourceFile::line`], made once: many findings may show one line.
    pub fn excerpt(&self, line: usize) -> Arc<str> {
        let mut excerpts = self.excerpts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(excerpts.entry(line).or_insert_with(|| self.line(line).into()))
    }

    /// The text of a line without its end, counted from 1; empty where there is none.
    pub fn line(&self, line: usize) -> &str {
        let Some(start) = line.checked_sub(1).and_then(|index| self.line_starts.get(index)) else {
            return "";
        };
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| *next as usize);
        let text = &self.text[*start as usize..end];
        text.strip_suffix('\n').unwrap_or(text).trim_end_matches('\r')
    }
}

/// All files that were read so far. Shared between threads; files are only ever added.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Arc<RwLock<Added>>,
    edition: Edition,
}

/// Which of the texts that a path has had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
enum Edition {
    #[default]
    Now,
    Earlier,
}

/// The files in the order in which they were added, and their ids by path.
#[derive(Debug, Default)]
struct Added {
    files: Vec<Arc<SourceFile>>,
    ids: HashMap<(Edition, Arc<str>), FileId>,
}

impl SourceMap {
    /// The same files; what is added to it is the earlier text of a path, a file of its own.
    #[must_use]
    pub fn earlier(&self) -> Self {
        Self { files: Arc::clone(&self.files), edition: Edition::Earlier }
    }

    /// Adds a file, or finds it again under its path.
    pub fn add(&self, path: &str, text: &str) -> FileId {
        let mut guard = self.files.write().unwrap_or_else(PoisonError::into_inner);
        let Added { files, ids } = &mut *guard;
        let key = (self.edition, Arc::from(path));
        if let Some(id) = ids.get(&key) {
            return *id;
        }
        let file = Arc::new(SourceFile::new(path, text, self.edition));
        let id = FileId(offset(files.len()));
        ids.insert(key, id);
        files.push(file);
        id
    }

    /// All files that were read so far, by their paths, in the order of the reading.
    pub fn files(&self) -> Vec<(FileId, Arc<str>)> {
        let guard = self.files.read().unwrap_or_else(PoisonError::into_inner);
        let numbered = (0..).map(FileId).zip(&guard.files);
        numbered.map(|(id, file)| (id, Arc::clone(&file.path))).collect()
    }

    /// The file behind an id.
    ///
    /// # Panics
    /// If the id comes from another map.
    pub fn file(&self, id: FileId) -> Arc<SourceFile> {
        let guard = self.files.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&guard.files[id.0 as usize])
    }

    /// Where a span begins.
    pub fn position(&self, span: Span) -> Position {
        self.file(span.file).position(span.start)
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> String {
        let file = self.file(span.file);
        file.text.get(span.start as usize..span.end as usize).unwrap_or_default().to_owned()
    }
}

/// A byte offset or a count as it is stored; files are far below 4 GiB.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Joins a folder of the repository and a relative path; `None` if it leads out of the root.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The folder of a file, and its name.
pub fn split_path(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

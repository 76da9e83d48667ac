//! Files that exist in memory only: tests, examples on cards, text from standard input.

use super::{Entry, EntryKind, Files};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// A repository in memory.
#[derive(Debug, Default, Clone)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// A repository that holds the given files, by path.
    pub fn new<P: Into<String>, T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (path.into(), text.into())).collect() }
    }
}

impl Files for Memory {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let below = self.files.keys().filter_map(|path| path.strip_prefix(&prefix));
        let entries: BTreeSet<Entry> = below
            .map(|rest| match rest.split_once('/') {
                Some((name, _)) => Entry { name: name.to_owned(), kind: EntryKind::Folder },
                None => Entry { name: rest.to_owned(), kind: EntryKind::File },
            })
            .collect();
        if entries.is_empty() && !folder.is_empty() {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(entries.into_iter().collect())
    }

    fn read(&self, file: &str, limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self.files.get(file).ok_or(io::ErrorKind::NotFound)?;
        if bytes.len() as u64 > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes.clone())
    }

    fn canonical(&self, path: &str) -> io::Result<String> {
        let folder = format!("{path}/");
        let known = path.is_empty()
            || self.files.keys().any(|file| file == path || file.starts_with(&folder));
        if known { Ok(path.to_owned()) } else { Err(io::ErrorKind::NotFound.into()) }
    }

    fn inside(&self, path: &Path) -> Option<String> {
        self.canonical(&path.to_string_lossy()).ok()
    }

    fn read_named(&self, file: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.read(&file.to_string_lossy(), limit)
    }
}

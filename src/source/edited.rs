//! A repository with other texts in some of its files, as they would be once written.

use super::{Entry, Files, Walk};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Files of which some have another text.
pub struct Edited<'f> {
    files: &'f dyn Files,
    texts: BTreeMap<String, String>,
}

impl<'f> Edited<'f> {
    /// The files with other texts, by path with links resolved.
    pub fn new(files: &'f dyn Files, texts: BTreeMap<String, String>) -> Self {
        Self { files, texts }
    }

    fn text(&self, path: &str) -> Option<Vec<u8>> {
        let path = self.files.canonical(path).ok()?;
        self.texts.get(&path).map(|text| text.clone().into_bytes())
    }
}

impl Files for Edited<'_> {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.files.list(folder)
    }

    fn read(&self, file: &str, limit: u64) -> io::Result<Vec<u8>> {
        self.text(file).map_or_else(|| self.files.read(file, limit), Ok)
    }

    fn canonical(&self, path: &str) -> io::Result<String> {
        self.files.canonical(path)
    }

    fn walk(&self, folder: &str) -> Walk {
        self.files.walk(folder)
    }

    fn inside(&self, path: &Path) -> Option<String> {
        self.files.inside(path)
    }

    fn read_named(&self, file: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let inside = self.files.inside(file).and_then(|path| self.text(&path));
        inside.map_or_else(|| self.files.read_named(file, limit), Ok)
    }
}

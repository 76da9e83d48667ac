//! A first look at all folders, by bytes and without parsing: which may matter, and which they
//! call.

use super::Target;
use super::file::{is_terraform_file, terraform_files};
use super::load::Modules;
use super::target::{is_path, target};
use crate::source::{FILE_LIMIT, Files, join, split_path};
use memchr::memmem::Finder;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A folder that holds Terraform files, as far as its bytes tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "bytes tell four things, each apart from the others"
)]
pub(super) struct Folder {
    /// Whether the walk came by; else it was found through a call only.
    pub(super) walked: bool,
    /// Whether it may hold something of Alibaba Cloud itself.
    pub(super) matters: bool,
    /// The folders that it may call.
    pub(super) calls: BTreeSet<Arc<str>>,
    /// Folders that it may call and that hold no Terraform file.
    pub(super) missing: BTreeSet<Arc<str>>,
    /// Whether it may call others that its bytes do not name.
    pub(super) hides: bool,
    /// Whether it may read files by functions, or hand their names to a module that does.
    pub(super) reads: bool,
}

/// What the bytes of a folder's files say.
#[derive(Debug, Default)]
struct Scan {
    matters: bool,
    hides: bool,
    reads: bool,
    sources: BTreeSet<String>,
}

/// Looks at the folders of all files given, and at those that they call.
pub(super) fn survey(
    modules: &Modules<'_>,
    walked: &BTreeSet<String>,
) -> BTreeMap<Arc<str>, Folder> {
    let mut open: BTreeMap<Arc<str>, Vec<String>> = BTreeMap::new();
    for path in walked {
        let (folder, name) = split_path(path);
        if is_terraform_file(name) {
            open.entry(folder.into()).or_default().push(path.clone());
        }
    }
    let mut folders: BTreeMap<Arc<str>, Folder> = BTreeMap::new();
    let mut by_walk = true;
    while !open.is_empty() {
        let scans: Vec<(&Arc<str>, Scan)> =
            open.par_iter().map(|(folder, paths)| (folder, scan(modules, paths))).collect();
        let scans: BTreeMap<Arc<str>, Scan> =
            scans.into_iter().map(|(folder, scan)| (Arc::clone(folder), scan)).collect();
        for (folder, scan) in &scans {
            let known = |path: &str| scans.contains_key(path) || folders.contains_key(path);
            let found = look(modules, folder, scan, &known);
            folders.insert(Arc::clone(folder), Folder { walked: by_walk, ..found });
        }
        let called = scans.keys().flat_map(|folder| &folders[folder].calls);
        let unknown: BTreeSet<&Arc<str>> =
            called.filter(|folder| !folders.contains_key(*folder)).collect();
        open = unknown
            .into_iter()
            .map(|folder| (Arc::clone(folder), files_of(modules.files(), folder)))
            .collect();
        by_walk = false;
    }
    folders
}

/// The paths of a folder's Terraform files.
pub(super) fn files_of(files: &dyn Files, folder: &str) -> Vec<String> {
    let entries = files.list(folder).unwrap_or_default();
    terraform_files(&entries).into_iter().filter_map(|name| join(folder, name)).collect()
}

fn look(modules: &Modules<'_>, folder: &str, scan: &Scan, known: &impl Fn(&str) -> bool) -> Folder {
    let mut found =
        Folder { matters: scan.matters, reads: scan.reads, hides: scan.hides, ..Folder::default() };
    let mut remote = false;
    for source in &scan.sources {
        let path = join(folder, source).filter(|_| !source.starts_with('/'));
        if let Some(path) = path.filter(|path| known(path)) {
            found.calls.insert(path.into());
        } else if is_path(source) {
            match target(modules.files(), folder, source).0 {
                Target::Local(path) => _ = found.calls.insert(path),
                Target::Missing(path) => {
                    // what it was to make nobody can tell: that it is missing must be said
                    found.matters = true;
                    found.missing.insert(path);
                }
                Target::Remote(_) => {}
            }
        } else {
            found.matters |= is_of_alibaba(source);
            remote |= !is_provider(source);
        }
    }
    // What an installed module holds is not looked at here.
    found.reads |= remote;
    found.matters |= remote && modules.has_installed(folder);
    found
}

/// Whether a source may be the address of a provider, `hashicorp/random`.
fn is_provider(source: &str) -> bool {
    source.split('/').count() <= 2 && !source.contains(':')
}

fn is_of_alibaba(source: &str) -> bool {
    source.contains("alicloud") && !is_provider(source)
}

fn scan(modules: &Modules<'_>, paths: &[String]) -> Scan {
    let alicloud = Finder::new("alicloud_");
    let word = Finder::new("source");
    // file, templatefile, filebase64, fileset, …
    let reading = Finder::new("file");
    let mut scan = Scan::default();
    let mut read = Vec::new();
    for path in paths {
        let Ok(bytes) = modules.files().read(path, FILE_LIMIT) else {
            // Parsing will say why.
            (scan.matters, scan.reads, scan.hides) = (true, true, true);
            continue;
        };
        scan.matters |= alicloud.find(&bytes).is_some();
        scan.reads |= reading.find(&bytes).is_some();
        for at in word.find_iter(&bytes) {
            scan.source(&bytes, at, at + "source".len());
        }
        read.push((path, bytes));
    }
    if scan.matters {
        for (path, bytes) in read {
            modules.keep(path, bytes);
        }
    }
    scan
}

impl Scan {
    /// Takes the text that `source =` or `"source":` is followed by.
    fn source(&mut self, bytes: &[u8], start: usize, end: usize) {
        let before = start.checked_sub(1).map(|at| bytes[at]);
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        if before.is_some_and(is_name) {
            return;
        }
        let rest = bytes[end..].strip_prefix(b"\"").unwrap_or(&bytes[end..]).trim_ascii_start();
        let Some((b'=' | b':', rest)) = rest.split_first() else {
            // a comment may part the name from what follows
            return self.may_hide(matches!(rest.first(), Some(b'/' | b'#')));
        };
        let rest = rest.trim_ascii_start();
        let Some(text) = rest.strip_prefix(b"\"") else {
            // so may one before the text, or it stands in parentheses or on lines of its own
            return self.may_hide(matches!(rest.first(), Some(b'/' | b'#' | b'(' | b'<')));
        };
        let text = text.split(|byte| *byte == b'"').next().unwrap_or_default();
        let text = String::from_utf8_lossy(text);
        // What an escape hides is left to the parser.
        self.may_hide(text.contains('\\'));
        self.sources.insert(text.into_owned());
    }

    /// A source that the bytes do not tell is left to the parser.
    fn may_hide(&mut self, hides: bool) {
        self.hides |= hides;
        self.matters |= hides;
    }
}

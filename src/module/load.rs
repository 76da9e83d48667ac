//! The modules of a repository, each parsed once however many roots call it.

use super::declare::declare;
use super::file::{is_override, parse_file, terraform_files, unreadable};
use super::installed::Installed;
use super::links::Links;
use super::merge::merge;
use super::release::Permitted;
use super::{Module, StandIn, Target};
use crate::problem::Problem;
use crate::source::{FILE_LIMIT, Files, SourceMap, Span, join};
use crate::syntax::Block;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The modules of a repository by canonical folder. Shared between threads.
pub struct Modules<'a> {
    files: &'a dyn Files,
    sources: &'a SourceMap,
    data_folder: Arc<str>,
    loaded: Mutex<HashMap<Arc<str>, Slot>>,
    /// By the head of the call.
    stood_in: Mutex<HashMap<Span, Arc<Module>>>,
    /// Which folders each folder may call, by the survey of the whole repository.
    calls: OnceLock<BTreeMap<Arc<str>, BTreeSet<Arc<str>>>>,
    /// The links of the whole repository.
    links: OnceLock<Links>,
    /// Files that the survey has read and that are likely to be parsed, by path.
    ahead: Mutex<HashMap<String, Vec<u8>>>,
}

/// A module that one thread parses and the others wait for.
type Slot = Arc<OnceLock<Arc<Module>>>;

impl<'a> Modules<'a> {
    /// No module is parsed before it is asked for.
    pub fn new(files: &'a dyn Files, sources: &'a SourceMap) -> Self {
        let data_folder = ".terraform".into();
        let (loaded, stood_in, ahead) = (Mutex::default(), Mutex::default(), Mutex::default());
        let (calls, links) = (OnceLock::new(), OnceLock::new());
        Self { files, sources, data_folder, loaded, stood_in, calls, links, ahead }
    }

    /// With what `TF_DATA_DIR` says instead of `.terraform`.
    #[must_use]
    pub fn with_data_folder(mut self, folder: &str) -> Self {
        self.data_folder = folder.into();
        self
    }

    /// The files that the modules are read from.
    pub fn files(&self) -> &'a dyn Files {
        self.files
    }

    /// The texts that their spans lie in.
    pub fn sources(&self) -> &'a SourceMap {
        self.sources
    }

    /// The module in a folder; its problems are in it.
    pub fn load(&self, folder: &str) -> Arc<Module> {
        let folder = self.files.canonical(folder).unwrap_or_else(|_| folder.to_owned());
        let folder: Arc<str> = folder.into();
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = Arc::clone(loaded.entry(Arc::clone(&folder)).or_default());
        drop(loaded);
        Arc::clone(slot.get_or_init(|| Arc::new(load(self, &folder))))
    }

    /// Keeps the bytes of a file until it is parsed, so that it is read once.
    pub(super) fn keep(&self, path: &str, bytes: Vec<u8>) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        ahead.insert(path.to_owned(), bytes);
    }

    /// Keeps what the survey has found; the first one holds.
    pub(super) fn keep_survey(&self, calls: BTreeMap<Arc<str>, BTreeSet<Arc<str>>>, links: &Links) {
        let _ = self.calls.set(calls);
        let _ = self.links.set(links.clone());
    }

    /// Whether a file is read by several paths, or may be.
    pub(super) fn is_linked(&self, path: &str) -> bool {
        self.links.get().is_some_and(|links| links.touch(path))
    }

    /// Which folders each folder may call; those of modules that were loaded without a survey are
    /// not among them.
    pub(super) fn calls(&self) -> &BTreeMap<Arc<str>, BTreeSet<Arc<str>>> {
        self.calls.get_or_init(BTreeMap::new)
    }

    /// What was kept and not parsed is not needed.
    pub(super) fn keep_no_more(&self) {
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The bytes of a file of a module.
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = ahead.remove(path);
        drop(ahead);
        kept.map_or_else(|| self.files.read(path, FILE_LIMIT), Ok)
    }

    /// What stands in for the module that a call leads to; `call` is the call's head.
    pub fn stand_in(&self, stand_in: StandIn, call: Span) -> Arc<Module> {
        let make = || Arc::new(stand_in.module(self.files, self.sources, call));
        let mut stood_in = self.stood_in.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(stood_in.entry(call).or_insert_with(make))
    }

    /// The modules that a folder's module reaches by local calls, itself first, each once.
    pub fn reached(&self, folder: &str) -> Vec<Arc<Module>> {
        let first = self.load(folder);
        let mut known = HashSet::from([Arc::clone(&first.folder)]);
        let mut reached = vec![first];
        let mut next = 0;
        while let Some(module) = reached.get(next).map(Arc::clone) {
            next += 1;
            for call in module.calls.values() {
                let Target::Local(folder) = &call.target else { continue };
                if known.insert(Arc::clone(folder)) {
                    reached.push(self.load(folder));
                }
            }
        }
        reached
    }

    /// The remote modules that `terraform init` has installed for a root.
    pub fn installed(&self, root: &str) -> (Installed, Vec<Problem>) {
        Installed::read(self.files, self.sources, root, &self.data_folder)
    }

    /// The version of the provider that a root is applied with.
    pub fn provider(&self, root: &str) -> (Permitted, Option<Problem>) {
        Permitted::of(self, root)
    }

    /// Where `terraform init` lists what it has installed for a root.
    pub(super) fn has_installed(&self, root: &str) -> bool {
        Installed::manifest(self.files, root, &self.data_folder).is_some()
    }
}

fn load(modules: &Modules<'_>, folder: &Arc<str>) -> Module {
    let mut module = Module { folder: Arc::clone(folder), ..Module::default() };
    let entries = modules.files.list(folder).unwrap_or_else(|error| {
        module.problems.push(unreadable(folder, &error));
        Vec::new()
    });
    let names = terraform_files(&entries);
    let (overrides, primaries): (Vec<&str>, Vec<&str>) =
        names.into_iter().partition(|name| is_override(name));
    let mut problems = Vec::new();
    let mut blocks = |names: &[&str]| -> Vec<Block> {
        let paths = names.iter().filter_map(|name| join(folder, name));
        paths.flat_map(|path| blocks_of(modules, &path, &mut problems)).collect()
    };
    let mut base = blocks(&primaries);
    let over = blocks(&overrides);
    module.broken = !problems.is_empty() || !module.problems.is_empty();
    // What an override file changes may stand in a file that could not be read.
    let missing = merge(&mut base, over);
    if !module.broken {
        problems.extend(missing);
    }
    module.problems.append(&mut problems);
    declare(modules.files, modules.sources, base, &mut module);
    module.problems.sort();
    module
}

fn blocks_of(modules: &Modules<'_>, path: &str, problems: &mut Vec<Problem>) -> Vec<Block> {
    match parse_file(modules.sources, path, modules.read(path)) {
        Ok(body) => {
            problems.extend(body.attributes.first().map(|attribute| {
                let message = format!("`{}` stands outside of any block", attribute.name);
                Problem::at(attribute.name_span, message)
            }));
            body.blocks
        }
        Err(problem) => {
            problems.push(problem);
            Vec::new()
        }
    }
}

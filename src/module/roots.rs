//! Which folders are roots: those that no other folder of the repository calls, or that the user
//! named.

use super::Target;
use super::changes::Changes;
use super::file::is_terraform_file;
use super::graph::{Folders, Graph};
use super::links::Links;
use super::load::Modules;
use super::survey::{Folder, survey};
use crate::config::FILE_NAME as CONFIGURATION;
use crate::problem::Problem;
use crate::source::{Span, join, split_path};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::sync::Arc;

/// A folder that Terraform would be run in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Where it lies; empty for the repository root.
    pub folder: Arc<str>,
    /// Why it is one.
    pub reason: Reason,
    /// Whether it holds or may reach anything of Alibaba Cloud; else it is not parsed.
    pub relevant: bool,
    /// Which of the networks that it is applied for, where the configuration tells several.
    pub variant: Option<Variant>,
}

/// One of the networks that a root is applied for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Its name.
    pub name: Arc<str>,
    /// The values files, in the repository, in the order in which they hold; each with the place
    /// where it is named.
    pub var_files: Vec<(String, Span)>,
}

/// Why a folder is a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// No other folder calls it.
    NoCaller,
    /// The first of folders that call each other in a circle.
    Circle,
    /// Other folders call it, but the user named it.
    Named,
}

impl Root {
    /// Whether it is a variant that a values file belongs to.
    pub(super) fn is_given(&self, values: &str) -> bool {
        let files = self.variant.as_ref().map(|variant| &variant.var_files);
        files.is_some_and(|files| files.iter().any(|(file, _)| file == values))
    }

    /// The folder as people see it: `.` for the repository root.
    pub fn shown(&self) -> &str {
        shown(&self.folder)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoCaller => "no other folder calls it",
            Self::Circle => "the first of modules that call each other in a circle",
            Self::Named => "named",
        })
    }
}

/// The roots that paths stand for, by folder, each once; where changes are given, only those that
/// they concern.
pub fn roots(
    modules: &Modules<'_>,
    paths: &[impl AsRef<str>],
    changes: Option<&Changes>,
) -> (Vec<Root>, Vec<Problem>) {
    let (repository, mut problems) = Repository::survey(modules, paths, changes);
    let mut roots: BTreeMap<Arc<str>, Root> = BTreeMap::new();
    let named = repository.named.iter().filter(|name| repository.roots.contains_key(*name));
    roots.extend(named.map(|name| (Arc::clone(name), repository.root(name))));
    for path in paths {
        match repository.roots_of(path.as_ref()) {
            Ok(found) => {
                roots.extend(found.into_iter().map(|root| (Arc::clone(&root.folder), root)));
            }
            Err(_) if repository.is_read(path.as_ref()) => {}
            // a change may have taken the last Terraform file away
            Err(_) if changes.is_some() && canonical(modules, path.as_ref()).is_ok() => {}
            Err(problem) => problems.push(problem),
        }
    }
    let mut roots: Vec<Root> = roots.into_values().collect();
    if let Some(concerned) = &repository.concerned {
        roots.retain(|root| concerned.contains(&root.folder));
    }
    (roots, problems)
}

/// All folders with Terraform files, and which of them are roots.
pub struct Repository<'a> {
    modules: &'a Modules<'a>,
    graph: Graph,
    /// All folders that hold Terraform files, and whether they may matter.
    folders: BTreeMap<Arc<str>, bool>,
    roots: BTreeMap<Arc<str>, Reason>,
    /// The folders that changes concern, where only these are asked for.
    concerned: Option<Folders>,
    /// The folders that a change of the files that are named would concern.
    named: Folders,
    /// Those of the named files that functions of modules read.
    read: BTreeSet<String>,
    links: Links,
}

impl<'a> Repository<'a> {
    /// Looks at the whole repository; what a walk passes by is looked at below the paths only.
    /// Where changes are given, what calls what is certain only as far as they go.
    pub fn survey(
        modules: &'a Modules<'a>,
        paths: &[impl AsRef<str>],
        changes: Option<&Changes>,
    ) -> (Self, Vec<Problem>) {
        let (walked, problems) = walk(modules, paths);
        let mut folders = survey(modules, &walked.files);
        let relevant = relevant(&folders);
        let of = |changes: &Changes| changes.concern(modules.files(), &walked, &folders);
        let concerned = changes.map(of);
        let (named, read) = named(&walked.named_files(modules), of);
        let near = near(&folders, &walked, &named);
        let is_asked_for = |folder: &&Arc<str>| {
            near.contains(*folder) && concerned.as_ref().is_none_or(|some| some.contains(*folder))
        };
        let exact: Vec<&Arc<str>> = relevant.iter().filter(is_asked_for).collect();
        let exact: Vec<(Arc<str>, Folders)> =
            exact.par_iter().map(|folder| calls(modules, folder, &folders)).collect();
        modules.keep_no_more();
        for (folder, calls) in exact {
            folders.entry(folder).and_modify(|known| known.calls = calls);
        }
        let graph = Graph::new(folders.iter().map(|(name, folder)| (name, &folder.calls)));
        let calls = folders.iter().map(|(name, folder)| (Arc::clone(name), folder.calls.clone()));
        modules.keep_survey(calls.collect(), &walked.links);
        let is_walked = |name: &Arc<str>| folders.get(name).is_some_and(|folder| folder.walked);
        let no_caller = graph.without_caller().into_iter().map(|name| (name, Reason::NoCaller));
        let circles = graph.of_circles().into_iter().map(|name| (name, Reason::Circle));
        let roots = no_caller.chain(circles).filter(|(name, _)| is_walked(name)).collect();
        let folders = folders.into_keys().map(|name| (Arc::clone(&name), relevant.contains(&name)));
        let (folders, links) = (folders.collect(), walked.links);
        (Self { modules, graph, folders, roots, concerned, named, read, links }, problems)
    }

    /// The roots that a path stands for: a folder for itself and the roots below it, a file for
    /// those that reach its folder. The configuration stands for the roots that it holds for, and a
    /// values file that no root lies above for those around it: any of them may be given it.
    ///
    /// # Errors
    /// If there is no such path, or no Terraform file in it.
    pub fn roots_of(&self, path: &str) -> Result<Vec<Root>, Problem> {
        let found = canonical(self.modules, path).map_err(|error| missing(path, &error))?;
        if self.modules.files().list(&found).is_err() {
            let names = self.links.names(&found).unwrap_or_default();
            let linked = names.iter().any(|name| *name != found);
            // it is read by another name, and need not lie near any root itself
            let apart = linked && self.nearest(split_path(&found).0).is_none();
            return if apart { Ok(Vec::new()) } else { self.roots_of_file(&found) };
        }
        let below: Folders = self.below(&found).map(Arc::clone).collect();
        let is_root = |name: &&Arc<str>| ***name == *found || self.roots.contains_key(*name);
        // what the user named is read whatever it holds: a mistake in it must not go unseen
        let root = |name: &Arc<str>| {
            let root = self.root(name);
            Root { relevant: root.relevant || **name == *found, ..root }
        };
        let roots: Vec<Root> = below.iter().filter(is_root).map(root).collect();
        if below.is_empty() {
            return Err(Problem::new(format!("there is no Terraform file in {}", shown(path))));
        }
        // Only modules that others call: what they are called from is what they stand for.
        Ok(if roots.is_empty() { self.roots_reaching(&below) } else { roots })
    }

    fn roots_of_file(&self, file: &str) -> Result<Vec<Root>, Problem> {
        let (folder, name) = split_path(file);
        if name == CONFIGURATION {
            return self.roots_around(folder, file);
        }
        let Some(folder) = self.nearest(folder) else {
            let message = format!("no Terraform file in the folder of {file} or above it");
            let nothing = Err(Problem::new(message));
            return if is_values_file(name) { self.roots_around(folder, file) } else { nothing };
        };
        let folder: Arc<str> = folder.into();
        let roots = self.roots_reaching(&Folders::from([Arc::clone(&folder)]));
        Ok(if roots.is_empty() { vec![self.root(&folder)] } else { roots })
    }

    /// Whether a path is a file that functions of modules read.
    fn is_read(&self, path: &str) -> bool {
        canonical(self.modules, path).is_ok_and(|path| self.read.contains(&path))
    }

    /// The nearest folder with Terraform files, upwards.
    fn nearest<'f>(&self, mut folder: &'f str) -> Option<&'f str> {
        while !self.folders.contains_key(folder) {
            if folder.is_empty() {
                return None;
            }
            folder = split_path(folder).0;
        }
        Some(folder)
    }

    /// The roots below the nearest folder, upwards from one, that holds any.
    fn roots_around(&self, folder: &str, file: &str) -> Result<Vec<Root>, Problem> {
        let mut folder = folder;
        loop {
            let below = self.below(folder).filter(|name| self.roots.contains_key(*name));
            let roots: Vec<Root> = below.map(|name| self.root(name)).collect();
            if !roots.is_empty() {
                return Ok(roots);
            }
            if folder.is_empty() {
                return Err(Problem::new(format!("there is no Terraform file around {file}")));
            }
            folder = split_path(folder).0;
        }
    }

    fn roots_reaching(&self, folders: &Folders) -> Vec<Root> {
        let reaching = self.graph.reaching(folders);
        let roots = reaching.iter().filter(|name| self.roots.contains_key(*name));
        roots.map(|name| self.root(name)).collect()
    }

    fn root(&self, folder: &Arc<str>) -> Root {
        Root {
            folder: Arc::clone(folder),
            reason: self.roots.get(folder).copied().unwrap_or(Reason::Named),
            relevant: self.folders.get(folder).copied().unwrap_or_default(),
            variant: None,
        }
    }

    fn below<'b>(&'b self, folder: &'b str) -> impl Iterator<Item = &'b Arc<str>> {
        self.folders.keys().filter(move |name| is_below(name, folder))
    }
}

fn is_values_file(name: &str) -> bool {
    name.ends_with(".tfvars") || name.ends_with(".tfvars.json")
}

pub(super) fn is_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a walk over the repository came by.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// All files, and those of what the paths name.
    pub(super) files: BTreeSet<String>,
    /// By which other paths they are known.
    pub(super) links: Links,
    /// What the paths name, links resolved.
    named: Vec<String>,
}

impl Walked {
    /// The files that are named.
    fn named_files(&self, modules: &Modules<'_>) -> BTreeSet<String> {
        let is_file = |path: &&String| modules.files().list(path).is_err();
        self.named.iter().filter(is_file).cloned().collect()
    }
}

/// Walks over the repository; with it come the folders below the paths that could not be looked
/// into.
fn walk(modules: &Modules<'_>, paths: &[impl AsRef<str>]) -> (Walked, Vec<Problem>) {
    let named: Vec<String> =
        paths.iter().filter_map(|path| canonical(modules, path.as_ref()).ok()).collect();
    let mut walk = modules.files().walk("");
    let mut files: BTreeSet<String> = walk.files.into_iter().collect();
    for path in &named {
        let folder = if files.contains(path) { continue } else { path };
        let folder =
            if modules.files().list(folder).is_ok() { folder } else { split_path(folder).0 };
        if !files.iter().any(|file| is_below(file, folder)) {
            let more = modules.files().walk(folder);
            files.extend(more.files);
            walk.unreadable.extend(more.unreadable);
            walk.links.extend(more.links);
        }
    }
    walk.unreadable.retain(|(folder, _)| named.iter().any(|path| is_below(folder, path)));
    let problem = |(folder, error): (String, io::Error)| {
        Problem::new(format!("{} cannot be looked into: {error}", shown(&folder)))
    };
    let problems = walk.unreadable.into_iter().map(problem).collect();
    (Walked { files, links: Links::new(walk.links), named }, problems)
}

/// The folders that a change of some files would concern; and those of the files that are nothing of
/// Terraform's, but concern any.
fn named(
    files: &BTreeSet<String>,
    of: impl Fn(&Changes) -> Folders,
) -> (Folders, BTreeSet<String>) {
    let concerned = |files: BTreeSet<String>| of(&Changes { files, ..Changes::default() });
    let is_own = |file: &&String| {
        let name = split_path(file).1;
        is_terraform_file(name) || is_values_file(name) || name == CONFIGURATION
    };
    let (own, others): (Vec<&String>, Vec<&String>) = files.iter().partition(is_own);
    let mut folders = concerned(own.into_iter().cloned().collect());
    let mut read = BTreeSet::new();
    for file in others {
        let more = concerned(BTreeSet::from([file.clone()]));
        if !more.is_empty() {
            read.insert(file.clone());
            folders.extend(more);
        }
    }
    (folders, read)
}

/// The folders of which it must be certain what they call, for the paths to be understood: those
/// that lead to anything that the paths lead to, and those whose bytes do not tell.
fn near(folders: &BTreeMap<Arc<str>, Folder>, walked: &Walked, named: &Folders) -> Folders {
    let is_named = |folder: &&Arc<str>| walked.named.iter().any(|path| is_below(folder, path));
    let below = folders.keys().filter(is_named).chain(named).map(Arc::clone).collect();
    let graph = Graph::new(folders.iter().map(|(name, folder)| (name, &folder.calls)));
    let hidden = folders.iter().filter(|(_, folder)| folder.hides).map(|(name, _)| name);
    let mut near = graph.reaching(&graph.reached(&below));
    near.extend(hidden.map(Arc::clone));
    near
}

/// The folders that matter, or that call one that does.
fn relevant(folders: &BTreeMap<Arc<str>, Folder>) -> Folders {
    let graph = Graph::new(folders.iter().map(|(name, folder)| (name, &folder.calls)));
    let matter = folders.iter().filter(|(_, folder)| folder.matters);
    graph.reaching(&matter.map(|(name, _)| Arc::clone(name)).collect())
}

/// What a folder calls: for certain, or as its bytes say where it cannot be parsed.
fn calls(
    modules: &Modules<'_>,
    folder: &Arc<str>,
    surveyed: &BTreeMap<Arc<str>, Folder>,
) -> (Arc<str>, Folders) {
    let module = modules.load(folder);
    let local = module.calls.values().filter_map(|call| match &call.target {
        Target::Local(folder) => Some(Arc::clone(folder)),
        Target::Missing(_) | Target::Remote(_) => None,
    });
    let mut called: Folders = local.collect();
    if module.broken {
        called.extend(surveyed.get(folder).into_iter().flat_map(|f| &f.calls).map(Arc::clone));
    }
    (Arc::clone(folder), called)
}

fn canonical(modules: &Modules<'_>, path: &str) -> io::Result<String> {
    let relative = if path.starts_with('/') { None } else { join("", path) };
    modules.files().canonical(relative.as_deref().unwrap_or(path))
}

fn missing(path: &str, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Problem::new(format!("there is no file or folder {}", shown(path)))
        }
        _ => Problem::new(format!("{} cannot be looked at: {error}", shown(path))),
    }
}

/// A path as users know it.
fn shown(path: &str) -> &str {
    if path.is_empty() { "." } else { path }
}

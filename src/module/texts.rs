//! The texts that people edit to change what roots come to: files of modules, and values files.

use super::file::{is_json, is_terraform_file};
use super::{Inputs, Module, Modules, Root, Setting, Target};
use crate::source::{FileId, Span, split_path};
use crate::syntax::{Comment, Name, comments, json_comments, json_values_comments};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A text that roots are read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub file: FileId,
    /// The numbers of the roots that are read from it.
    pub roots: BTreeSet<u32>,
    /// Whether others may be that are not looked at in this run.
    pub shared: bool,
    /// Whether it gives values to variables.
    values: bool,
}

impl Text {
    /// Its comments.
    pub fn comments(&self, path: &str, text: &str) -> Vec<Comment> {
        let read = match (is_json(path), self.values) {
            (false, _) => comments,
            (true, false) => json_comments,
            (true, true) => json_values_comments,
        };
        read(self.file, text)
    }
}

impl Inputs {
    /// The texts that the relevant ones of the roots are read from, in the order in which they were
    /// read. Installed modules are not among them: nobody edits these.
    pub fn texts(&self, modules: &Modules<'_>, roots: &[Root]) -> Vec<Text> {
        let folders = folders(modules, roots);
        let looked_at: BTreeSet<&str> = folders.keys().map(|folder| &**folder).collect();
        let shared = called_from_elsewhere(modules, &looked_at);
        let named: BTreeSet<String> = self.named_files(modules).collect();
        let relevant = || (0..).zip(roots).filter(|(_, root)| root.relevant);
        let of = |(file, path): (FileId, Arc<str>)| {
            let (folder, name) = split_path(&path);
            let values = named.contains(&*path);
            let variants: BTreeSet<u32> =
                relevant().filter(|(_, root)| root.is_given(&path)).map(|(n, _)| n).collect();
            let roots: BTreeSet<u32> = if !variants.is_empty() {
                variants
            } else if values || name == crate::config::FILE_NAME {
                relevant().map(|(number, _)| number).collect()
            } else if is_terraform_file(name) {
                folders.get(folder).cloned().unwrap_or_default()
            } else if loads_by_itself(name) {
                relevant().filter(|(_, root)| *root.folder == *folder).map(|(n, _)| n).collect()
            } else {
                BTreeSet::new()
            };
            let values = values || !is_terraform_file(name);
            // whoever names a values file may name it for other roots as well
            let shared =
                named.contains(&*path) || shared.contains(folder) || modules.is_linked(&path);
            (!roots.is_empty()).then_some(Text { file, roots, shared, values })
        };
        modules.sources().files().into_iter().filter_map(of).collect()
    }

    /// The values files that options name, by the paths that they were read under.
    fn named_files<'a>(&'a self, modules: &'a Modules<'_>) -> impl Iterator<Item = String> + 'a {
        self.settings.iter().filter_map(|setting| match setting {
            Setting::VarFile(path) => {
                let inside = modules.files().inside(path);
                Some(inside.unwrap_or_else(|| path.to_string_lossy().into_owned()))
            }
            Setting::Var(_) | Setting::OfVariant(..) => None,
        })
    }
}

/// What stands where a comment does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside {
    /// The head of a resource of that type.
    Resource(Name),
    /// A module call that leads to resources of these types.
    Call(BTreeSet<Name>),
    /// A module call that leads to what is not all read.
    OpenCall,
    /// Something else.
    Other,
}

impl Modules<'_> {
    /// What a place in a file is beside, among what counts for a cluster.
    pub fn beside(&self, place: Span) -> Beside {
        let path = Arc::clone(&self.sources().file(place.file).path);
        let (folder, name) = split_path(&path);
        if !is_terraform_file(name) {
            return Beside::Other;
        }
        let module = self.load(folder);
        let is_here = |head: Span| place.contains(Span { end: head.start + 1, ..head });
        let resource = module.resources.iter().find(|it| !it.data && is_here(it.head));
        if let Some(resource) = resource {
            return Beside::Resource(Arc::clone(&resource.kind));
        }
        match module.calls.values().find(|call| is_here(call.head)).map(|call| &call.target) {
            Some(Target::Local(folder)) => self.kinds(folder),
            Some(_) => Beside::OpenCall,
            None => Beside::Other,
        }
    }

    /// The types of the resources that a module leads to.
    fn kinds(&self, folder: &str) -> Beside {
        let modules = self.reached(folder);
        let leads_out = |module: &Arc<Module>| {
            module.calls.values().any(|call| !matches!(call.target, Target::Local(_)))
        };
        if modules.iter().any(|module| module.broken || leads_out(module)) {
            return Beside::OpenCall;
        }
        let resources = modules.iter().flat_map(|module| &module.resources);
        Beside::Call(resources.filter(|it| !it.data).map(|it| Arc::clone(&it.kind)).collect())
    }
}

/// Whether Terraform reads a values file of that name without being told to.
fn loads_by_itself(name: &str) -> bool {
    let stem = name.strip_suffix(".json").unwrap_or(name);
    stem == "terraform.tfvars" || stem.ends_with(".auto.tfvars")
}

/// The folders that roots reach by local calls, and the numbers of these roots.
fn folders(modules: &Modules<'_>, roots: &[Root]) -> BTreeMap<Arc<str>, BTreeSet<u32>> {
    let mut folders: BTreeMap<Arc<str>, BTreeSet<u32>> = BTreeMap::new();
    for (number, root) in (0..).zip(roots).filter(|(_, root)| root.relevant) {
        for module in modules.reached(&root.folder) {
            folders.entry(Arc::clone(&module.folder)).or_default().insert(number);
        }
    }
    folders
}

/// The folders that are called, be it through others, from one that is not looked at.
fn called_from_elsewhere(modules: &Modules<'_>, looked_at: &BTreeSet<&str>) -> BTreeSet<Arc<str>> {
    let calls = modules.calls();
    let elsewhere = calls.iter().filter(|(folder, _)| !looked_at.contains(&***folder));
    let mut open: Vec<&BTreeSet<Arc<str>>> = elsewhere.map(|(_, called)| called).collect();
    let mut called = BTreeSet::new();
    while let Some(folders) = open.pop() {
        for folder in folders {
            if called.insert(Arc::clone(folder)) {
                open.extend(calls.get(folder));
            }
        }
    }
    called
}

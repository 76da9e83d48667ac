//! Which folders changed files concern: the modules that they belong to and all that lead there.
//!
//! The answer may name too many, never too few.

use super::file::is_terraform_file;
use super::graph::{Folders, Graph};
use super::roots::{Walked, is_below};
use super::survey::{Folder, files_of};
use crate::config::{FILE_NAME as CONFIGURATION, Placed, variants_of};
use crate::source::{FILE_LIMIT, Files, split_path};
use memchr::memmem;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::PathBuf;
use std::sync::Arc;

/// What Terraform writes beside a root when it has chosen versions.
const LOCK: &str = ".terraform.lock.hcl";

/// Where `terraform init` puts what it installs.
const DATA_FOLDER: &str = ".terraform/";

/// Files that have changed, deleted ones too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Their paths; a folder, as of a submodule, stands for all beneath it.
    pub files: BTreeSet<String>,
    /// Files that all roots read, such as those that `--var-file` names.
    pub of_all: BTreeSet<String>,
    /// The configuration of acklint that holds for all roots, if one was named.
    pub configuration: Option<PathBuf>,
}

/// The first look at all folders.
type Surveyed = BTreeMap<Arc<str>, Folder>;

impl Changes {
    /// The folders that lead to a changed file, roots and modules.
    pub(super) fn concern(
        &self,
        files: &dyn Files,
        walked: &Walked,
        surveyed: &Surveyed,
    ) -> Folders {
        let all = || surveyed.keys().map(Arc::clone).collect();
        let names: Option<Vec<_>> = self.files.iter().map(|f| walked.links.names(f)).collect();
        let Some(names) = names else { return all() };
        let names: BTreeSet<String> = names.into_iter().flatten().collect();
        let is_of_all = |name: &String| self.of_all.iter().any(|file| is_below(file, name));
        if names.iter().any(is_of_all) {
            return all();
        }
        let mut found = Found::new(surveyed);
        for name in &names {
            found.take(name);
            // a link stands for what it leads to
            if let Ok(target) = files.canonical(name)
                && target != *name
            {
                found.take(&target);
                found.module(&target);
            }
        }
        // a folder may hold one
        if names.iter().any(|name| !is_terraform_file(split_path(name).1)) {
            found.variants(self.variants(files, walked), &names);
        }
        found.concerned(files)
    }

    /// The folders of the roots that configurations name in variants, and the values files of each.
    fn variants(&self, files: &dyn Files, walked: &Walked) -> Vec<(String, Vec<String>)> {
        let read = |path: &String| {
            let bytes = files.read(path, FILE_LIMIT).ok()?;
            Some(variants_of(&bytes, split_path(path).0))
        };
        let variants: Vec<_> = if let Some(path) = &self.configuration {
            let folder = files.inside(path).map(|path| split_path(&path).0.to_owned());
            let bytes = files.read_named(path, FILE_LIMIT).unwrap_or_default();
            variants_of(&bytes, &folder.unwrap_or_default())
        } else {
            let is_one = |path: &&String| split_path(path).1 == CONFIGURATION;
            walked.files.iter().filter(is_one).filter_map(read).flatten().collect()
        };
        let files = |files: Vec<Placed<String>>| files.into_iter().map(|file| file.value).collect();
        variants.into_iter().map(|variant| (variant.root, files(variant.var_files))).collect()
    }
}

/// What changed files are.
struct Found<'s> {
    surveyed: &'s Surveyed,
    /// Folders with a changed Terraform file.
    modules: Folders,
    /// Roots with changed values, locks or installed modules: who calls them does not read these.
    alone: Folders,
    /// Files that functions may read.
    read: Vec<String>,
}

impl<'s> Found<'s> {
    fn new(surveyed: &'s Surveyed) -> Self {
        let (modules, alone, read) = (Folders::new(), Folders::new(), Vec::new());
        Self { surveyed, modules, alone, read }
    }

    fn take(&mut self, file: &str) {
        let (folder, name) = split_path(file);
        self.modules.extend(beneath(self.surveyed, file).map(Arc::clone));
        if name == CONFIGURATION {
            let below = self.surveyed.keys().filter(|name| is_below(name, folder));
            self.alone.extend(below.map(Arc::clone));
        } else if let Some(at) = file.find(DATA_FOLDER).filter(|at| is_start_of_part(file, *at)) {
            self.alone.insert(file[..at].trim_end_matches('/').into());
        } else if is_terraform_file(name) {
            self.module(folder);
        } else if name == LOCK {
            self.alone.insert(folder.into());
        } else {
            if is_values_file(name) {
                // Terraform loads some by itself; others may be named where they are used
                self.alone.extend(self.nearest(folder));
            }
            self.read.push(file.to_owned());
        }
        self.callers_of_missing(file);
    }

    /// The roots whose variants name a changed file.
    fn variants(&mut self, variants: Vec<(String, Vec<String>)>, changed: &BTreeSet<String>) {
        let is_changed = |file: &String| changed.iter().any(|changed| is_below(file, changed));
        let named = variants.into_iter().filter(|(_, files)| files.iter().any(is_changed));
        self.alone.extend(named.map(|(root, _)| Arc::from(root)));
    }

    fn module(&mut self, folder: &str) {
        if self.surveyed.contains_key(folder) {
            self.modules.insert(folder.into());
        }
    }

    /// Of a folder that is gone, those that still call it.
    fn callers_of_missing(&mut self, file: &str) {
        let is_it = |missing: &Arc<str>| is_below(file, missing) || is_below(missing, file);
        let callers = self.surveyed.iter().filter(|(_, it)| it.missing.iter().any(is_it));
        self.modules.extend(callers.map(|(name, _)| Arc::clone(name)));
    }

    /// The nearest folder with Terraform files, upwards.
    fn nearest(&self, folder: &str) -> Option<Arc<str>> {
        let mut folder = folder;
        loop {
            if let Some((name, _)) = self.surveyed.get_key_value(folder) {
                return Some(Arc::clone(name));
            }
            if folder.is_empty() {
                return None;
            }
            folder = split_path(folder).0;
        }
    }

    /// All that lead to what has changed.
    fn concerned(mut self, files: &dyn Files) -> Folders {
        let graph = Graph::new(self.surveyed.iter().map(|(name, folder)| (name, &folder.calls)));
        if !self.read.is_empty() {
            self.modules.extend(self.naming(files));
            self.alone.extend(self.holding(&graph));
        }
        let mut concerned = graph.reaching(&self.modules);
        concerned.extend(self.alone);
        concerned
    }

    /// Folders that lead to a file's own one, where one of those that they reach reads files.
    fn holding(&self, graph: &Graph) -> Folders {
        let near = self.read.iter().filter_map(|file| self.nearest(split_path(file).0));
        let mut holding = graph.reaching(&near.collect());
        let reads = |name: &Arc<str>| self.surveyed.get(name).is_some_and(|folder| folder.reads);
        holding.retain(|name| graph.reached(&Folders::from([Arc::clone(name)])).iter().any(reads));
        holding
    }

    /// Folders that read files and name one that has changed, or its folder.
    fn naming(&self, files: &dyn Files) -> Folders {
        let names: BTreeSet<String> = self.read.iter().flat_map(|file| names(file)).collect();
        let names: Vec<memmem::Finder<'_>> = names.iter().map(memmem::Finder::new).collect();
        let is_named = |bytes: &[u8]| names.iter().any(|name| name.find(bytes).is_some());
        let reading = self.surveyed.iter().filter(|(_, folder)| folder.reads);
        let naming = reading.filter(|(folder, _)| {
            let mut paths = files_of(files, folder).into_iter();
            paths.any(|path| files.read(&path, FILE_LIMIT).is_ok_and(|bytes| is_named(&bytes)))
        });
        naming.map(|(name, _)| Arc::clone(name)).collect()
    }
}

/// The folders that lie in a changed one, or are it.
fn beneath<'s>(surveyed: &'s Surveyed, folder: &str) -> impl Iterator<Item = &'s Arc<str>> {
    let from = surveyed.range::<str, _>((Bound::Included(folder), Bound::Unbounded));
    let below = from.map(|(name, _)| name).take_while(move |name| name.starts_with(folder));
    below.filter(move |name| is_below(name, folder))
}

/// How a text may name a file: by its own name, or by its folder's where that is computed.
fn names(file: &str) -> Vec<String> {
    let (folder, name) = split_path(file);
    let folder = split_path(folder).1;
    let folder = (!folder.is_empty()).then(|| format!("{folder}/"));
    folder.into_iter().chain([name.to_owned()]).collect()
}

fn is_values_file(name: &str) -> bool {
    name.ends_with(".tfvars") || name.ends_with(".tfvars.json")
}

fn is_start_of_part(path: &str, at: usize) -> bool {
    at == 0 || path.as_bytes()[at - 1] == b'/'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::{Modules, roots};
    use crate::source::{Memory, SourceMap};

    const CALL: &str = "module \"net\" {\n  source = \"../../modules/net\"\n}\n";

    /// The roots that changed files concern, of a module that `envs/a` and `envs/b` call.
    fn concerned(changed: &[&str], of_all: &[&str], more: &[(&str, &str)]) -> Vec<String> {
        let fixed = [("envs/a/main.tf", CALL), ("envs/b/main.tf", CALL), ("modules/net/x.tf", "")];
        let memory = Memory::new(fixed.into_iter().chain(more.iter().copied()));
        let sources = SourceMap::default();
        let set = |files: &[&str]| files.iter().map(|file| (*file).to_owned()).collect();
        let (files, of_all) = (set(changed), set(of_all));
        let given = Changes { files, of_all, configuration: None };
        let (roots, problems) = roots(&Modules::new(&memory, &sources), &[""], Some(&given));
        assert_eq!(problems, []);
        roots.iter().map(|root| root.folder.to_string()).collect()
    }

    #[test]
    fn the_way_leads_through_modules() {
        let through = [
            ("envs/c/main.tf", "module \"m\" {\n  source = \"../../modules/mid\"\n}\n"),
            ("modules/mid/main.tf", "module \"net\" {\n  source = \"../net\"\n}\n"),
        ];
        assert_eq!(concerned(&["modules/net/x.tf"], &[], &through), ["envs/a", "envs/b", "envs/c"]);
        assert_eq!(concerned(&["modules/mid/gone.tf"], &[], &through), ["envs/c"]);
        assert_eq!(concerned(&["modules/other/gone.tf"], &[], &through), [""; 0]);
    }

    #[test]
    fn values_files_that_are_named_are_read_by_all() {
        assert_eq!(concerned(&["common.tfvars"], &["common.tfvars"], &[]), ["envs/a", "envs/b"]);
        assert_eq!(concerned(&["common.tfvars"], &[], &[]), [""; 0]);
        assert_eq!(concerned(&["envs/a/eu/more.tfvars"], &[], &[]), ["envs/a"]);
    }

    /// The file of a variant need not lie below its root, nor below the configuration.
    #[test]
    fn values_files_of_variants_belong_to_the_roots_that_they_are_of() {
        let variant =
            "variant \"eu\" {\n  root = \"a\"\n  var_files = [\"../values/eu.tfvars\"]\n}\n";
        let more = [("envs/.acklint.hcl", variant)];
        assert_eq!(concerned(&["values/eu.tfvars"], &[], &more), ["envs/a"]);
        assert_eq!(concerned(&["values"], &[], &more), ["envs/a"], "a submodule");
        assert_eq!(concerned(&["envs/b/eu.tfvars"], &[], &more), ["envs/b"], "another one");
        assert_eq!(concerned(&["values/us.tfvars"], &[], &more), [""; 0]);
    }

    #[test]
    fn a_folder_stands_for_all_beneath_it() {
        assert_eq!(concerned(&["modules"], &[], &[]), ["envs/a", "envs/b"]);
        assert_eq!(concerned(&["envs/a"], &[], &[]), ["envs/a"]);
        assert_eq!(concerned(&["env"], &[], &[]), [""; 0]);
    }

    #[test]
    fn installed_modules_belong_to_their_root() {
        let list = "envs/b/.terraform/modules/modules.json";
        assert_eq!(concerned(&[list], &[], &[]), ["envs/b"]);
        assert_eq!(concerned(&["envs/b/my.terraform/x.tf"], &[], &[]), [""; 0]);
    }

    /// `templatefile("${path.module}/x.tpl", …)` in a module that the root calls.
    #[test]
    fn files_are_read_where_a_function_may_read_them() {
        let reads = ("modules/net/y.tf", "locals {\n  a = file(\"${path.root}/${var.name}\")\n}\n");
        assert_eq!(concerned(&["envs/a/rules.json"], &[], &[reads]), ["envs/a"]);
        assert_eq!(concerned(&["modules/net/a/b.tpl"], &[], &[reads]), ["envs/a", "envs/b"]);
        assert_eq!(concerned(&["envs/a/rules.json"], &[], &[]), [""; 0], "nobody reads files");
        let names = ("envs/b/y.tf", "locals {\n  a = fileset(\"../../config/\", \"*.yaml\")\n}\n");
        assert_eq!(concerned(&["config/x.yaml"], &[], &[names]), ["envs/b"]);
    }

    #[test]
    fn a_call_of_what_is_gone_is_concerned() {
        let gone = ("envs/c/main.tf", "module \"m\" {\n  source = \"../../modules/gone\"\n}\n");
        let changed = ["modules/gone/main.tf"];
        assert_eq!(concerned(&changed, &[], &[gone]), ["envs/c"]);
    }
}

//! Which file holds for which root: the nearest above it, or the one that the user named.

use super::{Config, Variant, joined};
use crate::module::{Modules, Root};
use crate::problem::Problem;
use crate::source::{FILE_LIMIT, SourceMap, join, split_path};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The name of the file.
pub const FILE_NAME: &str = ".acklint.hcl";

/// The variants that a file tells of, whatever else is wrong with it; its paths start from `folder`.
pub(crate) fn variants_of(bytes: &[u8], folder: &str) -> Vec<Variant> {
    let text = String::from_utf8_lossy(bytes);
    let file = SourceMap::default().add(FILE_NAME, &text);
    Config::parse(file, &text, folder).0.variants
}

/// The files of a run, and which holds for which root.
#[derive(Debug, Clone, Default)]
pub struct Configs {
    /// All that hold for a root, each once.
    pub all: Vec<Arc<Config>>,
    by_folder: BTreeMap<Arc<str>, Option<usize>>,
    named: Option<usize>,
}

impl Configs {
    /// The files for roots: the one that the user named for all, or for each the nearest in or
    /// above its folder, up to the repository root.
    pub fn find(
        modules: &Modules<'_>,
        roots: &[Root],
        named: Option<&Path>,
    ) -> (Self, Vec<Problem>) {
        let mut configs = Self::default();
        let mut problems = Vec::new();
        if let Some(path) = named {
            configs.named = configs.name(modules, path, &mut problems);
            return (configs, problems);
        }
        let mut outer = BTreeMap::new();
        for root in roots.iter().filter(|root| root.relevant) {
            let nearest = configs.nearest(modules, &root.folder, &mut problems);
            if let Some(nearest) = nearest {
                let nearest = Arc::clone(&configs.all[nearest].folder);
                problems.extend(passed_over(modules, &root.folder, &nearest, &mut outer));
            }
        }
        problems.extend(joined::contradictions(&configs.all));
        (configs, problems)
    }

    /// What holds for a root.
    pub fn of(&self, folder: &str) -> Option<&Arc<Config>> {
        let found = self.named.or_else(|| self.by_folder.get(folder).copied().flatten());
        found.map(|at| &self.all[at])
    }

    /// The folder below which all roots lie that a file may hold for.
    pub fn scope<'c>(&self, config: &'c Config) -> &'c str {
        if self.named.is_some() { "" } else { &config.folder }
    }

    /// The variants of a root, in the order in which they are written.
    pub fn variants(&self, folder: &str) -> Vec<Variant> {
        let config = self.of(folder);
        let all = config.into_iter().flat_map(|config| &config.variants);
        all.filter(|variant| variant.root == folder).cloned().collect()
    }

    /// The file that the user named; its paths start from its folder, if that is in the repository.
    fn name(
        &mut self,
        modules: &Modules<'_>,
        path: &Path,
        problems: &mut Vec<Problem>,
    ) -> Option<usize> {
        let files = modules.files();
        let inside = files.inside(path);
        let shown = inside.clone().unwrap_or_else(|| path.to_string_lossy().into_owned());
        let folder = inside.map(|inside| split_path(&inside).0.to_owned()).unwrap_or_default();
        self.add(modules, &shown, &folder, files.read_named(path, FILE_LIMIT), problems)
    }

    fn nearest(
        &mut self,
        modules: &Modules<'_>,
        folder: &Arc<str>,
        problems: &mut Vec<Problem>,
    ) -> Option<usize> {
        if let Some(known) = self.by_folder.get(folder) {
            return *known;
        }
        let path =
            if folder.is_empty() { FILE_NAME.to_owned() } else { format!("{folder}/{FILE_NAME}") };
        let found = match modules.files().read(&path, FILE_LIMIT) {
            Err(_) if !is_there(modules, folder) => {
                let above: Option<Arc<str>> =
                    (!folder.is_empty()).then(|| split_path(folder).0.into());
                above.and_then(|above| self.nearest(modules, &above, problems))
            }
            bytes => self.add(modules, &path, folder, bytes, problems),
        };
        self.by_folder.insert(Arc::clone(folder), found);
        found
    }

    fn add(
        &mut self,
        modules: &Modules<'_>,
        path: &str,
        folder: &str,
        bytes: io::Result<Vec<u8>>,
        problems: &mut Vec<Problem>,
    ) -> Option<usize> {
        let why = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => "there is nothing where it leads".to_owned(),
            _ => error.to_string(),
        };
        let text = bytes.map_err(why).and_then(|bytes| {
            String::from_utf8(bytes).map_err(|_| "it is not UTF-8: save it as UTF-8".to_owned())
        });
        let text = match text {
            Ok(text) => text,
            Err(why) => {
                let message = format!("the configuration {path} cannot be read: {why}");
                problems.push(Problem::new(message));
                return None;
            }
        };
        let file = modules.sources().add(path, &text);
        let (config, more) = Config::parse(file, &text, folder);
        problems.extend(more);
        self.all.push(Arc::new(config));
        Some(self.all.len() - 1)
    }
}

/// Whether a folder has such a file, be it a link that leads nowhere.
fn is_there(modules: &Modules<'_>, folder: &str) -> bool {
    let entries = modules.files().list(folder).unwrap_or_default();
    entries.iter().any(|entry| entry.name == FILE_NAME)
}

/// Variants that the files above the nearest one tell of a root: these hold for it no more.
/// `known` are the variants of the files that were read so far, by folder.
fn passed_over(
    modules: &Modules<'_>,
    root: &str,
    nearest: &str,
    known: &mut BTreeMap<String, Vec<Variant>>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut folder = nearest;
    while !folder.is_empty() {
        folder = split_path(folder).0;
        let variants = known.entry(folder.to_owned()).or_insert_with(|| outer(modules, folder));
        let of_root = variants.iter().filter(|variant| variant.root == root);
        problems.extend(of_root.map(|variant| {
            let message = format!(
                "the variant `{}` counts for nothing: for its root the nearer {nearest}/{FILE_NAME} \
                 holds alone",
                variant.name
            );
            Problem::at(variant.head, message)
        }));
    }
    problems
}

/// The variants of the file in a folder, if there is one.
fn outer(modules: &Modules<'_>, folder: &str) -> Vec<Variant> {
    let path = join(folder, FILE_NAME).unwrap_or_default();
    let bytes = modules.files().read(&path, FILE_LIMIT);
    let Some(text) = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return Vec::new();
    };
    let file = modules.sources().add(&path, &text);
    Config::parse(file, &text, folder).0.variants
}

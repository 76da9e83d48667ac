//! The remote modules that `terraform init` has put beside a root.

use crate::problem::Problem;
use crate::source::{FILE_LIMIT, Files, SourceMap, Span, join};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Which folder each call of a root's tree was installed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Installed {
    folders: BTreeMap<String, Arc<str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Manifest {
    modules: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    key: String,
    dir: String,
}

impl Installed {
    /// Reads what `terraform init` has written; nothing where it was not run.
    pub(super) fn read(
        files: &dyn Files,
        sources: &SourceMap,
        root: &str,
        data_folder: &str,
    ) -> (Self, Vec<Problem>) {
        let Some(path) = Self::manifest(files, root, data_folder) else {
            return (Self::default(), Vec::new());
        };
        let Ok(bytes) = files.read(&path, FILE_LIMIT) else {
            let message = format!("{path}, the list of installed modules, cannot be read");
            return (Self::default(), vec![Problem::new(message)]);
        };
        match serde_json::from_slice::<Manifest>(&bytes) {
            Ok(manifest) => (Self::of(files, root, manifest), Vec::new()),
            Err(error) => {
                let file = sources.add(&path, &String::from_utf8_lossy(&bytes));
                let message = format!("this is no list of installed modules: {error}");
                (Self::default(), vec![Problem::at(Span { file, start: 0, end: 0 }, message)])
            }
        }
    }

    /// The list of installed modules, if there is one inside the repository.
    pub(super) fn manifest(files: &dyn Files, root: &str, data_folder: &str) -> Option<String> {
        let absolute = data_folder.starts_with('/') || Path::new(data_folder).is_absolute();
        let data_folder =
            if absolute { files.canonical(data_folder).ok()? } else { join(root, data_folder)? };
        files.canonical(&join(&data_folder, "modules/modules.json")?).ok()
    }

    /// The folder of the module that a way of calls leads to, such as `["prod", "network"]`.
    pub fn folder<'a>(&self, calls: impl IntoIterator<Item = &'a str>) -> Option<&Arc<str>> {
        let calls: Vec<&str> = calls.into_iter().collect();
        self.folders.get(&calls.join("."))
    }

    fn of(files: &dyn Files, root: &str, manifest: Manifest) -> Self {
        let folder = |entry: Entry| {
            let folder = files.canonical(&join(root, &entry.dir)?).ok()?;
            files.list(&folder).ok()?;
            Some((entry.key, folder.into()))
        };
        Self { folders: manifest.modules.into_iter().filter_map(folder).collect() }
    }
}

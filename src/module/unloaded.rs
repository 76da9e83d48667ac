//! Values files near a root that Terraform does not load by itself: they may hold what is missing.

use super::Modules;
use super::file::{is_json, parse_bytes};
use crate::source::{EntryKind, FILE_LIMIT, join, split_path};
use crate::syntax::{Name, parse_body, parse_json_values};
use std::collections::BTreeMap;

/// How the folders are called that people keep values files in, beside roots or above them.
const FOLDERS: &[&str] = &[
    "config",
    "configs",
    "configuration",
    "configurations",
    "env",
    "environment",
    "environments",
    "envs",
    "parameters",
    "params",
    "tfvars",
    "values",
    "var-files",
    "variables",
    "vars",
];

/// How far above a root such folders are looked for.
const UP: usize = 3;

/// How many files are looked into for one root.
const FILES: usize = 64;

/// The values files near a root that give variables, by variable; each list is sorted.
pub fn unloaded(modules: &Modules<'_>, root: &str, wanted: &[Name]) -> BTreeMap<Name, Vec<String>> {
    let mut files = Vec::new();
    below(modules, root, 2, &mut files);
    let mut above = root;
    for _ in 0..UP {
        if above.is_empty() {
            break;
        }
        above = split_path(above).0;
        let above = above.strip_suffix('/').unwrap_or(above);
        let folders = FOLDERS.iter().filter_map(|name| join(above, name));
        folders.for_each(|folder| below(modules, &folder, 1, &mut files));
    }
    files.sort();
    files.dedup();
    let mut found: BTreeMap<Name, Vec<String>> = BTreeMap::new();
    for path in files.into_iter().take(FILES) {
        let given = names(modules, &path);
        for name in wanted.iter().filter(|name| given.contains(name)) {
            found.entry(Name::clone(name)).or_default().push(path.clone());
        }
    }
    found
}

/// The values files in a folder and some levels below it, but those that load by themselves.
fn below(modules: &Modules<'_>, folder: &str, levels: usize, files: &mut Vec<String>) {
    for entry in modules.files().list(folder).unwrap_or_default() {
        let Some(path) = join(folder, &entry.name) else { continue };
        match entry.kind {
            EntryKind::File if is_values(&entry.name) => files.push(path),
            EntryKind::Folder if levels > 0 && !entry.name.starts_with('.') => {
                below(modules, &path, levels - 1, files);
            }
            _ => {}
        }
    }
}

fn is_values(name: &str) -> bool {
    let stem = name.strip_suffix(".json").unwrap_or(name);
    let Some(stem) = stem.strip_suffix(".tfvars") else { return false };
    stem != "terraform" && !stem.ends_with(".auto")
}

/// The variables that a values file gives; none where it cannot be read.
fn names(modules: &Modules<'_>, path: &str) -> Vec<Name> {
    let parse = if is_json(path) { parse_json_values } else { parse_body };
    let bytes = modules.files().read(path, FILE_LIMIT).ok();
    let body = bytes.and_then(|bytes| parse_bytes(modules.sources(), path, &bytes, parse).ok());
    body.map(|body| body.attributes.into_iter().map(|given| given.name).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Memory, SourceMap};

    fn found(root: &str, files: &[&str]) -> Vec<String> {
        let files = files.iter().map(|path| ((*path).to_owned(), "pods = 1\n".to_owned()));
        let (files, sources) = (Memory::new(files), SourceMap::default());
        let modules = Modules::new(&files, &sources);
        let mut found = unloaded(&modules, root, &["pods".into(), "nodes".into()]);
        assert!(!found.contains_key("nodes"));
        found.remove("pods").unwrap_or_default()
    }

    #[test]
    fn where_people_keep_values_files() {
        let near = [
            "cluster/dev.tfvars",
            "cluster/environments/prod/values.tfvars",
            "cluster/vars/eu.tfvars",
            "parameters/us.tfvars",
        ];
        assert_eq!(found("cluster", &near), near);
    }

    #[test]
    fn what_loads_by_itself_or_lies_elsewhere_is_left_out() {
        let far = [
            "cluster/terraform.tfvars",
            "cluster/a.auto.tfvars",
            "other/dev.tfvars",
            "cluster/.hidden/a.tfvars",
        ];
        assert_eq!(found("cluster", &far), [""; 0]);
    }
}

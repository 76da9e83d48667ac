//! Where the `source` of a module call leads.

use super::Target;
use super::file::terraform_files;
use crate::source::{Files, join};
use std::io;
use std::sync::Arc;

/// Whether Terraform itself takes a source for a path.
pub(super) fn is_path(source: &str) -> bool {
    let prefixes = ["./", "../", ".\\", "..\\", "/"];
    matches!(source, "." | "..") || prefixes.iter().any(|prefix| source.starts_with(prefix))
}

/// What a source in a module of `folder` leads to; for [`Target::Missing`] also why.
pub(super) fn target(files: &dyn Files, folder: &str, source: &str) -> (Target, Option<String>) {
    let path = is_path(source);
    let remote = (Target::Remote(source.into()), None);
    let Some(written) = written(folder, source) else {
        let why = format!("`{source}` leads out of the repository, where acklint does not look");
        return if path { (Target::Missing(source.into()), Some(why)) } else { remote };
    };
    let found = match files.canonical(&written) {
        Ok(found) => found,
        Err(_) if !path => return remote,
        Err(error) => {
            let what = match error.kind() {
                io::ErrorKind::NotFound => format!("there is no folder {written}"),
                _ => error.to_string(),
            };
            let why = format!("the module `{source}` is not there: {what}");
            return (Target::Missing(written.into()), Some(why));
        }
    };
    match files.list(&found) {
        Ok(entries) if !terraform_files(&entries).is_empty() => {
            (Target::Local(Arc::from(found)), None)
        }
        _ if !path => remote,
        _ => {
            let why = format!("the module `{source}` holds no Terraform file");
            (Target::Missing(found.into()), Some(why))
        }
    }
}

/// The path that a source names; `None` if it leads out of the repository.
fn written(folder: &str, source: &str) -> Option<String> {
    if source.starts_with('/') { Some(source.to_owned()) } else { join(folder, source) }
}

//! The walk over all folders below one, by listing each of them.

use super::{EntryKind, Files, Walk};

/// Whether a walk passes a folder of that name by.
pub(super) fn passes_by(name: &str) -> bool {
    name.starts_with('.') || name == "node_modules"
}

/// [`Files::walk`] for whatever can list a folder.
pub(super) fn by_list(files: &(impl Files + ?Sized), folder: &str) -> Walk {
    let mut walk = Walk::default();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match files.list(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                walk.unreadable.push((folder, error));
                continue;
            }
        };
        let prefix = if folder.is_empty() { folder } else { folder + "/" };
        for entry in entries {
            match entry.kind {
                EntryKind::File => walk.files.push(format!("{prefix}{}", entry.name)),
                EntryKind::Folder if !passes_by(&entry.name) => {
                    open.push(format!("{prefix}{}", entry.name));
                }
                EntryKind::Folder | EntryKind::LinkedFolder | EntryKind::Closed => {}
            }
        }
    }
    walk.files.sort_unstable();
    walk
}

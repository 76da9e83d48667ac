//! Fixes to the texts of files.

use super::literal::Literal;
use crate::report::view::Fix;
use crate::source::{FILE_LIMIT, Files};
use std::collections::BTreeMap;

/// A file, as it was and with fixes in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its path in the repository, links resolved.
    pub path: String,
    /// As it was.
    pub before: String,
    /// As it is with the fixes.
    pub after: String,
}

/// The files that fixes change, by path. A fix whose place is no longer what it was is left out,
/// and so is one that meets another.
pub fn edited(repository: &dyn Files, fixes: &[&Fix]) -> Vec<Changed> {
    let mut by_file: BTreeMap<String, Vec<&Fix>> = BTreeMap::new();
    for fix in fixes {
        if let Ok(path) = repository.canonical(&fix.location.file) {
            by_file.entry(path).or_default().push(fix);
        }
    }
    let changed = by_file.into_iter().filter_map(|(path, fixes)| {
        let before = String::from_utf8(repository.read(&path, FILE_LIMIT).ok()?).ok()?;
        let after = with(&before, fixes);
        (after != before).then_some(Changed { path, before, after })
    });
    changed.collect()
}

/// A text with fixes in it; all else, its line ends too, stays as it is.
fn with(text: &str, mut fixes: Vec<&Fix>) -> String {
    fixes.sort_by_key(|fix| fix.location.start.offset);
    let (mut made, mut at) = (String::with_capacity(text.len()), 0);
    for fix in fixes {
        let (start, end) = (fix.location.start.offset, fix.location.end.offset);
        let old = text.get(start..end).and_then(Literal::of);
        if let (Some(_), Some(between)) = (old, text.get(at..start)) {
            made.push_str(between);
            made.push_str(&fix.replacement);
            at = end;
        }
    }
    made.push_str(&text[at..]);
    made
}

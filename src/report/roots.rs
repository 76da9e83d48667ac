//! Which folders are roots, and why: `check --list-roots`.

use super::clean;
use super::json::{SCHEMA, document};
use serde_json::json;
use unicode_width::UnicodeWidthStr;

/// A folder that was found to be a root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The folder, relative to the repository root; `.` for that itself.
    pub path: String,
    /// Why it is one, such as `no other folder calls it`.
    pub why: String,
}

/// A line for each root, aligned.
pub fn render(roots: &[Listed]) -> String {
    let paths: Vec<_> = roots.iter().map(|root| clean::sentence(&root.path)).collect();
    let width = paths.iter().map(|path| path.width()).max().unwrap_or_default();
    let lines = roots.iter().zip(&paths).map(|(root, path)| {
        let gap = width - path.width();
        format!("{path}{:gap$}  {}\n", "", clean::sentence(&root.why))
    });
    clean::log(lines.collect())
}

/// The document of `--list-roots --format json`, with a line end.
pub fn render_json(roots: &[Listed]) -> String {
    let root = |root: &Listed| json!({ "path": root.path, "why": root.why });
    let roots: Vec<_> = roots.iter().map(root).collect();
    document(&json!({ "schema": SCHEMA, "roots": roots }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_aligned() {
        let listed = |path: &str, why: &str| Listed { path: path.to_owned(), why: why.to_owned() };
        let roots = [listed("envs/生产", "no other folder calls it"), listed(".", "named")];
        assert_eq!(render(&roots), "envs/生产  no other folder calls it\n.          named\n");
        let document: serde_json::Value = serde_json::from_str(&render_json(&roots)).unwrap();
        assert_eq!(document["roots"][1], json!({ "path": ".", "why": "named" }));
    }
}

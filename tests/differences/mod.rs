//! Committed text that is generated: compared line by line, and rewritten with `UPDATE_EXPECT=1`.

use similar::TextDiff;
use std::path::Path;

/// Holds a file to what it should be, or rewrites it if `UPDATE_EXPECT` is set.
///
/// # Errors
/// What differs, and how to accept it.
pub(crate) fn hold(path: &Path, wanted: &str) -> Result<(), String> {
    let found = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    if found == wanted {
        return Ok(());
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        return std::fs::write(path, wanted).map_err(|error| error.to_string());
    }
    let shown = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path);
    let changes = TextDiff::from_lines(found.as_str(), wanted);
    let changes = changes.unified_diff().context_radius(2).to_string();
    Err(format!("{} differs (UPDATE_EXPECT=1 accepts `+`):\n{changes}", shown.display()))
}

//! Committed text that is generated: compared line by line, and rewritten with `UPDATE_EXPECT=1`.

use std::fmt::Write as _;
use std::path::Path;

/// Lines shown around a difference.
const AROUND: usize = 2;

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
    let changes = changes(&found, wanted);
    Err(format!("{} differs (UPDATE_EXPECT=1 accepts `+`):\n{changes}", shown.display()))
}

/// What stands between the first and the last line that differ, with a little around it.
fn changes(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let before = old.iter().zip(&new).take_while(same).count();
    let after = old[before..].iter().rev().zip(new[before..].iter().rev()).take_while(same).count();
    let mut text = String::new();
    let mut add = |sign: char, lines: &[&str]| {
        for line in lines {
            writeln!(text, "{sign} {line}").expect("a string takes it");
        }
    };
    add(' ', &old[before.saturating_sub(AROUND)..before]);
    add('-', &old[before..old.len() - after]);
    add('+', &new[before..new.len() - after]);
    add(' ', &old[old.len() - after..old.len().min(old.len() - after + AROUND)]);
    text
}

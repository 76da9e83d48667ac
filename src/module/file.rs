//! The files of a module: which they are, and from bytes to a [`Body`].

use crate::problem::Problem;
use crate::source::{Entry, EntryKind, FILE_LIMIT, FileId, SourceMap, Span, offset};
use crate::syntax::{Body, parse_body, parse_json_body};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// What Terraform and OpenTofu read, in the order in which an ending is looked for.
const ENDINGS: [&str; 4] = [".tf", ".tf.json", ".tofu", ".tofu.json"];

/// Whether a file of that name is one of a module's.
pub fn is_terraform_file(name: &str) -> bool {
    let editors_own = name.ends_with('~') || name.starts_with('#') && name.ends_with('#');
    !name.starts_with('.') && !editors_own && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// The names of a module's files in a folder, sorted: `x.tofu` stands instead of `x.tf`.
pub fn terraform_files(entries: &[Entry]) -> Vec<&str> {
    // what cannot be read is listed as well: to read it is a problem, to pass it over a silence
    let is_file = |entry: &&Entry| matches!(entry.kind, EntryKind::File | EntryKind::Closed);
    let names = entries.iter().filter(is_file).map(|entry| &*entry.name);
    let names: BTreeSet<&str> = names.filter(|name| is_terraform_file(name)).collect();
    let other =
        |name: &str, ending: &str, tofu: &str| Some(name.strip_suffix(ending)?.to_owned() + tofu);
    let shadow =
        |name: &str| other(name, ".tf", ".tofu").or_else(|| other(name, ".tf.json", ".tofu.json"));
    let shadowed = |name: &str| shadow(name).is_some_and(|tofu| names.contains(&*tofu));
    names.iter().copied().filter(|name| !shadowed(name)).collect()
}

/// Whether the blocks of a file are merged into those of the others.
pub(super) fn is_override(name: &str) -> bool {
    let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    stem == "override" || stem.ends_with("_override")
}

/// Whether a file is in JSON syntax.
pub(super) fn is_json(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "json")
}

/// Parses a file of a module, if it could be read.
pub(super) fn parse_file(
    sources: &SourceMap,
    path: &str,
    bytes: io::Result<Vec<u8>>,
) -> Result<Body, Problem> {
    let bytes = bytes.map_err(|error| unreadable(path, &error))?;
    let parse = if is_json(path) { parse_json_body } else { parse_body };
    parse_bytes(sources, path, &bytes, parse)
}

/// Parses a file's bytes; those that are not UTF-8 may only stand in comments.
pub(super) fn parse_bytes(
    sources: &SourceMap,
    path: &str,
    bytes: &[u8],
    parse: impl Fn(FileId, &str) -> Result<Body, Problem>,
) -> Result<Body, Problem> {
    let (text, bad) = decode(bytes, "?");
    let file = sources.add(path, &text);
    let body = parse(file, &text)?;
    // What changes nothing when it is replaced by something else stands in a comment.
    if bad.is_empty() || parse(file, &decode(bytes, "!").0).is_ok_and(|other| other == body) {
        return Ok(body);
    }
    let start = offset(first_outside_comments(&text, &bad));
    let message = "this byte is not UTF-8: Terraform allows such bytes in comments only; \
                   save the file as UTF-8";
    Err(Problem::at(Span { file, start, end: start + 1 }, message))
}

/// Why a file could not be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Problem {
    let why = match error.kind() {
        io::ErrorKind::FileTooLarge => {
            format!("it is larger than {} MiB, the limit for a source file", FILE_LIMIT >> 20)
        }
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    };
    Problem::new(format!("{path} cannot be read: {why}"))
}

/// The text with each byte that is not UTF-8 replaced, so that offsets stay, and their places.
fn decode(bytes: &[u8], replacement: &str) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(bytes.len());
    let mut bad = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for _ in chunk.invalid() {
            bad.push(text.len());
            text.push_str(replacement);
        }
    }
    (text, bad)
}

/// The first of the places before which no comment begins on its line; else the first.
fn first_outside_comments(text: &str, places: &[usize]) -> usize {
    let outside = |at: &&usize| {
        let line = text[..**at].rsplit('\n').next().unwrap_or_default();
        !line.contains('#') && !line.contains("//")
    };
    places.iter().find(outside).or(places.first()).copied().unwrap_or_default()
}

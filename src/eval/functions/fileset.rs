//! `fileset`: the files below a folder whose paths fit a pattern.

mod pattern;

use super::super::Refusal;
use super::super::types::Type;
use super::super::value::{SequenceKind, Traced, Value, Why};
use super::argument::text;
use super::file::{clean, home};
use super::pieces::text_value;
use super::{Context, Function, Host, Outcome, Parameter, Returns, Takes};
use crate::source::{Entry, EntryKind};
use pattern::{Malformed, fits, is_pattern, split};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

const TEXT: Parameter = Parameter::strict(Takes::Text);

pub(super) const FUNCTIONS: &[Function] =
    &[Function::new("fileset", &[TEXT, TEXT], Returns::Any, fileset)];

/// How many entries of folders are looked at. A link to a folder above makes them endless.
const ENTRIES: usize = 100_000;

fn fileset(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let folder = text(&arguments[0])?;
    let ty = Type::set(Type::String);
    if folder.starts_with('~') {
        return Ok(home(cx, ty));
    }
    let whole = clean(&format!("{folder}/{}", text(&arguments[1])?));
    let whole = if folder.is_empty() { whole.trim_start_matches('/') } else { &whole };
    let search = Search { host: cx.host, looked_at: Cell::new(0) };
    match search.below("", &split(whole, '/')) {
        Ok(found) => {
            let folder = clean(folder);
            let found: BTreeSet<String> = found.iter().map(|path| from(&folder, path)).collect();
            let found = found.iter().map(|path| cx.made(text_value(path))).collect();
            Ok(cx.made(Value::Sequence(SequenceKind::Set(Type::String), Arc::new(found))))
        }
        Err(Failure::Malformed) => Err(Refusal::new("this is no pattern of file names")),
        Err(Failure::Unknown(why)) => Ok(cx.made(Value::unknown_result(ty, why))),
    }
}

/// Why there is no answer.
enum Failure {
    /// Terraform refuses the pattern.
    Malformed,
    /// acklint does not know.
    Unknown(Why),
}

impl From<Malformed> for Failure {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

struct Search<'a> {
    host: &'a dyn Host,
    looked_at: Cell<usize>,
}

impl Search<'_> {
    /// The regular files below a folder that fit the parts of a pattern.
    fn below(&self, folder: &str, parts: &[&str]) -> Result<Vec<String>, Failure> {
        let plain = parts.iter().take_while(|part| !is_pattern(part)).count();
        let (names, parts) = parts.split_at(plain);
        let Some((part, behind)) = parts.split_first() else {
            let Some((name, folders)) = names.split_last() else { return Ok(Vec::new()) };
            return self.named(&joined(folder, folders), name);
        };
        let folder = joined(folder, names);
        let entries = self.entries(&folder)?;
        let mut found = Vec::new();
        let (part, behind) = match (*part, behind.split_first()) {
            ("**", None) => {
                for entry in &entries {
                    found.extend(self.all(&folder, entry)?);
                }
                return Ok(found);
            }
            ("**", Some((part, after))) => {
                for entry in entries.iter().filter(|entry| is_folder(entry)) {
                    found.extend(self.deeper(&joined(&folder, &[&entry.name]), parts)?);
                }
                (*part, after)
            }
            (part, _) => (part, behind),
        };
        for entry in &entries {
            if !fits(part, &entry.name)? {
                continue;
            }
            found.extend(match behind {
                [] => regular(&folder, entry)?,
                _ => self.deeper(&joined(&folder, &[&entry.name]), behind)?,
            });
        }
        Ok(found)
    }

    /// As [`Search::below`], one level down: what is wrong with a pattern may be overlooked there,
    /// as the order of the folders on the disk has it.
    fn deeper(&self, folder: &str, parts: &[&str]) -> Result<Vec<String>, Failure> {
        self.below(folder, parts).map_err(|failure| match failure {
            Failure::Malformed => unknown("this pattern of fileset"),
            Failure::Unknown(why) => Failure::Unknown(why),
        })
    }

    /// An entry and all that lies below it.
    fn all(&self, folder: &str, entry: &Entry) -> Result<Vec<String>, Failure> {
        if is_folder(entry) {
            return self.deeper(&joined(folder, &[&entry.name]), &["**"]);
        }
        regular(folder, entry)
    }

    /// A file of that name.
    fn named(&self, folder: &str, name: &str) -> Result<Vec<String>, Failure> {
        let entries = self.entries(folder)?;
        let entry = entries.iter().find(|entry| entry.name == name);
        entry.map_or(Ok(Vec::new()), |entry| regular(folder, entry))
    }

    /// What a folder holds; nothing if it is none.
    fn entries(&self, folder: &str) -> Result<Vec<Entry>, Failure> {
        let entries = match self.host.list(folder) {
            Ok(entries) => entries,
            Err(Why::Refused(_)) => Vec::new(),
            Err(why) => return Err(Failure::Unknown(why)),
        };
        self.looked_at.set(self.looked_at.get() + entries.len() + 1);
        if self.looked_at.get() > ENTRIES {
            return Err(Failure::Unknown(Why::Budget("fileset")));
        }
        Ok(entries)
    }
}

fn is_folder(entry: &Entry) -> bool {
    matches!(entry.kind, EntryKind::Folder | EntryKind::LinkedFolder)
}

/// The path of an entry if it is a file.
fn regular(folder: &str, entry: &Entry) -> Result<Vec<String>, Failure> {
    match entry.kind {
        EntryKind::File => Ok(vec![joined(folder, &[&entry.name])]),
        EntryKind::Folder | EntryKind::LinkedFolder => Ok(Vec::new()),
        EntryKind::Closed => Err(unknown("a link that fileset meets")),
    }
}

fn unknown(what: &str) -> Failure {
    Failure::Unknown(Why::NotModelled(what.into()))
}

fn joined(folder: &str, names: &[&str]) -> String {
    let mut path = folder.to_owned();
    for name in names.iter().filter(|name| **name != ".") {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(name);
    }
    path
}

/// A path as seen from a folder, both as the configuration names them.
fn from(folder: &str, path: &str) -> String {
    let steps = |path: &str| -> Vec<String> {
        path.split('/').filter(|step| *step != ".").map(str::to_owned).collect()
    };
    let (folder, path) = (steps(folder), steps(path));
    let shared = folder.iter().zip(&path).take_while(|(one, other)| one == other).count();
    let up = folder[shared..].iter().map(|_| "..");
    let path: Vec<&str> = up.chain(path[shared..].iter().map(String::as_str)).collect();
    if path.is_empty() { ".".to_owned() } else { path.join("/") }
}

#[cfg(test)]
mod tests {
    use super::super::test_text::table;

    #[test]
    fn sets_of_files() {
        table(&[
            (r#"fileset(".", "*.tf")"#, r#"["a.tf"]"#),
            (r#"fileset(".", "./*.{tf,txt}")"#, r#"["a.tf","b.txt"]"#),
            (
                r#"fileset(".", "**")"#,
                r#"["a.tf","b.txt","c/.h/i.tf","c/d.tf","c/e/.f.tf","c/e/g.md"]"#,
            ),
            (r#"fileset(".", "**/*.tf")"#, r#"["a.tf","c/.h/i.tf","c/d.tf","c/e/.f.tf"]"#),
            (r#"fileset("c", "*")"#, r#"["d.tf"]"#),
            (r#"fileset("c/e", "../*.tf")"#, r#"["../d.tf"]"#),
            (r#"fileset("c", "*/*")"#, r#"[".h/i.tf","e/.f.tf","e/g.md"]"#),
            (r#"fileset("./c/", "d.tf")"#, r#"["d.tf"]"#),
            (r#"fileset("c", "/d.tf")"#, r#"["d.tf"]"#),
            (r#"fileset("a.tf", "")"#, r#"["."]"#),
            (r#"fileset(".", "[^a].t*")"#, r#"["b.txt"]"#),
            (r#"fileset(".", "[a")"#, "ERR"),
            (r#"fileset("none", "[a")"#, "[]"),
            (r#"fileset("none", "*")"#, "[]"),
        ]);
    }
}

//! Edits of a committed configuration: each that cannot be taken back is called, and none that is
//! harmless. `base/` is what is committed, `table.rs` the edits.

#[path = "../program/mod.rs"]
mod program;
mod table;

use program::{Repository, git};
use serde_json::Value;
use std::path::Path;
use table::{Edit, TABLE};
use walkdir::WalkDir;

/// The committed configuration.
fn committed() -> Repository {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes/base");
    let mut files = Vec::new();
    for entry in WalkDir::new(&base) {
        let entry = entry.expect("an entry");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&base).expect("it lies below");
            let path: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            files.push((path.join("/"), std::fs::read_to_string(entry.path()).expect("a file")));
        }
    }
    assert!(files.len() > 4, "{files:?}");
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    Repository::committed(&files)
}

fn edit(repository: &Repository, edit: &Edit) {
    let path = |path: &str| repository.root().join(path);
    match *edit {
        Edit::Replace(file, from, to) => {
            let text = std::fs::read_to_string(path(file)).expect("a file");
            assert!(text.contains(from), "{file} has no {from}");
            repository.write(file, text.replace(from, to));
        }
        Edit::Append(file, more) => {
            let text = std::fs::read_to_string(path(file)).unwrap_or_default();
            repository.write(file, text + more);
        }
        Edit::Move(from, to) => {
            std::fs::create_dir_all(path(to).parent().expect("a folder")).expect("a folder");
            std::fs::rename(path(from), path(to)).expect("it moves");
        }
        Edit::Remove(file) => repository.remove(file),
    }
}

/// What a report says, a line each: `change_replaces SUBJECT: what stands before the colon`, and
/// `undecided change_replaces SUBJECT`.
fn said(report: &Value) -> Vec<String> {
    let text = |value: &Value, key: &str| value[key].as_str().expect("a text").to_owned();
    let all = |key: &str| report[key].as_array().expect("a list").clone();
    let found = all("findings").into_iter().map(|finding| {
        let message = text(&finding, "message");
        let message = message.split(": ").next().unwrap_or_default().to_owned();
        format!("{} {}: {message}", text(&finding, "rule"), text(&finding, "subject"))
    });
    let undecided = all("undecided").into_iter().map(|undecided| {
        format!("undecided {} {}", text(&undecided, "rule"), text(&undecided, "subject"))
    });
    let problems = all("problems").into_iter().map(|problem| text(&problem, "message"));
    let mut said: Vec<String> = found.chain(undecided).chain(problems).collect();
    said.sort();
    said
}

#[test]
fn each_edit_is_called_right() {
    if !git::is_here("each_edit_is_called_right") {
        return;
    }
    let repository = committed();
    let mut wrong = Vec::new();
    for (name, edits, expected) in TABLE {
        edits.iter().for_each(|it| edit(&repository, it));
        let run = repository.run(&["diff", "HEAD", "--format", "json"]);
        let report = run.json().unwrap_or_else(|| panic!("{name}: {run:?}"));
        let said = said(&report);
        let fails = said.iter().any(|line| line.starts_with("change_"));
        let fails = fails && report["summary"]["infos"] == 0;
        assert_eq!(run.code, i32::from(fails), "{name}: {}", run.stderr);
        if said != *expected {
            wrong.push(format!("{name}\n  expected: {expected:#?}\n  said: {said:#?}"));
        }
        repository.git(&["add", "--all"]);
        let staged = repository.run(&["diff", "--staged", "--format", "json"]);
        if staged.stdout != run.stdout {
            wrong.push(format!("{name}: staged, something else is said: {staged:?}"));
        }
        repository.git(&["reset", "--quiet", "--hard"]);
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), TABLE.len(), wrong.join("\n"));
}

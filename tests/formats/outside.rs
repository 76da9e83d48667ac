//! Readers that are no crates: Python's and Node's, in `target/readers`.

use crate::reports::{self, Place, Reports};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn readers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/readers")
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name)
}

/// What `read.py` says of each; `None`, and a word, where Python or a package is missing.
pub(crate) fn python(all: &[Reports]) -> Option<Vec<Value>> {
    let program = readers().join("venv/bin/python");
    let here = Command::new(&program).args(["-c", "import junitparser, cmarkgfm"]).output();
    if !here.is_ok_and(|output| output.status.success()) {
        println!("not checked: junit, checkstyle, markdown: no readers in target/readers/venv");
        return None;
    }
    Some(answers(Command::new(program).arg(script("read.py")), all))
}

/// What `read.mjs` says of each; `None`, and a word, where Node or a package is missing.
pub(crate) fn node(all: &[Reports]) -> Option<Vec<Value>> {
    let modules = readers().join("node_modules");
    let package = |name: &str| modules.join(name).join("package.json").exists();
    let node = Command::new("node").arg("--version").output();
    let here = node.is_ok_and(|output| output.status.success());
    if !here || !package("@actions/core") || !package("@umbrelladocs/rdformat-validator") {
        println!("not checked: github, rdjson: no readers in target/readers/node_modules");
        return None;
    }
    Some(answers(Command::new("node").arg(script("read.mjs")).arg(readers()), all))
}

fn answers(command: &mut Command, all: &[Reports]) -> Vec<Value> {
    let output = command.args(all.iter().map(Reports::folder)).output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

/// The places that a reader has found.
pub(crate) fn places(said: &Value) -> BTreeSet<Place> {
    reports::places(&said["places"], |place| Some((&place[0], &place[1], &place[2], place.get(3))))
}

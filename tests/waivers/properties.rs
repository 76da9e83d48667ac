//! What must hold whatever the configuration: of all trees that fail, and of their parts.

use crate::said::{look, options};
use acklint::options::Options;
use acklint::report::baseline;
use acklint::report::view::{Finding, View};
use std::path::Path;
use walkdir::WalkDir;

type Files = Vec<(String, String)>;

/// The files of each tree of `fixtures/fail`, by path.
fn trees() -> Vec<(String, Files)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fail");
    let trees = WalkDir::new(fixtures).min_depth(1).max_depth(1).sort_by_file_name();
    let trees = trees.into_iter().map(|tree| tree.expect("a tree").into_path());
    let tree = |folder: std::path::PathBuf| {
        let files = WalkDir::new(&folder).sort_by_file_name().into_iter();
        let files = files.map(|file| file.expect("a file")).filter(|f| f.file_type().is_file());
        let file = |file: walkdir::DirEntry| {
            let path = file.path().strip_prefix(&folder).expect("it lies below");
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            (parts.join("/"), std::fs::read_to_string(file.path()).expect("a text"))
        };
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        (name, files.map(file).collect())
    };
    trees.map(tree).collect()
}

fn seen(files: &[(String, String)], options: &Options) -> View {
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    look(&files, options)
}

fn is_native(path: &str) -> bool {
    [".tf", ".tfvars"].iter().any(|ending| path.ends_with(ending))
}

/// Blocks of a text: what begins at a line that is not indented, with the comments right above it.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut in_comments = false;
    for line in text.split_inclusive('\n') {
        let is_comment = line.starts_with('#');
        let begins = is_comment || line.starts_with(|c: char| c.is_alphabetic());
        if begins && !in_comments {
            blocks.push(String::new());
        }
        in_comments = is_comment;
        blocks.last_mut().expect("there is one").push_str(line);
    }
    blocks
}

/// Blank lines, comments and the order of blocks change no fingerprint, and so no baseline.
#[test]
fn what_moves_stays_in_the_baseline() {
    let mut judged = 0;
    for (name, files) in trees() {
        let known = baseline::render(&seen(&files, &options()));
        let moved = files.iter().filter(|(path, _)| is_native(path)).map(|(path, text)| {
            let mut blocks = blocks(&format!("{text}\n"));
            blocks.reverse();
            (path.clone(), format!("\n# moved\n\n{}", blocks.join("\n\n")))
        });
        let mut moved: Files = moved.collect();
        moved.extend(files.iter().filter(|(path, _)| !is_native(path)).cloned());
        moved.push(("known.json".to_owned(), known.clone()));
        let against = Options { baseline: Some("known.json".into()), ..options() };
        let view = seen(&moved, &against);
        assert!(view.findings.is_empty(), "{name}: {:?}", view.findings);
        assert_eq!(view.stale, [], "{name}");
        assert_eq!(baseline::render(&view), known, "{name}");
        judged += view.summary.waived;
    }
    assert!(judged > 20, "{judged} findings were in a baseline");
}

/// A waiver at each line with a finding: what goes is of its rule and shows that line; what is left is
/// as it was.
#[test]
fn a_waiver_hides_findings_of_its_rule_that_show_its_line_only() {
    let mut judged = 0;
    for (name, files) in trees() {
        let before = seen(&files, &options());
        let may_be_waived = |finding: &&Finding| {
            is_native(&finding.location.file) && finding.rule != "waiver_invalid"
        };
        for finding in before.findings.iter().filter(may_be_waived) {
            let line = finding.location.start.line;
            let mut waived = files.clone();
            for (path, text) in waived.iter_mut().filter(|(p, _)| **p == *finding.location.file) {
                let lines: Vec<&str> = text.split_inclusive('\n').collect();
                let (above, below) = lines.split_at(line - 1);
                assert!(path.contains('.'), "{path}");
                let comment = format!("# acklint:allow {} — known\n", finding.rule);
                *text = format!("{}{comment}{}", above.concat(), below.concat());
            }
            let shown = Options { show_waived: true, ..options() };
            let after = seen(&waived, &shown);
            let same = |view: &View| {
                let said = view.findings.iter();
                let mut said: Vec<_> = said
                    .map(|f| (f.rule, f.root.clone(), f.subject.clone(), f.message.clone()))
                    .collect();
                said.sort();
                said
            };
            assert_eq!(same(&before), same(&after), "{name}: {}:{line}", finding.location.file);
            let gone: Vec<_> = after.findings.iter().filter(|f| f.waived.is_some()).collect();
            assert!(gone.iter().any(|f| f.fingerprint == finding.fingerprint), "{name}: {line}");
            for gone in gone {
                assert_eq!(gone.rule, finding.rule, "{name}");
                let places = gone.trace.iter().map(|note| &note.location).chain([&gone.location]);
                let mut lines = places.map(|place| (&place.file, place.start.line));
                assert!(lines.any(|shown| shown == (&finding.location.file, line + 1)), "{name}");
                judged += 1;
            }
        }
    }
    assert!(judged > 20, "{judged} findings were waived");
}

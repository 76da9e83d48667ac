//! The trees of `fixtures/` are judged as they promise, and said to be so as `expected.txt` shows.
//!
//! `UPDATE_EXPECT=1 cargo test --test fixtures` rewrites the `expected.txt` of each tree. What a
//! tree promises (`# <- rule`, exit codes) is asserted beside it, so that no rewrite hides a change.

mod differences;
mod program;

use program::{Repository, Run};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A rule, and the file and line where it finds something.
type Place = (String, String, u64);

#[test]
fn there_are_enough_trees() {
    let trees = Tree::all();
    assert!(trees.len() >= 20, "{} trees", trees.len());
    for tree in &trees {
        let why = tree.text("WHY.md");
        let first = why.lines().next().unwrap_or_default();
        assert!(first.starts_with(tree.kind.word()), "{}: WHY.md says {first:?}", tree.name);
        assert!(!tree.runs().is_empty(), "{}: run.txt is empty", tree.name);
    }
}

#[test]
fn sound_trees_are_silent() {
    judge(Kind::Ok, |run, wrong| {
        wrong.exit(run, 0);
        wrong.findings(run, &BTreeSet::new());
        wrong.problems(run, 0..=0);
    });
}

#[test]
fn failing_trees_fail_where_they_are_marked() {
    judge(Kind::Fail, |run, wrong| {
        assert!(!run.marks.is_empty(), "{}: no line has a mark", run.tree);
        wrong.exit(run, 1);
        wrong.findings(run, run.marks);
        wrong.problems(run, 0..=0);
    });
}

/// What cannot be read is said, and what can be read is still judged.
#[test]
fn broken_trees_are_said_to_be_broken() {
    judge(Kind::Broken, |run, wrong| {
        wrong.exit(run, 2);
        if run.said.json().is_some() {
            wrong.findings(run, run.marks);
            wrong.problems(run, 1..=usize::MAX);
            wrong.places(run);
        } else if run.is_first || !run.said.stderr.starts_with("error: ") {
            wrong.0.push(format!("no report, but {:?}", run.said.stderr));
        }
    });
}

#[test]
fn what_people_read_is_as_expected() {
    let held = Tree::all().into_iter().map(|tree| {
        let expected = tree.folder.join("expected.txt");
        differences::hold(&expected, &tree.transcript())
    });
    let wrong: Vec<String> = held.filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Two machines say the same: what is missing is named as the user named it.
#[test]
fn no_output_names_a_folder_of_this_machine() {
    let mut wrong = Vec::new();
    for tree in Tree::all() {
        let repository = tree.copy();
        let here = repository.root().to_string_lossy().into_owned();
        for line in tree.runs() {
            let Run { stdout, stderr, .. } = repository.run(&words(&line, &[]));
            let lines = stdout.lines().chain(stderr.lines()).filter(|text| text.contains(&here));
            wrong.extend(
                lines.map(|text| format!("fixtures/{}: acklint {line}\n{text}", tree.name)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Runs every line of every tree of a kind, as JSON, and gathers what is wrong.
fn judge(kind: Kind, look: impl Fn(&Judged<'_>, &mut Wrong)) {
    let mut all = String::new();
    for tree in Tree::all().into_iter().filter(|tree| tree.kind == kind) {
        let (repository, marks) = (tree.copy(), tree.marks());
        for (number, line) in tree.runs().iter().enumerate() {
            let said = repository.run(&words(line, &["--format", "json"]));
            let (tree, marks) = (tree.name.as_str(), &marks);
            let judged = Judged { tree, said: &said, marks, is_first: number == 0 };
            let mut wrong = Wrong::default();
            look(&judged, &mut wrong);
            if !wrong.0.is_empty() {
                let wrong = wrong.0.join("\n  ");
                writeln!(all, "fixtures/{tree}: acklint {line}\n  {wrong}").expect("a string");
            }
        }
    }
    assert!(all.is_empty(), "\n{all}");
}

/// A run and what its tree promises.
struct Judged<'a> {
    tree: &'a str,
    said: &'a Run,
    marks: &'a BTreeSet<Place>,
    is_first: bool,
}

impl Judged<'_> {
    fn list(&self, key: &str) -> Vec<Value> {
        let report = self.said.json();
        report.and_then(|report| report[key].as_array().cloned()).unwrap_or_default()
    }
}

/// What is wrong with a run.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn exit(&mut self, run: &Judged<'_>, wanted: i32) {
        if run.said.code != wanted {
            self.0.push(format!("exit {}, not {wanted}: {}", run.said.code, run.said.stderr));
        }
        if wanted != 2 && run.said.json().is_none() {
            self.0.push(format!("no JSON: {}", run.said.stdout));
        }
    }

    /// At warning or above there is a finding at each mark, and no other.
    fn findings(&mut self, run: &Judged<'_>, marks: &BTreeSet<Place>) {
        let findings = run.list("findings");
        let counts = |f: &&Value| f["severity"] != "info" && f["waived"].is_null();
        let grave: Vec<&Value> = findings.iter().filter(counts).collect();
        let found: BTreeSet<Place> = grave.iter().map(|finding| place(finding)).collect();
        for (rule, file, line) in marks.difference(&found) {
            self.0.push(format!("{file}:{line}: no {rule}, which is promised there"));
        }
        for finding in grave.iter().filter(|finding| !marks.contains(&place(finding))) {
            let (rule, file, line) = place(finding);
            let (subject, message) = (&finding["subject"], &finding["message"]);
            self.0.push(format!("{file}:{line}: {rule} on {subject}, not promised: {message}"));
        }
    }

    fn problems(&mut self, run: &Judged<'_>, wanted: std::ops::RangeInclusive<usize>) {
        let problems = run.list("problems");
        if !wanted.contains(&problems.len()) {
            self.0.push(format!("{} problems: {}", problems.len(), Value::from(problems)));
        }
    }

    /// A problem in a text has a place; one of a path that is not there has none.
    fn places(&mut self, run: &Judged<'_>) {
        let has_text = !run.tree.ends_with("no_terraform_here");
        for problem in run.list("problems").iter().filter(|_| has_text) {
            let location = &problem["location"];
            let placed = location["file"].is_string() && location["start"]["line"].is_u64();
            if run.is_first && !placed {
                self.0.push(format!("a problem without a place: {}", problem["message"]));
            }
        }
    }
}

fn place(finding: &Value) -> Place {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let location = &finding["location"];
    let line = location["start"]["line"].as_u64().unwrap_or_default();
    (text(&finding["rule"]), text(&location["file"]), line)
}

/// What a tree promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ok,
    Fail,
    Broken,
}

impl Kind {
    fn folder(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Fail => "fail",
            Self::Broken => "broken",
        }
    }

    /// The first word of its `WHY.md`.
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "Silent",
            Self::Fail => "Fails",
            Self::Broken => "Broken",
        }
    }
}

/// A tree of `fixtures/`.
struct Tree {
    kind: Kind,
    /// Such as `ok/workspaces`.
    name: String,
    folder: PathBuf,
}

impl Tree {
    /// All trees, by name.
    fn all() -> Vec<Self> {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let kinds = [Kind::Ok, Kind::Fail, Kind::Broken];
        kinds.into_iter().flat_map(|kind| Self::of(&fixtures, kind)).collect()
    }

    fn of(fixtures: &Path, kind: Kind) -> Vec<Self> {
        let below = WalkDir::new(fixtures.join(kind.folder())).min_depth(1).max_depth(1);
        let folders = below.sort_by_file_name().into_iter().map(|entry| entry.expect("an entry"));
        let tree = |entry: walkdir::DirEntry| {
            let name = format!("{}/{}", kind.folder(), entry.file_name().to_string_lossy());
            Self { kind, name, folder: entry.into_path() }
        };
        folders.map(tree).collect()
    }

    fn text(&self, file: &str) -> String {
        let text = std::fs::read_to_string(self.folder.join(file));
        text.unwrap_or_else(|error| panic!("{}/{file}: {error}", self.name)).replace("\r\n", "\n")
    }

    /// The command lines of `run.txt`.
    fn runs(&self) -> Vec<String> {
        let runs: Vec<String> = self.text("run.txt").lines().map(str::to_owned).collect();
        for line in &runs {
            let plain = line.starts_with("check ") && !line.contains(['"', '\'', '\\']);
            assert!(plain, "{}/run.txt: {line}", self.name);
        }
        runs
    }

    /// What Terraform would see of it, by path with `/`: not what it says of itself.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let below = WalkDir::new(&self.folder).min_depth(1).sort_by_file_name().into_iter();
        let files = below.map(|entry| entry.expect("an entry")).filter(|e| e.file_type().is_file());
        let file = |entry: walkdir::DirEntry| {
            let path = entry.path().strip_prefix(&self.folder).expect("it lies below");
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            (parts.join("/"), std::fs::read(entry.path()).expect("a file"))
        };
        let own = |path: &str| ["WHY.md", "run.txt", "expected.txt"].contains(&path);
        files.map(file).filter(|(path, _)| !own(path)).collect()
    }

    /// The lines that end in `# <- rule`, or several rules with commas.
    fn marks(&self) -> BTreeSet<Place> {
        let mut marks = BTreeSet::new();
        for (path, bytes) in self.files() {
            for (number, line) in (1..).zip(String::from_utf8_lossy(&bytes).lines()) {
                let Some((_, rules)) = line.split_once("# <- ") else { continue };
                for rule in rules.split(", ") {
                    let known = acklint::rules::ids().any(|id| id == rule);
                    assert!(known, "{}/{path}:{number}: no rule {rule:?}", self.name);
                    marks.insert((rule.to_owned(), path.clone(), number));
                }
            }
        }
        marks
    }

    /// The tree as a repository of its own.
    fn copy(&self) -> Repository {
        let repository = Repository::new();
        for (path, bytes) in self.files() {
            repository.write(&path, bytes);
        }
        repository
    }

    /// All runs as a person would see them, in a folder `/repository`.
    fn transcript(&self) -> String {
        let repository = self.copy();
        let here = repository.root().to_string_lossy().into_owned();
        let shown = |line: &String| {
            let run = repository.run(&words(line, &["--color", "never"]));
            let Run { code, stdout, stderr } = run;
            let text = format!("{stdout}{stderr}").replace(&here, "/repository");
            format!("$ acklint {line}\n{text}exit {code}\n")
        };
        self.runs().iter().map(shown).collect::<Vec<_>>().join("\n")
    }
}

/// The arguments of a command line.
fn words<'a>(line: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    line.split_whitespace().chain(more.iter().copied()).collect()
}

//! A repository and its report in every format, from one run.

use crate::program::Repository;
use acklint::report::form::Form;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;
use walkdir::WalkDir;

/// A rule, the file, the line and the column (0 where a format has none) of a finding.
pub(crate) type Place = (String, String, u64, u64);

/// The reports of a run, a file a format.
pub(crate) struct Reports {
    pub(crate) name: String,
    pub(crate) repository: Repository,
    folder: TempDir,
}

impl Reports {
    /// Runs the program once, for all formats.
    pub(crate) fn of(name: &str, repository: Repository) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let target = |form: &Form| {
            let file = folder.path().join(form.as_str());
            format!("--format={}={}", form.as_str(), file.display())
        };
        let targets: Vec<String> = Form::ALL.iter().map(target).collect();
        let arguments: Vec<&str> =
            ["check"].into_iter().chain(targets.iter().map(String::as_str)).collect();
        let run = repository.run(&arguments);
        assert!((0..=2).contains(&run.code), "{name}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{name}: {}", run.stderr);
        Self { name: name.to_owned(), folder, repository }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn text(&self, form: &str) -> String {
        let text = std::fs::read_to_string(self.folder.path().join(form));
        text.unwrap_or_else(|error| panic!("{}: {form}: {error}", self.name))
    }

    pub(crate) fn json(&self, form: &str) -> Value {
        let text = self.text(form);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {form}: {error}", self.name))
    }

    /// A place whose column counts bytes, with one that counts code points.
    pub(crate) fn in_code_points(&self, (rule, file, line, bytes): Place) -> Place {
        let text = std::fs::read(self.repository.root().join(&file)).expect("a text");
        let text = String::from_utf8_lossy(&text);
        let text = text.trim_start_matches('\u{feff}');
        let number = usize::try_from(line).expect("a line") - 1;
        let bytes = usize::try_from(bytes).expect("a column") - 1;
        let of = |line: &str| line.get(..bytes).map(|before| before.chars().count());
        let column = text.split('\n').nth(number).and_then(of);
        let column = column.unwrap_or_else(|| panic!("{}: {file}:{line}: {bytes}", self.name)) + 1;
        (rule, file, line, column as u64)
    }
}

/// The trees of `fixtures/`, each as a repository of its own.
pub(crate) fn trees() -> Vec<(String, Repository)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folders = WalkDir::new(&fixtures).min_depth(2).max_depth(2).sort_by_file_name();
    let tree = |entry: walkdir::DirEntry| {
        let repository = Repository::new();
        for file in WalkDir::new(entry.path()).into_iter().map(|file| file.expect("an entry")) {
            if file.file_type().is_file() {
                let path = file.path().strip_prefix(entry.path()).expect("it lies below");
                let path = path.to_string_lossy().replace('\\', "/");
                repository.write(&path, std::fs::read(file.path()).expect("a file"));
            }
        }
        let name = entry.path().strip_prefix(&fixtures).expect("it lies below");
        (name.to_string_lossy().into_owned(), repository)
    };
    folders.into_iter().map(|entry| tree(entry.expect("an entry"))).collect()
}

/// Rule, file, line and column of each entry of a list; `None` where an entry is no finding.
pub(crate) fn places<'v>(
    list: &'v Value,
    place: impl Fn(&'v Value) -> Option<(&'v Value, &'v Value, &'v Value, Option<&'v Value>)>,
) -> BTreeSet<Place> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let number = |value: &Value| value.as_u64().expect("a number");
    let entries = list.as_array().expect("a list").iter();
    let found = entries.filter_map(place);
    found.map(|(r, f, l, c)| (text(r), text(f), number(l), c.map_or(0, number))).collect()
}

/// The lines of the concise form that are findings.
pub(crate) fn concise(reports: &Reports) -> BTreeSet<Place> {
    let line =
        Regex::new(r"^(.*?):(\d+):(\d+): (?:error|warning|info)\[(\w+)\] ").expect("a pattern");
    let text = reports.text("concise");
    let found = text.lines().filter_map(|text| line.captures(text));
    let number = |text: &str| text.parse().expect("a number");
    found.map(|c| (c[4].to_owned(), c[1].to_owned(), number(&c[2]), number(&c[3]))).collect()
}

/// What GitLab's documentation asks of each entry.
pub(crate) fn hold_gitlab(reports: &Reports) {
    const SEVERITIES: [&str; 5] = ["info", "minor", "major", "critical", "blocker"];
    let document = reports.json("gitlab");
    let entries = document.as_array().expect("a list");
    let mut seen = BTreeSet::new();
    for entry in entries {
        let text = |key: &str| entry[key].as_str().unwrap_or_default();
        assert!(!text("description").is_empty() && !text("check_name").is_empty(), "{entry}");
        assert!(SEVERITIES.contains(&text("severity")), "{entry}");
        assert!(seen.insert(text("fingerprint")), "{}: twice: {entry}", reports.name);
        let path = entry["location"]["path"].as_str().expect("a path");
        assert!(!path.starts_with(['/', '\\']) && !path.starts_with("./"), "{entry}");
    }
}

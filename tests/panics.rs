//! A panic, which is a mistake in acklint, becomes a problem or an error that names what failed: here
//! the files of a repository panic while they are read.

use acklint::options::Options;
use acklint::source::{Entry, Files, Memory};
use acklint::{check, inspect, network_plan};
use std::io;
use std::path::Path;

/// A repository of which a file panics when it is read.
struct Broken {
    files: Memory,
    panics: &'static str,
}

impl Files for Broken {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.files.list(folder)
    }

    fn read(&self, file: &str, limit: u64) -> io::Result<Vec<u8>> {
        assert!(file != self.panics, "{file} panics");
        self.files.read(file, limit)
    }

    fn canonical(&self, path: &str) -> io::Result<String> {
        self.files.canonical(path)
    }

    fn inside(&self, path: &Path) -> Option<String> {
        self.files.inside(path)
    }

    fn read_named(&self, file: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.read(&file.to_string_lossy(), limit)
    }
}

const CLUSTER: &str = r#"
resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids    = ["vsw-1"]
  pod_cidr       = "172.20.0.0/24"
  node_cidr_mask = 24
  service_cidr   = "172.21.0.0/20"
}
"#;

fn repository(panics: &'static str) -> Broken {
    let other = CLUSTER.replace("\"172.20.0.0/24\"", "file(\"data\")");
    let files = [("a/main.tf", CLUSTER), ("b/main.tf", &other), ("b/data", "172.20.0.0/24")];
    Broken { files: Memory::new(files), panics }
}

/// What a run says that failed: its problems, or the error that ended it.
fn told(panics: &'static str) -> [(usize, String); 3] {
    let (files, paths, options) = (repository(panics), [String::new()], Options::default());
    let problems = |problems: &[acklint::report::view::Problem]| {
        problems.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>().join("\n")
    };
    let checked = match check::check(&files, &paths, &options) {
        Ok(view) => (view.findings.len(), problems(&view.problems)),
        Err(misuse) => (0, misuse.to_string()),
    };
    let inspected = match inspect::inspect(&files, &paths, &options) {
        Ok((roots, troubles)) => (roots.len(), problems(&troubles)),
        Err(misuse) => (0, misuse.to_string()),
    };
    let planned = match network_plan::network_plan(&files, &paths, &options) {
        Ok((clusters, troubles)) => (clusters.len(), problems(&troubles)),
        Err(misuse) => (0, misuse.to_string()),
    };
    [checked, inspected, planned]
}

/// The root fails, and the other one is judged.
#[test]
fn a_panic_while_evaluating_is_told() {
    for (count, said) in told("b/data") {
        assert!(count > 0, "{said}");
        let begins =
            "evaluating the root b failed, which is a mistake in acklint, please report it";
        assert!(said.contains(begins) && said.contains("b/data panics"), "{said}");
    }
}

/// Before there are roots, the run fails with a sentence.
#[test]
fn a_panic_while_reading_is_told() {
    for (_, said) in told("b/main.tf") {
        assert!(said.contains("a mistake in acklint, please report it"), "{said}");
        assert!(said.contains("b/main.tf panics"), "{said}");
    }
}

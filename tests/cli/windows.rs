//! What editors and shells of Windows make: line ends, byte order marks, backslashes.

use super::program::Repository;
use super::{SHORT, found, main_tf, report};
use serde_json::Value;
use std::path::Path;
use walkdir::WalkDir;

/// A report without what line ends must change: offsets.
fn placed(mut report: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.remove("offset");
                map.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut report);
    report
}

/// A copy of a tree, its Terraform files changed.
fn copy(tree: &Path, change: impl Fn(&str) -> String) -> Repository {
    let repository = Repository::new();
    for entry in WalkDir::new(tree).into_iter().filter_map(Result::ok) {
        let relative = entry.path().strip_prefix(tree).expect("it lies below");
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        let name = relative.to_str().expect("UTF-8");
        let is_terraform = [".tf", ".tf.json", ".tofu", ".tfvars", ".tfvars.json"]
            .iter()
            .any(|ending| name.ends_with(ending));
        repository.write(name, if is_terraform { change(&text) } else { text });
    }
    repository
}

/// Lines, columns, messages, fingerprints: only offsets move.
#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut findings = 0;
    for kind in ["ok", "fail"] {
        for tree in std::fs::read_dir(fixtures.join(kind)).expect("trees") {
            let tree = tree.expect("an entry").path();
            let plain = |text: &str| text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
            let marked = |text: &str| format!("\u{feff}{}", plain(text).replace('\n', "\r\n"));
            let (unix, windows) = (copy(&tree, plain), copy(&tree, marked));
            let [unix, windows] = [&unix, &windows].map(|it| placed(report(it, "check .")));
            findings += found(&unix).len();
            assert_eq!(windows, unix, "{}", tree.display());
        }
    }
    assert!(findings > 20, "{findings}");
}

/// What a comment says ends before the carriage return.
#[test]
fn comments_of_acklint_end_with_their_line() {
    let comment = "# acklint:expect nodes=300\r\n";
    let sound = super::SOUND.trim_start().replace('\n', "\r\n");
    let repository = main_tf(&format!("{comment}{sound}"));
    let report = report(&repository, "check .");
    assert!(found(&report).contains(&super::RULE), "{report}");
    assert_eq!(report["problems"], serde_json::json!([]), "{report}");
}

#[test]
fn the_source_of_a_module_may_have_backslashes() {
    for source in [r"..\\modules\\ack", r".\\..\\modules/ack"] {
        let call = format!("module \"ack\" {{\n  source = \"{source}\"\n}}\n");
        let repository = Repository::of(&[("root/main.tf", &call), ("modules/ack/main.tf", SHORT)]);
        let report = report(&repository, "check .");
        assert_eq!(report["findings"][0]["location"]["file"], "modules/ack/main.tf", "{report}");
        assert_eq!(report["summary"]["roots"], 1, "{report}");
    }
}

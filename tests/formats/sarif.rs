//! SARIF, read with `serde-sarif` and held to the JSON Schema of the standard.

use crate::reports::{Place, Reports};
use serde_json::Value;
use serde_sarif::sarif::{Location, Sarif};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

/// The places of the results; each has a rule of the list and stays within what GitHub takes.
pub(crate) fn places(reports: &Reports) -> BTreeSet<Place> {
    let log: Sarif = serde_json::from_str(&reports.text("sarif")).expect("SARIF");
    let [run] = &log.runs[..] else { panic!("{}: one run", reports.name) };
    let rules = run.tool.driver.rules.as_ref().expect("rules");
    let results = run.results.as_ref().expect("results");
    let place = |result: &serde_sarif::sarif::Result| {
        let id = result.rule_id.clone().expect("a rule");
        let index = usize::try_from(result.rule_index.expect("an index")).expect("an index");
        assert_eq!(rules[index].id, id);
        assert!(result.related_locations.iter().flatten().count() <= 100);
        let [location] = &result.locations.as_ref().expect("places")[..] else { panic!("one") };
        let (file, line, column) = position(location);
        (id, file, line, column)
    };
    results.iter().map(place).collect()
}

fn position(location: &Location) -> (String, u64, u64) {
    let place = location.physical_location.as_ref().expect("a file");
    let artifact = place.artifact_location.as_ref().expect("a file");
    let uri = artifact.uri.as_ref().expect("a URI");
    assert!(!uri.starts_with('/') && !uri.contains([' ', ':', '\\']), "{uri}");
    assert_eq!(artifact.uri_base_id.as_deref(), Some("%SRCROOT%"));
    let region = place.region.as_ref().expect("a region");
    let number =
        |number: Option<i64>| u64::try_from(number.expect("it is there")).expect("at least 0");
    let file = percent_encoding::percent_decode_str(uri).decode_utf8().expect("UTF-8").into_owned();
    (file, number(region.start_line), number(region.start_column))
}

#[test]
fn every_document_is_as_the_standard_says() {
    let schema = std::fs::read_to_string(schema()).expect("the schema of serde-sarif");
    // the pattern of languages has a bracket too many, which only old JavaScript lets pass
    let schema = schema.replace("-[a-zA-Z]{2}]?$", "(-[a-zA-Z]{2})?$");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for reports in crate::all() {
        let document = reports.json("sarif");
        let wrong: Vec<String> = validator
            .iter_errors(&document)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{}: {}", reports.name, wrong.join("\n"));
    }
}

/// A step below another level moves the finding, and its fingerprint stays.
#[test]
fn a_fingerprint_survives_moved_lines() {
    let text = "resource \"alicloud_cs_managed_kubernetes\" \"a\" {\n  vswitch_ids = [\"vsw-1\"]\n  \
                pod_cidr = \"172.20.0.0/24\"\n  service_cidr = \"172.21.0.0/20\"\n}\n";
    let of = |text: &str| {
        let reports = Reports::of("moved", crate::repository(text));
        let results = reports.json("sarif")["runs"][0]["results"].clone();
        let list = results.as_array().expect("a list").iter();
        list.map(|result| result["partialFingerprints"].clone()).collect::<Vec<_>>()
    };
    let fingerprints = of(text);
    assert!(!fingerprints.is_empty());
    assert_eq!(of(&format!("# a line\n\n{text}")), fingerprints);
}

/// The schema that `serde-sarif` is made from lies beside its code.
fn schema() -> PathBuf {
    let version = said(Command::new("rustc").arg("-vV"));
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--offline", "--locked"]);
    // what other platforms need may not be here
    cargo.args(["--filter-platform", host]);
    let metadata: Value = serde_json::from_str(&said(&mut cargo)).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|package| package["name"] == "serde-sarif");
    let manifest = package.and_then(|package| package["manifest_path"].as_str()).expect("a path");
    PathBuf::from(manifest).with_file_name("src").join("schema.json")
}

fn said(command: &mut Command) -> String {
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

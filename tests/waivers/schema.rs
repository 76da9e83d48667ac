//! `schemas/baseline.schema.json` holds for every baseline that is written.

use crate::said::{cluster, look, options};
use acklint::report::baseline;
use serde_json::Value;
use std::path::Path;

fn read(path: &str) -> Value {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
    serde_json::from_str(&text.expect("a file")).expect("a document")
}

#[test]
fn baselines_are_as_their_schema_says() {
    let schema = read("schemas/baseline.schema.json");
    jsonschema::draft202012::meta::validate(&schema).expect("a schema of draft 2020-12");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let rotten = "# acklint:allow cni_conflict";
    let texts = [String::new(), cluster("a", rotten, "") + &cluster("b", "", "")];
    let mut written: Vec<Value> = texts
        .iter()
        .map(|text| {
            let view = look(&[("envs/prod/main.tf", text)], &options());
            serde_json::from_str(&baseline::render(&view)).expect("a document")
        })
        .collect();
    assert_eq!(written[1]["entries"].as_array().map(Vec::len), Some(3));
    written.push(read("docs/baseline.example.json"));
    written.push(read("fixtures/ok/baselined/acklint-baseline.json"));
    for document in &written {
        let wrong: Vec<String> = validator.iter_errors(document).map(|e| e.to_string()).collect();
        assert!(wrong.is_empty(), "{document:#}: {wrong:?}");
    }
    let mut entry = written[1].clone();
    entry["entries"][0]["severity"] = "grave".into();
    assert!(!validator.is_valid(&entry), "the schema refuses something");
}

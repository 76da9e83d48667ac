//! What the program prints as JSON is as `schemas/` says.

use crate::program::Repository;
use crate::reports;
use serde_json::Value;
use std::path::Path;

/// A form, and the command that prints it.
const PRINTED: [(&str, &[&str]); 3] = [
    ("report", &["check", "--format", "json"]),
    ("inspect", &["inspect", "--format", "json"]),
    ("capacity", &["capacity", "--format", "json"]),
];

#[test]
fn every_tree_is_told_as_the_schemas_say() {
    for (form, command) in PRINTED {
        let validator = validator(form);
        let hostile = ("hostile".to_owned(), crate::hostile::repository());
        for (name, tree) in reports::trees().into_iter().chain([hostile]) {
            if let Some(document) = tree.run(command).json() {
                hold(&validator, &document, &format!("{name}: {form}"));
            }
        }
    }
}

#[test]
fn the_rules_are_told_as_the_schema_says() {
    let document = Repository::new().run(&["rules", "--format", "json"]).json().expect("JSON");
    hold(&validator("rules"), &document, "rules");
}

/// The example of the contract, with what may be null and what is not known.
#[test]
fn capacity_has_a_schema() {
    let text = include_str!("capacity.json");
    let document = serde_json::from_str(text).expect("JSON");
    hold(&validator("capacity"), &document, "capacity");
}

#[test]
fn a_schema_refuses_what_is_none_of_its_form() {
    let document = serde_json::json!({"schema": "acklint/2"});
    for form in ["report", "rules", "inspect", "capacity"] {
        assert!(!validator(form).is_valid(&document), "{form}");
    }
}

fn hold(validator: &jsonschema::Validator, document: &Value, what: &str) {
    let wrong: Vec<String> =
        validator.iter_errors(document).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "{what}: {}", wrong.join("\n"));
}

fn validator(form: &str) -> jsonschema::Validator {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{form}.schema.json"));
    let text = std::fs::read_to_string(file).expect("a schema");
    let schema = serde_json::from_str(&text).expect("JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("a schema of draft 2020-12");
    jsonschema::draft202012::new(&schema).expect("a schema")
}

//! The document, without the cards but for one.

use super::*;
use crate::report::sample;
use crate::report::view::{Finding, Waived, WaivedBy};
use serde_json::Value;

fn parsed(view: &View) -> Value {
    serde_json::from_str(&render(view)).unwrap()
}

#[test]
fn everything() {
    let mut log = parsed(&sample::everything());
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    assert_eq!(rules.len(), rules::cards().len());
    rules.retain(|rule| rule["id"] == "vpc_filled");
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).unwrap());
}

#[test]
fn a_waived_finding_is_suppressed_and_a_fix_replaces() {
    let baseline = Waived { by: WaivedBy::Baseline, reason: String::new(), until: None };
    let baseline = Finding { waived: Some(baseline), fix: None, ..sample::waived() };
    let view = View { findings: vec![sample::waived(), baseline], ..View::default() };
    let log = parsed(&view);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let shown: Vec<_> = results.iter().map(|r| [&r["suppressions"], &r["fixes"]]).collect();
    insta::assert_snapshot!(serde_json::to_string_pretty(&shown).unwrap());
    assert!(serde_json::from_value::<serde_sarif::sarif::Sarif>(log).is_ok());
}

#[test]
fn paths_are_relative_and_encoded() {
    let location = sample::place("环境/a b:c%#?.tf", "a", "a", 0);
    let artifact = serde_json::to_value(place::Artifact::from(&location)).unwrap();
    assert_eq!(artifact["uri"], "%E7%8E%AF%E5%A2%83/a%20b%3Ac%25%23%3F.tf");
    assert_eq!(artifact["uriBaseId"], "%SRCROOT%");
}

#[test]
fn a_message_holds_no_link() {
    let said = serde_json::to_value(Message::new("a [x](https://example.com)")).unwrap();
    assert_eq!(said["text"], "a [x] (https://example.com)");
}

#[test]
fn a_rule_explains_itself() {
    for card in rules::cards() {
        let rule = serde_json::to_value(Descriptor::from(card)).unwrap();
        let text = |key: &str, form: &str| rule[key][form].as_str().unwrap().to_owned();
        let (why, help) = (text("fullDescription", "text"), text("help", "markdown"));
        assert!(why.len() > 30 && !why.contains("```"), "{}: {why}", card.id);
        assert!(help.contains("\n## Fails\n") && !help.contains("hcl rule"), "{}", card.id);
    }
}

//! Cards that are read, and cards that are refused at a line.

use super::*;

const CARD: &str = r#"# A title

```hcl rule
grain    = "node_pool"
severity = { short = "error", tight = "warning" }
since    = "0.1.0"
frozen   = ["alicloud_vswitch.cidr_block"]
source   = ["A document"]
```

```text
prose
```

```hcl fail case=short
a = module.net.a
```

```hcl fail file=net/main.tf
b = 1
a = 2 # <- is 2
```

```hcl undecided
variable "a" { # ?
}
```
"#;

#[test]
fn a_card_is_read() {
    let card = Card::parse("some_rule", CARD).unwrap();
    assert_eq!((card.id, card.title, card.grain), ("some_rule", "A title", Grain::NodePool));
    assert_eq!(card.severity("tight"), Some(Severity::Warning));
    assert_eq!(card.severity("other"), None);
    assert_eq!(card.distinct_severities(), [Severity::Error, Severity::Warning]);
    assert_eq!(card.unshown_cases(), ["tight"]);
    let [fail, undecided] = card.examples.as_slice() else { panic!("{:?}", card.examples) };
    assert_eq!(fail.expected, Expected::Fail { case: Some("short") });
    assert_eq!(fail.line, 15);
    let [main, net] = fail.files.as_slice() else { panic!("{:?}", fail.files) };
    assert_eq!((main.name, main.text, main.line), ("main.tf", "a = module.net.a\n", 16));
    assert_eq!((net.name, net.line), ("net/main.tf", 20));
    assert_eq!(net.marks(), [(2, Mark::Found("is 2"))]);
    assert_eq!(undecided.files[0].marks(), [(1, Mark::Unknown)]);
}

fn refused(from: &str, to: &str) -> String {
    assert!(CARD.contains(from), "{from}");
    Card::parse("some_rule", CARD.replacen(from, to, 1).leak()).unwrap_err().to_string()
}

#[test]
fn faults_have_a_place() {
    assert_eq!(
        refused("\"node_pool\"", "\"pool\""),
        "rules/some_rule.md:3: `pool` is no grain: estate, vpc, cluster, node_pool, any or none"
    );
    assert_eq!(
        refused("\"error\"", "\"fatal\""),
        "rules/some_rule.md:3: `fatal` is no severity: error, warning or info"
    );
    assert!(refused("\"0.1.0\"", "=").starts_with("rules/some_rule.md:6: "));
    assert!(refused("since", "sinc").starts_with("rules/some_rule.md:3: unknown field `sinc`"));
    assert_eq!(
        refused("case=short", "case=shorter"),
        "rules/some_rule.md:15: the head knows no case `shorter`"
    );
    assert_eq!(
        refused("hcl undecided", "hcl maybe"),
        "rules/some_rule.md:24: `maybe` is no kind of example: base, fail, pass or undecided"
    );
    assert_eq!(
        refused("hcl fail case=short", "text"),
        "rules/some_rule.md:19: no example goes before net/main.tf"
    );
    assert_eq!(refused("hcl rule", "hcl pass"), format!("rules/some_rule.md:3: {NO_HEAD}"));
    assert_eq!(
        refused("# A title", "A title"),
        "rules/some_rule.md:1: a card begins with `# ` and its title"
    );
    assert_eq!(refused("}\n```", "}"), "rules/some_rule.md:24: this fence is not closed");
}

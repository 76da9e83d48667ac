//! A repository whose texts are made to be obeyed: nothing of them is.

use crate::program::Repository;
use crate::reports::Reports;
use acklint::report::form::Form;
use regex::Regex;

/// As they stand between the quotes of a string of the configuration.
const TEXTS: [&str; 18] = [
    "]]>",
    "</details></summary>",
    "<img src=x onerror=alert(1)>",
    "::error::taken",
    "%0A::error::taken",
    "\\r\\n::error::taken",
    "\\u001b[31m\\u009b31m",
    "\\u202e\\u2066\\u200b",
    "\\u0000\\ufffe",
    "a|b||c",
    "`x` ``y`` ```z```",
    "@octocat #1 octocat/repo#1",
    "[x](https://example.com) https://example.com www.example.com",
    "##[error]taken ##vso[task.complete] ##teamcity[x]",
    "&amp;&#124;&lt;",
    "\\\"'--><!--",
    "\\\\| \\\\",
    "*a* _b_ ~~c~~ $d$ # e",
];

/// Every text as a key of a subject and as a value that a message repeats; a file whose name is
/// one; and a heredoc whose lines are commands.
pub(crate) fn repository() -> Repository {
    let texts = TEXTS.map(|text| format!("\"{text}\"")).join(",\n");
    let root = format!(
        "module \"m\" {{\n  for_each = toset([{texts}])\n  source = \"./m\"\n  text = each.key\n}}\n"
    );
    let module = r#"variable "text" {}

resource "alicloud_cs_managed_kubernetes" "c" {
  vswitch_ids  = ["vsw-1"]
  pod_cidr     = var.text
  service_cidr = "172.21.0.0/20"
}
"#;
    let heredoc = "locals {\n  text = <<E\n  ::error::taken\n````\n</details>\n##[error]taken\nE\n}\n\n\
                   resource \"alicloud_cs_managed_kubernetes\" \"h\" {\n  vswitch_ids  = [\"vsw-1\"]\n  \
                   pod_cidr     = local.text\n  service_cidr = \"172.21.0.0/20\"\n}\n";
    Repository::of(&[
        ("main.tf", &root),
        ("m/main.tf", module),
        ("a|b `c` %0A @me [x](y) ,::error::.tf", heredoc),
    ])
}

#[test]
fn every_text_is_told() {
    let document = Reports::of("hostile", repository()).json("json");
    let findings = document["findings"].as_array().expect("a list");
    let invalid = findings.iter().filter(|finding| finding["rule"] == "cidr_invalid").count();
    assert_eq!(invalid, TEXTS.len() + 1, "{findings:#?}");
}

#[test]
fn nothing_steers_a_terminal_or_a_log() {
    let ours = Regex::new("^::(error|warning|notice) title=[a-z_]+%3A ").expect("a pattern");
    let command = Regex::new(r"##[A-Za-z]*\[").expect("a pattern");
    let reports = Reports::of("hostile", repository());
    for form in Form::ALL {
        let text = reports.text(form.as_str());
        let steers = |c: &char| {
            (c.is_control() && *c != '\n')
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(text.chars().find(steers), None, "{form:?}");
        assert_eq!(command.find(&text).map(|found| found.as_str()), None, "{form:?}");
        let obeyed = text.lines().filter(|line| line.trim_start().starts_with("::"));
        let obeyed: Vec<&str> = obeyed.collect();
        if *form == Form::Github {
            assert!(obeyed.iter().all(|line| ours.is_match(line)), "{obeyed:#?}");
        } else {
            assert_eq!(obeyed, Vec::<&str>::new(), "{form:?}");
        }
    }
}

/// Outside of code, forges look for names, numbers and addresses in what is rendered.
#[test]
fn a_comment_mentions_nobody() {
    let reports = Reports::of("hostile", repository());
    let text = reports.text("markdown");
    // the longer runs of backticks first: a fence holds shorter ones
    let code = r"(?s)````+hcl\n.*?\n````+\n|```hcl\n.*?\n```\n|`[^`\n]+`";
    let code = Regex::new(code).expect("a pattern");
    let text = text.replace("\\`", "");
    let loose = code.replace_all(&text, "");
    for taken in ["@octocat", "@me", " #1", "https://", "www.example", "<img", "</summary></"] {
        assert!(!loose.contains(taken), "{taken}: {loose}");
    }
}

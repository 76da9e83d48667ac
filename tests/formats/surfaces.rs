//! Whatever acklint prints beside the reports of `check`: on standard output and on standard error,
//! of commands that resolve, draw and list, and of wrong usage. Nothing steers a terminal or a log.

use crate::hostile;
use crate::program::{Repository, Run};
use regex::Regex;

/// Names of files, folders and variables, and arguments, that want to be obeyed. A name holds no `/`
/// and no NUL.
const NAMES: [&str; 12] = [
    "\u{1b}[31mred\u{1b}]0;title\u{7}",
    "\n::error::taken",
    "\r\n##[error]taken",
    "a\n::set-output name=a::b",
    "\u{202e}\u{2066}\u{200b}\u{feff}",
    "\u{9b}31m\u{85}\u{7f}",
    "]]><script>alert(1)<",
    "a|b `c` @octocat #1",
    "\"'<img src=x onerror=alert(1)>&",
    "##vso[task.complete]",
    "::error::taken",
    "%0A%1B[31m${IFS}$(touch run)",
];

fn steers(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// That neither stream holds what a terminal or a CI system obeys.
fn is_safe(name: &str, run: &Run) {
    let command = Regex::new(r"##[A-Za-z]*\[").expect("a pattern");
    for (stream, text) in [("out", &run.stdout), ("err", &run.stderr)] {
        assert_eq!(text.chars().find(|c| steers(*c)), None, "{name}, {stream}: {text:?}");
        assert_eq!(command.find(text), None, "{name}, {stream}: {text:?}");
        let obeyed = text.lines().find(|line| line.trim_start().starts_with("::"));
        assert_eq!(obeyed, None, "{name}, {stream}: {text:?}");
    }
    assert!((0..=2).contains(&run.code), "{name}");
}

/// The hostile repository, and every name as a root folder, a file with a mistake, a values file, a
/// module that is not there, a key and an output.
fn repository() -> Repository {
    let repository = hostile::repository();
    for (at, name) in NAMES.iter().enumerate() {
        let quoted = serde_json::to_string(name).expect("a string").replace("${", "$${");
        let text = format!(
            r#"variable "v{at}" {{
  default = {quoted}
}}
locals {{
  l{at} = {{ {quoted} = {quoted} }}
}}
output "o{at}" {{
  value = [local.l{at}, var.v{at}]
}}
module "missing{at}" {{
  source = "./x{}
}}
module "remote{at}" {{
  source = {quoted}
}}
resource "alicloud_cs_managed_kubernetes" "c" {{
  for_each     = {{ {quoted} = {quoted} }}
  name         = each.key
  vswitch_ids  = [each.value]
  pod_cidr     = "172.20.0.0/24"
  service_cidr = each.value
}}
"#,
            &quoted[1..]
        );
        repository.write(&format!("{name}/main.tf"), &text);
        repository.write(&format!("{name}/{name}.tf"), "resource {");
        repository.write(&format!("{name}/{name}.auto.tfvars"), "v = [");
    }
    repository
}

#[test]
fn what_is_resolved_drawn_and_listed_is_safe() {
    let repository = repository();
    let commands: [&[&str]; 13] = [
        &["check", "--list-roots"],
        &["check", "--list-roots", "--format", "json"],
        &["check", "-v"],
        &["inspect"],
        &["inspect", "-v"],
        &["inspect", "--format", "json"],
        &["capacity"],
        &["capacity", "--format", "json"],
        &["capacity", "--format", "markdown"],
        &["capacity", "--format", "svg"],
        &["capacity", "--format", "html"],
        &["check", "--format", "json"],
        &["check", "--fix", "--dry-run"],
    ];
    for command in commands {
        let run = repository.run(command);
        is_safe(&command.join(" "), &run);
        assert!(!run.stdout.is_empty(), "{command:?}: {}", run.stderr);
    }
}

#[test]
fn drawings_hold_no_markup_of_the_input() {
    let repository = repository();
    let code = Regex::new("`[^`\n]+`").expect("a pattern");
    for form in ["svg", "html", "markdown"] {
        let text = repository.run(&["capacity", "--format", form]).stdout;
        let text = if form == "markdown" { code.replace_all(&text, "").into_owned() } else { text };
        for taken in ["<script>alert", "<img", "onerror=alert(1)>"] {
            assert!(!text.contains(taken), "{form}: {taken}");
        }
    }
}

#[test]
fn changes_are_safe() {
    if !crate::program::git::is_here("changes_are_safe") {
        return;
    }
    let repository = Repository::committed(&[]);
    for name in NAMES {
        let quoted = serde_json::to_string(name).expect("a string").replace("${", "$${");
        let text = |range: &str| {
            format!(
                "resource \"alicloud_cs_managed_kubernetes\" \"c\" {{\n  for_each = {{ {quoted} = 1 \
                 }}\n  vswitch_ids = [\"vsw-1\"]\n  pod_cidr = \"{range}\"\n}}\n"
            )
        };
        repository.write(&format!("{name}/main.tf"), text("172.20.0.0/16"));
    }
    repository.commit();
    for name in NAMES {
        repository.write(&format!("{name}/main.tf"), "resource \"alicloud_vpc\" \"v\" {\n");
    }
    for format in ["human", "json", "markdown", "concise"] {
        is_safe(format, &repository.run(&["diff", "HEAD", "--format", format]));
        is_safe(format, &repository.run(&["check", "--changed", "HEAD", "--format", format]));
    }
    for name in NAMES {
        is_safe(name, &repository.run(&["diff", name]));
        is_safe(name, &repository.run(&["check", "--changed", name]));
    }
}

#[test]
fn wrong_usage_is_told_safely() {
    let repository = Repository::of(&[("main.tf", "variable \"x\" {}\n")]);
    for name in NAMES {
        let options = [
            "--format",
            "--select",
            "--ignore",
            "--plan",
            "--state",
            "--baseline",
            "--config",
            "--var-file",
            "--var",
            "--today",
            "--expect",
            "--fail-on",
            "--threads",
            "--workspace",
            "--color",
            "--write-baseline",
        ];
        for option in options {
            is_safe(&format!("{option} {name:?}"), &repository.run(&["check", option, name]));
            let joined = format!("{option}={name}");
            is_safe(&joined, &repository.run(&["check", &joined]));
        }
        let named = format!("{name}=1");
        is_safe(&named, &repository.run(&["check", "--var", &named]));
        for arguments in [
            &[name][..],
            &["check", name],
            &["inspect", name],
            &["capacity", name],
            &["explain", name],
            &["completions", name],
            &["rules", name],
            &["diff", name, name],
            &["plan-network", "--nodes", name],
            &["capacity", "--format", name],
            &["check", "--format=json=no/such/folder", name],
        ] {
            let run = repository.run(arguments);
            is_safe(&arguments.join(" "), &run);
        }
    }
}

/// Texts of a plan and of a state, and what they are called.
#[test]
fn plans_are_safe() {
    let repository = Repository::new();
    for (at, name) in NAMES.iter().enumerate() {
        let quoted = serde_json::to_string(name).expect("a string");
        let plan = format!(
            r#"{{"format_version": "1.2", "terraform_version": {quoted}, "resource_changes": [{{"address": {quoted}, "mode": "managed", "type": "alicloud_cs_managed_kubernetes", "name": {quoted}, "index": {quoted}, "module_address": {quoted}, "change": {{"actions": ["create"], "before": null, "after": {{"name": {quoted}, "pod_cidr": {quoted}, "service_cidr": {quoted}, "vswitch_ids": [{quoted}]}}, "after_unknown": {{}}}}}}]}}"#
        );
        let file = format!("{name}.json");
        repository.write(&file, plan);
        for format in ["human", "json", "concise"] {
            let run = repository.run(&["check", "--plan", &file, "--format", format]);
            is_safe(&format!("plan {at} as {format}"), &run);
        }
        repository.write(&file, format!("{{\"format_version\": {quoted}}}"));
        is_safe("no plan", &repository.run(&["check", "--plan", &file]));
        repository.write(&file, quoted);
        is_safe("no object", &repository.run(&["check", "--state", &file]));
    }
}

//! What `README.md` and `docs/` say is so: outputs, options, functions, modules, links, commands.
//!
//! `UPDATE_EXPECT=1` rewrites what is generated.

mod differences;

use acklint::report::form::Form;
use clap::Parser;
use regex::Regex;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What stands before the fence that holds a command's output.
const OUTPUT: &str = "<!-- output: ";

const DOCUMENTS: [&str; 19] = [
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "docs/architecture.md",
    "docs/capacity.md",
    "docs/changes.md",
    "docs/ci.md",
    "docs/configuration.md",
    "docs/coverage.md",
    "docs/formats.md",
    "docs/performance.md",
    "docs/plan.md",
    "docs/security.md",
    "docs/terminal.md",
    "docs/terraform.md",
    "docs/waivers.md",
    "fixtures/README.md",
    "rules/README.md",
    "schemas/README.md",
];

#[test]
fn every_output_is_what_its_command_prints() {
    let mut marks = 0;
    for document in DOCUMENTS {
        let text = read(document);
        marks += text.matches(OUTPUT).count();
        hold(document, &with_outputs(&text));
    }
    assert!(marks > 0, "no document shows an output");
}

#[test]
fn the_functions_are_those_that_are_computed() {
    const BEGIN: &str = "<!-- functions:begin -->\n";
    const END: &str = "<!-- functions:end -->";
    let document = "docs/terraform.md";
    let text = read(document);
    let (before, rest) = text.split_once(BEGIN).expect("the list has a beginning");
    let (_, after) = rest.split_once(END).expect("the list has an end");
    let names = acklint::eval::function_names();
    hold(document, &format!("{before}{BEGIN}{}{END}{after}", wrapped(&names)));
}

/// Each rule answers something of the page that the project starts from, or stands beside it, and
/// what is named there is a rule.
#[test]
fn the_coverage_names_each_rule_and_no_other() {
    let named =
        Regex::new(r"\[`([a-z0-9_]+)`\]\(\.\./rules/([a-z0-9_]+)\.md\)").expect("a pattern");
    let text = read("docs/coverage.md");
    let named: BTreeSet<&str> = named
        .captures_iter(&text)
        .map(|found| {
            let (name, card) = (found.get(1).expect("a name"), found.get(2).expect("a card"));
            assert_eq!(name.as_str(), card.as_str(), "a rule links to its own card");
            name.as_str()
        })
        .collect();
    assert_eq!(named, acklint::rules::ids().collect());
}

#[test]
fn the_options_are_those_of_the_help() {
    let option = Regex::new(r"(?m)^\s+(?:-\w, )?(--[a-z-]+)").expect("a pattern");
    let row = Regex::new(r"(?m)^\| `(?:-\w`, `)?(--[a-z-]+)").expect("a pattern");
    let names = |pattern: &Regex, text: &str| -> BTreeSet<String> {
        pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
    };
    let mut known = names(&option, &run("acklint check --help"));
    known.remove("--help");
    assert_eq!(names(&row, &read("README.md")), known);
}

#[test]
fn the_formats_are_those_that_there_are() {
    let row = Regex::new(r"(?m)^\| `(\w+)` \|").expect("a pattern");
    let text = read("docs/formats.md");
    let named: Vec<&str> = row.captures_iter(&text).map(|row| row.extract::<1>().1[0]).collect();
    let forms: Vec<&str> = Form::ALL.iter().map(|form| form.as_str()).collect();
    assert_eq!(named, forms);
    let (readme, help) = (read("README.md"), run("acklint check --help"));
    for form in forms {
        assert!(readme.contains(&format!("`{form}`")), "README.md does not name {form}");
        assert!(help.contains(form), "the help does not name {form}");
    }
}

/// Whoever copies a line of a snippet is understood.
#[test]
fn the_command_lines_in_snippets_are_understood() {
    let line = Regex::new(r"(?m)^\s*- (?:run: )?(acklint [^|\n]*)").expect("a pattern");
    let text = read("docs/formats.md");
    let lines: Vec<&str> = line.captures_iter(&text).map(|line| line.extract::<1>().1[0]).collect();
    assert!(lines.len() > 4, "{lines:?}");
    for line in lines {
        let parsed = acklint::cli::Cli::try_parse_from(line.split_whitespace());
        assert!(parsed.is_ok(), "{line}: {:?}", parsed.err());
    }
}

/// A fresh machine needs two commands: the first shows a finding, the second passes the tests.
#[test]
fn the_readme_has_two_commands_and_ci_runs_the_tests_as_it_says() {
    let text = read("README.md");
    let fence = Regex::new(r"(?ms)^```sh\n(.*?)^```$").expect("a pattern");
    let fences = fence.captures_iter(&text).map(|fence| fence.extract::<1>().1[0]);
    let commands: Vec<&str> = fences.flat_map(str::lines).collect();
    let [check, tests] = commands[..] else { panic!("two commands, not {commands:?}") };
    let folder = check.strip_prefix("cargo run --release -- check ").expect("the main job");
    assert!(root().join(folder).is_dir(), "there is no {folder}");
    let runs = |line: &str| line.trim() == format!("step {tests}");
    assert!(read(".ci/run").lines().any(runs), ".ci/run does not run `{tests}`");
}

#[test]
fn the_map_names_every_module() {
    let map = read("docs/architecture.md");
    let modules = read("src/lib.rs");
    let modules = modules
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    let missing: Vec<&str> =
        modules.filter(|name| !map.contains(&format!("\n| `{name}` |"))).collect();
    assert!(missing.is_empty(), "docs/architecture.md has no row for {missing:?}");
}

#[test]
fn the_invariants_that_the_map_names_are_tests() {
    let map = read("docs/architecture.md");
    let tests = read("tests/tidy.rs");
    let name = Regex::new("`([a-z]+(?:_[a-z]+){2,})`").expect("a pattern");
    let named = name.captures_iter(&map).map(|name| name.extract::<1>().1[0]);
    let named: BTreeSet<&str> =
        named.filter(|name| *name != "flannel_pod_cidr_too_small").collect();
    let is_test = |name: &&str| tests.contains(&format!("#[test]\nfn {name}()"));
    let missing: Vec<&str> = named.iter().copied().filter(|name| !is_test(name)).collect();
    assert!(missing.is_empty() && named.len() > 5, "tests/tidy.rs has no {missing:?}: {named:?}");
}

/// A promise of `docs/security.md` without its test is a wish.
#[test]
fn the_tests_that_hold_the_promises_are_there() {
    let text = read("docs/security.md");
    let (_, promises) = text.split_once("\n## Promises\n").expect("there are promises");
    let (promises, _) = promises.split_once("\n## ").expect("something follows");
    let tests = walkdir::WalkDir::new(root().join("tests")).into_iter();
    let tests = tests.chain(walkdir::WalkDir::new(root().join("src")));
    let tests = tests.map(|entry| entry.expect("an entry").into_path());
    let tests = tests.filter(|path| path.extension().is_some_and(|it| it == "rs"));
    let tests: Vec<String> =
        tests.map(|path| std::fs::read_to_string(path).expect("a file")).collect();
    let name = Regex::new("`([a-z0-9]+(?:_[a-z0-9]+)+)`").expect("a pattern");
    let mut named = 0;
    for row in promises.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let held = row.trim_end_matches(" |").rsplit_once("| ").expect("two columns").1;
        for name in name.captures_iter(held) {
            named += 1;
            let function = Regex::new(&format!(r"#\[test\]\n(#\[.*\]\n)*\s*fn {}\(", &name[1]));
            let function = function.expect("a pattern");
            assert!(tests.iter().any(|text| function.is_match(text)), "{} is no test", &name[1]);
        }
        assert!(held.contains('`'), "nothing holds: {row}");
    }
    assert!(named > 20, "{named} tests are named: does the pattern still fit?");
}

#[test]
fn every_link_leads_somewhere() {
    let link = Regex::new(r"\]\(([^)#\s]+)(?:#[^)]*)?\)").expect("a pattern");
    for document in DOCUMENTS {
        let folder = root().join(document);
        let folder = folder.parent().expect("a file lies in a folder");
        for link in link.captures_iter(&read(document)) {
            let target = &link[1];
            let is_there = target.contains("://") || folder.join(target).exists();
            assert!(is_there, "{document} links to {target}, which is not there");
        }
    }
}

/// The text with the output of each marked command in the fence below its mark.
fn with_outputs(text: &str) -> String {
    let mut made = String::new();
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once(OUTPUT) {
        let (command, after) = marked.split_once(" -->\n").expect("a mark ends with ` -->`");
        let shown = after.strip_prefix("```text\n").expect("a fence of text follows a mark");
        let (_, after) = shown.split_once("```\n").expect("a fence ends");
        let parts = [before, OUTPUT, command, " -->\n```text\n", &run(command), "```\n"];
        made += &parts.concat();
        rest = after;
    }
    made + rest
}

/// What a command prints when it is run in the repository root, with nothing in its environment.
fn run(command: &str) -> String {
    let arguments = command.strip_prefix("acklint ").expect("a command of acklint");
    let mut program = Command::new(env!("CARGO_BIN_EXE_acklint"));
    let output = program.args(arguments.split(' ')).current_dir(root()).env_clear().output();
    let output = output.expect("the program runs");
    // `--fix` says beforehand what it does not know
    let says = command.contains(" --fix");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(says || stderr.is_empty(), "{command}: {stderr}");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// Names with commas between them, in lines that a person can read.
fn wrapped(names: &[&str]) -> String {
    let mut text = String::new();
    let mut width = 0;
    for (at, name) in names.iter().enumerate() {
        let comma = if at + 1 < names.len() { "," } else { "" };
        let word = format!("`{name}`{comma}");
        if width + word.len() > 100 {
            text.truncate(text.trim_end().len());
            text.push('\n');
            width = 0;
        }
        width += word.len() + 1;
        text += &word;
        text.push(' ');
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn hold(document: &str, wanted: &str) {
    differences::hold(&root().join(document), wanted).unwrap_or_else(|wrong| panic!("{wrong}"));
}

fn read(document: &str) -> String {
    let text = std::fs::read_to_string(root().join(document));
    text.unwrap_or_else(|error| panic!("{document}: {error}")).replace("\r\n", "\n")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

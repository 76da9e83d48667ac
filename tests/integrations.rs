//! What others take from this repository: the GitHub Action, the GitLab job, the container, and
//! the snippets of the documents that name them. Each is read by its ecosystem's own reader, and
//! holds only names that are there.

mod outside;
mod program;

use acklint::cli::Cli;
use clap::Parser;
use program::{Repository, Run};
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files with snippets or command lines.
const DOCUMENTS: [&str; 6] = [
    "README.md",
    "docs/ci.md",
    "docs/terminal.md",
    "docs/terraform.md",
    "fixtures/README.md",
    "rules/README.md",
];

/// The form of a file, by the name that a snippet has in its first line, as check-jsonschema
/// knows it.
const FORMS: [(&str, &str); 2] = [
    (".github/workflows/acklint.yml", "vendor.github-workflows"),
    (".gitlab-ci.yml", "vendor.gitlab-ci"),
];

#[test]
fn the_action_is_one_that_github_takes() {
    let text = read("action.yml");
    conforms("vendor.github-actions", "action.yml", &text);
    let action = yaml(&text);
    let used = action["runs"]["steps"].as_array().expect("steps");
    let used: Vec<&str> = used.iter().filter_map(|step| step["uses"].as_str()).collect();
    assert_eq!(used, ["actions/cache@v4"], "others' actions are a risk to whoever takes this one");
}

/// The first step as the runner would run it: what it writes is the name of a build.
#[test]
fn the_action_tells_one_revision_from_another() {
    let bash = outside::program("bash", "the step of the action was not run");
    let git = outside::program("git", "the step of the action was not run");
    let (Some(bash), Some(_)) = (bash, git) else { return };
    let action = yaml(&read("action.yml"));
    let script = action["runs"]["steps"][0]["run"].as_str().expect("a script").to_owned();
    let digest = |text: &str| {
        let files = [("Cargo.toml", ""), ("Cargo.lock", ""), ("src/a b.rs", text), ("rules/c", "")];
        let repository = Repository::of(&files);
        let mut command = Command::new(&bash);
        let command = command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script]);
        let output = repository.root().join("output");
        command.env("GITHUB_ACTION_PATH", repository.root()).env("GITHUB_OUTPUT", &output);
        let run = Run::of(command);
        assert_eq!(run.code, 0, "{run:?}");
        std::fs::read_to_string(output).expect("an output")
    };
    assert!(Regex::new("^digest=[0-9a-f]{40,}\n$").expect("a pattern").is_match(&digest("1")));
    assert_eq!(digest("1"), digest("1"));
    assert_ne!(digest("1"), digest("2"));
}

/// The last step as the runner would run it, save that nothing was built just now.
#[test]
fn the_action_lints_the_paths_with_the_options_it_is_given() {
    let Some(bash) = outside::program("bash", "the step of the action was not run") else { return };
    let action = yaml(&read("action.yml"));
    let step = action["runs"]["steps"].as_array().expect("steps").last().expect("a step").clone();
    let script = step["run"].as_str().expect("a script");
    let given: Vec<&String> = step["env"].as_object().expect("variables").keys().collect();
    assert_eq!(given, ["ACKLINT_ARGS", "ACKLINT_PATHS"]);

    let repository = Repository::of(&[("a b/main.tf", "terraform {}\n"), ("c/main.tf", "\n")]);
    let temporary = repository.root().parent().expect("the folder around it").to_path_buf();
    let bin = temporary.join("acklint/bin");
    std::fs::create_dir_all(&bin).expect("a folder");
    std::fs::copy(env!("CARGO_BIN_EXE_acklint"), bin.join("acklint")).expect("the program");
    let lint = |arguments: &str, paths: &str| {
        let mut command = Command::new(&bash);
        let command = command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
        let command = command.current_dir(repository.root()).env_clear();
        let command = command.env("RUNNER_TEMP", &temporary).env("ACKLINT_ARGS", arguments);
        let path = temporary.join("path");
        Run::of(command.env("ACKLINT_PATHS", paths).env("GITHUB_PATH", path))
    };
    let roots = lint("--list-roots", "a b\nc\n").stdout;
    assert_eq!(roots.lines().count(), 2, "{roots}");
    let all = lint("--list-roots\n--threads 1", ".").stdout;
    assert_eq!(all.lines().count(), 2, "{all}");
    let run = lint("", "gone");
    assert!(run.code == 2 && run.stdout.contains("there is no gone"), "{run:?}");
}

#[test]
fn the_job_is_one_that_gitlab_takes() {
    let text = read("templates/acklint.yml");
    let (head, job) = text.split_once("\n---\n").expect("inputs and a job");
    let inputs = yaml(head)["spec"]["inputs"].clone();
    let names: Vec<&String> = inputs.as_object().expect("inputs").keys().collect();
    let asked = Regex::new(r"\$\[\[ inputs\.(\w+) \]\]").expect("a pattern");
    let asked: BTreeSet<&str> =
        asked.captures_iter(job).map(|asked| asked.extract::<1>().1[0]).collect();
    assert_eq!(asked, names.iter().map(|name| name.as_str()).collect());
    // as GitLab fills it in
    let mut filled = job.to_owned();
    for name in names {
        let value = inputs[name]["default"].as_str().unwrap_or("given");
        filled = filled.replace(&format!("$[[ inputs.{name} ]]"), value);
    }
    conforms("vendor.gitlab-ci", "acklint.yml", &filled);
    conforms("vendor.gitlab-ci", "head.yml", head);
    let script = yaml(&filled)["acklint"]["script"].clone();
    let lint = script.as_array().expect("lines").last().expect("a line").clone();
    let lint = lint.as_str().expect("a command").replace(".acklint/bin/acklint", "acklint");
    parses(&lint, "templates/acklint.yml");
}

#[test]
fn the_container_is_one_that_hadolint_takes() {
    let Some(hadolint) = outside::program("hadolint", "the Dockerfile was not looked at") else {
        return;
    };
    let run = Run::of(Command::new(hadolint).arg("Dockerfile").current_dir(root()));
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    // what is left out of the context does not change what is built
    let ignored = read(".dockerignore");
    let kept: Vec<&str> = ignored.lines().filter_map(|line| line.strip_prefix('!')).collect();
    assert_eq!(kept, ["Cargo.toml", "Cargo.lock", "src", "rules", "benches"]);
}

#[test]
fn snippets_are_what_their_readers_take() {
    let mut seen = BTreeSet::new();
    for (document, text) in snippets("yaml") {
        let name = text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default();
        let parsed = yaml(&text);
        seen.insert(name.to_owned());
        if let Some((_, form)) = FORMS.iter().find(|(known, _)| *known == name) {
            conforms(form, "snippet.yml", &text);
        }
        match name {
            ".pre-commit-config.yaml" => takes_hooks(&text, &parsed),
            ".github/workflows/acklint.yml" => takes_the_action(&parsed),
            ".gitlab-ci.yml" => takes_the_job(&parsed),
            other => panic!("{document}: `{other}` is no file that a snippet is known for"),
        }
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
}

fn takes_hooks(text: &str, config: &Value) {
    let manifest = yaml(&read(".pre-commit-hooks.yaml"));
    let known: Vec<&Value> =
        manifest.as_array().expect("hooks").iter().map(|hook| &hook["id"]).collect();
    for hook in config["repos"][0]["hooks"].as_array().expect("hooks") {
        assert!(known.contains(&&hook["id"]), "there is no hook {hook}");
        let words = hook["args"].as_array().into_iter().flatten().filter_map(Value::as_str);
        parses(&["acklint check"].into_iter().chain(words).collect::<Vec<_>>().join(" "), text);
    }
    if let Some(pre_commit) = outside::program("pre-commit", "no snippet was validated") {
        let file = Repository::of(&[("config.yaml", text)]);
        let mut command = Command::new(pre_commit);
        let command = command.args(["validate-config", "config.yaml"]);
        let run = Run::of(command.current_dir(file.root()));
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    }
}

fn takes_the_action(workflow: &Value) {
    let action = yaml(&read("action.yml"));
    let steps = workflow["jobs"]["acklint"]["steps"].as_array().expect("steps");
    let uses = |step: &&Value| step["uses"].as_str().is_some_and(|it| it.starts_with("OWNER/"));
    let with = &steps.iter().find(uses).expect("a step with the action")["with"];
    for input in with.as_object().expect("inputs").keys() {
        assert!(action["inputs"].get(input).is_some(), "the action has no input {input}");
    }
    parses(&format!("acklint check {}", with["args"].as_str().unwrap_or_default()), "the workflow");
}

fn takes_the_job(pipeline: &Value) {
    let head = read("templates/acklint.yml");
    let inputs = yaml(head.split_once("\n---\n").expect("inputs and a job").0);
    let include = &pipeline["include"][0];
    assert!(root().join(include["file"].as_str().expect("a file")).is_file());
    let given = include["inputs"].as_object().expect("inputs");
    let known = inputs["spec"]["inputs"].as_object().expect("inputs");
    for input in given.keys() {
        assert!(known.contains_key(input), "the job has no input {input}");
    }
    for (input, about) in known {
        let is_given = about.get("default").is_some() || given.contains_key(input);
        assert!(is_given, "the job asks for {input}");
    }
    let arguments = given["args"].as_str().unwrap_or_default();
    parses(&format!("acklint check {arguments}"), "the pipeline");
}

/// What is shown as an input of the action is all that there is.
#[test]
fn the_inputs_of_the_action_are_listed() {
    let action = yaml(&read("action.yml"));
    let inputs: BTreeSet<&str> =
        action["inputs"].as_object().expect("inputs").keys().map(String::as_str).collect();
    let text = read("docs/ci.md");
    let (_, table) = text.split_once("| input | meaning |\n").expect("a table");
    let rows = table.lines().take_while(|line| line.starts_with('|')).skip(1);
    let named: BTreeSet<&str> = rows.filter_map(|row| row.split('`').nth(1)).collect();
    assert_eq!(named, inputs);
}

/// Every command line of acklint in a fence, and every one in a sentence that has no placeholder.
#[test]
fn command_lines_are_ones_that_acklint_takes() {
    let placeholder = Regex::new(r"\b[A-Z]{3,}\b|\[|<|…|\.\.\.").expect("a pattern");
    let inline = Regex::new(r"`(acklint [^`]+)`").expect("a pattern");
    let mut seen = 0;
    for document in DOCUMENTS {
        let text = read(document);
        let commands = inline.captures_iter(&text).map(|found| found[1].to_owned());
        for command in commands.filter(|command| !placeholder.is_match(command)) {
            parses(&command, document);
            seen += 1;
        }
    }
    for (document, fence) in snippets("sh") {
        let started = fence.lines().filter_map(|line| {
            let commands = ["check", "completions", "explain", "inspect", "man", "rules"];
            let at = commands.iter().find_map(|it| line.find(&format!("acklint {it}")))?;
            Some(&line[at..])
        });
        for command in started {
            parses(command.split(['|', '>']).next().expect("a command"), &document);
            seen += 1;
        }
    }
    assert!(seen > 5, "only {seen} command lines were found: do the patterns still fit?");
}

fn parses(line: &str, place: &str) {
    let words = line.split_whitespace();
    Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{place}: `{line}`: {error}"));
}

/// The fences of all documents in a language, with the document's name.
fn snippets(language: &str) -> Vec<(String, String)> {
    let fence = Regex::new(&format!("(?ms)^```{language}\n(.*?)^```$")).expect("a pattern");
    let of = |document: &&str| {
        let text = read(document);
        let found = fence.captures_iter(&text).map(|fence| fence[1].to_owned());
        found.map(|text| ((*document).to_owned(), text)).collect::<Vec<_>>()
    };
    DOCUMENTS.iter().flat_map(of).collect()
}

/// A text against the schema of its ecosystem.
fn conforms(schema: &str, name: &str, text: &str) {
    let left_undone = "no file was held to the schema of its ecosystem";
    let Some(check) = outside::program("check-jsonschema", left_undone) else { return };
    let file = Repository::of(&[(name, text)]);
    let mut command = Command::new(check);
    let command = command.args(["--builtin-schema", schema, name]).current_dir(file.root());
    let run = Run::of(command);
    assert_eq!(run.code, 0, "{name}: {}{}", run.stdout, run.stderr);
}

/// YAML as Terraform's `yamldecode` reads it, which is ours.
fn yaml(text: &str) -> Value {
    let main = "locals {\n  it = yamldecode(file(\"it.yml\"))\n}\n";
    let repository = Repository::of(&[("main.tf", main), ("it.yml", text)]);
    let run = repository.run(&["inspect", ".", "--format", "json"]);
    let json = run.json().unwrap_or_else(|| panic!("{run:?}"));
    let known = &json["roots"][0]["locals"]["it"]["known"];
    assert!(!known.is_null(), "{json}\n{text}");
    known.clone()
}

fn read(file: &str) -> String {
    let text = std::fs::read_to_string(root().join(file));
    text.unwrap_or_else(|error| panic!("{file}: {error}")).replace("\r\n", "\n")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

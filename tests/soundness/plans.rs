//! A plan says what its source says: of all that the project shows, and of random configurations.

use crate::planned::{Objects, plan};
use crate::print::{Files, Form, files};
use crate::random::Random;
use crate::tree::Tree;
use acklint::check;
use acklint::options::Options;
use acklint::report::view::{Finding, View};
use acklint::source::Memory;
use std::path::PathBuf;

/// What a plan alone does not tell: `lifecycle`, and how a value was computed.
const ONLY_SOURCE: [&str; 2] = ["replacement_unguarded", "immutable_unstable"];

pub(crate) fn beside(tree: &Tree, _: &mut Random) -> Result<(), String> {
    each_root(&files(tree, Form::Plain), with_its_source)
}

pub(crate) fn alone(tree: &Tree, _: &mut Random) -> Result<(), String> {
    each_root(&files(tree, Form::Plain), |files, root| {
        without_its_source(files, root, Objects::New)
    })
}

pub(crate) fn existing(tree: &Tree, _: &mut Random) -> Result<(), String> {
    each_root(&files(tree, Form::Plain), |files, root| {
        without_its_source(files, root, Objects::There)
    })
}

/// Each root below which no other lies.
pub(crate) fn each_root(
    files: &Files,
    judge: impl Fn(&Files, &str) -> Result<(), String>,
) -> Result<(), String> {
    let (roots, _) = check::roots(&memory(files), &[String::new()], &Options::default());
    for root in &roots {
        let below = |other: &str| root.folder.is_empty() || other.starts_with(&*root.folder);
        let others = roots.iter().filter(|other| below(&other.folder));
        if others.count() == 1 {
            judge(files, &root.folder).map_err(|wrong| format!("{}: {wrong}", root.shown()))?;
        }
    }
    Ok(())
}

/// The whole report is the same, places included.
pub(crate) fn with_its_source(files: &Files, root: &str) -> Result<(), String> {
    let Some(plan) = plan(files, root, Objects::New, true) else { return Ok(()) };
    let source = source(files, root);
    let path = format!("{root}/plan.json");
    let path = path.trim_start_matches('/');
    let mut files = files.clone();
    files.push((path.to_owned(), plan));
    let planned = run(&files, root, path);
    same(&told(&source, &[], place), &told(&planned, &[], place))?;
    same(&undecided(&source), &undecided(&planned))
}

/// The same is found, and the same is open.
pub(crate) fn without_its_source(
    files: &Files,
    root: &str,
    objects: Objects,
) -> Result<(), String> {
    // what a comment expects, and what a lock chooses, a plan does not hold
    let foreign = |(path, text): &(String, String)| {
        text.contains("acklint:expect") || path.ends_with(".terraform.lock.hcl")
    };
    let plan = plan(files, root, objects, false).filter(|_| !files.iter().any(foreign));
    let Some(plan) = plan else { return Ok(()) };
    let source = source(files, root);
    let planned = run(&vec![("plan.json".to_owned(), plan)], "", "plan.json");
    if source.problems.iter().any(|problem| problem.location.is_some()) {
        return Ok(());
    }
    let [before, after] =
        [&source, &planned].map(|view| told(view, &ONLY_SOURCE, |_| String::new()));
    // what the cloud has decided is known then: what was open may be found
    let open = undecided(&source);
    let decided = |line: &String| {
        let check = line.split_once(' ').map(|(_, check)| format!("undecided {check}"));
        objects == Objects::There && check.is_some_and(|check| open.contains(&check))
    };
    let after: Vec<String> =
        after.into_iter().filter(|line| before.contains(line) || !decided(line)).collect();
    same(&before, &after)
}

fn place(finding: &Finding) -> String {
    let at = &finding.location;
    format!(" at {}:{}:{}", at.file, at.start.line, at.start.column)
}

fn told(view: &View, without: &[&str], place: impl Fn(&Finding) -> String) -> Vec<String> {
    let findings = view.findings.iter().filter(|finding| !without.contains(&finding.rule));
    let mut told: Vec<String> = findings
        .map(|finding| {
            let (rule, subject) = (finding.rule, &finding.subject);
            let severity = finding.severity.as_str();
            format!("{severity} {rule} {subject}{}", place(finding))
        })
        .collect();
    told.sort();
    told
}

fn undecided(view: &View) -> Vec<String> {
    let open = view.undecided.iter();
    let mut told: Vec<String> =
        open.map(|open| format!("undecided {} {}", open.rule, open.subject)).collect();
    told.sort();
    told
}

fn same(source: &[String], planned: &[String]) -> Result<(), String> {
    if source == planned {
        return Ok(());
    }
    let only = |these: &[String], those: &[String]| {
        let lines = these.iter().filter(|line| !those.contains(line)).cloned();
        lines.collect::<Vec<_>>().join("\n  ")
    };
    Err(format!(
        "of the source only:\n  {}\nof the plan only:\n  {}",
        only(source, planned),
        only(planned, source)
    ))
}

fn memory(files: &Files) -> Memory {
    Memory::new(files.iter().map(|(path, text)| (path.clone(), text.clone())))
}

fn source(files: &Files, root: &str) -> View {
    check::check(&memory(files), &[root.to_owned()], &Options::default()).expect("no wrong usage")
}

fn run(files: &Files, root: &str, plan: &str) -> View {
    let options = Options { plan: Some(PathBuf::from(plan)), ..Options::default() };
    let view = check::check(&memory(files), &[root.to_owned()], &options);
    view.unwrap_or_else(|misuse| panic!("{misuse}"))
}

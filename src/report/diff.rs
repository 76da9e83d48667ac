//! What fixes write, for people: as a unified diff, and a line each.

use super::clean;
use super::view::Finding;
use crate::fix::Changed;
use similar::TextDiff;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What is said before anything is written where no state or plan was read.
pub const NOT_KNOWN: &str = "\
note: neither a state nor a plan was read. Where the cluster or vSwitch exists already, another
      range or node_cidr_mask destroys it and creates it again; look at `terraform plan` first.
";

/// Lines around a change.
const CONTEXT: usize = 3;

/// The changes of all files as a unified diff, which `git apply` and `patch -p1` take.
pub fn render(changed: &[Changed]) -> String {
    let mut text = String::new();
    for Changed { path, before, after } in changed {
        let [old, new] =
            [format!("a/{path}"), format!("b/{path}")].map(|name| clean::sentence(&name));
        let lines = TextDiff::from_lines(before.as_str(), after);
        let diff = lines.unified_diff().context_radius(CONTEXT).header(&old, &new).to_string();
        for line in diff.split_inclusive('\n') {
            let content = line.trim_end_matches(['\r', '\n']);
            text.push_str(&clean::line(content));
            text.push_str(&line[content.len()..]);
        }
    }
    text
}

/// A line for each fix that was written.
pub fn wrote(fixed: &[Finding]) -> String {
    told("fixed", fixed)
}

/// A line for each fix that would be written.
pub fn would(fixed: &[Finding]) -> String {
    told("would fix", fixed)
}

fn told(verb: &str, fixed: &[Finding]) -> String {
    let mut text = String::new();
    for finding in fixed {
        let Some(fix) = &finding.fix else { continue };
        let place = &fix.location;
        let line = format!(
            "{verb} {}:{}:{}: {} for {} ({})",
            place.file,
            place.start.line,
            place.start.column,
            fix.replacement,
            finding.subject,
            finding.rule
        );
        writeln!(text, "{}", clean::sentence(&line)).expect("invariant: writing to a string");
    }
    if text.is_empty() {
        "nothing to fix: no finding has a literal in this repository that another value would do \
         for\n"
            .clone_into(&mut text);
    }
    text
}

/// Why nothing is written: fixes would replace what exists. Nothing if they would not.
pub fn exists(findings: &[Finding]) -> Option<String> {
    let first = &findings.first()?.subject;
    let subjects: BTreeSet<_> = findings.iter().map(|it| (&it.root, &it.subject)).collect();
    let rules: BTreeSet<_> = findings.iter().map(|finding| finding.rule).collect();
    let rules: Vec<_> = rules.into_iter().collect();
    let (who, them) = match subjects.len() {
        1 => (format!("{first} exists"), "it"),
        all => (format!("{first} and {} more exist", all - 1), "them"),
    };
    Some(clean::sentence(&format!(
        "--fix writes nothing: {who} already, and a new value would destroy {them} and create {them} \
         again. With --ignore {} whatever else can be fixed is",
        rules.join(",")
    )))
}

//! A fix that is put in place takes its finding away and brings no error; and nearly every error of
//! size or overlap names a range that would do.

use crate::print::{Files, Form, files};
use crate::random::Random;
use crate::tree::Tree;
use crate::verdict::view;
use acklint::fix::{edited, fix};
use acklint::options::Options;
use acklint::report::view::{Finding, Severity, View};
use acklint::source::Memory;
use std::collections::BTreeMap;

/// Rules whose errors another range would end.
const RANGES: [&str; 16] = [
    "cidr_size",
    "cidr_reserved",
    "cidr_not_private",
    "vswitch_outside_vpc",
    "vswitch_overlap",
    "pod_service_overlap",
    "pod_vpc_overlap",
    "service_vpc_overlap",
    "cluster_overlap",
    "connected_overlap",
    "route_overlap",
    "flannel_pod_cidr_too_small",
    "service_cidr_too_small",
    "terway_pod_ips",
    "terway_vpc_too_small",
    "terway_pod_vswitch_size",
];

/// How many errors of size and overlap there are, how many of them name a range that would do, and
/// how many fixes were put in place.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) named: usize,
    pub(crate) fixes: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, view: &View) {
        let is_range = |word: &str| {
            let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            word.contains('/') && word.parse::<ipnet::IpNet>().is_ok()
        };
        let errors = view.findings.iter().filter(|finding| {
            finding.severity == Severity::Error && RANGES.contains(&finding.rule)
        });
        for error in errors {
            let help = error.help.as_deref().unwrap_or_default();
            self.errors += 1;
            let named = help.split_whitespace().any(is_range);
            self.named += usize::from(named);
            if !named && std::env::var_os("ACKLINT_SOUNDNESS").is_some() {
                eprintln!("no range: {} {} {help:?}", error.rule, error.message);
            }
        }
        self.fixes += view.findings.iter().filter(|finding| finding.fix.is_some()).count();
    }
}

fn memory(files: &Files) -> Memory {
    Memory::new(files.iter().map(|(path, text)| (path.clone(), text.clone())))
}

/// A rule on a subject: the parties of a finding that is left may be fewer.
type Of = (&'static str, String, String);

fn of(finding: &Finding) -> Of {
    (finding.rule, finding.root.clone(), finding.subject.clone())
}

/// How many findings there are of each rule on each subject.
fn tally<'f>(findings: impl Iterator<Item = &'f Finding>) -> BTreeMap<Of, usize> {
    findings.fold(BTreeMap::new(), |mut tally, finding| {
        *tally.entry(of(finding)).or_default() += 1;
        tally
    })
}

/// An error that was not there before.
fn new_error(before: &View, after: &View) -> Option<String> {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let [old, new] = [before, after].map(|view| tally(view.findings.iter().filter(is_error)));
    let more = |(of, number): &(&Of, &usize)| old.get(*of).is_none_or(|old| *number > old);
    new.iter().find(more).map(|(of, _)| format!("{of:?}"))
}

/// Whether there are so many fewer of a finding's kind.
fn fewer(before: &View, after: &View, gone: &[&Finding]) -> Result<(), String> {
    let [old, new] = [before, after].map(|view| tally(view.findings.iter()));
    for (of, number) in tally(gone.iter().copied()) {
        if new.get(&of).copied().unwrap_or(0) + number > old[&of] {
            return Err(format!("{of:?} is still found"));
        }
    }
    Ok(())
}

/// The files with one fix in them.
fn with(files: &Files, finding: &Finding) -> Files {
    let fix: Vec<_> = finding.fix.iter().collect();
    let changed = edited(&memory(files), &fix);
    let text = |path: &str, text: &str| {
        let new = changed.iter().find(|changed| changed.path == path);
        new.map_or_else(|| text.to_owned(), |changed| changed.after.clone())
    };
    files.iter().map(|(path, old)| (path.clone(), text(path, old))).collect()
}

/// Each fix alone.
pub(crate) fn each(tree: &Tree, random: &mut Random) -> Result<(), String> {
    let seed = random.next();
    for form in [Form::Plain, Form::Json, Form::Wild(seed)] {
        let files = files(tree, form);
        let before = view(&files, Some(1));
        for finding in before.findings.iter().filter(|finding| finding.fix.is_some()) {
            let now = with(&files, finding);
            let fix = finding.fix.as_ref().map(|fix| fix.replacement.clone()).unwrap_or_default();
            let told = || format!("{form:?} {} {}: {fix}", finding.rule, finding.message);
            if now == files {
                return Err(format!("{}\nchanges nothing", told()));
            }
            let after = view(&now, Some(1));
            fewer(&before, &after, &[finding]).map_err(|left| format!("{}\n{left}", told()))?;
            if let Some(new) = new_error(&before, &after) {
                return Err(format!("{}\nbrings {new}", told()));
            }
        }
    }
    Ok(())
}

/// All fixes of a run: what is written is what was tried, and nothing that could be fixed is left
/// with the same fix on offer, save what would bring an error.
pub(crate) fn all(tree: &Tree, random: &mut Random) -> Result<(), String> {
    let form = random.of(&[Form::Plain, Form::Json, Form::Mixed(1), Form::Split(2)]);
    let files = files(tree, form);
    let before = view(&files, Some(1));
    let memory = memory(&files);
    let fixed = fix(&memory, &[String::new()], &Options::default()).map_err(|e| e.to_string())?;
    let now: Files = files
        .iter()
        .map(|(path, text)| {
            let changed = fixed.changed.iter().find(|changed| changed.path == *path);
            (path.clone(), changed.map_or_else(|| text.clone(), |changed| changed.after.clone()))
        })
        .collect();
    let after = view(&now, Some(1));
    if after.summary != fixed.left.summary {
        return Err(format!("{form:?}: {:?}, not {:?}", fixed.left.summary, after.summary));
    }
    if let Some(new) = new_error(&before, &after) {
        return Err(format!("{form:?}: {new} after {:?}", fixed.changed));
    }
    // of one that a fix before it took away already, nothing is left to be fewer
    let first: Vec<&Finding> =
        fixed.fixed.iter().filter(|fixed| before.findings.contains(fixed)).collect();
    fewer(&before, &after, &first).map_err(|left| format!("{form:?}: {left}"))
}

//! All fixes of a run, each tried before it counts: what takes its finding away and brings no error
//! stays, round after round, since one fix can make room for another or take its place.

use super::edit::{Changed, edited};
use crate::check::{Misuse, check};
use crate::options::Options;
use crate::report::view::{Finding, Fix, Severity, View};
use crate::source::{Edited, Files};
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};

/// More rounds than any repository needs: each takes at least one finding away.
const ROUNDS: usize = 64;

/// What fixing has come to.
#[derive(Debug)]
pub struct Fixed {
    /// The files that change.
    pub changed: Vec<Changed>,
    /// The findings that go away, with their fixes.
    pub fixed: Vec<Finding>,
    /// Findings whose fix would take another cluster's place: nothing of these is written.
    pub exists: Vec<Finding>,
    /// What is left to say.
    pub left: View,
}

/// Fixes all that can be fixed, in memory.
///
/// # Errors
/// If an option gives a variable that no root declares.
pub fn fix(files: &dyn Files, paths: &[String], options: &Options) -> Result<Fixed, Misuse> {
    let first = check(files, paths, options)?;
    let mut run = Run {
        files,
        paths,
        options,
        texts: BTreeMap::new(),
        refused: BTreeSet::new(),
        fixed: Vec::new(),
    };
    let exists = exists(&first);
    let mut left = first;
    for _ in 0..ROUNDS {
        let Some(better) = run.round(&left)? else { break };
        left = better;
    }
    let Run { texts, fixed, .. } = run;
    let changed = texts.into_iter().filter_map(|(path, after)| {
        let bytes = files.read(&path, crate::source::FILE_LIMIT).ok()?;
        Some(Changed { before: String::from_utf8(bytes).ok()?, path, after })
    });
    Ok(Fixed { changed: changed.collect(), fixed, exists, left })
}

/// The findings that could be fixed on what exists already.
fn exists(view: &View) -> Vec<Finding> {
    let Some(existing) = &view.existing else { return Vec::new() };
    let exists =
        |finding: &&Finding| existing.contains(&(finding.root.clone(), finding.subject.clone()));
    let fixable = view.findings.iter().filter(|finding| finding.fix.is_some());
    fixable.filter(exists).cloned().collect()
}

struct Run<'r> {
    files: &'r dyn Files,
    paths: &'r [String],
    options: &'r Options,
    /// The texts that are other than in the repository.
    texts: BTreeMap<String, String>,
    /// What was tried and does not do, by fingerprint and text.
    refused: BTreeSet<(String, String)>,
    fixed: Vec<Finding>,
}

impl Run<'_> {
    /// Puts in place what can be; what is to be said then, or nothing where nothing can be.
    fn round(&mut self, view: &View) -> Result<Option<View>, Misuse> {
        let before = self.whole(&self.texts)?;
        loop {
            let here: Vec<Finding> = self.candidates(view);
            let together = apart(&here);
            if together.is_empty() {
                return Ok(None);
            }
            if let Some(better) = self.best(&before, &together)? {
                return Ok(Some(better));
            }
        }
    }

    /// All at once, else one half or the other; what does not do alone is refused for good.
    fn best(&mut self, before: &View, findings: &[&Finding]) -> Result<Option<View>, Misuse> {
        if let Some(better) = self.attempt(before, findings)? {
            return Ok(Some(better));
        }
        if let [alone] = findings {
            self.refused.insert(key(alone));
            return Ok(None);
        }
        let (first, second) = findings.split_at(findings.len() / 2);
        match self.best(before, first)? {
            Some(better) => Ok(Some(better)),
            None => self.best(before, second),
        }
    }

    fn candidates(&self, view: &View) -> Vec<Finding> {
        let open = view.findings.iter().filter(|finding| {
            finding.fix.is_some()
                && finding.waived.is_none()
                && !self.refused.contains(&key(finding))
        });
        open.cloned().collect()
    }

    /// What is said of the whole repository by all rules, so that no fix harms what was not asked
    /// about.
    fn whole(&self, texts: &BTreeMap<String, String>) -> Result<View, Misuse> {
        let mut paths = self.paths.to_vec();
        paths.push(String::new());
        let options = Options { select: Vec::new(), ignore: Vec::new(), ..self.options.clone() };
        check(&Edited::new(self.files, texts.clone()), &paths, &options)
    }

    fn attempt(&mut self, before: &View, findings: &[&Finding]) -> Result<Option<View>, Misuse> {
        let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
        let mut texts = self.texts.clone();
        let now = Edited::new(self.files, texts.clone());
        let changed = edited(&now, &fixes);
        if changed.is_empty() {
            return Ok(None);
        }
        texts.extend(changed.into_iter().map(|changed| (changed.path, changed.after)));
        let after = self.whole(&texts)?;
        if !is_better(before, &after, findings) {
            return Ok(None);
        }
        self.texts = texts;
        let then = Edited::new(self.files, self.texts.clone());
        let view = check(&then, self.paths, self.options)?;
        self.fixed.extend(findings.iter().map(|finding| (*finding).clone()));
        Ok(Some(view))
    }
}

fn key(finding: &Finding) -> (String, String) {
    let fix = finding.fix.as_ref().map(|fix| fix.replacement.clone());
    (finding.fingerprint.clone(), fix.unwrap_or_default())
}

/// Fixes that can be tried at once: one for each place, and no two of ranges that meet.
fn apart(findings: &[Finding]) -> Vec<&Finding> {
    let mut chosen: Vec<(&Finding, &Fix)> = Vec::new();
    for finding in findings {
        let Some(fix) = &finding.fix else { continue };
        let collides = |(_, other): &(&Finding, &Fix)| {
            let same = other.location == fix.location;
            if same { other.replacement != fix.replacement } else { meet(other, fix) }
        };
        if !chosen.iter().any(collides) {
            chosen.push((finding, fix));
        }
    }
    chosen.into_iter().map(|(finding, _)| finding).collect()
}

fn meet(a: &Fix, b: &Fix) -> bool {
    let ranges = |fix: &Fix| -> Vec<IpNet> {
        let parts = fix.replacement.trim_matches('"').split(',').map(str::trim);
        parts.filter_map(|part| part.parse().ok()).collect()
    };
    let others = ranges(b);
    ranges(a).iter().any(|a| others.iter().any(|b| crate::capacity::overlap(*a, *b)))
}

/// Whether the findings are gone and no error has come. A finding that is left may have other
/// parties now, and so another fingerprint: what counts is how many there are of a rule on a subject.
fn is_better(before: &View, after: &View, gone: &[&Finding]) -> bool {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let [errors, left] = [before, after].map(|view| tally(view.findings.iter().filter(is_error)));
    let [all, rest] = [before, after].map(|view| tally(&view.findings));
    let has_come = left.iter().any(|(of, number)| errors.get(of).is_none_or(|old| number > old));
    let is_gone = |(of, number): (&Of<'_>, &usize)| {
        all.get(of).copied().unwrap_or(0) >= rest.get(of).copied().unwrap_or(0) + number
    };
    !has_come
        && after.problems.len() <= before.problems.len()
        && tally(gone.iter().copied()).iter().all(is_gone)
}

/// A rule, a root and a subject.
type Of<'f> = (&'static str, &'f str, &'f str);

fn tally<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> BTreeMap<Of<'f>, usize> {
    let mut tally = BTreeMap::new();
    for finding in findings {
        let of: Of<'f> = (finding.rule, &finding.root, &finding.subject);
        *tally.entry(of).or_default() += 1;
    }
    tally
}

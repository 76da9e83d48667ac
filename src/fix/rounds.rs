//! All fixes of a run, each tried before it counts: what takes its finding away and brings no error
//! stays, round after round, since one fix can make room for another or take its place.

use super::edit::{Changed, edited};
use super::literal::Literal;
use super::whole::whole;
use crate::check::{Misuse, check};
use crate::options::Options;
use crate::report::view::{Finding, Fix, Location, Severity, View};
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
    let fixable = view.findings.iter().filter(|finding| finding.fix.is_some());
    fixable.filter(|finding| finding.exists).cloned().collect()
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
        // what is only worth knowing is no reason to change a range, unless it counts
        let least = view.fail_on(self.options.fail_on).min(Severity::Warning);
        let open = view.findings.iter().filter(|finding| {
            finding.fix.is_some()
                && finding.severity >= least
                && finding.waived.is_none()
                && !self.refused.contains(&key(finding))
        });
        open.cloned().collect()
    }

    /// What is said of the whole repository by all rules, so that no fix harms what was not asked
    /// about.
    fn whole(&self, texts: &BTreeMap<String, String>) -> Result<View, Misuse> {
        let options = Options { select: Vec::new(), ignore: Vec::new(), ..self.options.clone() };
        check(&Edited::new(self.files, texts.clone()), &self.everywhere(), &options)
    }

    /// What fixes put in the place of what, as it is written.
    fn swaps(&self, fixes: &[&Fix]) -> Vec<(String, String)> {
        let now = Edited::new(self.files, self.texts.clone());
        let swap = |fix: &&Fix| {
            let text = now.read(&fix.location.file, crate::source::FILE_LIMIT).ok()?;
            let text = String::from_utf8(text).ok()?;
            let old = text.get(fix.location.start.offset..fix.location.end.offset)?;
            let [old, new] = [old, &fix.replacement].map(Literal::of);
            Some((old?.content().to_owned(), new?.content().to_owned()))
        };
        let swaps: BTreeSet<(String, String)> = fixes.iter().filter_map(swap).collect();
        swaps.into_iter().collect()
    }

    /// Whether texts change nothing that the configuration makes but values that are replaced.
    fn is_harmless(
        &self,
        texts: &BTreeMap<String, String>,
        swaps: &[(String, String)],
    ) -> Result<bool, Misuse> {
        let differs = |(path, text): &(&String, &String)| self.texts.get(*path) != Some(*text);
        let edited: BTreeSet<String> =
            texts.iter().filter(differs).map(|(path, _)| path.clone()).collect();
        let of = |texts: &BTreeMap<String, String>| {
            let files = Edited::new(self.files, texts.clone());
            whole(&files, &self.everywhere(), self.options, &edited)
        };
        Ok(of(texts)?.comes_of(&of(&self.texts)?, swaps))
    }

    /// The paths that are asked about, and the whole repository.
    fn everywhere(&self) -> Vec<String> {
        self.paths.iter().cloned().chain([String::new()]).collect()
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
        let swaps = self.swaps(&fixes);
        if !is_better(before, &after, &suited(before, findings))
            || !self.is_harmless(&texts, &swaps)?
        {
            return Ok(None);
        }
        self.texts = texts;
        let then = Edited::new(self.files, self.texts.clone());
        let view = check(&then, self.paths, self.options)?;
        self.fixed.extend(findings.iter().map(|finding| (*finding).clone()));
        Ok(Some(view))
    }
}

/// What must go with fixes: their findings, and where several subjects share a literal all errors
/// that are said of it, since it is fixed only if that suits all.
fn suited<'f>(before: &'f View, findings: &[&'f Finding]) -> Vec<&'f Finding> {
    let mut of_literals: BTreeMap<&Location, Vec<&Finding>> = BTreeMap::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        of_literals.entry(&fix.location).or_default();
    }
    for error in before.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        if let Some(said) = of_literals.get_mut(&error.location) {
            said.push(error);
        }
    }
    let known: BTreeSet<&str> = findings.iter().map(|finding| &*finding.fingerprint).collect();
    let shared = of_literals.into_values().filter(|said| {
        said.windows(2)
            .any(|two| (&two[0].root, &two[0].subject) != (&two[1].root, &two[1].subject))
    });
    let others = shared.flatten().filter(|error| !known.contains(&*error.fingerprint));
    findings.iter().copied().chain(others).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    /// Whoever reads a state or plan says so in the view; the rest follows.
    #[test]
    fn what_exists_already_is_handed_back() {
        let text = "resource \"alicloud_cs_managed_kubernetes\" \"a\" {\n  pod_cidr = \"172.20.0.0/24\"\n}\n";
        let files = Memory::new([("main.tf", text)]);
        let mut view = check(&files, &[String::new()], &Options::default()).unwrap();
        assert!(exists(&view).is_empty());
        view.findings.iter_mut().for_each(|finding| finding.exists = true);
        let rules: Vec<&str> = exists(&view).iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["flannel_pod_cidr_too_small"]);
    }
}

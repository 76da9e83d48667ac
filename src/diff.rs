//! What a change does to what cannot be changed: the configuration before, the one now, and what
//! the rules on changes say of the difference.

mod renamed;
mod variants;

use crate::change::{self, Comparison, Side, Statements, Ways};
use crate::check::{
    Evaluated, Misuse, Opened, Unloaded, changes, configured, evaluate, modules, panics, settled,
    with_stack,
};
use crate::eval::{Evaluator, Trails};
use crate::fix::Fixes;
use crate::model::{self, Choice, Estate, Subject};
use crate::module::{self, Modules, Permitted, Reason, Root, terraform_files};
use crate::options::Options;
use crate::problem::Problem;
use crate::report::resolve::{Resolve, resolve};
use crate::report::view::{Entry, View};
use crate::rules::{self, Terms, Worlds};
use crate::source::{Files, SourceMap};
use rayon::prelude::*;
use settled::Settled;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The configuration that another one is compared with.
pub struct Before<'f> {
    /// Its files.
    pub files: &'f dyn Files,
    /// What people call it: `main`.
    pub name: String,
    /// Paths that were named and that only this one has.
    pub gone: Vec<String>,
}

/// Compares the roots that paths stand for with what they were.
///
/// # Errors
/// If no thread can be started.
pub fn diff(
    before: &Before<'_>,
    after: &dyn Files,
    paths: &[String],
    options: &Options,
) -> Result<View, Misuse> {
    let known = settled::known(after, options)?;
    with_stack(options, || {
        let sources = SourceMap::default();
        let earlier = sources.earlier();
        let now = modules(after, &sources, options);
        let then = modules(before.files, &earlier, options);
        let (pairs, problems) = pairs(&now, &then, paths, &before.gone, options);
        let run = Run { now: &now, then: &then, options, base: &before.name };
        Ok(run.compare(&pairs, problems, known))
    })
}

/// A folder that is a root before, now, or both times.
#[derive(Debug, Clone, Default)]
struct Pair {
    before: Option<Root>,
    after: Option<Root>,
}

impl Pair {
    fn folder(&self) -> Option<&Arc<str>> {
        self.after.as_ref().or(self.before.as_ref()).map(|root| &root.folder)
    }
}

/// The roots before and now, by folder. A folder that is a root on one side only is one on the
/// other as well, if it is there.
fn pairs(
    now: &Modules<'_>,
    then: &Modules<'_>,
    paths: &[String],
    gone: &[String],
    options: &Options,
) -> (Vec<Pair>, Vec<Problem>) {
    let mut pairs: BTreeMap<Arc<str>, Pair> = BTreeMap::new();
    let of_then = changes(then.files(), options);
    // a path may be a new one
    let old_paths: Vec<&String> = paths.iter().chain(gone).collect();
    let (old, _) = module::roots(then, &old_paths, of_then.as_ref());
    for root in old {
        let folder = Arc::clone(&root.folder);
        pairs.entry(folder).or_default().before = Some(root);
    }
    let of_now = changes(now.files(), options);
    let (new, mut problems) = module::roots(now, paths, of_now.as_ref());
    for root in new {
        let folder = Arc::clone(&root.folder);
        pairs.entry(folder).or_default().after = Some(root);
    }
    for (folder, pair) in &mut pairs {
        let there = |modules: &Modules<'_>| {
            let entries = modules.files().list(folder).unwrap_or_default();
            let root = Root {
                folder: Arc::clone(folder),
                reason: Reason::Named,
                relevant: true,
                variant: None,
            };
            (!terraform_files(&entries).is_empty()).then_some(root)
        };
        pair.before = pair.before.take().or_else(|| there(then));
        pair.after = pair.after.take().or_else(|| there(now));
        let relevant = [&pair.before, &pair.after].into_iter().flatten().any(|it| it.relevant);
        for root in [&mut pair.before, &mut pair.after].into_iter().flatten() {
            root.relevant = relevant;
        }
    }
    let (pairs, more) =
        variants::expanded(now, then, &pairs.into_values().collect::<Vec<_>>(), options);
    problems.extend(more);
    (pairs, problems)
}

struct Run<'r> {
    now: &'r Modules<'r>,
    then: &'r Modules<'r>,
    options: &'r Options,
    base: &'r str,
}

impl Run<'_> {
    fn compare(&self, pairs: &[Pair], mut problems: Vec<Problem>, known: Vec<Entry>) -> View {
        let roots_now: Vec<Root> = pairs.iter().filter_map(|pair| pair.after.clone()).collect();
        let roots_then: Vec<Root> = pairs.iter().filter_map(|pair| pair.before.clone()).collect();
        let opened_now = Opened::of(self.now, roots_now.clone(), self.options);
        let opened_then = Opened::of(self.then, roots_then.clone(), self.options);
        let mut after = sides(&opened_now, 0);
        let mut before = sides(&opened_then, roots_now.len());
        let matched = renamed::matched(pairs, &before, &after, (self.then, self.now));
        keep_ignored(&opened_now, &matched, &before, &mut after);
        let mut arenas = Vec::new();
        let (mut absent, mut stood_in) = (Vec::new(), Vec::new());
        for side in &mut after {
            arenas.push(std::mem::take(&mut side.finished.origins));
            problems.append(&mut side.finished.problems);
            absent.append(&mut side.finished.absent);
            stood_in.append(&mut side.finished.stood_in);
        }
        for side in &mut before {
            arenas.push(std::mem::take(&mut side.finished.origins));
            let at_base = |problem: Problem| Problem {
                message: format!("{} (at {})", problem.message, self.base),
                ..problem
            };
            problems.extend(std::mem::take(&mut side.finished.problems).into_iter().map(at_base));
        }
        let trails = Trails::new(arenas);
        let ways = Ways { trails: &trails, sources: self.now.sources() };
        let comparison = self.comparison(&matched, &before, &after, ways);
        let clusters = after.iter().map(|side| side.read.clusters().len()).sum();
        let roots: Vec<Root> = roots_now.into_iter().chain(roots_then).collect();
        let providers = after.into_iter().chain(before).map(|side| side.provider).collect();
        let configs = configured::of_roots(&opened_now.configs, &roots);
        let terms = configured::terms_of(&configs, None);
        let compared = Compared { comparison, providers, terms, estate: Estate::default() };
        let chosen = |rule: &str| rules::is_on_changes(rule) && self.options.runs(rule);
        let mut answers = rules::run(&compared, self.options.expect, &chosen);
        problems.extend(panics(&mut answers));
        problems.sort();
        problems.dedup();
        let sources = self.now.sources();
        let resolved = resolve(&Resolve {
            sources,
            trails: &trails,
            roots: &roots,
            configs: &configs,
            unloaded: &Unloaded::default(),
            fixes: &Fixes::default(),
            clusters,
            answers: &answers,
            problems: &problems,
            absent: &absent,
            stood_in: &stood_in,
        });
        let run = Settled {
            opened: &opened_now,
            trails: &trails,
            roots: &roots,
            answers: &answers,
            absent: &absent,
            chosen: &chosen,
        };
        let mut view = run.settle(resolved, known, self.options);
        let folders = pairs.iter().map(Pair::folder);
        view.summary.roots = folders.collect::<BTreeSet<_>>().len();
        view
    }

    fn comparison(
        &self,
        matched: &[(Option<usize>, Option<usize>)],
        before: &[Evaluated<Side>],
        after: &[Evaluated<Side>],
        ways: Ways<'_>,
    ) -> Comparison {
        let mut comparison = Comparison { base: self.base.to_owned(), ..Comparison::default() };
        for (old, now) in matched {
            match (old.map(|at| &before[at]), now.map(|at| &after[at])) {
                (Some(old), Some(now)) => {
                    comparison.root(&old.read, &now.read, &now.provider, ways);
                }
                (Some(old), None) => comparison.without_root(&old.read),
                (None, _) => {}
            }
        }
        comparison
    }
}

/// What `ignore_changes` names stays as it was, for whoever refers to it as well: roots in which
/// that makes a difference are evaluated again.
fn keep_ignored(
    opened: &Opened<'_>,
    matched: &[(Option<usize>, Option<usize>)],
    before: &[Evaluated<Side>],
    after: &mut [Evaluated<Side>],
) {
    for (old, now) in matched {
        let (Some(old), Some(now)) = (old, now) else { continue };
        let kept = change::kept(&before[*old].read, &after[*now].read);
        if !kept.is_empty() {
            let read = |evaluator: &Evaluator<'_>| {
                evaluator.keep(kept.clone());
                side(evaluator)
            };
            after[*now] = evaluate(opened, &opened.roots[*now], *now, read);
        }
    }
}

/// What is compared of each root; their numbers begin with `first`.
fn sides(opened: &Opened<'_>, first: usize) -> Vec<Evaluated<Side>> {
    let roots = opened.roots.par_iter().enumerate();
    roots.map(|(at, root)| evaluate(opened, root, first + at, side)).collect()
}

fn side(evaluator: &Evaluator<'_>) -> Side {
    evaluator.remember();
    Side {
        resources: evaluator.resources(change::wanted, model::carries),
        statements: Statements::of(evaluator),
        declared: evaluator.declarations(model::is_cluster),
        asked: evaluator.asked(),
        gaps: evaluator.gaps(),
    }
}

/// What the rules on changes are asked about.
struct Compared {
    comparison: Comparison,
    providers: Vec<Permitted>,
    terms: Vec<Terms>,
    estate: Estate,
}

impl Worlds for Compared {
    fn providers(&self) -> &[Permitted] {
        &self.providers
    }

    fn terms(&self) -> &[Terms] {
        &self.terms
    }

    fn base(&self) -> &Estate {
        &self.estate
    }

    fn chosen(&self, _: &Subject, _: &[Choice]) -> Arc<Estate> {
        Arc::default()
    }

    fn comparison(&self) -> Option<&Comparison> {
        Some(&self.comparison)
    }
}

//! All that roots make of their values: before an edit and after it.

use crate::check::{Evaluated, Misuse, Opened, evaluate, with_opened};
use crate::eval::{Effect, Origins, Traced, Trails, Value};
use crate::options::Options;
use crate::source::{Files, split_path};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What roots make, each by its number, with the ways of all values.
pub(super) struct Whole {
    pub(super) effects: Vec<Vec<Effect>>,
    pub(super) trails: Trails,
}

impl Whole {
    /// What the roots make that read one of these files; of files that none is known to read, all.
    pub(super) fn of(opened: &Opened<'_>, files: &BTreeSet<String>) -> Self {
        let folders: BTreeSet<&str> = files.iter().map(|path| split_path(path).0).collect();
        let reads = |folder: &Arc<str>| {
            let reached = opened.modules.reached(folder);
            folders.contains(&**folder)
                || reached.iter().any(|module| folders.contains(&*module.folder))
        };
        let concerned: Vec<bool> = opened.roots.iter().map(|root| reads(&root.folder)).collect();
        let any = concerned.contains(&true);
        let evaluated: Vec<Evaluated<Vec<Effect>>> = opened
            .roots
            .par_iter()
            .enumerate()
            .map(|(number, root)| {
                evaluate(opened, root, number, |evaluator| {
                    if any && !concerned[number] { Vec::new() } else { evaluator.effects() }
                })
            })
            .collect();
        let mut arenas: Vec<Origins> = Vec::new();
        let mut effects = Vec::new();
        for root in evaluated {
            arenas.push(root.finished.origins);
            effects.push(root.read);
        }
        Self { effects, trails: Trails::new(arenas) }
    }

    /// Whether nothing has come of an edit but that some values took the place of others, as these
    /// are written, and no condition is broken.
    pub(super) fn comes_of(&self, before: &Self, swaps: &[(String, String)]) -> bool {
        let (was, is) = (before.by_name(), self.by_name());
        was.keys().eq(is.keys())
            && was.values().zip(is.values()).all(|(was, is)| {
                was.len() == is.len() && was.iter().zip(is).all(|(was, is)| suits(was, is, swaps))
            })
    }

    fn by_name(&self) -> BTreeMap<(usize, &str, &str), Vec<&Effect>> {
        let mut by_name: BTreeMap<_, Vec<&Effect>> = BTreeMap::new();
        for (root, effects) in self.effects.iter().enumerate() {
            for it in effects {
                by_name.entry((root, &*it.of, &*it.attribute)).or_default().push(it);
            }
        }
        by_name
    }
}

/// Evaluates files as [`Whole::of`] does.
pub(super) fn whole(
    files: &dyn Files,
    paths: &[String],
    options: &Options,
    edited: &BTreeSet<String>,
) -> Result<Whole, Misuse> {
    with_opened(files, paths, options, |opened| Ok(Whole::of(opened, edited)))
}

fn suits(was: &Effect, is: &Effect, swaps: &[(String, String)]) -> bool {
    let holds = is.is_condition && is.value.value == Value::Bool(true);
    holds || takes(&was.value.value, &is.value.value, swaps)
}

/// Whether a value is what it was, or has taken a new value for an old one in some places.
fn takes(was: &Value, is: &Value, swaps: &[(String, String)]) -> bool {
    let both = |(was, is): (&Traced, &Traced)| takes(&was.value, &is.value, swaps);
    match (was, is) {
        _ if was == is => true,
        (Value::Sequence(_, was), Value::Sequence(_, is)) => {
            was.len() == is.len() && was.iter().zip(is.iter()).all(both)
        }
        (Value::Mapping(was), Value::Mapping(is)) => {
            was.entries.keys().eq(is.entries.keys())
                && was.rest == is.rest
                && was.entries.values().zip(is.entries.values()).all(both)
        }
        (Value::Several(was), Value::Several(is)) => both((&was.like, &is.like)),
        _ => written(was).zip(written(is)).is_some_and(|both| swaps.contains(&both)),
    }
}

fn written(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        value => value.as_str().map(ToOwned::to_owned),
    }
}

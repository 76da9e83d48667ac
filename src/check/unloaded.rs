//! Values files that would decide what is undecided.

use crate::module::{self, Modules, Root};
use crate::rules::Answers;
use crate::syntax::Name;
use std::collections::{BTreeMap, BTreeSet};

/// By the number of the root: the files that give each variable that has no value.
#[derive(Debug, Default)]
pub struct Unloaded(BTreeMap<u32, BTreeMap<Name, Vec<String>>>);

impl Unloaded {
    /// Looks near those roots that a value is missing for, and near no others.
    pub(super) fn of(modules: &Modules<'_>, roots: &[Root], answers: &Answers) -> Self {
        let mut missing: BTreeMap<u32, BTreeSet<Name>> = BTreeMap::new();
        for (_, answer) in &answers.checks {
            let doubt = answer.outcome.doubts.first();
            if let Some(name) = doubt.and_then(|doubt| doubt.open.why.input()) {
                missing.entry(answer.subject.root).or_default().insert(name.into());
            }
        }
        let near = missing.into_iter().filter_map(|(number, names)| {
            let root = roots.get(number as usize)?;
            let names: Vec<Name> = names.into_iter().collect();
            Some((number, module::unloaded(modules, &root.folder, &names)))
        });
        Self(near.collect())
    }

    /// The files near a root that give a variable.
    pub(crate) fn files(&self, root: u32, variable: &str) -> Option<&[String]> {
        self.0.get(&root)?.get(variable).map(Vec::as_slice)
    }
}

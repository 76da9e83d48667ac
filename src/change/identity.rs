//! Which resource of the earlier configuration is which now, in references.

use super::moves::{Matched, Statements};
use super::root::Side;
use super::same::Verdict;
use super::way::Leaf;
use super::way::Ways;
use crate::eval::{Address, OriginId, Reference};
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What references lead to, before and after.
#[derive(Clone, Default)]
pub struct Identities<'a> {
    /// How unknown values came about; none where only one side has a way.
    pub(super) ways: Option<Ways<'a>>,
    renamed: HashMap<Arc<Address>, Arc<Address>>,
    statements: Option<&'a Statements>,
    created: HashSet<Arc<Address>>,
    /// Data sources, and modules that are not read, that are asked something else now.
    pub(super) altered: HashSet<Arc<Address>>,
    /// Ways that were compared, and how many are being compared in each other.
    pub(super) compared: RefCell<HashMap<(OriginId, OriginId, Leaf), bool>>,
    pub(super) depth: Cell<usize>,
}

impl<'a> Identities<'a> {
    /// Those of one root, whose resources were matched.
    pub fn new(matched: &Matched<'a>, statements: &'a Statements, ways: Ways<'a>) -> Self {
        let pair = |(before, after): &(&crate::eval::Resource, &crate::eval::Resource)| {
            (Arc::clone(&before.address), Arc::clone(&after.address))
        };
        let created = matched.created.iter().map(|resource| Arc::clone(&resource.address));
        Self {
            ways: Some(ways),
            renamed: matched.kept.iter().map(pair).collect(),
            statements: Some(statements),
            created: created.collect(),
            ..Self::default()
        }
    }

    /// Takes in what is asked of others before and after: where the arguments of a data source
    /// differ, nothing that it answers is known to be the same. It may be asked for what another
    /// one answers.
    pub fn asked(&mut self, before: &Side, after: &Side) {
        loop {
            let differs = |(address, was): (&Arc<Address>, &crate::eval::Traced)| {
                let now = self.now(address);
                let is = after.asked.get(&now)?;
                let same = matches!(self.compare(was, is, true), Verdict::Same);
                (!same && !self.altered.contains(&now)).then_some(now)
            };
            let more: Vec<_> = before.asked.iter().filter_map(differs).collect();
            if more.is_empty() {
                return;
            }
            self.altered.extend(more);
            self.compared.borrow_mut().clear();
        }
    }

    /// Those where nothing moves, as in a plan.
    pub fn fixed() -> Self {
        Self::default()
    }

    /// What an address of the earlier configuration is now.
    pub(super) fn now(&self, before: &Arc<Address>) -> Arc<Address> {
        match (self.renamed.get(before), self.statements) {
            (Some(known), _) => Arc::clone(known),
            (None, Some(statements)) => statements.moved(before),
            (None, None) => Arc::clone(before),
        }
    }

    /// Whether a reference leads to what is made by this change, and nothing that was there.
    pub(super) fn is_new(&self, after: &Reference) -> bool {
        self.created.contains(&after.address) && self.imported(after).is_none()
    }

    /// The id that an `import` block gives what a reference leads to.
    pub(super) fn imported(&self, after: &Reference) -> Option<&str> {
        let statements = self.statements.filter(|_| &*after.path == ".id")?;
        statements.imports.get(&after.address).map(String::as_str)
    }
}

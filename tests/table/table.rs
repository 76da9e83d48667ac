//! The table of SPEC section 6, read off a plan: what must be found, of whom, how bad.
//!
//! Written from the contract and not from the code. Where the contract leaves something open, the
//! way in which it is read here has a number: `Reading N`.

mod cni;
mod estate;
mod facts;
mod kubernetes;
mod ranges;
mod rest;
mod sizes;
mod terway;
mod world;

use crate::plan::Plan;
use std::collections::BTreeMap;
use world::World;

/// How bad, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    Info,
    Warning,
    Error,
}

/// Rule, root, subject and attribute: what is found at most once.
type Place = (&'static str, String, String, String);

/// What is found so far.
#[derive(Debug, Default)]
pub(crate) struct Found(BTreeMap<Place, Severity>);

/// A finding without words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    pub(crate) rule: &'static str,
    pub(crate) root: String,
    pub(crate) subject: String,
    pub(crate) severity: Severity,
}

/// A resource: root and address.
type Subject<'a> = (&'a str, &'a str);

impl Found {
    fn add(&mut self, rule: &'static str, subject: Subject<'_>, attribute: &str, how: Severity) {
        let place = (rule, subject.0.to_owned(), subject.1.to_owned(), attribute.to_owned());
        let at = self.0.entry(place).or_insert(how);
        *at = how.max(*at);
    }

    fn has(&self, rule: &'static str, subject: Subject<'_>, attribute: &str) -> Option<Severity> {
        let place = (rule, subject.0.to_owned(), subject.1.to_owned(), attribute.to_owned());
        self.0.get(&place).copied()
    }
}

/// All that the table finds in a plan.
pub(crate) fn findings(plan: &Plan) -> Vec<Finding> {
    let world = World::of(plan);
    let mut found = Found::default();
    cni::rules(&world, &mut found);
    ranges::rules(&world, &mut found);
    estate::rules(&world, &mut found);
    sizes::rules(&world, &mut found);
    terway::rules(&world, &mut found);
    kubernetes::rules(&world, &mut found);
    rest::rules(&world, &mut found);
    let findings = found.0.into_iter().map(|((rule, root, subject, _), severity)| Finding {
        rule,
        root,
        subject,
        severity,
    });
    let mut findings: Vec<Finding> = findings.collect();
    findings.sort();
    findings
}

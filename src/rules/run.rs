//! Runs the rules on the estate, in each way in which unknown conditions can turn out.

use super::card::Card;
use super::context::{Context, Found, Outcome};
use super::{CARDS, RULES, Rule};
use crate::eval::Why;
use crate::model::{Open, Subject};
use crate::report::view::Severity;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a rule says of one subject.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What the check is about.
    pub subject: Subject,
    /// What is said.
    pub outcome: Outcome,
}

/// What all rules say.
#[derive(Debug, Default)]
pub struct Answers {
    /// By rule, in the order of the list, then by subject.
    pub checks: Vec<(&'static Card, Answer)>,
    /// Rules that failed, with what they said.
    pub panics: Vec<(&'static str, String)>,
}

/// Runs the chosen rules on each world; only answers on subjects of the given roots are kept.
///
/// What is found in every world is certain. What is found in some is undecided, for the first of
/// the conditions, each with the number of its ways, that makes a difference.
pub fn run(
    worlds: &[Context<'_>],
    conditions: &[(usize, Why)],
    roots: &dyn Fn(u32) -> bool,
    chosen: &dyn Fn(&str) -> bool,
) -> Answers {
    let mut answers = Answers::default();
    for (rule, card) in RULES.iter().zip(CARDS.iter()).filter(|(rule, _)| chosen(rule.id)) {
        match catch_unwind(AssertUnwindSafe(|| decide(rule, card, worlds, conditions, roots))) {
            Ok(checks) => answers.checks.extend(checks.into_iter().map(|answer| (card, answer))),
            Err(panic) => {
                let text = panic.downcast_ref::<String>().cloned();
                let text = text.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
                answers.panics.push((rule.id, text.unwrap_or_default()));
            }
        }
    }
    silence(&mut answers.checks);
    answers
}

fn decide(
    rule: &Rule,
    card: &Card,
    worlds: &[Context<'_>],
    conditions: &[(usize, Why)],
    roots: &dyn Fn(u32) -> bool,
) -> Vec<Answer> {
    let mut by_subject: BTreeMap<_, (Subject, Vec<Outcome>)> = BTreeMap::new();
    for (number, world) in worlds.iter().enumerate() {
        for answer in (rule.check)(world) {
            if roots(answer.subject.root) {
                let key = (answer.subject.root, answer.subject.address.clone());
                // where the rule does not apply in a world, nothing is found in it
                let none = || (answer.subject, vec![Outcome::clean(); worlds.len()]);
                by_subject.entry(key).or_insert_with(none).1[number] = answer.outcome;
            }
        }
    }
    let joined = by_subject.into_values().map(|(subject, outcomes)| {
        let open = difference(card, &outcomes, conditions)
            .map(|why| Open { why: why.clone(), origin: subject.head });
        Answer { outcome: join(card, outcomes).or_open(open), subject }
    });
    joined.collect()
}

/// What holds in every world, at the mildest of its severities.
fn join(card: &Card, outcomes: Vec<Outcome>) -> Outcome {
    let mut outcomes = outcomes.into_iter();
    let Some(mut joined) = outcomes.next() else { return Outcome::clean() };
    for outcome in outcomes {
        let other =
            |found: &Found| outcome.findings.iter().find(|o| o.attribute == found.attribute);
        joined.findings.retain_mut(|found| {
            let Some(other) = other(found) else { return false };
            if severity(card, other) < severity(card, found) {
                *found = other.clone();
            }
            true
        });
        joined.undecided = joined.undecided.or(outcome.undecided);
    }
    joined
}

/// Why the first condition is not known that makes a difference to what is found.
fn difference<'c>(
    card: &Card,
    outcomes: &[Outcome],
    conditions: &'c [(usize, Why)],
) -> Option<&'c Why> {
    let shape = |outcome: &Outcome| -> BTreeMap<&'static str, Severity> {
        outcome.findings.iter().map(|found| (found.attribute, severity(card, found))).collect()
    };
    let shapes: Vec<_> = outcomes.iter().map(shape).collect();
    let mut stride = 1;
    for (ways, why) in conditions {
        let turned = (0..shapes.len()).filter(|at| (at / stride) % ways == 0);
        let mut turned = turned.flat_map(|at| (1..*ways).map(move |way| (at, at + way * stride)));
        if turned.any(|(one, other)| shapes[one] != shapes[other]) {
            return Some(why);
        }
        stride *= ways;
    }
    None
}

/// How bad a finding is, by its card.
pub(crate) fn severity(card: &Card, found: &Found) -> Severity {
    card.severity(found.case).unwrap_or(Severity::Error)
}

/// One mistake, one finding: in a VPC that is too small more pod vSwitches would not help.
fn silence(checks: &mut [(&'static Card, Answer)]) {
    let too_small: Vec<_> = checks
        .iter()
        .filter(|(card, _)| card.id == "terway_vpc_too_small")
        .filter_map(|(card, answer)| {
            let worst = answer.outcome.findings.iter().map(|found| severity(card, found)).max();
            worst.map(|worst| (answer.subject.clone(), worst))
        })
        .collect();
    for (card, answer) in checks.iter_mut().filter(|(card, _)| card.id == "terway_pod_ips") {
        let silenced = too_small.iter().find(|(other, _)| other.same(&answer.subject));
        if let Some((_, worst)) = silenced {
            answer.outcome.findings.retain(|found| severity(card, found) > *worst);
        }
    }
}

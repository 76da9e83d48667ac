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
/// What is found in every world is certain; what is found in some is undecided, for `why`.
pub fn run(
    worlds: &[Context<'_>],
    roots: &dyn Fn(u32) -> bool,
    why: Option<&Why>,
    chosen: &dyn Fn(&str) -> bool,
) -> Answers {
    let mut answers = Answers::default();
    for (rule, card) in RULES.iter().zip(CARDS.iter()).filter(|(rule, _)| chosen(rule.id)) {
        match catch_unwind(AssertUnwindSafe(|| decide(rule, card, worlds, roots, why))) {
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
    roots: &dyn Fn(u32) -> bool,
    why: Option<&Why>,
) -> Vec<Answer> {
    let mut by_subject: BTreeMap<_, (Subject, Vec<Outcome>)> = BTreeMap::new();
    for world in worlds {
        for answer in (rule.check)(world) {
            if roots(answer.subject.root) {
                let entry = by_subject.entry((answer.subject.root, answer.subject.address.clone()));
                let (_, outcomes) = entry.or_insert_with(|| (answer.subject, Vec::new()));
                outcomes.push(answer.outcome);
            }
        }
    }
    let join = |(subject, mut outcomes): (Subject, Vec<Outcome>)| {
        // where the rule does not apply in a world, nothing is found in it
        outcomes.resize_with(worlds.len(), Outcome::clean);
        let outcome = join(card, outcomes, why, &subject);
        Answer { subject, outcome }
    };
    by_subject.into_values().map(join).collect()
}

/// What holds in every world; a milder severity where they differ, and that it may be worse.
fn join(card: &Card, outcomes: Vec<Outcome>, why: Option<&Why>, subject: &Subject) -> Outcome {
    let mut outcomes = outcomes.into_iter();
    let Some(mut joined) = outcomes.next() else { return Outcome::clean() };
    let mut differ = false;
    for outcome in outcomes {
        let other =
            |found: &Found| outcome.findings.iter().find(|o| o.attribute == found.attribute);
        differ |= outcome.findings.len() != joined.findings.len();
        joined.findings.retain_mut(|found| match other(found) {
            None => {
                differ = true;
                false
            }
            Some(other) => {
                differ |= severity(card, other) != severity(card, found);
                if severity(card, other) < severity(card, found) {
                    *found = other.clone();
                }
                true
            }
        });
        joined.undecided = joined.undecided.or(outcome.undecided);
    }
    if differ && let Some(why) = why {
        let open = Open { why: why.clone(), origin: subject.head };
        joined.undecided.get_or_insert(open);
    }
    joined
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

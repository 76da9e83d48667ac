//! Asks the rules about the estate; where conditions are not known, in each way they can turn out.

use super::answer::severity;
use super::card::LazyCard;
use super::context::Context;
use super::outcome::{Answer, Doubt, Found, Outcome};
use super::silence::silence;
use super::worlds::Worlds;
use super::{Kind, RULES, Rule};
use crate::caught::caught;
use crate::eval::{ALTERNATIVES, Why};
use crate::model::{Choice, Estate, Open, Subject};
use crate::options::Expect;
use rayon::prelude::*;
use std::sync::Arc;

/// What all rules say.
#[derive(Debug, Default)]
pub struct Answers {
    /// By rule, in the order of the list, then by subject.
    pub checks: Vec<(&'static LazyCard, Answer)>,
    /// Rules that failed, with what they said.
    pub panics: Vec<String>,
}

/// Runs the chosen rules.
///
/// Where the answer on a subject rests on alternatives, it is asked for in each of them: what is
/// found in all is certain, what is found in some is undecided for the condition between them.
pub fn run(worlds: &dyn Worlds, expect: Expect, chosen: &dyn Fn(&str) -> bool) -> Answers {
    let all: Vec<&'static Rule> = RULES.iter().filter(|rule| chosen(rule.id)).collect();
    let ask = |rule: &&'static Rule| {
        let Kind::Estate(check) = rule.kind else { return Ok(Vec::new()) };
        let asking = Asking { check, card: &rule.card, worlds, expect };
        caught(&format!("the rule {}", rule.id), || asking.all())
    };
    let asked: Vec<_> = all.par_iter().map(ask).collect();
    let mut answers = Answers::default();
    for (rule, asked) in all.into_iter().zip(asked) {
        match asked {
            Ok(checks) => {
                let on = checks.into_iter().filter(|answer| runs(worlds, rule.id, &answer.subject));
                answers.checks.extend(on.map(|answer| (&rule.card, answer)));
            }
            Err(failed) => answers.panics.push(failed),
        }
    }
    silence(&mut answers.checks);
    answers
}

/// Whether the configuration of a subject's root lets a rule run.
fn runs(worlds: &dyn Worlds, rule: &str, subject: &Subject) -> bool {
    worlds.terms().get(subject.root as usize).is_none_or(|terms| terms.runs(rule))
}

/// A rule being asked.
struct Asking<'a> {
    check: fn(&Context<'_>) -> Vec<Answer>,
    card: &'a LazyCard,
    worlds: &'a dyn Worlds,
    expect: Expect,
}

impl Asking<'_> {
    fn all(&self) -> Vec<Answer> {
        let answers = (self.check)(&self.context(self.worlds.base(), None));
        let answer = |Answer { subject, outcome }| {
            let mut room = ALTERNATIVES;
            let outcome = self.refined(&subject, outcome, &mut Vec::new(), &mut room);
            Answer { outcome: settle(self.card, outcome), subject }
        };
        answers.into_iter().filter_map(without_no_range).map(answer).collect()
    }

    /// The outcome in each of the alternatives that it rests on, taken together.
    fn refined(
        &self,
        subject: &Subject,
        outcome: Outcome,
        choices: &mut Vec<Choice>,
        room: &mut usize,
    ) -> Outcome {
        let outcome = settle(self.card, outcome);
        let Some(doubt) = outcome.doubts.first() else { return outcome };
        let Why::Alternatives(options, why) = &doubt.open.why else { return outcome };
        if options.len() > *room {
            return outcome;
        }
        *room -= options.len() - 1;
        let ways: Vec<Outcome> = (0..options.len())
            .map(|pick| {
                choices.push(Choice { options: Arc::clone(options), pick });
                let outcome = self.ask(subject, choices);
                let outcome = self.refined(subject, outcome, choices, room);
                choices.pop();
                outcome
            })
            .collect();
        let open = Open { why: (**why).clone(), origin: doubt.open.origin };
        let found: Vec<Found> = ways.iter().flat_map(|way| way.findings.clone()).collect();
        let mut joined = self.join(ways);
        // what only some ways find, or not as bad, is open for its attribute
        for found in found {
            let same = |other: &Found| {
                other.attribute == found.attribute
                    && severity(self.card, other) >= severity(self.card, &found)
            };
            if !joined.findings.iter().any(same) {
                joined.doubt(&open, found.case, found.attribute);
            }
        }
        joined
    }

    fn ask(&self, subject: &Subject, choices: &[Choice]) -> Outcome {
        let estate = self.worlds.chosen(subject, choices);
        let answers = (self.check)(&self.context(&estate, Some(subject)));
        let answer = answers.into_iter().find(|answer| answer.subject.same(subject));
        answer.map_or_else(Outcome::clean, |answer| answer.outcome) // it may not apply at all
    }

    fn context<'e>(&'e self, estate: &'e Estate, only: Option<&'e Subject>) -> Context<'e> {
        let (providers, terms) = (self.worlds.providers(), self.worlds.terms());
        let (expect, comparison) = (self.expect, self.worlds.comparison());
        Context { estate, providers, terms, expect, comparison, only }
    }

    /// What holds in every way, at the mildest of its severities.
    fn join(&self, ways: Vec<Outcome>) -> Outcome {
        let mut ways = ways.into_iter();
        let Some(mut joined) = ways.next() else { return Outcome::clean() };
        for way in ways {
            joined.findings.retain_mut(|found| {
                let mut all = way.findings.iter();
                let Some(other) = all.find(|it| it.attribute == found.attribute) else {
                    return false;
                };
                if severity(self.card, other) < severity(self.card, found) {
                    *found = other.clone();
                }
                found.fix = None; // what would do in one way says nothing of the others
                true
            });
            joined.doubts.extend(way.doubts);
        }
        joined
    }
}

/// Doubt counts only where it could come to something new, or counts than what is certain.
fn settle(card: &LazyCard, mut outcome: Outcome) -> Outcome {
    let found = &outcome.findings;
    let worst = found.iter().map(|found| severity(card, found)).max();
    let adds = |doubt: &Doubt| match doubt.case {
        Some((case, attribute)) => {
            let of_attribute = found.iter().filter(|found| found.attribute == attribute);
            card.severity(case) > of_attribute.map(|found| severity(card, found)).max()
        }
        None => card.distinct_severities().first().copied() > worst,
    };
    let counts = |doubt: &Doubt| !doubt.open.is_no_range() && adds(doubt);
    outcome.doubts.retain(counts);
    // what can be asked in each way may come to something certain, whatever else is open
    let first = outcome.doubts.iter().position(|doubt| doubt.open.has_ways()).unwrap_or(0);
    outcome.doubts = outcome.doubts.into_iter().skip(first).take(1).collect();
    outcome
}

/// One mistake, one finding: a text that is no range is the business of `cidr_invalid` alone. Where
/// only such a text keeps a rule from its answer, the rule says nothing, and is no check.
fn without_no_range(answer: Answer) -> Option<Answer> {
    let Outcome { findings, doubts } = &answer.outcome;
    let answered = !findings.is_empty() || doubts.is_empty();
    let open = doubts.iter().any(|doubt| !doubt.open.is_no_range());
    (answered || open).then_some(answer)
}

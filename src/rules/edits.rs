//! What the rules on changes share: each changed attribute, in words and with both places.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use crate::change::{Change, Comparison, Kept, Said, becomes, noun, releases};
use crate::eval::Why;
use crate::facts::{Effect, Unset};
use crate::model::Open;
use crate::module::Standing;

/// A change that has an effect in the provider version in force.
pub(super) struct Edit<'c> {
    pub(super) change: &'c Change,
    standing: Standing,
    comparison: &'c Comparison,
}

/// The answers of a rule on resources that are there before and after; `None` where it does not
/// apply.
pub(super) fn each<'e>(
    cx: &Context<'e>,
    decide: impl Fn(&'e Kept) -> Option<Outcome>,
) -> Vec<Answer> {
    let kept = cx.comparison.iter().flat_map(|comparison| &comparison.kept);
    let asked = kept.filter(|kept| cx.asks(&kept.subject));
    let answer =
        |kept: &'e Kept| Some(Answer { subject: kept.subject.clone(), outcome: decide(kept)? });
    asked.filter_map(answer).collect()
}

/// What changes that have an effect come to.
pub(super) fn outcome(
    cx: &Context<'_>,
    kept: &Kept,
    effect: Effect,
    case: &'static str,
    found: impl Fn(&Kept, &Edit<'_>) -> Found,
) -> Outcome {
    let mut outcome = Outcome::clean();
    let Some(comparison) = cx.comparison else { return outcome };
    for change in &kept.changes {
        let standing = match change.shown {
            Some(shown) => Standing { holds: shown == effect, differs: false },
            None => cx.standing(&kept.subject, &releases(change.attribute, effect)),
        };
        if !standing.holds || effect == Effect::Ignored && is_tidied(cx, kept, change) {
            continue;
        }
        match &change.open {
            Some(open) => {
                let open = with_effect(open, change, effect, kept);
                outcome.doubt(&open, case, change.attribute.attribute);
            }
            None => outcome.findings.push(found(kept, &Edit { change, standing, comparison })),
        }
    }
    outcome
}

/// The reason of a doubt; where nothing was written before, also what is at stake.
fn with_effect(open: &Open, change: &Change, effect: Effect, kept: &Kept) -> Open {
    let Change { attribute, before, after, .. } = change;
    let is_new = matches!(attribute.unset, Unset::Computed(None)) && before.text.is_none();
    let Some(value) = after.text.as_ref().filter(|_| is_new && effect == Effect::Replaces) else {
        return open.clone();
    };
    let noun = noun(&kept.subject.address.kind);
    let why = format!("{}: unless it is {value}, the next plan destroys {noun}", open.why);
    Open { why: Why::Untold(why.into()), origin: open.origin }
}

/// Whether an attribute that does nothing and is deprecated is left out at last.
fn is_tidied(cx: &Context<'_>, kept: &Kept, change: &Change) -> bool {
    let deprecated = change.attribute.changes.iter().filter_map(|change| change.deprecated);
    let since = |version| crate::module::Releases { since: Some(version), until: None };
    change.after.text.is_none()
        && deprecated.map(since).any(|releases| cx.standing(&kept.subject, &[releases]).holds)
}

impl Edit<'_> {
    pub(super) fn attribute(&self) -> &'static str {
        self.change.attribute.attribute
    }

    /// `pod_cidr changes from 172.20.0.0/16 to 172.21.0.0/16`
    pub(super) fn what(&self) -> String {
        let Change { before, after, .. } = self.change;
        format!("{} {}", self.attribute(), becomes(before, after))
    }

    /// `the next plan`
    pub(super) fn plan(&self) -> &'static str {
        self.comparison.plan()
    }

    /// What holds in other versions that may be in force.
    pub(super) fn other_versions(&self) -> &'static str {
        if self.standing.differs {
            " (not with all provider versions that required_providers permits, and no \
             .terraform.lock.hcl chooses one)"
        } else {
            ""
        }
    }

    /// A finding at the new place, with the old one.
    pub(super) fn found(&self, case: &'static str, message: String) -> Found {
        let Change { before, after, .. } = self.change;
        let Said { text, place, .. } = before;
        let was = match text {
            Some(_) => format!("before ({})", self.comparison.earlier()),
            None => format!("before ({}), without it", self.comparison.earlier()),
        };
        Found::new(case, self.attribute(), after.place, message).with(was, *place, None)
    }
}

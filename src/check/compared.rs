//! What a plan changes, as the rules on changes are asked about it.

use super::planned::PROVIDED;
use crate::change::{self, Comparison, Gone, Identities, Kept, Planned};
use crate::eval::{Origins, Resource};
use crate::model::{self, Subject};
use crate::module::Permitted;
use crate::plan::{self, Action, Changed, Plan, Provided};
use std::cell::RefCell;
use std::collections::HashMap;

/// Attributes that are compared may be written or not: the state and the plan hold all.
const COMPARED: Provided = Provided { wanted: guarded, unwritten: true, ..PROVIDED };

/// The attributes that are compared, of the types whose changes are looked at.
pub(super) fn guarded(kind: &str) -> Option<&'static [&'static str]> {
    change::is_guarded(kind).then(|| change::wanted(kind)).flatten()
}

/// What a plan changes; `source` are the same resources of the configuration beside it.
pub(super) fn comparison(
    plan: &Plan<'_>,
    source: &[Resource],
    origins: &RefCell<Origins>,
    provider: &Permitted,
) -> Comparison {
    let before = plan.before(0, origins, COMPARED);
    let after = plan::joined(plan.resources(0, origins, COMPARED), source, origins);
    let of = |resources: Vec<Resource>| -> HashMap<_, _> {
        resources.into_iter().map(|one| (one.address.clone(), one)).collect()
    };
    let (before, after) = (of(before), of(after));
    let mut comparison = Comparison { planned: true, ..Comparison::default() };
    for changed in plan.changed() {
        let (was, is) = (before.get(&changed.address), after.get(&changed.address));
        match (was, is) {
            (Some(was), Some(is)) => {
                comparison.kept.extend(kept(&changed, was, is, provider));
            }
            (Some(was), None) if changed.action == Action::Delete => {
                comparison.gone.extend(gone(was));
            }
            _ => {}
        }
    }
    comparison.kept.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    comparison.gone.sort_by(|a, b| a.subject.address.cmp(&b.subject.address));
    comparison
}

fn kept(said: &Changed, was: &Resource, is: &Resource, provider: &Permitted) -> Option<Kept> {
    let planned = match said.action {
        Action::Update => Planned::Update,
        Action::Replace | Action::Supplant => {
            let (paths, reason) = (said.replaced_by.clone(), said.reason.clone());
            Planned::Replace { paths, reason, stays: said.action == Action::Supplant }
        }
        // what stays as it is was looked at as well
        Action::Keep => {
            let (subject, changes) = (Subject::of(is), Vec::new());
            let planned = Some(Planned::Update);
            return Some(Kept { subject, changes, number: None, drawn: None, planned });
        }
        _ => return None,
    };
    // what lifecycle says has come into the plan already
    let is = Resource { lifecycle: crate::eval::Lifecycle::default(), ..is.clone() };
    let changes = change::changes(was, &is, &Identities::fixed());
    let subject = Subject::of(&is);
    let mut kept = Kept { subject, changes, number: None, drawn: None, planned: None };
    planned.applied(&mut kept, provider);
    Some(kept)
}

fn gone(was: &Resource) -> Option<Gone> {
    model::is_cluster(&was.address.kind).then(|| Gone {
        subject: Subject::of(was),
        candidates: Vec::new(),
        block: None,
        with_root: false,
        open: None,
    })
}

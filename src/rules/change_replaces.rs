//! A changed attribute destroys the resource and creates it again.

use super::context::Context;
use super::edits::{self, Edit};
use super::outcome::{Answer, Found};
use crate::change::{Drawn, Kept, Planned, noun};
use crate::facts::Effect;

const CASE: &str = "replaces";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    edits::each(cx, |kept| {
        let mut outcome = edits::outcome(cx, kept, Effect::Replaces, CASE, found);
        if let (Some(drawn), true) = (&kept.drawn, is_told(kept)) {
            outcome.findings.push(along(kept, drawn));
        }
        if let (Some(why), true) = (kept.planned.as_ref().and_then(Planned::why), outcome.findings.is_empty()) {
            outcome.findings.push(by_plan(kept, &why));
        }
        Some(outcome)
    })
}

fn found(kept: &Kept, edit: &Edit<'_>) -> Found {
    let attribute = edit.attribute();
    let message = format!(
        "{}: {} {}{}",
        edit.what(),
        edit.plan(),
        what_it_does(kept),
        edit.other_versions()
    );
    edit.found(CASE, message).help(format!(
        "take the change back, or plan a new one beside it; if the value is the one that exists, \
         lifecycle {{ ignore_changes = [{attribute}] }} says so"
    ))
}

/// The plan replaces it, for a reason that the tables do not know.
fn by_plan(kept: &Kept, why: &str) -> Found {
    let message = format!("this plan {}: {why}", what_it_does(kept));
    Found::new(CASE, "lifecycle", kept.subject.head, message)
        .labelled("it is replaced")
        .help("apply it only where that is meant".to_owned())
}

fn what_it_does(kept: &Kept) -> String {
    let noun = noun(&kept.subject.address.kind);
    match &kept.planned {
        Some(Planned::Replace { stays: true, .. }) => {
            format!("makes {noun} anew; the one that there is stays, and Terraform forgets it")
        }
        _ => format!("destroys {noun} and creates it again"),
    }
}

/// What lies in something that is replaced goes with it: that is no news.
fn is_told(kept: &Kept) -> bool {
    let drawn = kept.drawn.as_ref();
    crate::model::is_cluster(&kept.subject.address.kind) || drawn.is_some_and(|it| it.triggered)
}

fn along(kept: &Kept, drawn: &Drawn) -> Found {
    let noun = noun(&kept.subject.address.kind);
    let why = if drawn.triggered { "changes" } else { "is replaced" };
    let message = format!(
        "{} leads to {}, which {why}: the next plan destroys {noun} and creates it again",
        drawn.attribute, drawn.by
    );
    Found::new(CASE, drawn.attribute, drawn.place, message)
        .help(format!("take the change of {} back", drawn.by))
}

//! A change in the direction that is refused, or that never settles.

use super::context::Context;
use super::edits::{self, Edit};
use super::outcome::{Answer, Found};
use crate::change::Kept;
use crate::facts::{self, Effect, Unset};

const CASE: &str = "one_way";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    edits::each(cx, |kept| {
        let kind = &kept.subject.address.kind;
        let all = facts::mutability(kind).iter().flat_map(|known| &known.changes);
        if !all.into_iter().any(|change| change.effect == Effect::OneWay) {
            return None;
        }
        let mut outcome = edits::outcome(cx, kept, Effect::OneWay, CASE, found);
        let works = |attribute: &str| {
            let mut changes = kept.changes.iter();
            changes.any(|change| {
                let from = worth(change.attribute.unset, change.before.text.as_deref());
                let to = worth(change.attribute.unset, change.after.text.as_deref());
                change.attribute.attribute == attribute
                    && change.open.is_none()
                    && facts::takes(kind, attribute, &from, &to)
            })
        };
        outcome.findings.retain(|found| !works(found.attribute));
        Some(outcome)
    })
}

/// A value, or what holds where it is absent: a switch is off.
fn worth(unset: Unset, text: Option<&str>) -> String {
    let (Unset::Nothing(default) | Unset::Computed(default)) = unset else {
        return text.unwrap_or_default().to_owned();
    };
    text.or(default).unwrap_or("false").to_owned()
}

fn found(_: &Kept, edit: &Edit<'_>) -> Found {
    let attribute = edit.attribute();
    let message = format!(
        "{}: this works in the other direction only; apply is refused, or the difference comes \
         back at every plan{}",
        edit.what(),
        edit.other_versions()
    );
    edit.found(CASE, message).help(format!(
        "take the change back; a new cluster can be made with another {attribute}"
    ))
}

//! A changed attribute is planned as an update in place, and nothing happens.

use super::context::Context;
use super::edits::{self, Edit};
use super::outcome::{Answer, Found};
use crate::change::{Kept, Part, noun};
use crate::facts::Effect;

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    edits::each(cx, |kept| {
        let mut outcome = edits::outcome(cx, kept, Effect::Ignored, "ignored", found);
        // one mistake, one finding
        if outcome.findings.iter().any(|found| found.case == "ignored") {
            outcome.findings.retain(|found| found.case != "addons");
        }
        Some(outcome)
    })
}

fn found(kept: &Kept, edit: &Edit<'_>) -> Found {
    let noun = noun(&kept.subject.address.kind);
    let (what, other) = (edit.what(), edit.other_versions());
    let message = format!(
        "{what}: this is planned as an update in place, and {noun} stays as it is{other}"
    );
    if edit.change.part == Part::OtherAddons {
        return edit.found("addons", message).help(
            "an add-on of a cluster that exists is managed by alicloud_cs_kubernetes_addon"
                .to_owned(),
        );
    }
    edit.found("ignored", message).help(match edit.attribute() {
        "addons" => "the network plug-in of a cluster is for life: a new cluster takes another one; \
                     settings of a plug-in that exists are those of alicloud_cs_kubernetes_addon"
            .to_owned(),
        "pod_vswitch_ids" => "the add-on takes more pod vSwitches: alicloud_cs_kubernetes_addon \
                              \"terway-eniip\", key PodVswitchId of its config"
            .to_owned(),
        attribute => format!(
            "take the change back, or lifecycle {{ ignore_changes = [{attribute}] }}: what is \
             written should be what is there"
        ),
    })
}

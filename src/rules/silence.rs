//! One mistake, one finding: of rules that speak of the same mistake the one that names it best.

use super::answer::severity;
use super::card::LazyCard;
use super::outcome::Answer;
use crate::model::Subject;
use crate::report::view::Severity;

/// A rule that makes another one silent.
struct Silence {
    /// The rule that speaks.
    by: &'static str,
    /// The rule that is silent then.
    silent: &'static str,
    /// What both must have found.
    on: On,
    /// How bad a finding may be that goes.
    up_to: UpTo,
}

/// What two findings must have in common to be about one mistake.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    /// The subject.
    Subject,
    /// The subject and the attribute.
    Attribute,
}

/// How bad a finding may be that goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UpTo {
    /// It goes, however bad it is.
    Any,
    /// It goes if it is as bad as the one that is told, or milder.
    Told,
}

const TABLE: &[Silence] = &[
    // what is reserved is not private, but that is the least of it
    Silence {
        by: "cidr_reserved",
        silent: "cidr_not_private",
        on: On::Attribute,
        up_to: UpTo::Any,
    },
    // in a VPC that is too small more pod vSwitches would not help
    Silence {
        by: "terway_vpc_too_small",
        silent: "terway_pod_ips",
        on: On::Subject,
        up_to: UpTo::Told,
    },
];

/// Something that was found: where, and how bad it is.
struct Told {
    subject: Subject,
    attribute: &'static str,
    severity: Severity,
}

/// Takes away what is told by another rule.
pub(super) fn silence(checks: &mut [(&'static LazyCard, Answer)]) {
    for Silence { by, silent, on, up_to } in TABLE {
        let told = told(checks, by);
        for (card, answer) in checks.iter_mut().filter(|(card, _)| card.id == *silent) {
            let told: Vec<&Told> =
                told.iter().filter(|told| told.subject.same(&answer.subject)).collect();
            answer.outcome.findings.retain(|found| {
                let same = |told: &&&Told| *on == On::Subject || told.attribute == found.attribute;
                let goes =
                    |told: &Told| *up_to == UpTo::Any || severity(card, found) <= told.severity;
                !told.iter().filter(same).any(|told| goes(told))
            });
        }
    }
}

fn told(checks: &[(&'static LazyCard, Answer)], rule: &str) -> Vec<Told> {
    let of_rule = checks.iter().filter(|(card, _)| card.id == rule);
    let told = of_rule.flat_map(|(card, answer)| {
        answer.outcome.findings.iter().map(|found| Told {
            subject: answer.subject.clone(),
            attribute: found.attribute,
            severity: severity(card, found),
        })
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn the_table_names_rules() {
        for Silence { by, silent, .. } in TABLE {
            assert!(rules::ids().any(|id| id == *by), "{by}");
            assert!(rules::ids().any(|id| id == *silent), "{silent}");
        }
    }
}

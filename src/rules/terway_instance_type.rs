//! A node of an instance type holds fewer pods than ACK takes with Terway.

use super::context::Context;
use super::outcome::{Answer, Found, Outcome};
use super::pools::{each_terway_pool, mode_name, modes, pods, types_attribute, with_told};
use crate::capacity;
use crate::facts;
use crate::model::{NodePool, Open};
use std::sync::Arc;

/// The cases, the mildest first.
const CASES: [&str; 2] = ["barely", "too_few"];

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    each_terway_pool(cx, |pool, home| {
        let exclusive = home.exclusive(pool);
        let modes = modes(&exclusive).iter().map(|exclusive| InMode::of(pool, *exclusive));
        let mut modes: Vec<InMode> = modes.collect();
        modes.sort_by_key(InMode::rank);
        // the mildest of the modes is certain, the worst is possible
        let Some((mildest, worst)) = modes.first().zip(modes.last()) else { return Ok(None) };
        let attribute = types_attribute(pool);
        let mut outcome = Outcome::clean();
        outcome.findings.extend(mildest.finding(pool));
        if let (Some(case), Some(open)) = (worst.case(), exclusive.open()) {
            outcome.doubt(open, case, attribute);
        }
        let open = modes.into_iter().find_map(|mode| mode.open);
        Ok(Some(outcome.or_case(open, "too_few", attribute)))
    })
}

/// What is too small in one mode.
struct InMode {
    exclusive: bool,
    /// Each type that holds too few pods, and how many.
    few: Vec<(Arc<str>, u64)>,
    /// Why there may be more of these.
    open: Option<Open>,
}

impl InMode {
    fn of(pool: &NodePool, exclusive: bool) -> Self {
        let (mut few, open) = pods(pool, exclusive);
        few.retain(|(_, pods)| case(*pods, exclusive).is_some());
        few.sort_by_key(|(_, pods)| *pods);
        Self { exclusive, few, open }
    }

    /// The case of the smallest type.
    fn case(&self) -> Option<&'static str> {
        self.few.first().and_then(|(_, pods)| case(*pods, self.exclusive))
    }

    fn rank(&self) -> Option<usize> {
        let case = self.case()?;
        CASES.iter().position(|known| *known == case)
    }

    fn finding(&self, pool: &NodePool) -> Option<Found> {
        let case = self.case()?;
        let holds = self.few.iter().map(|(name, pods)| format!("{name} holds {}", shown(*pods)));
        let holds = holds.collect::<Vec<_>>().join(", ");
        let (mode, least) = (mode_name(self.exclusive), minimum(self.exclusive));
        let message = match case {
            "too_few" => format!(
                "{holds} in {mode}; with Terway ACK takes no node that holds fewer than {least}: \
                 such nodes never join the cluster"
            ),
            _ => format!(
                "{holds} in {mode}, the very least that ACK takes with Terway, and one of its \
                 documents asks for more"
            ),
        };
        let found = Found::new(case, types_attribute(pool), pool.instance_types.origin(), message);
        Some(with_told(found.help(self.help()), pool))
    }

    /// For each type the smallest of its family that would do.
    fn help(&self) -> Option<String> {
        let others = self.few.iter().filter_map(|(name, _)| {
            let (other, pods) = larger(name, self.exclusive)?;
            Some(format!("{other} instead of {name} holds {}", shown(pods)))
        });
        let others: Vec<String> = others.collect();
        (!others.is_empty()).then(|| others.join(", "))
    }
}

fn larger(name: &str, exclusive: bool) -> Option<(&'static str, u64)> {
    let family = facts::family(name).into_iter();
    let held = family.filter_map(|(name, quotas)| Some((name, capacity::terway_pods(quotas, exclusive)?)));
    held.filter(|(_, pods)| case(*pods, exclusive).is_none()).min_by_key(|(_, pods)| *pods)
}

/// What is said of a node that holds so many pods.
fn case(pods: u64, exclusive: bool) -> Option<&'static str> {
    let least = minimum(exclusive);
    match pods {
        pods if pods < least => Some("too_few"),
        // of the shared mode the documents say the same
        pods if pods == least && exclusive => Some("barely"),
        _ => None,
    }
}

fn minimum(exclusive: bool) -> u64 {
    facts::quota(if exclusive { "exclusive_eni_pods_min" } else { "shared_eni_pods_min" })
}

fn shown(pods: u64) -> String {
    match pods {
        0 => "no pod".to_owned(),
        1 => "1 pod".to_owned(),
        pods => format!("{pods} pods"),
    }
}

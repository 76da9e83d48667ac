//! What is said of a cluster, in the words and tables that all forms for people share.

use super::{Cluster, Cni, Range, Role};
use crate::report::clean::sentence;

/// A table: what its columns are, and its rows.
pub(super) struct Table {
    pub(super) title: &'static str,
    pub(super) columns: Vec<&'static str>,
    /// Which columns are numbers.
    pub(super) numbers: std::ops::Range<usize>,
    pub(super) rows: Vec<Vec<String>>,
}

/// Stands for a number that nobody gave.
pub(super) const NONE: &str = "–";

/// Stands for a number that is not known.
const UNKNOWN: &str = "?";

/// A number as people read it: `65,536`.
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

pub(super) fn maybe(known: Option<u64>) -> String {
    known.map_or_else(|| UNKNOWN.to_owned(), number)
}

fn given(number: Option<u64>) -> String {
    number.map_or_else(|| NONE.to_owned(), self::number)
}

/// `flannel_cluster in envs/prod, with Flannel`
pub(super) fn title(cluster: &Cluster) -> (String, String) {
    let place = if cluster.root == "." { String::new() } else { format!(" in {}", cluster.root) };
    let cni = match cluster.cni {
        Cni::Flannel => ", with Flannel",
        Cni::Terway => ", with Terway in shared ENI mode",
        Cni::TerwayExclusive => ", with Terway in exclusive ENI mode",
        Cni::Other => ", with a network plug-in of your own",
        Cni::None => ", without nodes and network plug-in",
        Cni::Unknown => ", its network plug-in is not known",
    };
    let maybe = cluster.maybe.as_ref().map(|why| format!(", if it is created: {why}"));
    (sentence(&cluster.subject), sentence(&format!("{place}{cni}{}", maybe.unwrap_or_default())))
}

/// What is planned, expected, possible and left.
pub(super) fn summary(cluster: &Cluster) -> Table {
    let Cluster { nodes, pods, .. } = cluster;
    let planned = match nodes.planned {
        None if nodes.at_least > 0 => format!("{} or more", number(nodes.at_least)),
        planned => maybe(planned),
    };
    let row = |name: &str, planned: String, needed: Needed, max: Option<u64>| {
        vec![name.to_owned(), planned, given(needed.expected), maybe(max), left(needed, max)]
    };
    let mut rows = Vec::new();
    if cluster.cni != Cni::None {
        let least = Some(nodes.at_least).filter(|least| *least > 0);
        let needed = Needed { planned: nodes.planned, least, expected: nodes.expected };
        rows.push(row("nodes", planned, needed, nodes.max));
        let needed = Needed { planned: pods.planned, least: None, expected: pods.expected };
        rows.push(row("pods", maybe(pods.planned), needed, pods.max));
    }
    // nobody plans Services: what is expected is all
    let expected = cluster.services_expected;
    let needed = Needed { planned: expected, least: None, expected };
    rows.push(row("Services", NONE.to_owned(), needed, cluster.services_max));
    let columns = vec!["", "planned", "expected", "possible", "left"];
    Table { title: "", columns, numbers: 1..5, rows }
}

/// What something must hold.
#[derive(Clone, Copy)]
struct Needed {
    planned: Option<u64>,
    /// Planned at least, where that is all that is known.
    least: Option<u64>,
    expected: Option<u64>,
}

/// What is left of what is possible; of a plan that is not known there may be less.
fn left(needed: Needed, max: Option<u64>) -> String {
    let Needed { planned, least, expected } = needed;
    let known = planned.or(least).max(expected);
    match (max, known) {
        (Some(max), Some(known)) if known > max => format!("{} too few", number(known - max)),
        (Some(max), Some(known)) if planned.is_none() => format!("at most {}", number(max - known)),
        (Some(max), Some(known)) => number(max - known),
        _ => NONE.to_owned(),
    }
}

/// What a node holds, and what keeps the nodes from being more.
pub(super) fn sentences(cluster: &Cluster) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some((least, most)) = cluster.pods.per_node {
        let each = if least == most {
            number(least)
        } else {
            format!("{} to {}", number(least), number(most))
        };
        let full = match cluster.nodes.max {
            Some(_) if least == most => "; what is possible is counted with full nodes".to_owned(),
            Some(_) => format!(
                "; what is possible is counted with full nodes, beyond the plan with those of {}",
                number(most)
            ),
            None => String::new(),
        };
        let noun = if most == 1 { "pod" } else { "pods" };
        sentences.push(format!("A node holds {each} {noun}{full}."));
    }
    if let Some(asked) = cluster.pods.asked {
        let asked = number(asked);
        sentences.push(format!("No node holds the {asked} that --pods-per-node asks for."));
    }
    if let Some(by) = cluster.nodes.limited_by {
        let what = by.name();
        sentences.push(format!("What limits the nodes is {what}."));
    }
    sentences
}

/// What limits the nodes.
pub(super) fn limits(cluster: &Cluster) -> Table {
    let rows = cluster
        .limits
        .iter()
        .map(|limit| vec![maybe(limit.nodes), sentence(&limit.what), sentence(&limit.later)]);
    Table {
        title: "What limits the nodes",
        columns: vec!["nodes", "limit", "later"],
        numbers: 0..1,
        rows: rows.collect(),
    }
}

/// The zones.
pub(super) fn zones(cluster: &Cluster) -> Table {
    let rows = cluster.zones.iter().map(|zone| {
        let numbers = [zone.node_addresses, zone.pod_addresses, zone.planned, zone.max];
        let numbers = numbers.map(maybe);
        std::iter::once(sentence(&zone.name)).chain(numbers).collect()
    });
    Table {
        title: "Zones",
        columns: vec!["zone", "for nodes", "for pods", "nodes planned", "nodes possible"],
        numbers: 1..5,
        rows: rows.collect(),
    }
}

/// The ranges.
pub(super) fn ranges(cluster: &Cluster) -> Table {
    let rows = cluster.ranges.iter().map(|range| {
        let numbers = [maybe(range.addresses), maybe(range.usable), used(cluster, range)];
        let cidr = range.cidr.map_or_else(|| "not known".to_owned(), |cidr| cidr.to_string());
        let head = [range.role.name().to_owned(), cidr].into_iter();
        head.chain(numbers).chain([whose(cluster, range)]).collect()
    });
    Table {
        title: "Ranges",
        columns: vec!["for", "range", "addresses", "usable", "in the plan", "of"],
        numbers: 2..5,
        rows: rows.collect(),
    }
}

/// What the plan takes; of Services nobody plans any.
fn used(cluster: &Cluster, range: &Range) -> String {
    match range.role {
        Role::Service => given(cluster.services_expected),
        _ => maybe(range.used),
    }
}

fn whose(cluster: &Cluster, range: &Range) -> String {
    match (range.default_of, range.role) {
        (Some(whose), _) => format!("default of {whose}"),
        (None, Role::Pod | Role::Service) if range.of == cluster.subject => {
            "the cluster".to_owned()
        }
        _ => sentence(&range.of),
    }
}

/// What can change later.
pub(super) fn later(cluster: &Cluster) -> Table {
    let rows = cluster.later.iter();
    Table {
        title: "What can change later",
        columns: vec!["what", "how"],
        numbers: 0..0,
        rows: rows.map(|(what, how)| vec![sentence(what), sentence(how)]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_groups_of_three() {
        let texts = [0, 999, 1000, 65536, 1_048_576].map(number);
        assert_eq!(texts, ["0", "999", "1,000", "65,536", "1,048,576"]);
    }

    #[test]
    fn what_is_missing_is_said() {
        let of = |planned, least, expected, max| left(Needed { planned, least, expected }, max);
        assert_eq!(of(Some(5), None, Some(300), Some(16)), "284 too few");
        assert_eq!(of(Some(5), None, None, Some(16)), "11");
        assert_eq!(of(None, None, None, Some(16)), NONE);
        assert_eq!(of(Some(5), None, None, None), NONE);
        // five or more, and 10 of a plan that nobody knows
        assert_eq!(of(None, Some(5), None, Some(16)), "at most 11");
        assert_eq!(of(None, Some(5), Some(10), Some(16)), "at most 6");
        assert_eq!(of(None, Some(20), None, Some(16)), "4 too few");
    }
}

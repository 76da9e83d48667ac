//! When two zones are one, and when that is not known.

use crate::eval::Reference;
use std::sync::Arc;

/// A zone, by its name or by where its name will come from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Zone {
    /// `cn-hangzhou-h`
    Name(Arc<str>),
    /// `data.alicloud_zones.this.zones[0].id`
    Reference(Reference),
}

impl std::fmt::Display for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Reference(reference) => write!(f, "{reference}"),
        }
    }
}

/// Whether two zones are the same; `None` if that is not known.
pub fn same_zone(a: &Zone, b: &Zone) -> Option<bool> {
    match (a, b) {
        (Zone::Name(a), Zone::Name(b)) => Some(a == b),
        (Zone::Reference(a), Zone::Reference(b)) if a == b => {
            a.address.is_certain().then_some(true)
        }
        (Zone::Reference(a), Zone::Reference(b)) => indexes_differ(a, b).then_some(false),
        _ => None,
    }
}

/// Two different literal indexes of one data source are two zones.
fn indexes_differ(a: &Reference, b: &Reference) -> bool {
    if a.root != b.root || a.address != b.address || !a.address.data {
        return false;
    }
    let (Some((head_a, index_a, tail_a)), Some((head_b, index_b, tail_b))) =
        (index(&a.path), index(&b.path))
    else {
        return false;
    };
    head_a == head_b && tail_a == tail_b && index_a != index_b
}

/// A path with one literal index: what stands before it, the index, what stands behind it.
fn index(path: &str) -> Option<(&str, u64, &str)> {
    let (head, rest) = path.split_once('[')?;
    let (index, tail) = rest.split_once(']')?;
    if tail.contains('[') {
        return None;
    }
    Some((head, index.parse().ok()?, tail))
}

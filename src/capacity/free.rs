//! Ranges that fit: the one allocator, for all helps, fixes and new plans.

use super::{addresses4, overlap, overlap4};
use crate::facts;
use ipnet::{IpNet, Ipv4Net};

/// What a new range is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The prefix length that is tried first.
    pub prefix: u8,
    /// The longest one that would do, where there is no room for one so large.
    pub longest: u8,
    /// Where it would be welcome, if it is free there.
    pub near: Option<Ipv4Net>,
}

impl Wanted {
    /// Exactly of this size, anywhere.
    pub fn exactly(prefix: u8) -> Self {
        Self { prefix, longest: prefix, near: None }
    }
}

/// The private ranges in the order in which they are looked through: the one that offices use
/// least comes first.
pub fn private() -> Vec<Ipv4Net> {
    let mut permitted = facts::private_ranges();
    permitted.sort_by_key(|range| (range.prefix_len() != 12, range.prefix_len()));
    permitted
}

/// A range inside one of `within` that is free of all that is taken: of the first size that there
/// is room for, around `near` if that will do, else the first one in the order of `within`.
/// The same question has always the same answer.
pub fn fit(wanted: Wanted, within: &[Ipv4Net], taken: &[IpNet]) -> Option<Ipv4Net> {
    let is_free = |range: &Ipv4Net| {
        let inside = within.iter().any(|within| within.contains(range));
        inside && !taken.iter().any(|taken| overlap(IpNet::V4(*range), *taken))
    };
    (wanted.prefix..=wanted.longest.max(wanted.prefix)).find_map(|prefix| {
        let around = wanted.near.and_then(|near| Ipv4Net::new(near.network(), prefix).ok());
        let around = around.map(|range| range.trunc()).filter(|range| is_free(range));
        around.or_else(|| within.iter().find_map(|within| first(prefix, *within, taken)))
    })
}

/// The first range of a prefix length inside another one that is free of all that is taken.
fn first(prefix: u8, within: Ipv4Net, taken: &[IpNet]) -> Option<Ipv4Net> {
    if prefix < within.prefix_len() {
        return None;
    }
    let size = addresses4(prefix);
    let end = u64::from(u32::from(within.network())) + addresses4(within.prefix_len());
    let mut at = u64::from(u32::from(within.network()));
    while at + size <= end {
        let range = Ipv4Net::new(u32::try_from(at).ok()?.into(), prefix).ok()?;
        let in_the_way = taken.iter().filter_map(|taken| match taken {
            IpNet::V4(taken) if overlap4(*taken, range) => Some(*taken),
            _ => None,
        });
        // behind the largest of those in the way, at the next multiple of the size
        let behind = in_the_way
            .map(|taken| u64::from(u32::from(taken.network())) + addresses4(taken.prefix_len()))
            .max();
        match behind {
            None => return Some(range),
            Some(behind) => at = behind.max(at + 1).div_ceil(size) * size,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(text: &str) -> Ipv4Net {
        text.parse().unwrap()
    }

    fn nets(texts: &[&str]) -> Vec<IpNet> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn the_first_free_one_is_aligned() {
        let taken = nets(&["10.0.0.0/24", "10.0.1.128/25"]);
        let within = [net("10.0.0.0/20")];
        let fit = |prefix| fit(Wanted::exactly(prefix), &within, &taken).map(|r| r.to_string());
        assert_eq!(fit(25), Some("10.0.1.0/25".to_owned()));
        assert_eq!(fit(23), Some("10.0.2.0/23".to_owned()));
        assert_eq!(fit(21), Some("10.0.8.0/21".to_owned()));
        assert_eq!(fit(20), None);
        assert_eq!(fit(19), None);
    }

    #[test]
    fn a_shorter_range_is_taken_where_there_is_room_for_no_longer_one() {
        let taken = nets(&["10.0.0.0/17"]);
        let wanted = Wanted { prefix: 16, longest: 18, near: None };
        assert_eq!(fit(wanted, &[net("10.0.0.0/16")], &taken), Some(net("10.0.128.0/17")));
        assert_eq!(fit(Wanted { longest: 16, ..wanted }, &[net("10.0.0.0/16")], &taken), None);
    }

    #[test]
    fn a_range_stays_where_it_was_if_it_can_grow_there() {
        let wanted = |near| Wanted { near: Some(net(near)), ..Wanted::exactly(20) };
        assert_eq!(fit(wanted("172.20.0.0/24"), &private(), &[]), Some(net("172.20.0.0/20")));
        let taken = nets(&["172.20.8.0/24"]);
        assert_eq!(fit(wanted("172.20.0.0/24"), &private(), &taken), Some(net("172.16.0.0/20")));
        assert_eq!(fit(wanted("11.0.0.0/24"), &private(), &[]), Some(net("172.16.0.0/20")));
    }

    /// Every block of every size inside of a /26, against every pair of blocks that are taken.
    #[test]
    fn it_agrees_with_brute_force() {
        let within = net("192.168.0.0/26");
        let blocks: Vec<Ipv4Net> =
            (26..=30).flat_map(|prefix| within.subnets(prefix).unwrap()).collect();
        for a in &blocks {
            for b in &blocks {
                let taken = [IpNet::V4(*a), IpNet::V4(*b)];
                for prefix in 26..=30 {
                    let free = |range: &Ipv4Net| !overlap4(*range, *a) && !overlap4(*range, *b);
                    let expected = within.subnets(prefix).unwrap().find(free);
                    assert_eq!(fit(Wanted::exactly(prefix), &[within], &taken), expected);
                }
            }
        }
    }
}

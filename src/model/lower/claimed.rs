//! Ranges that resources of the network name, by `facts::claims`.

use super::read::{Block, Fields};
use super::route::ranges;
use crate::eval::Resource;
use crate::facts;
use crate::model::attr::{Attr, Open};
use ipnet::IpNet;

/// The ranges that stand in a resource.
pub(super) fn claimed(resource: &Resource) -> Vec<Attr<IpNet>> {
    let fields = Fields::of(resource);
    let of = |(attribute, within): &facts::Claim| match within {
        None => ranges(fields, attribute),
        Some(within) => in_blocks(fields, attribute, within),
    };
    let claims = facts::claims(&resource.address.kind).iter().flat_map(of);
    claims.map(|(range, _)| range).collect()
}

/// The ranges of an attribute of each block of a kind, as [`ranges`] gives them.
pub(super) fn in_blocks(
    fields: Fields<'_>,
    block: &str,
    within: &str,
) -> Vec<(Attr<IpNet>, Option<Open>)> {
    let of = |block| match block {
        Block::Fields(fields) => ranges(fields, within),
        Block::Open(open) => vec![(Attr::Unknown { open, present: false }, None)],
    };
    fields.blocks(block).into_iter().flat_map(of).collect()
}

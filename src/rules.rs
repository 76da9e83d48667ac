//! The rules: what is claimed of Alibaba Cloud, and how each claim is decided.

pub mod card;

use card::Card;
use std::sync::LazyLock;

/// The one list of rules: each word is a card, `rules/<word>.md`.
macro_rules! rules {
    ($($id:ident),* $(,)?) => {
        const TEXTS: &[(&str, &str)] = &[$((
            stringify!($id),
            include_str!(concat!("../rules/", stringify!($id), ".md")),
        )),*];
    };
}

rules! {
    cni_undeclared,
    cni_conflict,
    cni_incomplete,
    vswitch_outside_vpc,
    vswitch_overlap,
    pod_service_overlap,
    pod_vpc_overlap,
    service_vpc_overlap,
    cluster_overlap,
    flannel_pod_cidr_too_small,
    terway_pod_ips,
    terway_vpc_too_small,
}

static CARDS: LazyLock<Vec<Card>> = LazyLock::new(|| {
    let parsed = TEXTS.iter().map(|(id, text)| Card::parse(id, text));
    parsed.collect::<Result<_, _>>().expect("invariant: a test parses every card")
});

/// The ids of all rules, in the order of the list.
pub fn ids() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().map(|(id, _)| *id)
}

/// The cards of all rules, in the order of the list.
pub fn cards() -> &'static [Card] {
    &CARDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_parses_and_shows_each_case() {
        for (id, text) in TEXTS {
            let card = Card::parse(id, text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(card.unshown_cases(), Vec::<&str>::new(), "{id}: cases without example");
        }
    }
}

//! What happens when an attribute changes, and how the provider compares its values.

use super::{DEFAULTS_OF, rows};
use crate::module::{Releases, Version};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a change of an attribute does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Terraform destroys the resource and creates it again.
    Replaces,
    /// It is planned as an in-place update, and nothing happens.
    Ignored,
    /// It works in one direction only.
    OneWay,
    /// It is really changed.
    InPlace,
}

/// What a change of an attribute does in some releases of the provider.
#[derive(Debug, Clone)]
pub struct Change {
    /// What it does.
    pub effect: Effect,
    /// In which releases.
    pub releases: Releases,
    /// The release that deprecated the attribute.
    pub deprecated: Option<Version>,
}

/// An attribute whose changes are known.
#[derive(Debug, Clone)]
pub struct Mutability {
    /// Its name; nested ones as `auto_mode.enabled` or `labels[key]`.
    pub attribute: &'static str,
    /// What its changes do.
    pub changes: Vec<Change>,
    /// What it stands for where it is absent.
    pub unset: Unset,
    /// Whether the order of its items counts.
    pub ordered: bool,
    /// The deprecated attribute that had the same value before.
    pub instead: Option<&'static str>,
}

/// What an absent attribute stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unset {
    /// No value; where the cloud fills one in and the provider reads it back, that one.
    Nothing(Option<&'static str>),
    /// What the cloud has chosen, which leaving it out later keeps; its choice if that is known.
    Computed(Option<&'static str>),
    /// A value of the provider's own.
    Default(&'static str),
}

static MUTABILITY: LazyLock<HashMap<&'static str, Vec<Mutability>>> = LazyLock::new(|| {
    let mut table: HashMap<&'static str, Vec<Mutability>> = HashMap::new();
    for row in rows(include_str!("../../rules/facts/mutability.csv")) {
        let row: &'static csv::StringRecord = Box::leak(Box::new(row));
        let effect = match &row[2] {
            "replaces" => Effect::Replaces,
            "ignored" => Effect::Ignored,
            "one_way" => Effect::OneWay,
            _ => Effect::InPlace,
        };
        let releases = Releases { since: Version::parse(&row[3]), until: Version::parse(&row[4]) };
        let change = Change { effect, releases, deprecated: Version::parse(&row[5]) };
        let attributes = table.entry(&row[0]).or_default();
        match attributes.iter_mut().find(|known| *known.attribute == row[1]) {
            Some(known) => known.changes.push(change),
            None => attributes.push(mutability_of(&row[0], &row[1], change)),
        }
    }
    table
});

/// How values are compared: the row of `schema.csv`.
fn mutability_of(resource: &'static str, attribute: &'static str, change: Change) -> Mutability {
    let schema = SCHEMA.get(&(resource, attribute));
    let chosen = DEFAULTS_OF.get(&(resource.to_owned(), attribute.to_owned()));
    let chosen: Option<&'static str> = chosen.map(String::as_str);
    let unset = match schema.map(|row| (&row[2], &row[3])) {
        Some(("default", default)) => Unset::Default(default),
        Some(("computed", _)) => Unset::Computed(chosen),
        _ => Unset::Nothing(chosen),
    };
    let instead = schema.map(|row| &row[5]).filter(|name| !name.is_empty());
    let ordered = schema.is_some_and(|row| &row[4] == "list") && change.effect != Effect::Ignored;
    Mutability { attribute, changes: vec![change], unset, ordered, instead }
}

type Schema = HashMap<(&'static str, &'static str), &'static csv::StringRecord>;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let rows = rows(include_str!("../../rules/facts/schema.csv"));
    let rows = rows.map(|row| -> &'static csv::StringRecord { Box::leak(Box::new(row)) });
    rows.map(|row| ((&row[0], &row[1]), row)).collect()
});

/// The attributes of a type of resource whose changes are known.
pub fn mutability(resource: &str) -> &'static [Mutability] {
    MUTABILITY.get(resource).map(Vec::as_slice).unwrap_or_default()
}

/// The types of resources that have such attributes.
pub fn mutable() -> impl Iterator<Item = &'static str> {
    MUTABILITY.keys().copied()
}

static ONE_WAY: LazyLock<Vec<csv::StringRecord>> =
    LazyLock::new(|| rows(include_str!("../../rules/facts/one_way.csv")).collect());

/// Whether an attribute that works in one direction only takes a change.
pub fn takes(resource: &str, attribute: &str, from: &str, to: &str) -> bool {
    let is = |pattern: &str, text: &str| match pattern.strip_suffix('*') {
        Some(start) => text.starts_with(start),
        None => text == pattern,
    };
    let rows = ONE_WAY.iter().filter(|row| &row[0] == resource && &row[1] == attribute);
    rows.into_iter().any(|row| is(&row[2], from) && is(&row[3], to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(resource: &str, attribute: &str) -> &'static Mutability {
        mutability(resource).iter().find(|known| known.attribute == attribute).unwrap()
    }

    #[test]
    fn both_tables_are_one() {
        let cluster = "alicloud_cs_managed_kubernetes";
        assert_eq!(of(cluster, "proxy_mode").unset, Unset::Default("ipvs"));
        assert_eq!(of(cluster, "ip_stack").unset, Unset::Computed(Some("ipv4")));
        assert_eq!(of(cluster, "service_cidr").unset, Unset::Nothing(Some("172.19.0.0/20")));
        assert_eq!(of(cluster, "pod_cidr").unset, Unset::Nothing(None));
        assert_eq!(of(cluster, "pod_cidr").changes.len(), 2);
        assert!(of("alicloud_cs_kubernetes", "master_vswitch_ids").ordered);
        assert!(!of(cluster, "pod_vswitch_ids").ordered);
        assert_eq!(of("alicloud_vswitch", "zone_id").instead, Some("availability_zone"));
    }

    #[test]
    fn one_way_is_from_basic_to_pro() {
        let takes = |from, to| takes("alicloud_cs_managed_kubernetes", "cluster_spec", from, to);
        assert!(takes("ack.standard", "ack.pro.small"));
        assert!(!takes("ack.pro.small", "ack.standard"));
    }
}

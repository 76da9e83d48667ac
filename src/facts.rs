//! The tables of `rules/facts`, parsed once: the only numbers from Alibaba Cloud's documents.

use crate::model::PlugIn;
use crate::module::{Releases, Version};
use csv::{ReaderBuilder, StringRecord};
use ipnet::{IpNet, Ipv4Net};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// The network quotas of an instance type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstanceType {
    /// ENIs that it can have, the primary one included.
    pub enis: Option<u64>,
    /// Private IPv4 addresses of each ENI.
    pub ipv4_per_eni: Option<u64>,
}

static INSTANCE_TYPES: LazyLock<HashMap<String, InstanceType>> = LazyLock::new(|| {
    let number = |cell: &str| cell.parse().ok();
    let row = |row: StringRecord| {
        let quotas = InstanceType { enis: number(&row[3]), ipv4_per_eni: number(&row[4]) };
        (row[0].to_owned(), quotas)
    };
    rows(include_str!("../rules/facts/instance_types.csv")).map(row).collect()
});

static QUOTAS: LazyLock<HashMap<String, u64>> = LazyLock::new(|| {
    let rows = rows(include_str!("../rules/facts/quotas.csv"));
    rows.filter_map(|row| Some((row[0].to_owned(), row[2].parse().ok()?))).collect()
});

static ADDONS: LazyLock<HashMap<String, PlugIn>> = LazyLock::new(|| {
    let plug_in = |name: &str| match name {
        "flannel" => Some(PlugIn::Flannel),
        "flannel-vxlan" => Some(PlugIn::FlannelVxlan),
        "terway" => Some(PlugIn::Terway),
        "terway-exclusive" => Some(PlugIn::TerwayExclusive),
        _ => None,
    };
    let rows = rows(include_str!("../rules/facts/addons.csv"));
    rows.filter_map(|row| Some((row[0].to_owned(), plug_in(&row[1])?))).collect()
});

static DEFAULTS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let rows = rows(include_str!("../rules/facts/defaults.csv"));
    rows.map(|row| (row[1].to_owned(), row[2].to_owned())).collect()
});

/// A type of cluster that the provider has deprecated.
#[derive(Debug, Clone)]
pub struct Deprecated {
    /// In which releases it is.
    pub releases: Releases,
    /// The `profile` of a managed cluster that takes its place, if there is one.
    pub profile: Option<String>,
}

static RESOURCES: LazyLock<HashMap<String, Deprecated>> = LazyLock::new(|| {
    let row = |row: StringRecord| {
        let releases = Releases { since: Version::parse(&row[1]), until: None };
        let profile = Some(row[2].to_owned()).filter(|profile| !profile.is_empty());
        (row[0].to_owned(), Deprecated { releases, profile })
    };
    rows(include_str!("../rules/facts/resources.csv")).map(row).collect()
});

/// Since when a type of cluster is deprecated, if it is.
pub fn deprecated(resource: &str) -> Option<&'static Deprecated> {
    RESOURCES.get(resource)
}

/// In which releases of the provider a change of an attribute replaces the resource, by resource.
static REPLACING: LazyLock<HashMap<String, BTreeMap<String, Vec<Releases>>>> =
    LazyLock::new(|| {
        let mut table: HashMap<String, BTreeMap<String, Vec<Releases>>> = HashMap::new();
        let rows = rows(include_str!("../rules/facts/mutability.csv"));
        for row in rows.filter(|row| &row[2] == "replaces") {
            let releases =
                Releases { since: Version::parse(&row[3]), until: Version::parse(&row[4]) };
            let attributes = table.entry(row[0].to_owned()).or_default();
            attributes.entry(row[1].to_owned()).or_default().push(releases);
        }
        table
    });

/// The attributes of a resource whose change replaces it, and in which releases of the provider;
/// nested ones with dots.
pub fn replacing(resource: &str) -> impl Iterator<Item = (&'static str, &'static [Releases])> {
    let attributes = REPLACING.get(resource).into_iter().flatten();
    attributes.map(|(attribute, releases)| (&**attribute, &**releases))
}

/// The quotas of an instance type; none if no document that was read has it.
pub fn instance_type(name: &str) -> Option<InstanceType> {
    INSTANCE_TYPES.get(name).copied()
}

/// A limit by its name in `quotas.csv`.
///
/// # Panics
/// If there is no such row: a test calls every name that the rules use.
pub fn quota(name: &str) -> u64 {
    *QUOTAS.get(name).unwrap_or_else(|| panic!("invariant: quotas.csv has no {name}"))
}

/// The plug-in that a network add-on, or an old `cluster_network_type`, stands for.
pub fn plug_in(name: &str) -> Option<PlugIn> {
    ADDONS.get(name).copied()
}

/// What holds where an attribute is left out.
///
/// # Panics
/// As [`quota`].
pub fn default(attribute: &str) -> &'static str {
    DEFAULTS.get(attribute).unwrap_or_else(|| panic!("invariant: defaults.csv has no {attribute}"))
}

/// A default that is a number.
///
/// # Panics
/// As [`quota`].
pub fn default_number(attribute: &str) -> u64 {
    default(attribute)
        .parse()
        .unwrap_or_else(|_| panic!("invariant: the default of {attribute} is a number"))
}

/// The rows of a table: neither comments nor the line of names.
fn rows(table: &'static str) -> impl Iterator<Item = StringRecord> {
    let reader = ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    reader.into_records().filter_map(Result::ok)
}

static PRIVATE_RANGES: LazyLock<Vec<Ipv4Net>> = LazyLock::new(|| {
    let rows = rows(include_str!("../rules/facts/private_ranges.csv"));
    rows.filter_map(|row| row[0].parse().ok()).collect()
});

/// The private IPv4 ranges that pods and Services may use.
pub fn private_ranges() -> Vec<Ipv4Net> {
    PRIVATE_RANGES.clone()
}

static RESERVED_RANGES: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    let rows = rows(include_str!("../rules/facts/reserved_ranges.csv"));
    rows.filter_map(|row| row[0].parse().ok()).collect()
});

/// The ranges that the cloud keeps for itself.
pub fn reserved_ranges() -> Vec<IpNet> {
    RESERVED_RANGES.clone()
}

/// A limit of `quotas.csv` that is a prefix length.
///
/// # Panics
/// As [`quota`].
pub fn prefix(name: &str) -> u8 {
    u8::try_from(quota(name)).unwrap_or_else(|_| panic!("invariant: {name} is a prefix length"))
}

/// A default that is a prefix length.
///
/// # Panics
/// As [`quota`].
pub fn default_prefix(attribute: &str) -> u8 {
    let number = u8::try_from(default_number(attribute));
    number.unwrap_or_else(|_| panic!("invariant: the default of {attribute} is a prefix length"))
}

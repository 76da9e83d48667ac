//! The tables of `rules/facts`, parsed once: the only numbers from Alibaba Cloud's documents.

mod change;

pub use change::{Change, Effect, Mutability, Unset, mutability, mutable, takes};

use crate::model::PlugIn;
use crate::module::{Releases, Version};
use csv::{ReaderBuilder, StringRecord};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// The network quotas of an instance type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InstanceType {
    /// ENIs that it can have, the primary one included.
    pub enis: Option<u64>,
    /// Private IPv4 addresses of each ENI.
    pub ipv4_per_eni: Option<u64>,
    /// IPv6 addresses of each ENI.
    pub ipv6_per_eni: Option<u64>,
}

static INSTANCE_TYPES: LazyLock<HashMap<String, InstanceType>> = LazyLock::new(|| {
    let number = |cell: &str| cell.parse().ok();
    let row = |row: StringRecord| {
        let quotas = InstanceType {
            enis: number(&row[3]),
            ipv4_per_eni: number(&row[4]),
            ipv6_per_eni: number(&row[5]),
        };
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

/// The same by resource and attribute.
static DEFAULTS_OF: LazyLock<HashMap<(String, String), String>> = LazyLock::new(|| {
    let rows = rows(include_str!("../rules/facts/defaults.csv"));
    let resource = |name: &str| match name {
        other if other.starts_with("alicloud_") => other.to_owned(),
        short => format!("alicloud_cs_{short}"),
    };
    rows.map(|row| ((resource(&row[0]), row[1].to_owned()), row[2].to_owned())).collect()
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

/// The instance types of the same family that the table has, by name.
pub fn family(name: &str) -> Vec<(&'static str, InstanceType)> {
    let Some((family, _)) = name.rsplit_once('.') else { return Vec::new() };
    let is_member = |other: &str| other.rsplit_once('.').is_some_and(|(its, _)| its == family);
    let members = INSTANCE_TYPES.iter().filter(|(other, _)| is_member(other));
    let mut members: Vec<_> = members.map(|(name, quotas)| (name.as_str(), *quotas)).collect();
    members.sort_by_key(|(name, _)| *name);
    members
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

static PRIVATE_RANGES: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    let rows = rows(include_str!("../rules/facts/private_ranges.csv"));
    rows.filter_map(|row| row[0].parse().ok()).collect()
});

/// The private IPv4 ranges that pods and Services may use.
pub fn private_ranges() -> Vec<Ipv4Net> {
    let ranges = PRIVATE_RANGES.iter().filter_map(|range| match range {
        IpNet::V4(range) => Some(*range),
        IpNet::V6(_) => None,
    });
    ranges.collect()
}

/// The private IPv6 ranges that Services may use.
pub fn private_ranges6() -> Vec<Ipv6Net> {
    let ranges = PRIVATE_RANGES.iter().filter_map(|range| match range {
        IpNet::V4(_) => None,
        IpNet::V6(range) => Some(*range),
    });
    ranges.collect()
}

/// A range that nothing may touch.
#[derive(Debug, Clone)]
pub struct Reserved {
    /// The range.
    pub cidr: IpNet,
    /// What it is for.
    pub why: String,
}

static RESERVED_RANGES: LazyLock<Vec<Reserved>> = LazyLock::new(|| {
    let rows = rows(include_str!("../rules/facts/reserved_ranges.csv"));
    let row =
        |row: StringRecord| Some(Reserved { cidr: row[0].parse().ok()?, why: row[1].to_owned() });
    rows.filter_map(row).collect()
});

/// The ranges that nothing may touch.
pub fn reserved() -> &'static [Reserved] {
    &RESERVED_RANGES
}

/// A whitelist of another product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whitelist {
    /// The attribute of the resource, or the kind of its blocks.
    pub attribute: &'static str,
    /// The attribute in these blocks.
    pub within: Option<&'static str>,
    /// Whose whitelist it is, as a message names it.
    pub product: &'static str,
}

static WHITELISTS: LazyLock<HashMap<&'static str, Vec<Whitelist>>> = LazyLock::new(|| {
    let mut whitelists: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows(include_str!("../rules/facts/whitelists.csv")) {
        let cell = |at: usize| -> &'static str { row[at].to_owned().leak() };
        let (attribute, within) = match cell(1).split_once('.') {
            Some((block, within)) => (block, Some(within)),
            None => (cell(1), None),
        };
        let whitelist = Whitelist { attribute, within, product: cell(2) };
        whitelists.entry(cell(0)).or_default().push(whitelist);
    }
    whitelists
});

/// The whitelists of a type of resource.
pub fn whitelists(resource: &str) -> &'static [Whitelist] {
    let name = resource.strip_prefix("alicloud_").unwrap_or_default();
    WHITELISTS.get(name).map(Vec::as_slice).unwrap_or_default()
}

static WHITELIST_ATTRIBUTES: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| {
        let names = |lists: &Vec<Whitelist>| {
            let own = lists.iter().map(|list| list.attribute);
            // where it stands, which is written in one of these ways
            own.chain(["vpc_id", "vswitch_id"]).collect()
        };
        WHITELISTS.iter().map(|(resource, lists)| (*resource, names(lists))).collect()
    });

/// The attributes that the whitelists of a type of resource are read from.
pub fn whitelist_attributes(resource: &str) -> Option<&'static [&'static str]> {
    let name = resource.strip_prefix("alicloud_")?;
    WHITELIST_ATTRIBUTES.get(name).map(Vec::as_slice)
}

/// Where a range stands in a resource: an attribute, or the kind of its blocks and the one in these.
pub type Claim = (&'static str, Option<&'static str>);

static CLAIMS: LazyLock<HashMap<&'static str, Vec<Claim>>> = LazyLock::new(|| {
    let mut claims: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows(include_str!("../rules/facts/claimed_ranges.csv")) {
        let cell = |at: usize| -> &'static str { row[at].to_owned().leak() };
        let claim = match cell(1).split_once('.') {
            Some((block, within)) => (block, Some(within)),
            None => (cell(1), None),
        };
        claims.entry(cell(0)).or_default().push(claim);
    }
    claims
});

/// The ranges of a type of resource that a new range keeps clear of.
pub fn claims(resource: &str) -> &'static [Claim] {
    let name = resource.strip_prefix("alicloud_").unwrap_or_default();
    CLAIMS.get(name).map(Vec::as_slice).unwrap_or_default()
}

/// The types of resources with such ranges, without their prefix.
pub fn claiming() -> impl Iterator<Item = &'static str> {
    CLAIMS.keys().copied()
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

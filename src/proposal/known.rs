//! What the people of a repository tell that a new cluster must heed: networks, minima, quotas.

use crate::check::configured::terms_of;
use crate::config::Configs;
use crate::facts;
use crate::module::{Modules, Reason, Root};
use crate::report::resolve::problems;
use crate::report::view::Problem;
use crate::rules::Terms;
use crate::source::{FILE_LIMIT, Files, SourceMap};
use ipnet::IpNet;

/// What holds for a new cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The nodes that a pod range must hold.
    pub minimum_nodes: u64,
    /// The Services that a service range must hold.
    pub minimum_services: u64,
    /// The entries that a route table has.
    pub route_entries: u64,
    /// Ranges that are taken elsewhere.
    pub taken: Vec<IpNet>,
    /// The configuration that says so, as it is written.
    pub config: Option<String>,
}

impl Default for Known {
    fn default() -> Self {
        Self::of(&Terms::default())
    }
}

impl Known {
    fn of(terms: &Terms) -> Self {
        Self {
            minimum_nodes: terms.minimum_nodes(),
            minimum_services: terms.minimum_services().max(facts::quota("minimum_services")),
            route_entries: terms.route_entries(),
            taken: Vec::new(),
            config: None,
        }
    }
}

/// What the nearest configuration of acklint in or above a folder tells, and what is wrong with it.
pub fn known(files: &dyn Files, folder: &str) -> (Known, Vec<Problem>) {
    let sources = SourceMap::default();
    let modules = Modules::new(files, &sources);
    let root = Root { folder: folder.into(), reason: Reason::Named, relevant: true, variant: None };
    let (configs, found) = Configs::find(&modules, std::slice::from_ref(&root), None);
    let found = problems(&sources, &found);
    let config = configs.of(folder).cloned();
    let Some(told) = config.as_deref() else { return (Known::default(), found) };
    let terms = terms_of(std::slice::from_ref(&config), None);
    let mut known = Known::of(&terms.into_iter().next().unwrap_or_default());
    let networks = told.networks.iter().flat_map(|network| &network.cidrs);
    let ranges = networks.chain(told.vpcs.iter().flat_map(|vpc| &vpc.cidrs));
    known.taken = ranges.filter_map(|range| range.value.parse().ok()).collect();
    let path = told.file.map(|file| sources.file(file).path.clone());
    let text = path.and_then(|path| files.read(&path, FILE_LIMIT).ok());
    known.config = text.and_then(|text| String::from_utf8(text).ok());
    (known, found)
}

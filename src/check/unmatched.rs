//! What a configuration tells of nothing: patterns that match nothing, and a VPC that a cluster
//! does not lie in. It is said only where the run has looked at all that could be meant.

use super::{Looked, Opened};
use crate::baseline::without_keys;
use crate::config::{Config, Glob, Placed};
use crate::model::{self, Estate, Identity};
use crate::module::{Modules, Target, is_terraform_file};
use crate::nearest::nearest;
use crate::problem::Problem;
use crate::source::split_path;
use std::collections::BTreeSet;

/// So many addresses of one root are gone through, and so many modules deep.
const MOST: usize = 10_000;
const DEEPEST: usize = 64;

/// The patterns of the configurations of a run that match nothing, and what they tell of clusters
/// that the Terraform configuration tells otherwise.
pub(super) fn problems(opened: &Opened<'_>, looked: &Looked, estate: &Estate) -> Vec<Problem> {
    let mut problems = contradictions(opened, looked, estate);
    if !looked.problems.is_empty() || !looked.absent.is_empty() || !looked.stood_in.is_empty() {
        return problems;
    }
    let all = opened.configs.all.iter().any(|config| !config.networks.is_empty());
    let all = if all { Addresses::of(opened, |_| true) } else { None };
    for config in &opened.configs.all {
        if opened.holds_all(opened.configs.scope(config)) {
            problems.extend(libraries(opened, config));
            let holds = |folder: &str| {
                opened.configs.of(folder).is_some_and(|other| other.file == config.file)
            };
            let own = if config.clusters.is_empty() { None } else { Addresses::of(opened, holds) };
            problems.extend(own.iter().flat_map(|it| it.clusters(config)));
        }
        // what is told of networks is true for all roots
        if opened.holds_all("") {
            problems.extend(all.iter().flat_map(|it| it.networks(config, estate)));
        }
    }
    problems
}

impl Opened<'_> {
    /// Whether the run has looked at all roots in and below a folder.
    pub(super) fn holds_all(&self, folder: &str) -> bool {
        self.paths.iter().any(|path| path.is_empty() || is_below(folder, path))
    }
}

fn is_below(folder: &str, above: &str) -> bool {
    folder.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Clusters whose vSwitches tell another VPC than a block does.
fn contradictions(opened: &Opened<'_>, looked: &Looked, estate: &Estate) -> Vec<Problem> {
    let mut problems = Vec::new();
    for cluster in &estate.clusters {
        let root = looked.roots.get(cluster.subject.root as usize);
        let config = root.and_then(|root| opened.configs.of(&root.folder));
        let (Some(config), Ok(Some(vpc))) = (config, &cluster.vpc) else { continue };
        let address = cluster.subject.address.to_string();
        let (own, vpc) = (&estate.vpc(*vpc).identity, &estate.vpc(*vpc).identity.to_string());
        let blocks = config.clusters.iter().filter(|it| it.pattern.value.is_match(&address));
        for Placed { value: told, span } in blocks.filter_map(|block| block.vpc.as_ref()) {
            let certain = matches!(own, Identity::Literal(_)) && told != vpc;
            if certain {
                let message =
                    format!("{address} does not lie in {told}: its vSwitches lie in {vpc}");
                problems.push(Problem::at(*span, message));
            }
        }
    }
    problems
}

/// Patterns over folders that are none's with Terraform files.
fn libraries(opened: &Opened<'_>, config: &Config) -> Vec<Problem> {
    let of_roots =
        |it: &&crate::config::Library| !opened.roots.iter().any(|root| it.is_match(&root.folder));
    let open: Vec<_> = config.libraries.iter().filter(of_roots).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let files = opened.modules.files().walk("").files;
    let parts = files.iter().map(|path| split_path(path));
    let folders: BTreeSet<&str> =
        parts.filter(|(_, name)| is_terraform_file(name)).map(|(folder, _)| folder).collect();
    let unmatched = open.iter().filter(|it| !folders.iter().any(|folder| it.is_match(folder)));
    let problem = |it: &&crate::config::Library| {
        let Placed { value: pattern, span } = &it.pattern;
        let message = format!(
            "`{}` matches no folder with Terraform files: paths start from the folder of this file",
            pattern.as_str()
        );
        Problem::at(*span, message)
    };
    unmatched.map(problem).collect()
}

/// The addresses that roots may define, without the keys of instances: how many there will be is
/// another question.
struct Addresses {
    clusters: BTreeSet<String>,
    others: BTreeSet<String>,
}

impl Addresses {
    /// Those of the roots that are looked at; `None` if a module is not read here.
    fn of(opened: &Opened<'_>, is_wanted: impl Fn(&str) -> bool) -> Option<Self> {
        let mut all = Self { clusters: BTreeSet::new(), others: BTreeSet::new() };
        let roots = opened.roots.iter().filter(|root| root.relevant && is_wanted(&root.folder));
        for root in roots {
            all.add(opened.modules, &root.folder, "", 0)?;
        }
        Some(all)
    }

    fn add(
        &mut self,
        modules: &Modules<'_>,
        folder: &str,
        prefix: &str,
        depth: usize,
    ) -> Option<()> {
        let module = modules.load(folder);
        if module.broken || depth > DEEPEST || self.clusters.len() + self.others.len() > MOST {
            return None;
        }
        for resource in &module.resources {
            let data = if resource.data { "data." } else { "" };
            let address = format!("{prefix}{data}{}.{}", resource.kind, resource.name);
            let cluster = !resource.data && model::is_cluster(&resource.kind);
            let to = if cluster { &mut self.clusters } else { &mut self.others };
            to.insert(address);
        }
        for (name, call) in &module.calls {
            let Target::Local(folder) = &call.target else { return None };
            self.add(modules, folder, &format!("{prefix}module.{name}."), depth + 1)?;
        }
        Some(())
    }

    /// The `cluster` blocks that are about no cluster.
    fn clusters(&self, config: &Config) -> Vec<Problem> {
        let patterns = config.clusters.iter().map(|block| &block.pattern);
        let unmatched = patterns.filter(|pattern| !matches(&pattern.value, &self.clusters));
        let problem = |pattern: &Placed<Glob>| {
            let text = pattern.value.as_str();
            let hint = nearest(text, self.clusters.iter().map(String::as_str));
            let hint = hint.map(|known| format!("; did you mean `{known}`?")).unwrap_or_default();
            Problem::at(pattern.span, format!("no cluster has the address `{text}`{hint}"))
        };
        unmatched.map(problem).collect()
    }

    /// What networks are to be reached from and is neither a cluster nor a VPC.
    fn networks(&self, config: &Config, estate: &Estate) -> Vec<Problem> {
        let ids: BTreeSet<String> =
            estate.vpcs.iter().map(|vpc| vpc.identity.to_string()).collect();
        let is_known = |vpc: &model::Vpc| !matches!(vpc.identity, Identity::Reference(_));
        let all_known = estate.vpcs.iter().all(is_known)
            && estate.clusters.iter().all(|cluster| cluster.vpc.is_ok());
        let patterns = config.networks.iter().flat_map(|network| &network.reachable_from);
        let unmatched = patterns.filter(|Placed { value: pattern, .. }| {
            // what the cloud decides may have this id
            let may_be_id = !pattern.as_str().contains('.') && !all_known;
            let known = [&self.clusters, &self.others, &ids];
            !may_be_id && !known.iter().any(|known| matches(pattern, known))
        });
        let problem = |pattern: &Placed<Glob>| {
            let text = pattern.value.as_str();
            Problem::at(
                pattern.span,
                format!("`{text}` is neither a cluster nor a VPC of this run"),
            )
        };
        unmatched.map(problem).collect()
    }
}

/// Whether a pattern may match one of some addresses, whatever keys its instances have.
fn matches(pattern: &Glob, addresses: &BTreeSet<String>) -> bool {
    let text = pattern.as_str();
    if pattern.is_all() {
        return true;
    }
    if text.matches('[').count() != text.matches(']').count() {
        return true;
    }
    let bare = Glob::over_names(&without_keys(text));
    addresses.iter().any(|address| {
        pattern.is_match(address) || bare.as_ref().is_ok_and(|bare| bare.is_match(address))
    })
}

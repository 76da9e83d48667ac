//! What the configurations of a run add to it: variants of roots, what is told of the cloud, what
//! is asked of clusters.

use crate::config::{self, Config, Configs, Placed, told};
use crate::eval::{Origins, Resource};
use crate::model::{self, Floor};
use crate::module::{Modules, Root};
use crate::problem::Problem;
use crate::rules::{self, Terms};
use crate::source::offset;
use std::sync::Arc;

/// Each root as often as it has variants, else once; and variants of what is no folder.
pub(super) fn with_variants(
    modules: &Modules<'_>,
    roots: Vec<Root>,
    configs: &Configs,
) -> (Vec<Root>, Vec<Problem>) {
    let missing = configs.all.iter().flat_map(|config| &config.variants).filter(|variant| {
        let entries = modules.files().list(&variant.root).unwrap_or_default();
        crate::module::terraform_files(&entries).is_empty()
    });
    let problems = missing.map(|variant| {
        let config::Variant { name, root, head, .. } = variant;
        let message = format!(
            "the variant `{name}` is of the root `{root}`, where there is no Terraform file: \
             paths start from the folder of this file"
        );
        Problem::at(*head, message)
    });
    let problems = problems.collect();
    let each = roots.into_iter().flat_map(|root| {
        let variants = configs
            .variants(&root.folder)
            .into_iter()
            .map(|variant| Root { variant: Some(variant.of_root()), ..root.clone() });
        let variants: Vec<Root> = variants.collect();
        if variants.is_empty() { vec![root] } else { variants }
    });
    (each.collect(), problems)
}

/// What configurations say of the roots of a run.
#[derive(Debug, Default)]
pub(crate) struct Configured {
    /// Of each root, by its number.
    pub(crate) configs: Vec<Option<Arc<Config>>>,
    /// What is asked of the clusters of each.
    pub(crate) terms: Vec<Terms>,
    /// What is told of the cloud.
    pub(crate) told: Vec<Resource>,
}

impl Configured {
    /// Adds what is told of single clusters to them; the arena of all that is told comes with it.
    pub(super) fn of(
        configs: &Configs,
        roots: &[Root],
        resources: &mut [Vec<Resource>],
    ) -> (Self, Origins) {
        let number = offset(roots.len());
        let told = told::told(configs.all.iter().map(|config| &**config), number);
        let mut origins = told.origins;
        let of_roots = of_roots(configs, roots);
        for (config, resources) in of_roots.iter().zip(resources) {
            let Some(config) = config else { continue };
            let clusters = resources.iter_mut();
            let clusters = clusters.filter(|resource| model::is_cluster(&resource.address.kind));
            clusters.for_each(|cluster| told::tell(config, cluster, &mut origins));
        }
        let terms = terms_of(&of_roots, Some(&mut origins));
        (Self { configs: of_roots, terms, told: told.resources }, origins)
    }
}

/// What holds for each root.
pub(crate) fn of_roots(configs: &Configs, roots: &[Root]) -> Vec<Option<Arc<Config>>> {
    roots.iter().map(|root| configs.of(&root.folder).cloned()).collect()
}

/// What is asked of the clusters of each root, with its places if there is an arena for them.
pub(crate) fn terms_of(
    configs: &[Option<Arc<Config>>],
    mut origins: Option<&mut Origins>,
) -> Vec<Terms> {
    let mut of = |config: &Config| terms(config, origins.as_deref_mut());
    configs.iter().map(|config| config.as_deref().map(&mut of).unwrap_or_default()).collect()
}

fn terms(config: &Config, mut origins: Option<&mut Origins>) -> Terms {
    let mut floor = |told: &Option<Placed<u64>>| {
        let told = told.as_ref()?;
        let origin = origins.as_deref_mut().map(|origins| origins.written(told.span));
        Some(Floor { number: told.value, origin })
    };
    Terms {
        minimum_nodes: floor(&config.minimum_nodes),
        minimum_services: floor(&config.minimum_services),
        route_entries: floor(&config.route_entries),
        off: rules::ids().filter(|rule| !config.runs(rule)).collect(),
    }
}

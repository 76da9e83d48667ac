//! Roots that are applied with several values files: each is compared with itself.

use super::Pair;
use crate::config::{Configs, Placed, Variant};
use crate::module::{Modules, Root};
use crate::options::Options;
use crate::problem::Problem;
use crate::source::FILE_LIMIT;

/// Each pair once for each variant that its root has now. Before, a variant had the values files
/// that it was told with, or those of now where they were there.
pub(super) fn expanded(
    now: &Modules<'_>,
    then: &Modules<'_>,
    pairs: &[Pair],
    options: &Options,
) -> (Vec<Pair>, Vec<Problem>) {
    let side = |modules: &Modules<'_>, root: fn(&Pair) -> &Option<Root>| {
        let roots: Vec<Root> = pairs.iter().filter_map(|pair| root(pair).clone()).collect();
        Configs::find(modules, &roots, options.config.as_deref())
    };
    let (configs_now, problems) = side(now, |pair| &pair.after);
    let (configs_then, _) = side(then, |pair| &pair.before);
    let each = pairs.iter().flat_map(|pair| {
        let Some(folder) = pair.folder() else { return Vec::new() };
        let variants = configs_now.variants(folder);
        let old = configs_then.variants(folder);
        let of_variant = |variant: Variant| {
            let told = old.iter().find(|old| old.name == variant.name).cloned();
            let there = |file: &Placed<String>| then.files().read(&file.value, FILE_LIMIT).is_ok();
            let before =
                told.or_else(|| variant.var_files.iter().all(there).then(|| variant.clone()));
            Pair {
                before: before.and_then(|variant| with(pair.before.as_ref(), &variant)),
                after: with(pair.after.as_ref(), &variant),
            }
        };
        let expanded: Vec<Pair> = variants.into_iter().map(of_variant).collect();
        if expanded.is_empty() { vec![pair.clone()] } else { expanded }
    });
    (each.collect(), problems)
}

fn with(root: Option<&Root>, variant: &Variant) -> Option<Root> {
    root.map(|root| Root { variant: Some(variant.of_root()), ..root.clone() })
}

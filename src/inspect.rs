//! What was resolved: every variable, local, output and cluster of a root, as far as it is known.

use crate::caught::caught;
use crate::check::{Misuse, with_opened};
use crate::eval::{Address, Evaluator, Resource, RootValues, Traced};
use crate::model::{self, Cluster, Estate, Plugged};
use crate::module::Root;
use crate::options::Options;
use crate::problem::Problem as Trouble;
use crate::report::inspect::{self as report, Existence, Names, Shown, Teller};
use crate::report::resolve::problems;
use crate::report::view::Problem;
use crate::source::Files;
use crate::syntax::Name;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What was resolved in each root, and what could not be looked at.
///
/// # Errors
/// If an option gives a variable that no root declares.
pub fn inspect(
    files: &dyn Files,
    paths: &[String],
    options: &Options,
) -> Result<(Vec<report::Root>, Vec<Problem>), Misuse> {
    with_opened(files, paths, options, |opened| {
        let sources = opened.sources();
        let mut troubles = opened.problems.clone();
        let mut roots = Vec::new();
        for (number, root) in opened.roots.iter().enumerate().filter(|(_, root)| root.relevant) {
            let look = || {
                let (evaluator, mut troubles) = opened.evaluator(root, number, |_| {});
                let resolved = Resolved::of(&evaluator);
                let finished = evaluator.finish();
                troubles.extend(finished.problems);
                let teller = Teller::new(sources, &finished.origins);
                (resolved.told(&teller, root), troubles)
            };
            match caught(&format!("evaluating the root {}", root.shown()), look) {
                Ok((told, more)) => {
                    roots.push(told);
                    troubles.extend(more);
                }
                Err(failed) => troubles.push(Trouble::new(failed)),
            }
        }
        Ok((roots, problems(sources, &troubles)))
    })
}

/// What a root came to.
struct Resolved {
    resources: Vec<Resource>,
    left_out: Vec<Arc<Address>>,
    names: [BTreeMap<Name, Traced>; 3],
}

impl Resolved {
    fn of(evaluator: &Evaluator<'_>) -> Self {
        let kinds = [RootValues::Outputs, RootValues::Locals, RootValues::Variables];
        let mut left_out = evaluator.left_out(model::wanted);
        left_out.retain(|address| model::is_cluster(&address.kind));
        Self {
            resources: evaluator.resources(model::wanted, model::carries),
            left_out,
            names: kinds.map(|kind| evaluator.root_values(kind)),
        }
    }

    fn told(&self, teller: &Teller<'_>, root: &Root) -> report::Root {
        let estate = model::lower(&self.resources.iter().collect::<Vec<_>>());
        let lowered = estate.clusters.iter().map(|cluster| (&*cluster.subject.address, cluster));
        let lowered: HashMap<&Address, &Cluster> = lowered.collect();
        let clusters = self.resources.iter();
        let clusters = clusters.filter(|resource| model::is_cluster(&resource.address.kind));
        let not_made = self.left_out.iter().map(|address| report::Cluster {
            subject: address.to_string(),
            exists: Existence::No,
            attributes: Names::new(),
        });
        let [outputs, locals, variables] = self.names.each_ref().map(|names| teller.names(names));
        report::Root {
            path: root.shown().to_owned(),
            variant: root.variant.as_ref().map(|variant| variant.name.to_string()),
            outputs,
            locals,
            variables,
            clusters: clusters
                .map(|resource| {
                    let lowered = lowered.get(&*resource.address).copied();
                    cluster(teller, &estate, resource, lowered)
                })
                .chain(not_made)
                .collect(),
        }
    }
}

fn cluster(
    teller: &Teller<'_>,
    estate: &Estate,
    resource: &Resource,
    lowered: Option<&Cluster>,
) -> report::Cluster {
    let mut attributes = teller.names(&resource.attributes);
    if let Some(cluster) = lowered {
        attributes.insert("(plug-in)".to_owned(), plug_in(teller, cluster));
        attributes.insert("(vpc)".to_owned(), vpc(teller, estate, cluster));
    }
    let exists = match &resource.maybe {
        Some(why) => Existence::Maybe(why.to_string()),
        None => Existence::Yes,
    };
    report::Cluster { subject: resource.address.to_string(), exists, attributes }
}

fn plug_in(teller: &Teller<'_>, cluster: &Cluster) -> Shown {
    let word = match &cluster.plugged {
        Ok(Plugged::By { plug_in, .. }) => plug_in.name(),
        Ok(Plugged::Both) => "Flannel and Terway",
        Ok(Plugged::Other) => "other",
        Ok(Plugged::Undeclared) => "undeclared",
        Ok(Plugged::None) => "none",
        Err(open) => return teller.unknown(&open.why, open.origin),
    };
    Shown::verdict(word)
}

fn vpc(teller: &Teller<'_>, estate: &Estate, cluster: &Cluster) -> Shown {
    match &cluster.vpc {
        Ok(Some(id)) => Shown::verdict(&estate.vpc(*id).identity.to_string()),
        Ok(None) => Shown::verdict("made by ACK"),
        Err(open) => teller.unknown(&open.why, open.origin),
    }
}

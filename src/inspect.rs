//! What was resolved: every variable, local, output and cluster of a root, as far as it is known.

use crate::check::{Misuse, with_opened};
use crate::eval::{Evaluator, Resource, RootValues, Traced};
use crate::model::{self, Cluster, Estate, Open, Plugged};
use crate::options::Options;
use crate::problem::Problem;
use crate::report::inspect::{self as report, Existence, Names, Shown};
use crate::source::Files;
use crate::syntax::Name;
use std::collections::BTreeMap;

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
        let mut problems = opened.problems.clone();
        let mut roots = Vec::new();
        for (number, root) in opened.roots.iter().enumerate().filter(|(_, root)| root.relevant) {
            let (evaluator, troubles) = opened.evaluator(root, number);
            problems.extend(troubles);
            roots.push(inspected(&evaluator, root.shown().to_owned()));
            problems.extend(evaluator.finish().problems);
        }
        problems.sort();
        problems.dedup();
        Ok((roots, problems))
    })
}

fn inspected(evaluator: &Evaluator<'_>, path: String) -> report::Root {
    let resources = evaluator.resources(model::wanted);
    let estate = model::lower(&resources);
    let mut clusters: Vec<report::Cluster> = resources
        .iter()
        .filter(|resource| model::is_cluster(&resource.address.kind))
        .map(|resource| cluster(&estate, resource))
        .collect();
    let left_out = evaluator.left_out(model::wanted);
    let left_out = left_out.iter().filter(|address| model::is_cluster(&address.kind));
    clusters.extend(left_out.map(|address| report::Cluster {
        subject: address.to_string(),
        exists: Existence::No,
        attributes: Names::new(),
    }));
    let names = |what| shown_names(&evaluator.root_values(what));
    report::Root {
        path,
        outputs: names(RootValues::Outputs),
        locals: names(RootValues::Locals),
        variables: names(RootValues::Variables),
        clusters,
    }
}

fn cluster(estate: &Estate, resource: &Resource) -> report::Cluster {
    let mut attributes = shown_names(&resource.attributes);
    let lowered = estate.clusters.iter().find(|c| c.subject.address == resource.address);
    if let Some(cluster) = lowered {
        attributes.insert("(plug-in)".to_owned(), plug_in(cluster));
        attributes.insert("(vpc)".to_owned(), vpc(estate, cluster));
    }
    let exists = if resource.maybe.is_some() { Existence::Maybe } else { Existence::Yes };
    report::Cluster { subject: resource.address.to_string(), exists, attributes }
}

fn plug_in(cluster: &Cluster) -> Shown {
    match &cluster.plugged {
        Ok(plugged) => Shown::text(match plugged {
            Plugged::By { plug_in, .. } => plug_in.name(),
            Plugged::Both => "Flannel and Terway",
            Plugged::Other => "other",
            Plugged::Undeclared => "undeclared",
            Plugged::None => "none",
        }),
        Err(open) => unknown(open),
    }
}

fn vpc(estate: &Estate, cluster: &Cluster) -> Shown {
    match &cluster.vpc {
        Ok(Some(id)) => Shown::text(&estate.vpc(*id).identity.to_string()),
        Ok(None) => Shown::text("made by ACK"),
        Err(open) => unknown(open),
    }
}

fn unknown(open: &Open) -> Shown {
    Shown::Unknown(open.why.to_string())
}

fn shown_names(values: &BTreeMap<Name, Traced>) -> Names {
    values.iter().map(|(name, value)| (name.to_string(), Shown::of(&value.value))).collect()
}

//! What was resolved: every variable, local, output and cluster of a root, as far as it is known.

use crate::check::{Misuse, with_opened};
use crate::eval::{Evaluator, MappingKind, Number, Resource, RootValues, Traced, Value, Why};
use crate::model::{self, Cluster, Estate, Open, Plugged};
use crate::options::Options;
use crate::problem::Problem;
use crate::report::inspect::{self as report, Existence, Names, Shown, hole};
use crate::source::Files;
use crate::syntax::Name;
use serde_json::Value as Json;
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
            let path = if root.folder.is_empty() { "." } else { &root.folder };
            roots.push(inspected(&evaluator, path.to_owned()));
            problems.extend(evaluator.finish().1);
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
        Ok(plugged) => Shown::Known(Json::from(match plugged {
            Plugged::By { plug_in, .. } => plug_in.name(),
            Plugged::Both => "Flannel and Terway",
            Plugged::Other => "other",
            Plugged::Undeclared => "undeclared",
            Plugged::None => "none",
        })),
        Err(open) => unknown(open),
    }
}

fn vpc(estate: &Estate, cluster: &Cluster) -> Shown {
    match &cluster.vpc {
        Ok(Some(id)) => Shown::Known(Json::from(estate.vpc(*id).identity.to_string())),
        Ok(None) => Shown::Known(Json::Null),
        Err(open) => unknown(open),
    }
}

fn unknown(open: &Open) -> Shown {
    Shown::Unknown(open.why.to_string())
}

fn shown_names(values: &BTreeMap<Name, Traced>) -> Names {
    values.iter().map(|(name, value)| (name.to_string(), shown(&value.value))).collect()
}

/// A value as far as it is known.
fn shown(value: &Value) -> Shown {
    match value {
        Value::Unknown(unknown) => Shown::Unknown(unknown.why.to_string()),
        Value::Text(crate::eval::Text::Symbolic(_)) => Shown::Unknown(reason(value)),
        value if value.is_known() => Shown::Known(json(value)),
        Value::Mapping(mapping) if matches!(mapping.kind, MappingKind::Resource(_)) => {
            Shown::Unknown(reason(value))
        }
        value => Shown::Partly(json(value)),
    }
}

fn reason(value: &Value) -> String {
    value.why_unknown().unwrap_or(Why::NotModelled("a value".into())).to_string()
}

/// A value as JSON, with a hole for each part that is not known.
fn json(value: &Value) -> Json {
    match value {
        Value::Null(_) => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => json_number(number),
        Value::Text(crate::eval::Text::Plain(text)) => Json::from(&**text),
        Value::Sequence(_, items) => items.iter().map(|item| json(&item.value)).collect(),
        Value::Mapping(mapping) if !matches!(mapping.kind, MappingKind::Resource(_)) => {
            let entries = mapping.entries.iter();
            let known = entries.map(|(key, entry)| (key.to_string(), json(&entry.value)));
            let rest = mapping.rest.as_ref();
            let rest = rest.map(|rest| ("$unknown".to_owned(), Json::from(rest.why.to_string())));
            Json::Object(known.chain(rest).collect())
        }
        value => hole(reason(value)),
    }
}

fn json_number(number: &Number) -> Json {
    let text = number.to_string();
    text.parse::<serde_json::Number>().map_or_else(|_| Json::from(text), Json::Number)
}

//! The whole tool: from folders of Terraform to what is said of them.

use crate::eval::{Evaluator, Resource, Setting, Trails};
use crate::model::{self, Estate, World};
use crate::module::{self, Inputs, Modules, Root};
use crate::options::{Input, Options};
use crate::problem::Problem;
use crate::report::resolve::{Resolve, resolve};
use crate::report::view::View;
use crate::rules::{self, Answers, Context};
use crate::source::{Files, SourceMap};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The stack of a thread that evaluates: the depth of evaluation is limited to fit it.
const STACK: usize = 256 << 20;

/// Wrong usage: nothing was looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Misuse(pub String);

/// The roots that paths stand for, and what could not be looked at on the way.
pub fn roots(files: &dyn Files, paths: &[String]) -> (Vec<Root>, Vec<Problem>) {
    let sources = SourceMap::default();
    module::roots(&Modules::new(files, &sources), paths)
}

/// Lints the roots that paths stand for; `paths` are relative to the root of `files`.
///
/// # Errors
/// If an option gives a variable that no root declares.
pub fn check(files: &dyn Files, paths: &[String], options: &Options) -> Result<View, Misuse> {
    with_stack(options, || {
        let sources = SourceMap::default();
        let data_folder = options.environment.data_dir.as_ref();
        let data_folder = data_folder.map(|folder| folder.to_string_lossy().into_owned());
        let modules = Modules::new(files, &sources);
        let modules = match &data_folder {
            Some(folder) => modules.with_data_folder(folder),
            None => modules,
        };
        let looked = Looked::at(&modules, paths, options)?;
        Ok(looked.view(&sources, options))
    })
}

/// Runs on threads whose stack is large enough for the deepest evaluation.
fn with_stack<T: Send>(options: &Options, run: impl FnOnce() -> T + Send) -> T {
    let threads = options.threads.map_or(0, std::num::NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).num_threads(threads).build();
    match pool {
        Ok(pool) => pool.install(run),
        Err(_) => run(),
    }
}

/// All roots, evaluated.
struct Looked {
    roots: Vec<Root>,
    resources: Vec<Vec<Resource>>,
    trails: Trails,
    problems: Vec<Problem>,
}

impl Looked {
    fn at(modules: &Modules<'_>, paths: &[String], options: &Options) -> Result<Self, Misuse> {
        let (roots, mut problems) = module::roots(modules, paths);
        let inputs = inputs(options);
        let loaded: Vec<_> = relevant(&roots).map(|root| modules.load(&root.folder)).collect();
        if let Some(problem) = inputs.misused(&loaded).into_iter().next() {
            return Err(Misuse(problem.message));
        }
        let evaluated: Vec<_> = roots
            .par_iter()
            .enumerate()
            .map(|(number, root)| evaluate(modules, root, number, &inputs, options))
            .collect();
        let mut resources = Vec::new();
        let mut arenas = Vec::new();
        for (found, arena, troubles) in evaluated {
            resources.push(found);
            arenas.push(arena);
            problems.extend(troubles);
        }
        problems.sort();
        problems.dedup();
        Ok(Self { roots, resources, trails: Trails::new(arenas), problems })
    }

    fn view(mut self, sources: &SourceMap, options: &Options) -> View {
        let chosen = |rule: &str| options.runs(rule);
        let all: Vec<Resource> = self.resources.iter().flatten().cloned().collect();
        let estate = model::lower(&all);
        let branching: Vec<(u32, Vec<World>, _)> = self.branching();
        let branches = |root: u32| branching.iter().any(|(number, ..)| *number == root);
        let expect = options.expect;
        let base = [Context { estate: &estate, expect }];
        let mut answers = rules::run(&base, &|root| !branches(root), None, &chosen);
        for (root, worlds, why) in &branching {
            let estates: Vec<Estate> =
                worlds.iter().map(|world| self.estate_with(*root, world)).collect();
            let contexts: Vec<_> = estates.iter().map(|estate| Context { estate, expect }).collect();
            let more = rules::run(&contexts, &|number| number == *root, why.as_ref(), &chosen);
            answers.checks.extend(more.checks);
            answers.panics.extend(more.panics);
        }
        self.problems.extend(panics(&mut answers));
        resolve(&Resolve {
            sources,
            trails: &self.trails,
            roots: &self.roots,
            clusters: estate.clusters.len(),
            answers: &answers,
            problems: &self.problems,
        })
    }

    /// The roots in which conditions that are not known leave several worlds.
    fn branching(&self) -> Vec<(u32, Vec<World>, Option<crate::eval::Why>)> {
        let worlds = self.resources.iter().enumerate().filter_map(|(number, resources)| {
            let (worlds, why) = model::worlds(resources);
            (worlds.len() > 1).then(|| (crate::source::offset(number), worlds, why))
        });
        worlds.collect()
    }

    fn estate_with(&self, root: u32, world: &World) -> Estate {
        let others = self.resources.iter().enumerate();
        let resources: Vec<Resource> = others
            .flat_map(|(number, resources)| {
                if number == root as usize { &world.resources } else { resources }
            })
            .cloned()
            .collect();
        model::lower(&resources)
    }
}

fn panics(answers: &mut Answers) -> Vec<Problem> {
    let problem = |(rule, text): (&str, String)| {
        Problem::new(format!("the rule {rule} failed, which is a mistake in acklint: {text}"))
    };
    std::mem::take(&mut answers.panics).into_iter().map(problem).collect()
}

fn relevant(roots: &[Root]) -> impl Iterator<Item = &Root> {
    roots.iter().filter(|root| root.relevant)
}

fn inputs(options: &Options) -> Inputs {
    let vars = options.environment.vars.iter();
    let setting = |input: &Input| match input {
        Input::File(path) => module::Setting::VarFile(path.clone()),
        Input::Value { name, value } => module::Setting::Var(format!("{name}={value}")),
    };
    Inputs {
        environment: vars.map(|(name, value)| (format!("TF_VAR_{name}"), value.clone())).collect(),
        settings: options.inputs.iter().map(setting).collect(),
    }
}

type Evaluated = (Vec<Resource>, crate::eval::Origins, Vec<Problem>);

/// Evaluates a root; whatever happens, the others go on.
fn evaluate(
    modules: &Modules<'_>,
    root: &Root,
    number: usize,
    inputs: &Inputs,
    options: &Options,
) -> Evaluated {
    let number = crate::source::offset(number);
    let nothing = || (Vec::new(), crate::eval::Origins::new(number), Vec::new());
    if !root.relevant {
        return nothing();
    }
    let attempt = || {
        let module = modules.load(&root.folder);
        let (inputs, mut problems) = inputs.given(modules, &module);
        let (installed, more) = modules.installed(&root.folder);
        problems.extend(more);
        problems.extend(modules.reached(&root.folder).iter().flat_map(|m| m.problems.clone()));
        let workspace = options.workspace.as_deref().map(Arc::from);
        let folder = Arc::clone(&root.folder);
        let evaluator =
            Evaluator::new(Setting { modules, folder, number, inputs, installed, workspace });
        let resources = evaluator.resources(model::wanted);
        let (origins, more) = evaluator.finish();
        problems.extend(more);
        (resources, origins, problems)
    };
    catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|_| {
        let shown = if root.folder.is_empty() { "." } else { &root.folder };
        let message = format!("evaluating the root {shown} failed, which is a mistake in acklint");
        let (resources, origins, _) = nothing();
        (resources, origins, vec![Problem::new(message)])
    })
}


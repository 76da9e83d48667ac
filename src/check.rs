//! The whole tool: from folders of Terraform to what is said of them.

mod compared;
pub(crate) mod configured;
pub(crate) mod crowd;
mod existing;
mod planned;
pub(crate) mod settled;
mod unloaded;
mod unmatched;

use crate::caught::caught;
use crate::change::{Comparison, Statements};
use crate::config::Configs;
use crate::estates::Estates;
use crate::eval::{Evaluator, Existence, Finished, Name, Origins, Resource, Setting, Trails};
use crate::fix;
use crate::model;
use crate::module::{self, Changes, Given, Inputs, Modules, Permitted, Root};
use crate::options::{Input, Options};
use crate::problem::Problem;
use crate::report::resolve::{Resolve, problems, resolve};
use crate::report::view::{Entry, Problem as Trouble, View};
use crate::rules::{self, Answers, Worlds};
use crate::source::{Files, SourceMap, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use configured::Configured;
use settled::Settled;
pub(crate) use unloaded::Unloaded;

/// The stack of a thread that evaluates: the depth of evaluation is limited to fit it.
const STACK: usize = 128 << 20;

/// Wrong usage: nothing was looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Misuse(pub String);

/// The roots that paths stand for, and what could not be looked at on the way.
pub fn roots(files: &dyn Files, paths: &[String], options: &Options) -> (Vec<Root>, Vec<Trouble>) {
    let sources = SourceMap::default();
    let changes = changes(files, options);
    let (roots, found) = module::roots(&Modules::new(files, &sources), paths, changes.as_ref());
    (roots, problems(&sources, &found))
}

/// Lints the roots that paths stand for; `paths` are relative to the root of `files`.
///
/// # Errors
/// If an option gives a variable that no root declares, or names a baseline that is none.
pub fn check(files: &dyn Files, paths: &[String], options: &Options) -> Result<View, Misuse> {
    let known = settled::known(files, options)?;
    if let Some(plan) = &options.plan {
        return with_stack(options, || {
            let sources = SourceMap::default();
            planned::view(&modules(files, &sources, options), plan, paths, options, known)
        });
    }
    with_opened(files, paths, options, |opened| {
        let mut looked = Looked::at(opened);
        if let Some(state) = &options.state {
            existing::tell(opened, state, &mut looked.resources, &looked.statements)?;
        }
        Ok(looked.view(opened, options, known))
    })
}

/// The roots that paths stand for, ready to be evaluated.
pub(crate) struct Opened<'o> {
    pub(crate) modules: &'o Modules<'o>,
    pub(crate) roots: Vec<Root>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) configs: Configs,
    pub(crate) inputs: Inputs,
    /// What was to be looked at, where all that lies there is.
    paths: &'o [String],
    options: &'o Options,
}

/// Opens the roots that paths stand for, on threads whose stack is large enough.
///
/// # Errors
/// If an option gives a variable that no root declares.
pub(crate) fn with_opened<T: Send>(
    files: &dyn Files,
    paths: &[String],
    options: &Options,
    run: impl FnOnce(&Opened<'_>) -> Result<T, Misuse> + Send,
) -> Result<T, Misuse> {
    with_stack(options, || {
        let sources = SourceMap::default();
        let modules = modules(files, &sources, options);
        let changes = changes(files, options);
        let (roots, mut problems) = module::roots(&modules, paths, changes.as_ref());
        let (configs, more) = Configs::find(&modules, &roots, options.config.as_deref());
        problems.extend(more);
        let (roots, more) = configured::with_variants(&modules, roots, &configs);
        problems.extend(more);
        options.progress.expect(relevant(&roots).count());
        let inputs = inputs(options);
        let loaded: Vec<_> = relevant(&roots).map(|root| modules.load(&root.folder)).collect();
        // what is left out may declare it
        let misused = inputs.misused(&loaded).into_iter().next();
        if let Some(problem) = misused.filter(|_| changes.is_none()) {
            return Err(Misuse(problem.message));
        }
        // of what has changed alone nobody can tell what is missing
        let paths = if changes.is_none() { paths } else { &[] };
        run(&Opened { modules: &modules, roots, problems, configs, inputs, paths, options })
    })
}

/// The modules of a repository, where the environment says that `terraform init` puts them.
pub(crate) fn modules<'m>(
    files: &'m dyn Files,
    sources: &'m SourceMap,
    options: &Options,
) -> Modules<'m> {
    let modules = Modules::new(files, sources);
    match &options.environment.data_dir {
        Some(folder) => modules.with_data_folder(&folder.to_string_lossy()),
        None => modules,
    }
}

impl<'o> Opened<'o> {
    /// Roots that were found otherwise.
    pub(crate) fn of(modules: &'o Modules<'o>, roots: Vec<Root>, options: &'o Options) -> Self {
        let inputs = inputs(options);
        let (configs, problems) = Configs::find(modules, &roots, options.config.as_deref());
        Self { modules, roots, problems, configs, inputs, paths: &[], options }
    }

    /// Whether a folder, as people see it, lies where all is looked at and holds no Terraform file.
    pub(crate) fn is_gone(&self, root: &str) -> bool {
        let folder = if root == "." { "" } else { root };
        let entries = self.modules.files().list(folder).unwrap_or_default();
        self.holds_all(folder) && module::terraform_files(&entries).is_empty()
    }

    /// The texts that all spans lie in.
    pub(crate) fn sources(&self) -> &'o SourceMap {
        self.modules.sources()
    }

    /// The evaluator of a root, and what could not be looked at on the way to it; `give` may change
    /// what its variables are given.
    pub(crate) fn evaluator(
        &self,
        root: &Root,
        number: usize,
        give: impl FnOnce(&mut BTreeMap<Name, Given>),
    ) -> (Evaluator<'o>, Vec<Problem>) {
        self.options.progress.begin_root();
        let modules = self.modules;
        let module = modules.load(&root.folder);
        let inputs = match &root.variant {
            Some(variant) => &self.inputs.for_variant(variant),
            None => &self.inputs,
        };
        let (mut inputs, mut problems) = inputs.given(modules, &module);
        give(&mut inputs);
        let (installed, more) = modules.installed(&root.folder);
        problems.extend(more);
        problems.extend(modules.reached(&root.folder).iter().flat_map(|m| m.problems.clone()));
        let evaluator = Evaluator::new(Setting {
            modules,
            folder: Arc::clone(&root.folder),
            number: crate::source::offset(number),
            inputs,
            installed,
            workspace: self.options.workspace.as_deref().map(Arc::from),
        });
        evaluator.check_inputs();
        (evaluator, problems)
    }
}

/// Runs on threads whose stack is large enough for the deepest evaluation.
pub(crate) fn with_stack<T: Send>(
    options: &Options,
    run: impl FnOnce() -> Result<T, Misuse> + Send,
) -> Result<T, Misuse> {
    let threads = options.threads.map_or(0, std::num::NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).num_threads(threads).build();
    match pool {
        Ok(pool) => caught("this run", || pool.install(run)).unwrap_or_else(|e| Err(Misuse(e))),
        Err(error) => Err(Misuse(format!("no thread can be started: {error}"))),
    }
}

/// All roots, evaluated.
pub(crate) struct Looked {
    /// What a plan changes.
    comparison: Option<Comparison>,
    pub(crate) roots: Vec<Root>,
    pub(crate) resources: Vec<Vec<Resource>>,
    statements: Vec<Statements>,
    pub(crate) providers: Vec<Permitted>,
    configured: Configured,
    trails: Trails,
    pub(crate) problems: Vec<Problem>,
    absent: Vec<(Name, Span)>,
    stood_in: Vec<(Name, Span)>,
}

impl Looked {
    pub(crate) fn at(opened: &Opened<'_>) -> Self {
        let roots = &opened.roots;
        let evaluated: Vec<_> = roots
            .par_iter()
            .enumerate()
            .map(|(number, root)| {
                evaluate(opened, root, number, |e| {
                    let mut resources = e.resources(model::wanted, model::carries);
                    let statements = Statements::of(e);
                    existing::tell_imported(&mut resources, &statements);
                    (resources, statements)
                })
            })
            .collect();
        let mut looked = Self {
            comparison: None,
            roots: roots.clone(),
            resources: Vec::new(),
            statements: Vec::new(),
            providers: Vec::new(),
            configured: Configured::default(),
            trails: Trails::default(),
            problems: opened.problems.clone(),
            absent: Vec::new(),
            stood_in: Vec::new(),
        };
        let mut arenas = Vec::new();
        for Evaluated { read: (resources, statements), provider, finished } in evaluated {
            looked.resources.push(resources);
            looked.statements.push(statements);
            looked.providers.push(provider);
            arenas.push(finished.origins);
            looked.problems.extend(finished.problems);
            looked.absent.extend(finished.absent);
            looked.stood_in.extend(finished.stood_in);
        }
        looked.problems.extend(crowd::thinned(&mut looked.resources));
        let (configured, told) = Configured::of(&opened.configs, roots, &mut looked.resources);
        arenas.push(told);
        looked.configured = configured;
        looked.trails = Trails::new(arenas);
        looked.problems.sort();
        looked.problems.dedup();
        looked
    }

    /// What a state or plan shows to exist, by root and address.
    fn existing(&self) -> BTreeSet<(u32, String)> {
        let all = self.resources.iter().flatten();
        let there = all.filter(|resource| resource.exists == Existence::Exists);
        there.map(|resource| (resource.root, resource.address.to_string())).collect()
    }

    /// The estate that they make with what is told beside them.
    pub(crate) fn estates(&self) -> Estates<'_> {
        let resources = (self.resources.as_slice(), self.configured.told.as_slice());
        Estates::new(resources, &self.providers, &self.configured.terms)
    }

    fn view(mut self, opened: &Opened<'_>, options: &Options, known: Vec<Entry>) -> View {
        let modules = opened.modules;
        let (files, sources) = (modules.files(), modules.sources());
        let chosen = |rule: &str| options.runs(rule);
        let comparison = self.comparison.take();
        let estates = self.estates().with(comparison);
        let mut answers = rules::run(&estates, options.expect, &chosen);
        let clusters = estates.base().clusters.len();
        let unmatched = unmatched::problems(opened, &self, estates.base());
        drop(estates);
        self.problems.extend(unmatched);
        self.problems.extend(panics(&mut answers));
        let existing = self.existing();
        let existing = &existing;
        let looked =
            fix::Looked { files, sources, trails: &self.trails, opened, options, existing };
        let mended = looked.fixes(&answers);
        let unloaded = Unloaded::of(modules, &self.roots, &answers);
        let resolved = resolve(&Resolve {
            sources,
            unloaded: &unloaded,
            trails: &self.trails,
            roots: &self.roots,
            configs: &self.configured.configs,
            clusters,
            answers: &answers,
            fixes: &mended,
            problems: &self.problems,
            absent: &self.absent,
            stood_in: &self.stood_in,
        });
        let (trails, roots, absent) = (&self.trails, &*self.roots, &*self.absent);
        let run = Settled { opened, trails, roots, answers: &answers, absent, chosen: &chosen };
        run.settle(resolved, known, options)
    }
}

pub(crate) fn panics(answers: &mut Answers) -> Vec<Problem> {
    std::mem::take(&mut answers.panics).into_iter().map(Problem::new).collect()
}

fn relevant(roots: &[Root]) -> impl Iterator<Item = &Root> {
    roots.iter().filter(|root| root.relevant)
}

/// What has changed, where only that is asked for.
pub(crate) fn changes(files: &dyn Files, options: &Options) -> Option<Changes> {
    let named = options.inputs.iter().filter_map(|input| match input {
        Input::File(path) => files.inside(path),
        Input::Value { .. } => None,
    });
    let changed = options.changed.as_ref()?;
    let configuration = options.config.clone();
    let of_all = named.chain(configuration.as_deref().and_then(|path| files.inside(path)));
    Some(Changes { files: changed.clone(), of_all: of_all.collect(), configuration })
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

/// A root, evaluated.
pub(crate) struct Evaluated<T> {
    /// What was asked for.
    pub(crate) read: T,
    /// The versions of the provider that it may be applied with.
    pub(crate) provider: Permitted,
    /// What the evaluation has left.
    pub(crate) finished: Finished,
}

/// Evaluates a root, and takes from it what `read` does; whatever happens, the others go on.
pub(crate) fn evaluate<T: Default>(
    opened: &Opened<'_>,
    root: &Root,
    number: usize,
    read: impl Fn(&Evaluator<'_>) -> T,
) -> Evaluated<T> {
    let nothing = |problems| {
        let origins = Origins::new(crate::source::offset(number));
        let (absent, stood_in) = (Vec::new(), Vec::new());
        let finished = Finished { origins, problems, absent, stood_in };
        Evaluated { read: T::default(), provider: Permitted::default(), finished }
    };
    if !root.relevant {
        return nothing(Vec::new());
    }
    let attempt = || {
        let (evaluator, mut problems) = opened.evaluator(root, number, |_| {});
        let read = read(&evaluator);
        let mut finished = evaluator.finish();
        finished.problems.append(&mut problems);
        let (provider, problem) = opened.modules.provider(&root.folder);
        finished.problems.extend(problem);
        Evaluated { read, provider, finished }
    };
    let what = format!("evaluating the root {}", root.shown());
    caught(&what, attempt).unwrap_or_else(|failed| nothing(vec![Problem::new(failed)]))
}

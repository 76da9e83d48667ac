//! The whole tool: from folders of Terraform to what is said of them.

use crate::estates::Estates;
use crate::eval::{Evaluator, Finished, Name, Origins, Resource, Setting, Trails};
use crate::fix;
use crate::model;
use crate::module::{self, Inputs, Modules, Permitted, Root};
use crate::options::{Input, Options};
use crate::problem::Problem;
use crate::report::resolve::{Resolve, problems, resolve};
use crate::report::view::{Problem as Trouble, View};
use crate::rules::{self, Answers, Worlds};
use crate::source::{Files, SourceMap, Span};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The stack of a thread that evaluates: the depth of evaluation is limited to fit it.
const STACK: usize = 128 << 20;

/// Wrong usage: nothing was looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Misuse(pub String);

/// The roots that paths stand for, and what could not be looked at on the way.
pub fn roots(files: &dyn Files, paths: &[String]) -> (Vec<Root>, Vec<Trouble>) {
    let sources = SourceMap::default();
    let (roots, found) = module::roots(&Modules::new(files, &sources), paths);
    (roots, problems(&sources, &found))
}

/// Lints the roots that paths stand for; `paths` are relative to the root of `files`.
///
/// # Errors
/// If an option gives a variable that no root declares.
pub fn check(files: &dyn Files, paths: &[String], options: &Options) -> Result<View, Misuse> {
    with_opened(files, paths, options, |opened| {
        Ok(Looked::at(opened).view(files, opened.sources(), options))
    })
}

/// The roots that paths stand for, ready to be evaluated.
pub(crate) struct Opened<'o> {
    modules: &'o Modules<'o>,
    pub(crate) roots: Vec<Root>,
    pub(crate) problems: Vec<Problem>,
    inputs: Inputs,
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
        let mut modules = Modules::new(files, &sources);
        if let Some(folder) = &options.environment.data_dir {
            modules = modules.with_data_folder(&folder.to_string_lossy());
        }
        let (roots, problems) = module::roots(&modules, paths);
        let inputs = inputs(options);
        let loaded: Vec<_> = relevant(&roots).map(|root| modules.load(&root.folder)).collect();
        if let Some(problem) = inputs.misused(&loaded).into_iter().next() {
            return Err(Misuse(problem.message));
        }
        run(&Opened { modules: &modules, roots, problems, inputs, options })
    })
}

impl<'o> Opened<'o> {
    /// The texts that all spans lie in.
    pub(crate) fn sources(&self) -> &'o SourceMap {
        self.modules.sources()
    }

    /// The evaluator of a root, and what could not be looked at on the way to it.
    pub(crate) fn evaluator(&self, root: &Root, number: usize) -> (Evaluator<'o>, Vec<Problem>) {
        let modules = self.modules;
        let module = modules.load(&root.folder);
        let (inputs, mut problems) = self.inputs.given(modules, &module);
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
fn with_stack<T: Send>(
    options: &Options,
    run: impl FnOnce() -> Result<T, Misuse> + Send,
) -> Result<T, Misuse> {
    let threads = options.threads.map_or(0, std::num::NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).num_threads(threads).build();
    match pool {
        Ok(pool) => pool.install(run),
        Err(error) => Err(Misuse(format!("no thread can be started: {error}"))),
    }
}

/// All roots, evaluated.
pub(crate) struct Looked {
    pub(crate) roots: Vec<Root>,
    pub(crate) resources: Vec<Vec<Resource>>,
    pub(crate) providers: Vec<Permitted>,
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
            .map(|(number, root)| evaluate(opened, root, number))
            .collect();
        let mut looked = Self {
            roots: roots.clone(),
            resources: Vec::new(),
            providers: Vec::new(),
            trails: Trails::default(),
            problems: opened.problems.clone(),
            absent: Vec::new(),
            stood_in: Vec::new(),
        };
        let mut arenas = Vec::new();
        for Evaluated { resources, provider, finished } in evaluated {
            looked.resources.push(resources);
            looked.providers.push(provider);
            arenas.push(finished.origins);
            looked.problems.extend(finished.problems);
            looked.absent.extend(finished.absent);
            looked.stood_in.extend(finished.stood_in);
        }
        looked.trails = Trails::new(arenas);
        looked.problems.sort();
        looked.problems.dedup();
        looked
    }

    fn view(mut self, files: &dyn Files, sources: &SourceMap, options: &Options) -> View {
        let chosen = |rule: &str| options.runs(rule);
        let estates = Estates::new(&self.resources, &self.providers);
        let mut answers = rules::run(&estates, options.expect, &chosen);
        let clusters = estates.base().clusters.len();
        self.problems.extend(panics(&mut answers));
        let (trails, resources) = (&self.trails, self.resources.as_slice());
        let looked = fix::Looked { files, sources, trails, resources, options };
        let mended = looked.fixes(&answers);
        resolve(&Resolve {
            sources,
            trails: &self.trails,
            roots: &self.roots,
            clusters,
            answers: &answers,
            fixes: &mended,
            problems: &self.problems,
            absent: &self.absent,
            stood_in: &self.stood_in,
        })
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

/// A root, evaluated.
struct Evaluated {
    resources: Vec<Resource>,
    provider: Permitted,
    finished: Finished,
}

/// Evaluates a root; whatever happens, the others go on.
fn evaluate(opened: &Opened<'_>, root: &Root, number: usize) -> Evaluated {
    let nothing = |problems| {
        let origins = Origins::new(crate::source::offset(number));
        let (absent, stood_in) = (Vec::new(), Vec::new());
        let finished = Finished { origins, problems, absent, stood_in };
        Evaluated { resources: Vec::new(), provider: Permitted::default(), finished }
    };
    if !root.relevant {
        return nothing(Vec::new());
    }
    let attempt = || {
        let (evaluator, mut problems) = opened.evaluator(root, number);
        let resources = evaluator.resources(model::wanted, model::carries);
        let mut finished = evaluator.finish();
        finished.problems.append(&mut problems);
        let (provider, problem) = opened.modules.provider(&root.folder);
        finished.problems.extend(problem);
        Evaluated { resources, provider, finished }
    };
    catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|_| {
        let shown = root.shown();
        let message = format!("evaluating the root {shown} failed, which is a mistake in acklint");
        nothing(vec![Problem::new(message)])
    })
}

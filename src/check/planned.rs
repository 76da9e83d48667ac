//! A plan, and the configuration beside it where there is one.

use super::configured::Configured;
use super::{Looked, Misuse, Opened, compared, crowd};
use crate::config::Configs;
use crate::eval::{Evaluator, Origins, Resource, RootValues, Trails};
use crate::model;
use crate::module::{self, Modules, Permitted, Reason, Root};
use crate::options::Options;
use crate::plan::{self, Plan, Provided, Unfit, What};
use crate::problem::Problem;
use crate::report::view::{Entry, View};
use crate::source::{FileId, read_input, split_path};
use std::cell::RefCell;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// What a plan is read by.
pub(super) const PROVIDED: Provided = Provided {
    wanted: model::wanted,
    carries: model::carries,
    names: model::names,
    told: model::told,
    own: model::is_own,
    unwritten: false,
    leads: model::leads,
};

/// Lints a plan; `paths` hold the folder of its configuration.
pub(super) fn view(
    modules: &Modules<'_>,
    path: &Path,
    paths: &[String],
    options: &Options,
    known: Vec<Entry>,
) -> Result<View, Misuse> {
    let file = read(modules, path)?;
    let source = modules.sources().file(file);
    let plan = Plan::read(file, &source).map_err(|unfit| misuse(path, &unfit))?;
    let folder = folder(modules, path, paths)?;
    let root = Root { folder, reason: Reason::Named, relevant: true, variant: None };
    let roots = vec![root.clone()];
    let (configs, problems) = Configs::find(modules, &roots, options.config.as_deref());
    let opened = Opened {
        modules,
        roots,
        problems,
        configs,
        inputs: super::inputs(options),
        paths: &[],
        options,
    };
    let beside = Beside::of(&opened, &plan, &root);
    Ok(looked(beside, &plan, &opened, path).view(&opened, options, known))
}

fn looked(beside: Beside, plan: &Plan<'_>, opened: &Opened<'_>, path: &Path) -> Looked {
    let Beside { resources, compared, origins, provider } = beside;
    let origins = RefCell::new(origins);
    let comparison = compared::comparison(plan, &compared, &origins, &provider);
    let planned = plan.resources(0, &origins, PROVIDED);
    let resources = plan::joined(planned, &resources, &origins);
    let incomplete = plan.incomplete.as_ref().map(|why| {
        let path = shown(path);
        Problem::new(format!("{path} does not tell all that will be: {why}"))
    });
    let mut resources = vec![resources];
    let crowd = crowd::thinned(&mut resources);
    let (configured, told) = Configured::of(&opened.configs, &opened.roots, &mut resources);
    Looked {
        comparison: Some(comparison),
        roots: opened.roots.clone(),
        resources,
        statements: Vec::new(),
        providers: vec![provider],
        configured,
        trails: Trails::new(vec![origins.into_inner(), told]),
        problems: opened.problems.iter().cloned().chain(incomplete).chain(crowd).collect(),
        absent: Vec::new(),
        stood_in: Vec::new(),
    }
}

/// The text of a plan or state that the user named.
fn read(modules: &Modules<'_>, path: &Path) -> Result<FileId, Misuse> {
    let text = text(modules, path, What::Plan)?;
    let name = modules.files().inside(path).unwrap_or_else(|| shown(path));
    Ok(modules.sources().add(&name, &text))
}

/// The text of a plan or state that the user named.
///
/// # Errors
/// If it cannot be read, or is none.
pub(super) fn text(modules: &Modules<'_>, path: &Path, what: What) -> Result<String, Misuse> {
    let shown = shown(path);
    let read = if path == Path::new("-") {
        read_input(plan::LIMIT)
    } else {
        modules.files().read_named(path, plan::LIMIT)
    };
    let bytes = read.map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => {
            let most = plan::LIMIT >> 20;
            Misuse(format!("{shown} is larger than {most} MiB, which is the limit"))
        }
        io::ErrorKind::NotFound => Misuse(format!("there is no {shown}")),
        _ => Misuse(format!("{shown} cannot be read: {error}")),
    })?;
    Unfit::text(bytes, what).map_err(|unfit| misuse(path, &unfit))
}

pub(super) fn misuse(path: &Path, unfit: &Unfit) -> Misuse {
    Misuse(format!("{} cannot be read: {unfit}", shown(path)))
}

/// What a file is called.
fn shown(path: &Path) -> String {
    let input = path == Path::new("-");
    if input { "standard input".to_owned() } else { path.display().to_string() }
}

/// The folder of the configuration.
fn folder(modules: &Modules<'_>, path: &Path, paths: &[String]) -> Result<Arc<str>, Misuse> {
    let [named] = paths else {
        let message = "a plan is of one root: name at most one PATH with --plan";
        return Err(Misuse(message.to_owned()));
    };
    let canonical = modules.files().canonical(named).unwrap_or_else(|_| named.clone());
    let is_folder = modules.files().list(&canonical).is_ok();
    let folder = if is_folder { &*canonical } else { split_path(&canonical).0 };
    let own = modules.files().inside(path);
    let own = own.as_deref().map(|own| split_path(own).0);
    // what comes by a pipe needs no configuration
    if !has_terraform(modules, folder) && own != Some(folder) && path.is_file() {
        return Err(Misuse(format!("there is no Terraform file in {named}")));
    }
    Ok(folder.into())
}

fn has_terraform(modules: &Modules<'_>, folder: &str) -> bool {
    let entries = modules.files().list(folder).unwrap_or_default();
    !module::terraform_files(&entries).is_empty()
}

/// The configuration of a plan, evaluated with what its variables were given.
struct Beside {
    resources: Vec<Resource>,
    /// The same with the attributes whose changes are looked at.
    compared: Vec<Resource>,
    origins: Origins,
    provider: Permitted,
}

impl Beside {
    /// What is wrong with it is not told: the plan is what is looked at.
    fn of(opened: &Opened<'_>, plan: &Plan<'_>, root: &Root) -> Self {
        let modules = opened.modules;
        if !has_terraform(modules, &root.folder) {
            let (resources, compared) = (Vec::new(), Vec::new());
            let provider = Permitted::by(plan.version_constraints(model::PROVIDER));
            return Self { resources, compared, origins: Origins::new(0), provider };
        }
        let evaluator = evaluator(opened, plan, root);
        let resources = evaluator.resources(model::wanted, model::carries);
        let compared = evaluator.resources(compared::guarded, model::carries);
        let origins = evaluator.finish().origins;
        let provider = modules.provider(&root.folder).0;
        Self { resources, compared, origins, provider }
    }
}

/// The evaluator of the configuration; variables that have other values in the plan, as by an
/// option on its command line, have these.
fn evaluator<'o>(opened: &Opened<'o>, plan: &Plan<'_>, root: &Root) -> Evaluator<'o> {
    let (evaluator, _) = opened.evaluator(root, 0, |_| {});
    let values = evaluator.root_values(RootValues::Variables);
    let differing = plan.variables_other_than(&values);
    if differing.is_empty() {
        return evaluator;
    }
    opened.evaluator(root, 0, |given| given.extend(differing)).0
}

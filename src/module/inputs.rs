//! What a root's variables are given, in Terraform's order: environment, `terraform.tfvars`,
//! `terraform.tfvars.json`, `*.auto.tfvars` and `*.auto.tfvars.json` by name, then `--var` and
//! `--var-file` as they stand on the command line. The last one counts.

use super::file::{is_json, parse_bytes, unreadable};
use super::{Module, Modules, Variable, Variant};
use crate::problem::Problem;
use crate::source::{EntryKind, FILE_LIMIT, SourceMap, Span, join, offset};
use crate::syntax::{
    Attribute, Body, Expr, ExprKind, Name, parse_body, parse_expression, parse_json_values,
    taken_from_outside,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An option of the command line that gives values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// `--var name=value`
    Var(String),
    /// `--var-file path`: absolute, or relative to the repository root.
    VarFile(PathBuf),
    /// A values file of a variant, relative to the repository root, and where it is named.
    OfVariant(String, Span),
}

/// What all roots of a run are given from outside.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The environment; only `TF_VAR_…` is looked at.
    pub environment: Vec<(String, String)>,
    /// In the order of the command line.
    pub settings: Vec<Setting>,
}

/// What a variable of a root is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The value, an expression that refers to nothing; none where it cannot be read.
    pub expr: Option<Expr>,
    /// Where the name stands in a values file; else the value.
    pub span: Span,
    /// What gives it: `envs/prod/terraform.tfvars`, `--var pod_cidr`, `TF_VAR_pod_cidr`.
    pub from: Arc<str>,
    /// Whether a person edits it in a file, in contrast to an option or the environment.
    pub in_file: bool,
}

impl Inputs {
    /// The same for a variant of a root: its files hold before the options of the command line.
    #[must_use]
    pub fn for_variant(&self, variant: &Variant) -> Self {
        let of_variant = |(file, span): &(String, Span)| Setting::OfVariant(file.clone(), *span);
        let files = variant.var_files.iter().map(of_variant);
        let settings = files.chain(self.settings.iter().cloned()).collect();
        Self { environment: self.environment.clone(), settings }
    }

    /// What the declared variables of a root are given.
    pub fn given(
        &self,
        modules: &Modules<'_>,
        root: &Module,
    ) -> (BTreeMap<Name, Given>, Vec<Problem>) {
        let (given, problems) = (BTreeMap::new(), Vec::new());
        let mut gather = Gather { modules, root, given, problems };
        for (name, value) in &self.environment {
            if let Some(variable) = name.strip_prefix("TF_VAR_") {
                gather.text(variable, name, value);
            }
        }
        gather.folder_files();
        for (at, setting) in self.settings.iter().enumerate() {
            match setting {
                Setting::VarFile(path) => gather.named_file(path),
                Setting::OfVariant(path, named) => {
                    let bytes = modules.files().read(path, FILE_LIMIT);
                    let unread = bytes.is_err();
                    gather.file(path, bytes);
                    if let Some(problem) = gather.problems.last_mut().filter(|_| unread) {
                        problem.span = Some(*named);
                    }
                }
                Setting::Var(text) => {
                    let name = name_of(text);
                    let again = |later: &Setting| matches!(later, Setting::Var(text) if name_of(text) == name);
                    if let Some((_, value)) = text.split_once('=')
                        && !self.settings[at + 1..].iter().any(again)
                    {
                        gather.text(name, &format!("--var {name}"), value);
                    }
                }
            }
        }
        (gather.given, gather.problems)
    }

    /// What is wrong with the options themselves: a `--var` without `=`, or of a variable that
    /// none of the roots declares.
    pub fn misused(&self, roots: &[Arc<Module>]) -> Vec<Problem> {
        let known: BTreeSet<&str> =
            roots.iter().flat_map(|root| root.variables.keys()).map(|name| &**name).collect();
        let some_unknown = roots.iter().any(|root| root.broken);
        let misused = |setting: &Setting| {
            let Setting::Var(text) = setting else { return None };
            let name = name_of(text);
            if !text.contains('=') {
                let message = format!("`--var {text}` has no value: write `--var {text}=VALUE`");
                return Some(Problem::new(message));
            }
            (!known.contains(name) && !some_unknown).then(|| undeclared(name, &known))
        };
        self.settings.iter().filter_map(misused).collect()
    }
}

fn name_of(var: &str) -> &str {
    var.split_once('=').map_or(var, |(name, _)| name).trim()
}

fn undeclared(name: &str, known: &BTreeSet<&str>) -> Problem {
    let distance = |other: &&&str| strsim::damerau_levenshtein(name, other);
    let nearest = known.iter().min_by_key(distance).filter(|other| distance(other) <= 3);
    let hint = nearest.map(|other| format!("; there is `{other}`")).unwrap_or_default();
    Problem::new(format!("no root declares the variable `{name}` of `--var`{hint}"))
}

/// A file, or what should be one: to read it is then a problem.
fn is_file(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::File | EntryKind::Closed)
}

struct Gather<'a> {
    modules: &'a Modules<'a>,
    root: &'a Module,
    given: BTreeMap<Name, Given>,
    problems: Vec<Problem>,
}

impl Gather<'_> {
    /// A value from an option or the environment.
    fn text(&mut self, name: &str, from: &str, value: &str) {
        let Some(variable) = self.root.variables.get(name) else { return };
        let read = read_text(self.modules.sources(), from, value, takes_text(variable));
        let (expr, span) = match read.and_then(constant) {
            Ok(expr) => (Some(expr.clone()), expr.span),
            Err(problem) => (None, self.missed(problem).unwrap_or(variable.head)),
        };
        let given = Given { span, expr, from: from.into(), in_file: false };
        self.given.insert(Arc::clone(&variable.name), given);
    }

    /// Keeps a problem, and says where it is.
    fn missed(&mut self, problem: Problem) -> Option<Span> {
        let span = problem.span;
        self.problems.push(problem);
        span
    }

    /// The values files that Terraform loads by itself.
    fn folder_files(&mut self) {
        let entries = self.modules.files().list(&self.root.folder).unwrap_or_default();
        let is_there = |name: &&str| entries.iter().any(|e| e.name == *name && is_file(e.kind));
        let first = ["terraform.tfvars", "terraform.tfvars.json"].into_iter().filter(is_there);
        let names = entries.iter().filter(|entry| is_file(entry.kind));
        let names = names.map(|entry| &*entry.name);
        let automatic = names
            .filter(|name| name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json"));
        for name in first.chain(automatic) {
            let Some(path) = join(&self.root.folder, name) else { continue };
            let bytes = self.modules.files().read(&path, FILE_LIMIT);
            self.file(&path, bytes);
        }
    }

    /// A values file that the user named, inside of the repository or not.
    fn named_file(&mut self, path: &Path) {
        let files = self.modules.files();
        let shown = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        match files.inside(path) {
            Some(inside) => self.file(&inside, files.read(&inside, FILE_LIMIT)),
            None => self.file(&shown, files.read_named(path, FILE_LIMIT)),
        }
    }

    fn file(&mut self, path: &str, bytes: io::Result<Vec<u8>>) {
        let sources = self.modules.sources();
        let parse = if is_json(path) { parse_json_values } else { parse_body };
        let body = bytes
            .map_err(|error| unreadable(path, &error))
            .and_then(|bytes| parse_bytes(sources, path, &bytes, parse));
        match body {
            Ok(body) => self.values(path, body),
            Err(problem) => {
                // it may give each of them a value
                let place = self.missed(problem);
                for variable in self.root.variables.values() {
                    let span = place.unwrap_or(variable.head);
                    let given = Given { expr: None, span, from: path.into(), in_file: true };
                    self.given.insert(Arc::clone(&variable.name), given);
                }
            }
        }
    }

    fn values(&mut self, path: &str, body: Body) {
        self.problems.extend(body.blocks.first().map(|block| {
            let kind = &block.kind;
            Problem::at(block.head, format!("a values file holds no blocks: write `{kind} = …`"))
        }));
        for Attribute { name, name_span: span, value: expr } in body.attributes {
            if self.root.variables.contains_key(&name) {
                let expr = constant(expr).map_err(|problem| self.missed(problem)).ok();
                self.given.insert(name, Given { expr, span, from: path.into(), in_file: true });
            }
        }
    }
}

/// Whether the text that is given to a variable from outside is its value, instead of an
/// expression: its type is primitive, or absent.
fn takes_text(variable: &Variable) -> bool {
    variable.ty.as_ref().is_none_or(|ty| match &ty.kind {
        ExprKind::Root(name) | ExprKind::Text(name) => {
            matches!(&**name, "string" | "number" | "bool")
        }
        _ => false,
    })
}

/// A value that takes nothing from outside, as Terraform wants those that it is given.
fn constant(expr: Expr) -> Result<Expr, Problem> {
    match taken_from_outside(&expr) {
        Some(what) => {
            let message = format!("{what} stands where Terraform takes values only");
            Err(Problem::at(expr.span, message))
        }
        None => Ok(expr),
    }
}

fn read_text(sources: &SourceMap, from: &str, value: &str, text: bool) -> Result<Expr, Problem> {
    let file = sources.add(from, value);
    if !text {
        return parse_expression(file, value);
    }
    let span = Span { file, start: 0, end: offset(value.len()) };
    Ok(Expr { span, kind: ExprKind::Text(value.into()) })
}

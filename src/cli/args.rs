//! The arguments of each command, as clap reads them.

use super::inputs::InputArgs;
use super::parse::{self, Format, Target};
use crate::options::{Environment, Expect, Options};
use crate::report::view::Severity;
use clap::{Args, Parser, Subcommand, ValueEnum, builder::PossibleValue};
use std::num::NonZeroUsize;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Exit codes:
  0  nothing at or above --fail-on
  1  findings
  2  not everything could be looked at: wrong usage, no Terraform file under a PATH, a file that
     cannot be read

Examples:
  acklint check envs/prod
  acklint check --var-file prod.tfvars --format human --format json=acklint.json envs/prod";

/// Finds network choices of Alibaba Cloud ACK clusters that cannot be changed after creation,
/// before `terraform apply`
#[derive(Debug, Parser)]
#[command(name = "acklint", version, after_help = AFTER_HELP, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lint Terraform
    #[command(after_help = AFTER_HELP)]
    Check(Box<CheckArgs>),
    /// Show the card of a rule: why it is one, what fails, what passes, how to choose
    Explain(ExplainArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Show what was resolved: every variable, local, output and cluster
    Inspect(InspectArgs),
}

/// The arguments of `check`.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArgs {
    /// A folder, or a file for every root that reaches it
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Write the report as human (default), concise, json, sarif, github, gitlab, junit,
    /// checkstyle, rdjson or markdown, to FILE if named; repeatable
    #[arg(long = "format", value_name = "FORMAT[=FILE]")]
    pub targets: Vec<Target>,
    /// Values for variables.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// What `terraform.workspace` is (or `TF_WORKSPACE`); otherwise it is unknown
    #[arg(long, value_name = "NAME")]
    pub workspace: Option<String>,
    /// What every cluster must hold, such as nodes=300,pods=12000,services=500
    #[arg(long, value_name = "KEY=N,...", value_parser = parse::expect)]
    pub expect: Option<Expect>,
    /// Run these rules only
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', value_parser = parse::rule)]
    pub select: Vec<&'static str>,
    /// Do not run these rules
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', value_parser = parse::rule)]
    pub ignore: Vec<&'static str>,
    /// The least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "warning")]
    pub fail_on: Severity,
    /// Count what could not be decided as a warning
    #[arg(long)]
    pub strict: bool,
    /// Only list which folders are roots, and why
    #[arg(long)]
    pub list_roots: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// Leave out what could not be decided
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// List every undecided check and every subject
    #[arg(short, long)]
    pub verbose: bool,
    /// How many threads to use [default: one a core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
}

/// The arguments of `explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// The rule's name, as `acklint rules` lists it
    #[arg(value_name = "RULE", value_parser = parse::rule)]
    pub rule: &'static str,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
}

/// The arguments of `rules`.
#[derive(Debug, Clone, Args)]
pub struct RulesArgs {
    /// human or json
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// The arguments of `inspect`.
#[derive(Debug, Clone, Args)]
pub struct InspectArgs {
    /// A folder, or a file for every root that reaches it
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// human or json
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Values for variables.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// What `terraform.workspace` is (or `TF_WORKSPACE`); otherwise it is unknown
    #[arg(long, value_name = "NAME")]
    pub workspace: Option<String>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// Show long lists whole
    #[arg(short, long)]
    pub verbose: bool,
}

impl CheckArgs {
    /// What the library is asked for.
    pub fn options(&self, environment: Environment) -> Options {
        Options {
            paths: self.paths.clone(),
            inputs: self.inputs.0.clone(),
            workspace: self.workspace.clone().or_else(|| environment.workspace.clone()),
            environment,
            expect: self.expect.unwrap_or_default(),
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            fail_on: self.fail_on,
            strict: self.strict,
            threads: self.threads,
        }
    }
}

impl InspectArgs {
    /// What the library is asked for.
    pub fn options(&self, environment: Environment) -> Options {
        Options {
            paths: self.paths.clone(),
            inputs: self.inputs.0.clone(),
            workspace: self.workspace.clone().or_else(|| environment.workspace.clone()),
            environment,
            ..Options::default()
        }
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Colour {
    /// On a terminal that shows them, unless the environment says otherwise
    #[default]
    Auto,
    /// In files and pipes too
    Always,
    /// Never
    Never,
}

impl ValueEnum for Severity {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Error, Self::Warning, Self::Info]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

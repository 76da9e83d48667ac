//! The arguments of each command, as clap reads them.

use super::capacity::Drawn;
use super::clock;
use super::inputs::InputArgs;
use super::parse::{self, Format, Target};
use super::plan_network::Zones;
use crate::options::{Environment, Expect, Options};
use crate::progress::Progress;
use crate::proposal::PlugIn;
use crate::report::view::Severity;
use clap::{Args, Parser, Subcommand, ValueEnum, builder::PossibleValue};
use clap_complete::Shell;
use ipnet::Ipv4Net;
use jiff::civil::Date;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

const AFTER_HELP: &str = "\
Exit codes:
  0  nothing at or above --fail-on
  1  findings
  2  not everything could be looked at: wrong usage, no Terraform file under a PATH, a file that
     cannot be read

Examples:
  acklint check envs/prod
  acklint check --var-file prod.tfvars --format human --format json=acklint.json envs/prod";

const AFTER_DIFF: &str = "\
Exit codes: those of check

Examples:
  acklint diff HEAD                what is not committed yet
  acklint diff --staged            what is about to be committed
  acklint diff origin/main...      what a branch has changed since it left origin/main";

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
    /// Say what the change since a git revision does to what cannot be changed
    #[command(after_help = AFTER_DIFF)]
    Diff(Box<DiffArgs>),
    /// Show the card of a rule: why it is one, what fails, what passes, how to choose
    Explain(ExplainArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Show what was resolved: every variable, local, output and cluster
    Inspect(InspectArgs),
    /// Show the network plan of every cluster: ranges, limits, what is planned, what is left
    Capacity(Box<CapacityArgs>),
    /// Print what makes a shell complete commands, options and rules
    Completions(CompletionsArgs),
    /// Print the manual page of acklint, or of a command
    #[command(hide = true)]
    Man(ManArgs),
    /// Print a configuration with ranges that fit, for a cluster that does not exist yet
    PlanNetwork(Box<PlanNetworkArgs>),
}

/// The arguments of `check`.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArgs {
    /// A folder, or a file for every root that reaches it; with --plan the folder of its
    /// configuration, by default its own [default: .]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Look at a plan in Terraform's JSON form (`terraform show -json`) instead of source; - is
    /// standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["var", "var_file", "workspace", "changed", "list_roots"])]
    pub plan: Option<PathBuf>,
    /// What exists already: a state, raw or by `terraform show -json`, of the one root looked at
    #[arg(long, value_name = "FILE", conflicts_with_all = ["plan", "list_roots"])]
    pub state: Option<PathBuf>,
    /// Write the report as human (default), concise, json, sarif, github, gitlab, junit,
    /// checkstyle, rdjson or markdown, to FILE if named; repeatable
    #[arg(long = "format", value_name = "FORMAT[=FILE]", value_parser = parse::a_target(), hide_possible_values = true)]
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
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', value_parser = parse::a_rule(), hide_possible_values = true)]
    pub select: Vec<&'static str>,
    /// Do not run these rules
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', value_parser = parse::a_rule(), hide_possible_values = true)]
    pub ignore: Vec<&'static str>,
    /// The least severity that makes the exit code 1 [default: warning, or what the configuration
    /// says]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<Severity>,
    /// The configuration to read instead of the nearest .acklint.hcl
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Count what could not be decided as a warning
    #[arg(long)]
    pub strict: bool,
    /// Only roots that reach a file changed since REV [default: where HEAD left origin/HEAD, main
    /// or master]
    #[arg(long, value_name = "REV", num_args = 0..=1)]
    pub changed: Option<Option<String>>,
    /// Report only what is not in this baseline, or is worse than there
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what is found now as a baseline
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// Show waived and baselined findings too, marked as such
    #[arg(long)]
    pub show_waived: bool,
    /// The day, for the last days of waivers [default: today, by UTC]
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub today: Option<Date>,
    /// Only list which folders are roots, and why
    #[arg(long)]
    pub list_roots: bool,
    /// Write what would do in the place of what is objected to, where that is certain; then report
    /// what is left
    #[arg(long, conflicts_with = "list_roots")]
    pub fix: bool,
    /// With --fix: show as a diff what would be written, and write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
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

/// The arguments of `diff`.
#[derive(Debug, Clone, Args)]
#[command(
    mut_arg("changed", |arg| arg.hide(true)),
    mut_arg("list_roots", |arg| arg.hide(true)),
    mut_arg("plan", |arg| arg.hide(true)),
    mut_arg("state", |arg| arg.hide(true)),
    mut_arg("fix", |arg| arg.hide(true)),
    mut_arg("dry_run", |arg| arg.hide(true)),
    mut_arg("expect", |arg| arg.hide(true)),
    mut_arg("paths", |arg| arg.help("A folder, or a file for every root that reaches it [default: .]")),
)]
pub struct DiffArgs {
    /// The revision to compare with; BASE... is where HEAD left it [default with --staged: HEAD]
    #[arg(value_name = "BASE", required_unless_present = "staged")]
    pub base: Option<String>,
    /// Compare what is about to be committed, and not the work tree
    #[arg(long)]
    pub staged: bool,
    /// What else a run takes.
    #[command(flatten)]
    pub check: CheckArgs,
}

/// The arguments of `explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// The rule's name, as `acklint rules` lists it
    #[arg(value_name = "RULE", value_parser = parse::a_rule(), hide_possible_values = true)]
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

/// The arguments of `completions`.
#[derive(Debug, Clone, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// The arguments of `man`.
#[derive(Debug, Clone, Args)]
pub struct ManArgs {
    /// The command, such as check
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

impl CheckArgs {
    /// The paths to look at: the working folder, or that of a plan, where none is named.
    fn paths(&self) -> Vec<PathBuf> {
        if !self.paths.is_empty() {
            return self.paths.clone();
        }
        let plan = self.plan.as_deref().filter(|plan| !is_piped(plan));
        let folder = plan.and_then(Path::parent);
        vec![
            folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).into(),
        ]
    }

    /// What the library is asked for.
    pub fn options(&self, environment: Environment) -> Options {
        Options {
            paths: self.paths(),
            inputs: self.inputs.0.clone(),
            workspace: self.workspace.clone().or_else(|| environment.workspace.clone()),
            environment,
            plan: self.plan.clone(),
            state: self.state.clone(),
            expect: self.expect.unwrap_or_default(),
            pods_per_node: None,
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            fail_on: self.fail_on,
            config: self.config.clone(),
            strict: self.strict,
            changed: None,
            today: Some(self.today.unwrap_or_else(clock::today)),
            show_waived: self.show_waived,
            baseline: self.baseline.clone(),
            threads: self.threads,
            progress: Progress::default(),
        }
    }
}

/// Whether a file is read from a pipe or standard input: it lies in no folder that matters.
fn is_piped(file: &Path) -> bool {
    let pipe = file.metadata().is_ok_and(|about| !about.is_file() && !about.is_dir());
    file == Path::new("-") || pipe || file.starts_with("/dev") || file.starts_with("/proc")
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

/// The arguments of `capacity`.
#[derive(Debug, Clone, Args)]
pub struct CapacityArgs {
    /// A folder, or a file for every root that reaches it
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Write it as human (default), markdown, json, svg or html, to FILE if named; repeatable
    #[arg(long = "format", value_name = "FORMAT[=FILE]")]
    pub targets: Vec<Drawn>,
    /// Values for variables.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// What `terraform.workspace` is (or `TF_WORKSPACE`); otherwise it is unknown
    #[arg(long, value_name = "NAME")]
    pub workspace: Option<String>,
    /// What every cluster must hold, such as nodes=300,pods=12000,services=500
    #[arg(long, value_name = "KEY=N,...", value_parser = parse::expect)]
    pub expect: Option<Expect>,
    /// What would be possible if each node held so many pods
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub pods_per_node: Option<u64>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// How many threads to use [default: one a core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
}

impl CapacityArgs {
    /// What the library is asked for.
    pub fn options(&self, environment: Environment) -> Options {
        Options {
            paths: self.paths.clone(),
            inputs: self.inputs.0.clone(),
            workspace: self.workspace.clone().or_else(|| environment.workspace.clone()),
            environment,
            expect: self.expect.unwrap_or_default(),
            pods_per_node: self.pods_per_node,
            threads: self.threads,
            ..Options::default()
        }
    }
}

/// The arguments of `plan-network`.
#[derive(Debug, Clone, Args)]
pub struct PlanNetworkArgs {
    /// How many nodes the cluster must hold
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=COUNTABLE))]
    pub nodes: u64,
    /// How many pods it must hold in all
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=COUNTABLE))]
    pub pods: u64,
    /// How many Services it must hold [default: as many as ACK's default range does]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=COUNTABLE))]
    pub services: Option<u64>,
    /// The network plug-in
    #[arg(long, value_name = "PLUG-IN")]
    pub cni: PlugIn,
    /// The zones: how many, or their names with commas between
    #[arg(long, value_name = "ZONES", default_value = "3")]
    pub zones: Zones,
    /// The range of the VPC
    #[arg(long, value_name = "CIDR", default_value = "10.0.0.0/16", value_parser = super::plan_network::vpc)]
    pub vpc: Ipv4Net,
    /// The region [default: that of the zones, else cn-hangzhou]
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// The type of the nodes [default: the smallest of a common family that holds the pods]
    #[arg(long, value_name = "TYPE")]
    pub instance_type: Option<String>,
    /// What cluster and VPC are called
    #[arg(long, value_name = "NAME", default_value = "ack", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub name: String,
}

/// More than this is no plan, and still can be added up.
const COUNTABLE: u64 = 1 << 40;

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

//! What a run is asked for: plain, whoever asks.

use crate::progress::Progress;
use crate::report::view::Severity;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// What a run is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Folders and files to look at, as they were named; never empty.
    pub paths: Vec<PathBuf>,
    /// `--var` and `--var-file` in the order of the command line: of two, the later holds.
    pub inputs: Vec<Input>,
    /// What the environment says.
    pub environment: Environment,
    /// What `terraform.workspace` is; unknown if `None`.
    pub workspace: Option<String>,
    /// A plan in Terraform's JSON form to look at instead of source; `paths` then holds the folder
    /// of its configuration.
    pub plan: Option<PathBuf>,
    /// The state of the one root that is looked at: what exists already.
    pub state: Option<PathBuf>,
    /// What every cluster must hold.
    pub expect: Expect,
    /// How many pods each node is to hold, whatever the configuration says.
    pub pods_per_node: Option<u64>,
    /// The rules to run; all if empty.
    pub select: Vec<&'static str>,
    /// Rules not to run, even if selected.
    pub ignore: Vec<&'static str>,
    /// The least severity that fails the run; what the configuration says if `None`.
    pub fail_on: Option<Severity>,
    /// The configuration to read instead of the nearest `.acklint.hcl`.
    pub config: Option<PathBuf>,
    /// Whether an undecided check counts as a warning.
    pub strict: bool,
    /// Files that have changed, relative to the repository root: only roots that they concern are
    /// looked at. All roots if `None`.
    pub changed: Option<BTreeSet<String>>,
    /// The day, for the last days of waivers; none of them is past where it is not known.
    pub today: Option<jiff::civil::Date>,
    /// Whether waived findings are shown, marked as such.
    pub show_waived: bool,
    /// The baseline: what it holds does not count.
    pub baseline: Option<PathBuf>,
    /// How many threads to use; as many as there are cores if `None`.
    pub threads: Option<NonZeroUsize>,
    /// Where the run says how far it has come.
    pub progress: Progress,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            paths: vec![PathBuf::from(".")],
            inputs: Vec::new(),
            environment: Environment::default(),
            workspace: None,
            plan: None,
            state: None,
            expect: Expect::default(),
            pods_per_node: None,
            select: Vec::new(),
            ignore: Vec::new(),
            fail_on: None,
            config: None,
            strict: false,
            changed: None,
            today: None,
            show_waived: false,
            baseline: None,
            threads: None,
            progress: Progress::default(),
        }
    }
}

impl Options {
    /// Whether a rule is to run.
    pub fn runs(&self, rule: &str) -> bool {
        (self.select.is_empty() || self.select.contains(&rule)) && !self.ignore.contains(&rule)
    }
}

/// A value that is given to the root module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// `--var-file FILE`
    File(PathBuf),
    /// `--var NAME=VALUE`
    Value {
        /// The variable.
        name: String,
        /// Text, or an expression where the variable's type is not a string.
        value: String,
    },
}

/// What clusters must hold; `None` where nothing is expected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expect {
    /// Nodes, masters included.
    pub nodes: Option<u64>,
    /// Pods in all.
    pub pods: Option<u64>,
    /// Services.
    pub services: Option<u64>,
}

/// The part of the environment that acklint reads, and all that it reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// `TF_VAR_name`, by name.
    pub vars: BTreeMap<String, String>,
    /// `TF_WORKSPACE`, unless empty.
    pub workspace: Option<String>,
    /// `TF_DATA_DIR`, unless empty.
    pub data_dir: Option<PathBuf>,
    /// `GIT_INDEX_FILE`, unless empty.
    pub index_file: Option<PathBuf>,
}

impl Environment {
    /// Picks from all variables of the environment; those that are no UTF-8 are passed over.
    pub fn pick(all: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut picked = Self::default();
        for (name, value) in all {
            let (Ok(name), Ok(value)) = (name.into_string(), value.into_string()) else { continue };
            if let Some(variable) = name.strip_prefix("TF_VAR_") {
                picked.vars.insert(variable.to_owned(), value);
            } else if name == "TF_WORKSPACE" && !value.is_empty() {
                picked.workspace = Some(value);
            } else if name == "TF_DATA_DIR" && !value.is_empty() {
                picked.data_dir = Some(value.into());
            } else if name == "GIT_INDEX_FILE" && !value.is_empty() {
                picked.index_file = Some(value.into());
            }
        }
        picked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_terraforms_variables_are_picked() {
        let all = [
            ("TF_VAR_pod_cidr", "10.0.0.0/8"),
            ("TF_WORKSPACE", "prod"),
            ("TF_DATA_DIR", ""),
            ("GIT_INDEX_FILE", ".git/index.lock"),
            ("GIT_DIR", ".git"),
            ("ALICLOUD_ACCESS_KEY", "secret"),
        ];
        let picked = Environment::pick(all.map(|(name, value)| (name.into(), value.into())));
        let vars = [("pod_cidr".to_owned(), "10.0.0.0/8".to_owned())].into();
        let workspace = Some("prod".to_owned());
        let index_file = Some(".git/index.lock".into());
        assert_eq!(picked, Environment { vars, workspace, data_dir: None, index_file });
    }

    #[test]
    fn ignoring_wins_over_selecting() {
        let options = Options { select: vec!["a", "b"], ignore: vec!["b"], ..Options::default() };
        assert_eq!(["a", "b", "c"].map(|rule| options.runs(rule)), [true, false, false]);
    }
}

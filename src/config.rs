//! `.acklint.hcl`: what the people of a repository tell acklint, each piece with its place.
//!
//! A file is read once ([`Config::parse`]); the nearest one above a root holds for it
//! ([`Configs`]). What it tells of the cloud becomes resources like those of the configuration
//! ([`told`]), so that the rules need not know where something was written.

mod blocks;
mod find;
mod glob;
mod joined;
mod read;
pub mod told;

pub(crate) use find::variants_of;
pub use find::{Configs, FILE_NAME};
pub use glob::Glob;

use crate::module::Expected;
use crate::report::view::Severity;
use crate::source::{FileId, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What one file says.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The folder that its paths start from; empty for the repository root.
    pub folder: Arc<str>,
    /// The file.
    pub file: Option<FileId>,
    /// The least severity that fails the run.
    pub fail_on: Option<Severity>,
    /// The least number of nodes that each pod range must hold.
    pub minimum_nodes: Option<Placed<u64>>,
    /// The least number of Services that each service range must hold.
    pub minimum_services: Option<Placed<u64>>,
    /// The route entries that the account has been granted for a route table.
    pub route_entries: Option<Placed<u64>>,
    /// `rule "ID" { severity = … }`; `None` is `off`.
    pub rules: BTreeMap<&'static str, Option<Severity>>,
    /// `cluster "GLOB"`
    pub clusters: Vec<Cluster>,
    /// `vpc "ID"`
    pub vpcs: Vec<Vpc>,
    /// `vswitch "ID"`
    pub vswitches: Vec<VSwitch>,
    /// `instance_type "NAME"`
    pub instance_types: Vec<InstanceType>,
    /// `network "NAME"`
    pub networks: Vec<Network>,
    /// `root "GLOB" { role = "module" }`: libraries, whose unknown inputs are no matter.
    pub libraries: Vec<Library>,
    /// `variant "NAME"`
    pub variants: Vec<Variant>,
}

/// Something and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// What.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// Folders that are modules for others.
#[derive(Debug, Clone)]
pub struct Library {
    /// The folder that its pattern starts from.
    above: String,
    /// Over the paths below that folder.
    pub pattern: Placed<Glob>,
}

impl Library {
    /// Whether a folder is one of them.
    pub fn is_match(&self, folder: &str) -> bool {
        let below = glob::below(folder, &self.above);
        below.is_some_and(|below| self.pattern.value.is_match(below))
    }
}

/// What clusters must hold, and where they lie.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// Which clusters: over their subjects.
    pub pattern: Placed<Glob>,
    /// What they must hold.
    pub expect: Option<Expected>,
    /// The id of their VPC.
    pub vpc: Option<Placed<String>>,
}

/// A VPC that the configuration does not hold.
#[derive(Debug, Clone)]
pub struct Vpc {
    /// Its id; the place is the block's head.
    pub id: Placed<String>,
    /// Its ranges, the primary one first.
    pub cidrs: Vec<Placed<String>>,
}

/// A vSwitch that the configuration does not hold.
#[derive(Debug, Clone)]
pub struct VSwitch {
    /// Its id; the place is the block's head.
    pub id: Placed<String>,
    /// The id of its VPC.
    pub vpc: Option<Placed<String>>,
    /// Its range.
    pub cidr: Option<Placed<String>>,
    /// Its zone.
    pub zone: Option<Placed<String>>,
}

/// An instance type that is not in the table, or otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceType {
    /// `ecs.g9x.4xlarge`; the place is the block's head.
    pub name: Placed<String>,
    /// What it has.
    pub quotas: crate::facts::InstanceType,
}

/// A network that lies beyond VPCs, an office for instance.
#[derive(Debug, Clone)]
pub struct Network {
    /// Its name; the place is the block's head.
    pub name: Placed<String>,
    /// Its ranges.
    pub cidrs: Vec<Placed<String>>,
    /// From which clusters, or VPCs, it is reached: over their addresses and ids.
    pub reachable_from: Vec<Placed<Glob>>,
}

/// One of the networks that a root is applied for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Where it is written.
    pub head: crate::source::Span,
    /// The root's folder, in the repository.
    pub root: String,
    /// The values files, in the repository, in the order in which they hold.
    pub var_files: Vec<Placed<String>>,
}

impl Variant {
    /// As roots know it.
    pub fn of_root(&self) -> crate::module::Variant {
        let file = |file: &Placed<String>| (file.value.clone(), file.span);
        let var_files = self.var_files.iter().map(file).collect();
        crate::module::Variant { name: self.name.as_str().into(), var_files }
    }
}

impl Config {
    /// Whether a rule runs.
    pub fn runs(&self, rule: &str) -> bool {
        self.rules.get(rule) != Some(&None)
    }

    /// The severity that all findings of a rule have, if one is set.
    pub fn severity(&self, rule: &str) -> Option<Severity> {
        self.rules.get(rule).copied().flatten()
    }

    /// Whether a root is a library, whose unknown inputs its callers give.
    pub fn is_library(&self, root: &str) -> bool {
        self.libraries.iter().any(|library| library.is_match(root))
    }
}

#[cfg(test)]
mod tests;

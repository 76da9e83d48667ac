//! What differs between two configurations of the same resources, as far as it cannot be taken
//! back.
//!
//! Whoever gives the configurations (a revision and the work tree, or a plan) is no matter here.

mod drawn;
mod identity;
mod lifecycle;
mod moves;
mod pair;
mod planned;
mod read;
mod root;
mod same;
mod shown;
mod way;

pub(crate) use drawn::releases;
pub use identity::Identities;
pub use lifecycle::kept;
pub use moves::{Matched, Statements};
pub use pair::changes;
pub use planned::Planned;
pub use root::Side;
pub use shown::becomes;
pub use way::Ways;

use crate::eval::OriginId;
use crate::facts::{self, Effect, Mutability};
use crate::model::{self, Open, Subject};
use std::collections::HashMap;
use std::sync::LazyLock;

/// All that was compared.
#[derive(Debug, Default)]
pub struct Comparison {
    /// What the earlier configuration is called: `main`; of a plan nothing.
    pub base: String,
    /// Whether a plan says so, which Terraform has asked the provider about.
    pub planned: bool,
    /// Resources that both have, in the order of their roots and addresses.
    pub kept: Vec<Kept>,
    /// Clusters that only the earlier one has.
    pub gone: Vec<Gone>,
}

/// A resource that is there before and after.
#[derive(Debug)]
pub struct Kept {
    /// What it is now.
    pub subject: Subject,
    /// What is not the same, or may not be.
    pub changes: Vec<Change>,
    /// Why it may not be there, or be others: what decides how many there are has changed.
    pub number: Option<Open>,
    /// Why it is replaced though none of its own attributes demands that.
    pub drawn: Option<Drawn>,
    /// What a plan says of it, where there is one.
    pub planned: Option<Planned>,
}

/// An attribute that is not the same, or may not be.
#[derive(Debug, Clone)]
pub struct Change {
    /// Which, and what its changes do.
    pub attribute: &'static Mutability,
    /// What it was.
    pub before: Said,
    /// What it is now.
    pub after: Said,
    /// Why it may be the same.
    pub open: Option<Open>,
    /// Which part of it differs.
    pub part: Part,
    /// What it does, where a plan shows it.
    pub shown: Option<Effect>,
}

/// Which part of an attribute differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The attribute.
    Whole,
    /// Of `addons`, what has nothing to do with the network.
    OtherAddons,
}

/// What an attribute is.
#[derive(Debug, Clone)]
pub struct Said {
    /// All of it on one line; none where it is absent.
    pub text: Option<String>,
    /// The items of a list, each on one line.
    pub items: Vec<String>,
    /// What holds where it is absent.
    pub unset: Option<&'static str>,
    /// Where it is written; for an absence, the resource's head.
    pub place: OriginId,
}

/// Why something is replaced along with something else.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The attribute that leads to it, or `replace_triggered_by`.
    pub attribute: &'static str,
    /// Where that is written.
    pub place: OriginId,
    /// What is replaced or changed.
    pub by: String,
    /// Whether `replace_triggered_by` says so.
    pub triggered: bool,
}

/// A cluster that is there no more.
#[derive(Debug)]
pub struct Gone {
    /// What it was.
    pub subject: Subject,
    /// What else is new and may be the same cluster.
    pub candidates: Vec<Subject>,
    /// Where its block still stands, with fewer instances.
    pub block: Option<OriginId>,
    /// Whether its root went with it.
    pub with_root: bool,
    /// Why it may still be there.
    pub open: Option<Open>,
}

impl Comparison {
    /// Where the earlier configuration is: `at main`, `in the state`.
    pub fn earlier(&self) -> String {
        if self.planned { "in the state".to_owned() } else { format!("at {}", self.base) }
    }

    /// The plan that does what is found: `the next plan`, `this plan`.
    pub fn plan(&self) -> &'static str {
        if self.planned { "this plan" } else { "the next plan" }
    }
}

/// Whether the changes of a type of resource are looked at.
pub fn is_guarded(kind: &str) -> bool {
    let others = ["alicloud_cs_kubernetes_node_pool", "alicloud_vswitch", "alicloud_vpc"];
    model::is_cluster(kind) || others.contains(&kind)
}

/// What people call a type of resource.
pub fn noun(kind: &str) -> &'static str {
    match kind {
        "alicloud_cs_kubernetes_node_pool" => "the node pool",
        "alicloud_vswitch" => "the vSwitch",
        "alicloud_vpc" => "the VPC",
        _ => "the cluster",
    }
}

/// The attributes of a type of resource that are compared; of all other types only whether they
/// are there.
pub fn wanted(kind: &str) -> Option<&'static [&'static str]> {
    static KNOWN: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let guarded = facts::mutable().filter(|kind| is_guarded(kind));
        guarded.map(|kind| (kind, compared(kind))).collect()
    });
    let names = lifecycle::trigger(kind).or_else(|| Some(KNOWN.get(kind)?.as_slice()));
    Some(names.unwrap_or_default())
}

fn compared(kind: &str) -> Vec<&'static str> {
    let all = facts::mutability(kind).iter();
    let names = all.flat_map(|known| [Some(known.attribute), known.instead]).flatten();
    let mut names: Vec<&str> = names.map(read::top).collect();
    names.sort_unstable();
    names.dedup();
    names
}

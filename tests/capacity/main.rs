//! The network plan: its figures against the documents and against counting, its forms, what
//! `check --fix` writes, and what `plan-network` prints.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod browser;
mod figures;
mod fixes;
mod forms;
#[path = "../program/mod.rs"]
mod program;
mod proposals;
mod ranges;

use acklint::network_plan::network_plan;
use acklint::options::Options;
use acklint::report::capacity::Cluster;
use acklint::source::Memory;

/// The network plans of one file.
fn plans(text: &str, options: &Options) -> Vec<Cluster> {
    let files = Memory::new([("main.tf", text)]);
    let (clusters, problems) = network_plan(&files, &[String::new()], options).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    clusters
}

/// The network plan of the one cluster of a file.
fn plan(text: &str) -> Cluster {
    let mut plans = plans(text, &Options::default());
    assert_eq!(plans.len(), 1, "{text}");
    plans.remove(0)
}

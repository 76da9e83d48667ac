//! acklint reads Terraform for Alibaba Cloud ACK clusters and reports network choices that cannot
//! be changed after creation, before `terraform apply`.
#![forbid(unsafe_code)]

pub mod baseline;
pub mod capacity;
mod caught;
pub mod change;
pub mod check;
pub mod cli;
pub mod config;
pub mod diff;
mod estates;
pub mod eval;
pub mod facts;
pub mod fix;
pub mod inspect;
pub mod model;
pub mod module;
pub mod nearest;
pub mod network_plan;
pub mod options;
pub mod plan;
pub mod problem;
pub mod progress;
pub mod proposal;
pub mod report;
pub mod rules;
pub mod source;
pub mod syntax;
pub mod waive;

//! What once went wrong, each as a small configuration of its own: it must not come back.

mod alternatives;
mod limits;
mod links;
mod neighbours;
mod networks;
mod pools;
mod problems;
#[path = "../program/mod.rs"]
mod program;
mod ranges;
mod registry;
mod said;
mod sizes;
mod syntax;
mod table;
mod terway;
mod told;
mod unknown;
mod unmatched;

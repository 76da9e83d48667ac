//! What a plan does to each object, as Terraform itself says it.

use super::document::ResourceChange;
use super::{Plan, Planned, address};
use crate::eval::Address;
use serde_json::Value as Json;
use std::fmt::Write;
use std::sync::Arc;

/// What becomes of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It stays as it is.
    Keep,
    /// It is read: a data source.
    Read,
    /// It is made.
    Create,
    /// It is changed where it is.
    Update,
    /// It is destroyed and made again, in either order.
    Replace,
    /// It is made anew, and the one that there was stays, but Terraform no longer knows it.
    Supplant,
    /// It is destroyed.
    Delete,
    /// It stays, but Terraform no longer knows it.
    Forget,
    /// What this version of acklint does not know.
    Unknown,
}

/// An object that a plan changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What it is called after the change.
    pub address: Arc<Address>,
    /// What it was called before, if that is something else.
    pub moved_from: Option<Arc<Address>>,
    /// What becomes of it.
    pub action: Action,
    /// Why, as Terraform says it: `replace_because_cannot_update`.
    pub reason: Option<String>,
    /// The attributes that replace it: `pod_cidr`, `addons[0].name`.
    pub replaced_by: Vec<String>,
    /// Whether it comes under Terraform's care only now.
    pub imported: bool,
}

impl Action {
    pub(super) fn read(change: &ResourceChange<'_>) -> Self {
        let actions: Vec<&str> = change.change.actions.iter().map(String::as_str).collect();
        match actions[..] {
            ["create"] => Self::Create,
            ["update"] => Self::Update,
            ["delete"] => Self::Delete,
            ["forget"] => Self::Forget,
            ["read"] => Self::Read,
            ["no-op"] => Self::Keep,
            ["create", "delete"] | ["delete", "create"] => Self::Replace,
            ["create", "forget"] | ["forget", "create"] => Self::Supplant,
            _ => Self::Unknown,
        }
    }
}

impl Plan<'_> {
    /// What becomes of each managed object; what is destroyed beside its successor is left out.
    pub fn changed(&self) -> impl Iterator<Item = Changed> + '_ {
        let current =
            |planned: &&Planned<'_>| planned.change.deposed.is_none() && !planned.address.data;
        self.changes.iter().filter(current).map(|planned| {
            let moved_from = planned.change.previous_address.as_deref();
            let paths = planned.change.change.replace_paths.iter().flatten();
            Changed {
                address: Arc::clone(&planned.address),
                moved_from: moved_from.and_then(address::address).map(Arc::new),
                action: planned.action,
                reason: planned.change.action_reason.clone(),
                replaced_by: paths.map(|path| written(path)).collect(),
                imported: planned.change.change.importing.is_some(),
            }
        })
    }
}

/// A path as Terraform writes it in a configuration.
fn written(path: &[Json]) -> String {
    let mut text = String::new();
    for step in path {
        let _ = match step {
            Json::String(name) if text.is_empty() => write!(text, "{name}"),
            Json::String(name) => write!(text, ".{name}"),
            index => write!(text, "[{index}]"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::from_str;

    #[test]
    fn paths_are_written_as_in_a_configuration() {
        let path: Vec<Json> = from_str(r#"["addons", 0, "name"]"#).expect("JSON");
        assert_eq!(written(&path), "addons[0].name");
    }
}

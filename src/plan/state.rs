//! What exists: the objects of a state, as a plan, `terraform show -json` or the state itself tells.

use super::address::{address, module};
use super::configuration::MODULES;
use super::document::{Held, HeldModule, Raw, Stored, is_known};
use super::piece::{entries, text};
use super::unfit::{Unfit, What, document};
use crate::eval::{Address, Key};
use std::collections::BTreeMap;

/// What exists.
#[derive(Debug, Default)]
pub struct State {
    /// The managed resources, and the id of each.
    pub held: BTreeMap<Address, Option<String>>,
}

/// An object of a state.
#[derive(Debug)]
pub(super) struct Kept<'t> {
    /// Where it is named.
    pub(super) head: Raw<'t>,
    pub(super) values: Option<Raw<'t>>,
}

impl State {
    /// Reads a state: `terraform show -json`, `terraform.tfstate`, or the prior state of a plan.
    ///
    /// # Errors
    /// If it is none, and what it is instead as far as that can be told.
    pub fn read(text: &str) -> Result<Self, Unfit> {
        let document = document(text.trim_start_matches('\u{feff}'), What::State)?;
        if document.version.is_some() {
            return Ok(Self { held: stored(document.resources.unwrap_or_default())? });
        }
        if document.values.is_none() && document.planned_values.is_none() {
            // of nothing, Terraform shows the version of the format alone
            let empty = document.configuration.is_none() && document.resource_changes.is_none();
            return if empty { Ok(Self::default()) } else { Err(Unfit::no_state()) };
        }
        let prior = document.prior_state.and_then(|state| state.values);
        let values = document.values.or(prior);
        let kept = kept(values.and_then(|values| values.root_module))?;
        let held = kept.into_iter().filter(|(address, _)| !address.data);
        Ok(Self { held: held.map(|(address, kept)| (address, id(kept.values))).collect() })
    }
}

/// The id among the values of an object.
pub(super) fn id(values: Option<Raw<'_>>) -> Option<String> {
    entries(values).get("id").and_then(|id| text(id)).filter(|id| !id.is_empty())
}

/// The objects of a module and of those in it, by address.
pub(super) fn kept(root: Option<Raw<'_>>) -> Result<BTreeMap<Address, Kept<'_>>, Unfit> {
    let mut found = BTreeMap::new();
    gather(root, MODULES, &mut found)?;
    Ok(found)
}

fn gather<'t>(
    piece: Option<Raw<'t>>,
    depth: usize,
    found: &mut BTreeMap<Address, Kept<'t>>,
) -> Result<(), Unfit> {
    let Some(piece) = piece else { return Ok(()) };
    let depth = depth.checked_sub(1).ok_or_else(Unfit::deep)?;
    let module: HeldModule<'t> =
        serde_json::from_str(piece.get()).map_err(|error| Unfit::part("resources", &error))?;
    let resources = module.resources.unwrap_or_default().into_iter();
    let current =
        resources.filter(|held| held.deposed_key.is_none() && is_known(held.mode.as_deref()));
    for Held { address: head, values, .. } in current {
        let name = text(head).unwrap_or_default();
        let address = address(&name).ok_or_else(|| Unfit::address(&name))?;
        found.insert(address, Kept { head, values });
    }
    for child in module.child_modules.unwrap_or_default() {
        gather(Some(child), depth, found)?;
    }
    Ok(())
}

/// The objects of `terraform.tfstate`.
fn stored(resources: Vec<Raw<'_>>) -> Result<BTreeMap<Address, Option<String>>, Unfit> {
    let mut held = BTreeMap::new();
    for piece in resources {
        let resource: Stored<'_> =
            serde_json::from_str(piece.get()).map_err(|error| Unfit::part("resources", &error))?;
        if resource.mode.as_deref().is_some_and(|mode| mode != "managed") {
            continue;
        }
        let calls = resource.module.unwrap_or_default();
        let module = module(&calls).ok_or_else(|| Unfit::address(&calls))?;
        for instance in resource.instances.into_iter().filter(|i| i.deposed.is_none()) {
            let address = Address {
                module: module.clone(),
                data: false,
                kind: resource.kind.as_str().into(),
                name: resource.name.as_str().into(),
                key: match instance.index_key {
                    Some(serde_json::Value::Number(index)) => {
                        Key::Index(index.as_u64().unwrap_or_default())
                    }
                    Some(serde_json::Value::String(key)) => Key::Text(key.into()),
                    _ => Key::None,
                },
            };
            held.insert(address, id(instance.attributes));
        }
    }
    Ok(held)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(text: &str) -> Vec<String> {
        let state = State::read(text).unwrap_or_else(|error| panic!("{error}"));
        let line = |(address, id): (&Address, &Option<String>)| {
            format!("{address} {}", id.as_deref().unwrap_or("-"))
        };
        state.held.iter().map(line).collect()
    }

    #[test]
    fn a_state_is_read_in_both_forms() {
        let shown = r#"{"format_version":"1.0","values":{"root_module":{
            "resources":[{"address":"alicloud_vpc.a","values":{"id":"vpc-1"}},
                {"address":"alicloud_vpc.a","deposed_key":"0a","values":{"id":"vpc-0"}},
                {"address":"data.alicloud_zones.z","mode":"data","values":{"id":"1"}}],
            "child_modules":[{"resources":[
                {"address":"module.m[\"x\"].alicloud_vswitch.b[0]","values":{}}]}]}}}"#;
        let stored = r#"{"version":4,"terraform_version":"1.11.4","resources":[
            {"mode":"managed","type":"alicloud_vpc","name":"a","instances":[
                {"attributes":{"id":"vpc-1"}}, {"deposed":"0a","attributes":{"id":"vpc-0"}}]},
            {"mode":"data","type":"alicloud_zones","name":"z","instances":[{"attributes":{}}]},
            {"module":"module.m[\"x\"]","mode":"managed","type":"alicloud_vswitch","name":"b",
                "instances":[{"index_key":0,"attributes":{}}]}]}"#;
        let expected = ["alicloud_vpc.a vpc-1", "module.m[\"x\"].alicloud_vswitch.b[0] -"];
        assert_eq!(held(shown), expected);
        assert_eq!(held(stored), expected);
        assert!(held(r#"{"format_version":"1.0"}"#).is_empty());
    }
}

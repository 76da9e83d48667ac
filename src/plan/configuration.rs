//! What a plan says of its configuration: for each expression what it refers to, not how.

use super::document::{self, ConfiguredModule, Entries, Raw};
use super::piece::json;
use crate::eval::Step;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};

/// How deep modules may lie in each other.
pub(super) const MODULES: usize = 64;

/// A module of the configuration.
#[derive(Debug, Default)]
pub(super) struct Module<'t> {
    pub(super) resources: HashMap<(bool, String, String), Resource<'t>>,
    pub(super) calls: BTreeMap<String, Call<'t>>,
    pub(super) outputs: BTreeMap<String, Raw<'t>>,
}

/// A resource of the configuration.
#[derive(Debug)]
pub(super) struct Resource<'t> {
    pub(super) expressions: Entries<'t>,
    pub(super) for_each: Option<Raw<'t>>,
    pub(super) provider: Option<String>,
}

/// A call of a module.
#[derive(Debug)]
pub(super) struct Call<'t> {
    pub(super) expressions: Entries<'t>,
    pub(super) for_each: Option<Raw<'t>>,
    pub(super) module: Module<'t>,
}

impl<'t> Module<'t> {
    /// Reads a module; what cannot be read of it is as if it were not there.
    pub(super) fn read(piece: Option<Raw<'t>>, depth: usize) -> Self {
        let Some(piece) = piece.filter(|_| depth > 0) else { return Self::default() };
        let Ok(module) = serde_json::from_str::<ConfiguredModule<'t>>(piece.get()) else {
            return Self::default();
        };
        let resources = module.resources.unwrap_or_default().into_iter().map(|resource| {
            let data = resource.mode.as_deref() == Some("data");
            let read = Resource {
                expressions: resource.expressions.unwrap_or_default(),
                for_each: resource.for_each_expression,
                provider: resource.provider_config_key,
            };
            ((data, resource.kind, resource.name), read)
        });
        let calls = module.module_calls.unwrap_or_default().into_iter().map(|(name, call)| {
            let read = Call {
                expressions: call.expressions.unwrap_or_default(),
                for_each: call.for_each_expression,
                module: Self::read(call.module, depth - 1),
            };
            (name, read)
        });
        let outputs = module.outputs.unwrap_or_default().into_iter();
        Self {
            resources: resources.collect(),
            calls: calls.collect(),
            outputs: outputs
                .filter_map(|(name, output)| Some((name, output.expression?)))
                .collect(),
        }
    }

    /// The module that calls lead to.
    pub(super) fn at(&self, path: &[Step]) -> Option<&Self> {
        let mut module = self;
        for step in path {
            module = &module.calls.get(&*step.name)?.module;
        }
        Some(module)
    }

    /// A resource of this module.
    pub(super) fn resource(&self, data: bool, kind: &str, name: &str) -> Option<&Resource<'t>> {
        self.resources.get(&(data, kind.to_owned(), name.to_owned()))
    }
}

impl<'t> document::Configuration<'t> {
    /// The configuration of a provider by its key.
    pub(super) fn provider(&self, key: &str) -> Option<&document::ProviderConfig<'t>> {
        self.provider_config.as_ref()?.get(key)
    }
}

/// What an expression, or all expressions of a block, refer to, in their order. What only leads to
/// a reference (`a.b` of `a.b.id`) is left out.
pub(super) fn references(piece: Option<Raw<'_>>) -> Vec<String> {
    let mut found = Vec::new();
    gather(&json(piece), &mut found);
    found
}

fn gather(json: &Json, found: &mut Vec<String>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| gather(item, found)),
        Json::Object(entries) => match entries.get("references") {
            Some(Json::Array(references)) => {
                whole(references.iter().filter_map(Json::as_str), found);
            }
            _ => entries.values().for_each(|entry| gather(entry, found)),
        },
        _ => {}
    }
}

/// Terraform writes each reference and then, shorter and shorter, what leads to it.
fn whole<'r>(references: impl Iterator<Item = &'r str>, found: &mut Vec<String>) {
    let mut last: Option<&str> = None;
    for reference in references {
        let leads = |longer: &str| {
            longer.strip_prefix(reference).is_some_and(|rest| rest.starts_with(['.', '[']))
        };
        if !last.is_some_and(leads) {
            found.push(reference.to_owned());
        }
        last = Some(reference);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_a_reference_is_none() {
        let text = r#"{"references": ["module.m[\"p\"].ids", "module.m[\"p\"]", "a.b[0].id",
            "a.b[0]", "a.b", "a.b", "a.b", "each.key"]}"#;
        let piece: Raw<'_> = serde_json::from_str(text).expect("JSON");
        let found = references(Some(piece));
        assert_eq!(found, ["module.m[\"p\"].ids", "a.b[0].id", "a.b", "a.b", "each.key"]);
    }

    #[test]
    fn blocks_refer_to_what_is_in_them() {
        let text = r#"[{"name": {"constant_value": "x"}, "config": {"references": ["local.c"]}}]"#;
        let piece: Raw<'_> = serde_json::from_str(text).expect("JSON");
        assert_eq!(references(Some(piece)), ["local.c"]);
    }
}

//! The JSON of a plan and of a state as Terraform writes it: which fields are read. Everything that
//! need not be read stays a piece of the text, which also tells its place.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A piece of the text that is read later.
pub(super) type Raw<'t> = &'t RawValue;

/// An object whose values are read later.
pub(super) type Entries<'t> = BTreeMap<String, Raw<'t>>;

/// `terraform show -json PLAN`, or of a state, which has `values` only.
#[derive(Debug, Deserialize)]
pub(super) struct Document<'t> {
    pub(super) format_version: Option<String>,
    #[serde(borrow, default)]
    pub(super) planned_values: Option<Raw<'t>>,
    #[serde(borrow, default)]
    pub(super) resource_changes: Option<Vec<Raw<'t>>>,
    #[serde(borrow, default)]
    pub(super) prior_state: Option<Shown<'t>>,
    #[serde(borrow, default)]
    pub(super) configuration: Option<Configuration<'t>>,
    #[serde(borrow, default)]
    pub(super) variables: Option<BTreeMap<String, Variable<'t>>>,
    #[serde(default)]
    pub(super) errored: Option<bool>,
    #[serde(default)]
    pub(super) complete: Option<bool>,
    /// What a state holds.
    #[serde(borrow, default)]
    pub(super) values: Option<Values<'t>>,
    /// Of a raw state: 4.
    #[serde(default)]
    pub(super) version: Option<u64>,
    /// Of a raw state.
    #[serde(borrow, default)]
    pub(super) resources: Option<Vec<Raw<'t>>>,
}

/// `variables.NAME`
#[derive(Debug, Deserialize)]
pub(super) struct Variable<'t> {
    #[serde(borrow, default)]
    pub(super) value: Option<Raw<'t>>,
}

/// `terraform show -json` of a state.
#[derive(Debug, Deserialize)]
pub(super) struct Shown<'t> {
    #[serde(borrow, default)]
    pub(super) values: Option<Values<'t>>,
}

/// What a state holds.
#[derive(Debug, Deserialize)]
pub(super) struct Values<'t> {
    #[serde(borrow, default)]
    pub(super) root_module: Option<Raw<'t>>,
}

/// A module of a state.
#[derive(Debug, Deserialize)]
pub(super) struct HeldModule<'t> {
    #[serde(borrow, default)]
    pub(super) resources: Option<Vec<Held<'t>>>,
    #[serde(borrow, default)]
    pub(super) child_modules: Option<Vec<Raw<'t>>>,
}

/// A resource of a state.
#[derive(Debug, Deserialize)]
pub(super) struct Held<'t> {
    #[serde(borrow)]
    pub(super) address: Raw<'t>,
    #[serde(default)]
    pub(super) mode: Option<String>,
    #[serde(borrow, default)]
    pub(super) values: Option<Raw<'t>>,
    #[serde(default)]
    pub(super) deposed_key: Option<String>,
}

/// A resource of a raw state.
#[derive(Debug, Deserialize)]
pub(super) struct Stored<'t> {
    #[serde(default)]
    pub(super) module: Option<String>,
    #[serde(default)]
    pub(super) mode: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) name: String,
    #[serde(borrow, default)]
    pub(super) instances: Vec<StoredInstance<'t>>,
}

/// An instance of a resource of a raw state.
#[derive(Debug, Deserialize)]
pub(super) struct StoredInstance<'t> {
    #[serde(default)]
    pub(super) index_key: Option<serde_json::Value>,
    #[serde(default)]
    pub(super) deposed: Option<String>,
    #[serde(borrow, default)]
    pub(super) attributes: Option<Raw<'t>>,
}

/// An element of `resource_changes`.
#[derive(Debug, Deserialize)]
pub(super) struct ResourceChange<'t> {
    #[serde(borrow)]
    pub(super) address: Raw<'t>,
    #[serde(default)]
    pub(super) mode: Option<String>,
    #[serde(default)]
    pub(super) deposed: Option<String>,
    #[serde(default)]
    pub(super) previous_address: Option<String>,
    #[serde(default)]
    pub(super) action_reason: Option<String>,
    #[serde(borrow)]
    pub(super) change: Change<'t>,
}

/// Whether a mode is one that is known; later versions of Terraform may have further ones.
pub(super) fn is_known(mode: Option<&str>) -> bool {
    matches!(mode, None | Some("managed" | "data"))
}

/// What becomes of a resource.
#[derive(Debug, Deserialize)]
pub(super) struct Change<'t> {
    pub(super) actions: Vec<String>,
    #[serde(borrow, default)]
    pub(super) before: Option<Raw<'t>>,
    #[serde(borrow, default)]
    pub(super) after: Option<Raw<'t>>,
    #[serde(borrow, default)]
    pub(super) after_unknown: Option<Raw<'t>>,
    #[serde(default)]
    pub(super) replace_paths: Option<Vec<Vec<serde_json::Value>>>,
    #[serde(borrow, default)]
    pub(super) importing: Option<Raw<'t>>,
}

/// `configuration`
#[derive(Debug, Deserialize)]
pub(super) struct Configuration<'t> {
    #[serde(borrow, default)]
    pub(super) provider_config: Option<BTreeMap<String, ProviderConfig<'t>>>,
    #[serde(borrow, default)]
    pub(super) root_module: Option<Raw<'t>>,
}

/// `configuration.provider_config.KEY`
#[derive(Debug, Deserialize)]
pub(super) struct ProviderConfig<'t> {
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) alias: Option<String>,
    #[serde(default)]
    pub(super) version_constraint: Option<String>,
    #[serde(default)]
    pub(super) module_address: Option<String>,
    #[serde(borrow, default)]
    pub(super) expressions: Option<Raw<'t>>,
}

/// A module of the configuration.
#[derive(Debug, Deserialize)]
pub(super) struct ConfiguredModule<'t> {
    #[serde(borrow, default)]
    pub(super) resources: Option<Vec<ConfiguredResource<'t>>>,
    #[serde(borrow, default)]
    pub(super) module_calls: Option<BTreeMap<String, ConfiguredCall<'t>>>,
    #[serde(borrow, default)]
    pub(super) outputs: Option<BTreeMap<String, ConfiguredOutput<'t>>>,
}

/// A resource of the configuration.
#[derive(Debug, Deserialize)]
pub(super) struct ConfiguredResource<'t> {
    #[serde(default)]
    pub(super) mode: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) provider_config_key: Option<String>,
    #[serde(borrow, default)]
    pub(super) expressions: Option<Entries<'t>>,
    #[serde(borrow, default)]
    pub(super) for_each_expression: Option<Raw<'t>>,
}

/// A module call of the configuration.
#[derive(Debug, Deserialize)]
pub(super) struct ConfiguredCall<'t> {
    #[serde(borrow, default)]
    pub(super) expressions: Option<Entries<'t>>,
    #[serde(borrow, default)]
    pub(super) for_each_expression: Option<Raw<'t>>,
    #[serde(borrow, default)]
    pub(super) module: Option<Raw<'t>>,
}

/// An output of the configuration.
#[derive(Debug, Deserialize)]
pub(super) struct ConfiguredOutput<'t> {
    #[serde(borrow, default)]
    pub(super) expression: Option<Raw<'t>>,
}

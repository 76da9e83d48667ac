//! A plan or state in Terraform's JSON form to the resources that evaluation makes of source.
//!
//! Nothing is evaluated: a plan holds values. Of what is not known before it is applied it says only
//! what an expression refers to; where that is not enough to tell the value, it is unknown. Names
//! of the provider are the business of [`crate::model`].

mod address;
mod changes;
mod configuration;
mod document;
mod existing;
mod fill;
mod join;
mod piece;
mod provider;
mod resolve;
mod resources;
mod state;
mod unfit;
mod variables;

pub use changes::{Action, Changed};
pub use join::joined;
pub use resources::Provided;
pub use state::State;
pub use unfit::{Unfit, What};

use crate::eval::{Address, Origins, Reference};
use crate::source::{FileId, SourceFile};
use configuration::Module;
use document::{Document, Raw, ResourceChange};
use piece::{Place, Reader};
use state::Kept;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The largest plan or state that is read, in bytes.
pub const LIMIT: u64 = 256 << 20;

/// What gives the values of a plan, in the ways of values.
const FROM: &str = "the plan";

/// A plan.
#[derive(Debug)]
pub struct Plan<'t> {
    place: Place,
    changes: Vec<Planned<'t>>,
    /// What the state held before, by address.
    prior: BTreeMap<Address, Kept<'t>>,
    configuration: Module<'t>,
    providers: Option<document::Configuration<'t>>,
    variables: BTreeMap<String, Raw<'t>>,
    /// Why it does not say all that would be.
    pub incomplete: Option<Cow<'static, str>>,
}

/// What a plan does to an object.
#[derive(Debug)]
struct Planned<'t> {
    address: Arc<Address>,
    change: ResourceChange<'t>,
    action: Action,
}

impl<'t> Plan<'t> {
    /// Reads a plan.
    ///
    /// # Errors
    /// If it is none, and what it is instead as far as that can be told.
    pub fn read(file: FileId, source: &'t SourceFile) -> Result<Self, Unfit> {
        let text = source.text.trim_start_matches('\u{feff}');
        let document = unfit::document(text, What::Plan)?;
        let Document { configuration, prior_state, .. } = document;
        if document.resource_changes.is_none() && document.planned_values.is_none() {
            return Err(Unfit::no_plan(document.values.is_some() || document.version.is_some()));
        }
        let changes = document.resource_changes.unwrap_or_default();
        let changes = changes.into_iter().filter_map(|piece| planned(piece).transpose());
        let changes: Vec<Planned<'_>> = changes.collect::<Result<_, _>>()?;
        let unknown = changes.iter().find(|planned| planned.action == Action::Unknown);
        let unknown = unknown.map(not_understood);
        let prior = prior_state.and_then(|state| state.values).and_then(|v| v.root_module);
        let root = configuration.as_ref().and_then(|configuration| configuration.root_module);
        let variables = document.variables.unwrap_or_default().into_iter();
        Ok(Self {
            place: Place::new(file, &source.text),
            changes,
            prior: state::kept(prior)?,
            configuration: Module::read(root, configuration::MODULES),
            providers: configuration,
            variables: variables.filter_map(|(name, v)| Some((name, v.value?))).collect(),
            incomplete: match (document.errored, document.complete, unknown) {
                (Some(true), ..) => Some("it is the plan of a run that failed".into()),
                (_, Some(false), _) => {
                    Some("it was made with -target, or puts something off".into())
                }
                (.., unknown) => unknown,
            },
        })
    }

    fn reader<'r>(
        &self,
        origins: &'r RefCell<Origins>,
        ids: &'r HashMap<String, Reference>,
    ) -> Reader<'r> {
        Reader { place: self.place, origins, ids, from: FROM }
    }
}

fn not_understood(planned: &Planned<'_>) -> Cow<'static, str> {
    let (address, actions) = (&planned.address, &planned.change.change.actions);
    format!("what it does to {address}, {actions:?}, is nothing that acklint knows").into()
}

/// A change; none of what is neither managed nor a data source.
fn planned(piece: Raw<'_>) -> Result<Option<Planned<'_>>, Unfit> {
    let change: ResourceChange<'_> = serde_json::from_str(piece.get())
        .map_err(|error| Unfit::part("resource_changes", &error))?;
    if !document::is_known(change.mode.as_deref()) {
        return Ok(None);
    }
    let text = piece::text(change.address).unwrap_or_default();
    let address = address::address(&text).ok_or_else(|| Unfit::address(&text))?;
    let action = Action::read(&change);
    Ok(Some(Planned { address: Arc::new(address), change, action }))
}

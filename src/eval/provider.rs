//! The provider configuration that an instance of a resource is managed by, found through the
//! calls, and what its arguments rest on.

use super::address::{Address, Step};
use super::evaluator::Evaluator;
use super::origin::{How, OriginId};
use super::rests::Carries;
use super::scope::{Instance, Repetition, Scope};
use super::value::Why;
use crate::module::{Configured, Resource};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

/// The configuration of a provider.
#[derive(Debug, Clone, PartialEq)]
pub struct Provider {
    /// How the module that holds it names it: `kubernetes.prod`.
    pub name: Arc<str>,
    /// The head of its block.
    pub head: OriginId,
    /// The resources and data sources that its arguments rest on.
    pub rests_on: BTreeSet<Arc<Address>>,
    /// Why they may rest on more: a module that cannot be read.
    pub open: Option<Why>,
}

/// The providers that were looked at, by module instance and name.
pub(super) type Known = std::collections::HashMap<(Arc<[Step]>, Configured), Option<Arc<Provider>>>;

impl Evaluator<'_> {
    /// The configuration that manages a resource; `None` where no block says anything.
    pub(super) fn provider_of(
        &self,
        instance: &Rc<Instance>,
        resource: &Resource,
        carries: Carries,
    ) -> Option<Arc<Provider>> {
        self.provider(instance, &resource.provider()?, carries)
    }

    fn provider(
        &self,
        instance: &Rc<Instance>,
        name: &Configured,
        carries: Carries,
    ) -> Option<Arc<Provider>> {
        let key = (Arc::clone(&instance.path), name.clone());
        if let Some(known) = self.providers.borrow().get(&key) {
            return known.clone();
        }
        let found = self.find_provider(instance, name, carries);
        self.providers.borrow_mut().insert(key, found.clone());
        found
    }

    /// What the call passes, else the module's own block, else what the caller calls so.
    fn find_provider(
        &self,
        instance: &Rc<Instance>,
        name: &Configured,
        carries: Carries,
    ) -> Option<Arc<Provider>> {
        let caller = instance.caller.as_ref();
        let call = caller.and_then(|caller| caller.instance.module.calls.get(&caller.call));
        let passed = call.and_then(|call| call.provider(name));
        if let (Some(caller), Some(passed)) = (caller, passed) {
            return self.provider(&caller.instance, &passed, carries);
        }
        let Some(block) = instance.module.provider(name) else {
            return self.provider(&caller?.instance, name, carries);
        };
        let once = Repetition::single();
        let scope = Scope { instance, repetition: &once, bindings: None, item: None };
        let (rests_on, open) = self.rests_on_body(&block.body, scope, carries);
        let head = self.hop(block.head, How::Written, Vec::new());
        Some(Arc::new(Provider { name: name.to_string().into(), head, rests_on, open }))
    }
}

//! What evaluation hands on: resources of an instance of a module, in the one shape that source
//! and plan both give.

use super::address::{Address, Key, Step};
use super::evaluator::Evaluator;
use super::lifecycle::Lifecycle;
use super::origin::{How, OriginId};
use super::provider::Provider;
use super::rests::Carries;
use super::scope::{Instance, Repetition, Scope};
use super::traversal::address;
use super::value::{Traced, Why};
use crate::module::Expected;
use crate::syntax::{Block, Expr, Name};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// An instance of a resource, evaluated.
#[derive(Debug, Clone)]
pub struct Resource {
    /// The number of its root.
    pub root: u32,
    /// Its full address.
    pub address: Arc<Address>,
    /// What the configuration gives it: attributes, and blocks as lists of objects.
    pub attributes: BTreeMap<Name, Traced>,
    /// What it says about its changes.
    pub lifecycle: Lifecycle,
    /// Its head; what the hop was made from are the heads of the calls that lead to it.
    pub head: OriginId,
    /// The provider configuration that manages it; `None` where no block says anything.
    pub provider: Option<Arc<Provider>>,
    /// Why it may not exist: how many there are is not known.
    pub maybe: Option<Why>,
    /// What `count` and `for_each` are, its own and those of the calls that lead to it, as far as
    /// they are not known.
    pub counted: Vec<Traced>,
    /// What comments beside it and the calls that lead to it expect, and where.
    pub expects: Vec<(Expected, OriginId)>,
    /// Whether the cloud has it already.
    pub exists: Existence,
}

/// Whether the cloud has a resource already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existence {
    /// Nobody says so.
    #[default]
    Untold,
    /// It is made only now, or made anew.
    Planned,
    /// It is there, and stays.
    Exists,
}

impl Evaluator<'_> {
    /// The instances of all managed resources of the wanted types, in the order of their
    /// addresses, with the attributes and blocks that are wanted of each type. `carries` says how
    /// far the arguments of providers are followed.
    pub fn resources(&self, wanted: Wanted, carries: Carries) -> Vec<Resource> {
        let mut found = Vec::new();
        let asked = (wanted, carries);
        self.visit(&Rc::clone(self.root()), &Way::default(), asked, &mut found);
        found.sort_by(|a, b| a.address.cmp(&b.address));
        found
    }

    fn visit(
        &self,
        instance: &Rc<Instance>,
        way: &Way,
        (wanted, carries): (Wanted, Carries),
        found: &mut Vec<Resource>,
    ) {
        let module = Arc::clone(&instance.module);
        for (index, resource) in module.resources.iter().enumerate() {
            let Some(names) = wanted(&resource.kind).filter(|_| !resource.data) else { continue };
            let provider = self.provider_of(instance, resource, carries);
            for repetition in self.resource_repetitions(instance, index).iter() {
                let (kind, name) = (&resource.kind, &resource.name);
                let address = address(&instance.path, false, kind, name, repetition.key.clone());
                let head = self.hop(resource.head, How::Written, way.heads.clone());
                let own = resource.expect.map(|e| (e, self.hop(e.span, How::Written, Vec::new())));
                let scope = Scope { instance, repetition, bindings: None, item: None };
                found.push(Resource {
                    lifecycle: self.lifecycle(resource, scope),
                    root: self.number(),
                    attributes: self.resource_entries(instance, index, repetition, names),
                    address,
                    head,
                    provider: provider.clone(),
                    maybe: way.maybe.clone().or_else(|| repetition.open.clone()),
                    counted: self.counted_by(&way.counted, repetition, resource.number(), instance),
                    expects: way.expects.iter().copied().chain(own).collect(),
                    exists: Existence::Untold,
                });
            }
        }
        for (name, call) in &module.calls {
            for child in self.children(instance, name, call.head).iter() {
                let mut way = way.clone();
                way.heads.push(self.hop(
                    call.head,
                    How::Passed(format!("module.{name}").into()),
                    Vec::new(),
                ));
                way.expects
                    .extend(call.expect.map(|e| (e, self.hop(e.span, How::Written, Vec::new()))));
                let open = child.caller.as_ref().and_then(|caller| caller.repetition.open.clone());
                way.maybe = way.maybe.or(open);
                let once = child.caller.as_ref().map(|caller| &caller.repetition);
                if let Some(repetition) = once {
                    let number = call.number();
                    way.counted = self.counted_by(&way.counted, repetition, number, instance);
                }
                self.visit(child, &way, (wanted, carries), found);
            }
        }
    }

    /// What decides how many there are, and what decides that of a block in it, where that is not
    /// known.
    fn counted_by(
        &self,
        before: &[Traced],
        repetition: &Repetition,
        number: Option<&Expr>,
        instance: &Rc<Instance>,
    ) -> Vec<Traced> {
        let own = self.number_of(instance, number, std::slice::from_ref(repetition));
        before.iter().cloned().chain(own).collect()
    }

    /// The blocks of a kind that Terraform itself reads (`moved`, `removed`, `import`) in all
    /// modules that were visited, with the calls that lead there.
    pub fn blocks(&self, kind: &str) -> Vec<(Arc<[Step]>, Block)> {
        let mut found = Vec::new();
        for (path, instance) in self.instances.borrow().iter() {
            let blocks = instance.module.other.iter().filter(|block| &*block.kind == kind);
            found.extend(blocks.map(|block| (Arc::clone(path), block.clone())));
        }
        found.sort_by(|a, b| (&a.0, a.1.head).cmp(&(&b.0, b.1.head)));
        found
    }

    /// The heads of the managed resources of some types that are declared, whether or not there
    /// are instances; addresses without a key.
    pub fn declarations(&self, is_wanted: fn(&str) -> bool) -> Vec<(Arc<Address>, OriginId)> {
        let instances: Vec<Rc<Instance>> = self.instances.borrow().values().cloned().collect();
        let mut found = Vec::new();
        for instance in instances {
            let managed = instance.module.resources.iter().filter(|resource| !resource.data);
            for resource in managed.filter(|resource| is_wanted(&resource.kind)) {
                let (kind, name) = (&resource.kind, &resource.name);
                let address = address(&instance.path, false, kind, name, Key::None);
                found.push((address, self.hop(resource.head, How::Written, Vec::new())));
            }
        }
        found.sort();
        found
    }

    /// The values of all outputs, locals or variables of the root, by name.
    pub fn root_values(&self, what: RootValues) -> BTreeMap<Name, Traced> {
        let root = Rc::clone(self.root());
        let module = Arc::clone(&root.module);
        match what {
            RootValues::Outputs => {
                let outputs = module.outputs.iter();
                outputs.map(|(n, o)| (Arc::clone(n), self.output(&root, n, o.head))).collect()
            }
            RootValues::Locals => {
                let locals = module.locals.iter();
                locals.map(|(n, l)| (Arc::clone(n), self.local(&root, n, l.name_span))).collect()
            }
            RootValues::Variables => {
                let variables = module.variables.iter();
                variables.map(|(n, v)| (Arc::clone(n), self.variable(&root, n, v.head))).collect()
            }
        }
    }

    /// How many instances of clusters that `count = 0` leaves out, by address without a key.
    pub fn left_out(&self, wanted: Wanted) -> Vec<Arc<Address>> {
        let mut left_out = Vec::new();
        let instances: Vec<Rc<Instance>> = self.instances.borrow().values().cloned().collect();
        for instance in instances {
            for (index, resource) in instance.module.resources.iter().enumerate() {
                if !resource.data
                    && wanted(&resource.kind).is_some()
                    && self.resource_repetitions(&instance, index).is_empty()
                {
                    let (kind, name) = (&resource.kind, &resource.name);
                    left_out.push(address(&instance.path, false, kind, name, Key::None));
                }
            }
        }
        left_out.sort();
        left_out
    }
}

/// Which attributes and blocks of a resource type are wanted; none if the type is not.
pub type Wanted = fn(&str) -> Option<&'static [&'static str]>;

/// Which names of the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is what its name says")]
pub enum RootValues {
    Outputs,
    Locals,
    Variables,
}

/// The calls on the way to an instance of a module.
#[derive(Debug, Clone, Default)]
struct Way {
    heads: Vec<OriginId>,
    expects: Vec<(Expected, OriginId)>,
    maybe: Option<Why>,
    counted: Vec<Traced>,
}

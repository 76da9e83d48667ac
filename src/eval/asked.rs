//! What is asked of others: the arguments of data sources, and the inputs of modules that are not
//! read. Where these are the same, the answers are.

use super::address::{Address, Key, Reference, Step};
use super::evaluator::Evaluator;
use super::origin::{How, OriginId};
use super::resource::names;
use super::scope::{Instance, Repetition, Scope};
use super::traversal::address;
use super::types::Type;
use super::value::{Traced, Value, Why};
use crate::module::Call;
use crate::source::Span;
use crate::syntax::Name;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// A module that is not read, or not wholly: what it declares may be there.
#[derive(Debug, Clone)]
pub struct Gap {
    /// The calls that lead to it.
    pub module: Vec<Name>,
    /// Why it is not read.
    pub why: Why,
    /// The call; of the root, nothing.
    pub place: Option<OriginId>,
}

impl Evaluator<'_> {
    /// The arguments of each data source, and of each call whose module is not read, as an object.
    pub fn asked(&self) -> BTreeMap<Arc<Address>, Traced> {
        let instances: Vec<Rc<Instance>> = self.instances.borrow().values().cloned().collect();
        let mut asked = BTreeMap::new();
        for instance in &instances {
            let module = Arc::clone(&instance.module);
            for (index, source) in module.resources.iter().enumerate().filter(|(_, it)| it.data) {
                for repetition in self.resource_repetitions(instance, index).iter() {
                    let key = repetition.key.clone();
                    let address = address(&instance.path, true, &source.kind, &source.name, key);
                    let names = names(&source.body);
                    let names: Vec<&str> = names.iter().map(|name| &**name).collect();
                    let entries = self.resource_entries(instance, index, repetition, &names);
                    asked.insert(address, self.written(Value::object(entries), source.head));
                }
            }
            for call in self.unread(instance) {
                let given = self.inputs_of(instance, call);
                asked.insert(Arc::new(module_address(instance, &call.name)), given);
            }
        }
        asked
    }

    /// The modules that are not read, or not wholly.
    pub fn gaps(&self) -> Vec<Gap> {
        let instances: Vec<Rc<Instance>> = self.instances.borrow().values().cloned().collect();
        let mut gaps = Vec::new();
        for instance in &instances {
            let path: Vec<Name> = instance.path.iter().map(|step| step.name.clone()).collect();
            if instance.module.broken {
                let place = instance.module.problems.iter().find_map(|problem| problem.span);
                let place = place.map(|span| self.hop(span, How::Written, Vec::new()));
                let why = Why::Untold("it may stand in a file that cannot be read".into());
                gaps.push(Gap { module: path.clone(), why, place });
            }
            for call in self.unread(instance) {
                let Err(why) = self.called(instance, call) else { continue };
                let module = path.iter().chain([&call.name]).cloned().collect();
                let place = Some(self.hop(call.head, How::Written, Vec::new()));
                gaps.push(Gap { module, why, place });
            }
        }
        gaps.sort_by(|a, b| (&a.module, a.place).cmp(&(&b.module, b.place)));
        gaps
    }

    fn unread<'i>(&self, instance: &'i Instance) -> Vec<&'i Call> {
        let calls = instance.module.calls.values();
        calls.filter(|call| self.called(instance, call).is_err()).collect()
    }

    fn inputs_of(&self, instance: &Rc<Instance>, call: &Call) -> Traced {
        let once = Repetition::single();
        let scope = Scope { instance, repetition: &once, bindings: None, item: None };
        let given = |(name, input): (&Name, &crate::syntax::Attribute)| {
            (Arc::clone(name), self.value(&input.value, scope))
        };
        let mut entries: BTreeMap<Name, Traced> = call.inputs.iter().map(given).collect();
        let source = call.source.clone().unwrap_or_default();
        entries.insert("source".into(), self.written(Value::text(source), call.source_span));
        self.written(Value::object(entries), call.head)
    }

    /// An output of a module that is not read: the answer to what the module is given.
    pub(super) fn answered(
        &self,
        instance: &Instance,
        call: &Name,
        output: &str,
        why: Why,
        span: Span,
    ) -> Traced {
        let address = Arc::new(module_address(instance, call));
        let path = format!(".{output}").into();
        let why_asked = Why::Reference(Reference { root: self.number(), address, path });
        let asked = self.unknown(Type::Dynamic, why_asked, span);
        self.made(self.unknown(Type::Dynamic, why, span), "output", &[asked])
    }
}

/// A module that is not read, as something that is asked.
fn module_address(instance: &Instance, call: &Name) -> Address {
    let step = Step { name: Arc::clone(call), key: Key::None };
    let module = instance.path.iter().cloned().chain([step]).collect();
    Address { module, data: true, kind: "module".into(), name: "".into(), key: Key::None }
}

//! All that a root makes of its values: what an edit of one of them may change.

use super::evaluator::Evaluator;
use super::resource::names;
use super::scope::{Instance, Repetition, Scope};
use super::traversal::address;
use super::value::{Traced, Value};
use crate::syntax::{Block, Body, Expr, Name};
use std::rc::Rc;
use std::sync::Arc;

/// A value that something in a root is given, or a condition that must hold there.
#[derive(Debug, Clone)]
pub struct Effect {
    /// Of what: a resource or a data source by its full address, else a block by its name.
    pub of: Arc<str>,
    /// Its attribute or block; empty for its existence.
    pub attribute: Name,
    /// The value.
    pub value: Traced,
    /// Whether it is a condition, of which only counts whether it holds.
    pub is_condition: bool,
}

impl Evaluator<'_> {
    /// All values that leave the configuration: of resources and data sources of all types, of
    /// providers, of modules that cannot be read, and all conditions. Outputs of the root are left
    /// out: they say what there is.
    pub fn effects(&self) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.effects_in(&Rc::clone(self.root()), &mut effects);
        effects
    }

    fn effects_in(&self, instance: &Rc<Instance>, effects: &mut Vec<Effect>) {
        let module = Arc::clone(&instance.module);
        let once = Repetition::single();
        let here = Scope { instance, repetition: &once, bindings: None, item: None };
        let within = |what: String| -> Arc<str> {
            let calls =
                instance.path.iter().map(|step| format!("module.{}{}.", step.name, step.key));
            format!("{}{what}", calls.collect::<String>()).into()
        };
        for index in 0..module.resources.len() {
            self.effects_of_resource(instance, index, effects);
        }
        for (name, variable) in &module.variables {
            self.conditions(
                &within(format!("var.{name}")),
                variable.conditions.iter(),
                here,
                effects,
            );
        }
        for (name, output) in &module.outputs {
            self.conditions(
                &within(format!("output.{name}")),
                output.conditions.iter(),
                here,
                effects,
            );
        }
        for block in &module.other {
            let of = within(format!("{} {}", block.kind, block.labels.join(" ")));
            match &*block.kind {
                "check" => self.effects_of_check(&of, block, here, effects),
                "provider" => self.effects_of_body(&of, &block.body, here, effects),
                _ => {}
            }
        }
        for (name, call) in &module.calls {
            if self.called(instance, call).is_err() {
                let of = within(format!("module.{name}"));
                let given = call.inputs.iter().map(|(name, input)| (name, &input.value));
                effects.extend(given.map(|(attribute, value)| Effect {
                    of: Arc::clone(&of),
                    attribute: Arc::clone(attribute),
                    value: self.value(value, here),
                    is_condition: false,
                }));
            }
            for child in self.children(instance, name, call.head).iter() {
                self.effects_in(child, effects);
            }
        }
    }

    fn effects_of_resource(
        &self,
        instance: &Rc<Instance>,
        index: usize,
        effects: &mut Vec<Effect>,
    ) {
        let resource = &instance.module.resources[index];
        for repetition in self.resource_repetitions(instance, index).iter() {
            let (kind, name, key) = (&resource.kind, &resource.name, repetition.key.clone());
            let of: Arc<str> =
                address(&instance.path, resource.data, kind, name, key).to_string().into();
            let there = self.written(Value::Bool(true), resource.head);
            let mut push = |attribute, value| {
                effects.push(Effect { of: Arc::clone(&of), attribute, value, is_condition: false });
            };
            push("".into(), there);
            for name in names(&resource.body) {
                if let Some(value) = self.configured(instance, index, &repetition.key, &name) {
                    push(name, value);
                }
            }
            let scope = Scope { instance, repetition, bindings: None, item: None };
            let lifecycles = resource.body.blocks_of("lifecycle");
            let held = lifecycles.flat_map(|block| {
                let kinds = ["precondition", "postcondition"].into_iter();
                kinds.flat_map(|kind| block.body.blocks_of(kind)).filter_map(condition)
            });
            self.conditions(&of, held, scope, effects);
            for block in resource.body.blocks_of("provisioner") {
                self.effects_of_body(&of, &block.body, scope, effects);
            }
        }
    }

    fn effects_of_check(
        &self,
        of: &Arc<str>,
        block: &Block,
        here: Scope<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let held = block.body.blocks_of("assert").filter_map(condition);
        self.conditions(of, held, here, effects);
        for data in block.body.blocks_of("data") {
            self.effects_of_body(of, &data.body, here, effects);
        }
    }

    fn effects_of_body(
        &self,
        of: &Arc<str>,
        body: &Body,
        scope: Scope<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let entries = self.body_entries(body, scope).into_iter();
        effects.extend(entries.map(|(attribute, value)| {
            let of = Arc::clone(of);
            Effect { of, attribute, value, is_condition: false }
        }));
    }

    fn conditions<'x>(
        &self,
        of: &Arc<str>,
        conditions: impl Iterator<Item = &'x Expr>,
        scope: Scope<'_>,
        effects: &mut Vec<Effect>,
    ) {
        for (at, condition) in conditions.enumerate() {
            let attribute = format!("condition {at}").into();
            let (of, value) = (Arc::clone(of), self.value(condition, scope));
            effects.push(Effect { of, attribute, value, is_condition: true });
        }
    }
}

/// The condition of a block that holds one.
pub(crate) fn condition(block: &Block) -> Option<&Expr> {
    block.body.attribute("condition").map(|condition| &condition.value)
}

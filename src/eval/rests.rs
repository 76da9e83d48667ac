//! What an expression rests on: the resources and data sources that the names in it lead to,
//! through variables, locals, outputs, and those that only hand on what they are given.
//!
//! Names are followed as they are written, on both sides of a condition and through functions:
//! a value may be known and rest on a resource all the same.

use super::address::{Address, Key, Step};
use super::evaluator::{Evaluator, key_of};
use super::scope::{Binding, Instance, Repetition, Scope};
use super::traversal::{Head, address, head};
use super::types::Type;
use super::value::{Value, Why};
use crate::source::Span;
use crate::syntax::{Body, Expr, ExprKind, For, Name, Part};
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// Whether a resource or data source only hands on what it is given: what rests on it rests on its
/// arguments.
pub type Carries = fn(&Address) -> bool;

/// A name whose definition is still to be walked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Named {
    Variable(Name),
    Local(Name),
    Output(Name),
    Resource(usize, Key),
    /// What `each` and `count` are in a module's call.
    Repeated,
}

struct Walk<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    carries: Carries,
    open: Vec<(Rc<Instance>, Named)>,
    seen: HashSet<(Arc<[Step]>, Named)>,
    found: BTreeSet<Arc<Address>>,
    /// Why a module that is named could not be read.
    missing: Option<Why>,
}

impl Evaluator<'_> {
    /// All that the arguments of a body rest on, and why there may be more.
    pub(super) fn rests_on_body(
        &self,
        body: &Body,
        scope: Scope<'_>,
        carries: Carries,
    ) -> (BTreeSet<Arc<Address>>, Option<Why>) {
        let mut walk = Walk {
            evaluator: self,
            carries,
            open: Vec::new(),
            seen: HashSet::new(),
            found: BTreeSet::new(),
            missing: None,
        };
        walk.body(body, scope);
        while let Some((instance, named)) = walk.open.pop() {
            walk.definition(&instance, &named);
        }
        (walk.found, walk.missing)
    }
}

impl Walk<'_, '_> {
    fn name(&mut self, instance: &Rc<Instance>, named: Named) {
        if self.seen.insert((Arc::clone(&instance.path), named.clone())) {
            self.open.push((Rc::clone(instance), named));
        }
    }

    /// Walks what a name stands for.
    fn definition(&mut self, instance: &Rc<Instance>, named: &Named) {
        let once = Repetition::single();
        let module = Arc::clone(&instance.module);
        let here = Scope { instance, repetition: &once, bindings: None, item: None };
        match named {
            Named::Local(name) => {
                if let Some(local) = module.locals.get(name) {
                    self.expr(&local.value, here);
                }
            }
            Named::Output(name) => {
                if let Some(value) = module.outputs.get(name).and_then(|out| out.value.as_ref()) {
                    self.expr(value, here);
                }
            }
            Named::Variable(name) => self.variable(instance, name, here),
            Named::Repeated => {
                let Some(caller) = &instance.caller else { return };
                let outer = Scope { instance: &caller.instance, ..here };
                if let Some(call) = caller.instance.module.calls.get(&caller.call) {
                    call.for_each.iter().chain(&call.count).for_each(|expr| self.expr(expr, outer));
                }
            }
            Named::Resource(index, key) => {
                let resource = &module.resources[*index];
                let repetitions = self.evaluator.resource_repetitions(instance, *index);
                let own = repetitions.iter().find(|repetition| repetition.key == *key);
                let scope = Scope { repetition: own.unwrap_or(&once), ..here };
                self.body(&resource.body, scope);
                resource.for_each.iter().for_each(|expr| self.expr(expr, here));
            }
        }
    }

    /// What the caller gives a variable, else its default.
    fn variable(&mut self, instance: &Rc<Instance>, name: &Name, here: Scope<'_>) {
        let Some(caller) = &instance.caller else { return };
        let call = caller.instance.module.calls.get(&caller.call);
        let Some(input) = call.and_then(|call| call.inputs.get(name)) else { return };
        let repetition = &caller.repetition;
        self.expr(&input.value, Scope { instance: &caller.instance, repetition, ..here });
        if mentions_repetition(&input.value) {
            self.name(instance, Named::Repeated);
        }
    }

    fn body(&mut self, body: &Body, scope: Scope<'_>) {
        let meta = ["depends_on", "lifecycle", "provider", "provisioner", "connection"];
        for attribute in body.attributes.iter().filter(|a| !meta.contains(&&*a.name)) {
            self.expr(&attribute.value, scope);
        }
        for block in body.blocks.iter().filter(|block| !meta.contains(&&*block.kind)) {
            self.body(&block.body, scope);
        }
    }

    fn exprs<'x>(&mut self, exprs: impl IntoIterator<Item = &'x Expr>, scope: Scope<'_>) {
        exprs.into_iter().for_each(|expr| self.expr(expr, scope));
    }

    fn expr(&mut self, expr: &Expr, scope: Scope<'_>) {
        if let Some(head) = head(expr, scope) {
            return self.whole(&head, None, None, scope);
        }
        match &expr.kind {
            ExprKind::Attribute(source, name) => self.attribute(source, name, scope),
            ExprKind::Index(source, index) => {
                match head(source, scope) {
                    Some(head) => self.whole(&head, Some(index), None, scope),
                    None => self.expr(source, scope),
                }
                self.expr(index, scope);
            }
            ExprKind::Template(parts) => self.parts(parts, scope),
            ExprKind::Tuple(items) | ExprKind::Call { arguments: items, .. } => {
                self.exprs(items, scope);
            }
            ExprKind::Object(entries) => {
                self.exprs(entries.iter().flat_map(|(key, value)| [key, value]), scope);
            }
            ExprKind::Unary(_, source) => self.expr(source, scope),
            ExprKind::Splat { source, each } => self.exprs([&**source, &**each], scope),
            ExprKind::Conditional(operands) => self.exprs(&**operands, scope),
            ExprKind::Binary(_, operands) => self.exprs(&**operands, scope),
            ExprKind::For(node) => self.for_expression(node, scope),
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::Root(_)
            | ExprKind::Item => {}
        }
    }

    /// `source.name`
    fn attribute(&mut self, source: &Expr, name: &Name, scope: Scope<'_>) {
        match &source.kind {
            ExprKind::Root(root) if scope.bound(root).is_none() => match &**root {
                "var" => self.name(scope.instance, Named::Variable(Arc::clone(name))),
                "local" => self.name(scope.instance, Named::Local(Arc::clone(name))),
                _ => {}
            },
            ExprKind::Index(call, index) => match head(call, scope) {
                Some(head) => {
                    self.whole(&head, Some(index), Some(name), scope);
                    self.expr(index, scope);
                }
                None => self.expr(source, scope),
            },
            _ => match head(source, scope) {
                Some(head) => self.whole(&head, None, Some(name), scope),
                None => self.expr(source, scope),
            },
        }
    }

    /// A resource or a module call, or the instance of it at an index; of a call, the output that
    /// is named, else all.
    fn whole(
        &mut self,
        head: &Head<'_>,
        index: Option<&Expr>,
        attribute: Option<&Name>,
        scope: Scope<'_>,
    ) {
        let index = index.map(|index| self.evaluator.value(index, scope));
        let wanted = index.and_then(|index| key_of(&index.value));
        let fits = |key: &Key| wanted.as_ref().is_none_or(|w| w == key || *key == Key::Any);
        let instance = scope.instance;
        match head {
            Head::Call(call) => {
                let Some(declared) = instance.module.calls.get(*call) else { return };
                if let Err(why) = self.evaluator.called(instance, declared) {
                    self.missing.get_or_insert(why);
                    return;
                }
                let children = self.evaluator.children(instance, call, declared.head);
                let own = |child: &&Rc<Instance>| child.path.last().is_some_and(|s| fits(&s.key));
                for child in children.iter().filter(own) {
                    let outputs = child.module.outputs.keys().cloned().collect::<Vec<_>>();
                    let named = attribute.filter(|name| outputs.contains(name));
                    for output in outputs.iter().filter(|o| named.is_none_or(|name| name == *o)) {
                        self.name(child, Named::Output(Arc::clone(output)));
                    }
                }
            }
            Head::Resource { data, kind, name } => {
                let Some(at) = instance.module.resource_index(*data, kind, name) else { return };
                for repetition in self.evaluator.resource_repetitions(instance, at).iter() {
                    if !fits(&repetition.key) {
                        continue;
                    }
                    let key = repetition.key.clone();
                    let address = address(&instance.path, *data, kind, name, key.clone());
                    if (self.carries)(&address) {
                        self.name(instance, Named::Resource(at, key));
                    }
                    self.found.insert(address);
                }
            }
        }
    }

    fn parts(&mut self, parts: &[Part], scope: Scope<'_>) {
        for part in parts {
            match part {
                Part::Literal(_) => {}
                Part::Value(value) => self.expr(value, scope),
                Part::If { condition, then, otherwise } => {
                    self.expr(condition, scope);
                    self.parts(then, scope);
                    self.parts(otherwise, scope);
                }
                Part::For { key_name, value_name, source, body } => {
                    self.expr(source, scope);
                    let names = (key_name.as_ref(), value_name);
                    self.within(names, source.span, scope, |walk, scope| walk.parts(body, scope));
                }
            }
        }
    }

    fn for_expression(&mut self, node: &For, scope: Scope<'_>) {
        self.expr(&node.source, scope);
        let names = (node.key_name.as_ref(), &node.value_name);
        self.within(names, node.source.span, scope, |walk, scope| {
            walk.exprs(node.key.iter().chain([&node.value]).chain(&node.condition), scope);
        });
    }

    /// Inside of a loop its names are no names of the module.
    fn within(
        &mut self,
        (key, value): (Option<&Name>, &Name),
        span: Span,
        scope: Scope<'_>,
        walk: impl FnOnce(&mut Self, Scope<'_>),
    ) {
        let why = Why::NotModelled("a loop".into());
        let any = self.evaluator.written(Value::unknown(Type::Dynamic, why), span);
        let first =
            Binding { name: key.unwrap_or(value), value: any.clone(), outer: scope.bindings };
        let second = Binding { name: value, value: any, outer: Some(&first) };
        walk(self, scope.with(&second));
    }
}

/// Whether an expression names `each` or `count`.
fn mentions_repetition(expr: &Expr) -> bool {
    let parts: Arc<[Part]> = [Part::Value(expr.clone())].into();
    crate::syntax::free_names(&parts).iter().any(|name| matches!(&**name, "each" | "count"))
}

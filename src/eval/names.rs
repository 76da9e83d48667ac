//! Variables, locals and outputs: what a name stands for, computed once.

use super::Refusal;
use super::address::Key;
use super::constraint::Constraint;
use super::convert;
use super::evaluator::Evaluator;
use super::functions::Outcome;
use super::mark::Mark;
use super::origin::How;
use super::scope::{Asked, Instance, Repetition, Scope};
use super::types::Type;
use super::value::{Traced, Value, Why};
use crate::module::Variable;
use crate::source::Span;
use crate::syntax::{Expr, Name};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

impl Evaluator<'_> {
    /// `var.x`
    pub(super) fn variable(&self, instance: &Rc<Instance>, name: &Name, span: Span) -> Traced {
        let Some(variable) = instance.module.variables.get(name) else {
            return self.undeclared(instance, format!("var.{name}"), span);
        };
        let value = self.variable_value(instance, name, variable, span);
        self.passed(&value, span, format!("var.{name}"))
    }

    fn variable_value(
        &self,
        instance: &Rc<Instance>,
        name: &Name,
        variable: &Variable,
        span: Span,
    ) -> Traced {
        let asked = Asked::Variable(Arc::clone(name));
        self.once(
            instance,
            asked,
            || format!("var.{name}"),
            span,
            || {
                let outcome = self.typed(instance, name, variable);
                let value = self.settle(outcome, variable.head);
                value.under(self.declared_mark(variable.sensitive.as_ref(), instance))
            },
        )
    }

    /// The value of a variable in its type, with the defaults of the type and of the variable.
    fn typed(&self, instance: &Rc<Instance>, name: &Name, variable: &Variable) -> Outcome {
        let once = Repetition::single();
        let scope = Scope { instance, repetition: &once, bindings: None, item: None };
        let constraint = match &variable.ty {
            Some(ty) => Constraint::read(ty, &self.origins, &mut |expr| self.value(expr, scope))
                .map_err(|problem| Refusal::new(problem.message))?,
            None => Constraint::default(),
        };
        let not_null = variable
            .nullable
            .as_ref()
            .is_some_and(|nullable| self.value(nullable, scope).value == Value::Bool(false));
        let span = variable.head;
        let fit = |value: Traced| {
            if value.value.is_null() && not_null {
                return Err(Refusal::new(format!("var.{name} must not be null")));
            }
            self.lift(span, &[value], |values| constraint.apply(&values[0], &self.origins, span))
        };
        // Terraform refuses a default that does not fit, even where it is not used
        let default = variable.default.as_ref();
        let default = default.map(|default| fit(self.default(default, scope)?)).transpose()?;
        let is = |expr: &Option<_>| expr.as_ref().map(|expr| self.value(expr, scope).value);
        if is(&variable.ephemeral) == Some(Value::Bool(true)) {
            let why = Why::Untold(format!("var.{name} is ephemeral").into());
            return Ok(self.unknown(constraint.ty, why, span));
        }
        match (self.given(instance, name, variable).transpose()?, default) {
            (Some(given), Some(default)) if given.value.is_null() && not_null => Ok(default),
            (Some(given), _) => fit(given),
            (None, Some(default)) => Ok(default),
            (None, None) => Ok(self.no_value(instance, name, variable, constraint.ty, not_null)),
        }
    }

    /// The default of a variable; nobody can edit one of a module that is read without its code.
    fn default(&self, default: &Expr, scope: Scope<'_>) -> Outcome {
        let value = self.expr(default, scope)?;
        Ok(match scope.instance.module.stand_in {
            None => value,
            Some(it) => self.given_by(&value, &format!("the default of {it}").into(), default.span),
        })
    }

    /// A value and its items, from outside of what was read.
    fn given_by(&self, value: &Traced, from: &Arc<str>, span: Span) -> Traced {
        let origin = self.hop(span, How::Given(Arc::clone(from)), Vec::new());
        let Value::Sequence(kind, items) = &value.value else {
            return Traced::new(value.value.clone(), origin);
        };
        let items: Vec<_> = items.iter().map(|item| self.given_by(item, from, span)).collect();
        Traced::new(Value::Sequence(kind.clone(), Arc::new(items)), origin)
    }

    /// What the caller or, for the root, the user gives.
    fn given(&self, instance: &Rc<Instance>, name: &Name, variable: &Variable) -> Option<Outcome> {
        let Some(caller) = &instance.caller else {
            let given = self.setting.inputs.get(name)?;
            let once = Repetition::single();
            let scope = Scope { instance, repetition: &once, bindings: None, item: None };
            let Some(expr) = &given.expr else {
                let from = &given.from;
                let why = format!("{from} may give var.{name} a value, and cannot be read");
                return Some(Ok(self.unknown(Type::Dynamic, Why::Untold(why.into()), given.span)));
            };
            let value = self.expr(expr, scope);
            if given.in_file {
                return Some(value);
            }
            // nobody edits an option: the place is the variable that it gives a value
            return Some(value.map(|value| {
                let how = How::Given(Arc::clone(&given.from));
                Traced::new(value.value, self.hop(variable.head, how, Vec::new()))
            }));
        };
        let call = caller.instance.module.calls.get(&caller.call)?;
        let input = call.inputs.get(name)?;
        let scope = Scope {
            instance: &caller.instance,
            repetition: &caller.repetition,
            bindings: None,
            item: None,
        };
        let span = input.name_span.to(input.value.span);
        Some(self.expr(&input.value, scope).map(|value| {
            self.passed(&value, span, format!("input {name} of module.{}", caller.call))
        }))
    }

    fn no_value(
        &self,
        instance: &Rc<Instance>,
        name: &Name,
        variable: &Variable,
        ty: Type,
        not_null: bool,
    ) -> Traced {
        let path = instance.path.iter().map(|step| format!("{step}."));
        let full: String = path.chain([format!("var.{name}")]).collect();
        let why = Why::NoValue(full.into());
        let value = if not_null { Value::unknown_result(ty, why) } else { Value::unknown(ty, why) };
        self.written(value, variable.head)
    }

    /// What `sensitive = …` of a variable or output says.
    fn declared_mark(&self, sensitive: Option<&Expr>, instance: &Rc<Instance>) -> Mark {
        let once = Repetition::single();
        let scope = Scope { instance, repetition: &once, bindings: None, item: None };
        let stated = sensitive.map(|sensitive| {
            convert(&self.value(sensitive, scope), &Type::Bool, &self.origins, sensitive.span)
        });
        match stated {
            Some(Ok(stated)) if stated.value == Value::Bool(true) => Mark::Sensitive,
            _ => Mark::Open,
        }
    }

    /// `local.x`
    pub(super) fn local(&self, instance: &Rc<Instance>, name: &Name, span: Span) -> Traced {
        let Some(local) = instance.module.locals.get(name) else {
            return self.undeclared(instance, format!("local.{name}"), span);
        };
        let asked = Asked::Local(Arc::clone(name));
        let value = self.once(
            instance,
            asked,
            || format!("local.{name}"),
            span,
            || {
                let once = Repetition::single();
                let scope = Scope { instance, repetition: &once, bindings: None, item: None };
                self.value(&local.value, scope)
            },
        );
        self.passed(&value, span, format!("local.{name}"))
    }

    /// An output of an instance of a module.
    pub(super) fn output(&self, instance: &Rc<Instance>, name: &Name, span: Span) -> Traced {
        let path: Vec<String> = instance.path.iter().map(ToString::to_string).collect();
        let full = [path.join("."), name.to_string()].join(".");
        let Some(output) = instance.module.outputs.get(name) else {
            let name = format!("the output {name} of {}", path.join("."));
            return self.undeclared(instance, name, span);
        };
        let asked = Asked::Output(Arc::clone(name));
        let value = self.once(
            instance,
            asked,
            || full.clone(),
            span,
            || {
                let once = Repetition::single();
                let scope = Scope { instance, repetition: &once, bindings: None, item: None };
                match &output.value {
                    Some(value) => {
                        let result = self.value(value, scope);
                        let result = self.passed(&result, value.span, format!("output {name}"));
                        result.under(self.declared_mark(output.sensitive.as_ref(), instance))
                    }
                    None => self.unknown(Type::Dynamic, Why::Undeclared(full.clone().into()), span),
                }
            },
        );
        self.passed(&value, span, full)
    }

    /// `module.m[key].out`
    pub(super) fn call_output(
        &self,
        instance: &Rc<Instance>,
        call: &Name,
        key: &Key,
        output: &Name,
        span: Span,
    ) -> Outcome {
        if let Some(unreadable) = self.unreadable(instance, call, output, span) {
            return Ok(unreadable);
        }
        let children = self.children(instance, call, span);
        let found = children.iter().find(|child| own_key(child) == key);
        let any = children.iter().find(|child| *own_key(child) == Key::Any);
        match found.or(any.filter(|_| *key != Key::None)) {
            Some(child) => Ok(self.output(child, output, span)),
            None => Err(Refusal::new(format!("there is no instance module.{call}{key}"))),
        }
    }

    /// `module.m`: the outputs of each instance.
    pub(super) fn whole_call(&self, instance: &Rc<Instance>, call: &Name, span: Span) -> Traced {
        if let Some(unreadable) = self.unreadable(instance, call, "", span) {
            return unreadable;
        }
        let children = self.children(instance, call, span);
        let instances = children.iter().map(|child| {
            let outputs = child.module.outputs.keys();
            let entries: BTreeMap<Name, Traced> =
                outputs.map(|name| (Arc::clone(name), self.output(child, name, span))).collect();
            let repetition = child.caller.as_ref().map(|caller| caller.repetition.clone());
            let repetition = repetition.unwrap_or_else(Repetition::single);
            (repetition, self.written(Value::object(entries), span))
        });
        let instances: Vec<_> = instances.collect();
        let declared = instance.module.calls.get(call);
        let keyed = declared.is_some_and(|call| call.for_each.is_some());
        let open: Vec<Repetition> = instances.iter().map(|(made, _)| made.clone()).collect();
        let number = declared.and_then(|call| self.number_of(instance, call.number(), &open));
        self.together(instances, keyed, number.as_ref(), &format!("module.{call}"), span)
    }

    fn unreadable(
        &self,
        instance: &Rc<Instance>,
        call: &Name,
        output: &str,
        span: Span,
    ) -> Option<Traced> {
        let Some(declared) = instance.module.calls.get(call) else {
            return Some(self.undeclared(instance, format!("module.{call}"), span));
        };
        let why = self.called(instance, declared).err()?;
        Some(self.answered(instance, call, output, why, span))
    }

    /// A name that nothing declares; in a module with a broken file perhaps that one does.
    pub(super) fn undeclared(&self, instance: &Rc<Instance>, name: String, span: Span) -> Traced {
        let name = if instance.module.broken {
            format!("{name} (perhaps in the file that cannot be read)")
        } else {
            name
        };
        self.unknown(Type::Dynamic, Why::Undeclared(name.into()), span)
    }
}

/// The key of an instance of a module among those of its call.
pub(super) fn own_key(instance: &Instance) -> &Key {
    instance.path.last().map_or(&Key::None, |step| &step.key)
}

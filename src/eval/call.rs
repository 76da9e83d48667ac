//! Function calls: `try` and `can`, `...`, and the table of functions behind them.

use super::Refusal;
use super::evaluator::Evaluator;
use super::functions::{self, Context, Host, Outcome};
use super::made::Shape;
use super::scope::{Binding, Repetition, Scope};
use super::set;
use super::types::Type;
use super::value::{Piece, SequenceKind, Text, Traced, Value, Why};
use crate::source::{self, Entry, FILE_LIMIT, Span};
use crate::syntax::{self, Expr, ExprKind};
use std::io::ErrorKind;
use std::sync::Arc;

/// The largest file that a function reads, in bytes.
const READ_LIMIT: u64 = FILE_LIMIT / 2;

impl Evaluator<'_> {
    /// `f(a, b...)`
    pub(super) fn call(
        &self,
        name: &str,
        arguments: &[Expr],
        expand: bool,
        span: Span,
        scope: Scope<'_>,
    ) -> Outcome {
        match name {
            "try" => return self.try_each(arguments, span, scope),
            "can" => return self.can(arguments, span, scope),
            "templatefile" | "templatestring" if self.rendering.get() => {
                return Err(Refusal::new(format!(
                    "{name}() cannot be called inside of a template"
                )));
            }
            "templatestring"
                if arguments
                    .first()
                    .is_some_and(|it| !is_named(it) || self.is_in_parentheses(it)) =>
            {
                let message = "templatestring() takes a name that stands for its template";
                return Err(Refusal::new(message));
            }
            _ => {}
        }
        let Some(function) = functions::find(name) else {
            let unknown = self.unknown(Type::Dynamic, no_function(name), span);
            return Ok(self.made_by(unknown, || Shape::of(name, arguments), scope));
        };
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.expr(argument, scope)?);
        }
        if expand && let Some(last) = values.pop() {
            match &last.value {
                Value::Sequence(_, items) if !items.iter().any(is_several) => {
                    values.extend(items.iter().map(|item| self.taken(item, &last, span)));
                }
                Value::Sequence(..) | Value::Unknown(_) => {
                    let why = last.value.why_unknown().unwrap_or(Why::NotModelled(name.into()));
                    values.push(last.clone());
                    let result = self.unknown(Type::Dynamic, why, span);
                    return Ok(self.made(result, &format!("{}...", function.name), &values));
                }
                _ => return Err(Refusal::new("only a list can be expanded by ...")),
            }
        }
        for (at, value) in values.iter_mut().enumerate() {
            if let (Value::Sequence(SequenceKind::Set(of), items), true) =
                (&value.value, function.takes_list(at))
            {
                let list = set::in_some_order(items, &SequenceKind::List(of.clone()));
                *value = Traced::new(list, value.origin);
            }
        }
        self.reads(&values);
        if !self.work(0) {
            return Ok(self.unknown(Type::Dynamic, Why::Budget("evaluation steps"), span));
        }
        let from: Vec<_> = values.iter().map(|value| value.origin).collect();
        let result = self.lift(span, &values, |values| {
            let origin = self.hop(span, super::How::Computed(function.name.into()), from.clone());
            let host = ScopedHost { evaluator: self, scope, span };
            let cx = Context { origin, span, origins: &self.origins, host: &host };
            functions::call(function, &cx, values)
        });
        Ok(self.made(result?, function.name, &values))
    }

    /// What a function gives for values, called by what has no expression of its own; `None` where
    /// Terraform refuses the call.
    pub(super) fn function(&self, name: &str, values: &[Traced], span: Span) -> Option<Traced> {
        let function = functions::find(name)?;
        let (root, once) = (std::rc::Rc::clone(self.root()), Repetition::single());
        let scope = Scope { instance: &root, repetition: &once, bindings: None, item: None };
        let from = values.iter().map(|value| value.origin).collect();
        let origin = self.hop(span, super::How::Computed(function.name.into()), from);
        let host = ScopedHost { evaluator: self, scope, span };
        let cx = Context { origin, span, origins: &self.origins, host: &host };
        functions::call(function, &cx, values).ok()
    }

    /// The first argument that Terraform does not refuse.
    fn try_each(&self, arguments: &[Expr], span: Span, scope: Scope<'_>) -> Outcome {
        let Some((argument, others)) = arguments.split_first() else {
            return Err(Refusal::new("no argument of try() has a value"));
        };
        let (outcome, doubt) = self.apart(|| self.expr(argument, scope));
        let Ok(value) = outcome else { return self.try_each(others, span, scope) };
        let Some(why) = doubt.or_else(|| uncertain(&value.value)) else {
            return Ok(self.passed(&value, span, "what try() takes".to_owned()));
        };
        let Ok(other) = self.try_each(others, span, scope) else {
            self.doubt(&why);
            return Ok(self.passed(&value, span, "what try() takes".to_owned()));
        };
        let of = [value.clone(), other.clone()];
        let either = match &value.value {
            // nothing is known of it: it may as well be the other
            Value::Unknown(unknown)
                if !matches!(unknown.why, Why::Alternatives(..) | Why::Reference(_)) =>
            {
                let ty = unknown.ty.clone();
                let ty = if ty == other.value.ty() { ty } else { Type::Dynamic };
                let either = Value::unknown(ty, unknown.why.clone().derived());
                self.computed(either, span, "try", &[value.origin, other.origin])
            }
            _ => self.alternatives(&[value, other], why, span),
        };
        Ok(self.made(either, "try", &of))
    }

    fn can(&self, arguments: &[Expr], span: Span, scope: Scope<'_>) -> Outcome {
        let [argument] = arguments else {
            return Err(Refusal::new("can() takes one argument"));
        };
        let (outcome, doubt) = self.apart(|| self.expr(argument, scope));
        let of: Vec<Traced> = outcome.iter().cloned().collect();
        let value = match outcome {
            Err(_) => Value::Bool(false),
            Ok(value) => match doubt.or_else(|| uncertain(&value.value)) {
                Some(why) => Value::unknown_result(Type::Bool, why),
                None => Value::Bool(true),
            },
        };
        Ok(self.made(self.computed(value, span, "can", &[]), "can", &of))
    }
}

/// Whether it is a name, or an attribute or element of one.
fn is_named(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Root(_) => true,
        ExprKind::Attribute(source, _) | ExprKind::Index(source, _) => is_named(source),
        _ => false,
    }
}

/// Why Terraform may refuse in the end what a value is computed from; an attribute that the cloud
/// decides is one that it has.
fn uncertain(value: &Value) -> Option<Why> {
    match value {
        Value::Unknown(unknown) => match &unknown.why {
            // a conversion to another type may fail
            Why::Reference(_) if matches!(unknown.ty, Type::Dynamic | Type::String) => None,
            Why::Alternatives(values, _) => values.iter().find_map(|v| uncertain(&v.value)),
            why => Some(why.clone()),
        },
        Value::Sequence(_, items) => items.iter().find_map(|item| uncertain(&item.value)),
        Value::Mapping(mapping) => {
            let rest = mapping.rest.iter().map(|rest| &rest.like);
            mapping.entries.values().chain(rest).find_map(|entry| uncertain(&entry.value))
        }
        Value::Several(several) => uncertain(&several.like.value),
        Value::Text(Text::Symbolic(pieces)) => pieces.iter().find_map(|piece| match piece {
            Piece::Unknown(value) => uncertain(&value.value),
            Piece::Literal(_) | Piece::Joined { .. } => None,
        }),
        Value::Text(_) | Value::Null(_) | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn is_several(item: &Traced) -> bool {
    matches!(item.value, Value::Several(_))
}

fn no_function(name: &str) -> Why {
    if name.starts_with("provider::") {
        Why::NotModelled(format!("{name}(), a function of a provider").into())
    } else if functions::IMPURE.contains(&name) {
        Why::Impure(name.into())
    } else {
        Why::Refused(format!("there is no function {name}()").into())
    }
}

/// What functions may ask, where the call stands.
struct ScopedHost<'e, 's> {
    evaluator: &'e Evaluator<'e>,
    scope: Scope<'s>,
    span: Span,
}

impl ScopedHost<'_, '_> {
    /// The place in the repository of a path that the configuration gives: Terraform runs in the
    /// root module's folder.
    fn locate(&self, path: &str) -> Result<String, Why> {
        let outside =
            || Why::NotModelled(format!("the file {path} outside of the repository").into());
        if path.starts_with(['/', '~']) || path.get(1..2) == Some(":") {
            return Err(outside());
        }
        source::join(&self.evaluator.root().module.folder, path).ok_or_else(outside)
    }
}

impl Host for ScopedHost<'_, '_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, Why> {
        let file = self.locate(path)?;
        self.evaluator.setting.modules.files().read(&file, READ_LIMIT).map_err(|error| {
            if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) {
                return Why::Refused(format!("there is no file {path}").into());
            }
            if self.list(path).is_ok() {
                return Why::Refused(format!("{path} is a folder").into());
            }
            Why::NotModelled(format!("the file {path}, which cannot be read ({error})").into())
        })
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, Why> {
        let place = self.locate(folder)?;
        self.evaluator.setting.modules.files().list(&place).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                Why::Refused(format!("there is no folder {folder}").into())
            }
            _ => Why::NotModelled(format!("the folder {folder} ({error})").into()),
        })
    }

    fn render(&self, name: Option<&str>, text: &str, variables: &Traced) -> Outcome {
        let sources = self.evaluator.setting.modules.sources();
        let pseudo = name.map_or_else(|| format!("template:{:?}", self.span), str::to_owned);
        let path = self.locate(&pseudo).unwrap_or(pseudo);
        let file = sources.add(&path, text);
        let parts =
            syntax::parse_template(file, text).map_err(|problem| Refusal::new(problem.message))?;
        let Value::Mapping(mapping) = &variables.value else {
            let why = variables.value.why_unknown();
            let why = why.ok_or_else(|| Refusal::new("the variables of a template are a map"))?;
            return Ok(self.evaluator.unknown(Type::String, why, self.span));
        };
        if let Some(name) = mapping.entries.keys().find(|name| !syntax::is_identifier(name)) {
            return Err(Refusal::new(format!("{name:?} is no name for a variable of a template")));
        }
        let free = syntax::free_names(&parts);
        if let Some(name) = free.iter().find(|name| !mapping.entries.contains_key(*name)) {
            let why = mapping.rest.as_ref().map(|rest| rest.why.clone());
            let why = why.ok_or_else(|| Refusal::new(format!("the template needs {name}")))?;
            return Ok(self.evaluator.unknown(Type::String, why, self.span));
        }
        let entries: Vec<_> = mapping.entries.iter().collect();
        self.bind(&entries, None, &parts)
    }

    fn spend(&self, bytes: usize) -> Result<(), Why> {
        self.evaluator.afford(bytes)
    }

    fn work(&self, steps: usize) -> Result<(), Why> {
        let enough = self.evaluator.work(steps);
        if enough { Ok(()) } else { Err(Why::Budget("evaluation steps")) }
    }
}

impl ScopedHost<'_, '_> {
    /// Binds the variables of a template one by one, then makes its text.
    fn bind(
        &self,
        entries: &[(&Arc<str>, &Traced)],
        outer: Option<&Binding<'_>>,
        parts: &[syntax::Part],
    ) -> Outcome {
        if let Some(((name, value), rest)) = entries.split_first() {
            let binding = Binding { name, value: (*value).clone(), outer };
            return self.bind(rest, Some(&binding), parts);
        }
        let scope = Scope { bindings: outer, item: None, ..self.scope };
        self.evaluator.rendering.set(true);
        let made = self.evaluator.template(parts, self.span, scope);
        self.evaluator.rendering.set(false);
        made.and_then(|made| match made.value {
            Value::Null(_) => Err(Refusal::new("the template makes null")),
            _ => Ok(made),
        })
    }
}

//! `a.b[c]`: names of the configuration, attributes and elements of values.

use super::Refusal;
use super::address::{Address, Key};
use super::evaluator::{Evaluator, key_of};
use super::functions::Outcome;
use super::origin::How;
use super::scope::Scope;
use super::types::Type;
use super::value::{Mapping, MappingKind, SequenceKind, Traced, Unknown, Value, Why};
use crate::source::Span;
use crate::syntax::{Expr, ExprKind, Name};
use std::sync::Arc;

/// The first part of a traversal, as far as the configuration declares it.
pub(super) enum Head<'e> {
    /// A resource or data source, not yet indexed.
    Resource { data: bool, kind: &'e Name, name: &'e Name },
    /// A module call, not yet indexed.
    Call(&'e Name),
}

impl Evaluator<'_> {
    /// An attribute or index expression.
    pub(super) fn traversal(&self, expr: &Expr, scope: Scope<'_>) -> Outcome {
        if let Some(head) = head(expr, scope) {
            return Ok(self.whole(&head, expr.span, scope));
        }
        match &expr.kind {
            ExprKind::Attribute(source, name) => {
                if let Some(value) = self.simple_name(source, name, expr.span, scope) {
                    return value;
                }
                if let Some(output) = self.output_of(source, name, expr.span, scope) {
                    return output;
                }
                let of = [self.traversed(source, scope)?];
                let found = self
                    .lift(expr.span, &of, |values| self.attribute(&values[0], name, expr.span))?;
                Ok(self.taken_from(found, &format!(".{name}"), &of))
            }
            ExprKind::Index(source, index) => {
                let source = self.traversed(source, scope)?;
                let index = self.expr(index, scope)?;
                let of = [source, index];
                let found = self
                    .lift(expr.span, &of, |values| self.index(&values[0], &values[1], expr.span))?;
                Ok(self.taken_from(found, "[]", &of))
            }
            _ => Err(Refusal::new("this is no traversal")),
        }
    }

    /// What a step of a traversal gives: a part that is handed on as it is, or one that rests on
    /// what the step was made from, as where it may be one of several.
    fn taken_from(&self, found: Traced, step: &str, of: &[Traced]) -> Traced {
        if !self.remembers.get() {
            return found;
        }
        let is_several = |item: &Traced| matches!(item.value, Value::Several(_));
        let open = match &of[0].value {
            Value::Sequence(_, items) => items.iter().any(is_several),
            _ => false,
        };
        let how = self.origins.borrow().hop(found.origin).how.clone();
        let handed_on = matches!(how, How::Passed(_) | How::Taken | How::Part(_))
            && !open
            && of[1..].iter().all(is_known);
        if handed_on { found } else { self.made(found, step, of) }
    }

    /// What a traversal goes on from: a resource is not laid open for one attribute of it.
    pub(super) fn traversed(&self, expr: &Expr, scope: Scope<'_>) -> Outcome {
        match &expr.kind {
            ExprKind::Attribute(..) | ExprKind::Index(..) => {
                self.step(expr.span, || self.traversal(expr, scope))
            }
            _ => self.expr(expr, scope),
        }
    }

    /// A lone name: what a `for` or a `dynamic` block binds; else it needs something behind it.
    pub(super) fn root_name(&self, name: &Name, span: Span, scope: Scope<'_>) -> Traced {
        if let Some(value) = scope.bound(name) {
            return self.passed(value, span, name.to_string());
        }
        self.unknown(Type::Dynamic, Why::Undeclared(Arc::clone(name)), span)
    }

    /// `var.x`, `local.x`, `each.key`, `count.index`, `path.module`, `terraform.workspace`.
    fn simple_name(
        &self,
        source: &Expr,
        name: &Name,
        span: Span,
        scope: Scope<'_>,
    ) -> Option<Outcome> {
        let ExprKind::Root(root) = &source.kind else { return None };
        if scope.bound(root).is_some() {
            return None;
        }
        if self.is_in_parentheses(source) {
            return Some(Err(Refusal::new(format!("({root}) names no value"))));
        }
        Some(match &**root {
            "var" => Ok(self.variable(scope.instance, name, span)),
            "local" => Ok(self.local(scope.instance, name, span)),
            "each" | "count" => Ok(self.repetition_name(root, name, span, scope)),
            "path" => Ok(self.path(name, span, scope)),
            "terraform" | "tofu" => Ok(self.terraform(name, span)),
            _ => return None,
        })
    }

    /// Whether a parenthesis stands before all of it. The text decides: not every name takes as
    /// many bytes as it has, in JSON or in a module that is read without its code.
    pub(super) fn is_in_parentheses(&self, expr: &Expr) -> bool {
        let sources = self.setting.modules.sources();
        !expr.is_bare_name() && sources.text(expr.span).starts_with('(')
    }

    fn repetition_name(&self, root: &str, name: &str, span: Span, scope: Scope<'_>) -> Traced {
        let repetition = scope.repetition;
        let value = match (root, name) {
            ("each", "key") => repetition.each.as_ref().map(|(key, _)| key),
            ("each", "value") => repetition.each.as_ref().map(|(_, value)| value),
            ("count", "index") => repetition.index.as_ref(),
            _ => None,
        };
        if let Some(value) = value {
            return self.passed(value, span, format!("{root}.{name}"));
        }
        // nothing that depends on values: try() does not see it
        let why = Why::Refused(format!("{root}.{name} has no meaning here").into());
        self.unknown(Type::Dynamic, why, span)
    }

    fn path(&self, name: &str, span: Span, scope: Scope<'_>) -> Traced {
        let root = &self.root().module.folder;
        match name {
            "module" => {
                let path = relative(root, &scope.instance.module.folder);
                self.written(Value::text(path), span)
            }
            "root" => self.written(Value::text("."), span),
            _ => {
                let why = Why::NotModelled(format!("path.{name}").into());
                self.written(Value::unknown_result(Type::String, why), span)
            }
        }
    }

    fn terraform(&self, name: &str, span: Span) -> Traced {
        let unknown = |why| self.written(Value::unknown_result(Type::String, why), span);
        match (name, &self.setting.workspace) {
            ("workspace", Some(workspace)) => {
                let origin = self.hop(span, How::Given("--workspace".into()), Vec::new());
                Traced::new(Value::text(Arc::clone(workspace)), origin)
            }
            ("workspace", None) => unknown(Why::NoValue("terraform.workspace".into())),
            _ => unknown(Why::NotModelled(format!("terraform.{name}").into())),
        }
    }

    /// `module.m.out` and `module.m[k].out`: only that output is computed.
    fn output_of(
        &self,
        source: &Expr,
        name: &Name,
        span: Span,
        scope: Scope<'_>,
    ) -> Option<Outcome> {
        let (source, index) = match &source.kind {
            ExprKind::Index(source, index) => (&**source, Some(&**index)),
            _ => (source, None),
        };
        let Some(Head::Call(call)) = head(source, scope) else { return None };
        let keyed =
            scope.instance.module.calls.get(call).is_some_and(|call| call.for_each.is_some());
        if index.is_none() && keyed {
            return None; // the name is a key: `module.m.k` is `module.m["k"]`
        }
        let key = match index.map(|index| self.expr(index, scope)).transpose() {
            Ok(None) => Key::None,
            Ok(Some(index)) => key_of(&index.value)?,
            Err(refusal) => return Some(Err(refusal)),
        };
        Some(self.call_output(scope.instance, call, &key, name, span))
    }

    fn whole(&self, head: &Head<'_>, span: Span, scope: Scope<'_>) -> Traced {
        match head {
            Head::Resource { data, kind, name } => {
                self.whole_resource(scope.instance, *data, kind, name, span)
            }
            Head::Call(name) => self.whole_call(scope.instance, name, span),
        }
    }

    /// `a.b` of a value.
    pub(super) fn attribute(&self, source: &Traced, name: &Name, span: Span) -> Outcome {
        match &source.value {
            Value::Mapping(mapping) => self.entry(source, mapping, name, span),
            Value::Unknown(unknown) if has_attribute(&unknown.ty, name) => {
                Ok(self.part(source, unknown, name, &format!(".{name}"), span))
            }
            Value::Null(_) => Err(Refusal::new(format!("null has no attribute {name}"))),
            _ => Err(Refusal::new(format!("a value that is no object has no attribute {name}"))),
        }
    }

    fn entry(&self, source: &Traced, mapping: &Mapping, name: &Name, span: Span) -> Outcome {
        if let MappingKind::Resource(reference) = &mapping.kind {
            if reference.path.is_empty() {
                return Ok(self.resource_attribute(reference, name, span));
            }
            let set = mapping.entries.get(name).filter(|entry| !entry.value.is_null());
            if let Some(entry) = set {
                return Ok(self.taken(entry, source, span));
            }
            // an attribute of a block that the provider may or may not fill
            let why = Why::Reference(reference.then(&format!(".{name}")));
            let unknown = Unknown { ty: Type::Dynamic, why, nullable: true };
            return Ok(Traced::new(Value::Unknown(Arc::new(unknown)), source.origin));
        }
        if let Some(entry) = mapping.entries.get(name) {
            return Ok(self.taken(entry, source, span));
        }
        match &mapping.rest {
            Some(rest) => {
                self.doubt(&rest.why);
                Ok(self.taken(&rest.like, source, span))
            }
            None => Err(Refusal::new(format!("there is no attribute or key {name:?}"))),
        }
    }

    /// `a[b]` of a value.
    pub(super) fn index(&self, source: &Traced, index: &Traced, span: Span) -> Outcome {
        if index.value.is_null() {
            return Err(Refusal::new("an index must not be null"));
        }
        match &source.value {
            Value::Null(_) => Err(Refusal::new("null has no elements")),
            Value::Mapping(mapping) => {
                let key = super::convert(index, &Type::String, &self.origins, span)?;
                match key.value.as_str() {
                    Some(name) => {
                        let entry = self.entry(source, mapping, &name.into(), span)?;
                        // a key of an object is a name, which has no mark
                        let map = matches!(mapping.kind, MappingKind::Map(_));
                        Ok(if map { entry.under(key.origin.mark) } else { entry })
                    }
                    None => Ok(self.unknown_element(source, &key, span)),
                }
            }
            Value::Sequence(SequenceKind::Set(_), _) => {
                Err(Refusal::new("a set has no order: its elements have no index"))
            }
            Value::Sequence(_, items) => {
                let number = super::convert(index, &Type::Number, &self.origins, span)?;
                let mark = number.origin.mark;
                let Value::Number(number) = &number.value else {
                    return Ok(self.unknown_element(source, &number, span));
                };
                let at = number.to_usize().ok_or_else(|| Refusal::new("no such index"))?;
                Ok(self.element(source, items, at, span)?.under(mark))
            }
            Value::Unknown(unknown) if has_elements(&unknown.ty) => {
                super::convert(index, &Type::String, &self.origins, span)?;
                self.doubt(&unknown.why);
                let (name, path) = match key_of(&index.value) {
                    Some(key) => (key.to_string(), key.to_string()),
                    None => (String::new(), "[?]".to_owned()),
                };
                let name = name.trim_matches(['[', ']', '"']).into();
                Ok(self.part(source, unknown, &name, &path, span))
            }
            _ => Err(Refusal::new("a value that is no list or map has no elements")),
        }
    }

    /// The element at an index; where the number of items before it is not known, the one that
    /// stands for all of them.
    fn element(&self, source: &Traced, items: &[Traced], at: usize, span: Span) -> Outcome {
        let open =
            items.iter().take(at + 1).enumerate().find_map(|(open, item)| match &item.value {
                Value::Several(several) => Some((open, several)),
                _ => None,
            });
        if let Some((open, several)) = open {
            self.doubt(&several.why);
            let first = self.taken(&at_index(several, at), source, span);
            let later = items[open + 1..].iter().map(|item| match &item.value {
                Value::Several(several) => several.like.clone(),
                _ => item.clone(),
            });
            let any: Vec<Traced> = [first].into_iter().chain(later).collect();
            return Ok(self.alternatives(&any, several.why.clone(), span));
        }
        let item = items.get(at);
        match item {
            Some(item) => Ok(self.taken(item, source, span)),
            None => Err(Refusal::new(format!("there is no element {at}: the list is shorter"))),
        }
    }

    /// An element at a place that is not known.
    fn unknown_element(&self, source: &Traced, index: &Traced, span: Span) -> Traced {
        let why = index.value.why_unknown().unwrap_or(Why::NotModelled("an index".into()));
        let why = why.derived();
        self.doubt(&why);
        let origins = [source.origin, index.origin];
        self.computed(Value::unknown(Type::Dynamic, why), span, "index", &origins)
    }

    /// A part of a value that is not known; of a reference, the longer reference.
    fn part(
        &self,
        source: &Traced,
        whole: &Unknown,
        name: &Name,
        path: &str,
        span: Span,
    ) -> Traced {
        let ty = part_type(&whole.ty, name);
        let why = match &whole.why {
            Why::Reference(reference) => {
                let path = longer(&reference.path, path);
                self.reference(Arc::clone(&reference.address), &path)
            }
            why => why.clone(),
        };
        let step = How::Part(path.trim_start_matches('.').into());
        Traced::new(Value::unknown(ty, why), self.hop(span, step, vec![source.origin]))
    }

    /// An element taken out of a whole.
    pub(super) fn taken(&self, element: &Traced, whole: &Traced, span: Span) -> Traced {
        let origin = self.hop(span, How::Taken, vec![element.origin, whole.origin]);
        Traced::new(element.value.clone(), origin)
    }
}

/// The element at an index of a list that a splat made of a reference: `zones[*].id` at 0 is
/// `zones[0].id`.
fn at_index(several: &super::value::Several, at: usize) -> Traced {
    let mut like = several.like.clone();
    if let Value::Unknown(unknown) = &like.value
        && let Why::Reference(reference) = &unknown.why
        && reference.path.matches("[*]").count() == 1
    {
        let path = reference.path.replace("[*]", &format!("[{at}]"));
        let reference = super::Reference { path: path.into(), ..reference.clone() };
        let why = Why::Reference(reference);
        like.value = Value::Unknown(Arc::new(Unknown { why, ..(**unknown).clone() }));
    }
    like
}

fn longer(path: &str, step: &str) -> String {
    if step.starts_with('[') && path.matches("[*]").count() == 1 && !step.contains(['*', '?']) {
        return path.replace("[*]", step);
    }
    format!("{path}{step}")
}

fn is_known(value: &Traced) -> bool {
    value.value.is_known()
}

/// Whether a value of that type may have the attribute.
fn has_attribute(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Dynamic | Type::Map(_) => true,
        Type::Object(attributes) => attributes.contains_key(name),
        _ => false,
    }
}

/// Whether `[…]` can stand behind a value of that type.
fn has_elements(ty: &Type) -> bool {
    !matches!(ty, Type::Bool | Type::Number | Type::String | Type::Set(_))
}

fn part_type(ty: &Type, name: &str) -> Type {
    match ty {
        Type::List(of) | Type::Set(of) | Type::Map(of) => (**of).clone(),
        Type::Object(attributes) => {
            attributes.get(name).map(|attribute| attribute.ty.clone()).unwrap_or_default()
        }
        Type::Tuple(items) => {
            name.parse::<usize>().ok().and_then(|at| items.get(at).cloned()).unwrap_or_default()
        }
        _ => Type::Dynamic,
    }
}

/// The resource or call that an expression names, if it does and nothing more.
pub(super) fn head<'e>(expr: &'e Expr, scope: Scope<'_>) -> Option<Head<'e>> {
    let ExprKind::Attribute(source, name) = &expr.kind else { return None };
    match &source.kind {
        ExprKind::Root(root) if scope.bound(root).is_none() => match &**root {
            "module" => Some(Head::Call(name)),
            "var" | "local" | "each" | "count" | "path" | "terraform" | "tofu" | "data"
            | "self" | "resource" | "ephemeral" => None,
            _ => Some(Head::Resource { data: false, kind: root, name }),
        },
        ExprKind::Attribute(inner, kind) => match &inner.kind {
            ExprKind::Root(root) if scope.bound(root).is_none() => match &**root {
                "data" | "ephemeral" => Some(Head::Resource { data: true, kind, name }),
                "resource" => Some(Head::Resource { data: false, kind, name }),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// The path from one folder of the repository to another, as Terraform gives `path.module`.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = to.split('/').filter(|part| !part.is_empty()).collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    let parts: Vec<&str> = up.chain(to[shared..].iter().copied()).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// The address of a resource in a module instance.
pub(super) fn address(
    scope_path: &Arc<[super::Step]>,
    data: bool,
    kind: &Name,
    name: &Name,
    key: Key,
) -> Arc<Address> {
    Arc::new(Address {
        module: Arc::clone(scope_path),
        data,
        kind: Arc::clone(kind),
        name: Arc::clone(name),
        key,
    })
}

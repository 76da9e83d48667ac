//! Expressions: each form of the language, by what it is.

use super::Refusal;
use super::evaluator::Evaluator;
use super::functions::Outcome;
use super::mark::Mark;
use super::mixed;
use super::operators::{result_type, unary_name, unary_type};
use super::scope::Scope;
use super::types::Type;
use super::value::{Mapping, MappingKind, Several, Traced, Value, Why};
use super::{convert, unify};
use crate::source::Span;
use crate::syntax::{Expr, ExprKind, Name, Part};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Evaluator<'_> {
    /// The value of an expression; what Terraform refuses is unknown, with its message.
    pub(super) fn value(&self, expr: &Expr, scope: Scope<'_>) -> Traced {
        self.settle(self.expr(expr, scope), expr.span)
    }

    /// The value of an expression.
    pub(super) fn expr(&self, expr: &Expr, scope: Scope<'_>) -> Outcome {
        self.step(expr.span, || self.form(expr, scope))
    }

    fn form(&self, expr: &Expr, scope: Scope<'_>) -> Outcome {
        let span = expr.span;
        let literal = |value| Ok(self.written(value, span));
        match &expr.kind {
            ExprKind::Null => literal(Value::Null(Type::Dynamic)),
            ExprKind::Bool(value) => literal(Value::Bool(*value)),
            ExprKind::Number(value) => literal(Value::Number(value.clone())),
            ExprKind::Text(text) => literal(Value::text(Arc::clone(text))),
            ExprKind::Template(parts) => match &**parts {
                [Part::Value(_)] => self.template(parts, span, scope),
                _ => self.template(parts, span, scope).map_err(|r| r.of(Type::String)),
            },
            ExprKind::Tuple(items) => {
                let mut refused = None;
                let items = items
                    .iter()
                    .map(|item| self.kept(self.expr(item, scope), item.span, &mut refused));
                let value = Value::tuple(items.collect());
                refused_as(refused, &value)?;
                literal(value)
            }
            ExprKind::Object(items) => self.object(items, span, scope),
            ExprKind::Root(name) => Ok(self.root_name(name, span, scope)),
            ExprKind::Attribute(..) | ExprKind::Index(..) => {
                let value = self.traversal(expr, scope).map_err(untyped)?;
                Ok(self.laid_open(value, span))
            }
            ExprKind::Splat { source, each } => self.splat(source, each, span, scope),
            ExprKind::Item => match scope.item {
                Some(item) => Ok(item.clone()),
                None => Err(Refusal::new("a splat without a list")),
            },
            ExprKind::Call { function, arguments, expand } => {
                self.call(function, arguments, *expand, span, scope).map_err(untyped)
            }
            ExprKind::Conditional(parts) => self.conditional(parts, span, scope),
            ExprKind::Unary(operator, operand) => {
                let operand = self.expr(operand, scope);
                let apply = |values: &[Traced]| self.unary(*operator, &values[0], span);
                let value = operand.and_then(|operand| {
                    let of = [operand];
                    let value = self.lift(span, &of, apply)?;
                    Ok(self.made(value, unary_name(*operator), &of))
                });
                value.map_err(|refusal| refusal.of(unary_type(*operator)))
            }
            ExprKind::Binary(operator, operands) => {
                let value = self.binary(*operator, operands, span, scope);
                value.map_err(|refusal| refusal.of(result_type(*operator)))
            }
            ExprKind::For(node) => self.for_expression(node, span, scope),
        }
    }

    fn object(&self, items: &[(Expr, Expr)], span: Span, scope: Scope<'_>) -> Outcome {
        let mut entries: BTreeMap<Name, Traced> = BTreeMap::new();
        let (mut further, mut refused, mut mark) = (Vec::new(), None, Mark::Open);
        let computed = self.remembers.get()
            && items.iter().any(|(key, _)| !matches!(key.kind, ExprKind::Text(_)));
        let mut of = Vec::new();
        for (key, value) in items {
            let (key, origin) = if let ExprKind::Text(text) = &key.kind {
                (Value::text(Arc::clone(text)), None)
            } else {
                let key = self.key(key, scope).map_err(untyped)?;
                mark = mark.max(key.origin.mark);
                (key.value, Some(key.origin))
            };
            let value = self.kept(self.expr(value, scope), value.span, &mut refused);
            if computed {
                let key = Traced::new(key.clone(), origin.unwrap_or(value.origin));
                of.extend([key, value.clone()]);
            }
            if let Some(key) = key.as_str() {
                entries.insert(key.into(), value);
                continue;
            }
            // it may be any of the keys before, and the last of two equal keys counts
            let why = key_unknown(&key);
            for entry in entries.values_mut() {
                *entry = self.alternatives(&[entry.clone(), value.clone()], why.clone(), span);
            }
            further.push((value, why));
        }
        let kind = MappingKind::Object;
        let (rest, open) = (self.rest(&further, span), !further.is_empty());
        let value = Value::Mapping(Arc::new(Mapping { kind, entries, rest }));
        refused_as(refused, &value)?;
        let made = self.written(value, span).marked(mark);
        Ok(if open { self.made(made, "{}", &of) } else { made })
    }

    /// An item of a whole that is refused if the item is: what is known of the item's type stays,
    /// since it makes up the type of the whole.
    pub(super) fn kept(&self, item: Outcome, span: Span, refused: &mut Option<Refusal>) -> Traced {
        item.unwrap_or_else(|refusal| {
            let why = Why::Refused(Arc::clone(&refusal.message));
            let item = self.unknown(refusal.ty.clone(), why, span);
            refused.get_or_insert(refusal);
            item
        })
    }

    /// What stands under keys that are not known, each value with the reason for it.
    pub(super) fn rest(&self, further: &[(Traced, Why)], span: Span) -> Option<Arc<Several>> {
        let (_, why) = further.first()?;
        let likes: Vec<Traced> = further.iter().map(|(like, _)| like.clone()).collect();
        let like = self.alternatives(&likes, why.clone(), span);
        Some(Arc::new(Several { like, why: why.clone() }))
    }

    /// The key of an object: a string, or what converts to one.
    fn key(&self, key: &Expr, scope: Scope<'_>) -> Outcome {
        if key.is_bare_path() {
            return Err(Refusal::new("a key that names another value stands in parentheses"));
        }
        let value = self.expr(key, scope)?;
        if value.value.is_null() {
            return Err(Refusal::new("the key of an object must not be null"));
        }
        convert(&value, &Type::String, &self.origins, key.span)
    }

    /// `a ? b : c`: both sides are looked at, since the result has a type that suits both.
    fn conditional(&self, parts: &[Expr; 3], span: Span, scope: Scope<'_>) -> Outcome {
        let [condition, then, otherwise] = parts;
        let condition = self.condition(condition, span, scope);
        let (then, otherwise) = (self.expr(then, scope), self.expr(otherwise, scope));
        let condition = condition.map_err(|refusal| refusal.of(common_type(&then, &otherwise)))?;
        let side = |side: &Outcome| side.as_ref().map_or(Mark::Open, |side| side.origin.mark);
        let mark = condition.origin.mark.max(side(&then)).max(side(&otherwise));
        let taken = match (&condition.value, then, otherwise) {
            (Value::Bool(true), then, otherwise) => self.suited(then?, &otherwise, span),
            (Value::Bool(false), then, otherwise) => self.suited(otherwise?, &then, span),
            // only the side that Terraform does not refuse can ever be taken
            (value, Ok(one), other @ Err(_)) | (value, other @ Err(_), Ok(one)) => {
                self.doubt(&value.why_unknown().unwrap_or(Why::NotModelled("a condition".into())));
                self.suited(one, &other, span)
            }
            (_, Err(refusal), Err(_)) => Err(refusal),
            (value, Ok(then), Ok(otherwise)) => {
                let why = value.why_unknown().unwrap_or(Why::NotModelled("a condition".into()));
                let of = [condition.clone(), then.clone(), otherwise.clone()];
                let (then, otherwise) = (Ok(then), Ok(otherwise));
                let one = self.suited(then.clone()?, &otherwise, span)?;
                let other = self.suited(otherwise?, &then, span)?;
                let either = self.alternatives(&[one.under(mark), other.under(mark)], why, span);
                Ok(self.made(either, "?:", &of))
            }
        };
        taken.map(|taken| taken.under(mark))
    }

    fn condition(&self, condition: &Expr, span: Span, scope: Scope<'_>) -> Outcome {
        let condition = self.expr(condition, scope)?;
        if condition.value.is_null() {
            return Err(Refusal::new("the condition of ? : must not be null"));
        }
        convert(&condition, &Type::Bool, &self.origins, span)
    }

    /// A side of a conditional in the type that suits both sides.
    fn suited(&self, chosen: Traced, other: &Outcome, span: Span) -> Outcome {
        let (mine, its) = (chosen.value.ty(), side_type(other));
        if mine == its || its == Type::Dynamic {
            return Ok(chosen);
        }
        if mine == Type::Dynamic {
            // null takes the type of the other side as it is
            let null = chosen.value.is_null();
            return if null { convert(&chosen, &its, &self.origins, span) } else { Ok(chosen) };
        }
        match unify(&[mine.clone(), its.clone()]) {
            Some(ty) => mixed::suited(&chosen, &its, &ty, &self.origins, span),
            None if settled(&chosen) && other.as_ref().map_or(true, settled)
                || apart(&mine, &its) =>
            {
                Err(Refusal::new(format!("the two sides of ? : differ: {mine} and {its}")))
            }
            None => Ok(chosen),
        }
    }
}

/// Whether values of two types are never of one, whatever is not known of their parts.
fn apart(one: &Type, other: &Type) -> bool {
    let primitive = |ty: &Type| matches!(ty, Type::Bool | Type::Number | Type::String);
    primitive(one) != primitive(other) && *one != Type::Dynamic && *other != Type::Dynamic
}

/// Whether the type of a value is what it is in Terraform.
fn settled(value: &Traced) -> bool {
    value.value.is_known() || value.value.ty().is_definite()
}

/// A refusal that says nothing of the type.
pub(super) fn untyped(refusal: Refusal) -> Refusal {
    refusal.of(Type::Dynamic)
}

/// The refusal of a whole because of an item of it.
pub(super) fn refused_as(refused: Option<Refusal>, whole: &Value) -> Result<(), Refusal> {
    refused.map_or(Ok(()), |refusal| Err(refusal.of(whole.ty())))
}

/// The type of a conditional whose condition is refused.
fn common_type(then: &Outcome, otherwise: &Outcome) -> Type {
    let null =
        |side: &Outcome| side.as_ref().is_ok_and(|side| side.value == Value::Null(Type::Dynamic));
    match [side_type(then), side_type(otherwise)] {
        [_, other] if null(then) => other,
        [one, _] if null(otherwise) => one,
        types if types.contains(&Type::Dynamic) => Type::Dynamic,
        types => unify(&types).unwrap_or_default(),
    }
}

/// The type of a side of a conditional, even of one that is refused.
fn side_type(side: &Outcome) -> Type {
    match side {
        Ok(value) => value.value.ty(),
        Err(refusal) => refusal.ty.clone(),
    }
}

/// Why a key is not known.
pub(super) fn key_unknown(key: &Value) -> Why {
    key.why_unknown().unwrap_or(Why::NotModelled("a key".into()))
}

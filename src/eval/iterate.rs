//! Splats and `for`: the same expression for each element.

use super::Refusal;
use super::evaluator::Evaluator;
use super::expr::{key_unknown, refused_as, untyped};
use super::functions::Outcome;
use super::made::Shape;
use super::mark::Mark;
use super::scope::{Binding, Scope};
use super::types::Type;
use super::value::{Mapping, MappingKind, SequenceKind, Several, Traced, Unknown, Value, Why};
use super::{Number, convert, set};
use crate::source::Span;
use crate::syntax::{Expr, For, Name};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a loop is at: a key, a value, and whether they stand for any number of items.
pub(super) struct Turn {
    pub(super) key: Traced,
    pub(super) value: Traced,
    /// Why the number of such items is not known, where it is not.
    pub(super) open: Option<Why>,
}

impl Evaluator<'_> {
    /// `source[*].each`
    pub(super) fn splat(
        &self,
        source: &Expr,
        each: &Expr,
        span: Span,
        scope: Scope<'_>,
    ) -> Outcome {
        let whole = ordered(self.traversed(source, scope).map_err(untyped)?);
        let of = [whole];
        let made =
            self.lift(span, &of, |values| self.splat_value(&values[0], each, span, scope))?;
        Ok(self.made_by(made, || Shape::of("[*]", [source, each]), scope))
    }

    fn splat_value(&self, source: &Traced, each: &Expr, span: Span, scope: Scope<'_>) -> Outcome {
        let at = |item: &Traced| self.expr(each, Scope { item: Some(item), ..scope });
        let mut refused = None;
        let items: Vec<Traced> = match &source.value {
            Value::Null(Type::List(_) | Type::Set(_) | Type::Tuple(_)) => {
                return Err(Refusal::new("there is nothing to splat: the list is null"));
            }
            Value::Null(_) => Vec::new(),
            Value::Sequence(_, items) => {
                let items = items.iter().map(|item| match &item.value {
                    Value::Several(several) => {
                        let like = self.kept(at(&several.like), span, &mut refused);
                        self.several(like, &several.why, span)
                    }
                    _ => self.kept(at(item), span, &mut refused),
                });
                items.collect()
            }
            Value::Unknown(unknown) if !matches!(unknown.ty, Type::Object(_) | Type::Map(_)) => {
                let like = self.like_element(source, unknown, span);
                vec![self.several(at(&like)?, &unknown.why, span)]
            }
            _ => vec![self.kept(at(source), span, &mut refused)],
        };
        let value = match element_type(&source.value) {
            Some(of) if items.is_empty() => {
                let why = Why::NotModelled("an element".into());
                Value::list(at(&self.unknown(of.clone(), why, span))?.value.ty(), items)
            }
            Some(_) => uniform(items),
            None => Value::tuple(items),
        };
        refused_as(refused, &value)?;
        Ok(self.computed(value, span, "[*]", &[source.origin]))
    }

    /// An element that stands for all of a list that is not known.
    fn like_element(&self, source: &Traced, whole: &Unknown, span: Span) -> Traced {
        let ty = match &whole.ty {
            Type::List(of) | Type::Set(of) | Type::Map(of) => (**of).clone(),
            _ => Type::Dynamic,
        };
        let why = match &whole.why {
            Why::Reference(reference) => {
                let path = format!("{}[*]", reference.path);
                self.reference(Arc::clone(&reference.address), &path)
            }
            why => why.clone().derived(),
        };
        let any = self.unknown(ty, why, span);
        self.made(any, "[*]", std::slice::from_ref(source))
    }

    fn several(&self, like: Traced, why: &Why, span: Span) -> Traced {
        let several = Several { like, why: why.clone() };
        self.written(Value::Several(Arc::new(several)), span)
    }

    /// What a loop over a value is at, turn by turn.
    ///
    /// # Errors
    /// If Terraform does not loop over such a value.
    pub(super) fn turns(&self, source: &Traced, span: Span) -> Result<Vec<Turn>, Refusal> {
        // that the whole is sensitive says nothing of an item: what is made of all of them is
        let source = &source.clone().marked(Mark::Open);
        match &source.value {
            Value::Null(_) => Err(Refusal::new("there is nothing to loop over: it is null")),
            Value::Sequence(kind, items) => Ok(self.sequence_turns(kind, items, source, span)),
            Value::Mapping(mapping) => Ok(self.mapping_turns(mapping, source, span)),
            Value::Unknown(unknown) => {
                let why = unknown.why.clone().derived();
                let key = self.written(Value::unknown_result(Type::Dynamic, why.clone()), span);
                let value = self.like_element(source, unknown, span);
                Ok(vec![Turn { key, value, open: Some(why) }])
            }
            _ => Err(Refusal::new("only lists, sets, maps and objects can be looped over")),
        }
    }

    fn sequence_turns(
        &self,
        kind: &SequenceKind,
        items: &[Traced],
        source: &Traced,
        span: Span,
    ) -> Vec<Turn> {
        let mut open_before = None;
        let mut turns = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let (value, open) = match &item.value {
                Value::Several(several) => (several.like.clone(), Some(several.why.clone())),
                _ => (item.clone(), None),
            };
            let value = self.taken(&value, source, span);
            open_before = open_before.or_else(|| open.clone());
            let key = match (kind, &open_before) {
                (SequenceKind::Set(_), _) => value.clone(),
                (_, None) => self.written(Value::Number(Number::from(at)), span),
                (_, Some(why)) => {
                    self.written(Value::unknown_result(Type::Number, why.clone()), span)
                }
            };
            turns.push(Turn { key, value, open });
        }
        turns
    }

    fn mapping_turns(&self, mapping: &Mapping, source: &Traced, span: Span) -> Vec<Turn> {
        let known = mapping.entries.iter().map(|(key, entry)| Turn {
            key: self.written(Value::text(Arc::clone(key)), span),
            value: self.taken(entry, source, span),
            open: None,
        });
        let rest = mapping.further(source.origin);
        let rest = rest.iter().map(|rest| Turn {
            key: self.written(Value::unknown_result(Type::String, rest.why.clone()), span),
            value: self.taken(&rest.like, source, span),
            open: Some(rest.why.clone()),
        });
        known.chain(rest).collect()
    }

    /// `[for …]` and `{for …}`
    pub(super) fn for_expression(&self, node: &For, span: Span, scope: Scope<'_>) -> Outcome {
        let source = self.expr(&node.source, scope).map_err(untyped)?;
        let source = if node.key.is_none() { ordered(source) } else { source };
        let made = self.lift(span, &[source], |values| {
            let mut made = Made::default();
            let turns = self.turns(&values[0], node.source.span)?;
            if turns.is_empty() {
                self.untaken(node, span, scope)?;
            }
            for turn in turns {
                self.turn(node, turn, scope, &mut made)?;
            }
            let (refused, made_mark) = (made.refused.take(), made.mark);
            anywhere(&mut made.items, &values[0].value);
            let value = if node.key.is_some() {
                self.keyed(made, node.group, span)
            } else {
                Value::tuple(made.items)
            };
            refused_as(refused, &value)?;
            Ok(self.computed(value, span, "for", &[values[0].origin]).under(made_mark))
        })?;
        Ok(self.made_by(made, || Shape::of_for(node), scope))
    }

    /// The object that a loop has made.
    fn keyed(&self, made: Made, group: bool, span: Span) -> Value {
        let Made { entries, further, .. } = made;
        // of a group, each list of values may have some of those whose key is not known
        let more = || further.iter().map(|(like, why)| self.several(like.clone(), why, span));
        let entry = |(key, mut values): (Name, Vec<Traced>)| {
            let origin = values[0].origin.with(Mark::Open);
            let value = if group {
                values.extend(more());
                Traced::new(Value::tuple(values), origin)
            } else {
                values.remove(0)
            };
            (key, value)
        };
        let entries = entries.into_iter().map(entry).collect();
        let rest = match further.first() {
            Some((_, why)) if group => {
                let like = self.written(Value::tuple(more().collect()), span);
                Some(Arc::new(Several { like, why: why.clone() }))
            }
            _ => self.rest(&further, span),
        };
        Value::Mapping(Arc::new(Mapping { kind: MappingKind::Object, entries, rest }))
    }

    /// Terraform looks at the condition of a loop even where there is nothing to loop over.
    fn untaken(&self, node: &For, span: Span, scope: Scope<'_>) -> Result<(), Refusal> {
        let Some(condition) = &node.condition else { return Ok(()) };
        let why = || Why::NotModelled("an element".into());
        let any = || self.unknown(Type::Dynamic, why(), span);
        let name = node.key_name.as_deref().unwrap_or("");
        let outer = Binding { name, value: any(), outer: scope.bindings };
        let inner = Binding { name: &node.value_name, value: any(), outer: Some(&outer) };
        self.keeps(condition, scope.with(&inner)).map(drop)
    }

    /// The condition of a loop.
    fn keeps(&self, condition: &Expr, scope: Scope<'_>) -> Outcome {
        let kept = self.expr(condition, scope).map_err(untyped)?;
        if kept.value.is_null() {
            return Err(Refusal::new("the condition of a for must not be null"));
        }
        convert(&kept, &Type::Bool, &self.origins, condition.span)
    }

    fn turn(
        &self,
        node: &For,
        turn: Turn,
        scope: Scope<'_>,
        made: &mut Made,
    ) -> Result<(), Refusal> {
        let key_name = node.key_name.as_deref().unwrap_or("");
        let outer = Binding { name: key_name, value: turn.key, outer: scope.bindings };
        let inner = Binding { name: &node.value_name, value: turn.value, outer: Some(&outer) };
        let (scope, span) = (scope.with(&inner), node.value.span);
        let mut open = turn.open;
        if let Some(condition) = &node.condition {
            let kept = self.keeps(condition, scope)?;
            made.mark = made.mark.max(kept.origin.mark);
            match kept.value {
                Value::Bool(true) => {}
                Value::Bool(false) => return Ok(()),
                unknown => open = open.or_else(|| unknown.why_unknown()),
            }
        }
        let Some(key) = &node.key else {
            let value = self.kept(self.expr(&node.value, scope), span, &mut made.refused);
            made.items.push(match open {
                Some(why) => self.several(value, &why, span),
                None => value,
            });
            return Ok(());
        };
        let key_span = key.span;
        let key = self.expr(key, scope).map_err(untyped)?;
        if key.value.is_null() {
            return Err(Refusal::new("the key of an object must not be null"));
        }
        let key = convert(&key, &Type::String, &self.origins, key_span)?;
        made.mark = made.mark.max(key.origin.mark);
        let value = self.kept(self.expr(&node.value, scope), span, &mut made.refused);
        match (key.value.as_str(), open) {
            (Some(key), None) => made.insert(key.into(), value, node.group),
            (_, Some(why)) => made.further.push((value, why)),
            (None, None) => made.further.push((value, key_unknown(&key.value))),
        }
        Ok(())
    }
}

/// A set in the orders that its items may have, where the order shows.
pub(super) fn ordered(source: Traced) -> Traced {
    match &source.value {
        Value::Sequence(kind @ SequenceKind::Set(_), items) => {
            Traced::new(set::in_some_order(items, kind), source.origin)
        }
        _ => source,
    }
}

/// Of a mapping with further keys, which come last, it is not known where they stand.
fn anywhere(items: &mut Vec<Traced>, source: &Value) {
    let Value::Mapping(mapping) = source else { return };
    let open = mapping.rest.is_some() || matches!(mapping.kind, MappingKind::Resource(_));
    if open && let Some(further) = items.pop_if(|item| matches!(item.value, Value::Several(_))) {
        *items = set::among(Some(&further), items.drain(..));
    }
}

/// The type of the elements of a list or set.
fn element_type(value: &Value) -> Option<&Type> {
    match value {
        Value::Sequence(SequenceKind::List(of) | SequenceKind::Set(of), _) => Some(of),
        _ => None,
    }
}

/// The items as a list; as a tuple where their types are not known to be the same.
fn uniform(items: Vec<Traced>) -> Value {
    let certain = |item: &&Traced| item.value.is_known() || item.value.ty().is_definite();
    let of = items.first().filter(certain).map(|item| item.value.ty());
    match of {
        Some(of) if items.iter().all(|item| item.value.ty() == of) => Value::list(of, items),
        _ => Value::tuple(items),
    }
}

/// What a `for` has made so far.
#[derive(Default)]
struct Made {
    items: Vec<Traced>,
    entries: BTreeMap<Name, Vec<Traced>>,
    /// Values whose keys are not known, or that may be left out.
    further: Vec<(Traced, Why)>,
    refused: Option<Refusal>,
    /// That of its conditions and keys.
    mark: Mark,
}

impl Made {
    fn insert(&mut self, key: Name, value: Traced, group: bool) {
        let values = self.entries.entry(key).or_default();
        if values.is_empty() || group {
            values.push(value);
        } else if self.refused.is_none() {
            self.refused = Some(Refusal::new("two items of a for have the same key"));
        }
    }
}

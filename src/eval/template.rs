//! Templates: strings with values, conditions and loops in them.

use super::Refusal;
use super::evaluator::Evaluator;
use super::functions::Outcome;
use super::scope::{Binding, Scope};
use super::types::Type;
use super::value::{Piece, Several, Text, Traced, Value, Why};
use super::{OriginId, convert};
use crate::source::Span;
use crate::syntax::Part;
use std::sync::Arc;

/// A string in the making.
#[derive(Default)]
pub(super) struct Builder {
    pieces: Vec<Piece>,
    literal: String,
}

impl Builder {
    pub(super) fn push_str(&mut self, text: &str) {
        self.literal.push_str(text);
    }

    /// Adds a string: known, symbolic or unknown.
    pub(super) fn push(&mut self, value: &Traced) {
        match &value.value {
            Value::Text(Text::Plain(text)) => self.push_str(text),
            Value::Text(Text::Symbolic(pieces)) => {
                for piece in pieces.iter() {
                    match piece {
                        Piece::Literal(text) => self.push_str(text),
                        other => self.piece(other.clone()),
                    }
                }
            }
            _ => self.piece(Piece::Unknown(value.clone())),
        }
    }

    pub(super) fn piece(&mut self, piece: Piece) {
        self.end_literal();
        self.pieces.push(piece);
    }

    fn end_literal(&mut self) {
        if !self.literal.is_empty() {
            self.pieces.push(Piece::Literal(std::mem::take(&mut self.literal).into()));
        }
    }

    /// The string.
    pub(super) fn finish(mut self) -> Value {
        if self.pieces.is_empty() {
            return Value::text(self.literal);
        }
        self.end_literal();
        match <[Piece; 1]>::try_from(self.pieces) {
            Ok([Piece::Unknown(value)]) => value.value,
            Ok(pieces) => Value::Text(Text::Symbolic(Arc::new(pieces))),
            Err(pieces) => Value::Text(Text::Symbolic(pieces.into())),
        }
    }
}

impl Evaluator<'_> {
    /// The value of a template; a single value alone keeps its type.
    pub(super) fn template(&self, parts: &[Part], span: Span, scope: Scope<'_>) -> Outcome {
        if let [Part::Value(expr)] = parts {
            let value = self.expr(expr, scope)?;
            return Ok(self.passed(&value, span, "\"${…}\"".to_owned()));
        }
        self.text(parts, span, scope)
    }

    /// The text of a template.
    pub(super) fn text(&self, parts: &[Part], span: Span, scope: Scope<'_>) -> Outcome {
        // alternatives inside a template: each of the values must be looked at
        let mut values = Vec::new();
        self.gather(parts, span, scope, &mut values)?;
        let origins: Vec<OriginId> = values.iter().map(|value| value.origin).collect();
        self.lift(span, &values, |values| {
            let mut builder = Builder::default();
            let mut bytes = 0;
            for value in values {
                bytes += value.value.as_str().map_or(1, str::len);
                if let Err(why) = self.afford(bytes) {
                    return Ok(self.unknown(Type::String, why, span));
                }
                builder.push(value);
            }
            let value = string_result(builder.finish());
            Ok(self.computed(value, span, "template", &origins))
        })
    }

    /// The pieces of a template, each a string.
    fn gather(
        &self,
        parts: &[Part],
        span: Span,
        scope: Scope<'_>,
        out: &mut Vec<Traced>,
    ) -> Result<(), Refusal> {
        for part in parts {
            match part {
                Part::Literal(text) => out.push(self.written(Value::text(Arc::clone(text)), span)),
                Part::Value(expr) => {
                    let value = self.expr(expr, scope)?;
                    out.push(self.stringed(&value, expr.span)?);
                }
                Part::If { condition, then, otherwise } => {
                    self.choose(condition, [then, otherwise], span, scope, out)?;
                }
                Part::For { key_name, value_name, source, body } => {
                    let source_span = source.span;
                    let source = self.expr(source, scope)?;
                    for turn in self.turns(&source, source_span)? {
                        let name = key_name.as_deref().unwrap_or("");
                        let outer = Binding { name, value: turn.key, outer: scope.bindings };
                        let name = &**value_name;
                        let inner = Binding { name, value: turn.value, outer: Some(&outer) };
                        match turn.open {
                            None => self.gather(body, span, scope.with(&inner), out)?,
                            Some(why) => {
                                let like = self.text(body, span, scope.with(&inner))?;
                                out.push(self.repeated(like, why, span));
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn choose(
        &self,
        condition: &crate::syntax::Expr,
        sides: [&Arc<[Part]>; 2],
        span: Span,
        scope: Scope<'_>,
        out: &mut Vec<Traced>,
    ) -> Result<(), Refusal> {
        let decided = self.expr(condition, scope)?;
        if decided.value.is_null() {
            return Err(Refusal::new("the condition of a template must not be null"));
        }
        match convert(&decided, &Type::Bool, &self.origins, condition.span)?.value {
            Value::Bool(true) => self.gather(sides[0], span, scope, out),
            Value::Bool(false) => self.gather(sides[1], span, scope, out),
            unknown => {
                let why = unknown.why_unknown().unwrap_or(Why::NotModelled("template".into()));
                let both = [self.text(sides[0], span, scope)?, self.text(sides[1], span, scope)?];
                out.push(self.alternatives(&both, why, span));
                Ok(())
            }
        }
    }

    /// Text that stands there any number of times.
    fn repeated(&self, like: Traced, why: Why, span: Span) -> Traced {
        let items = Arc::new(Several { like, why });
        let piece = Piece::Joined { separator: "".into(), items };
        self.written(Value::Text(Text::Symbolic(Arc::new([piece]))), span)
    }

    /// A value inside a string.
    fn stringed(&self, value: &Traced, span: Span) -> Outcome {
        if value.value.is_null() {
            return Err(Refusal::new("null cannot stand inside a string"));
        }
        self.lift(span, std::slice::from_ref(value), |values| {
            convert(&values[0], &Type::String, &self.origins, span)
        })
    }
}

/// A template is never null, whatever its one unknown piece may be.
fn string_result(value: Value) -> Value {
    match value {
        Value::Unknown(unknown) if unknown.nullable || unknown.ty != Type::String => {
            Value::unknown_result(Type::String, unknown.why.clone())
        }
        value => value,
    }
}

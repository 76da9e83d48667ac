//! Templates: strings with values, conditions and loops in them.

use super::Refusal;
use super::evaluator::Evaluator;
use super::functions::{Outcome, Pieces};
use super::iterate::ordered;
use super::made::Shape;
use super::mark::Mark;
use super::scope::{Binding, Scope};
use super::types::Type;
use super::value::{Piece, Several, Text, Traced, Value, Why};
use super::{OriginId, convert};
use crate::source::Span;
use crate::syntax::Part;
use std::sync::Arc;

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
        let result = self.lift(span, &values, |values| {
            let mut pieces = Pieces::default();
            let mut bytes = 0;
            for value in values {
                bytes += value.value.as_str().map_or(1, str::len);
                if let Err(why) = self.afford(bytes) {
                    return Ok(self.unknown(Type::String, why, span));
                }
                pieces.push(value);
            }
            let value = pieces.finish();
            Ok(self.computed(value, span, "template", &origins))
        })?;
        let turns = parts.iter().any(|part| matches!(part, Part::For { .. } | Part::If { .. }));
        Ok(if turns {
            self.made_by(result, || Shape::of_parts(parts), scope)
        } else {
            self.made(result, "template", &values)
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
                    let source = ordered(self.expr(source, scope)?);
                    out.push(self.nothing(source.origin.mark, span));
                    for turn in self.turns(&source, source_span)? {
                        if !self.tick() {
                            let why = Why::Budget("evaluation steps");
                            out.push(self.unknown(Type::String, why, span));
                            return Ok(());
                        }
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
        out.push(self.nothing(decided.origin.mark, span));
        // of the side that is left out, it only matters whether it is sensitive
        let mark = |side| self.text(side, span, scope).map_or(Mark::Open, |it| it.origin.mark);
        match convert(&decided, &Type::Bool, &self.origins, condition.span)?.value {
            Value::Bool(true) => {
                out.push(self.nothing(mark(sides[1]), span));
                self.gather(sides[0], span, scope, out)
            }
            Value::Bool(false) => {
                out.push(self.nothing(mark(sides[0]), span));
                self.gather(sides[1], span, scope, out)
            }
            unknown => {
                let why = unknown.why_unknown().unwrap_or(Why::NotModelled("template".into()));
                match sides.map(|side| self.text(side, span, scope)) {
                    [Ok(then), Ok(otherwise)] => {
                        out.push(self.alternatives(&[then, otherwise], why, span));
                    }
                    // only the side that Terraform does not refuse can ever be taken
                    [Ok(one), Err(_)] | [Err(_), Ok(one)] => {
                        self.doubt(&why);
                        out.push(one);
                    }
                    [Err(refusal), Err(_)] => return Err(refusal),
                }
                Ok(())
            }
        }
    }

    /// No text, but what decides over others may be sensitive.
    fn nothing(&self, mark: Mark, span: Span) -> Traced {
        self.written(Value::text(""), span).marked(mark)
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

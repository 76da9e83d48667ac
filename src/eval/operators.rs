//! Operators, and when two values are equal.

use super::evaluator::Evaluator;
use super::functions::Outcome;
use super::scope::Scope;
use super::types::Type;
use super::value::{MappingKind, Piece, Text, Traced, Value, Why};
use super::{Number, Refusal, convert};
use crate::source::Span;
use crate::syntax::{BinaryOperator, Expr, UnaryOperator};

impl Evaluator<'_> {
    pub(super) fn unary(&self, operator: UnaryOperator, operand: &Traced, span: Span) -> Outcome {
        let (ty, name) = match operator {
            UnaryOperator::Not => (Type::Bool, "!"),
            UnaryOperator::Negate => (Type::Number, "-"),
        };
        let operand = self.operand(operand, &ty, span)?;
        let value = match (&operand.value, operator) {
            (Value::Bool(value), UnaryOperator::Not) => Value::Bool(!value),
            (Value::Number(value), UnaryOperator::Negate) => Value::Number(value.neg()),
            (value, _) => unknown_result(ty, value),
        };
        Ok(self.computed(value, span, name, &[operand.origin]))
    }

    pub(super) fn binary(
        &self,
        operator: BinaryOperator,
        operands: &[Expr; 2],
        span: Span,
        scope: Scope<'_>,
    ) -> Outcome {
        use BinaryOperator::{And, Or};
        let left = self.expr(&operands[0], scope)?;
        if matches!(operator, And | Or) {
            return self.logical(operator == And, left, &operands[1], span, scope);
        }
        let right = self.expr(&operands[1], scope)?;
        self.lift(span, vec![left, right], |values| {
            let value = self.operate(operator, &values[0], &values[1], span)?;
            let origins = [values[0].origin, values[1].origin];
            Ok(self.computed(value, span, symbol(operator), &origins))
        })
    }

    /// `&&` and `||`: where the left side decides, the right one is not looked at.
    fn logical(
        &self,
        and: bool,
        left: Traced,
        right: &Expr,
        span: Span,
        scope: Scope<'_>,
    ) -> Outcome {
        let name = if and { "&&" } else { "||" };
        let decides = Value::Bool(!and);
        let left_side = self.lift(span, vec![left], |v| self.operand(&v[0], &Type::Bool, span))?;
        if left_side.value == decides {
            return Ok(self.computed(decides, span, name, &[left_side.origin]));
        }
        let right_side = self.expr(right, scope)?;
        let right_side =
            self.lift(span, vec![right_side], |v| self.operand(&v[0], &Type::Bool, span))?;
        let value = match (&left_side.value, &right_side.value) {
            (_, right) if *right == decides => decides,
            (Value::Bool(_), Value::Bool(right)) => Value::Bool(*right),
            (Value::Bool(_), unknown) | (unknown, _) => unknown_result(Type::Bool, unknown),
        };
        Ok(self.computed(value, span, name, &[left_side.origin, right_side.origin]))
    }

    fn operand(&self, operand: &Traced, ty: &Type, span: Span) -> Outcome {
        if operand.value.is_null() {
            return Err(Refusal::new("an operand must not be null"));
        }
        convert(operand, ty, &self.origins, span)
    }

    fn operate(
        &self,
        operator: BinaryOperator,
        left: &Traced,
        right: &Traced,
        span: Span,
    ) -> Result<Value, Refusal> {
        use BinaryOperator as Op;
        if matches!(operator, Op::Equal | Op::NotEqual) {
            let equal = equal(&left.value, &right.value);
            return Ok(match equal {
                Ok(equal) => Value::Bool(equal == (operator == Op::Equal)),
                Err(why) => Value::unknown_result(Type::Bool, why),
            });
        }
        let left = self.operand(left, &Type::Number, span)?;
        let right = self.operand(right, &Type::Number, span)?;
        let (Value::Number(a), Value::Number(b)) = (&left.value, &right.value) else {
            let unknown = if left.value.is_known() { &right.value } else { &left.value };
            let compares = matches!(operator, Op::Less | Op::LessEqual | Op::Greater | Op::GreaterEqual);
            return Ok(unknown_result(if compares { Type::Bool } else { Type::Number }, unknown));
        };
        let number = |result: Option<Number>| {
            result.map(Value::Number).ok_or_else(|| Refusal::new("this has no result"))
        };
        match operator {
            Op::Less => Ok(Value::Bool(a.compare(b).is_lt())),
            Op::LessEqual => Ok(Value::Bool(a.compare(b).is_lt() || a == b)),
            Op::Greater => Ok(Value::Bool(a.compare(b).is_gt())),
            Op::GreaterEqual => Ok(Value::Bool(a.compare(b).is_gt() || a == b)),
            Op::Add => number(a.add(b)),
            Op::Subtract => number(a.sub(b)),
            Op::Multiply => number(a.mul(b)),
            Op::Divide => number(a.div(b)),
            Op::Modulo => number(a.rem(b)),
            Op::Equal | Op::NotEqual | Op::And | Op::Or => Err(Refusal::new("no arithmetic")),
        }
    }
}

fn unknown_result(ty: Type, value: &Value) -> Value {
    let why = value.why_unknown().unwrap_or(Why::NotModelled("an operand".into()));
    Value::unknown_result(ty, why)
}

/// Whether two values are equal, or why that is not known.
pub(super) fn equal(a: &Value, b: &Value) -> Result<bool, Why> {
    match (a, b) {
        (Value::Unknown(x), Value::Unknown(y)) => {
            let certain = x.why.reference().is_some_and(|r| r.address.is_certain());
            if certain && x.why == y.why { Ok(true) } else { Err(x.why.clone()) }
        }
        (Value::Unknown(unknown), known) | (known, Value::Unknown(unknown)) => {
            let is_reference = unknown.why.reference().is_some();
            match known {
                Value::Null(_) if !unknown.nullable => Ok(false),
                Value::Text(Text::Plain(text)) if text.is_empty() && is_reference => Ok(false),
                _ => Err(unknown.why.clone()),
            }
        }
        (Value::Null(_), Value::Null(_)) => Ok(true),
        (Value::Null(_), _) | (_, Value::Null(_)) => Ok(false),
        (Value::Text(x), Value::Text(y)) => equal_texts(x, y),
        (Value::Sequence(kind, x), Value::Sequence(other, y)) => {
            if std::mem::discriminant(kind) != std::mem::discriminant(other) {
                return Ok(false);
            }
            equal_sequences(x, y)
        }
        (Value::Mapping(x), Value::Mapping(y)) => {
            let open = |m: &super::Mapping| {
                matches!(m.kind, MappingKind::Resource(_)) || m.rest.is_some()
            };
            if open(x) || open(y) {
                return Err(a.why_unknown().or(b.why_unknown()).unwrap_or(not_modelled()));
            }
            if matches!(x.kind, MappingKind::Map(_)) != matches!(y.kind, MappingKind::Map(_)) {
                return Ok(false);
            }
            if !x.entries.keys().eq(y.entries.keys()) {
                return Ok(false);
            }
            all(x.entries.values().zip(y.entries.values()))
        }
        (Value::Several(several), _) | (_, Value::Several(several)) => Err(several.why.clone()),
        (Value::Bool(x), Value::Bool(y)) => Ok(x == y),
        (Value::Number(x), Value::Number(y)) => Ok(x == y),
        _ => Ok(false),
    }
}

fn equal_sequences(a: &[Traced], b: &[Traced]) -> Result<bool, Why> {
    let open = a.iter().chain(b).find_map(|item| match &item.value {
        Value::Several(several) => Some(several.why.clone()),
        _ => None,
    });
    match open {
        Some(why) => Err(why),
        None if a.len() != b.len() => Ok(false),
        None => all(a.iter().zip(b)),
    }
}

/// Whether all pairs are equal: one that differs decides, whatever else is not known.
fn all<'v>(pairs: impl Iterator<Item = (&'v Traced, &'v Traced)>) -> Result<bool, Why> {
    let mut open = None;
    for (x, y) in pairs {
        match equal(&x.value, &y.value) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(why) => open = Some(why),
        }
    }
    open.map_or(Ok(true), Err)
}

fn equal_texts(a: &Text, b: &Text) -> Result<bool, Why> {
    if let (Text::Plain(a), Text::Plain(b)) = (a, b) {
        return Ok(a == b);
    }
    if a == b {
        return Ok(true);
    }
    let symbolic = |text: &Text| match text {
        Text::Symbolic(pieces) => pieces.to_vec(),
        Text::Plain(_) => Vec::new(),
    };
    let pieces = [symbolic(a), symbolic(b)].concat();
    let is_empty = |text: &Text| matches!(text, Text::Plain(text) if text.is_empty());
    let certain = pieces.iter().any(|piece| match piece {
        Piece::Literal(_) => true,
        Piece::Unknown(value) => value.value.why_unknown().is_some_and(|w| w.reference().is_some()),
        Piece::Joined { .. } => false,
    });
    if (is_empty(a) || is_empty(b)) && certain {
        return Ok(false);
    }
    Err(Value::Text(a.clone()).why_unknown().or(Value::Text(b.clone()).why_unknown()).unwrap_or(not_modelled()))
}

fn not_modelled() -> Why {
    Why::NotModelled("a comparison".into())
}

fn symbol(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Equal => "==",
        BinaryOperator::NotEqual => "!=",
        BinaryOperator::Less => "<",
        BinaryOperator::LessEqual => "<=",
        BinaryOperator::Greater => ">",
        BinaryOperator::GreaterEqual => ">=",
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Modulo => "%",
        BinaryOperator::And => "&&",
        BinaryOperator::Or => "||",
    }
}

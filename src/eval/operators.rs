//! Operators, and when two values are equal.

use super::evaluator::Evaluator;
use super::functions::Outcome;
use super::mark::{self, Mark};
use super::scope::Scope;
use super::types::Type;
use super::value::{Traced, Value, Why};
use super::{Number, Refusal, convert, equal};
use crate::source::Span;
use crate::syntax::{BinaryOperator, Expr, UnaryOperator};

impl Evaluator<'_> {
    pub(super) fn unary(&self, operator: UnaryOperator, operand: &Traced, span: Span) -> Outcome {
        let ty = unary_type(operator);
        let name = unary_name(operator);
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
        let of = [left, right];
        let result = self.lift(span, &of, |values| {
            let value = self.operate(operator, &values[0], &values[1], span)?;
            let origins = [values[0].origin, values[1].origin];
            let mark = mark::greatest(values.iter());
            Ok(self.computed(value, span, symbol(operator), &origins).under(mark))
        });
        Ok(self.made(result?, symbol(operator), &of))
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
        let left_side = self.lift(span, &[left], |v| self.operand(&v[0], &Type::Bool, span))?;
        if left_side.value == decides {
            // the right side is not looked at, but for what is sensitive
            let mark = self.expr(right, scope).map_or(Mark::Open, |right| right.origin.mark);
            return Ok(self.computed(decides, span, name, &[left_side.origin]).under(mark));
        }
        let right_side = self.expr(right, scope)?;
        let right_side =
            self.lift(span, &[right_side], |v| self.operand(&v[0], &Type::Bool, span))?;
        let value = match (&left_side.value, &right_side.value) {
            (_, right) if *right == decides => decides,
            (Value::Bool(_), Value::Bool(right)) => Value::Bool(*right),
            (Value::Bool(_), unknown) | (unknown, _) => unknown_result(Type::Bool, unknown),
        };
        let result = self.computed(value, span, name, &[left_side.origin, right_side.origin]);
        Ok(self.made(result, name, &[left_side, right_side]))
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
            return Ok(match equal(&left.value, &right.value) {
                Some(equal) => Value::Bool(equal == (operator == Op::Equal)),
                None if left.value.is_known() => unknown_result(Type::Bool, &right.value),
                None => unknown_result(Type::Bool, &left.value),
            });
        }
        let left = self.operand(left, &Type::Number, span)?;
        let right = self.operand(right, &Type::Number, span)?;
        let (Value::Number(a), Value::Number(b)) = (&left.value, &right.value) else {
            let unknown = if left.value.is_known() { &right.value } else { &left.value };
            return Ok(unknown_result(result_type(operator), unknown));
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

/// How an operator with one operand is written.
pub(super) fn unary_name(operator: UnaryOperator) -> &'static str {
    if operator == UnaryOperator::Not { "!" } else { "-" }
}

/// What an operator takes and makes.
pub(super) fn unary_type(operator: UnaryOperator) -> Type {
    match operator {
        UnaryOperator::Not => Type::Bool,
        UnaryOperator::Negate => Type::Number,
    }
}

/// What an operator makes.
pub(super) fn result_type(operator: BinaryOperator) -> Type {
    use BinaryOperator as Op;
    match operator {
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Modulo => Type::Number,
        _ => Type::Bool,
    }
}

fn unknown_result(ty: Type, value: &Value) -> Value {
    let why = value.why_unknown().unwrap_or(Why::NotModelled("an operand".into()));
    Value::unknown_result(ty, why)
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

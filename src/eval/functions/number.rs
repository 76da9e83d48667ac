//! Functions of numbers: thin, since [`Number`] computes as Terraform does.

use super::super::Refusal;
use super::super::number::Number;
use super::super::value::{Traced, Value};
use super::argument::{integer, number, text};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use std::cmp::Ordering;

const NUMBER: Parameter = Parameter::strict(Takes::Number);

pub(super) const FUNCTIONS: &[Function] = &[
    of_one("abs", |cx, arguments| Ok(made(cx, number(&arguments[0])?.abs()))),
    of_one("ceil", |cx, arguments| Ok(made(cx, number(&arguments[0])?.ceil()))),
    of_one("floor", |cx, arguments| Ok(made(cx, number(&arguments[0])?.floor()))),
    of_one("signum", |cx, arguments| real(cx, number(&arguments[0])?.signum())),
    of_two("log", |cx, arguments| real(cx, number(&arguments[0])?.log(number(&arguments[1])?))),
    of_two("pow", |cx, arguments| real(cx, number(&arguments[0])?.pow(number(&arguments[1])?))),
    of_any("max", |cx, arguments| extreme(cx, arguments, Ordering::Greater)),
    of_any("min", |cx, arguments| extreme(cx, arguments, Ordering::Less)),
    Function::new("parseint", &[Parameter::strict(Takes::Any), NUMBER], Returns::Number, parseint),
];

type Run = fn(&Context<'_>, &[Traced]) -> Outcome;

const fn of_one(name: &'static str, run: Run) -> Function {
    Function::new(name, &[NUMBER], Returns::Number, run)
}

const fn of_two(name: &'static str, run: Run) -> Function {
    Function::new(name, &[NUMBER, NUMBER], Returns::Number, run)
}

const fn of_any(name: &'static str, run: Run) -> Function {
    Function::new(name, &[], Returns::Number, run).and_any(NUMBER)
}

fn extreme(cx: &Context<'_>, arguments: &[Traced], wanted: Ordering) -> Outcome {
    let Some((first, others)) = arguments.split_first() else {
        return Err(Refusal::new("must pass at least one number"));
    };
    let mut best = number(first)?;
    for other in others {
        let other = number(other)?;
        if other.compare(best) == wanted {
            best = other;
        }
    }
    Ok(made(cx, best.clone()))
}

fn parseint(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let digits = text(&arguments[0])?;
    let base = integer(&arguments[1])?;
    let base = u32::try_from(base).ok().filter(|base| (2..=62).contains(base));
    let base = base.ok_or_else(|| Refusal::new("base must be a whole number from 2 to 62"))?;
    let refusal = || Refusal::new(format!("{digits:?} is no integer of base {base}"));
    Number::parse_radix(digits, base).map(|parsed| made(cx, parsed)).ok_or_else(refusal)
}

fn made(cx: &Context<'_>, number: Number) -> Traced {
    cx.made(Value::Number(number))
}

fn real(cx: &Context<'_>, number: Option<Number>) -> Outcome {
    number.map(|number| made(cx, number)).ok_or_else(|| Refusal::new("the result is no number"))
}

#[cfg(test)]
mod tests {
    use super::super::test_text::table;

    #[test]
    fn known_answers() {
        table(&[
            ("abs(-1.5)", "1.5"),
            ("ceil(1.1)", "2"),
            ("floor(-1.1)", "-2"),
            ("signum(-7)", "-1"),
            ("signum(1.5)", "ERR"),
            ("log(50, 10)", "1.6989700043360185"),
            ("log(-1, 10)", "ERR"),
            ("pow(2, 10)", "1024"),
            ("max()", "ERR"),
            ("max(1, 12, 3)", "12"),
            ("min(1, -12, 3)", "-12"),
            (r#"parseint("ff", 16)"#, "255"),
            (r#"parseint("-101", 2)"#, "-5"),
            (r#"parseint("1_000", 10)"#, "ERR"),
            (r#"parseint("", 10)"#, "ERR"),
            (r#"parseint("z", 63)"#, "ERR"),
        ]);
    }
}

//! Functions of timestamps.

mod layout;
mod timestamp;

use self::timestamp::{Rigor, Timestamp, parse_duration};
use super::super::Refusal;
use super::super::types::Type;
use super::super::value::{Traced, Value, Why};
use super::argument::text;
use super::{Context, Function, Outcome, Parameter, Returns, Takes};

const TEXT: Parameter = Parameter::strict(Takes::Text);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("formatdate", &[TEXT, TEXT], Returns::Text, formatdate),
    Function::new("timeadd", &[TEXT, TEXT], Returns::Text, timeadd),
    Function::new("timecmp", &[TEXT, TEXT], Returns::Number, timecmp),
];

fn formatdate(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let time = read(&arguments[1], Rigor::Strict)?;
    Ok(cx.made(Value::text(layout::format(text(&arguments[0])?, &time)?)))
}

fn timeadd(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let (time, duration) = (read(&arguments[0], Rigor::Strict)?, text(&arguments[1])?);
    let wrong = || Refusal::new(format!("{duration:?} is no duration"));
    let nanoseconds = parse_duration(duration).ok_or_else(wrong)?;
    let Some(later) = time.add(nanoseconds) else {
        let why = Why::NotModelled("a year before 0 or after 9999".into());
        return Ok(cx.made(Value::unknown_result(Type::String, why)));
    };
    Ok(cx.made(Value::text(later.to_string())))
}

fn timecmp(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let instant = |argument| read(argument, Rigor::Lax).map(|time| time.instant());
    let order = instant(&arguments[0])?.cmp(&instant(&arguments[1])?);
    Ok(cx.made(Value::Number((order as i64).into())))
}

/// A timestamp in the one form that Terraform writes, if it is one.
pub(super) fn normalized(text: &str) -> Option<String> {
    Timestamp::parse(text, Rigor::Strict).map(|time| time.to_string())
}

fn read(argument: &Traced, rigor: Rigor) -> Result<Timestamp, Refusal> {
    let text = text(argument)?;
    let wrong = || Refusal::new(format!("{text:?} is no RFC 3339 timestamp"));
    Timestamp::parse(text, rigor).ok_or_else(wrong)
}

#[cfg(test)]
mod tests;

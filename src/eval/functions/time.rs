//! Functions of timestamps.

mod layout;
mod timestamp;

use self::timestamp::{Timestamp, parse_duration};
use super::super::Refusal;
use super::super::value::{Traced, Value};
use super::argument::text;
use super::{Context, Function, Outcome, Parameter, Returns, Takes};

const TEXT: Parameter = Parameter::strict(Takes::Text);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("formatdate", &[TEXT, TEXT], Returns::Text, formatdate),
    Function::new("timeadd", &[TEXT, TEXT], Returns::Text, timeadd),
    Function::new("timecmp", &[TEXT, TEXT], Returns::Number, timecmp),
];

fn formatdate(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let time = read(&arguments[1])?;
    Ok(cx.made(Value::text(layout::format(text(&arguments[0])?, &time)?)))
}

fn timeadd(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let (time, duration) = (read(&arguments[0])?, text(&arguments[1])?);
    let wrong = || Refusal::new(format!("{duration:?} is no duration"));
    let nanoseconds = parse_duration(duration).ok_or_else(wrong)?;
    let later = time.add(nanoseconds).ok_or_else(|| Refusal::new("the time is out of range"))?;
    Ok(cx.made(Value::text(later.to_string())))
}

fn timecmp(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let order = read(&arguments[0])?.instant().cmp(&read(&arguments[1])?.instant());
    Ok(cx.made(Value::Number((order as i64).into())))
}

/// A timestamp in the one form that Terraform writes, if it is one.
pub(super) fn normalized(text: &str) -> Option<String> {
    Timestamp::parse(text).map(|time| time.to_string())
}

fn read(argument: &Traced) -> Result<Timestamp, Refusal> {
    let text = text(argument)?;
    let wrong = || Refusal::new(format!("{text:?} is no RFC 3339 timestamp"));
    Timestamp::parse(text).ok_or_else(wrong)
}

#[cfg(test)]
mod tests;

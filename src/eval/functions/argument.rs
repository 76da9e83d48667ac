//! What functions read out of their arguments after the dispatcher has converted them.

use super::super::Refusal;
use super::super::number::Number;
use super::super::value::{Traced, Value};
use dashu_int::IBig;

/// The string.
pub(super) fn text(argument: &Traced) -> Result<&str, Refusal> {
    argument.value.as_str().ok_or_else(|| Refusal::new("a string is required"))
}

/// The number.
pub(super) fn number(argument: &Traced) -> Result<&Number, Refusal> {
    match &argument.value {
        Value::Number(number) => Ok(number),
        _ => Err(Refusal::new("a number is required")),
    }
}

/// The integer of 64 bits.
pub(super) fn integer(argument: &Traced) -> Result<i64, Refusal> {
    let whole = || Refusal::new("a whole number of 64 bits is required");
    number(argument)?.to_i64().ok_or_else(whole)
}

/// The integer, however long.
pub(super) fn big_integer(argument: &Traced) -> Result<IBig, Refusal> {
    let number = number(argument)?;
    let whole = || Refusal::new("a whole number is required");
    if number.is_integer() { number.to_string().parse().map_err(|_| whole()) } else { Err(whole()) }
}

/// The items of a list, set or tuple.
pub(super) fn items(argument: &Traced) -> Result<&[Traced], Refusal> {
    match &argument.value {
        Value::Sequence(_, items) => Ok(items),
        _ => Err(Refusal::new("a list is required")),
    }
}

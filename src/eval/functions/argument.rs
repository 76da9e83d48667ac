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
    let integer = exact_integer(number(argument)?);
    integer.ok_or_else(|| Refusal::new("a whole number is required"))
}

/// The most digits of a number that is computed with digit by digit.
const LONGEST: usize = 5_000;
/// How many bits are taken out of a number at a time.
const STEP: usize = 48;

/// Whether a number has too many digits for what looks at each.
pub(super) fn is_too_long(number: &Number) -> bool {
    number.to_string().len() > LONGEST
}

/// All digits of an integer, of which its text has only those that tell it from its neighbours.
pub(super) fn exact_integer(number: &Number) -> Option<IBig> {
    if !number.is_integer() || is_too_long(number) {
        return None;
    }
    let step = Number::from(1_u64 << STEP);
    let (mut rest, mut whole, mut shift) = (number.clone(), IBig::ZERO, 0);
    while rest.to_i64() != Some(0) {
        let low = rest.rem(&step)?;
        whole += IBig::from(low.to_i64()?) << shift;
        rest = rest.sub(&low)?.div(&step)?;
        shift += STEP;
    }
    Some(whole)
}

/// A number as an integer over a power of two, which every finite number is.
pub(super) fn exact_fraction(number: &Number) -> Option<(IBig, usize)> {
    if is_too_long(number) {
        return None;
    }
    let step = Number::from(1_u64 << STEP);
    let (mut whole, mut shift) = (number.clone(), 0);
    while !whole.is_integer() {
        whole = whole.mul(&step)?;
        shift += STEP;
    }
    Some((exact_integer(&whole)?, shift))
}

//! Integers in any base, as Go prints its big integers.

use super::super::super::Refusal;
use super::super::super::number::Number;
use super::super::argument::exact_integer;
use super::template::Verb;
use dashu_int::Sign;

/// The integer for `%b`, `%d`, `%o`, `%x` or `%X`.
pub(super) fn format(verb: &Verb, number: &Number) -> Result<String, Refusal> {
    let integer = || Refusal::new("an integer is required");
    let (sign, magnitude) = exact_integer(number).ok_or_else(integer)?.into_parts();
    let negative = sign == Sign::Negative;
    let (digits, prefix) = match verb.mode {
        'b' => (magnitude.in_radix(2).to_string(), "0b"),
        'o' => (magnitude.in_radix(8).to_string(), "0"),
        'x' => (magnitude.in_radix(16).to_string(), "0x"),
        'X' => (magnitude.in_radix(16).to_string().to_uppercase(), "0X"),
        _ => (magnitude.to_string(), ""),
    };
    let prefix = if verb.sharp { prefix } else { "" };
    if digits == "0" && verb.precision == Some(0) {
        return Ok(String::new());
    }
    Ok(laid_out(verb, sign_of(verb, negative), prefix, &digits))
}

/// The sign of a number that is negative or not.
pub(super) fn sign_of(verb: &Verb, negative: bool) -> &'static str {
    match verb {
        _ if negative => "-",
        Verb { plus: true, .. } => "+",
        Verb { space: true, .. } => " ",
        _ => "",
    }
}

fn laid_out(verb: &Verb, sign: &str, prefix: &str, digits: &str) -> String {
    let mut zeros = verb.precision.unwrap_or(0).saturating_sub(digits.len());
    let length = sign.len() + prefix.len() + zeros + digits.len();
    let missing = verb.width.unwrap_or(0).saturating_sub(length);
    let (mut left, mut right) = (0, 0);
    match verb {
        Verb { minus: true, .. } => right = missing,
        Verb { zero: true, precision: None, .. } => zeros = missing,
        _ => left = missing,
    }
    let (left, right, zeros) = (" ".repeat(left), " ".repeat(right), "0".repeat(zeros));
    format!("{left}{sign}{prefix}{zeros}{digits}{right}")
}

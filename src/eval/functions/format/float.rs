//! Numbers with a point or an exponent, as Go prints its big floats.

use super::super::super::number::Number;
use super::super::argument::exact_fraction;
use super::integer::sign_of;
use super::template::Verb;
use dashu_int::UBig;

/// Decimal digits without zeros at either end: `0.mant × 10^exponent`.
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `1.5e+10`, and whether with `E`
    Exponent(char),
    /// `15.0`
    Point,
}

/// The places after the point where a format does not say it.
const DEFAULT_PRECISION: usize = 6;

/// The number for `%e`, `%E`, `%f`, `%g` or `%G`.
pub(super) fn format(verb: &Verb, number: &Number) -> String {
    if number.is_infinite() {
        return infinite(verb, number);
    }
    let general = matches!(verb.mode, 'g' | 'G');
    let text = match (general, verb.precision) {
        (true, None) => general_text(shortest_decimal(number), None, verb.mode),
        (true, Some(precision)) => general_text(exact(number), Some(precision), verb.mode),
        (false, precision) => {
            let precision = precision.unwrap_or(DEFAULT_PRECISION);
            plain_text(exact(number), verb.mode, precision)
        }
    };
    let negative = number.to_string().starts_with('-');
    let sign = sign_of(verb, negative);
    laid_out(verb, sign, &text, verb.zero)
}

/// The number as `%v` prints it.
pub(super) fn shortest(number: &Number) -> String {
    if number.is_infinite() {
        return number.to_string();
    }
    let decimal = shortest_decimal(number);
    let sign = if decimal.negative { "-" } else { "" };
    format!("{sign}{}", general_text(decimal, None, 'g'))
}

/// The number with so many significant digits, as Go's `%.10g` writes it.
pub(in crate::eval) fn with_digits(number: &Number, digits: usize) -> String {
    if number.is_infinite() {
        return number.to_string();
    }
    let decimal = exact(number);
    let sign = if decimal.negative { "-" } else { "" };
    format!("{sign}{}", general_text(decimal, Some(digits), 'g'))
}

fn infinite(verb: &Verb, number: &Number) -> String {
    let text = number.to_string();
    let sign = match (text.starts_with('-'), verb.space) {
        (true, _) => "-",
        (false, true) => " ",
        (false, false) => "+",
    };
    laid_out(verb, sign, "Inf", false)
}

fn laid_out(verb: &Verb, sign: &str, text: &str, zero: bool) -> String {
    let missing = verb.width.unwrap_or(0).saturating_sub(sign.len() + text.len());
    match verb {
        _ if zero => format!("{sign}{}{text}", "0".repeat(missing)),
        Verb { minus: true, .. } => format!("{sign}{text}{}", " ".repeat(missing)),
        _ => format!("{}{sign}{text}", " ".repeat(missing)),
    }
}

fn plain_text(mut decimal: Decimal, mode: char, precision: usize) -> String {
    let places = i64::try_from(precision).unwrap_or(i64::MAX);
    if mode == 'f' {
        decimal.round(decimal.exponent.saturating_add(places));
        decimal.write(Form::Point, precision)
    } else {
        decimal.round(places.saturating_add(1));
        decimal.write(Form::Exponent(mode), precision)
    }
}

/// With an exponent where it is large; all digits if no precision is said.
fn general_text(mut decimal: Decimal, precision: Option<usize>, mode: char) -> String {
    let mut precision = precision.map(|precision| precision.max(1));
    if let Some(precision) = precision {
        decimal.round(i64::try_from(precision).unwrap_or(i64::MAX));
    }
    let length = decimal.digits.len();
    let whole = usize::try_from(decimal.exponent).unwrap_or(0);
    let limit = match precision {
        Some(precision) if precision > length && length >= whole => length,
        Some(precision) => precision,
        None => DEFAULT_PRECISION,
    };
    let exponent = decimal.exponent - 1;
    if exponent < -4 || exponent >= i64::try_from(limit).unwrap_or(i64::MAX) {
        let digits = precision.map_or(length, |precision| precision.min(length));
        let letter = if mode == 'G' { 'E' } else { 'e' };
        return decimal.write(Form::Exponent(letter), digits.saturating_sub(1));
    }
    if precision.is_none_or(|precision| precision > whole) {
        precision = Some(length);
    }
    let precision = i64::try_from(precision.unwrap_or(length)).unwrap_or(i64::MAX);
    let places = usize::try_from(precision - decimal.exponent).unwrap_or(0);
    decimal.write(Form::Point, places)
}

/// The fewest digits that tell the number from its neighbours.
fn shortest_decimal(number: &Number) -> Decimal {
    let text = number.to_string();
    let (negative, text) = text.strip_prefix('-').map_or((false, &*text), |rest| (true, rest));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    Decimal::new(negative, &format!("{whole}{fraction}"), fraction.len())
}

/// All digits of the number, which are finitely many since it is binary.
fn exact(number: &Number) -> Decimal {
    let Some((scaled, places)) = exact_fraction(number) else { return shortest_decimal(number) };
    let (_, magnitude) = scaled.into_parts();
    let digits = (magnitude * UBig::from(5_u8).pow(places)).to_string();
    Decimal::new(number.to_string().starts_with('-'), &digits, places)
}

impl Decimal {
    /// Digits of which the last `places` stand behind the point.
    fn new(negative: bool, digits: &str, places: usize) -> Self {
        let significant = digits.trim_start_matches('0');
        let whole = significant.len().cast_signed() - places.cast_signed();
        let significant = significant.trim_end_matches('0').to_owned();
        let exponent = if significant.is_empty() { 0 } else { whole as i64 };
        Self { negative, digits: significant, exponent }
    }

    /// Rounds to a number of digits, half to even.
    fn round(&mut self, digits: i64) {
        let Ok(kept) = usize::try_from(digits) else { return };
        if kept >= self.digits.len() {
            return;
        }
        let bytes = self.digits.as_bytes();
        let half = bytes[kept] == b'5' && kept + 1 == bytes.len();
        let up = if half { kept > 0 && bytes[kept - 1] % 2 == 1 } else { bytes[kept] >= b'5' };
        self.digits.truncate(kept);
        if up {
            self.step_up();
        }
        self.digits.truncate(self.digits.trim_end_matches('0').len());
        if self.digits.is_empty() {
            self.exponent = 0;
        }
    }

    fn step_up(&mut self) {
        let kept = self.digits.trim_end_matches('9').len();
        self.digits.truncate(kept);
        if let Some(last) = self.digits.pop().and_then(|last| last.to_digit(10)) {
            self.digits.push_str(&(last + 1).to_string());
        } else {
            self.digits.push('1');
            self.exponent += 1;
        }
    }

    fn write(&self, form: Form, places: usize) -> String {
        match form {
            Form::Exponent(letter) => self.with_exponent(letter, places),
            Form::Point => self.with_point(places),
        }
    }

    fn with_exponent(&self, letter: char, places: usize) -> String {
        let first = self.digits.get(..1).unwrap_or("0");
        let rest: String = self.digits.chars().skip(1).take(places).collect();
        let point = if places > 0 { "." } else { "" };
        let exponent = if self.digits.is_empty() { 0 } else { self.exponent - 1 };
        let sign = if exponent < 0 { '-' } else { '+' };
        let exponent = exponent.unsigned_abs();
        let zeros = "0".repeat(places - rest.len());
        format!("{first}{point}{rest}{zeros}{letter}{sign}{exponent:02}")
    }

    fn with_point(&self, places: usize) -> String {
        let digit = |at: i64| {
            let known = usize::try_from(at).ok().and_then(|at| self.digits.as_bytes().get(at));
            known.map_or('0', |digit| char::from(*digit))
        };
        let whole: String = (0..self.exponent).map(digit).collect();
        let whole = if whole.is_empty() { "0" } else { &whole };
        if places == 0 {
            return whole.to_owned();
        }
        let end = self.exponent.saturating_add(i64::try_from(places).unwrap_or(i64::MAX));
        let fraction: String = (self.exponent..end).map(digit).collect();
        format!("{whole}.{fraction}")
    }
}

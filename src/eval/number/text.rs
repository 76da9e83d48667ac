//! Numbers from and to decimal text: Go's `Float.Parse` in base 10 and `Float.Text('f', -1)`.

use dashu_int::ops::BitTest;
use dashu_int::{Sign, UBig};

use super::float::{Finite, Float, bits, len, wide};

/// The bits of an exponent up to which digits are computed: a text of 10 bytes can name a number
/// of 600 million digits, and printing one must not take the memory of the machine.
const PRINTED: i64 = 1 << 17;

/// Reads a decimal number, rounded as Go rounds it; `None` when it is none.
pub(super) fn scan(text: &str, precision: u32) -> Option<Float> {
    let (sign, rest) = split_sign(text);
    if matches!(rest, "Inf" | "inf") {
        return Some(Float::Infinity(sign));
    }
    let (mantissa, exponent) = match rest.find(['e', 'E', 'p', 'P']) {
        Some(at) => (&rest[..at], &rest[at..]),
        None => (rest, ""),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let (digits, dropped) = significant([whole.as_bytes(), fraction.as_bytes()].concat())?;
    let digits = integer(&digits, 10)?;
    let power = scan_exponent(exponent)?;
    let tens = if exponent.starts_with(['p', 'P']) { 0 } else { power };
    let behind = wide(fraction.len()) - dropped;
    let fives = tens.saturating_sub(behind);
    scale(sign, digits, fives, power.saturating_sub(behind), i64::from(precision))
}

/// So many digits tell how any number is rounded; beyond, only whether one of them is not 0.
const SIGNIFICANT: usize = 10_000;

/// The digits that a number is made of, and how many were dropped at the end of it; a text of
/// millions of digits would take minutes.
fn significant(mut digits: Vec<u8>) -> Option<(Vec<u8>, i64)> {
    if digits.len() <= SIGNIFICANT {
        return Some((digits, 0));
    }
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    digits.drain(..zeros.min(digits.len() - 1));
    let rest = digits.split_off(digits.len().min(SIGNIFICANT));
    if rest.iter().any(|digit| *digit != b'0') {
        digits.push(b'1');
        return Some((digits, wide(rest.len()) - 1));
    }
    Some((digits, wide(rest.len())))
}

/// Splits one sign from the text.
pub(super) fn split_sign(text: &str) -> (Sign, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (Sign::Negative, rest),
        None => (Sign::Positive, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Reads an integer in base 2 to 62; `None` for no digits, another base or another character.
pub(super) fn integer(digits: &[u8], base: u32) -> Option<UBig> {
    let values = digits.iter().map(|digit| digit_value(*digit, base));
    let values = values.collect::<Option<Vec<u8>>>()?;
    ((2..=62).contains(&base) && !values.is_empty()).then(|| join(&values, &UBig::from(base)))
}

/// Prints the fewest digits that tell the value from its neighbours of the precision.
pub(super) fn print(float: &Float, precision: u32) -> String {
    let (sign, text) = match (float, Decimal::of(float, precision)) {
        (_, Some((sign, decimal))) => (sign, decimal.print()),
        (Float::Zero(sign), None) => (*sign, "0".to_owned()),
        (Float::Infinity(Sign::Positive), None) => return "+Inf".to_owned(),
        (Float::Infinity(sign), None) => (*sign, "Inf".to_owned()),
        (Float::Finite(finite), None) => (finite.sign, print_binary(finite)),
    };
    if sign == Sign::Negative { format!("-{text}") } else { text }
}

/// A positive decimal fraction: `0.digits * 10^point`, no zero at either end of the digits.
///
/// The fields stand in the order that makes the derived order the numeric one.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Decimal {
    point: i64,
    digits: Vec<u8>,
}

impl Decimal {
    /// The sign and the digits to print; `None` for zero, infinity and sizes that nobody prints.
    pub(super) fn of(float: &Float, precision: u32) -> Option<(Sign, Self)> {
        match float {
            Float::Finite(finite) if finite.exponent.abs() <= PRINTED => {
                Some((finite.sign, Self::shortest(finite, i64::from(precision))))
            }
            _ => None,
        }
    }

    /// All digits of `mantissa * 2^exponent`.
    fn exact(mantissa: &UBig, exponent: i64) -> Self {
        let scaled = if exponent < 0 {
            mantissa * UBig::from(5_u8).pow(bits(-exponent))
        } else {
            mantissa << bits(exponent)
        };
        let digits = scaled.to_string().into_bytes();
        let mut decimal = Self { point: wide(digits.len()) + exponent.min(0), digits };
        decimal.trim();
        decimal
    }

    /// Go's `roundShortest`: cuts where the digits leave those of the halfway points to both
    /// neighbours. It compares digits by their place from the first, as Go does.
    fn shortest(finite: &Finite, precision: i64) -> Self {
        let mut decimal = Self::exact(&finite.mantissa, finite.exponent);
        if finite.exponent >= 0 && finite.top() <= precision {
            return decimal;
        }
        let half = finite.top() - precision - 1;
        let mantissa = &finite.mantissa << bits(finite.exponent - half);
        let even = !mantissa.bit(1);
        let lower = Self::exact(&(&mantissa - UBig::ONE), half);
        let upper = Self::exact(&(&mantissa + UBig::ONE), half);
        for (at, digit) in decimal.digits.iter().copied().enumerate() {
            let (low, high) = (lower.digit(at), upper.digit(at));
            let down = low != digit || even && at + 1 == lower.digits.len();
            let up = digit != high && (even || digit + 1 < high || at + 1 < upper.digits.len());
            if down || up {
                decimal.cut(at + 1, up, down);
                break;
            }
        }
        decimal
    }

    /// Keeps so many digits, rounding to the side that is open, to the nearest if both are.
    fn cut(&mut self, count: usize, up: bool, down: bool) {
        if count >= self.digits.len() {
            return;
        }
        if up && (!down || self.is_nearer_up(count)) {
            self.round_up(count);
        } else {
            self.digits.truncate(count);
            self.trim();
        }
    }

    fn is_nearer_up(&self, count: usize) -> bool {
        match &self.digits[count..] {
            [b'5'] => self.digits[count - 1] % 2 == 1,
            rest => rest[0] >= b'5',
        }
    }

    fn round_up(&mut self, count: usize) {
        self.digits.truncate(count);
        while self.digits.pop_if(|digit| *digit == b'9').is_some() {}
        if let Some(digit) = self.digits.last_mut() {
            *digit += 1;
        } else {
            self.digits.push(b'1');
            self.point += 1;
        }
    }

    fn digit(&self, at: usize) -> u8 {
        self.digits.get(at).copied().unwrap_or(b'0')
    }

    fn trim(&mut self) {
        while self.digits.pop_if(|digit| *digit == b'0').is_some() {}
    }

    fn print(&self) -> String {
        let digits = str::from_utf8(&self.digits).expect("invariant: digits are ASCII");
        let Ok(point @ 1..) = usize::try_from(self.point) else {
            return format!("0.{}{digits}", "0".repeat(bits(-self.point)));
        };
        match digits.split_at_checked(point) {
            Some((whole, "")) => whole.to_owned(),
            Some((whole, fraction)) => format!("{whole}.{fraction}"),
            None => digits.to_owned() + &"0".repeat(point - digits.len()),
        }
    }
}

/// `digits * 5^fives * 2^twos`, through the rounded powers of five that Go multiplies with.
fn scale(sign: Sign, digits: UBig, fives: i64, twos: i64, precision: i64) -> Option<Float> {
    if digits.is_zero() {
        return Some(Float::Zero(sign));
    }
    // Go refuses an exponent beyond 32 bits, though not the power of five.
    i32::try_from(twos.saturating_add(len(&digits))).ok()?;
    if fives == 0 {
        return Some(Float::new(sign, digits, twos, precision));
    }
    let mantissa = Float::new(sign, digits, twos, i64::MAX);
    let power = power_of_five(fives.unsigned_abs(), precision + 64);
    if fives < 0 { mantissa.div(&power, precision) } else { mantissa.mul(&power, precision) }
}

/// `5^power` as Go's `pow5` rounds it: 5^27 first, then by squaring.
fn power_of_five(power: u64, precision: i64) -> Float {
    let integer =
        |exponent| Float::new(Sign::Positive, UBig::from(5_u8).pow(exponent), 0, i64::MAX);
    let Some(mut left) = power.checked_sub(27) else {
        return integer(usize::try_from(power).expect("invariant: less than 27"));
    };
    let (mut product, mut square) = (integer(27), integer(1));
    let finite = "invariant: no factor is zero";
    while left > 0 {
        if left % 2 == 1 {
            product = product.mul(&square, precision).expect(finite);
        }
        square = square.mul(&square, precision + 64).expect(finite);
        left /= 2;
    }
    product
}

/// The exponent with its letter; 0 for none, `None` when malformed or beyond 64 bits.
fn scan_exponent(text: &str) -> Option<i64> {
    let Some(number) = text.get(1..) else {
        return Some(0);
    };
    let (_, digits) = split_sign(number);
    let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
    if is_number { number.parse().ok() } else { None }
}

fn digit_value(digit: u8, base: u32) -> Option<u8> {
    let value = match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'z' => digit - b'a' + 10,
        b'A'..=b'Z' if base <= 36 => digit - b'A' + 10,
        b'A'..=b'Z' => digit - b'A' + 36,
        _ => return None,
    };
    (u32::from(value) < base).then_some(value)
}

/// The integer of the digits, by halves: a long text takes less than the square of its length.
fn join(values: &[u8], base: &UBig) -> UBig {
    if values.len() <= 32 {
        return values.iter().fold(UBig::ZERO, |sum, value| sum * base + UBig::from(*value));
    }
    let (high, low) = values.split_at(values.len() / 2);
    join(high, base) * base.pow(low.len()) + join(low, base)
}

/// Go's format `p`: the mantissa as a hexadecimal fraction, the exponent of two in decimal.
fn print_binary(finite: &Finite) -> String {
    let shift = (4 - finite.mantissa.bit_len() % 4) % 4;
    format!("0x.{:x}p{:+}", &finite.mantissa << shift, finite.top())
}

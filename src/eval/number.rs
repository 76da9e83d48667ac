//! Numbers as Terraform computes them: binary floats of up to 512 bits, rounded to nearest even.
//!
//! Terraform's numbers are Go's `big.Float`, and each carries a precision of its own: 512 bits
//! when parsed from text, 64 when made from a machine integer (`length(x)`, an index), 53 when
//! they come from `pow` or `log`. A result takes the larger precision of its operands, and the
//! precision decides how many digits are printed: `1 / 3` has 155 of them, `length([1]) /
//! length([1, 2, 3])` has 20. [`Number`] keeps it, and the sign of a zero, for the same reason.
//!
//! Source: go-cty 1.16 (`cty/value_ops.go`, `cty/function/stdlib/number.go`), Go 1.23 `math/big`;
//! compared with the terraform program, 1.11.4.

mod elementary;
mod float;
#[cfg(test)]
mod tests;
mod text;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use dashu_int::{Sign, UBig};

use self::float::Float;
use self::text::Decimal;

/// A Terraform number: an integer, a fraction or an infinity.
///
/// Equality is Terraform's `==`: integers are equal by value, fractions when they print alike, and
/// `-0` equals `0`. Hash and order agree with it. Terraform's `<`, `max` and `min` look at the exact
/// value, which [`Number::compare`] does; the two differ only between fractions that print alike.
#[derive(Clone)]
#[must_use]
pub struct Number {
    form: Form,
    /// The bits that a result is rounded to and printed from, at least 53.
    precision: u32,
}

/// How a number is held. An integer of up to 2⁵³ is always `Small`, except `-0`.
#[derive(Clone)]
enum Form {
    Small(i64),
    Other(Arc<Float>),
}

/// The greatest `Small`: every precision holds it and prints all its digits.
const SMALL: u64 = 1 << 53;
/// The precision of a number made from text.
const PARSED: u32 = 512;
/// The precision of a number made from a machine integer.
const MACHINE: u32 = 64;
/// The precision of a number made from a 64-bit float.
const DOUBLE: u32 = 53;

impl Number {
    /// Reads the decimal text that Terraform converts to a number (`tonumber`, a number literal).
    ///
    /// `1`, `-1.5e3`, `.5`, `5.`, `+1`, `1p3` (8) and `Inf` are numbers; a space, an underscore and
    /// a prefix such as `0x` are not, nor is an exponent beyond 32 bits.
    pub fn parse(text: &str) -> Option<Self> {
        text::scan(text, PARSED).map(|float| Self::from_float(float, PARSED))
    }

    /// Reads an integer of any size in base 2 to 62, as `parseint` does.
    ///
    /// Digits are `0-9a-z` in either case; beyond base 36, `a-z` are 10 to 35 and `A-Z` 36 to 61.
    pub fn parse_radix(text: &str, base: u32) -> Option<Self> {
        let (sign, digits) = text::split_sign(text);
        let magnitude = text::integer(digits.as_bytes(), base)?;
        let sign = if magnitude.is_zero() { Sign::Positive } else { sign };
        let precision = float::len(&magnitude).max(i64::from(MACHINE));
        let float = Float::new(sign, magnitude, 0, precision);
        Some(Self::from_float(float, u32::try_from(precision).ok()?))
    }

    /// The number of a 64-bit float; `None` for NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        Float::from_f64(value).map(|float| Self::from_float(float, DOUBLE))
    }

    /// `self + other`; `None` for the difference of two infinities.
    pub fn add(&self, other: &Self) -> Option<Self> {
        let precision = self.precision.max(other.precision);
        if let (Form::Small(a), Form::Small(b)) = (&self.form, &other.form)
            && let Some(sum) = Self::small(a + b, precision)
        {
            return Some(sum);
        }
        let sum = self.float().add(&other.float(), i64::from(precision))?;
        Some(Self::from_float(sum, precision))
    }

    /// `self - other`; `None` for the difference of two infinities.
    pub fn sub(&self, other: &Self) -> Option<Self> {
        let precision = self.precision.max(other.precision);
        if let (Form::Small(a), Form::Small(b)) = (&self.form, &other.form)
            && let Some(difference) = Self::small(a - b, precision)
        {
            return Some(difference);
        }
        self.add(&other.neg())
    }

    /// `self * other`, exact up to 512 bits; `None` for zero times infinity.
    pub fn mul(&self, other: &Self) -> Option<Self> {
        let precision = self.precision.max(other.precision);
        if let (Form::Small(a), Form::Small(b)) = (&self.form, &other.form)
            && let Some(product) = a.checked_mul(*b).filter(|product| *product != 0)
            && let Some(product) = Self::small(product, precision)
        {
            return Some(product);
        }
        let product = self.float().mul(&other.float(), i64::from(PARSED))?;
        let precision = precision.max(product.significant_bits());
        Some(Self::from_float(product, precision))
    }

    /// `self / other`, infinite when only `other` is zero; `None` for `0 / 0` and `Inf / Inf`.
    pub fn div(&self, other: &Self) -> Option<Self> {
        let precision = self.precision.max(other.precision);
        if let (Form::Small(a @ 1..), Form::Small(b @ 1..)) = (&self.form, &other.form)
            && a % b == 0
            && let Some(quotient) = Self::small(a / b, precision)
        {
            return Some(quotient);
        }
        let quotient = self.float().div(&other.float(), i64::from(precision))?;
        Some(Self::from_float(quotient, precision))
    }

    /// `self % other`, with the sign of `self`; `self` when `other` is zero, `None` with infinities.
    pub fn rem(&self, other: &Self) -> Option<Self> {
        match (&self.form, &other.form) {
            (_, Form::Small(0)) => Some(self.clone()),
            (Form::Small(a), Form::Small(b)) if self.precision.max(other.precision) >= MACHINE => {
                Self::small(a % b, self.precision)
            }
            _ if other.float().is_zero() => Some(self.clone()),
            _ => self.rem_float(other),
        }
    }

    /// `-self`.
    pub fn neg(&self) -> Self {
        match self.form {
            Form::Small(value) if value != 0 => Self { form: Form::Small(-value), ..*self },
            _ => Self::from_float(self.float().neg(), self.precision),
        }
    }

    /// The magnitude.
    pub fn abs(&self) -> Self {
        if self.float().sign() == Sign::Negative { self.neg() } else { self.clone() }
    }

    /// The greatest integer that is not greater.
    pub fn floor(&self) -> Self {
        self.whole(Sign::Negative)
    }

    /// The least integer that is not less.
    pub fn ceil(&self) -> Self {
        self.whole(Sign::Positive)
    }

    /// -1, 0 or 1; `None` for all but integers of 64 bits, which `signum` refuses.
    pub fn signum(&self) -> Option<Self> {
        self.to_i64().map(|value| Self::from(value.signum()))
    }

    /// `self` to the given power, through 64-bit floats; `None` where that is no number.
    pub fn pow(&self, power: &Self) -> Option<Self> {
        Self::from_f64(elementary::pow(self.double()?, power.double()?))
    }

    /// The logarithm in the given base, through 64-bit floats; `None` where that is no number.
    pub fn log(&self, base: &Self) -> Option<Self> {
        Self::from_f64(elementary::log(self.double()?) / elementary::log(base.double()?))
    }

    /// The order of the exact values, whatever their precision: Terraform's `<`, `>`, `max`, `min`.
    ///
    /// Its `<=` and `>=` are this or `==`.
    pub fn compare(&self, other: &Self) -> Ordering {
        match (&self.form, &other.form) {
            (Form::Small(a), Form::Small(b)) => a.cmp(b),
            _ => self.float().compare(&other.float()),
        }
    }

    /// Whether this is an infinity, which Terraform prints and compares but cannot encode.
    pub fn is_infinite(&self) -> bool {
        matches!(&self.form, Form::Other(float) if matches!(**float, Float::Infinity(_)))
    }

    /// Whether this is a whole number; an infinity is none.
    pub fn is_integer(&self) -> bool {
        match &self.form {
            Form::Small(_) => true,
            Form::Other(float) => float.is_integer(),
        }
    }

    /// The integer, when it is one of 64 bits.
    pub fn to_i64(&self) -> Option<i64> {
        self.to_i128()?.try_into().ok()
    }

    /// The integer, when it is one of 64 bits and not negative.
    pub fn to_u64(&self) -> Option<u64> {
        self.to_i128()?.try_into().ok()
    }

    /// The integer, when it can be an index.
    pub fn to_usize(&self) -> Option<usize> {
        self.to_i128()?.try_into().ok()
    }

    /// The nearest 64-bit float, infinite beyond its range.
    pub fn to_f64(&self) -> f64 {
        self.float().to_f64()
    }

    fn small(value: i64, precision: u32) -> Option<Self> {
        (value.unsigned_abs() <= SMALL).then_some(Self { form: Form::Small(value), precision })
    }

    fn from_float(float: Float, precision: u32) -> Self {
        let small = match float {
            Float::Zero(Sign::Negative) => None,
            _ => float.to_i128().and_then(|value| i64::try_from(value).ok()),
        };
        small
            .and_then(|value| Self::small(value, precision))
            .unwrap_or_else(|| Self { form: Form::Other(Arc::new(float)), precision })
    }

    fn float(&self) -> Arc<Float> {
        match &self.form {
            Form::Small(value) => Arc::new(Float::from_i128(i128::from(*value))),
            Form::Other(float) => Arc::clone(float),
        }
    }

    fn to_i128(&self) -> Option<i128> {
        match &self.form {
            Form::Small(value) => Some(i128::from(*value)),
            Form::Other(float) => float.to_i128(),
        }
    }

    /// The 64-bit float that a function computes with; `None` when the number is beyond its range.
    fn double(&self) -> Option<f64> {
        let value = self.to_f64();
        (value.is_finite() || self.is_infinite()).then_some(value)
    }

    /// `self - other * trunc(self / other)`, each step rounded as Terraform rounds it.
    fn rem_float(&self, other: &Self) -> Option<Self> {
        let precision = i64::from(self.precision);
        let (dividend, divisor) = (self.float(), other.float());
        let quotient = dividend.div(&divisor, precision.max(i64::from(other.precision)))?;
        let whole = quotient.trunc()?.round(precision);
        let product = divisor.mul(&whole, precision)?;
        let rest = dividend.add(&product.neg(), precision)?;
        Some(Self::from_float(rest, self.precision))
    }

    /// The nearest integer on the side of the given sign.
    fn whole(&self, side: Sign) -> Self {
        let float = self.float();
        let Some(mut whole) = float.trunc() else {
            return self.clone();
        };
        if !float.is_integer() && float.sign() == side {
            let step = Float::new(side, UBig::ONE, 0, 1);
            let exact = i64::from(self.precision) + 1;
            whole = whole.add(&step, exact).expect("invariant: neither number is infinite");
        }
        Self::from_float(whole.round(i64::from(self.precision)), self.precision)
    }

    /// The sign and the digits of a fraction, by which fractions are equal.
    fn fraction(&self) -> Option<(Sign, Decimal)> {
        match &self.form {
            Form::Other(float) if !float.is_integer() => Decimal::of(float, self.precision),
            _ => None,
        }
    }
}

macro_rules! from_integer {
    ($($integer:ty),*) => {$(
        /// The precision of a machine integer: 64 bits.
        impl From<$integer> for Number {
            fn from(value: $integer) -> Self {
                let value = i128::try_from(value).expect("invariant: 128 bits hold a machine integer");
                Self::from_float(Float::from_i128(value), MACHINE)
            }
        }
    )*};
}

from_integer!(i32, u32, i64, u64, usize);

/// As Terraform converts to a string and to JSON: the fewest digits that tell the number from its
/// neighbours of the same precision, never an exponent. An infinity is `+Inf` or `-Inf`; a number
/// of more than some 39,000 digits, which nobody reads, is written in binary (`0x.8p+200000`).
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.form {
            Form::Small(value) => write!(f, "{value}"),
            Form::Other(float) => f.write_str(&text::print(float, self.precision)),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let exact = self.compare(other);
        if exact.is_eq() && self.precision == other.precision {
            return exact;
        }
        match (self.fraction(), other.fraction()) {
            (Some((a_sign, a)), Some((b_sign, b))) if a_sign == b_sign => match a_sign {
                Sign::Positive => a.cmp(&b),
                Sign::Negative => b.cmp(&a),
            },
            _ => exact,
        }
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match (&self.form, self.fraction()) {
            (Form::Small(value), _) => value.hash(state),
            (Form::Other(float), _) if float.is_zero() => 0_i64.hash(state),
            (Form::Other(_), Some(decimal)) => decimal.hash(state),
            (Form::Other(float), None) => float.hash(state),
        }
    }
}

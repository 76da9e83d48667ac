//! A binary float of any size, rounded to a precision given with each operation: Go's `big.Float`.

use std::cmp::Ordering;

use dashu_int::ops::{BitTest, DivRem};
use dashu_int::{Sign, UBig};

/// A value without a precision: a zero and an infinity have a sign too.
#[derive(Debug, Hash)]
pub(super) enum Float {
    Zero(Sign),
    Infinity(Sign),
    Finite(Finite),
}

/// `mantissa * 2^exponent`, the mantissa odd, so that a value has one form.
#[derive(Debug, Hash)]
pub(super) struct Finite {
    pub(super) sign: Sign,
    pub(super) mantissa: UBig,
    pub(super) exponent: i64,
}

impl Float {
    /// `mantissa * 2^exponent`, rounded to nearest even; infinite or zero beyond a 32-bit exponent.
    pub(super) fn new(sign: Sign, mut mantissa: UBig, mut exponent: i64, precision: i64) -> Self {
        let excess = len(&mantissa) - precision;
        if excess > 0 {
            mantissa = drop_bits(&mantissa, bits(excess));
            exponent += excess;
        }
        let Some(zeros) = mantissa.trailing_zeros() else {
            return Self::Zero(sign);
        };
        mantissa >>= zeros;
        let finite = Finite { sign, mantissa, exponent: exponent + wide(zeros) };
        match finite.top() {
            top if top > i64::from(i32::MAX) => Self::Infinity(sign),
            top if top < i64::from(i32::MIN) => Self::Zero(sign),
            _ => Self::Finite(finite),
        }
    }

    pub(super) fn from_i128(value: i128) -> Self {
        let sign = if value < 0 { Sign::Negative } else { Sign::Positive };
        Self::new(sign, UBig::from(value.unsigned_abs()), 0, 128)
    }

    /// The exact value of a 64-bit float; `None` for NaN.
    pub(super) fn from_f64(value: f64) -> Option<Self> {
        let sign = if value.is_sign_negative() { Sign::Negative } else { Sign::Positive };
        if value.is_infinite() {
            return Some(Self::Infinity(sign));
        }
        let fraction = value.to_bits() & ((1 << 52) - 1);
        let (mantissa, exponent) = match value.to_bits() >> 52 & 0x7ff {
            0 => (fraction, 1),
            biased => (fraction | 1 << 52, biased.cast_signed()),
        };
        (!value.is_nan()).then(|| Self::new(sign, UBig::from(mantissa), exponent - 1075, 53))
    }

    pub(super) fn sign(&self) -> Sign {
        match self {
            Self::Zero(sign) | Self::Infinity(sign) | Self::Finite(Finite { sign, .. }) => *sign,
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        matches!(self, Self::Zero(_))
    }

    pub(super) fn is_integer(&self) -> bool {
        match self {
            Self::Zero(_) => true,
            Self::Infinity(_) => false,
            Self::Finite(finite) => finite.exponent >= 0,
        }
    }

    /// The least precision that holds the value.
    pub(super) fn significant_bits(&self) -> u32 {
        match self {
            Self::Finite(finite) => u32::try_from(len(&finite.mantissa)).unwrap_or(u32::MAX),
            _ => 0,
        }
    }

    pub(super) fn round(&self, precision: i64) -> Self {
        match self {
            Self::Finite(Finite { sign, mantissa, exponent }) => {
                Self::new(*sign, mantissa.clone(), *exponent, precision)
            }
            Self::Zero(sign) => Self::Zero(*sign),
            Self::Infinity(sign) => Self::Infinity(*sign),
        }
    }

    pub(super) fn neg(&self) -> Self {
        match self {
            Self::Zero(sign) => Self::Zero(-*sign),
            Self::Infinity(sign) => Self::Infinity(-*sign),
            Self::Finite(Finite { sign, mantissa, exponent }) => Self::Finite(Finite {
                sign: -*sign,
                mantissa: mantissa.clone(),
                exponent: *exponent,
            }),
        }
    }

    /// The sum; `None` for infinities of different signs.
    pub(super) fn add(&self, other: &Self, precision: i64) -> Option<Self> {
        match (self, other) {
            (Self::Finite(a), Self::Finite(b)) => Some(a.add(b, precision)),
            (Self::Infinity(a), Self::Infinity(b)) if a != b => None,
            (Self::Zero(Sign::Negative), Self::Zero(Sign::Negative)) => {
                Some(Self::Zero(Sign::Negative))
            }
            (Self::Zero(_), Self::Zero(_)) => Some(Self::Zero(Sign::Positive)),
            (Self::Infinity(_), _) | (_, Self::Zero(_)) => Some(self.round(precision)),
            _ => Some(other.round(precision)),
        }
    }

    /// The product; `None` for zero times infinity.
    pub(super) fn mul(&self, other: &Self, precision: i64) -> Option<Self> {
        let sign = self.sign() * other.sign();
        match (self, other) {
            (Self::Finite(a), Self::Finite(b)) => {
                let mantissa = &a.mantissa * &b.mantissa;
                Some(Self::new(sign, mantissa, a.exponent + b.exponent, precision))
            }
            (Self::Zero(_), Self::Infinity(_)) | (Self::Infinity(_), Self::Zero(_)) => None,
            (Self::Infinity(_), _) | (_, Self::Infinity(_)) => Some(Self::Infinity(sign)),
            _ => Some(Self::Zero(sign)),
        }
    }

    /// The quotient; `None` for zero by zero and infinity by infinity.
    pub(super) fn div(&self, other: &Self, precision: i64) -> Option<Self> {
        let sign = self.sign() * other.sign();
        match (self, other) {
            (Self::Finite(a), Self::Finite(b)) => Some(a.div(b, precision)),
            (Self::Zero(_), Self::Zero(_)) | (Self::Infinity(_), Self::Infinity(_)) => None,
            (Self::Zero(_), _) | (_, Self::Infinity(_)) => Some(Self::Zero(sign)),
            _ => Some(Self::Infinity(sign)),
        }
    }

    /// The integer towards zero, exact, without the sign of a zero; `None` for an infinity.
    pub(super) fn trunc(&self) -> Option<Self> {
        match self {
            Self::Infinity(_) => None,
            Self::Finite(finite) if finite.exponent >= 0 => Some(self.round(i64::MAX)),
            Self::Finite(finite) if finite.top() > 0 => {
                let whole = &finite.mantissa >> bits(-finite.exponent);
                Some(Self::new(finite.sign, whole, 0, i64::MAX))
            }
            _ => Some(Self::Zero(Sign::Positive)),
        }
    }

    /// The order of the values; zeros are equal.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let order = self.rank().cmp(&other.rank());
        match (self, other) {
            (Self::Finite(a), Self::Finite(b)) if order.is_eq() => match a.sign {
                Sign::Positive => a.compare_magnitude(b),
                Sign::Negative => b.compare_magnitude(a),
            },
            _ => order,
        }
    }

    /// The integer, when it is one of 127 bits.
    pub(super) fn to_i128(&self) -> Option<i128> {
        match self {
            Self::Zero(_) => Some(0),
            Self::Infinity(_) => None,
            Self::Finite(finite) if finite.exponent < 0 || finite.top() > 127 => None,
            Self::Finite(finite) => {
                let magnitude = &finite.mantissa << bits(finite.exponent);
                let magnitude = i128::try_from(&magnitude).ok()?;
                Some(if finite.sign == Sign::Negative { -magnitude } else { magnitude })
            }
        }
    }

    /// The nearest 64-bit float, infinite beyond its range, subnormal numbers rounded once.
    pub(super) fn to_f64(&self) -> f64 {
        let magnitude = match self {
            Self::Zero(_) => 0.0,
            Self::Infinity(_) => f64::INFINITY,
            Self::Finite(finite) => finite.to_f64(),
        };
        if self.sign() == Sign::Negative { -magnitude } else { magnitude }
    }

    fn rank(&self) -> i8 {
        let magnitude = match self {
            Self::Zero(_) => 0,
            Self::Finite(_) => 1,
            Self::Infinity(_) => 2,
        };
        if self.sign() == Sign::Negative { -magnitude } else { magnitude }
    }
}

impl Finite {
    /// The exponent of the bit above the highest: the magnitude is in `[2^(top - 1), 2^top)`.
    pub(super) fn top(&self) -> i64 {
        self.exponent + len(&self.mantissa)
    }

    fn add(&self, other: &Self, precision: i64) -> Float {
        let (large, small) = if self.top() < other.top() { (other, self) } else { (self, other) };
        // All that lies below this bit can only break a tie: no need to shift by its distance.
        let floor = large.exponent.min(large.top() - precision) - 3;
        let dust = Self { sign: small.sign, mantissa: UBig::ONE, exponent: floor };
        let small = if small.top() <= floor { &dust } else { small };
        let exponent = large.exponent.min(small.exponent);
        let large_mantissa = &large.mantissa << bits(large.exponent - exponent);
        let small_mantissa = &small.mantissa << bits(small.exponent - exponent);
        if large.sign == small.sign {
            return Float::new(large.sign, large_mantissa + small_mantissa, exponent, precision);
        }
        match large_mantissa.cmp(&small_mantissa) {
            Ordering::Equal => Float::Zero(Sign::Positive),
            Ordering::Greater => {
                Float::new(large.sign, large_mantissa - small_mantissa, exponent, precision)
            }
            Ordering::Less => {
                Float::new(small.sign, small_mantissa - large_mantissa, exponent, precision)
            }
        }
    }

    fn div(&self, other: &Self, precision: i64) -> Float {
        let shift = (precision + 2 + len(&other.mantissa) - len(&self.mantissa)).max(0);
        let (quotient, rest) = (&self.mantissa << bits(shift)).div_rem(&other.mantissa);
        // One more bit says whether anything is left, so that the rounding sees no false tie.
        let sticky = if rest.is_zero() { UBig::ZERO } else { UBig::ONE };
        let exponent = self.exponent - other.exponent - shift - 1;
        Float::new(self.sign * other.sign, (quotient << 1) + sticky, exponent, precision)
    }

    fn compare_magnitude(&self, other: &Self) -> Ordering {
        self.top().cmp(&other.top()).then_with(|| {
            let exponent = self.exponent.min(other.exponent);
            let left = &self.mantissa << bits(self.exponent - exponent);
            left.cmp(&(&other.mantissa << bits(other.exponent - exponent)))
        })
    }

    fn to_f64(&self) -> f64 {
        // A subnormal number has as many bits as lie above 2^-1074.
        let precision = (self.top() + 1074).min(53);
        match precision {
            ..0 => return 0.0,
            0 if self.mantissa.is_one() => return 0.0,
            0 => return f64::from_bits(1),
            _ => {}
        }
        match Float::new(Sign::Positive, self.mantissa.clone(), self.exponent, precision) {
            Float::Finite(rounded) if rounded.top() <= 1024 => rounded.assemble(),
            _ => f64::INFINITY,
        }
    }

    /// The 64-bit float of a value that one can hold.
    fn assemble(&self) -> f64 {
        let exponent = (self.top() - 53).max(-1074);
        let mantissa = &self.mantissa << bits(self.exponent - exponent);
        let mantissa = u64::try_from(&mantissa).expect("invariant: a double has 53 bits");
        // The hidden bit of a normal number adds one to the exponent field.
        f64::from_bits(mantissa + ((exponent + 1074).cast_unsigned() << 52))
    }
}

/// The number of bits.
pub(super) fn len(integer: &UBig) -> i64 {
    wide(integer.bit_len())
}

/// A distance that is not negative, as the big integers take it.
pub(super) fn bits(distance: i64) -> usize {
    usize::try_from(distance).expect("invariant: a shift is not negative")
}

/// A size as a signed number.
pub(super) fn wide(size: usize) -> i64 {
    i64::try_from(size).expect("invariant: memory is smaller than 2^63 bits")
}

/// Takes the lowest bits away, rounding to nearest, ties to even.
fn drop_bits(mantissa: &UBig, count: usize) -> UBig {
    let kept = mantissa >> count;
    let tie = mantissa.trailing_zeros() == Some(count - 1);
    if mantissa.bit(count - 1) && (!tie || kept.bit(0)) { kept + UBig::ONE } else { kept }
}

//! Powers and logarithms of 64-bit floats, to the last bit as Go computes them on amd64.
//!
//! Terraform prints all digits of such a result, so the last bit shows; the functions of Rust's
//! standard library differ there from Go's, and from one platform to the next.
//!
//! Source: the algorithms of Go 1.23 `math/pow.go`, `math/exp_amd64.s` (with fused multiply-add)
//! and `math/log_amd64.s` (after FreeBSD's `e_log.c`). No argument is NaN: no number is.

use dashu_int::{Sign, UBig};

use super::float::Float;

/// The upper half of the logarithm of 2 and the rest, as the exponential takes them.
const EXP_LN_2: [f64; 2] = [0.693_147_180_559_663, 2.823_529_056_303_157_7e-13];
/// The Taylor coefficients of the exponential, from 1/8! to 1.
const EXP_TERMS: [f64; 8] = [
    2.480_158_730_158_73e-5,
    1.984_126_984_126_984e-4,
    1.388_888_888_888_889e-3,
    8.333_333_333_333_333e-3,
    4.166_666_666_666_666_4e-2,
    1.666_666_666_666_666_6e-1,
    0.5,
    1.0,
];
/// The upper half of the logarithm of 2 and the rest, as the logarithm takes them.
const LOG_LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
/// The odd coefficients of the logarithm's polynomial, from the highest.
const LOG_ODD: [f64; 4] = [
    1.479_819_860_511_658_6e-1,
    1.818_357_216_161_805e-1,
    2.857_142_874_366_239e-1,
    6.666_666_666_666_735e-1,
];
/// The even ones.
const LOG_EVEN: [f64; 3] =
    [1.531_383_769_920_937_3e-1, 2.222_219_843_214_978_4e-1, 3.999_999_999_940_942e-1];

/// `base` to the `power`; NaN for a negative base and a power that is no integer.
#[expect(clippy::float_cmp, reason = "the special cases are exact values")]
pub(super) fn pow(base: f64, power: f64) -> f64 {
    if power == 0.0 || base == 1.0 {
        1.0
    } else if power == 1.0 {
        base
    } else if base == 0.0 {
        pow_of_zero(base, power)
    } else if power.is_infinite() || power.abs() >= 2_f64.powi(63) {
        pow_to_infinity(base, power > 0.0)
    } else if base == f64::NEG_INFINITY {
        pow(-0.0, -power)
    } else if base == f64::INFINITY {
        if power < 0.0 { 0.0 } else { f64::INFINITY }
    } else if power.abs() == 0.5 {
        if power < 0.0 { 1.0 / base.sqrt() } else { base.sqrt() }
    } else if base < 0.0 && power.fract() != 0.0 {
        f64::NAN
    } else {
        pow_by_squaring(base, power)
    }
}

/// The natural logarithm; NaN for a negative number. Subnormal numbers come out as wrong as in Go.
pub(super) fn log(value: f64) -> f64 {
    if value == 0.0 {
        return f64::NEG_INFINITY;
    }
    if value < 0.0 {
        return f64::NAN;
    }
    if value.is_infinite() {
        return value;
    }
    let exponent = i32::try_from(value.to_bits() >> 52).expect("invariant: 11 bits");
    let mut exponent = f64::from(exponent - 0x3fe);
    let mut fraction = f64::from_bits(value.to_bits() & ((1 << 52) - 1) | 0.5_f64.to_bits());
    if fraction <= std::f64::consts::FRAC_1_SQRT_2 {
        exponent -= 1.0;
        fraction *= 2.0;
    }
    log_of_parts(fraction - 1.0, exponent)
}

/// The logarithm of `(1 + f) * 2^exponent`, for `f` near zero.
fn log_of_parts(f: f64, exponent: f64) -> f64 {
    let s = f / (2.0 + f);
    let square = s * s;
    let fourth = square * square;
    let rest = horner(&LOG_ODD, fourth) * square + horner(&LOG_EVEN, fourth) * fourth;
    let half = 0.5 * f * f;
    let low = s * (half + rest) + exponent * LOG_LN_2[1];
    exponent * LOG_LN_2[0] - ((half - low) - f)
}

fn horner(terms: &[f64], at: f64) -> f64 {
    terms.iter().fold(0.0, |sum, term| sum * at + term)
}

/// The exponential, for the exponents that a power needs: up to half a logarithm.
fn exp(value: f64) -> f64 {
    let twos = (value * std::f64::consts::LOG2_E).round_ties_even();
    let [high, low] = EXP_LN_2;
    let rest = (-twos).mul_add(low, (-twos).mul_add(high, value)) * 0.0625;
    let sum = EXP_TERMS.iter().skip(1).fold(EXP_TERMS[0], |sum, term| sum.mul_add(rest, *term));
    // Now `rest` is e^x - 1 for a sixteenth of the argument; four squarings of e^x.
    let mut rest = rest * sum;
    for _ in 0..3 {
        rest *= rest + 2.0;
    }
    scale(rest.mul_add(rest + 2.0, 1.0), truncate(twos))
}

fn pow_of_zero(base: f64, power: f64) -> f64 {
    let is_odd = power.abs() < 2_f64.powi(53) && power % 2.0 != 0.0 && power.fract() == 0.0;
    let sign = if is_odd { base } else { 0.0 };
    if power < 0.0 { f64::INFINITY.copysign(sign) } else { sign }
}

/// A power so large that it is an even integer, or infinite.
#[expect(clippy::float_cmp, reason = "the special cases are exact values")]
fn pow_to_infinity(base: f64, is_positive: bool) -> f64 {
    if base == -1.0 {
        1.0
    } else if (base.abs() < 1.0) == is_positive {
        0.0
    } else {
        f64::INFINITY
    }
}

fn pow_by_squaring(base: f64, power: f64) -> f64 {
    let (mut whole, mut fraction) = (power.abs().trunc(), power.abs().fract());
    if fraction > 0.5 {
        fraction -= 1.0;
        whole += 1.0;
    }
    let mut product = if fraction == 0.0 { 1.0 } else { exp(fraction * log(base)) };
    let mut twos = 0;
    let (mut square, mut exponent) = split(base);
    let mut left = truncate(whole);
    while left != 0 {
        if exponent.abs() > 1 << 12 {
            // Beyond every 64-bit float already.
            twos += exponent;
            break;
        }
        if left % 2 == 1 {
            product *= square;
            twos += exponent;
        }
        square *= square;
        exponent *= 2;
        if square < 0.5 {
            square *= 2.0;
            exponent -= 1;
        }
        left /= 2;
    }
    if power < 0.0 { scale(1.0 / product, -twos) } else { scale(product, twos) }
}

/// The fraction in `[0.5, 1)` and the exponent of two of a finite number that is not zero.
fn split(value: f64) -> (f64, i64) {
    match Float::from_f64(value) {
        Some(Float::Finite(finite)) => (scale(value, -finite.top()), finite.top()),
        _ => (value, 0),
    }
}

/// `value * 2^exponent`, rounded once.
fn scale(value: f64, exponent: i64) -> f64 {
    let power = Float::new(Sign::Positive, UBig::ONE, exponent, 1);
    let scaled = Float::from_f64(value).and_then(|float| float.mul(&power, 53));
    scaled.map_or(f64::NAN, |float| float.to_f64())
}

#[expect(clippy::cast_possible_truncation, reason = "the value is an integer below 2^63")]
fn truncate(value: f64) -> i64 {
    value as i64
}

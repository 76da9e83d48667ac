//! Known answers, every one of the terraform program's (1.11.4, amd64).

use std::collections::HashSet;

use super::Number;

/// Evaluates `a op b`, `function a` or `function a b`; `#3` is the machine integer `length([…])`.
fn eval(text: &str) -> String {
    match text.split(' ').collect::<Vec<_>>()[..] {
        ["parse", a] => show(Number::parse(a)),
        ["parseint", a, base] => show(Number::parse_radix(a, base.parse().unwrap())),
        ["neg", a] => show(Some(number(a).neg())),
        ["abs", a] => show(Some(number(a).abs())),
        ["floor", a] => show(Some(number(a).floor())),
        ["ceil", a] => show(Some(number(a).ceil())),
        ["signum", a] => show(number(a).signum()),
        ["pow", a, b] => show(number(a).pow(&number(b))),
        ["log", a, b] => show(number(a).log(&number(b))),
        [a, "+", b] => show(number(a).add(&number(b))),
        [a, "-", b] => show(number(a).sub(&number(b))),
        [a, "*", b] => show(number(a).mul(&number(b))),
        [a, "/", b] => show(number(a).div(&number(b))),
        [a, "%", b] => show(number(a).rem(&number(b))),
        [a, "<", b] => number(a).compare(&number(b)).is_lt().to_string(),
        [a, "==", b] => (number(a) == number(b)).to_string(),
        _ => panic!("no such operation: {text}"),
    }
}

fn number(text: &str) -> Number {
    match text.strip_prefix('#') {
        Some(integer) => Number::from(integer.parse::<i64>().unwrap()),
        None => Number::parse(text).unwrap(),
    }
}

fn show(result: Option<Number>) -> String {
    result.map_or("error".to_owned(), |number| number.to_string())
}

fn check(answers: &[(&str, &str)]) {
    for (text, answer) in answers {
        assert_eq!(eval(text), *answer, "{text}");
    }
}

#[test]
fn text_to_number() {
    check(&[
        ("parse 1e3", "1000"),
        ("parse .5", "0.5"),
        ("parse 5.", "5"),
        ("parse +1", "1"),
        ("parse 010", "10"),
        ("parse 1.50", "1.5"),
        ("parse 1p3", "8"),
        ("parse 1P-3", "0.125"),
        ("parse -0", "-0"),
        ("parse 0e99999999999", "0"),
        ("parse 1e30", "1000000000000000000000000000000"),
        ("parse 9007199254740993", "9007199254740993"),
        ("parse 0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("parse Inf", "+Inf"),
        ("parse -inf", "-Inf"),
    ]);
}

#[test]
fn not_a_number() {
    for text in ["", "-", ".", "e3", "1e", "1e5.5", "1.2.3", "--1", "0x10", "0b1", "1_000"] {
        assert_eq!(Number::parse(text), None, "{text}");
    }
    for text in [" 1", "1 ", "1\n", "1,5", "INF", "infinity", "NaN", "1e99999999999", "١"] {
        assert_eq!(Number::parse(text), None, "{text}");
    }
}

#[test]
fn arithmetic() {
    check(&[
        ("0.1 + 0.2", "0.3"),
        ("1.1 * 1.1", &format!("1.21{}1", "0".repeat(151))),
        ("0 * -1", "-0"),
        ("10 / 4", "2.5"),
        ("9223372036854775807 + 1", "9223372036854775808"),
        ("2147483648 * -4294967296", "-9223372036854775808"),
        ("9007199254740993 * 9007199254740993", "81129638414606699710187514626049"),
        ("1e100 - 1e100", "0"),
        ("1e200 + 1e-200", &format!("1{}", "0".repeat(200))),
        ("5 % 3", "2"),
        ("-5 % 3", "-2"),
        ("5 % -3", "2"),
        ("5.5 % 2", "1.5"),
        ("5 % 0", "5"),
        ("neg 0", "-0"),
    ]);
}

#[test]
fn infinities() {
    check(&[
        ("1 / 0", "+Inf"),
        ("-1 / 0", "-Inf"),
        ("1 / -0", "-Inf"),
        ("0 / 0", "error"),
        ("Inf - Inf", "error"),
        ("Inf + 1", "+Inf"),
        ("Inf * 0", "error"),
        ("1 / -Inf", "-0"),
        ("Inf % 5", "error"),
        ("Inf == Inf", "true"),
        ("-Inf < 0", "true"),
        ("floor Inf", "+Inf"),
    ]);
}

/// The precision of the operands decides how many digits a fraction has.
#[test]
fn precision() {
    check(&[
        ("1 / 3", &format!("0.{}5", "3".repeat(154))),
        ("2 / 3", &format!("0.{}7", "6".repeat(153))),
        ("#1 / #3", "0.33333333333333333334"),
        ("#1 / 3", &format!("0.{}5", "3".repeat(154))),
        ("pow 3 -1", "0.3333333333333333"),
        ("pow 10 25", "10000000000000000000000000"),
    ]);
}

#[test]
fn rounding_to_integers() {
    check(&[
        ("floor 1.9", "1"),
        ("floor -1.1", "-2"),
        ("ceil 1.1", "2"),
        ("ceil -0.5", "0"),
        ("floor -0", "0"),
        ("floor 1e-400", "0"),
        ("ceil 1e-400", "1"),
        ("abs -1.5", "1.5"),
        ("abs -0", "0"),
        ("signum -7", "-1"),
        ("signum 0.5", "error"),
        ("signum 9223372036854775808", "error"),
    ]);
}

#[test]
fn powers_and_logarithms() {
    check(&[
        ("pow 2 10", "1024"),
        ("pow 2 0.5", "1.4142135623730951"),
        ("pow 1.5 2.5", "2.7556759606310757"),
        ("pow -2 3", "-8"),
        ("pow -8 0.3", "error"),
        ("pow 0 -1", "+Inf"),
        ("pow 1e200 2", "+Inf"),
        ("pow 1e400 2", "error"),
        ("log 8 2", "3"),
        ("log 2 10", "0.30102999566398114"),
        ("log 0 10", "-Inf"),
        ("log 1 1", "error"),
        ("log -1 10", "error"),
    ]);
}

#[test]
fn integers_in_any_base() {
    check(&[
        ("parseint ff 16", "255"),
        ("parseint -FF 16", "-255"),
        ("parseint +zz 36", "1295"),
        ("parseint aA 62", "656"),
        ("parseint -0 10", "0"),
        ("parseint ffffffffffffffffffffffff 16", "79228162514264337593543950335"),
        ("parseint 12 2", "error"),
        ("parseint 1_0 10", "error"),
        ("parseint 0x1 16", "error"),
        ("parseint 1 63", "error"),
    ]);
}

#[test]
fn equality_and_order() {
    check(&[
        ("-0 == 0", "true"),
        ("1.0 == 1", "true"),
        ("1e400 == 1e400", "true"),
        ("0.1 < 0.2", "true"),
        ("1e-400 < 1e-399", "true"),
        ("9007199254740992 < 9007199254740993", "true"),
    ]);
    let root = number("2").pow(&number("0.5")).unwrap();
    let text = number("1.4142135623730951");
    assert_eq!(root, text, "fractions are equal when they print alike");
    assert!(root.compare(&text).is_ne(), "though their values differ");
    let numbers = HashSet::from([root, text, number("-0"), number("0"), number("1e-400")]);
    assert_eq!(numbers.len(), 3);
}

#[test]
fn machine_numbers() {
    assert_eq!(number("9223372036854775807").to_i64(), Some(i64::MAX));
    assert_eq!(number("-9223372036854775808").to_i64(), Some(i64::MIN));
    assert_eq!(number("9223372036854775808").to_i64(), None);
    assert_eq!(number("18446744073709551615").to_u64(), Some(u64::MAX));
    assert_eq!(number("-1").to_usize(), None);
    assert_eq!(number("1.5").to_i64(), None);
    assert_eq!(Number::from(u64::MAX).to_string(), "18446744073709551615");
    assert_eq!(Number::from_f64(f64::NAN), None);
    for value in [0.1, -1.5, 1e300, 5e-324, 2.225e-308, f64::MAX, f64::INFINITY] {
        assert_eq!(Number::from_f64(value).unwrap().to_f64().to_bits(), value.to_bits());
    }
    assert_eq!(number("2.4703282292062328e-324").to_f64().to_bits(), 1);
    assert_eq!(number("2.4703282292062327e-324").to_f64().to_bits(), 0);
    assert!(number("1e309").to_f64().is_infinite());
}

/// A short text can name a number whose digits would fill the memory.
#[test]
fn giant_numbers() {
    let giant = number("1e600000000");
    let dust = number("1e-600000000");
    assert_eq!(giant.add(&dust).unwrap(), giant);
    assert_eq!(giant.floor(), giant);
    assert!(giant.is_integer() && dust < giant);
    assert!(giant.to_string().ends_with("p+1993156857"));
}

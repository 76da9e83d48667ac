//! What YAML's unquoted words mean to Terraform.

use super::super::super::Refusal;
use super::super::super::number::Number;
use super::super::super::types::Type;
use super::super::super::value::{Value, Why};
use super::super::pieces::text_value;
use super::super::time::normalized;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use saphyr_parser::ScalarStyle;

/// The value of a scalar with its tag (`str`, `int`, …); an error inside is what is not modelled.
pub(super) fn resolve(
    text: &str,
    style: ScalarStyle,
    tag: Option<&str>,
) -> Result<Result<Value, Why>, Refusal> {
    let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
    let value = match tag {
        None if quoted => text_value(text),
        None if style != ScalarStyle::Plain => as_text(&plain(text)?),
        None => plain(text)?,
        Some("str") => text_value(text),
        Some("binary") => match STANDARD.decode(text.replace(['\r', '\n'], "")) {
            Ok(_) => text_value(text),
            Err(_) => return Err(Refusal::new("this is not base 64")),
        },
        Some("bool" | "int" | "float" | "null" | "timestamp")
            if !quoted && style != ScalarStyle::Plain =>
        {
            return Ok(Err(Why::NotModelled("YAML with tagged blocks".into())));
        }
        Some(tag @ ("bool" | "int" | "float" | "null" | "timestamp")) => tagged(text, quoted, tag)?,
        Some(tag) => return Err(Refusal::new(format!("unsupported tag {tag:?}"))),
    };
    Ok(Ok(value))
}

fn plain(text: &str) -> Result<Value, Refusal> {
    if let Some(value) = word(text)? {
        return Ok(value);
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err(Refusal::new("NaN is no number"));
    }
    if is_too_large(text) {
        return Err(Refusal::new("the number has more than 64 bits"));
    }
    let number = || number(text).map(Value::Number);
    Ok(time(text).or_else(number).unwrap_or_else(|| text_value(text)))
}

/// What a word stands for by itself.
fn word(text: &str) -> Result<Option<Value>, Refusal> {
    Ok(Some(match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Value::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Value::Bool(false)
        }
        "" | "~" | "null" | "Null" | "NULL" => Value::Null(Type::Dynamic),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => infinity("Inf")?,
        "-.inf" | "-.Inf" | "-.INF" => infinity("-Inf")?,
        _ => return Ok(None),
    }))
}

/// A scalar with the tag of a type. What its first character hints at counts before the tag.
fn tagged(text: &str, quoted: bool, tag: &str) -> Result<Value, Refusal> {
    let hints = |c: char| c.is_ascii_digit() || "+-.~yYnNtTfFoO".contains(c);
    if text.chars().next().is_none_or(hints) {
        if quoted {
            return Ok(text_value(text));
        }
        if let Some(value) = word(text)? {
            return Ok(value);
        }
    }
    let time = || if tag == "timestamp" { time(text) } else { None };
    let number = || match tag {
        "int" | "float" => written_number(text),
        _ => number(text),
    };
    let value = time().or_else(|| number().map(Value::Number));
    match value {
        Some(value) => Ok(value),
        None if tag == "null" => Ok(Value::Null(Type::Dynamic)),
        None => Err(Refusal::new(format!("cannot parse {text:?} as !!{tag}"))),
    }
}

/// A number as Go's literals write it.
fn written_number(text: &str) -> Option<Number> {
    let plain = text.replace('_', "");
    if let Some(number) = Number::parse(&plain) {
        return Some(number);
    }
    let unsigned = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    let (prefix, digits) = unsigned.split_at_checked(2)?;
    let base = match prefix {
        "0x" | "0X" => 16,
        "0o" | "0O" => 8,
        "0b" | "0B" => 2,
        _ => return None,
    };
    let number = integer(digits, base)?;
    Some(if plain.starts_with('-') { number.neg() } else { number })
}

fn infinity(text: &str) -> Result<Value, Refusal> {
    Number::parse(text).map(Value::Number).ok_or_else(|| Refusal::new("no infinity"))
}

/// A block of text keeps what it says, in the way that the word's meaning is written.
fn as_text(value: &Value) -> Value {
    match value {
        Value::Bool(value) => Value::text(value.to_string()),
        Value::Number(number) => Value::text(number.to_string()),
        Value::Null(_) => Value::Null(Type::String),
        other => other.clone(),
    }
}

/// A time, which Terraform holds as text: a date, alone or with a time of day.
fn time(text: &str) -> Option<Value> {
    let (date, clock) = match text.split_once(['T', 't']) {
        Some((date, clock)) => (date, clock.to_owned()),
        None => match text.split_once(' ') {
            Some((_, clock)) if clock.contains(['Z', '+', '-']) => return None,
            Some((date, clock)) => (date, format!("{clock}Z")),
            None => (text, "00:00:00Z".to_owned()),
        },
    };
    let [year, month, day] = parts(date, '-')?;
    let (clock, zone) = clock.split_at(clock.find(['Z', '+', '-'])?);
    let [hour, minute, second] = parts(clock, ':')?;
    let second = match second.split_once('.') {
        Some((whole, fraction)) => format!("{whole:0>2}.{fraction}"),
        None => format!("{second:0>2}"),
    };
    let four = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let full = format!("{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second}{zone}");
    four.then(|| normalized(&full)).flatten().map(Value::text)
}

fn parts(text: &str, separator: char) -> Option<[&str; 3]> {
    let parts: Vec<&str> = text.split(separator).collect();
    let empty = parts.iter().any(|part| part.is_empty());
    parts.try_into().ok().filter(|_| !empty)
}

/// A decimal number, or an integer after `0x` or `0o`.
fn number(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if let Some(digits) = text.strip_prefix("0x") {
        return integer(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return integer(digits, 8);
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let empty = (whole.is_empty() && part.is_empty()) || exponent.is_empty();
    if !empty && digits(whole) && digits(part) && digits(exponent) {
        return Number::parse(text);
    }
    None
}

/// Whether it is an integer after `0x` or `0o` that does not fit into 64 bits.
fn is_too_large(text: &str) -> bool {
    let (digits, base) = match text.split_at_checked(2) {
        Some(("0x", digits)) => (digits, 16),
        Some(("0o", digits)) => (digits, 8),
        _ => return false,
    };
    let whole = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base));
    whole && integer(digits, base).is_none()
}

/// An integer of 64 bits.
fn integer(digits: &str, base: u32) -> Option<Number> {
    if digits.starts_with(['-', '+']) {
        return None;
    }
    u64::from_str_radix(digits, base).ok().map(Number::from)
}

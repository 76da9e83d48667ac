//! What YAML's unquoted words mean to Terraform.

use super::super::super::Refusal;
use super::super::super::number::Number;
use super::super::super::types::Type;
use super::super::super::value::{Value, Why};
use super::super::pieces::text_value;
use super::super::time::normalized;
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
        None => match plain(text)? {
            Ok(value) if style != ScalarStyle::Plain => as_text(&value),
            Ok(value) => value,
            Err(why) => return Ok(Err(why)),
        },
        Some("str") => text_value(text),
        Some("bool" | "int" | "float" | "null" | "timestamp" | "binary") => {
            return Ok(Err(Why::NotModelled("YAML with tags".into())));
        }
        Some(tag) => return Err(Refusal::new(format!("unsupported tag {tag:?}"))),
    };
    Ok(Ok(value))
}

fn plain(text: &str) -> Result<Result<Value, Why>, Refusal> {
    let value = match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Value::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Value::Bool(false)
        }
        "" | "~" | "null" | "Null" | "NULL" => Value::Null(Type::Dynamic),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => infinity("Inf")?,
        "-.inf" | "-.Inf" | "-.INF" => infinity("-Inf")?,
        ".nan" | ".NaN" | ".NAN" => return Err(Refusal::new("NaN is no number")),
        _ if looks_like_time(text) => return Ok(time(text)),
        _ => number(text).map_or_else(|| text_value(text), Value::Number),
    };
    Ok(Ok(value))
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

fn looks_like_time(text: &str) -> bool {
    let dashed = text.split('-').next().is_some_and(|year| year.len() == 4);
    let date = |c: char| c.is_ascii_digit() || "-+:.TtZ ".contains(c);
    dashed && text.contains('-') && text.chars().all(date)
}

fn time(text: &str) -> Result<Value, Why> {
    let date = text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2;
    let full = if date { format!("{text}T00:00:00Z") } else { text.replacen('t', "T", 1) };
    let unlike = || Why::NotModelled("this form of time in YAML".into());
    normalized(&full).map(Value::text).ok_or_else(unlike)
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

/// An integer of 64 bits; Terraform refuses no longer one, it is text then.
fn integer(digits: &str, base: u32) -> Option<Number> {
    if digits.starts_with(['-', '+']) {
        return None;
    }
    u64::from_str_radix(digits, base).ok().map(Number::from)
}

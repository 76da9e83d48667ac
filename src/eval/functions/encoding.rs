//! Base 64, URLs, and text in other encodings.

use super::super::Refusal;
use super::super::types::Type;
use super::super::value::{Traced, Value, Why};
use super::argument::text;
use super::charset::Charset;
use super::pieces::text_value;
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use base64::Engine;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use flate2::read::MultiGzDecoder;
use std::fmt::Write;
use std::io::Read;

const TEXT: Parameter = Parameter::strict(Takes::Text);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("base64decode", &[TEXT], Returns::Text, base64decode),
    Function::new("base64encode", &[TEXT], Returns::Text, base64encode),
    Function::new("base64gunzip", &[TEXT], Returns::Text, base64gunzip),
    Function::new("base64gzip", &[TEXT], Returns::Text, |cx, _| {
        Ok(not_modelled(cx, "what base64gzip compresses to"))
    }),
    Function::new("textdecodebase64", &[TEXT, TEXT], Returns::Text, textdecodebase64),
    Function::new("textencodebase64", &[TEXT, TEXT], Returns::Text, textencodebase64),
    Function::new("urldecode", &[TEXT], Returns::Text, urldecode),
    Function::new("urlencode", &[TEXT], Returns::Text, urlencode),
];

/// Go's decoder: padding is needed, bits behind the last byte are not looked at.
const LAX: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// The most bytes that are decompressed.
const GUNZIP_LIMIT: u64 = 8 << 20;

fn base64encode(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    Ok(cx.made(Value::text(STANDARD.encode(text(&arguments[0])?))))
}

fn base64decode(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let decoded = unicode(decoded(&arguments[0])?)?;
    Ok(cx.converted(text_value(&decoded), arguments[0].origin))
}

fn base64gunzip(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let compressed = decoded(&arguments[0])?;
    let mut bytes = Vec::new();
    let mut limited = MultiGzDecoder::new(compressed.as_slice()).take(GUNZIP_LIMIT);
    let read = limited.read_to_end(&mut bytes);
    let read = read.map_err(|_| Refusal::new("the text is not compressed by gzip"))?;
    if read as u64 == GUNZIP_LIMIT {
        let why = Why::Budget("base64gunzip");
        return Ok(cx.made(Value::unknown_result(Type::String, why)));
    }
    Ok(cx.converted(text_value(&unicode(bytes)?), arguments[0].origin))
}

fn decoded(argument: &Traced) -> Result<Vec<u8>, Refusal> {
    let text: String = text(argument)?.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    LAX.decode(text).map_err(|_| Refusal::new("this is not base 64"))
}

fn unicode(bytes: Vec<u8>) -> Result<String, Refusal> {
    String::from_utf8(bytes).map_err(|_| Refusal::new("the bytes are not UTF-8"))
}

fn textencodebase64(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    match Charset::of(text(&arguments[1])?) {
        Some(charset) => {
            let wrong = || Refusal::new("the text has characters that this encoding has not");
            let bytes = charset.encode(text(&arguments[0])?).ok_or_else(wrong)?;
            Ok(cx.made(Value::text(STANDARD.encode(bytes))))
        }
        None => Ok(not_modelled(cx, "this text encoding")),
    }
}

fn textdecodebase64(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let Some(charset) = Charset::of(text(&arguments[1])?) else {
        return Ok(not_modelled(cx, "this text encoding"));
    };
    match charset.decode(&decoded(&arguments[0])?) {
        Some(decoded) => Ok(cx.converted(text_value(&decoded), arguments[0].origin)),
        None if charset.is_wide() => Ok(not_modelled(cx, "broken text in this encoding")),
        None => Err(Refusal::new("the bytes are no text in this encoding")),
    }
}

/// As in a query: a space is `+`.
fn urlencode(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let mut encoded = String::new();
    for byte in text(&arguments[0])?.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            _ => write!(encoded, "%{byte:02X}").expect("invariant: a string grows"),
        }
    }
    Ok(cx.made(Value::text(encoded)))
}

fn urldecode(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let wrong = || Refusal::new("this is not URL-encoded text");
    let mut bytes = text(&arguments[0])?.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || bytes.next().and_then(|byte| char::from(byte).to_digit(16));
                let high = digit().ok_or_else(wrong)?;
                let code = high * 16 + digit().ok_or_else(wrong)?;
                u8::try_from(code).map_err(|_| wrong())?
            }
            _ => byte,
        });
    }
    Ok(cx.converted(text_value(&unicode(decoded)?), arguments[0].origin))
}

fn not_modelled(cx: &Context<'_>, what: &str) -> Traced {
    cx.made(Value::unknown_result(Type::String, Why::NotModelled(what.into())))
}

#[cfg(test)]
mod tests {
    use super::super::test_text::table;

    #[test]
    fn known_answers() {
        table(&[
            (r#"base64encode("Hello World")"#, r#""SGVsbG8gV29ybGQ=""#),
            (r#"base64decode("SGVsbG8g\nV29ybGQ=")"#, r#""Hello World""#),
            (r#"base64decode("SGVsbG8gV29ybGQ")"#, "ERR"),
            (r#"base64decode("6Q==")"#, "ERR"),
            (r#"base64decode("YR==")"#, r#""a""#),
            (r#"base64gunzip("H4sIAAAAAAACA8tIzcnJBwCGphA2BQAAAA==")"#, r#""hello""#),
            (r#"base64gunzip("aGVsbG8=")"#, "ERR"),
            (r#"urlencode("Hello World!~é")"#, r#""Hello+World%21~%C3%A9""#),
            (r#"urldecode("Hello+World%21%C3%A9")"#, r#""Hello World!é""#),
            (r#"urldecode("%2")"#, "ERR"),
            (r#"textencodebase64("Hé", "UTF-16LE")"#, r#""SADpAA==""#),
            (r#"textdecodebase64("SADpAA==", "UTF-16LE")"#, r#""Hé""#),
            (r#"textencodebase64("é", "UTF-16")"#, r#""/v8A6Q==""#),
            (r#"textdecodebase64("//7pAA==", "UTF-16")"#, r#""é""#),
            (r#"textdecodebase64("AOk=", "UTF-16")"#, r#""é""#),
            (r#"textencodebase64("é", "latin1")"#, r#""6Q==""#),
            (r#"textencodebase64("日", "ISO-8859-1")"#, "ERR"),
            (r#"textdecodebase64("gA==", "ISO-8859-1")"#, r#""""#),
            (r#"textencodebase64("€é", "windows-1252")"#, r#""gOk=""#),
            (r#"textdecodebase64("gA==", "windows-1252")"#, r#""€""#),
            (r#"textdecodebase64("gQ==", "windows-1252")"#, "ERR"),
            (r#"textencodebase64("é", "US-ASCII")"#, "ERR"),
            (r#"textdecodebase64("YQ==", "US-ASCII")"#, r#""a""#),
        ]);
    }
}

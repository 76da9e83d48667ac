//! Hashes of strings, and `uuidv5`.

use super::super::Refusal;
use super::super::value::{Traced, Value};
use super::argument::text;
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use std::fmt::Write;
use uuid::{Builder, Uuid};

const TEXT: Parameter = Parameter::strict(Takes::Text);

pub(super) const FUNCTIONS: &[Function] = &[
    of_text("base64sha256", |cx, arguments| made(cx, &arguments[0], base64_sha256)),
    of_text("base64sha512", |cx, arguments| made(cx, &arguments[0], base64_sha512)),
    of_text("md5", |cx, arguments| made(cx, &arguments[0], md5)),
    of_text("sha1", |cx, arguments| made(cx, &arguments[0], sha1)),
    of_text("sha256", |cx, arguments| made(cx, &arguments[0], sha256)),
    of_text("sha512", |cx, arguments| made(cx, &arguments[0], sha512)),
    Function::new("uuidv5", &[TEXT, TEXT], Returns::Text, uuidv5),
];

/// From bytes to the text of their hash.
pub(super) type Hash = fn(&[u8]) -> String;

const fn of_text(name: &'static str, run: fn(&Context<'_>, &[Traced]) -> Outcome) -> Function {
    Function::new(name, &[TEXT], Returns::Text, run)
}

fn made(cx: &Context<'_>, argument: &Traced, hash: Hash) -> Outcome {
    Ok(cx.made(Value::text(hash(text(argument)?.as_bytes()))))
}

/// MD5, hexadecimal.
pub(super) fn md5(bytes: &[u8]) -> String {
    hexadecimal(&Md5::digest(bytes))
}

/// SHA-1, hexadecimal.
pub(super) fn sha1(bytes: &[u8]) -> String {
    hexadecimal(&Sha1::digest(bytes))
}

/// SHA-256, hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// SHA-512, hexadecimal.
pub(super) fn sha512(bytes: &[u8]) -> String {
    hexadecimal(&Sha512::digest(bytes))
}

/// SHA-256, base 64.
pub(super) fn base64_sha256(bytes: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(bytes))
}

/// SHA-512, base 64.
pub(super) fn base64_sha512(bytes: &[u8]) -> String {
    STANDARD.encode(Sha512::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        write!(out, "{byte:02x}").expect("invariant: a string grows");
        out
    })
}

fn uuidv5(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let (namespace, name) = (text(&arguments[0])?, text(&arguments[1])?);
    let namespace = match namespace {
        "dns" => Uuid::NAMESPACE_DNS,
        "oid" => Uuid::NAMESPACE_OID,
        "url" => Uuid::NAMESPACE_URL,
        "x500" => Uuid::NAMESPACE_X500,
        _ => Uuid::parse_str(namespace).map_err(|_| Refusal::new("this is no UUID"))?,
    };
    let hash = Sha1::new().chain_update(namespace.as_bytes()).chain_update(name).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    let uuid = Builder::from_sha1_bytes(bytes).into_uuid();
    Ok(cx.made(Value::text(uuid.hyphenated().to_string())))
}

#[cfg(test)]
mod tests {
    use super::super::test_text::table;

    #[test]
    fn known_answers() {
        table(&[
            (r#"md5("hello world")"#, r#""5eb63bbbe01eeed093cb22bb8f5acdc3""#),
            (r#"sha1("hello world")"#, r#""2aae6c35c94fcfb415dbe95f408b9ce91ee846ed""#),
            (
                r#"sha256("hello world")"#,
                r#""b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9""#,
            ),
            (r#"base64sha256("hello world")"#, r#""uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=""#),
            (r#"uuidv5("dns", "www.terraform.io")"#, r#""a5008fae-b28c-5ba5-96cd-82b4c53552d6""#),
            (
                r#"uuidv5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.terraform.io")"#,
                r#""a5008fae-b28c-5ba5-96cd-82b4c53552d6""#,
            ),
            (r#"uuidv5("nonsense", "x")"#, "ERR"),
        ]);
    }
}

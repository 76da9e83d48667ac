//! `csvdecode`.

use super::super::Refusal;
use super::super::types::Type;
use super::super::value::{SequenceKind, Traced, Value};
use super::argument::text;
use super::pieces::text_value;
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use crate::syntax::Name;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const FUNCTIONS: &[Function] =
    &[Function::new("csvdecode", &[Parameter::strict(Takes::Text)], Returns::Any, csvdecode)];

fn csvdecode(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let text = text(&arguments[0])?;
    check_quotes(text)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows = reader.records().map(|row| row.map_err(|e| Refusal::new(e.to_string())));
    let headers = rows.next().ok_or_else(|| Refusal::new("missing header line"))??;
    let names: Vec<Name> = headers.iter().map(name).collect();
    let ty = Type::object(names.iter().map(|name| (Arc::clone(name), Type::String)));
    for (at, name) in names.iter().enumerate() {
        if names[..at].contains(name) {
            return Err(Refusal::new(format!("duplicate column name {name:?}")));
        }
    }
    let mut objects = Vec::new();
    for row in rows {
        let row = row?;
        let fields = row.iter().map(|field| cx.made(text_value(field)));
        let entries: BTreeMap<_, _> = names.iter().cloned().zip(fields).collect();
        objects.push(cx.made(Value::object(entries)));
    }
    Ok(cx.made(Value::Sequence(SequenceKind::List(ty), Arc::new(objects))))
}

fn name(text: &str) -> Name {
    text_value(text).as_str().map(Name::from).unwrap_or_default()
}

/// Refuses quotes that Go refuses and the crate `csv` takes: inside a bare field, and text or the
/// end behind a closing one.
fn check_quotes(text: &str) -> Result<(), Refusal> {
    let wrong = || Refusal::new("a quote stands where none may be");
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let end = closing_quote(quoted).ok_or_else(wrong)?;
            rest = &quoted[end + 1..];
            if !(rest.is_empty() || rest.starts_with([',', '\n']) || rest.starts_with("\r\n")) {
                return Err(wrong());
            }
        } else {
            let end = rest.find([',', '\n']).unwrap_or(rest.len());
            if rest[..end].contains('"') {
                return Err(wrong());
            }
            rest = &rest[end..];
        }
        rest = rest.strip_prefix('\r').unwrap_or(rest);
        rest = rest.strip_prefix([',', '\n']).unwrap_or(rest);
    }
    Ok(())
}

/// Where a quoted field ends, double quotes passed over.
fn closing_quote(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find('"')?;
        if !text[at + 1..].starts_with('"') {
            return Some(at);
        }
        from = at + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_text::table;

    #[test]
    fn known_answers() {
        table(&[
            (
                r#"csvdecode("a,b\n1,\"x \"\"y\"\"\"\n\n2,\r\n")"#,
                r#"[{"a":"1","b":"x \"y\""},{"a":"2","b":""}]"#,
            ),
            (r#"csvdecode("a,b")"#, "[]"),
            (r#"csvdecode("")"#, "ERR"),
            (r#"csvdecode("a,a\n1,2")"#, "ERR"),
            (r#"csvdecode("a,b\n1")"#, "ERR"),
            (r#"csvdecode("a\nx\"y")"#, "ERR"),
            (r#"csvdecode("a\n\"x\"y")"#, "ERR"),
            (r#"csvdecode("a\n\"x")"#, "ERR"),
        ]);
    }
}

//! `csvdecode`.

use super::super::Refusal;
use super::super::types::Type;
use super::super::value::{SequenceKind, Traced, Value};
use super::argument::text;
use super::pieces::text_value;
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use crate::syntax::Name;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) const FUNCTIONS: &[Function] =
    &[Function::new("csvdecode", &[Parameter::strict(Takes::Text)], Returns::Any, csvdecode)];

fn csvdecode(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let text = text(&arguments[0])?;
    let fields = text.bytes().filter(|byte| matches!(byte, b',' | b'\n')).count();
    if let Some(large) = cx.beyond(fields * size_of::<Traced>(), Type::list(Type::Dynamic)) {
        return Ok(large);
    }
    let mut records = records(text)?.into_iter();
    let headers = records.next().ok_or_else(|| Refusal::new("missing header line"))?;
    let names: Vec<Name> = headers.iter().map(|header| name(header)).collect();
    let ty = Type::object(names.iter().map(|name| (Arc::clone(name), Type::String)));
    let mut known = BTreeSet::new();
    for name in &names {
        if !known.insert(name) {
            return Err(Refusal::new(format!("duplicate column name {name:?}")));
        }
    }
    let mut objects = Vec::new();
    for record in records {
        if record.len() != names.len() {
            return Err(Refusal::new("a line has more or fewer fields than the first"));
        }
        let fields = record.iter().map(|field| cx.made(text_value(field)));
        let entries: BTreeMap<_, _> = names.iter().cloned().zip(fields).collect();
        objects.push(cx.made(Value::object(entries)));
    }
    Ok(cx.made(Value::Sequence(SequenceKind::List(ty), Arc::new(objects))))
}

fn name(text: &str) -> Name {
    text_value(text).as_str().map(Name::from).unwrap_or_default()
}

/// The fields of each line that is not empty, as strictly as Go reads them: the crate `csv` takes
/// quotes that Go refuses.
fn records(text: &str) -> Result<Vec<Vec<String>>, Refusal> {
    let text = text.replace("\r\n", "\n");
    let mut rest = text.strip_suffix('\r').unwrap_or(&text);
    let mut records = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('\n') {
            rest = after;
            continue;
        }
        let mut record = Vec::new();
        loop {
            let (field, after) = field(rest).ok_or_else(|| Refusal::new("a misplaced quote"))?;
            record.push(field);
            let Some(next) = after.strip_prefix(',') else {
                rest = after.strip_prefix('\n').unwrap_or(after);
                break;
            };
            rest = next;
        }
        records.push(record);
    }
    Ok(records)
}

/// A field, and what follows: a comma, the end of the line or nothing.
fn field(text: &str) -> Option<(String, &str)> {
    let Some(mut rest) = text.strip_prefix('"') else {
        let (bare, rest) = text.split_at(text.find([',', '\n']).unwrap_or(text.len()));
        return (!bare.contains('"')).then(|| (bare.to_owned(), rest));
    };
    let mut field = String::new();
    loop {
        let (part, after) = rest.split_once('"')?;
        field.push_str(part);
        let Some(more) = after.strip_prefix('"') else {
            let ends = after.is_empty() || after.starts_with([',', '\n']);
            return ends.then_some((field, after));
        };
        field.push('"');
        rest = more;
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

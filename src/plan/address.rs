//! Addresses and references as Terraform writes them, read back into their parts.

use crate::eval::{Address, Key, Name, Step};
use std::sync::Arc;

/// A part of an address or reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// `name`, `.name`
    Name(Name),
    /// `[0]`, `["a"]`
    Key(Key),
}

/// The parts of an address or reference; `None` if it is none.
pub(super) fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let (key, after) = key(inside)?;
            parts.push(Part::Key(key));
            rest = after.strip_prefix(']')?;
            continue;
        }
        let from = if parts.is_empty() { rest } else { rest.strip_prefix('.')? };
        let (name, after) = from.split_at(from.find(['.', '[']).unwrap_or(from.len()));
        // until 0.12 of Terraform an index could be written as `.0`
        parts.push(match name.parse() {
            Ok(index) if !parts.is_empty() => Part::Key(Key::Index(index)),
            _ if name.is_empty() => return None,
            _ => Part::Name(name.into()),
        });
        rest = after;
    }
    Some(parts)
}

/// What stands between brackets, and what follows.
fn key(text: &str) -> Option<(Key, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(']')?;
        return Some((Key::Index(text[..end].parse().ok()?), &text[end..]));
    };
    let mut key = String::new();
    let mut characters = quoted.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((Key::Text(key.into()), &quoted[at + 1..])),
            '\\' => key.push(match characters.next()?.1 {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            }),
            // `$${` stands for `${`
            '$' | '%' if quoted[at + 1..].starts_with(&format!("{character}{{")) => {
                key.push(character);
                characters.next();
            }
            other => key.push(other),
        }
    }
    None
}

/// The calls of `module.a["x"].module.b`; none for the root, which is the empty text.
pub(super) fn module(text: &str) -> Option<Arc<[Step]>> {
    let parts = parts(text)?;
    let (steps, rest) = steps(&parts);
    rest.is_empty().then(|| steps.into())
}

/// The calls that parts begin with, and the parts after them.
pub(super) fn steps(mut parts: &[Part]) -> (Vec<Step>, &[Part]) {
    let mut steps = Vec::new();
    while let [Part::Name(word), Part::Name(name), rest @ ..] = parts
        && **word == *"module"
    {
        let (key, rest) = keyed(rest);
        steps.push(Step { name: Arc::clone(name), key: key.unwrap_or(Key::None) });
        parts = rest;
    }
    (steps, parts)
}

/// The key that parts begin with, and the parts after it.
pub(super) fn keyed(parts: &[Part]) -> (Option<Key>, &[Part]) {
    match parts {
        [Part::Key(key), rest @ ..] => (Some(key.clone()), rest),
        _ => (None, parts),
    }
}

/// A full address.
pub(super) fn address(text: &str) -> Option<Address> {
    let parts = parts(text)?;
    let (steps, rest) = steps(&parts);
    let (data, rest) = match rest {
        [Part::Name(word), rest @ ..] if **word == *"data" => (true, rest),
        rest => (false, rest),
    };
    let [Part::Name(kind), Part::Name(name), rest @ ..] = rest else { return None };
    let (key, rest) = keyed(rest);
    let key = key.unwrap_or(Key::None);
    let (kind, name) = (Arc::clone(kind), Arc::clone(name));
    rest.is_empty().then(|| Address { module: steps.into(), data, kind, name, key })
}

/// What follows an address in a reference, as it is written: `.id`, `.zones[0].id`.
pub(super) fn path(parts: &[Part]) -> String {
    let step = |part: &Part| match part {
        Part::Name(name) => format!(".{name}"),
        Part::Key(key) => key.to_string(),
    };
    parts.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_back_as_they_were_written() {
        for text in [
            "alicloud_vpc.main",
            "alicloud_vswitch.a[0]",
            "module.prod[\"e.u]\\\"\"].module.net[1].data.alicloud_zones.all[\"$${x}\"]",
        ] {
            assert_eq!(address(text).map(|a| a.to_string()).as_deref(), Some(text));
        }
        for text in ["", "alicloud_vpc", "module.a", "a.b.c", "a.b[", "a.b[\"x\"", "a..b", "."] {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn an_index_may_be_written_with_a_dot() {
        let parts = parts("alicloud_vswitch.a.0.id").expect("parts");
        assert_eq!(path(&parts), ".alicloud_vswitch.a[0].id");
    }
}

//! Terraform's `==`, where either side may not be known.

use super::types::Type;
use super::value::{Mapping, MappingKind, Piece, SequenceKind, Text, Traced, Unknown, Value, Why};
use std::sync::Arc;

/// Whether two values are equal; `None` if that is not known.
///
/// Types are not converted: `1 == "1"` is false. A reference equals itself and is never null or
/// `""`; whether two different references are equal is not known.
pub fn equal(a: &Value, b: &Value) -> Option<bool> {
    let compound = |value: &Value| matches!(value, Value::Sequence(..) | Value::Mapping(_));
    if compound(a) && compound(b) && a.is_known() && b.is_known() && a.ty() != b.ty() {
        return Some(false); // even where both hold nothing, or null
    }
    parts_equal(a, b)
}

/// As [`equal`], of values whose types were looked at.
fn parts_equal(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Unknown(one), other) | (other, Value::Unknown(one)) => unknown(one, other),
        (Value::Several(_), _) | (_, Value::Several(_)) => None,
        (Value::Null(_), Value::Null(_)) => Some(true),
        (Value::Bool(a), Value::Bool(b)) => Some(a == b),
        (Value::Number(a), Value::Number(b)) => Some(a == b),
        (Value::Text(a), Value::Text(b)) => texts(a, b),
        (Value::Sequence(a, left), Value::Sequence(b, right)) => sequences((a, left), (b, right)),
        (Value::Mapping(a), Value::Mapping(b)) => mappings(a, b),
        _ => Some(false),
    }
}

/// Whether two items of a sequence are different values: as [`equal`], and the ids of two
/// resources of one type differ.
pub(super) fn differ(a: &Value, b: &Value) -> bool {
    equal(a, b).map_or_else(|| two_ids(a, b), |equal| !equal)
}

fn two_ids(a: &Value, b: &Value) -> bool {
    let (Value::Unknown(a), Value::Unknown(b)) = (a, b) else { return false };
    let (Some(a), Some(b)) = (a.why.reference(), b.why.reference()) else { return false };
    let is_id = &*a.path == ".id" && &*b.path == ".id";
    let managed = !a.address.data && !b.address.data;
    let two = a.root == b.root && a.address != b.address && a.address.kind == b.address.kind;
    is_id && managed && two && a.is_certain() && b.is_certain()
}

fn unknown(a: &Unknown, b: &Value) -> Option<bool> {
    if let Why::Alternatives(values, _) = &a.why {
        let mut answers = values.iter().map(|value| equal(&value.value, b));
        let first = answers.next()??;
        return answers.all(|answer| answer == Some(first)).then_some(first);
    }
    if b.is_null() {
        return if a.nullable { None } else { Some(false) };
    }
    if let Value::Unknown(b) = b {
        if let Why::Alternatives(..) = b.why {
            return unknown(b, &Value::Unknown(Arc::new(a.clone())));
        }
        return two_unknowns(a, b);
    }
    if a.why.reference().is_some() && b.as_str() == Some("") {
        return Some(false);
    }
    (!may_be(&a.ty, &b.ty())).then_some(false)
}

fn two_unknowns(a: &Unknown, b: &Unknown) -> Option<bool> {
    if let (Some(x), Some(y)) = (a.why.reference(), b.why.reference())
        && x == y
        && x.is_certain()
    {
        return Some(true);
    }
    let both_null = a.nullable && b.nullable;
    (!both_null && !may_be(&a.ty, &b.ty)).then_some(false)
}

/// Whether a value of one type can be of the other, as far as both are known.
fn may_be(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Dynamic, _) | (_, Type::Dynamic) => true,
        (Type::List(a), Type::List(b))
        | (Type::Set(a), Type::Set(b))
        | (Type::Map(a), Type::Map(b)) => may_be(a, b),
        (Type::Tuple(a), Type::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| may_be(a, b))
        }
        (Type::Object(a), Type::Object(b)) => {
            a.keys().eq(b.keys()) && a.values().zip(b.values()).all(|(a, b)| may_be(&a.ty, &b.ty))
        }
        _ => a == b,
    }
}

fn texts(a: &Text, b: &Text) -> Option<bool> {
    match (a, b) {
        (Text::Plain(a), Text::Plain(b)) => Some(a == b),
        (Text::Symbolic(pieces), Text::Plain(text))
        | (Text::Plain(text), Text::Symbolic(pieces)) => (!could_be(pieces, text)).then_some(false),
        (Text::Symbolic(a), Text::Symbolic(b)) => {
            let same = a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same_piece(a, b));
            same.then_some(true)
        }
    }
}

fn same_piece(a: &Piece, b: &Piece) -> bool {
    match (a, b) {
        (Piece::Literal(a), Piece::Literal(b)) => a == b,
        (Piece::Unknown(a), Piece::Unknown(b)) => equal(&a.value, &b.value) == Some(true),
        _ => false,
    }
}

fn could_be(pieces: &[Piece], text: &str) -> bool {
    let mut rest = text;
    let mut open = false;
    for piece in pieces {
        let Piece::Literal(literal) = piece else {
            open = true;
            continue;
        };
        match if open { rest.find(&**literal) } else { rest.starts_with(&**literal).then_some(0) } {
            Some(at) => rest = &rest[at + literal.len()..],
            None => return false,
        }
        open = false;
    }
    let ends = match pieces.last() {
        Some(Piece::Literal(literal)) => text.ends_with(&**literal),
        _ => true,
    };
    ends && !(text.is_empty() && pieces.iter().any(never_empty))
}

fn never_empty(piece: &Piece) -> bool {
    match piece {
        Piece::Literal(_) => true,
        Piece::Unknown(value) => equal(&value.value, &Value::text("")) == Some(false),
        Piece::Joined { .. } => false,
    }
}

fn sequences(a: (&SequenceKind, &[Traced]), b: (&SequenceKind, &[Traced])) -> Option<bool> {
    match (a.0, b.0) {
        (SequenceKind::List(x), SequenceKind::List(y))
        | (SequenceKind::Set(x), SequenceKind::Set(y)) => {
            if !may_be(x, y) {
                return Some(false);
            }
        }
        (SequenceKind::Tuple, SequenceKind::Tuple) => {}
        _ => return Some(false),
    }
    let open = |items: &[Traced]| items.iter().any(|i| matches!(i.value, Value::Several(_)));
    if open(a.1) || open(b.1) {
        return None;
    }
    if matches!(a.0, SequenceKind::Set(_)) && !a.1.iter().chain(b.1).all(|i| i.value.is_known()) {
        return same_members(a.1, b.1).then_some(true);
    }
    if a.1.len() != b.1.len() {
        return Some(false);
    }
    all(a.1.iter().zip(b.1).map(|(a, b)| parts_equal(&a.value, &b.value)))
}

fn same_members(a: &[Traced], b: &[Traced]) -> bool {
    let among = |item: &Traced, all: &[Traced]| {
        all.iter().any(|other| equal(&item.value, &other.value) == Some(true))
    };
    a.iter().all(|item| among(item, b)) && b.iter().all(|item| among(item, a))
}

fn mappings(a: &Mapping, b: &Mapping) -> Option<bool> {
    match (&a.kind, &b.kind) {
        (MappingKind::Resource(x), MappingKind::Resource(y)) if x == y && x.is_certain() => {
            return Some(true);
        }
        (MappingKind::Map(x), MappingKind::Map(y)) if may_be(x, y) => {}
        (MappingKind::Map(_), _) | (_, MappingKind::Map(_)) => return Some(false),
        _ => {}
    }
    let shared = a.entries.iter().filter_map(|(key, entry)| Some((entry, b.entries.get(key)?)));
    let entries = all(shared.map(|(a, b)| parts_equal(&a.value, &b.value)));
    let lacks = |one: &Mapping, other: &Mapping| {
        is_closed(one) && other.entries.keys().any(|key| !one.entries.contains_key(key))
    };
    if lacks(a, b) || lacks(b, a) {
        return Some(false);
    }
    if is_closed(a) && is_closed(b) {
        return entries;
    }
    entries.filter(|equal| !equal)
}

fn is_closed(mapping: &Mapping) -> bool {
    mapping.rest.is_none() && !matches!(mapping.kind, MappingKind::Resource(_))
}

fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => known = None,
            Some(true) => {}
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::functions::tests::value;
    use crate::eval::origin::Origins;
    use crate::source::SourceMap;
    use crate::syntax::parse_expression;
    use std::cell::RefCell;

    #[test]
    fn in_three_values() {
        let cases = [
            ("1", "\"1\"", Some(false)),
            ("null", "null", Some(true)),
            ("[1]", "tolist([1])", Some(false)),
            ("{a = 1}", "tomap({a = 1})", Some(false)),
            ("{a = 1}", "{b = 1}", Some(false)),
            ("[1, any.number]", "[2, 3]", Some(false)),
            ("[1, any.number]", "[1, 3]", None),
            ("[1, any.number]", "[1]", Some(false)),
            ("a.id", "a.id", Some(true)),
            ("a.id", "b.id", None),
            ("a.id", "null", Some(false)),
            ("a.id", "\"\"", Some(false)),
            ("a.id", "1", Some(false)),
            ("data.thing", "1", None),
            ("data.ids", "[]", Some(false)),
            ("any.text", "null", None),
            ("any.text", "\"a\"", None),
            ("any.text", "any.text", None),
            ("symbolic.a", "\"y\"", Some(false)),
            ("symbolic.a", "\"x-1\"", None),
            ("symbolic.a", "symbolic.a", Some(true)),
            ("open", "{}", Some(false)),
            ("open", "{k = \"w\"}", Some(false)),
            ("element([a.id, \"x\"], any.number)", "\"\"", Some(false)),
            ("element([a.id, \"x\"], any.number)", "\"x\"", None),
            ("toset([1, 2])", "toset([2, 1])", Some(true)),
            ("toset([a.id, b.id])", "toset([b.id, a.id])", Some(true)),
            ("some.a", "some.a", None),
        ];
        for (a, b, expected) in cases {
            let origins = RefCell::new(Origins::new(0));
            let map = SourceMap::default();
            let of = |text| value(&parse_expression(map.add(text, text), text).unwrap(), &origins);
            let (left, right) = (of(a).unwrap().value, of(b).unwrap().value);
            assert_eq!(equal(&left, &right), expected, "{a} == {b}");
            assert_eq!(equal(&right, &left), expected, "{b} == {a}");
        }
    }
}

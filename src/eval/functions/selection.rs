//! Functions that choose one of what they are given.

use super::parts::{
    PART, at, count, element_type, fixed, is_ordered, items, like, needs, one_of, opening, unclear,
    variadic, whole, within, wrapping,
};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use crate::eval::convert::convert;
use crate::eval::equal::{differ, equal};
use crate::eval::unify::unify;
use crate::eval::{Mapping, MappingKind, Refusal, SequenceKind, Traced, Type, Unknown, Value, Why};

pub(super) const FUNCTIONS: &[Function] = &[
    variadic("coalesce", Parameter::lenient(Takes::Any), coalesce),
    variadic("coalescelist", Parameter::lenient(Takes::Any), coalescelist),
    fixed("element", &[PART, Parameter::partial(Takes::Number)], Returns::Any, element),
    fixed("index", &[PART, PART], Returns::Number, index),
    Function {
        parameters: &[PART, Parameter::partial(Takes::Text)],
        ..variadic("lookup", Parameter::lenient(Takes::Any), lookup)
    },
    fixed("one", &[PART], Returns::Any, one),
];

/// The first argument that is neither null nor `""`.
fn coalesce(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let types: Vec<Type> = arguments.iter().map(|argument| argument.value.ty()).collect();
    let known = arguments.iter().all(|argument| argument.value.is_known());
    let ty = match unify(&types) {
        Some(ty) => ty,
        None if known => return Err(Refusal::new("all arguments must have the same type")),
        None => Type::Dynamic,
    };
    // of what has no type yet it is not known whether it is a number
    let open = types.contains(&Type::Dynamic) && !known;
    let ty = if open && matches!(ty, Type::Number | Type::Bool) { Type::Dynamic } else { ty };
    for argument in arguments {
        let argument = match convert(argument, &ty, cx.origins, cx.span) {
            // what type all have may not be known either
            Err(_) if argument.value.ty() == Type::Dynamic => argument.clone(),
            converted => converted?,
        };
        let is = |blank: &Value| equal(&argument.value, blank);
        match (is(&Value::Null(Type::Dynamic)), is(&Value::text(""))) {
            (Some(true), _) | (_, Some(true)) => {}
            (Some(false), Some(false)) => return Ok(argument),
            _ => return Ok(unclear(cx, ty, &argument)),
        }
    }
    Err(Refusal::new("no non-null, non-empty-string arguments"))
}

/// The first list that holds anything.
fn coalescelist(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let known = |argument: &&Traced| !matches!(argument.value, Value::Unknown(_));
    let list = |argument: &Traced| match &argument.value {
        Value::Null(ty) => matches!(ty, Type::List(_) | Type::Tuple(_)),
        value => is_ordered(value),
    };
    if !arguments.iter().take_while(known).all(list) {
        return Err(Refusal::new("all arguments must be lists or tuples"));
    }
    first_filled(cx, arguments)
}

fn first_filled(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    for (at, argument) in arguments.iter().enumerate() {
        let Some(items) = items(argument) else { continue };
        let fixed = items.iter().any(|item| !matches!(item.value, Value::Several(_)));
        if fixed {
            return Ok(argument.clone());
        }
        if let Some(several) = items.first() {
            let Ok(other) = first_filled(cx, &arguments[at + 1..]) else {
                return Ok(argument.clone());
            };
            let why = several.value.why_unknown().unwrap_or(Why::Budget("items"));
            return Ok(one_of(cx, &[argument.clone(), other], why));
        }
    }
    Err(Refusal::new("all lists are empty"))
}

/// The element at an index that starts again at the end of the list. A negative one counts from
/// the end in later versions; Terraform 1.11 refuses it.
fn element(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list, index] = arguments else { return Err(needs("an index")) };
    if !is_ordered(&list.value) {
        return Err(needs("a list or tuple"));
    }
    let items = items(list).ok_or_else(|| needs("a list or tuple"))?;
    if items.is_empty() {
        return Err(Refusal::new("cannot use element function with an empty list"));
    }
    if let Value::Unknown(unknown) = &index.value {
        let items: Vec<_> = items.iter().map(|item| cx.taken(like(item), list)).collect();
        return Ok(one_of(cx, &items, unknown.why.clone()));
    }
    let index = from_the_end(whole(index)?, &list.value, &items)?;
    if let Value::Unknown(unknown) = &list.value
        && !matches!(unknown.ty, Type::Tuple(_))
    {
        let element = within(unknown, &wrapping(index), &element_type(&unknown.ty), list);
        return Ok(cx.taken(&element, list));
    }
    let index = if opening(&items).is_some() { index } else { index % items.len() };
    let element = at(cx, &items, index, &wrapping(index)).ok_or_else(|| needs("an index"))?;
    if let Some(open) = opening(&items).filter(|open| index >= *open && items.len() > 1) {
        // there may be none of these, or the list may have started again
        let why = items[open].value.why_unknown().unwrap_or(Why::Budget("items"));
        let others = items.iter().enumerate().filter(|(at, _)| *at != open);
        let others = others.map(|(_, item)| item.clone());
        let all: Vec<_> = [element].into_iter().chain(others).collect();
        return Ok(one_of(cx, &all, why));
    }
    Ok(cx.taken(&element, list))
}

/// An index of which a negative one counts from the end; Terraform looks at a tuple before it
/// wraps, and finds some negative ones there only.
fn from_the_end(index: i64, list: &Value, items: &[Traced]) -> Result<usize, Refusal> {
    let negative = |_| Refusal::new("cannot use element function with a negative index");
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let wraps = match list {
        Value::Sequence(SequenceKind::List(_), _) => true,
        _ => index % length == 0,
    };
    let known = opening(items).is_none() && !matches!(list, Value::Unknown(_));
    let index = if index < 0 && known && wraps { index.rem_euclid(length) } else { index };
    usize::try_from(index).map_err(negative)
}

/// Where in a list a value stands first.
fn index(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list, value] = arguments else { return Err(needs("a value")) };
    if !is_ordered(&list.value) {
        return Err(needs("a list or tuple"));
    }
    let items = items(list).ok_or_else(|| needs("a list or tuple"))?;
    for (at, item) in items.iter().enumerate() {
        match equal(&item.value, &value.value) {
            Some(true) => return Ok(cx.made(count(at))),
            Some(false) => {}
            None if item.value.is_known() => return Ok(unclear(cx, Type::Number, value)),
            None => return Ok(unclear(cx, Type::Number, item)),
        }
    }
    Err(Refusal::new("item not found"))
}

/// What a map holds under a key, or a default.
fn lookup(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let (map, key, default) = match arguments {
        [map, key] => (map, key, None),
        [map, key, default] => (map, key, Some(default)),
        _ => return Err(Refusal::new("lookup() takes two or three arguments")),
    };
    let ty = map.value.ty();
    if !matches!(ty, Type::Map(_) | Type::Object(_) | Type::Dynamic) {
        return Err(needs("a map"));
    }
    let default = match (default, &ty) {
        (Some(default), Type::Map(of)) => Some(convert(default, of, cx.origins, cx.span)?),
        (default, _) => default.cloned(),
    };
    match (&map.value, key.value.as_str()) {
        (Value::Mapping(mapping), Some(key)) => find(cx, mapping, key, map, default),
        (Value::Mapping(mapping), None) => {
            let rest = mapping.beyond("[*]", map.origin);
            let all = mapping.entries.values().cloned().chain(rest).chain(default);
            let why = key.value.why_unknown().unwrap_or(Why::Budget("a key"));
            Ok(one_of(cx, &all.collect::<Vec<_>>(), why))
        }
        (Value::Unknown(unknown), key) => Ok(in_unknown(cx, unknown, key, map, default)),
        _ => Err(needs("a map")),
    }
}

fn find(
    cx: &Context<'_>,
    mapping: &Mapping,
    key: &str,
    map: &Traced,
    default: Option<Traced>,
) -> Outcome {
    if let Some(entry) = mapping.entries.get(key) {
        return Ok(cx.taken(entry, map));
    }
    let beyond = mapping.beyond(&format!(".{key}"), map.origin);
    match (beyond, default) {
        (None, Some(default)) => Ok(default),
        (None, None) => Err(Refusal::new(format!("lookup failed to find key \"{key}\""))),
        (Some(beyond), Some(default)) if !matches!(mapping.kind, MappingKind::Resource(_)) => {
            let beyond = cx.taken(&beyond, map);
            let why = mapping.rest.as_ref().map_or(Why::Budget("keys"), |rest| rest.why.clone());
            Ok(one_of(cx, &[beyond, default], why))
        }
        (Some(beyond), _) => Ok(cx.taken(&beyond, map)),
    }
}

fn in_unknown(
    cx: &Context<'_>,
    unknown: &Unknown,
    key: Option<&str>,
    map: &Traced,
    default: Option<Traced>,
) -> Traced {
    let step = match (key, &unknown.ty) {
        (None, _) => "[*]".into(),
        (Some(key), Type::Map(_)) => format!("[\"{key}\"]"),
        (Some(key), _) => format!(".{key}"),
    };
    let entry = match (&unknown.ty, key) {
        (Type::Object(attributes), Some(key)) => match (attributes.get(key), default.clone()) {
            (None, Some(default)) => return default,
            (attribute, _) => attribute.map(|a| a.ty.clone()).unwrap_or_default(),
        },
        (ty, _) => element_type(ty),
    };
    let found = cx.taken(&within(unknown, &step, &entry, map), map);
    match default {
        Some(default) if !matches!(unknown.ty, Type::Object(_)) => {
            one_of(cx, &[found, default], unknown.why.clone())
        }
        _ => found,
    }
}

/// The only item, or null if there is none.
fn one(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list] = arguments else { return Err(needs("a list")) };
    let all = items(list).ok_or_else(|| needs("a list, set or tuple"))?;
    let fixed: Vec<_> = all.iter().filter(|i| !matches!(i.value, Value::Several(_))).collect();
    let absent = || cx.made(Value::Null(element_type(&list.value.ty())));
    match (fixed.as_slice(), opening(&all)) {
        ([], None) => Ok(absent()),
        ([], Some(_)) => {
            let why = list.value.why_unknown().unwrap_or(Why::Budget("items"));
            let some = all.iter().map(|item| cx.taken(like(item), list));
            Ok(one_of(cx, &some.chain([absent()]).collect::<Vec<_>>(), why))
        }
        ([item], _) => Ok(cx.taken(item, list)),
        (items, _) if matches!(list.value.ty(), Type::Set(_)) && may_be_one(items) => {
            let items: Vec<_> = items.iter().map(|item| cx.taken(item, list)).collect();
            let why = list.value.why_unknown().unwrap_or(Why::Budget("items"));
            Ok(one_of(cx, &items, why))
        }
        _ => Err(needs("a list, set or tuple with either zero or one elements")),
    }
}

/// Whether items of a set may all turn out to be the same.
fn may_be_one(items: &[&Traced]) -> bool {
    let pairs =
        items.iter().enumerate().flat_map(|(at, a)| items[..at].iter().map(move |b| (a, b)));
    pairs.into_iter().all(|(a, b)| !differ(&a.value, &b.value))
}

#[cfg(test)]
mod tests {
    use super::super::tests::table;

    #[test]
    fn as_terraform_does() {
        table(&[
            ("element([1,2,3], -1)", "ERR"),
            ("element([1,2,3], 5)", "3"),
            ("element([1,2,3], -4)", "ERR"),
            ("element([1,2,3], 1.5)", "ERR"),
            ("element(toset([1]), 0)", "ERR"),
            ("element([], 0)", "ERR"),
            (r#"element(["a"], "0")"#, r#""a""#),
            (r#"index(["a","b"], "b")"#, "1"),
            (r#"index(["a"], "c")"#, "ERR"),
            (r#"index([], "c")"#, "ERR"),
            (r#"index([1], "1")"#, "ERR"),
            (r#"index(toset(["a"]), "a")"#, "ERR"),
            (r#"lookup({a=1}, "b", [])"#, "[]"),
            (r#"lookup({a=1}, "a")"#, "1"),
            (r#"lookup({a=1}, "b")"#, "ERR"),
            (r#"lookup(tomap({a="1"}), "a", [])"#, "ERR"),
            (r#"lookup(tomap({a="1"}), "b", 3)"#, r#""3""#),
            (r#"lookup(tomap({a="1"}), "b")"#, "ERR"),
            (r#"lookup(tomap({a="1"}), "b", null)"#, "null"),
            (r#"lookup({a=1}, "b", null)"#, "null"),
            (r#"lookup({a=null}, "a", 3)"#, "null"),
            (r#"lookup({}, "a", 3)"#, "3"),
            (r#"lookup(null, "a", 3)"#, "ERR"),
            ("lookup({a=1}, null, 3)", "ERR"),
            (r#"lookup([1], "a", 3)"#, "ERR"),
            (r#"coalesce("", "a")"#, r#""a""#),
            ("coalesce(null, 1)", "1"),
            (r#"coalesce("", 1)"#, r#""1""#),
            (r#"coalesce(null, "")"#, "ERR"),
            ("coalesce(null)", "ERR"),
            ("coalesce()", "ERR"),
            ("coalesce(1, [])", "ERR"),
            ("coalesce([], [1])", "[]"),
            ("coalesce(1, true)", "ERR"),
            (r#"coalesce(null, [], ["a"])"#, "[]"),
            ("coalescelist([], [1])", "[1]"),
            ("coalescelist(null, [1])", "ERR"),
            (r#"coalescelist([1], "a")"#, "ERR"),
            (r#"coalescelist("a", [1])"#, "ERR"),
            ("coalescelist([], [])", "ERR"),
            ("coalescelist()", "ERR"),
            ("coalescelist([null])", "[null]"),
            (r#"coalescelist([], toset(["a"]))"#, "ERR"),
            (r#"coalescelist(tolist([]), ["b"])"#, r#"["b"]"#),
            ("one([])", "null"),
            ("one([1])", "1"),
            ("one([1,2])", "ERR"),
            (r#"one(toset(["a"]))"#, r#""a""#),
            ("one(null)", "ERR"),
            (r#"one("a")"#, "ERR"),
            ("one([null])", "null"),
        ]);
    }

    #[test]
    fn what_is_partly_known() {
        table(&[
            (r#"coalesce(a.id, "b")"#, "a.id"),
            (r#"coalesce(null, "", a.id)"#, "a.id"),
            (r#"coalesce(any.text, "b")"#, "?text"),
            ("coalesce(any.number, 1)", "?number"),
            (r#"coalesce(symbolic.a, "b")"#, "symbolic"),
            ("coalesce(data.thing, [])", "data.thing"),
            ("coalescelist(some.a, [a.id])", "[*a[*].id]|[a.id]"),
            ("coalescelist(some.a, [])", "[*a[*].id]"),
            (r#"coalescelist([], [a.id, "x"])"#, r#"[a.id,"x"]"#),
            (r#"coalescelist(data.ids, ["x"])"#, r#"data.ids|["x"]"#),
            ("element([a.id, b.id], 3)", "b.id"),
            ("element([a.id, b.id], any.number)", "a.id|b.id"),
            ("element([a.id, a.id], any.number)", "a.id"),
            ("element(some.a, 4)", "a[*].id"),
            ("element(concat([b.id], some.a), 0)", "b.id"),
            (r#"element(concat(some.a, [""]), 0)"#, r#"a[*].id|"""#),
            ("element(data.ids, 0)", "data.ids[0]"),
            ("element(data.ids, 2)", "data.ids[2 mod length]"),
            ("element(concat([b.id], some.a), 1)", "a[*].id|b.id"),
            (r"coalesce(open, null, 3)", r#"{"k":"v",.."other"}"#),
            ("element(zones.z, 0)", "data.z[0].id"),
            ("element(zones.z, 2)", "data.z[2 mod length].id"),
            (r#"element(concat(some.a, ["x"]), 1)"#, r#"a[*].id|"x""#),
            ("element(any.texts, 2)", "?texts"),
            ("element(any.map, 2)", "ERR"),
            (r#"index(["x", a.id], "x")"#, "0"),
            (r#"index(["x", a.id], a.id)"#, "?"),
            ("index([b.id, a.id], a.id)", "?"),
            (r#"index([a.id, "x"], "x")"#, "?"),
            (r#"index([a.id, "x"], "")"#, "ERR"),
            (r#"lookup({a = a.id}, "a", "")"#, "a.id"),
            (r#"lookup({a = a.id}, any.text, "")"#, r#"a.id|"""#),
            (r#"lookup(open, "k", "")"#, r#""v""#),
            (r#"lookup(open, "z", "")"#, r#""other"|"""#),
            (r#"lookup(open, "z")"#, r#""other""#),
            (r#"lookup(data.tags, "z")"#, r#"data.tags["z"]"#),
            (r#"lookup(any.map, "z", "d")"#, r#"?map|"d""#),
            (r#"lookup(any.map, "z", [])"#, "ERR"),
            (r#"lookup(any.texts, "z", "d")"#, "ERR"),
            ("one([a.id])", "a.id"),
            ("one(some.a)", "a[*].id|null"),
            ("one(toset([a.zone, b.zone]))", "a.zone|b.zone"),
            ("one(toset([a.id, b.id]))", "ERR"),
        ]);
    }
}

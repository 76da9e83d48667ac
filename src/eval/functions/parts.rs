//! What the functions on collections share: items of what is only partly known.

use super::{Context, Function, Parameter, Returns, Takes};
use crate::eval::convert::alike;
use crate::eval::equal::{differ, equal};
use crate::eval::{
    Number, Reference, Refusal, SequenceKind, Several, Traced, Type, Unknown, Value, Why,
};
use std::borrow::Cow;
use std::sync::Arc;

/// Alternatives beyond this are not told apart.
const ALTERNATIVES: usize = 16;

/// A function with these parameters and no more.
pub(super) const fn fixed(
    name: &'static str,
    parameters: &'static [Parameter],
    returns: Returns,
    run: fn(&Context<'_>, &[Traced]) -> super::Outcome,
) -> Function {
    Function { name, parameters, variadic: None, returns, run }
}

/// A function with any number of arguments like this.
pub(super) const fn variadic(
    name: &'static str,
    parameter: Parameter,
    run: fn(&Context<'_>, &[Traced]) -> super::Outcome,
) -> Function {
    Function { name, parameters: &[], variadic: Some(parameter), returns: Returns::Any, run }
}

/// Any value but null, known or not.
pub(super) const PART: Parameter = Parameter::partial(Takes::Any);

/// The items of a list, set or tuple; `None` if it is none.
///
/// What is not known has any number of items; so has [`Value::Several`], whose own items these
/// are: a list that `...` made arguments of.
pub(super) fn items(value: &Traced) -> Option<Cow<'_, [Traced]>> {
    match &value.value {
        Value::Sequence(_, items) => Some(Cow::Borrowed(items)),
        Value::Unknown(unknown) => unknown_items(unknown, value).map(Cow::Owned),
        Value::Several(several) => {
            let inner = items(&several.like)?;
            Some(inner.iter().map(|item| some(item.clone(), &several.why)).collect())
        }
        _ => None,
    }
}

fn unknown_items(unknown: &Unknown, value: &Traced) -> Option<Vec<Traced>> {
    match &unknown.ty {
        Type::Tuple(types) => Some(
            types
                .iter()
                .enumerate()
                .map(|(at, ty)| within(unknown, &format!("[{at}]"), ty, value))
                .collect(),
        ),
        Type::List(_) | Type::Set(_) | Type::Dynamic => {
            let like = within(unknown, "[*]", &element_type(&unknown.ty), value);
            Some(vec![some(like, &unknown.why)])
        }
        _ => None,
    }
}

/// What is found inside of a value that is not known; `step` leads to it.
pub(super) fn within(unknown: &Unknown, step: &str, ty: &Type, whole: &Traced) -> Traced {
    let why = match &unknown.why {
        Why::Reference(reference) => Why::Reference(reference.then(step)),
        why => why.clone().derived(),
    };
    Traced::new(Value::unknown(ty.clone(), why), whole.origin)
}

/// Any number of items like one; of what is that already, the same.
pub(super) fn some(like: Traced, why: &Why) -> Traced {
    if matches!(like.value, Value::Several(_)) {
        return like;
    }
    let origin = like.origin;
    Traced::new(Value::Several(Arc::new(Several { like, why: why.clone() })), origin)
}

/// An item that may be missing, for what is not known about it or `other`.
pub(super) fn perhaps(item: Traced, other: Option<&Traced>) -> Traced {
    let why = item.value.why_unknown().or_else(|| other?.value.why_unknown());
    let why = why.map_or(Why::Budget("items"), Why::derived);
    some(item, &why)
}

/// The item, or what it stands for if it is any number of them.
pub(super) fn like(item: &Traced) -> &Traced {
    match &item.value {
        Value::Several(several) => &several.like,
        _ => item,
    }
}

/// Where the number of items stops to be known.
pub(super) fn opening(items: &[Traced]) -> Option<usize> {
    items.iter().position(|item| matches!(item.value, Value::Several(_)))
}

/// The item at an index; where those of an unknown number may stand there, what stands for them.
///
/// `step` is how the index reads in the path of a reference that was splatted.
pub(super) fn at(cx: &Context<'_>, items: &[Traced], index: usize, step: &str) -> Option<Traced> {
    let Some(open) = opening(items).filter(|open| index >= *open) else {
        return items.get(index).cloned();
    };
    let first = stepped(like(&items[open]), step);
    if index == open || items.len() == open + 1 {
        return Some(first);
    }
    let why = items[open].value.why_unknown().unwrap_or(Why::Budget("items"));
    let all: Vec<Traced> = [first].into_iter().chain(items[open + 1..].iter().cloned()).collect();
    Some(one_of(cx, &all, why))
}

/// An element of what a splat made of a reference: `zones[*].id` at `[0]` is `zones[0].id`.
fn stepped(like: &Traced, step: &str) -> Traced {
    if let Value::Unknown(unknown) = &like.value
        && let Why::Reference(reference) = &unknown.why
        && reference.path.matches("[*]").count() == 1
    {
        let path = reference.path.replace("[*]", step).into();
        let why = Why::Reference(Reference { path, ..reference.clone() });
        let unknown = Unknown { why, ..(**unknown).clone() };
        return Traced::new(Value::Unknown(Arc::new(unknown)), like.origin);
    }
    like.clone()
}

/// How the index of `element` reads: beyond the first the list may have started again.
pub(super) fn wrapping(index: usize) -> String {
    if index == 0 { "[0]".into() } else { format!("[{index} mod length]") }
}

/// One of these values, which is not known for that reason; the value if they are all the same.
pub(super) fn one_of(cx: &Context<'_>, values: &[Traced], why: Why) -> Traced {
    let mut different: Vec<Traced> = Vec::new();
    for value in values.iter().map(like).flat_map(alternatives) {
        if !different.iter().any(|other| equal(&other.value, &value.value) == Some(true)) {
            different.push(value.clone());
        }
    }
    if let [one] = different.as_slice() {
        return one.clone();
    }
    let open = |value: &Traced| !value.value.is_null() && value.value.ty() == Type::Dynamic;
    let ty = alike(&different).filter(|_| !different.iter().any(open)).unwrap_or_default();
    let nullable = |value: &Traced| equal(&value.value, &Value::Null(Type::Dynamic)) != Some(false);
    let nullable = different.iter().any(nullable);
    let why = match different.len() {
        0 => why.derived(),
        1..=ALTERNATIVES => Why::Alternatives(different.into(), Box::new(why.derived())),
        _ => Why::Budget("alternatives"),
    };
    cx.made(Value::Unknown(Arc::new(Unknown { ty, why, nullable })))
}

fn alternatives(value: &Traced) -> &[Traced] {
    match &value.value {
        Value::Unknown(unknown) => match &unknown.why {
            Why::Alternatives(values, _) => values,
            _ => std::slice::from_ref(value),
        },
        _ => std::slice::from_ref(value),
    }
}

/// A new sequence of items; not known if it is beyond the limits.
pub(super) fn sequence(cx: &Context<'_>, kind: SequenceKind, items: Vec<Traced>) -> Traced {
    if let Err(why) = cx.host.spend(items.len() * size_of::<Traced>()) {
        return cx.made(Value::unknown_result(Type::Dynamic, why));
    }
    cx.made(Value::Sequence(kind, Arc::new(items)))
}

/// A sequence that holds items of another: to a reader it is still that one.
pub(super) fn cut(
    cx: &Context<'_>,
    kind: SequenceKind,
    items: Vec<Traced>,
    from: &Traced,
) -> Traced {
    cx.converted(Value::Sequence(kind, Arc::new(items)), from.origin)
}

/// The type of the elements of a list, set or map.
pub(super) fn element_type(ty: &Type) -> Type {
    match ty {
        Type::List(of) | Type::Set(of) | Type::Map(of) => (**of).clone(),
        _ => Type::Dynamic,
    }
}

/// Whether a value is a list or tuple, or may turn out to be one.
pub(super) fn is_ordered(value: &Value) -> bool {
    match value {
        Value::Sequence(kind, _) => !matches!(kind, SequenceKind::Set(_)),
        Value::Unknown(unknown) => {
            matches!(unknown.ty, Type::List(_) | Type::Tuple(_) | Type::Dynamic)
        }
        Value::Several(several) => is_ordered(&several.like.value),
        _ => false,
    }
}

/// A list if the whole is one, else a tuple.
pub(super) fn list_or_tuple(ty: &Type) -> SequenceKind {
    match ty {
        Type::List(of) => SequenceKind::List((**of).clone()),
        _ => SequenceKind::Tuple,
    }
}

/// A whole number.
pub(super) fn whole(value: &Traced) -> Result<i64, Refusal> {
    let number = match &value.value {
        Value::Number(number) => number.to_i64(),
        _ => None,
    };
    number.ok_or_else(|| Refusal::new("a whole number is required"))
}

/// The number of items.
pub(super) fn count(items: usize) -> Value {
    Value::Number(Number::from(items))
}

/// A result that is not known because a value is not.
pub(super) fn unclear(cx: &Context<'_>, ty: Type, value: &Traced) -> Traced {
    let why = value.value.why_unknown().unwrap_or(Why::Budget("items"));
    cx.made(Value::unknown_result(ty, why))
}

/// The usual refusal of a value of the wrong kind.
pub(super) fn needs(what: &str) -> Refusal {
    Refusal::new(format!("{what} is required"))
}

/// Whether a value is certain to be among items, or not to be.
pub(super) fn among(value: &Traced, items: &[Traced]) -> Option<bool> {
    let value_like = like(value);
    let mut answer = Some(false);
    for item in items {
        let open = matches!(item.value, Value::Several(_));
        match equal(&like(item).value, &value_like.value) {
            Some(true) if !open => return Some(true),
            _ if differ(&like(item).value, &value_like.value) => {}
            _ => answer = None,
        }
    }
    answer
}

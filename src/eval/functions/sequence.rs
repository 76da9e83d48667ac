//! Functions from lists to lists.

use super::parts::{
    PART, among, at, cut, element_type, fixed, is_ordered, items, like, list_or_tuple, needs,
    one_of, opening, perhaps, sequence, some, unclear, variadic, whole, within,
};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use crate::eval::convert::convert;
use crate::eval::equal::{differ, equal};
use crate::eval::set::{in_some_order, without_repeats};
use crate::eval::unify::unify;
use crate::eval::{Number, Refusal, SequenceKind, Traced, Type, Value, Why};

const LIST: Parameter = Parameter::partial(Takes::List);
const NUMBER: Parameter = Parameter::strict(Takes::Number);

pub(super) const FUNCTIONS: &[Function] = &[
    fixed("chunklist", &[LIST, NUMBER], Returns::Any, chunklist),
    fixed("compact", &[Parameter::partial(Takes::Texts)], Returns::Texts, compact),
    variadic("concat", PART, concat),
    fixed("distinct", &[LIST], Returns::Any, distinct),
    fixed("flatten", &[PART], Returns::Any, flatten),
    fixed("matchkeys", &[LIST, LIST, LIST], Returns::Any, matchkeys),
    variadic("range", NUMBER, range),
    fixed("reverse", &[PART], Returns::Any, reverse),
    fixed("slice", &[PART, NUMBER, NUMBER], Returns::Any, slice),
    fixed("sort", &[Parameter::partial(Takes::Texts)], Returns::Texts, sort),
];

/// The most numbers that Terraform's `range` makes.
const RANGE_LIMIT: usize = 1024;

/// All lists, one after the other.
fn concat(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    if arguments.is_empty() {
        return Err(Refusal::new("at least one argument is required"));
    }
    if !arguments.iter().all(|argument| is_ordered(&argument.value)) {
        return Err(needs("a list or tuple"));
    }
    let types: Vec<Type> = arguments.iter().map(|argument| argument.value.ty()).collect();
    let lists = types.iter().all(|ty| matches!(ty, Type::List(_)));
    let common = if lists { unify(&types) } else { None };
    let mut joined = Vec::new();
    for argument in arguments {
        let argument = match &common {
            Some(ty) => convert(argument, ty, cx.origins, cx.span)?,
            None => argument.clone(),
        };
        joined.extend(items(&argument).ok_or_else(|| needs("a list or tuple"))?.into_owned());
    }
    let kind = common.as_ref().map_or(SequenceKind::Tuple, list_or_tuple);
    Ok(sequence(cx, kind, joined))
}

/// Lists within lists become their items.
fn flatten(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list] = arguments else { return Err(needs("a list")) };
    let mut flat = Vec::new();
    if matches!(list.value, Value::Sequence(..)) {
        flatten_into(cx, list, &mut flat);
    } else {
        let items = items(list).ok_or_else(|| needs("a list, set or tuple"))?;
        items.iter().for_each(|item| flatten_into(cx, item, &mut flat));
    }
    if let Err(why) = cx.host.spend(flat.len() * size_of::<Traced>()) {
        return Ok(cx.made(Value::unknown_result(Type::Dynamic, why)));
    }
    Ok(cut(cx, SequenceKind::Tuple, flat, list))
}

fn flatten_into(cx: &Context<'_>, item: &Traced, flat: &mut Vec<Traced>) {
    match &item.value {
        Value::Sequence(SequenceKind::Set(_), items) => {
            match in_some_order(items, &SequenceKind::Tuple) {
                Value::Sequence(_, items) => {
                    items.iter().for_each(|item| flatten_into(cx, item, flat));
                }
                orders => flatten_into(cx, &Traced::new(orders, item.origin), flat),
            }
        }
        Value::Sequence(_, items) => items.iter().for_each(|item| flatten_into(cx, item, flat)),
        Value::Several(several) => {
            let mut inner = Vec::new();
            flatten_into(cx, &several.like, &mut inner);
            flat.extend(inner.into_iter().map(|item| some(item, &several.why)));
        }
        Value::Unknown(unknown) => match (&unknown.why, &unknown.ty) {
            (Why::Alternatives(values, why), _) => {
                let mut inner = Vec::new();
                values.iter().for_each(|value| flatten_into(cx, value, &mut inner));
                let scalars = values.iter().all(|value| items(value).is_none());
                if scalars {
                    flat.push(item.clone());
                } else if !inner.is_empty() {
                    flat.push(some(one_of(cx, &inner, (**why).clone()), why));
                }
            }
            (Why::Reference(reference), Type::Dynamic) if reference.path.ends_with(".id") => {
                flat.push(item.clone()); // an id is a string in every provider
            }
            // it may be a list or an item of one: in either case, any number of these
            (why, Type::Dynamic) => {
                flat.push(some(within(unknown, "[*]", &Type::Dynamic, item), why));
            }
            _ => match items(item) {
                Some(items) => flat.extend(items.iter().cloned()),
                None => flat.push(item.clone()),
            },
        },
        _ => flat.push(item.clone()),
    }
}

/// Each item once, where it stands first.
fn distinct(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list] = arguments else { return Err(needs("a list")) };
    let items = items(list).ok_or_else(|| needs("a list"))?;
    let once = without_repeats(items.into_owned());
    let known = once.iter().all(|item| item.value.is_known());
    if !known && let Some(tired) = cx.tired(once.len() * once.len() / 64, Type::Dynamic) {
        return Ok(tired);
    }
    let mut kept: Vec<Traced> = Vec::with_capacity(once.len());
    // known items that are left differ from each other
    let (known, once) = if known { (once, Vec::new()) } else { (Vec::new(), once) };
    kept.extend(known);
    for item in once {
        let same = |other: &&Traced| !differ(&like(other).value, &like(&item).value);
        let kept_item = match kept.iter().find(same) {
            Some(other) => perhaps(item.clone(), Some(other)),
            None => item,
        };
        kept.push(kept_item);
    }
    Ok(cut(cx, SequenceKind::List(element_type(&list.value.ty())), kept, list))
}

/// Without null and `""`.
fn compact(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list] = arguments else { return Err(needs("a list")) };
    let mut kept = Vec::new();
    for item in items(list).ok_or_else(|| needs("a list"))?.iter() {
        let is = |blank: &Value| equal(&like(item).value, blank);
        match (is(&Value::Null(Type::String)), is(&Value::text(""))) {
            (Some(true), _) | (_, Some(true)) => {}
            (Some(false), Some(false)) => kept.push(item.clone()),
            _ => kept.push(perhaps(item.clone(), None)),
        }
    }
    Ok(cut(cx, SequenceKind::List(Type::String), kept, list))
}

/// In the order of their bytes; what is not known may stand anywhere.
fn sort(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list] = arguments else { return Err(needs("a list")) };
    let mut items = items(list).ok_or_else(|| needs("a list"))?.into_owned();
    if items.iter().any(|item| item.value.is_null()) {
        return Err(Refusal::new("given list element is null"));
    }
    let known = |item: &Traced| item.value.as_str().map(str::to_owned);
    items.sort_by_cached_key(known);
    if !items.iter().all(|item| item.value.is_known()) {
        return Ok(cx.made(in_some_order(&items, &SequenceKind::List(Type::String))));
    }
    Ok(cut(cx, SequenceKind::List(Type::String), items, list))
}

/// The last item first.
fn reverse(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list] = arguments else { return Err(needs("a list")) };
    let mut items = items(list).ok_or_else(|| needs("a list or tuple"))?.into_owned();
    items.reverse();
    let kind = match list.value.ty() {
        Type::Set(of) => SequenceKind::List((*of).clone()),
        ty => list_or_tuple(&ty),
    };
    Ok(cut(cx, kind, items, list))
}

/// The items from one index up to another.
fn slice(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list, start, end] = arguments else { return Err(needs("two indexes")) };
    if !is_ordered(&list.value) {
        return Err(needs("a list or tuple"));
    }
    let items = items(list).ok_or_else(|| needs("a list or tuple"))?;
    let index = |value| usize::try_from(whole(value)?).map_err(|_| needs("an index of 0 or more"));
    let (start, end) = (index(start)?, index(end)?);
    let beyond = opening(&items).is_none() && end > items.len();
    if start > end || beyond {
        return Err(Refusal::new("the indexes do not lie in the list"));
    }
    if let Err(why) = cx.host.spend((end - start).saturating_mul(size_of::<Traced>())) {
        return Ok(cx.made(Value::unknown_result(Type::Dynamic, why)));
    }
    let chosen = (start..end).filter_map(|index| match &list.value {
        Value::Unknown(unknown) if !matches!(unknown.ty, Type::Tuple(_)) => {
            let of = element_type(&unknown.ty);
            Some(within(unknown, &format!("[{index}]"), &of, list))
        }
        _ => at(cx, &items, index, &format!("[{index}]")),
    });
    let chosen = chosen.collect();
    Ok(cut(cx, list_or_tuple(&list.value.ty()), chosen, list))
}

/// Lists of so many items each.
fn chunklist(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [list, size] = arguments else { return Err(needs("a size")) };
    let size = usize::try_from(whole(size)?).map_err(|_| needs("a size of 0 or more"))?;
    let ty = list.value.ty();
    let items = items(list).ok_or_else(|| needs("a list"))?;
    if opening(&items).is_some() {
        return Ok(unclear(cx, Type::list(ty), list));
    }
    let kind = list_or_tuple(&ty);
    let size = if size == 0 { items.len().max(1) } else { size };
    let chunks = items.chunks(size).map(|chunk| cut(cx, kind.clone(), chunk.to_vec(), list));
    Ok(sequence(cx, SequenceKind::List(ty), chunks.collect()))
}

/// The values whose keys are among those searched.
fn matchkeys(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [values, keys, wanted] = arguments else { return Err(needs("a list")) };
    let Some(ty) = unify(&[keys.value.ty(), wanted.value.ty()]) else {
        if keys.value.is_known() && wanted.value.is_known() {
            return Err(Refusal::new("keys and searchset must be of the same type"));
        }
        return Ok(unclear(
            cx,
            values.value.ty(),
            if keys.value.is_known() { wanted } else { keys },
        ));
    };
    let keys = convert(keys, &ty, cx.origins, cx.span)?;
    let wanted = convert(wanted, &ty, cx.origins, cx.span)?;
    let list = || needs("a list");
    let (all, keys) = (items(values).ok_or_else(list)?, items(&keys).ok_or_else(list)?);
    let wanted = items(&wanted).ok_or_else(list)?;
    let of = SequenceKind::List(element_type(&values.value.ty()));
    if opening(&all).is_some() || opening(&keys).is_some() {
        let why = values.value.why_unknown().unwrap_or(Why::Budget("keys"));
        let any = (!all.is_empty()).then(|| some(one_of(cx, &all, why.clone()), &why));
        return Ok(cut(cx, of, any.into_iter().collect(), values));
    }
    if all.len() != keys.len() {
        return Err(Refusal::new("length of keys and values should be equal"));
    }
    let chosen = all.iter().zip(keys.iter()).filter_map(|(value, key)| match among(key, &wanted) {
        Some(true) => Some(value.clone()),
        Some(false) => None,
        None => Some(perhaps(value.clone(), Some(key).filter(|k| !k.value.is_known()))),
    });
    let chosen = chosen.collect();
    Ok(cut(cx, of, chosen, values))
}

/// Numbers from a start to a limit.
fn range(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let numbers: Vec<&Number> = arguments
        .iter()
        .filter_map(|argument| match &argument.value {
            Value::Number(number) => Some(number),
            _ => None,
        })
        .collect();
    let (zero, one) = (Number::from(0_u64), Number::from(1_u64));
    let (start, end, step) = match numbers.as_slice() {
        [end] => (zero.clone(), (*end).clone(), None),
        [start, end] => ((*start).clone(), (*end).clone(), None),
        [start, end, step] => ((*start).clone(), (*end).clone(), Some((*step).clone())),
        _ => return Err(Refusal::new("range() takes one, two, or three arguments")),
    };
    let step = step.unwrap_or_else(|| if end < start { one.neg() } else { one });
    let down = step < zero;
    if (down && end > start) || (!down && end < start) {
        return Err(Refusal::new("the step does not lead from the start to the limit"));
    }
    let mut made = Vec::new();
    let mut next = start;
    while if down { next > end } else { next < end } {
        if made.len() == RANGE_LIMIT {
            return Err(Refusal::new("more than 1024 values were generated"));
        }
        made.push(cx.made(Value::Number(next.clone())));
        next = next.add(&step).ok_or_else(|| needs("a finite step"))?;
    }
    Ok(sequence(cx, SequenceKind::List(Type::Number), made))
}

#[cfg(test)]
mod tests {
    use super::super::tests::table;

    #[test]
    fn as_terraform_does() {
        table(&[
            ("concat()", "ERR"),
            (r#"concat([1],["a"])"#, r#"[1,"a"]"#),
            (r#"concat(tolist([1]),tolist(["a"]))"#, r#"["1","a"]"#),
            (r#"concat(tolist([1]),["a"])"#, r#"[1,"a"]"#),
            ("concat(toset([1]))", "ERR"),
            ("concat([], null)", "ERR"),
            ("flatten([[1,[2]],3,[]])", "[1,2,3]"),
            ("flatten([toset([2,1]), null])", "[1,2,null]"),
            ("flatten({a=1})", "ERR"),
            ("flatten([{a=[1]}])", r#"[{"a":[1]}]"#),
            (r#"flatten("a")"#, "ERR"),
            ("flatten([])", "[]"),
            (r#"distinct([1,"1",2])"#, r#"["1","2"]"#),
            (r#"distinct(["a","b","a"])"#, r#"["a","b"]"#),
            ("distinct([])", "[]"),
            (r#"distinct(toset(["b","a"]))"#, r#"["a","b"]"#),
            ("distinct([[1],[1]])", "[[1]]"),
            (r#"compact(["a","",null,"b"])"#, r#"["a","b"]"#),
            (r#"compact([1,""])"#, r#"["1"]"#),
            ("compact([])", "[]"),
            ("slice([1,2,3], 1, 2)", "[2]"),
            ("slice([1,2,3], 0, 4)", "ERR"),
            ("slice([1,2,3], 2, 1)", "ERR"),
            ("slice([1,2,3], -1, 1)", "ERR"),
            ("slice(toset([1]), 0, 1)", "ERR"),
            (r#"slice("abc", 0, 1)"#, "ERR"),
            (r#"slice(["a"], 1, 1)"#, "[]"),
            ("chunklist([1,2,3], 2)", "[[1,2],[3]]"),
            ("chunklist([1,2,3], 0)", "[[1,2,3]]"),
            ("chunklist([], 2)", "[]"),
            (r#"chunklist([1,"a"], 1)"#, r#"[["1"],["a"]]"#),
            ("chunklist([1,2], -1)", "ERR"),
            ("chunklist([1,2], 1.5)", "ERR"),
            (r#"matchkeys([1,2,3],["a","b","a"],["a"])"#, "[1,3]"),
            (r#"matchkeys([1,2],["a"],["a"])"#, "ERR"),
            (r#"matchkeys([1,2],["a","b"],[])"#, "[]"),
            (r#"matchkeys([1,2],[1,2],["1"])"#, "[1]"),
            ("matchkeys([1,2],[1,2],[true])", "ERR"),
            (r#"matchkeys([1,2],[[1],[2]],["1"])"#, "ERR"),
            ("range(3)", "[0,1,2]"),
            ("range(0)", "[]"),
            ("range(-3)", "[0,-1,-2]"),
            ("range(1,4)", "[1,2,3]"),
            ("range(4,1)", "[4,3,2]"),
            ("range(1,10,3)", "[1,4,7]"),
            ("range(1,10,-3)", "ERR"),
            ("range(10,1,-3)", "[10,7,4]"),
            ("range(1,2,0)", "ERR"),
            ("range(2000)", "ERR"),
            ("range(1025)", "ERR"),
            ("range(0, 1, 0.25)", "[0,0.25,0.5,0.75]"),
            ("range()", "ERR"),
            ("range(1,2,3,4)", "ERR"),
            (r#"range("3")"#, "[0,1,2]"),
            ("range(null)", "ERR"),
            (r#"sort(["b","a","C"])"#, r#"["C","a","b"]"#),
            ("sort([2,10,1])", r#"["1","10","2"]"#),
            (r#"sort([null,"a"])"#, "ERR"),
            ("sort([])", "[]"),
            (r#"sort(toset(["b","a"]))"#, r#"["a","b"]"#),
            ("reverse([1,2])", "[2,1]"),
            ("reverse(toset([2,1]))", "[2,1]"),
            (r#"reverse("ab")"#, "ERR"),
            ("reverse([])", "[]"),
            ("sort([1, true])", r#"["1","true"]"#),
            (r#"concat([null],["a"])"#, r#"[null,"a"]"#),
        ]);
    }

    #[test]
    fn what_is_partly_known() {
        table(&[
            (r#"concat(some.a, [""])"#, r#"[*a[*].id,""]"#),
            ("concat(data.ids, [a.id])", "[*data.ids[*],a.id]"),
            ("concat(any.texts, [1])", "[*?texts,1]"),
            ("concat(any.map, [1])", "ERR"),
            ("flatten([some.a, [a.id], b.id])", "[*a[*].id,a.id,b.id]"),
            ("flatten([data.ids, any.thing])", "[*data.ids[*],*?thing]"),
            (r#"distinct([a.id, "x", a.id, b.id])"#, r#"[a.id,*"x",*b.id]"#),
            ("distinct([a.id, b.id, a.id])", "[a.id,b.id]"),
            ("distinct([a.zone, a.zone])", "[a.zone]"),
            ("distinct([a.zone, b.zone])", "[a.zone,*b.zone]"),
            ("distinct(some.a)", "[*a[*].id]"),
            (r#"compact([a.id, "", symbolic.a, any.text, null])"#, "[a.id,symbolic,*?text]"),
            ("compact(some.a)", "[*a[*].id]"),
            (r#"sort([b.id, "a"])"#, r#"[*b.id|"a"]"#),
            ("reverse([a.id, b.id])", "[b.id,a.id]"),
            ("reverse(concat([b.id], some.a))", "[*a[*].id,b.id]"),
            ("slice([a.id, b.id], 1, 2)", "[b.id]"),
            ("slice(some.a, 0, 2)", "[a[*].id,a[*].id]"),
            ("slice(data.ids, 1, 3)", "[data.ids[1],data.ids[2]]"),
            ("slice(zones.z, 0, 2)", "[data.z[0].id,data.z[1].id]"),
            ("slice(any.texts, 2, 1)", "ERR"),
            ("chunklist([a.id, b.id], 1)", "[[a.id],[b.id]]"),
            ("chunklist(some.a, 1)", "?n"),
            (r#"matchkeys([a.id, b.id], ["x", "y"], ["y"])"#, "[b.id]"),
            (r#"matchkeys([1, 2], [a.id, "y"], ["y"])"#, "[*1,2]"),
            ("range(any.number)", "?number"),
        ]);
    }
}

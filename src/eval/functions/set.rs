//! Functions on sets.

use super::parts::{
    PART, among, element_type, items, like, needs, opening, perhaps, sequence, some, variadic,
};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use crate::eval::convert::{alike as of_one_type, common, convert};
use crate::eval::set::members;
use crate::eval::unify::unify;
use crate::eval::{Refusal, SequenceKind, Traced, Type, Value, Why};

const SET: Parameter = Parameter::partial(Takes::Set);

pub(super) const FUNCTIONS: &[Function] = &[
    Function { parameters: &[SET], ..variadic("setintersection", SET, setintersection) },
    variadic("setproduct", PART, setproduct),
    Function {
        name: "setsubtract",
        parameters: &[SET, SET],
        variadic: None,
        returns: Returns::Any,
        run: setsubtract,
    },
    Function { parameters: &[SET], ..variadic("setunion", SET, setunion) },
];

/// All that is in any of the sets.
fn setunion(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let (of, sets) = alike(cx, arguments)?;
    let all = sets.into_iter().flatten().collect();
    Ok(sequence(cx, SequenceKind::Set(of), members(all)))
}

/// What is in all of the sets.
fn setintersection(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    chosen(cx, arguments, true)
}

/// What is in the first set and not in the second.
fn setsubtract(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    chosen(cx, arguments, false)
}

/// The items of the first set that are, or are not, among the others.
fn chosen(cx: &Context<'_>, arguments: &[Traced], wanted: bool) -> Outcome {
    let (of, sets) = alike(cx, arguments)?;
    let mut sets = sets.into_iter();
    let mut left = sets.next().unwrap_or_default();
    for other in sets {
        let unsure = other.iter().find(|other| !other.value.is_known());
        let keep = |item: Traced| {
            let is = among(&item, &other);
            if let Some(is) = is {
                return (is == wanted).then_some(item);
            }
            Some(perhaps(item, unsure))
        };
        left = left.into_iter().filter_map(keep).collect();
    }
    Ok(sequence(cx, SequenceKind::Set(of), left))
}

/// The items of sets, converted to the one type that all have in common.
fn alike(cx: &Context<'_>, sets: &[Traced]) -> Result<(Type, Vec<Vec<Traced>>), Refusal> {
    let types: Vec<Type> = sets
        .iter()
        .map(|set| element_type(&set.value.ty()))
        .filter(|ty| *ty != Type::Dynamic)
        .collect();
    let refusal = || Refusal::new("given sets must all have compatible element types");
    let known = sets.iter().all(|set| set.value.is_known());
    let of = match unify(&types) {
        Some(of) => of,
        None if known && !types.is_empty() => return Err(refusal()),
        None => Type::Dynamic, // none has any items, or one that turns out to have none
    };
    let lost = |from: &Traced| {
        let from = element_type(&from.value.ty());
        types.iter().any(|to| is_lost(&from, to))
    };
    if known && sets.iter().any(|set| !is_empty(set) && lost(set)) {
        return Err(refusal());
    }
    let set = Type::set(of.clone());
    let mut all = Vec::with_capacity(sets.len());
    for argument in sets {
        let argument = convert(argument, &set, cx.origins, cx.span)?;
        all.push(items(&argument).ok_or_else(|| needs("a set"))?.into_owned());
    }
    Ok((of, all))
}

fn is_empty(set: &Traced) -> bool {
    items(set).is_some_and(|items| items.is_empty())
}

/// Whether a type has a part of any type, such as a bare null or the items of an empty list, where
/// the other has more than a string, number or bool: Terraform finds no conversion.
fn is_lost(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Dynamic, to) => {
            !matches!(to, Type::Dynamic | Type::Bool | Type::Number | Type::String)
        }
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => is_lost(from, to),
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.iter().zip(to.iter()).any(|(a, b)| is_lost(a, b))
        }
        (Type::List(from) | Type::Set(from), Type::Tuple(to)) => {
            to.iter().any(|to| is_lost(from, to))
        }
        (Type::Map(from), Type::Object(to)) => to.values().any(|to| is_lost(from, &to.ty)),
        (Type::Tuple(from), Type::List(to) | Type::Set(to)) => {
            from.iter().any(|from| is_lost(from, to))
        }
        (Type::Object(from), Type::Object(to)) => {
            from.iter().any(|(name, from)| to.get(name).is_some_and(|to| is_lost(&from.ty, &to.ty)))
        }
        (Type::Object(from), Type::Map(to)) => from.values().any(|from| is_lost(&from.ty, to)),
        _ => false,
    }
}

/// Every combination of an item of each.
fn setproduct(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    if arguments.len() < 2 {
        return Err(Refusal::new("at least two arguments are required"));
    }
    let mut factors = Vec::with_capacity(arguments.len());
    let mut types = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let (ty, items) = factor(argument)?;
        types.push(ty);
        factors.push(items);
    }
    let total = factors.iter().map(Vec::len).fold(1, usize::saturating_mul);
    let size = total.saturating_mul(arguments.len() + 1).saturating_mul(size_of::<Traced>());
    if let Err(why) = cx.host.spend(size) {
        return Ok(cx.made(Value::unknown_result(Type::Dynamic, why)));
    }
    if total > 0 {
        for (factor, ty) in factors.iter_mut().zip(&types) {
            let converted = factor.iter().map(|item| convert(item, ty, cx.origins, cx.span));
            *factor = converted.collect::<Result<_, _>>()?;
        }
    }
    let rows = combinations(&factors);
    let rows: Vec<Traced> = rows.into_iter().map(|row| combined(cx, &row)).collect();
    if of_one_type(&rows).is_none() && rows.iter().all(|row| row.value.is_known()) {
        return Err(Refusal::new("all elements must be of the same type"));
    }
    let row = Type::Tuple(types.into());
    let set = arguments.iter().any(|argument| matches!(argument.value.ty(), Type::Set(_)));
    Ok(if set {
        cx.made(Value::Sequence(SequenceKind::Set(row), members(rows).into()))
    } else {
        cx.made(Value::list(row, rows))
    })
}

fn combinations(factors: &[Vec<Traced>]) -> Vec<Vec<Traced>> {
    let mut rows: Vec<Vec<Traced>> = vec![Vec::new()];
    for factor in factors {
        rows = rows.iter().flat_map(|row| factor.iter().map(move |i| with(row, i))).collect();
    }
    rows
}

fn with(row: &[Traced], item: &Traced) -> Vec<Traced> {
    row.iter().chain([item]).cloned().collect()
}

/// A combination; if any of its items stands for several, so does it.
fn combined(cx: &Context<'_>, row: &[Traced]) -> Traced {
    let open = opening(row).and_then(|open| row[open].value.why_unknown());
    let row = cx.made(Value::tuple(row.iter().map(|item| like(item).clone()).collect()));
    match open {
        Some(why) => some(row, &why),
        None => row,
    }
}

/// The items of a factor, and the type that they all can have.
fn factor(argument: &Traced) -> Result<(Type, Vec<Traced>), Refusal> {
    let argument = match &argument.value {
        Value::Sequence(SequenceKind::Tuple, items) => {
            let ty = common(&items.iter().collect::<Vec<_>>())?;
            return Ok((ty, items.to_vec()));
        }
        Value::Several(several) => {
            let why: Why = several.why.clone();
            return Ok((Type::Dynamic, vec![some(several.like.clone(), &why)]));
        }
        _ => argument.clone(),
    };
    let items = items(&argument).ok_or_else(|| needs("a set or a list"))?;
    Ok((element_type(&argument.value.ty()), items.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::table;

    #[test]
    fn as_terraform_does() {
        table(&[
            (r#"setproduct(["a","b"],[1,2])"#, r#"[["a",1],["a",2],["b",1],["b",2]]"#),
            (r#"setproduct(toset(["a","b"]),[1,2])"#, r#"[["a",1],["a",2],["b",1],["b",2]]"#),
            (r#"setproduct(["a"])"#, "ERR"),
            (r#"setproduct([],["a"])"#, "[]"),
            (r#"setproduct([1,"a"],[true])"#, r#"[["1",true],["a",true]]"#),
            (r#"setproduct(["a"],"b")"#, "ERR"),
            (r#"setproduct(["a"],toset(["y","x"]))"#, r#"[["a","x"],["a","y"]]"#),
            ("setproduct([1,[2]],[3])", "ERR"),
            (r#"setunion(["b"],["a"],["b"])"#, r#"["a","b"]"#),
            (r#"setunion([1],["a"])"#, r#"["1","a"]"#),
            ("setunion([1],[true])", "ERR"),
            ("setunion([],[])", "[]"),
            ("setunion([],[1])", "[1]"),
            ("setunion()", "ERR"),
            (r#"setintersection(["a","b"],["b","c"])"#, r#"["b"]"#),
            (r#"setintersection([1],["1"])"#, r#"["1"]"#),
            (r#"setsubtract(["a","b"],["b"])"#, r#"["a"]"#),
            (r#"setsubtract([],["b"])"#, "[]"),
            (r#"setsubtract([null,"a"],["a"])"#, "[null]"),
            (r#"setsubtract(["a"],["a"],["a"])"#, "ERR"),
            (r#"setunion([{a=1}],[{a="x"}])"#, r#"[{"a":"1"},{"a":"x"}]"#),
        ]);
    }

    #[test]
    fn what_is_partly_known() {
        table(&[
            ("setunion([a.id], [b.id, a.id])", "[a.id,b.id]"),
            (r#"setunion(some.a, ["x"])"#, r#"["x",*a[*].id]"#),
            (r#"setunion(data.ids, ["x"])"#, r#"["x",*data.ids[*]]"#),
            (r#"setintersection([a.id, "x"], [a.id])"#, r#"[*"x",a.id]"#),
            ("setsubtract([a.id, b.id], [b.id])", "[a.id]"),
            (r#"setsubtract([a.id, "x"], ["x"])"#, "[*a.id]"),
            (r#"setsubtract(["x"], some.a)"#, r#"[*"x"]"#),
            (r#"setproduct([a.id, b.id], ["x"])"#, r#"[[a.id,"x"],[b.id,"x"]]"#),
            (r#"setproduct(some.a, ["x"])"#, r#"[*[a[*].id,"x"]]"#),
        ]);
    }
}

//! Which types convert into which, and the one type that several have in common.

use super::types::{Attribute, Type};
use crate::syntax::Name;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The one type that values of all these types can be converted to, if there is one.
///
/// Terraform decides by the types alone, so a value may still be refused (`"a"` as a number).
pub fn unify(types: &[Type]) -> Option<Type> {
    let (first, others) = types.split_first()?;
    if others.iter().all(|ty| ty == first) {
        return Some(first.clone());
    }
    let dynamic = types.contains(&Type::Dynamic);
    match shapes(types).as_slice() {
        [Shape::List | Shape::Set | Shape::Map | Shape::Tuple | Shape::Object] if dynamic => {
            Some(Type::Dynamic)
        }
        [Shape::List] => elements(types).map(Type::list),
        [Shape::Set] => elements(types).map(Type::set),
        [Shape::Map] => elements(types).map(Type::map),
        [Shape::Tuple] => tuples(types),
        [Shape::Object] => objects(types),
        [Shape::List, Shape::Tuple] => {
            collected(types, Shape::Tuple).or_else(|| most_general(types))
        }
        [Shape::Map, Shape::Object] => {
            collected(types, Shape::Object).or_else(|| most_general(types))
        }
        shapes if shapes.contains(&Shape::Tuple) && shapes.contains(&Shape::Object) => None,
        _ => most_general(types),
    }
}

/// Whether Terraform has a conversion between the types; its values may still be refused.
pub(super) fn convertible(from: &Type, to: &Type) -> bool {
    match (from, to) {
        _ if from == to => true,
        (Type::Dynamic, _)
        | (_, Type::Dynamic)
        | (Type::Bool | Type::Number, Type::String)
        | (Type::String, Type::Bool | Type::Number) => true,
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => convertible(from, to),
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len() && from.iter().zip(to.iter()).all(|(f, t)| convertible(f, t))
        }
        (Type::Tuple(items), Type::List(to) | Type::Set(to)) => gatherable(items, to, true),
        (Type::Object(from), Type::Map(to)) => gatherable(&inner(from), to, false),
        (Type::Object(from), Type::Object(to)) => to.iter().all(|(name, wanted)| {
            from.get(name).map_or(wanted.optional, |had| convertible(&had.ty, &wanted.ty))
        }),
        (Type::Map(from), Type::Object(to)) => {
            to.values().all(|wanted| wanted.optional || convertible(from, &wanted.ty))
        }
        _ => false,
    }
}

/// `to`, with what it leaves open taken from a type that converts to it.
pub(super) fn resolve(from: &Type, to: &Type) -> Type {
    match (from, to) {
        (Type::Dynamic, _) => to.required(),
        (_, Type::Dynamic) => from.required(),
        (_, Type::List(of)) => Type::list(resolve_inner(from, of)),
        (_, Type::Set(of)) => Type::set(resolve_inner(from, of)),
        (_, Type::Map(of)) => Type::map(resolve_inner(from, of)),
        (Type::Tuple(from), Type::Tuple(to)) if from.len() == to.len() => {
            Type::Tuple(from.iter().zip(to.iter()).map(|(f, t)| resolve(f, t)).collect())
        }
        (Type::Map(from), Type::Object(to)) => {
            Type::object(to.iter().map(|(name, a)| (Arc::clone(name), resolve(from, &a.ty))))
        }
        (Type::Object(from), Type::Object(to)) => Type::object(to.iter().map(|(name, a)| {
            let had = from.get(name).map_or(&Type::Dynamic, |had| &had.ty);
            (Arc::clone(name), resolve(had, &a.ty))
        })),
        _ => to.required(),
    }
}

fn resolve_inner(from: &Type, of: &Type) -> Type {
    match from {
        Type::List(from) | Type::Set(from) | Type::Map(from) => resolve(from, of),
        Type::Tuple(items) => resolve(&unify(items).unwrap_or_default(), of),
        Type::Object(attributes) => resolve(&unify(&inner(attributes)).unwrap_or_default(), of),
        _ => of.required(),
    }
}

/// What a type is made as, of those that hold others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Primitive,
    List,
    Map,
    Set,
    Tuple,
    Object,
}

fn shape(ty: &Type) -> Option<Shape> {
    Some(match ty {
        Type::Dynamic => return None,
        Type::Bool | Type::Number | Type::String => Shape::Primitive,
        Type::List(_) => Shape::List,
        Type::Set(_) => Shape::Set,
        Type::Map(_) => Shape::Map,
        Type::Tuple(_) => Shape::Tuple,
        Type::Object(_) => Shape::Object,
    })
}

fn shapes(types: &[Type]) -> Vec<Shape> {
    let mut shapes: Vec<_> = types.iter().filter_map(shape).collect();
    shapes.sort_unstable();
    shapes.dedup();
    shapes
}

fn inner(attributes: &BTreeMap<Name, Attribute>) -> Vec<Type> {
    attributes.values().map(|attribute| attribute.ty.clone()).collect()
}

/// Whether items of these types can stand in one collection of `to`.
fn gatherable(items: &[Type], to: &Type, of_tuple: bool) -> bool {
    if items.is_empty() {
        return true;
    }
    if *to != Type::Dynamic {
        return items.iter().all(|item| convertible(item, to));
    }
    match unify(items) {
        None => false,
        Some(Type::Dynamic) if of_tuple => items.iter().all(|item| *item == Type::Dynamic),
        Some(common) => items.iter().all(|item| convertible(item, &common)),
    }
}

fn elements(types: &[Type]) -> Option<Type> {
    let inner = |ty: &Type| match ty {
        Type::List(of) | Type::Set(of) | Type::Map(of) => (**of).clone(),
        _ => Type::Dynamic,
    };
    unify(&types.iter().map(inner).collect::<Vec<_>>())
}

fn tuples(types: &[Type]) -> Option<Type> {
    let rows: Vec<&[Type]> = types.iter().filter_map(items).collect();
    let length = rows.first()?.len();
    if rows.iter().any(|row| row.len() != length) {
        return as_list(types);
    }
    let column = |at: usize| rows.iter().map(|row| row[at].clone()).collect::<Vec<_>>();
    let common = Type::Tuple((0..length).map(|at| unify(&column(at))).collect::<Option<_>>()?);
    if types.iter().all(|ty| convertible(ty, &common)) {
        return Some(common);
    }
    as_list(types)
}

fn objects(types: &[Type]) -> Option<Type> {
    let rows: Vec<_> = types.iter().filter_map(attributes).collect();
    let first = rows.first()?;
    if rows.iter().any(|row| !row.keys().eq(first.keys())) {
        return as_map(types);
    }
    let column = |name: &Name| rows.iter().map(|row| row[name].ty.clone()).collect::<Vec<_>>();
    let common = first.keys().map(|name| Some((Arc::clone(name), unify(&column(name))?)));
    let common = Type::object(common.collect::<Option<Vec<_>>>()?);
    if types.iter().all(|ty| convertible(ty, &common)) {
        return Some(common);
    }
    as_map(types)
}

fn items(ty: &Type) -> Option<&[Type]> {
    match ty {
        Type::Tuple(items) => Some(items),
        _ => None,
    }
}

fn attributes(ty: &Type) -> Option<&BTreeMap<Name, Attribute>> {
    match ty {
        Type::Object(attributes) => Some(attributes),
        _ => None,
    }
}

/// The list that a tuple is taken for beside lists, and the map that an object is beside maps.
pub(super) fn gathered(ty: &Type) -> Option<Type> {
    match ty {
        Type::Tuple(_) => as_list(std::slice::from_ref(ty)),
        Type::Object(_) => as_map(std::slice::from_ref(ty)),
        _ => None,
    }
}

fn as_list(tuples: &[Type]) -> Option<Type> {
    let all: Vec<Type> = tuples.iter().filter_map(items).flatten().cloned().collect();
    let list = Type::list(unify(&all)?);
    tuples.iter().all(|ty| convertible(ty, &list)).then_some(list)
}

fn as_map(objects: &[Type]) -> Option<Type> {
    let all: Vec<Type> = objects.iter().filter_map(attributes).flat_map(inner).collect();
    let map = Type::map(unify(&all)?);
    objects.iter().all(|ty| convertible(ty, &map)).then_some(map)
}

/// Tuples among lists are taken for one list, objects among maps for one map.
fn collected(types: &[Type], loose: Shape) -> Option<Type> {
    let is_loose = |ty: &&Type| shape(ty) == Some(loose);
    let some: Vec<Type> = types.iter().filter(is_loose).cloned().collect();
    let one = if loose == Shape::Tuple { as_list(&some)? } else { as_map(&some)? };
    let replace = |ty: &Type| if is_loose(&ty) { one.clone() } else { ty.clone() };
    let common = unify(&types.iter().map(replace).collect::<Vec<_>>())?;
    (shape(&common) == shape(&one)).then_some(common)
}

/// The first of the types that all convert to, the more general ones asked first.
fn most_general(types: &[Type]) -> Option<Type> {
    let order = by_generality(types);
    let fits = |to: &&Type| types.iter().all(|from| convertible(from, to));
    order.into_iter().map(|at| &types[at]).find(fits).cloned()
}

/// The indexes of the types, each after all that are more general than it.
fn by_generality(types: &[Type]) -> Vec<usize> {
    let above = |at: usize| (0..types.len()).filter(move |&o| more_general(&types[o], &types[at]));
    let mut waits: Vec<usize> = (0..types.len()).map(|at| above(at).count()).collect();
    let mut order: Vec<usize> = (0..types.len()).filter(|&at| waits[at] == 0).collect();
    let mut next = 0;
    while let Some(&at) = order.get(next) {
        next += 1;
        for other in 0..types.len() {
            if more_general(&types[at], &types[other]) {
                waits[other] -= 1;
                if waits[other] == 0 {
                    order.push(other);
                }
            }
        }
    }
    order
}

/// Whether Terraform prefers `a` over `b` as what both become.
fn more_general(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Dynamic, _) => false,
        (_, Type::Dynamic)
        | (Type::String, Type::Bool | Type::Number)
        | (Type::List(_) | Type::Tuple(_), Type::Set(_))
        | (Type::List(_), Type::Tuple(_))
        | (Type::Map(_), Type::Object(_)) => true,
        (Type::List(a), Type::List(b))
        | (Type::Set(a), Type::Set(b))
        | (Type::Map(a), Type::Map(b)) => more_general(a, b),
        (Type::Object(a), Type::Object(b)) => {
            a.keys().eq(b.keys()) && wins(a.values().zip(b.values()).map(|(a, b)| (&a.ty, &b.ty)))
        }
        (Type::Tuple(a), Type::Tuple(b)) => a.len() == b.len() && wins(a.iter().zip(b.iter())),
        _ => false,
    }
}

fn wins<'a>(pairs: impl Iterator<Item = (&'a Type, &'a Type)>) -> bool {
    let mut any = false;
    for (a, b) in pairs {
        if more_general(b, a) {
            return false;
        }
        any |= more_general(a, b);
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(attributes: &[(&str, Type)]) -> Type {
        Type::object(attributes.iter().map(|(name, ty)| (Name::from(*name), ty.clone())))
    }

    fn tuple(items: &[Type]) -> Type {
        Type::Tuple(items.into())
    }

    #[test]
    fn as_terraform_does() {
        use Type::{Bool, Dynamic, Number, String};
        let cases = [
            (vec![], None),
            (vec![Number, String, Bool], Some(String)),
            (vec![Number, Bool], None),
            (vec![Dynamic, Number], Some(Number)),
            (vec![Dynamic, object(&[("a", Number)])], Some(Dynamic)),
            (vec![object(&[("a", Number)]), object(&[("b", String)])], Some(Type::map(String))),
            (vec![object(&[("a", Number)]), object(&[("b", Bool)])], None),
            (
                vec![object(&[("a", Number)]), object(&[("a", String)])],
                Some(object(&[("a", String)])),
            ),
            (vec![tuple(&[Number]), tuple(&[String])], Some(tuple(&[String]))),
            (vec![tuple(&[Number]), tuple(&[String, String])], Some(Type::list(String))),
            (vec![tuple(&[]), object(&[])], None),
            (vec![Type::list(Number), tuple(&[String])], Some(Type::list(String))),
            (vec![Type::map(Number), object(&[("b", String)])], Some(Type::map(String))),
            (vec![Type::set(Number), Type::list(Number)], Some(Type::list(Number))),
            (vec![Type::list(Number), Number], None),
        ];
        for (types, common) in cases {
            assert_eq!(unify(&types), common, "{types:?}");
        }
    }
}

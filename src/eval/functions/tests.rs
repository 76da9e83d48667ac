//! What the tests of functions share: an evaluator of calls on constants and names.
//!
//! `a.id` and any other `name.attribute` is a reference; `some.x` a list of an unknown number of
//! references, and `zones.x` such a
//! list of `data.x[*].id`; `any.text`, `any.texts`, `any.map`, `any.thing` what may be null; `open` an object
//! with further keys.

use super::{Context, Host, Outcome, call, find};
use crate::eval::{
    Address, Key, Mapping, MappingKind, Origins, Piece, Reference, Several, Text, Traced, Type,
    Value, Why,
};
use crate::source::{Entry, SourceMap, Span};
use crate::syntax::{Expr, ExprKind, Name, parse_expression};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

struct Nothing;

impl Host for Nothing {
    fn read(&self, _: &str) -> Result<Vec<u8>, Why> {
        Err(Why::Budget("files"))
    }
    fn list(&self, _: &str) -> Result<Vec<Entry>, Why> {
        Err(Why::Budget("files"))
    }
    fn render(&self, _: Option<&str>, _: &str, variables: &Traced) -> Outcome {
        Ok(variables.clone())
    }
    fn work(&self, _: usize) -> Result<(), Why> {
        Ok(())
    }

    fn spend(&self, bytes: usize) -> Result<(), Why> {
        if bytes > 1 << 20 { Err(Why::Budget("a value")) } else { Ok(()) }
    }
}

/// What an expression of calls and constants gives, as text; `ERR` if it is refused.
pub(in crate::eval) fn eval(text: &str) -> String {
    let file = SourceMap::default().add("test.tf", text);
    let origins = RefCell::new(Origins::new(0));
    let expression = parse_expression(file, text).unwrap();
    value(&expression, &origins).map_or_else(|_| "ERR".into(), |value| shown(&value.value))
}

/// Checks a table of expressions and what they give.
pub(in crate::eval) fn table(cases: &[(&str, &str)]) {
    let wrong = cases.iter().map(|(text, expected)| (text, *expected, eval(text)));
    let wrong: Vec<_> = wrong.filter(|(_, expected, given)| expected != given).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The value of an expression.
pub(in crate::eval) fn value(expr: &Expr, origins: &RefCell<Origins>) -> Outcome {
    let origin = origins.borrow_mut().written(expr.span);
    let all = |items: &[Expr]| {
        items.iter().map(|item| value(item, origins)).collect::<Result<Vec<_>, _>>()
    };
    let value = match &expr.kind {
        ExprKind::Null => Value::Null(Type::Dynamic),
        ExprKind::Bool(value) => Value::Bool(*value),
        ExprKind::Number(number) => Value::Number(number.clone()),
        ExprKind::Text(text) => Value::text(Arc::clone(text)),
        ExprKind::Tuple(items) => Value::tuple(all(items)?),
        ExprKind::Object(pairs) => {
            let mut entries = BTreeMap::new();
            for (key, entry) in pairs {
                let name = match &key.kind {
                    ExprKind::Root(name) | ExprKind::Text(name) => Arc::clone(name),
                    _ => panic!("{key:?}"),
                };
                entries.insert(name, value(entry, origins)?);
            }
            Value::object(entries)
        }
        ExprKind::Call { function, arguments, .. } => {
            let function = find(function).unwrap_or_else(|| panic!("no {function}"));
            let arguments: Vec<Traced> = all(arguments)?;
            return call(function, &context(origins, expr.span), &arguments);
        }
        ExprKind::Unary(_, number) => match value(number, origins)?.value {
            Value::Number(number) => Value::Number(number.neg()),
            other => panic!("{other:?}"),
        },
        ExprKind::Root(_) => open_object(expr.span, origins),
        ExprKind::Attribute(source, name) => match &source.kind {
            ExprKind::Root(root) => named(root, name, expr.span, origins),
            _ => panic!("{expr:?}"),
        },
        other => panic!("{other:?}"),
    };
    Ok(Traced::new(value, origin))
}

fn context(origins: &RefCell<Origins>, span: Span) -> Context<'_> {
    let origin = origins.borrow_mut().written(span);
    Context { origin, span, origins, host: &Nothing }
}

fn reference(name: &str, key: Key, attribute: &str) -> Value {
    let address = Address {
        module: [].into(),
        data: name == "data",
        kind: Name::from("r"),
        name: Name::from(name),
        key,
    };
    let path = format!(".{attribute}").into();
    let why = Why::Reference(Reference { root: 0, address: Arc::new(address), path });
    let ty = match attribute {
        "ids" => Type::list(Type::String),
        "tags" => Type::map(Type::String),
        "thing" => Type::Dynamic,
        _ => Type::String,
    };
    Value::unknown(ty, why)
}

fn several(like: Value, span: Span, origins: &RefCell<Origins>) -> Arc<Several> {
    let like = Traced::new(like, origins.borrow_mut().written(span));
    Arc::new(Several { like, why: Why::NoValue("n".into()) })
}

fn named(root: &str, name: &str, span: Span, origins: &RefCell<Origins>) -> Value {
    let origin = origins.borrow_mut().written(span);
    match root {
        "some" | "zones" => {
            let like = match root {
                "some" => reference(name, Key::Any, "id"),
                _ => reference("data", Key::None, &format!("{name}[*].id")),
            };
            let several = several(like, span, origins);
            Value::tuple(vec![Traced::new(Value::Several(several), origin)])
        }
        "any" => {
            let ty = match name {
                "text" => Type::String,
                "number" => Type::Number,
                "texts" => Type::list(Type::String),
                "map" => Type::map(Type::String),
                _ => Type::Dynamic,
            };
            Value::unknown(ty, Why::NoValue(Name::from(name)))
        }
        "symbolic" => {
            let inside = Traced::new(reference(name, Key::None, "id"), origin);
            let pieces = [Piece::Literal("x-".into()), Piece::Unknown(inside)];
            Value::Text(Text::Symbolic(pieces.into()))
        }
        _ => reference(root, Key::None, name),
    }
}

fn open_object(span: Span, origins: &RefCell<Origins>) -> Value {
    let origin = origins.borrow_mut().written(span);
    let entries = [(Name::from("k"), Traced::new(Value::text("v"), origin))].into();
    let rest = Some(several(Value::text("other"), span, origins));
    Value::Mapping(Arc::new(Mapping { kind: MappingKind::Object, entries, rest }))
}

/// A value as text, nearly as JSON.
pub(in crate::eval) fn shown(value: &Value) -> String {
    let list = |items: &[Traced], with: &str| {
        items.iter().map(|item| shown(&item.value)).collect::<Vec<_>>().join(with)
    };
    match value {
        Value::Null(_) => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(Text::Plain(text)) => format!("{text:?}"),
        Value::Text(Text::Symbolic(_)) => "symbolic".into(),
        Value::Sequence(_, items) => format!("[{}]", list(items, ",")),
        Value::Mapping(mapping) => {
            let entries = mapping.entries.iter();
            let mut all: Vec<_> =
                entries.map(|(key, entry)| format!("{key:?}:{}", shown(&entry.value))).collect();
            all.extend(mapping.rest.iter().map(|rest| format!("..{}", shown(&rest.like.value))));
            format!("{{{}}}", all.join(","))
        }
        Value::Several(several) => format!("*{}", shown(&several.like.value)),
        Value::Unknown(unknown) => match &unknown.why {
            Why::Alternatives(values, _) => list(values, "|"),
            Why::Reference(reference) => {
                format!("{}{}{}", reference.address.name, reference.address.key, reference.path)
            }
            Why::NoValue(name) => format!("?{name}"),
            _ => "?".into(),
        },
    }
}

/// Where the value that an expression gives is written.
fn place(text: &str) -> String {
    let map = SourceMap::default();
    let origins = RefCell::new(Origins::new(0));
    let expression = parse_expression(map.add("test.tf", text), text).unwrap();
    let value = value(&expression, &origins).unwrap();
    let origins = origins.into_inner();
    map.text(origins.hop(origins.place(value.origin)).span)
}

#[test]
fn a_chosen_value_is_still_the_one_that_was_written() {
    let cases = [
        (r#"element(["a", "b"], 1)"#, r#""b""#),
        (r#"lookup({k = "v"}, "k", "d")"#, r#""v""#),
        (r#"lookup({k = "v"}, "z", "d")"#, r#""d""#),
        (r#"lookup(merge({k = "v"}, {k = "w"}), "k", "d")"#, r#""w""#),
        (r#"coalesce(null, "", "a")"#, r#""a""#),
        (r#"coalescelist([], ["a"])"#, r#"["a"]"#),
        (r#"one(toset(["a"]))"#, r#""a""#),
        (r#"element(concat(["a"], distinct(["b", "b"])), 1)"#, r#""b""#),
        (r#"element(flatten([["a"], ["b"]]), 1)"#, r#""b""#),
        (r#"element(values({a = "x", b = "y"}), 1)"#, r#""y""#),
        (r#"tonumber("5")"#, r#""5""#),
        (r#"element(tolist([1, "a"]), 0)"#, "1"),
    ];
    for (text, expected) in cases {
        assert_eq!(place(text), expected, "{text}");
    }
}

#[test]
fn beyond_the_limit_of_a_value() {
    let ten = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
    let product = format!("setproduct({})", [ten; 9].join(", "));
    assert_eq!(eval(&product), "?");
    assert_eq!(eval("slice(some.a, 0, 1000000000)"), "?");
}

//! What the tests of functions of text share: calls as text, and results as text.
//!
//! In a call, `ref` and `ref2` are references, `var` is an unknown string, `several` any number of
//! strings. A result is JSON if it is known; else `<x>` is an unknown piece of text, `?x` a value
//! that is unknown because of `x`, and `*` follows what stands for any number of items.

use super::super::address::{Address, Key, Reference};
use super::super::convert::convert;
use super::super::number::Number;
use super::super::origin::Origins;
use super::super::types::Type;
use super::super::value::{Piece, Several, Text, Traced, Value, Why};
use super::pieces::text_value;
use super::{Context, Host, Outcome, call, find, json};
use crate::source::{Entry, Files as _, Memory, SourceMap, Span};
use hcl::Expression;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Checks calls against their results; `ERR` is a refusal.
pub(super) fn table(cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .map(|(call, expected)| (call, expected, run(call)))
        .filter(|(_, expected, found)| found != **expected)
        .collect();
    assert!(wrong.is_empty(), "call, expected, found: {wrong:#?}");
}

/// The result of a call as text.
pub(super) fn run(source: &str) -> String {
    let origins = RefCell::new(Origins::new(0));
    let span = Span { file: SourceMap::default().add("test.tf", ""), start: 0, end: 0 };
    let origin = origins.borrow_mut().written(span);
    let cx = Context { origin, span, origins: &origins, host: &Files };
    let body: hcl::Body = hcl::parse(&format!("x = {source}\n")).expect(source);
    let expression = body.into_attributes().next().expect(source).expr;
    match evaluate(&cx, &expression) {
        Ok(value) => shown(&value),
        Err(_) => "ERR".to_owned(),
    }
}

/// A few files, and templates that show what they are given.
struct Files;

impl Host for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, Why> {
        match path.trim_start_matches("./") {
            "hello.txt" => Ok(b"hello\n".to_vec()),
            "latin.txt" => Ok(vec![0xe9]),
            "outside.txt" => Err(Why::NotModelled("outside".into())),
            _ => Err(Why::Refused("no such file".into())),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, Why> {
        let files = ["a.tf", "b.txt", "c/d.tf", "c/e/.f.tf", "c/e/g.md", "c/.h/i.tf"];
        let folder = folder.trim_start_matches("./").trim_end_matches('.');
        let memory = Memory::new(files.map(|path| (path, "")));
        memory.list(folder).map_err(|_| Why::Refused("no such folder".into()))
    }

    fn render(&self, name: Option<&str>, text: &str, variables: &Traced) -> Outcome {
        let shown = format!("{}|{text}|{}", name.unwrap_or("-"), shown(variables));
        Ok(Traced::new(Value::text(shown), variables.origin))
    }

    fn work(&self, _: usize) -> Result<(), Why> {
        Ok(())
    }

    fn spend(&self, bytes: usize) -> Result<(), Why> {
        if bytes > 10_000_000 { Err(Why::Budget("text")) } else { Ok(()) }
    }
}

fn evaluate(cx: &Context<'_>, expression: &Expression) -> Outcome {
    let value = match expression {
        Expression::Null => Value::Null(Type::Dynamic),
        Expression::Bool(value) => Value::Bool(*value),
        Expression::Number(number) => {
            Value::Number(Number::parse(&number.to_string()).expect("a number"))
        }
        Expression::String(text) => text_value(text),
        Expression::TemplateExpr(text) => Value::text(text.to_string().trim_matches('"')),
        Expression::Array(items) => {
            let items = items.iter().map(|item| evaluate(cx, item));
            Value::tuple(items.collect::<Result<_, _>>()?)
        }
        Expression::Object(entries) => {
            let entry = |(key, value): (&hcl::ObjectKey, &Expression)| {
                Ok((Arc::from(key.to_string()), evaluate(cx, value)?))
            };
            Value::object(entries.iter().map(entry).collect::<Result<BTreeMap<_, _>, _>>()?)
        }
        Expression::Variable(name) => unknown(cx, name.as_str()),
        Expression::FuncCall(function) => {
            let arguments = function.args.iter().map(|argument| evaluate(cx, argument));
            let arguments = arguments.collect::<Result<Vec<_>, _>>()?;
            return apply(cx, function.name.name.as_str(), &arguments);
        }
        Expression::Operation(operation) => match &**operation {
            hcl::expr::Operation::Unary(unary) => match evaluate(cx, &unary.expr)?.value {
                Value::Number(number) => Value::Number(number.neg()),
                _ => panic!("no number"),
            },
            hcl::expr::Operation::Binary(_) => panic!("no operators here"),
        },
        other => panic!("not in tests of functions: {other:?}"),
    };
    Ok(cx.made(value))
}

fn apply(cx: &Context<'_>, name: &str, arguments: &[Traced]) -> Outcome {
    let ty = match name {
        "tonumber" => Type::Number,
        "toset" => Type::set(Type::String),
        "tolist" => Type::list(Type::Dynamic),
        _ => return call(find(name).expect(name), cx, arguments),
    };
    convert(&arguments[0], &ty, cx.origins, cx.span)
}

fn unknown(cx: &Context<'_>, name: &str) -> Value {
    let reference = |name: &str| {
        let (module, kind) = (Arc::from([]), Arc::from("alicloud_vswitch"));
        let address = Address { module, data: false, kind, name: name.into(), key: Key::None };
        let (address, path) = (Arc::new(address), Arc::from(".id"));
        Why::Reference(Reference { root: 0, address, path })
    };
    match name {
        "ref" | "ref2" => Value::unknown(Type::String, reference(name)),
        "several" => {
            let why = Why::NoValue("several".into());
            let like = cx.made(Value::unknown(Type::String, reference("several")));
            Value::Several(Arc::new(Several { like, why }))
        }
        _ => Value::unknown(Type::String, Why::NoValue(name.into())),
    }
}

fn shown(value: &Traced) -> String {
    if value.value.is_known() {
        return json::encoded(value).unwrap_or_else(|_| "ERR".to_owned());
    }
    match &value.value {
        Value::Unknown(unknown) => shown_why(&unknown.why),
        Value::Several(several) => format!("{}*", shown(&several.like)),
        Value::Text(Text::Symbolic(pieces)) => pieces.iter().map(shown_piece).collect(),
        Value::Sequence(_, items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        other => format!("{other:?}"),
    }
}

fn shown_piece(piece: &Piece) -> String {
    match piece {
        Piece::Literal(text) => text.to_string(),
        Piece::Unknown(value) => format!("<{}>", shown(value)),
        Piece::Joined { separator, items } => format!("<{}{separator}…>", shown(&items.like)),
    }
}

fn shown_why(why: &Why) -> String {
    match why {
        Why::Reference(reference) => reference.address.name.to_string(),
        Why::DependsOn(reference) => format!("?{}", reference.address.name),
        Why::NoValue(name) => format!("?{name}"),
        other => format!("{other:?}"),
    }
}

//! Functions from one type to another, and those about what is sensitive.

use super::parts::{fixed, needs, variadic};
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use crate::eval::convert::convert;
use crate::eval::mark::is_sensitive;
use crate::eval::{Mark, Refusal, Traced, Type};

const ANY: &[Parameter] = &[Parameter::lenient(Takes::Any)];

pub(super) const FUNCTIONS: &[Function] = &[
    fixed("ephemeralasnull", ANY, Returns::Any, same),
    fixed("issensitive", ANY, Returns::Bool, issensitive),
    variadic("list", Parameter::lenient(Takes::Any), |_, _| removed("list", "tolist([ ... ])")),
    variadic("map", Parameter::lenient(Takes::Any), |_, _| removed("map", "tomap({ ... })")),
    fixed("nonsensitive", ANY, Returns::Any, |_, a| marked(a, Mark::Open)),
    fixed("sensitive", ANY, Returns::Any, |_, a| marked(a, Mark::Sensitive)),
    fixed("tobool", ANY, Returns::Bool, |cx, a| to(cx, a, &Type::Bool)),
    fixed("tolist", ANY, Returns::Any, |cx, a| to(cx, a, &Type::list(Type::Dynamic))),
    fixed("tomap", ANY, Returns::Any, |cx, a| to(cx, a, &Type::map(Type::Dynamic))),
    fixed("tonumber", ANY, Returns::Number, |cx, a| to(cx, a, &Type::Number)),
    fixed("toset", ANY, Returns::Any, |cx, a| to(cx, a, &Type::set(Type::Dynamic))),
    fixed("tostring", ANY, Returns::Text, |cx, a| to(cx, a, &Type::String)),
    fixed("type", ANY, Returns::Any, |_, _| Err(Refusal::new("type() works in the console only"))),
];

fn to(cx: &Context<'_>, arguments: &[Traced], ty: &Type) -> Outcome {
    let [value] = arguments else { return Err(needs("a value")) };
    convert(value, ty, cx.origins, cx.span)
}

/// What is ephemeral is not told apart here: the value is the same.
fn same(_: &Context<'_>, arguments: &[Traced]) -> Outcome {
    arguments.first().cloned().ok_or_else(|| needs("a value"))
}

fn marked(arguments: &[Traced], mark: Mark) -> Outcome {
    let [value] = arguments else { return Err(needs("a value")) };
    Ok(value.clone().marked(mark))
}

fn issensitive(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let [value] = arguments else { return Err(needs("a value")) };
    Ok(cx.made(is_sensitive(value)).marked(Mark::Open))
}

fn removed(name: &str, instead: &str) -> Outcome {
    Err(Refusal::new(format!("{name}() is not available since Terraform 0.12; use {instead}")))
}

#[cfg(test)]
mod tests {
    use super::super::tests::table;

    #[test]
    fn as_terraform_does() {
        table(&[
            ("tolist([null, {a=1}])", "ERR"),
            (r#"tolist([null, "a"])"#, r#"[null,"a"]"#),
            (r#"tolist([{a=null},{a=["x"]}])"#, "ERR"),
            (r#"tolist([{a=null},{a="x"}])"#, r#"[{"a":null},{"a":"x"}]"#),
            (r#"tolist([{a=1},{b="x"}])"#, r#"[{"a":"1"},{"b":"x"}]"#),
            ("tolist([{a=1},{b=true}])", "ERR"),
            (r#"tolist([[1],["x"]])"#, r#"[["1"],["x"]]"#),
            (r#"tolist([[1],["x","y"]])"#, r#"[["1"],["x","y"]]"#),
            (r#"tolist([[],["x","y"]])"#, r#"[[],["x","y"]]"#),
            ("tolist([[], {}])", "ERR"),
            ("tolist([1, true])", "ERR"),
            (r#"tolist([1, "a", true])"#, r#"["1","a","true"]"#),
            ("toset([3, 1, 2, 1])", "[1,2,3]"),
            (r#"toset(["b", "a", "b", null])"#, r#"["a","b",null]"#),
            ("toset([{a=2},{a=1},{a=10}])", r#"[{"a":10},{"a":1},{"a":2}]"#),
            ("toset([[2],[1],[10, 3]])", "[[10,3],[1],[2]]"),
            ("toset([true,false])", "[false,true]"),
            (r#"tolist(toset(["b","a"]))"#, r#"["a","b"]"#),
            (r#"tomap({a=1,b="x"})"#, r#"{"a":"1","b":"x"}"#),
            ("tomap({a=1,b=[1]})", "ERR"),
            (r#"tomap({a=[1],b=["x"]})"#, r#"{"a":["1"],"b":["x"]}"#),
            ("tomap({a={x=1},b={y=2}})", r#"{"a":{"x":1},"b":{"y":2}}"#),
            (r#"tomap({a={x=1},b={x="2"}})"#, r#"{"a":{"x":"1"},"b":{"x":"2"}}"#),
            ("tostring(null)", "null"),
            ("tostring(1.50)", r#""1.5""#),
            ("tostring(true)", r#""true""#),
            ("tostring([])", "ERR"),
            (r#"tonumber("1e3")"#, "1000"),
            (r#"tonumber(" 1")"#, "ERR"),
            (r#"tonumber("-5")"#, "-5"),
            (r#"tonumber("+5")"#, "5"),
            (r#"tonumber(".5")"#, "0.5"),
            (r#"tonumber("5.")"#, "5"),
            ("tonumber(true)", "ERR"),
            (r#"tobool("1")"#, "true"),
            (r#"tobool("0")"#, "false"),
            (r#"tobool("True")"#, "ERR"),
            ("tobool(1)", "ERR"),
            (r#"tobool("true")"#, "true"),
            (r#"nonsensitive("a")"#, r#""a""#),
            (r#"nonsensitive(sensitive("a"))"#, r#""a""#),
            (r#"ephemeralasnull("a")"#, r#""a""#),
            ("ephemeralasnull([1])", "[1]"),
            (r#"list("a")"#, "ERR"),
            (r#"map("a","b")"#, "ERR"),
            (r#"type("a")"#, "ERR"),
            ("tolist({a=1})", "ERR"),
            (r#"tolist("a")"#, "ERR"),
            ("toset({a=1})", "ERR"),
            ("tomap([1])", "ERR"),
            ("tomap(null)", "null"),
            ("toset(null)", "null"),
            ("tolist(null)", "null"),
            ("tomap({a=null})", r#"{"a":null}"#),
            ("tomap({})", "{}"),
            ("toset([])", "[]"),
            ("tomap({a = null, b = []})", r#"{"a":null,"b":[]}"#),
            ("toset([null, []])", "ERR"),
            ("toset([1, [2]])", "ERR"),
            (r#"toset([1, "1"])"#, r#"["1"]"#),
            ("tolist([{a=1,b=2},{a=1}])", r#"[{"a":1,"b":2},{"a":1}]"#),
            ("tolist([{a=1},{a={}}])", "ERR"),
            (r#"tolist([tolist([1]), ["a"]])"#, r#"[["1"],["a"]]"#),
            (r#"tolist([toset([1]), ["a"]])"#, "ERR"),
            (r#"tolist([tomap({a=1}), {b="x"}])"#, r#"[{"a":"1"},{"b":"x"}]"#),
            ("tolist([{}, {a=1}])", r#"[{},{"a":1}]"#),
            (r#"tolist([[1,"a"],[2,true]])"#, r#"[[1,"a"],[2,"true"]]"#),
            (r#"tolist([[1,"a"],[2,3]])"#, r#"[[1,"a"],[2,"3"]]"#),
            ("tolist([null, [1]])", "ERR"),
            ("tolist([null, null])", "[null,null]"),
            ("toset([null, 1])", "[1,null]"),
        ]);
    }

    #[test]
    fn what_is_partly_known() {
        table(&[
            (r#"toset([b.id, "x", b.id, "a"])"#, r#"["a","x",b.id]"#),
            ("toset(some.a)", "[*a[*].id]"),
            ("tolist(data.thing)", "data.thing"),
            ("tolist([a.id, 1])", r#"[a.id,"1"]"#),
            ("tolist([a.id, []])", "ERR"),
            ("tolist([data.thing, [1]])", "[data.thing,[1]]"),
            ("tolist([some.a, [b.id]])", "[[*a[*].id],[b.id]]"),
            ("tomap({a = a.id, b = 1})", r#"{"a":a.id,"b":"1"}"#),
            ("tomap(open)", r#"{"k":"v",.."other"}"#),
            ("tostring(a.id)", "a.id"),
            ("tostring(symbolic.a)", "symbolic"),
            ("tonumber(symbolic.a)", "?"),
            ("tonumber(a.id)", "a.id"),
            ("tonumber(any.texts)", "ERR"),
            ("tobool(any.number)", "ERR"),
            ("sensitive(a.id)", "a.id"),
            (r#"issensitive("a")"#, "false"),
            ("issensitive(a.id)", "?"),
            ("issensitive(sensitive(a.id))", "true"),
        ]);
    }
}

//! What a variable asks for: a type expression, with the defaults of its optional attributes.

mod defaults;

use super::convert::convert;
use super::origin::Origins;
use super::refusal::Refusal;
use super::types::{Attribute, Type};
use super::value::Traced;
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::{Expr, ExprKind, parse_expression, respan};
use defaults::{Defaults, Slot};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A type that values are converted to, and what stands where they leave something out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraint {
    /// The type; attributes that may be left out are marked as optional.
    pub ty: Type,
    defaults: Defaults,
}

impl Constraint {
    /// Reads a type expression; `evaluate` gives the defaults their values.
    ///
    /// # Errors
    /// If Terraform knows no such type, with the place.
    pub fn read(
        expression: &Expr,
        origins: &RefCell<Origins>,
        evaluate: &mut dyn FnMut(&Expr) -> Traced,
    ) -> Result<Self, Problem> {
        let mut reader = Reader { origins, evaluate };
        match &expression.kind {
            ExprKind::Text(text) => reader.quoted(text, expression.span),
            ExprKind::Root(name) if matches!(&**name, "list" | "map") => Ok(legacy(name)),
            _ => reader.ty(expression),
        }
    }

    /// The value with the defaults filled in, converted to the type.
    ///
    /// # Errors
    /// If the value does not fit.
    pub fn apply(
        &self,
        value: &Traced,
        origins: &RefCell<Origins>,
        span: Span,
    ) -> Result<Traced, Refusal> {
        convert(&self.defaults.fill(value), &self.ty, origins, span)
    }
}

/// `list` and `map` without an element type.
fn legacy(name: &str) -> Constraint {
    let ty = if name == "list" { Type::list(Type::Dynamic) } else { Type::map(Type::Dynamic) };
    Constraint { ty, ..Constraint::default() }
}

struct Reader<'a> {
    origins: &'a RefCell<Origins>,
    evaluate: &'a mut dyn FnMut(&Expr) -> Traced,
}

impl Reader<'_> {
    /// A type in quotes: as Terraform 0.11 had it, or as JSON syntax does.
    fn quoted(&mut self, text: &str, span: Span) -> Result<Constraint, Problem> {
        if matches!(text, "list" | "map") {
            return Ok(legacy(text));
        }
        let parsed = parse_expression(span.file, text);
        let read = parsed.and_then(|mut expression| {
            respan(&mut expression, &|_| span);
            self.ty(&expression)
        });
        read.map_err(|problem| Problem::at(span, problem.message))
    }

    fn ty(&mut self, expression: &Expr) -> Result<Constraint, Problem> {
        match &expression.kind {
            ExprKind::Root(name) => {
                let ty = keyword(name).ok_or_else(|| unknown_type(expression.span))?;
                Ok(Constraint { ty, ..Constraint::default() })
            }
            ExprKind::Call { function, arguments, expand: false } => match arguments.as_slice() {
                [argument] => self.constructed(function, argument, expression.span),
                _ => Err(unknown_type(expression.span)),
            },
            _ => Err(unknown_type(expression.span)),
        }
    }

    fn constructed(&mut self, name: &str, of: &Expr, span: Span) -> Result<Constraint, Problem> {
        match (name, &of.kind) {
            ("list" | "set" | "map", _) => {
                let of = self.ty(of)?;
                let ty = match name {
                    "list" => Type::list(of.ty),
                    "set" => Type::set(of.ty),
                    _ => Type::map(of.ty),
                };
                let each = (!of.defaults.is_empty()).then(|| Box::new(of.defaults));
                Ok(Constraint { ty, defaults: Defaults { each, ..Defaults::default() } })
            }
            ("tuple", ExprKind::Tuple(items)) => self.tuple(items),
            ("object", ExprKind::Object(pairs)) => self.object(pairs),
            _ => Err(unknown_type(span)),
        }
    }

    fn tuple(&mut self, items: &[Expr]) -> Result<Constraint, Problem> {
        let items = items.iter().map(|item| self.ty(item)).collect::<Result<Vec<_>, _>>()?;
        let (types, items): (Vec<_>, Vec<_>) =
            items.into_iter().map(|item| (item.ty, item.defaults)).unzip();
        let items = if items.iter().all(Defaults::is_empty) { Vec::new() } else { items };
        let defaults = Defaults { items, ..Defaults::default() };
        Ok(Constraint { ty: Type::Tuple(types.into()), defaults })
    }

    fn object(&mut self, pairs: &[(Expr, Expr)]) -> Result<Constraint, Problem> {
        let mut types = BTreeMap::new();
        let mut attributes = BTreeMap::new();
        for (key, value) in pairs {
            let ExprKind::Text(name) = &key.kind else {
                let message = "an attribute of an object type is a bare name";
                return Err(Problem::at(key.span, message));
            };
            let (attribute, slot) = self.attribute(value)?;
            if types.insert(Arc::clone(name), attribute).is_some() {
                let message = format!("the object type has two attributes {name}");
                return Err(Problem::at(key.span, message));
            }
            if slot.default.is_some() || !slot.inside.is_empty() {
                attributes.insert(Arc::clone(name), slot);
            }
        }
        let defaults = Defaults { attributes, ..Defaults::default() };
        Ok(Constraint { ty: Type::Object(Arc::new(types)), defaults })
    }

    fn attribute(&mut self, value: &Expr) -> Result<(Attribute, Slot), Problem> {
        let (of, default, optional) = match &value.kind {
            ExprKind::Call { function, arguments, .. } if &**function == "optional" => {
                match arguments.as_slice() {
                    [of] => (of, None, true),
                    [of, default] => (of, Some(default), true),
                    _ => return Err(unknown_type(value.span)),
                }
            }
            _ => (value, None, false),
        };
        let of = self.ty(of)?;
        let default = default.map(|default| self.default(default, &of.ty)).transpose()?;
        let slot = Slot { default, inside: of.defaults };
        Ok((Attribute { ty: of.ty, optional }, slot))
    }

    fn default(&mut self, expression: &Expr, ty: &Type) -> Result<Traced, Problem> {
        let value = (self.evaluate)(expression);
        convert(&value, ty, self.origins, expression.span).map_err(|refusal| {
            Problem::at(expression.span, format!("the default does not fit: {}", refusal.message))
        })
    }
}

fn keyword(name: &str) -> Option<Type> {
    Some(match name {
        "bool" => Type::Bool,
        "number" => Type::Number,
        "string" => Type::String,
        "any" => Type::Dynamic,
        _ => return None,
    })
}

fn unknown_type(span: Span) -> Problem {
    Problem::at(span, "this is not a type that Terraform knows")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::functions::tests::{shown, value};
    use crate::eval::origin::Origins;
    use crate::source::SourceMap;

    fn read(map: &SourceMap, ty: &str, origins: &RefCell<Origins>) -> Result<Constraint, Problem> {
        let expression = parse_expression(map.add(ty, ty), ty)?;
        Constraint::read(&expression, origins, &mut |expr| value(expr, origins).unwrap())
    }

    fn applied(ty: &str, given: &str) -> String {
        let map = SourceMap::default();
        let origins = RefCell::new(Origins::new(0));
        let constraint = read(&map, ty, &origins).unwrap();
        let expression = parse_expression(map.add("given", given), given).unwrap();
        let given = value(&expression, &origins).unwrap();
        let given = constraint.apply(&given, &origins, expression.span);
        given.map_or_else(|_| "ERR".into(), |given| shown(&given.value))
    }

    fn table(cases: &[(&str, &str, &str)]) {
        for (ty, given, expected) in cases {
            assert_eq!(applied(ty, given), *expected, "{given} as {ty}");
        }
    }

    #[test]
    fn as_terraform_does() {
        table(&[
            ("object({a=string, b=optional(number, 3)})", "{a = 1}", r#"{"a":"1","b":3}"#),
            (
                "object({a=string, b=optional(number, 3)})",
                "{a = 1, b = null}",
                r#"{"a":"1","b":3}"#,
            ),
            (
                "object({a=string, b=optional(number, 3)})",
                r#"{a = 1, b = "4", c = 5}"#,
                r#"{"a":"1","b":4}"#,
            ),
            ("object({a=string, b=optional(number)})", "{a = 1}", r#"{"a":"1","b":null}"#),
            ("object({a=string})", "{b = 1}", "ERR"),
            (
                "list(object({a=string, b=optional(number, 3)}))",
                "[{a = 1}, {a = 2, b = 4}]",
                r#"[{"a":"1","b":3},{"a":"2","b":4}]"#,
            ),
            (
                "list(object({a=string, b=optional(list(string), [])}))",
                r#"[{a = 1}, {a = 2, b = ["x"]}]"#,
                r#"[{"a":"1","b":[]},{"a":"2","b":["x"]}]"#,
            ),
            (
                r#"map(object({a=optional(string, "x")}))"#,
                "{k = {}, l = {a = null}}",
                r#"{"k":{"a":"x"},"l":{"a":"x"}}"#,
            ),
            (
                r#"object({a=optional(object({b=optional(string, "x")}), {})})"#,
                "{}",
                r#"{"a":{"b":"x"}}"#,
            ),
            (r#"object({a=optional(object({b=optional(string, "x")}))})"#, "{}", r#"{"a":null}"#),
            (
                r#"object({a=optional(object({b=optional(string, "x")}))})"#,
                "{a = {}}",
                r#"{"a":{"b":"x"}}"#,
            ),
            ("tuple([string, object({a=optional(bool, true)})])", "[1, {}]", r#"["1",{"a":true}]"#),
            ("tuple([string])", "[1, 2]", "ERR"),
            ("list(any)", r#"[1, "a"]"#, r#"["1","a"]"#),
            ("list(any)", r#"[{a = 1}, {b = "x"}]"#, r#"[{"a":"1"},{"b":"x"}]"#),
            ("list(any)", "[{a = 1}, {a = [1]}]", "ERR"),
            ("list(any)", "[null, {a = 1}]", "ERR"),
            ("map(any)", r#"{a = 1, b = "x"}"#, r#"{"a":"1","b":"x"}"#),
            ("map(any)", "{a = 1, b = {c = 1}}", "ERR"),
            ("map(any)", "{a = {x = 1}, b = {y = 1}}", r#"{"a":{"x":1},"b":{"y":1}}"#),
            ("map(string)", "{a = 1, b = null}", r#"{"a":"1","b":null}"#),
            ("any", r#"[1, "a"]"#, r#"[1,"a"]"#),
            ("set(string)", r#"["b", "a", "b", 1]"#, r#"["1","a","b"]"#),
            ("list(string)", r#"toset(["b", "a"])"#, r#"["a","b"]"#),
            ("list(string)", r#""a""#, "ERR"),
            ("string", r#"["a"]"#, "ERR"),
            ("number", r#""5""#, "5"),
            ("bool", r#""yes""#, "ERR"),
            ("list", r#"["a", 1]"#, r#"["a","1"]"#),
            ("map", "{a = 1}", r#"{"a":1}"#),
            (
                "set(object({a=optional(number, 1)}))",
                "[{}, {a = 2}, {a = 1}]",
                r#"[{"a":1},{"a":2}]"#,
            ),
            ("object({a=any})", "{a = [1]}", r#"{"a":[1]}"#),
            ("list(object({a=any}))", r#"[{a = 1}, {a = "x"}]"#, r#"[{"a":"1"},{"a":"x"}]"#),
            ("list(object({a=any}))", "[{a = 1}, {a = []}]", "ERR"),
            (
                "map(object({a=any}))",
                r#"{k = {a = 1}, l = {a = "x"}}"#,
                r#"{"k":{"a":"1"},"l":{"a":"x"}}"#,
            ),
            ("object({a=optional(any, [])})", "{}", r#"{"a":[]}"#),
            (
                r#"object({a=map(object({b=optional(string, "q")}))})"#,
                "{a = {k = {}}}",
                r#"{"a":{"k":{"b":"q"}}}"#,
            ),
            ("list(list(string))", r#"[[1], [], ["a", 2]]"#, r#"[["1"],[],["a","2"]]"#),
            ("map(list(string))", "{a = [1], b = []}", r#"{"a":["1"],"b":[]}"#),
            ("list(map(string))", "[{a = 1}, {b = true}]", r#"[{"a":"1"},{"b":"true"}]"#),
            (
                r#"object({a=string, b=optional(string, "d")})"#,
                r#"tomap({a = "x"})"#,
                r#"{"a":"x","b":"d"}"#,
            ),
            (r#"object({a=string, b=optional(string, "d")})"#, r#"tomap({b = "x"})"#, "ERR"),
            ("list(tuple([string, number]))", r#"[["a", "1"]]"#, r#"[["a",1]]"#),
            ("set(list(string))", r#"[["b"], ["a"]]"#, r#"[["a"],["b"]]"#),
        ]);
    }

    #[test]
    fn what_is_partly_known() {
        table(&[
            ("list(string)", "[a.id, any.text, 1]", r#"[a.id,?text,"1"]"#),
            ("list(string)", "some.a", "[*a[*].id]"),
            ("list(string)", "any.thing", "?thing"),
            ("list(string)", "any.map", "ERR"),
            ("tuple([string])", "some.a", "?n"),
            ("object({k = number})", "open", "ERR"),
            ("object({z = string})", "open", r#"{"z":"other"}"#),
            ("object({z = optional(string)})", "open", r#"{"z":"other"|null}"#),
            ("object({z = optional(string, \"d\")})", "open", r#"{"z":"other"|"d"}"#),
            ("object({a = optional(string, \"d\")})", "{a = any.text}", r#"{"a":?text}"#),
            ("object({a = optional(string, \"d\")})", "{a = a.id}", r#"{"a":a.id}"#),
            ("\"string\"", "1", r#""1""#),
            ("\"list\"", "[1]", "[1]"),
            ("\"list(string)\"", "[1]", r#"["1"]"#),
        ]);
    }

    #[test]
    fn no_type_of_terraform() {
        let types = [
            "set",
            "tuple",
            "object",
            "list(object)",
            "optional(string)",
            "list()",
            "foo",
            "null",
            "list(string, number)",
            "object([])",
            "tuple(string)",
            "list(optional(string))",
            "object({a = optional(string, 1, 2)})",
            "string()",
            "object({a = optional(number, \"x\")})",
            "object({a = string, a = number})",
        ];
        for ty in types {
            let origins = RefCell::new(Origins::new(0));
            assert!(read(&SourceMap::default(), ty, &origins).is_err(), "{ty}");
        }
    }
}

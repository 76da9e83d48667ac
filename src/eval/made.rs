//! What a loop, and whatever is not taken apart, makes: its form, and what it takes from outside.

use super::evaluator::Evaluator;
use super::origin::Made;
use super::scope::Scope;
use super::value::{Traced, Value};
use crate::syntax::{Expr, ExprKind, For, Name, Part};
use std::fmt::Write;

impl Evaluator<'_> {
    /// A value that an expression made, with its form and what the names in it stand for, if it is
    /// not known.
    pub(super) fn made_by<'e>(
        &self,
        value: Traced,
        shape: impl FnOnce() -> Shape<'e>,
        scope: Scope<'_>,
    ) -> Traced {
        if !self.remembers.get()
            || value.value.is_known()
            || self.origins.borrow().made(value.origin).is_some()
        {
            return value;
        }
        let Shape { text, free, .. } = shape();
        let of = || free.into_iter().map(|name| self.value(name, scope)).collect();
        let (of, _) = self.apart(of);
        let made = Made { what: text.into(), of };
        let mut origins = self.origins.borrow_mut();
        // what stands for an unknown number of items is compared by itself
        if let Value::Sequence(_, items) = &value.value {
            for item in items.iter().filter(|item| matches!(item.value, Value::Several(_))) {
                origins.make(item.origin, || made.clone());
            }
        }
        origins.make(value.origin, || made);
        drop(origins);
        value
    }
}

/// An expression whose names from outside are left open.
#[derive(Default)]
pub(super) struct Shape<'e> {
    /// How it is built; a name from outside, with the attributes behind it, is `_`.
    text: String,
    /// The names, in the order of the text.
    free: Vec<&'e Expr>,
    bound: Vec<&'e Name>,
}

impl<'e> Shape<'e> {
    /// Of some expressions, after a name.
    pub(super) fn of(name: &str, exprs: impl IntoIterator<Item = &'e Expr>) -> Self {
        let mut shape = Self { text: name.to_owned(), ..Self::default() };
        shape.exprs(exprs);
        shape
    }

    /// Of a `for`.
    pub(super) fn of_for(node: &'e For) -> Self {
        let mut shape = Self::default();
        shape.for_expression(node);
        shape
    }

    /// Of a template.
    pub(super) fn of_parts(parts: &'e [Part]) -> Self {
        let mut shape = Self::default();
        shape.parts(parts);
        shape
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn exprs(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) {
        self.push("(");
        for expr in exprs {
            self.expr(expr);
            self.push(",");
        }
        self.push(")");
    }

    fn expr(&mut self, expr: &'e Expr) {
        if let Some(root) = root_of(expr)
            && !self.bound.contains(&root)
        {
            self.free.push(expr);
            return self.push("_");
        }
        match &expr.kind {
            ExprKind::Null => self.push("null"),
            ExprKind::Bool(truth) => self.push(if *truth { "true" } else { "false" }),
            ExprKind::Number(number) => self.push(&number.to_string()),
            // writing into a text does not fail
            ExprKind::Text(text) => _ = write!(self.text, "{text:?}"),
            ExprKind::Item => self.push("*"),
            ExprKind::Root(name) => self.push(name),
            ExprKind::Attribute(source, name) => {
                self.expr(source);
                self.push(".");
                self.push(name);
            }
            ExprKind::Index(source, index) => {
                self.expr(source);
                self.exprs([&**index]);
            }
            ExprKind::Template(parts) => self.parts(parts),
            ExprKind::Tuple(items) => self.exprs(items),
            ExprKind::Call { function, arguments, expand } => {
                self.push(function);
                self.exprs(arguments);
                self.push(if *expand { "..." } else { "" });
            }
            ExprKind::Object(entries) => {
                for (key, value) in entries {
                    self.push("{");
                    // a bare word is a key
                    match &key.kind {
                        ExprKind::Root(word) if key.is_bare_name() => self.push(word),
                        _ => self.expr(key),
                    }
                    self.exprs([value]);
                }
                self.push("}");
            }
            ExprKind::Unary(operator, operand) => {
                _ = write!(self.text, "{operator:?}");
                self.expr(operand);
            }
            ExprKind::Splat { source, each } => self.exprs([&**source, &**each]),
            ExprKind::Conditional(operands) => {
                self.push("?");
                self.exprs(&**operands);
            }
            ExprKind::Binary(operator, operands) => {
                _ = write!(self.text, "{operator:?}");
                self.exprs(&**operands);
            }
            ExprKind::For(node) => self.for_expression(node),
        }
    }

    fn parts(&mut self, parts: &'e [Part]) {
        self.push("\"");
        for part in parts {
            match part {
                Part::Literal(text) => _ = write!(self.text, "{text:?}"),
                Part::Value(value) => self.exprs([value]),
                Part::If { condition, then, otherwise } => {
                    self.push("if");
                    self.exprs([condition]);
                    self.parts(then);
                    self.parts(otherwise);
                }
                Part::For { key_name, value_name, source, body } => {
                    self.push("for");
                    self.exprs([source]);
                    self.within(key_name.as_ref(), value_name, |shape| shape.parts(body));
                }
            }
        }
        self.push("\"");
    }

    fn for_expression(&mut self, node: &'e For) {
        self.push(if node.group { "group" } else { "for" });
        self.exprs([&node.source]);
        self.within(node.key_name.as_ref(), &node.value_name, |shape| {
            shape.exprs(&node.key);
            shape.exprs([&node.value]);
            shape.exprs(&node.condition);
        });
    }

    fn within(&mut self, key: Option<&'e Name>, value: &'e Name, walk: impl FnOnce(&mut Self)) {
        let outside = self.bound.len();
        self.bound.extend(key.into_iter().chain([value]));
        for at in outside..self.bound.len() {
            let name = self.bound[at];
            self.push(" ");
            self.push(name);
        }
        walk(self);
        self.bound.truncate(outside);
    }
}

/// The name that a traversal begins with, if no index in it is computed.
fn root_of(expr: &Expr) -> Option<&Name> {
    match &expr.kind {
        ExprKind::Root(name) => Some(name),
        ExprKind::Attribute(source, _) => root_of(source),
        ExprKind::Index(source, index) => match index.kind {
            ExprKind::Number(_) | ExprKind::Text(_) => root_of(source),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::syntax::parse_template;

    fn shape(text: &str) -> (String, Vec<String>) {
        let sources = SourceMap::default();
        let parts = parse_template(sources.add("t", text), text).unwrap();
        let shape = Shape::of_parts(&parts);
        let free = shape.free.iter().map(|path| sources.text(path.span));
        (shape.text.clone(), free.collect())
    }

    #[test]
    fn names_count_with_what_stands_behind_them() {
        let (_, free) =
            shape("${a.b[c].d}%{ for k, v in d.e }${k}${v.x}%{ endfor }${[for x in y.z[0] : x]}");
        assert_eq!(free, ["a.b", "c", "d.e", "y.z[0]"]);
    }

    #[test]
    fn spaces_and_names_from_outside_are_no_part_of_it() {
        let of = |text| shape(text).0;
        assert_eq!(of("${[for x in a : x.id]}"), of("${[ for x in b.c :\n  x.id ]}"));
        assert_ne!(of("${[for x in a : x.id]}"), of("${[for x in a : x.name]}"));
        assert_ne!(of("${[for x in a : \"a b\"]}"), of("${[for x in a : \"ab\"]}"));
        assert_ne!(of("${[for x in a : x + 1]}"), of("${[for x in a : x - 1]}"));
    }
}

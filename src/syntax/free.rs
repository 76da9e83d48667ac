//! The names that a template takes from outside.

use super::ast::{Expr, ExprKind, For, Name, Part};
use std::collections::BTreeSet;

/// The heads of all traversals in a template that no loop in it binds.
pub fn free_names(parts: &[Part]) -> BTreeSet<Name> {
    let mut walk = Walk::default();
    walk.parts(parts);
    walk.free
}

/// What an expression takes from outside: a name that no loop in it binds, or a function, `f()`.
pub fn taken_from_outside(expr: &Expr) -> Option<String> {
    let mut walk = Walk::default();
    walk.expr(expr);
    let function = walk.called.map(|name| format!("{name}()"));
    walk.free.first().map(ToString::to_string).or(function)
}

#[derive(Default)]
struct Walk {
    bound: Vec<Name>,
    free: BTreeSet<Name>,
    called: Option<Name>,
}

impl Walk {
    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Literal(_) => {}
                Part::Value(value) => self.expr(value),
                Part::If { condition, then, otherwise } => {
                    self.expr(condition);
                    self.parts(then);
                    self.parts(otherwise);
                }
                Part::For { key_name, value_name, source, body } => {
                    self.expr(source);
                    self.within(key_name.as_ref(), value_name, |walk| walk.parts(body));
                }
            }
        }
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) {
        exprs.into_iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::Item => {}
            ExprKind::Root(name) => {
                if !self.bound.contains(name) {
                    self.free.insert(name.clone());
                }
            }
            ExprKind::Template(parts) => self.parts(parts),
            ExprKind::Tuple(items) => self.exprs(items),
            ExprKind::Call { function, arguments, .. } => {
                self.called.get_or_insert_with(|| function.clone());
                self.exprs(arguments);
            }
            ExprKind::Object(entries) => {
                self.exprs(entries.iter().flat_map(|(key, value)| [key, value]));
            }
            ExprKind::Attribute(source, _) | ExprKind::Unary(_, source) => self.expr(source),
            ExprKind::Index(source, with) | ExprKind::Splat { source, each: with } => {
                self.exprs([&**source, &**with]);
            }
            ExprKind::Conditional(operands) => self.exprs(&**operands),
            ExprKind::Binary(_, operands) => self.exprs(&**operands),
            ExprKind::For(node) => self.for_expression(node),
        }
    }

    fn for_expression(&mut self, node: &For) {
        self.expr(&node.source);
        self.within(node.key_name.as_ref(), &node.value_name, |walk| {
            walk.exprs(node.key.iter().chain([&node.value]).chain(&node.condition));
        });
    }

    fn within(&mut self, key: Option<&Name>, value: &Name, walk: impl FnOnce(&mut Self)) {
        let outside = self.bound.len();
        self.bound.extend(key.into_iter().chain([value]).cloned());
        walk(self);
        self.bound.truncate(outside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::syntax::parse_template;

    #[test]
    fn loops_bind() {
        let text =
            "${a.b[c]}%{ for k, v in d }${k}${v}${[for x in k : x + e]}%{ endfor }${{f = k}}";
        let parts = parse_template(SourceMap::default().add("t", text), text).unwrap();
        let free: Vec<String> = free_names(&parts).iter().map(ToString::to_string).collect();
        assert_eq!(free, ["a", "c", "d", "e", "k"]);
    }
}

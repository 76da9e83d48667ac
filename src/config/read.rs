//! Single values of the file: what may stand where, and what is said of anything else.

use super::Placed;
use crate::nearest::nearest;
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::{Attribute, Block, Body, Expr, ExprKind};
use std::collections::BTreeSet;

/// Reads values and keeps what is wrong with them; whatever it is, the rest is read.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn wrong(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem::at(span, message));
    }

    /// Tells the arguments and blocks that nobody knows; `place` is such as `a vpc block`.
    pub(super) fn only(&mut self, body: &Body, place: &str, known: &[&str], blocks: &[&str]) {
        for Attribute { name, name_span, .. } in &body.attributes {
            if !known.contains(&&**name) {
                let hint = if blocks.contains(&&**name) {
                    format!("; it is a block: write `{name} \"…\" {{ … }}`")
                } else {
                    hint(name, known.iter().chain(blocks))
                };
                self.wrong(*name_span, format!("there is no argument `{name}` in {place}{hint}"));
            }
        }
        for block in &body.blocks {
            let kind = &block.kind;
            if !blocks.contains(&&**kind) {
                let hint = if known.contains(&&**kind) {
                    format!("; it is an argument: write `{kind} = …`")
                } else {
                    hint(kind, blocks.iter().chain(known))
                };
                self.wrong(block.head, format!("there is no block `{kind}` in {place}{hint}"));
            }
        }
    }

    /// The one label of a block.
    pub(super) fn label(&mut self, block: &Block, what: &str) -> Option<Placed<String>> {
        let [label] = &*block.labels else {
            let message = format!("write `{} \"{what}\" {{ … }}`, with one label", block.kind);
            self.wrong(block.head, message);
            return None;
        };
        Some(Placed { value: label.to_string(), span: block.head })
    }

    /// The one label of a block, which names something.
    pub(super) fn id(&mut self, block: &Block, what: &str) -> Option<Placed<String>> {
        let label = self.label(block, what)?;
        if label.value.trim().is_empty() {
            let message = format!("the label is empty: write `{} \"{what}\" {{ … }}`", block.kind);
            self.wrong(block.head, message);
            return None;
        }
        Some(label)
    }

    /// The id of something in the cloud, which no address of Terraform can be.
    pub(super) fn in_cloud(&mut self, id: Placed<String>, example: &str) -> Option<Placed<String>> {
        if !id.value.contains('.') {
            return Some(id);
        }
        let message = format!(
            "`{}` is an address of Terraform: write the id that the cloud has given, such as \
             \"{example}\"",
            id.value
        );
        self.wrong(id.span, message);
        None
    }

    /// Tells labels that stand twice.
    pub(super) fn once<'b>(&mut self, blocks: impl Iterator<Item = &'b Block>) {
        let mut seen = BTreeSet::new();
        for block in blocks {
            if !seen.insert((&block.kind, &block.labels)) {
                let (kind, label) = (&block.kind, block.labels.join("\" \""));
                self.wrong(
                    block.head,
                    format!("`{kind} \"{label}\"` stands twice: join the blocks"),
                );
            }
        }
    }

    pub(super) fn text(&mut self, body: &Body, name: &str) -> Option<Placed<String>> {
        let written = &body.attribute(name)?.value;
        self.as_text(written, name)
    }

    fn as_text(&mut self, expr: &Expr, name: &str) -> Option<Placed<String>> {
        match &expr.kind {
            ExprKind::Text(text) if text.trim().is_empty() => {
                self.wrong(expr.span, format!("`{name}` is empty"));
                None
            }
            ExprKind::Text(text) => Some(Placed { value: text.to_string(), span: expr.span }),
            _ => {
                self.wrong(expr.span, format!("`{name}` takes a text in quotes and nothing else"));
                None
            }
        }
    }

    /// A list of texts, not empty.
    pub(super) fn texts(&mut self, body: &Body, name: &str) -> Vec<Placed<String>> {
        let Some(written) = body.attribute(name).map(|written| &written.value) else {
            return Vec::new();
        };
        match &written.kind {
            ExprKind::Tuple(items) if !items.is_empty() => {
                items.iter().filter_map(|item| self.as_text(item, name)).collect()
            }
            ExprKind::Tuple(_) => {
                self.wrong(written.span, format!("`{name}` is empty"));
                Vec::new()
            }
            _ => {
                let message = format!("`{name}` takes a list of texts: write `{name} = [\"…\"]`");
                self.wrong(written.span, message);
                Vec::new()
            }
        }
    }

    pub(super) fn number(&mut self, body: &Body, name: &str) -> Option<u64> {
        let written = &body.attribute(name)?.value;
        self.as_number(written, name)
    }

    fn as_number(&mut self, expr: &Expr, name: &str) -> Option<u64> {
        let number = match &expr.kind {
            ExprKind::Number(number) if number.is_integer() => number.to_u64(),
            _ => None,
        };
        if number.is_none() {
            self.wrong(expr.span, format!("`{name}` takes a whole number, without quotes"));
        }
        number
    }

    /// The numbers of an object, by the keys that it may have.
    pub(super) fn numbers<const N: usize>(
        &mut self,
        body: &Body,
        name: &str,
        keys: [&str; N],
    ) -> [Option<Placed<u64>>; N] {
        let mut found = keys.map(|_| None);
        let Some(written) = body.attribute(name).map(|written| &written.value) else {
            return found;
        };
        let ExprKind::Object(items) = &written.kind else {
            let example = keys.map(|key| format!("{key} = 300")).join(", ");
            self.wrong(written.span, format!("write `{name} = {{ {example} }}`"));
            return found;
        };
        let mut seen = BTreeSet::new();
        for (key, value) in items {
            let key_name = match &key.kind {
                ExprKind::Text(key) | ExprKind::Root(key) => key.to_string(),
                _ => String::new(),
            };
            if !seen.insert(key_name.clone()) {
                self.wrong(key.span, format!("`{key_name}` stands twice in `{name}`"));
            } else if let Some(at) = keys.iter().position(|known| *known == key_name) {
                let number = self.as_number(value, &key_name);
                found[at] = number.map(|number| Placed { value: number, span: value.span });
            } else {
                let hint = hint(&key_name, &keys);
                self.wrong(key.span, format!("there is no `{key_name}` in `{name}`{hint}"));
            }
        }
        found
    }

    /// What must be there.
    pub(super) fn needs<T>(&mut self, block: &Block, name: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && block.body.attribute(name).is_none() {
            let kind = &block.kind;
            self.wrong(block.head, format!("this `{kind}` block needs `{name} = …`"));
        }
        value
    }
}

fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a &'a str>) -> String {
    let known = known.into_iter().copied();
    nearest(word, known).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

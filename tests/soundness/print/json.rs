//! JSON syntax.

use super::native::simple;
use crate::tree::{Block, Expr, Item};
use serde_json::{Map, Value, json};

/// A file of blocks.
pub(crate) fn blocks(blocks: &[Block]) -> String {
    let mut root = Map::new();
    root.insert("//".to_owned(), json!("nothing is meant by this"));
    for block in blocks {
        let mut at = &mut root;
        for step in std::iter::once(&block.kind).chain(&block.labels) {
            let next = at.entry(step.clone()).or_insert_with(|| json!({}));
            at = next.as_object_mut().unwrap();
        }
        at.extend(body(&block.body));
    }
    format!("{:#}\n", Value::Object(root))
}

/// A values file.
pub(crate) fn values(values: &[(String, Expr)]) -> String {
    let values: Map<_, _> = values.iter().map(|(name, v)| (name.clone(), value(v))).collect();
    format!("{:#}\n", Value::Object(values))
}

fn body(items: &[Item]) -> Map<String, Value> {
    let mut map = Map::new();
    for item in items {
        match item {
            Item::Attribute(name, Expr::Word(ty)) if name == "type" => {
                map.insert(name.clone(), json!(ty));
            }
            Item::Attribute(name, of) => {
                map.insert(name.clone(), value(of));
            }
            Item::Block(block) => {
                let list = map.entry(block.kind.clone()).or_insert_with(|| json!([]));
                let mut content = Value::Object(body(&block.body));
                for label in block.labels.iter().rev() {
                    content = json!({ label: content });
                }
                list.as_array_mut().unwrap().push(content);
            }
        }
    }
    map
}

fn value(of: &Expr) -> Value {
    match of {
        Expr::Null => Value::Null,
        Expr::Bool(value) => json!(value),
        Expr::Number(value) => json!(value),
        Expr::Text(text) => json!(text),
        Expr::List(items) => items.iter().map(value).collect(),
        Expr::Object(entries) => {
            entries.iter().map(|(name, of)| (name.clone(), value(of))).collect::<Map<_, _>>().into()
        }
        Expr::Site(of) => value(of),
        // a template of its own
        Expr::Quoted(of) => json!(format!("${{{}}}", simple(of))),
        of => json!(format!("${{{}}}", simple(of))),
    }
}

//! What rests on the marked value.

use crate::tree::{Block, Expr, Item, Tree, called};
use std::collections::BTreeSet;

/// A name in a folder: `local.x`, `var.x`, `output.x`.
type Name = (String, String);

/// The tree without the node pools whose `cluster_id` rests on the marked value: "one whose
/// `cluster_id` is unknown belongs to none" (SPEC, section 5).
pub(crate) fn without_lost_pools(tree: &Tree) -> Tree {
    let tainted = tainted(tree);
    let mut rest = tree.clone();
    for (path, folder) in &mut rest.folders {
        folder.blocks.retain(|block| {
            let id = block.attribute("cluster_id");
            let is_pool = block.labels.first().is_some_and(|kind| kind.ends_with("_node_pool"));
            !(is_pool && id.is_some_and(|id| rests(id, path, tree, &tainted)))
        });
    }
    rest
}

/// The resources and modules whose number rests on the marked value, as addresses name them.
pub(crate) fn counted(tree: &Tree) -> Vec<String> {
    let tainted = tainted(tree);
    let mut counted = Vec::new();
    for (path, folder) in &tree.folders {
        for block in folder.blocks.iter().filter(|b| b.is("resource") || b.is("module")) {
            let number = block.attribute("count").or(block.attribute("for_each"));
            if number.is_some_and(|number| rests(number, path, tree, &tainted)) {
                let kind = if block.is("module") { "module." } else { "" };
                counted.push(format!("{kind}{}", block.labels.join(".")));
            }
        }
    }
    counted
}

/// Whether any attribute of a name rests on the marked value.
pub(crate) fn is_in(tree: &Tree, attribute: &str) -> bool {
    let tainted = tainted(tree);
    tree.folders.iter().any(|(path, folder)| {
        let values = folder.blocks.iter().filter_map(|block| block.attribute(attribute));
        values.into_iter().any(|value| rests(value, path, tree, &tainted))
    })
}

/// Whether the marked value says which element of something is meant: of most there is no other.
pub(crate) fn is_index(tree: &Tree) -> bool {
    let tainted = tainted(tree);
    let mut found = false;
    for (path, folder) in &tree.folders {
        folder.clone().expressions(&mut |expr| {
            if let Expr::Index(_, index) = expr {
                found |= rests(index, path, tree, &tainted);
            }
        });
    }
    found
}

/// The names that rest on the marked value.
fn tainted(tree: &Tree) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    for (path, folder) in &tree.folders {
        for (name, value) in &folder.values {
            if rests(value, path, tree, &names) {
                names.insert((path.clone(), format!("var.{name}")));
            }
        }
    }
    loop {
        let before = names.len();
        for (path, folder) in &tree.folders {
            for block in &folder.blocks {
                let new = named(path, block, tree, &names);
                names.extend(new);
            }
        }
        if names.len() == before {
            return names;
        }
    }
}

/// The names that a block defines by what rests on the marked value.
fn named(path: &str, block: &Block, tree: &Tree, known: &BTreeSet<Name>) -> Vec<Name> {
    let attributes = block.body.iter().filter_map(|item| match item {
        Item::Attribute(name, value) if rests(value, path, tree, known) => Some(name),
        _ => None,
    });
    let name = |attribute: &String| match block.kind.as_str() {
        "locals" => Some((path.to_owned(), format!("local.{attribute}"))),
        "variable" => Some((path.to_owned(), format!("var.{}", block.name()))),
        "output" => Some((path.to_owned(), format!("output.{}", block.name()))),
        "module" => Some((called(path, block)?, format!("var.{attribute}"))),
        _ => None,
    };
    attributes.filter_map(name).collect()
}

fn rests(value: &Expr, path: &str, tree: &Tree, known: &BTreeSet<Name>) -> bool {
    let mut found = false;
    let has = |folder: &str, name: String| known.contains(&(folder.to_owned(), name));
    value.clone().visit(&mut |expr| {
        found |= match expr {
            Expr::Site(_) => true,
            Expr::Local(name) => has(path, format!("local.{name}")),
            Expr::Var(name) => has(path, format!("var.{name}")),
            Expr::Output(call, name) => {
                let calls = tree.folders[path].blocks.iter();
                let mut calls = calls.filter(|block| block.is("module") && block.name() == call);
                let folder = calls.next().and_then(|block| called(path, block));
                folder.is_some_and(|folder| has(&folder, format!("output.{name}")))
            }
            _ => false,
        };
    });
    found
}

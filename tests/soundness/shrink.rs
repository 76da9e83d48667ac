//! The smallest configuration that still fails: whatever can be left out is left out.
//!
//! This is done here and not by proptest, because what can be left out is a block, an attribute or
//! a wrapping of a tree whose parts refer to each other; a strategy that generates such trees
//! shrinks the choices that led to it instead, and nearly all of those give another tree.

use crate::tree::{Expr, Folder, Item, Tree};

/// How many attempts are made at most.
const ATTEMPTS: usize = 4_000;

/// Leaves out what can be left out while `fails` holds.
pub(crate) fn shrink(mut tree: Tree, fails: &dyn Fn(&Tree) -> bool) -> Tree {
    let mut left = ATTEMPTS;
    loop {
        let roots = tree.roots();
        let smaller = candidates(&tree).into_iter().find(|candidate| {
            // a module whose call is gone is no root of the example
            if !candidate.roots().iter().all(|root| roots.contains(root)) {
                return false;
            }
            left = left.saturating_sub(1);
            left > 0 && fails(candidate)
        });
        match smaller {
            Some(smaller) => tree = smaller,
            None => return tree,
        }
    }
}

/// Trees with one thing less, the largest steps first.
fn candidates(tree: &Tree) -> Vec<Tree> {
    let mut all = Vec::new();
    let paths: Vec<&String> = tree.folders.keys().collect();
    for path in &paths {
        let mut without = tree.clone();
        without.folders.remove(*path);
        all.push(without);
    }
    for path in &paths {
        for folder in smaller_folders(&tree.folders[*path]) {
            let mut changed = tree.clone();
            changed.folders.insert((*path).clone(), folder);
            all.push(changed);
        }
    }
    let mut count = 0;
    tree.clone().expressions(&mut |_| count += 1);
    for at in 0..count {
        all.extend(unwrapped(tree, at));
    }
    all
}

fn smaller_folders(folder: &Folder) -> Vec<Folder> {
    let mut all = Vec::new();
    for at in 0..folder.blocks.len() {
        let mut without = folder.clone();
        without.blocks.remove(at);
        all.push(without);
    }
    for at in 0..folder.values.len() {
        let mut without = folder.clone();
        without.values.remove(at);
        all.push(without);
    }
    for (at, block) in folder.blocks.iter().enumerate() {
        for item in 0..block.body.len() {
            // without it an index would lead nowhere
            if matches!(&block.body[item], Item::Attribute(name, _) if name == "count") {
                continue;
            }
            let mut without = folder.clone();
            without.blocks[at].body.remove(item);
            all.push(without);
            if let Item::Block(inner) = &block.body[item] {
                for deep in 0..inner.body.len() {
                    let mut without = folder.clone();
                    let Item::Block(inner) = &mut without.blocks[at].body[item] else { continue };
                    inner.body.remove(deep);
                    all.push(without);
                }
            }
        }
    }
    all
}

/// The tree with one of its expressions replaced by a part of it.
fn unwrapped(tree: &Tree, at: usize) -> Vec<Tree> {
    let parts = parts_of(tree, at);
    let with = |part: Expr| {
        let mut changed = tree.clone();
        let mut number = 0;
        let mut part = Some(part);
        changed.expressions(&mut |expr| {
            if number == at
                && let Some(part) = part.take()
            {
                *expr = part;
            }
            number += 1;
        });
        changed
    };
    parts.into_iter().map(with).collect()
}

fn parts_of(tree: &Tree, at: usize) -> Vec<Expr> {
    let mut parts = Vec::new();
    let mut number = 0;
    tree.clone().expressions(&mut |expr| {
        if number == at {
            parts = parts_of_one(expr);
        }
        number += 1;
    });
    parts
}

fn parts_of_one(expr: &Expr) -> Vec<Expr> {
    match expr {
        Expr::If(parts) => parts[1..].to_vec(),
        Expr::Call(_, arguments) => arguments.clone(),
        Expr::Quoted(of) => vec![(**of).clone()],
        Expr::Index(of, _) => match &**of {
            Expr::List(items) => items.clone(),
            _ => Vec::new(),
        },
        Expr::List(items) => (0..items.len())
            .map(|at| {
                let mut fewer = items.clone();
                fewer.remove(at);
                Expr::List(fewer)
            })
            .collect(),
        _ => Vec::new(),
    }
}

//! The repositories that acklint is measured on, made from a few numbers.
//!
//! A shape is a list of paths and texts, so that a benchmark can hold it in memory and
//! `cargo run --example shapes` can write it to a disk for other programs.

mod texts;

use std::path::Path;
use std::{fs, io};

/// Paths relative to the repository root, `/` between parts, each with its text.
pub(crate) type Tree = Vec<(String, String)>;

/// Makes a shape for a number of things.
pub(crate) type Shape = fn(u32) -> Tree;

/// The shapes by name, each made for a number of things.
pub(crate) const SHAPES: &[(&str, Shape)] =
    &[("roots", roots), ("folders", folders), ("shared", shared), ("instances", instances)];

/// `number` roots side by side, each a small cluster with values, variables and outputs of its own.
pub(crate) fn roots(number: u32) -> Tree {
    (0..number).flat_map(|index| texts::cluster(&format!("envs/e{index:05}"), index)).collect()
}

/// `number` folders of four files each; one folder in a hundred holds a cluster, the others what
/// other clouds' roots hold.
pub(crate) fn folders(number: u32) -> Tree {
    (0..number)
        .flat_map(|index| {
            let folder = format!("live/g{:03}/f{index:05}", index / 50);
            match index % 100 {
                0 => texts::cluster(&folder, index),
                _ => texts::elsewhere(&folder, index),
            }
        })
        .collect()
}

/// `number` roots that call one module; of ten roots nine have nothing of Alibaba Cloud.
pub(crate) fn shared(number: u32) -> Tree {
    let mut tree = texts::modules();
    for index in 0..number {
        let folder = format!("envs/e{index:05}");
        match index % 10 {
            0 => tree.extend(texts::caller(&folder, index)),
            _ => tree.extend(texts::elsewhere(&folder, index)),
        }
    }
    tree
}

/// One root with `number` instances of a module that calls two more.
pub(crate) fn instances(number: u32) -> Tree {
    let mut tree = texts::modules();
    tree.push(("fleet/main.tf".to_owned(), texts::fleet(number)));
    tree
}

/// Writes a tree below a folder.
///
/// # Errors
/// What the system says.
pub(crate) fn write(tree: &Tree, folder: &Path) -> io::Result<()> {
    for (path, text) in tree {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}

//! Override files: their blocks change those of the same header in the other files.

use crate::problem::Problem;
use crate::syntax::{Attribute, Block, Body, Name};

/// Merges the blocks of override files, in order, into those of the others, by Terraform's rules:
/// an argument replaces that of its name, nested blocks replace all of their kind.
pub(super) fn merge(base: &mut Vec<Block>, overrides: Vec<Block>) -> Vec<Problem> {
    overrides.into_iter().flat_map(|block| merge_block(base, block)).collect()
}

fn merge_block(base: &mut Vec<Block>, block: Block) -> Vec<Problem> {
    if &*block.kind == "locals" {
        return block.body.attributes.into_iter().filter_map(|a| merge_local(base, a)).collect();
    }
    let mergeable =
        matches!(&*block.kind, "resource" | "data" | "module" | "variable" | "output" | "provider");
    let same = |other: &&mut Block| has_header(other, &block);
    match base.iter_mut().find(same) {
        Some(original) if mergeable => merge_body(&mut original.body, block.body),
        None if mergeable && &*block.kind != "provider" => return vec![nothing_to_change(&block)],
        _ => base.push(block),
    }
    Vec::new()
}

fn has_header(one: &Block, other: &Block) -> bool {
    let alias = |block: &Block| block.body.attribute("alias").map(|alias| alias.value.kind.clone());
    let provider = &*one.kind == "provider";
    one.kind == other.kind
        && one.labels == other.labels
        && (!provider || alias(one) == alias(other))
}

fn merge_local(base: &mut [Block], local: Attribute) -> Option<Problem> {
    let blocks = base.iter_mut().filter(|block| &*block.kind == "locals");
    let mut locals = blocks.flat_map(|block| &mut block.body.attributes);
    let Some(original) = locals.find(|other| other.name == local.name) else {
        let message = format!("no other file declares local.{}, which this overrides", local.name);
        return Some(Problem::at(local.name_span, message));
    };
    *original = local;
    None
}

fn merge_body(base: &mut Body, over: Body) {
    let is_set = |name: &str| base.attribute(name).is_some();
    let (counted, keyed) = (is_set("count"), is_set("for_each"));
    for attribute in over.attributes {
        match base.attributes.iter_mut().find(|other| other.name == attribute.name) {
            Some(original) => *original = attribute,
            None => base.attributes.push(attribute),
        }
    }
    // of the two in different files Terraform takes `count`
    if base.attribute("count").is_some() && (counted != keyed) {
        base.attributes.retain(|attribute| &*attribute.name != "for_each");
    }
    let replaced: Vec<Name> = over.blocks.iter().map(|block| made(block).clone()).collect();
    let stays = |block: &Block| is_merged(block) || !replaced.contains(made(block));
    base.blocks.retain(stays);
    for block in over.blocks {
        match base.blocks.iter_mut().find(|other| is_merged(&block) && other.kind == block.kind) {
            Some(original) => merge_body(&mut original.body, block.body),
            None => base.blocks.push(block),
        }
    }
}

/// Blocks that are merged themselves instead of replaced.
fn is_merged(block: &Block) -> bool {
    &*block.kind == "lifecycle"
}

/// The kind of block that a block makes: for `dynamic`, its label.
fn made(block: &Block) -> &Name {
    match (&*block.kind, block.labels.first()) {
        ("dynamic", Some(label)) => label,
        _ => &block.kind,
    }
}

fn nothing_to_change(block: &Block) -> Problem {
    let labels: Vec<String> = block.labels.iter().map(|label| format!(" \"{label}\"")).collect();
    let message = format!(
        "no other file declares {}{}, which this override file changes",
        block.kind,
        labels.concat()
    );
    Problem::at(block.head, message)
}

//! What the project shows, fixtures and the examples of the cards, with the same properties: the
//! texts are changed at the places that the syntax tree tells.

use crate::planned::Objects;
use crate::plans::{each_root, with_its_source, without_its_source};
use crate::print::Files;
use crate::unknown::unsound;
use crate::verdict::Verdict;
use acklint::rules;
use acklint::source::{SourceMap, split_path};
use acklint::syntax::{Block, Body, Expr, ExprKind, parse_body};
use std::path::Path;
use walkdir::WalkDir;

/// A configuration of the project, and where it is from.
struct Shown {
    name: String,
    files: Files,
}

/// All trees of `fixtures/` and all examples of the cards.
fn all() -> Vec<Shown> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let trees = WalkDir::new(&fixtures).min_depth(2).max_depth(2).sort_by_file_name();
    let mut all: Vec<Shown> =
        trees.into_iter().map(|tree| fixture(&fixtures, tree.unwrap().path())).collect();
    for card in rules::cards() {
        all.extend(card.examples.iter().map(|example| {
            let file = |f: &rules::card::ExampleFile| (f.name.to_owned(), f.text.to_owned());
            let name = format!("rules/{}.md:{}", card.id, example.line);
            Shown { name, files: example.files.iter().map(file).collect() }
        }));
    }
    assert!(all.len() > 60, "{} configurations", all.len());
    all
}

fn fixture(fixtures: &Path, tree: &Path) -> Shown {
    let below = WalkDir::new(tree).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = below.filter(|entry| entry.file_type().is_file()).filter_map(|entry| {
        let path = entry.path().strip_prefix(tree).unwrap();
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        // what is no UTF-8 is no text to change
        Some((parts.join("/"), std::fs::read_to_string(entry.path()).ok()?))
    });
    let name = tree.strip_prefix(fixtures).unwrap().to_string_lossy().into_owned();
    Shown { name, files: files.collect() }
}

/// The verdict before and after each change, where that is sound or the same.
fn hold(judge: impl Fn(&Shown) -> Vec<String>) {
    let wrong: Vec<String> = all().iter().flat_map(judge).collect();
    assert!(wrong.is_empty(), "{} changes:\n{}", wrong.len(), wrong.join("\n"));
}

/// A plan beside its source, one alone, and one of what exists already.
#[test]
fn a_plan_says_what_its_source_says() {
    hold(|shown| {
        let new = |files: &Files, root: &str| without_its_source(files, root, Objects::New);
        let there = |files: &Files, root: &str| without_its_source(files, root, Objects::There);
        let told = [
            each_root(&shown.files, with_its_source),
            each_root(&shown.files, new),
            each_root(&shown.files, there),
        ];
        let wrong = told.into_iter().zip(["beside", "alone", "there"]);
        wrong
            .filter_map(|(told, way)| Some(format!("{} {way}: {}", shown.name, told.err()?)))
            .collect()
    });
}

/// Where nothing could be compared, the test above would say nothing.
#[test]
fn most_of_what_is_shown_is_compared_with_its_plan() {
    let made = |shown: &Shown, objects: Objects| {
        crate::planned::plan(&shown.files, "", objects, false).is_some()
    };
    let count = |objects: Objects| all().iter().filter(|shown| made(shown, objects)).count();
    let (new, there, all) = (count(Objects::New), count(Objects::There), all().len());
    assert!(new * 3 > all * 2 && there * 3 > all * 2, "{new} and {there} of {all}");
}

/// Each literal in turn is not known.
#[test]
fn an_unknown_literal_hides_nothing_and_finds_nothing() {
    hold(|shown| {
        let before = Verdict::on(&shown.files);
        let mut wrong = Vec::new();
        for (file, (path, text)) in shown.files.iter().enumerate().filter(|(_, f)| is_native(f)) {
            for (start, end) in literals(text) {
                let mut open = shown.files.clone();
                open[file].1 = format!("{}var.acklint_unknown{}", &text[..start], &text[end..]);
                let folder = split_path(path).0;
                let declared = format!("{folder}/acklint_unknown.tf");
                let declared = declared.trim_start_matches('/').to_owned();
                open.push((declared, "variable \"acklint_unknown\" {}\n".to_owned()));
                let after = Verdict::on(&open);
                for line in unsound(&before, &after) {
                    let literal = &text[start..end];
                    wrong.push(format!("{}/{path}: {literal}: {line}\n{after}", shown.name));
                }
            }
        }
        wrong
    });
}

/// Comments and blank lines between the tokens.
#[test]
fn comments_and_blank_lines_change_nothing() {
    hold(|shown| {
        let mut other = shown.files.clone();
        for (_, text) in other.iter_mut().filter(|file| is_native(file)) {
            *text = commented(text);
        }
        differences(shown, &other)
    });
}

/// Blocks in files of their own, the last one first.
#[test]
fn the_order_of_blocks_and_files_changes_nothing() {
    hold(|shown| {
        let mut other = Files::new();
        for (path, text) in &shown.files {
            let (folder, name) = split_path(path);
            if !is_native(&(path.clone(), text.clone())) || name.ends_with("override.tf") {
                other.push((path.clone(), text.clone()));
                continue;
            }
            let pieces = pieces(text);
            let last = pieces.len();
            for (number, piece) in pieces.into_iter().enumerate() {
                let name = format!("{folder}/{:03}_{name}", last - number);
                other.push((name.trim_start_matches('/').to_owned(), piece));
            }
        }
        differences(shown, &other)
    });
}

fn differences(shown: &Shown, other: &Files) -> Vec<String> {
    let same = Verdict::on(&shown.files).same(&Verdict::on(other));
    same.err().map(|wrong| format!("{}\n{wrong}", shown.name)).into_iter().collect()
}

/// Whether a file is in Terraform's own syntax, and has no mistake.
fn is_native((path, text): &(String, String)) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "tf") && parsed(text).is_some()
}

fn parsed(text: &str) -> Option<Body> {
    let sources = SourceMap::default();
    let file = sources.add("main.tf", text);
    parse_body(file, text).ok()
}

/// Where literals stand that may be any expression.
fn literals(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for block in &parsed(text).unwrap_or_default().blocks {
        if matches!(&*block.kind, "resource" | "data" | "locals" | "module" | "output") {
            literals_of(block, &mut found);
        }
    }
    found
}

fn literals_of(block: &Block, found: &mut Vec<(usize, usize)>) {
    for attribute in &block.body.attributes {
        // a path that is read before anything is known
        if &*attribute.name != "source" && &*attribute.name != "version" {
            leaves(&attribute.value, found);
        }
    }
    block.body.blocks.iter().for_each(|inner| literals_of(inner, found));
}

fn leaves(expr: &Expr, found: &mut Vec<(usize, usize)>) {
    match &expr.kind {
        ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Text(_) => {
            found.push((expr.span.start as usize, expr.span.end as usize));
        }
        ExprKind::Tuple(items) | ExprKind::Call { arguments: items, .. } => {
            for item in items {
                leaves(item, found);
            }
        }
        ExprKind::Object(entries) => entries.iter().for_each(|(_, value)| leaves(value, found)),
        ExprKind::Conditional(parts) => parts.iter().for_each(|part| leaves(part, found)),
        ExprKind::Binary(_, parts) => parts.iter().for_each(|part| leaves(part, found)),
        ExprKind::For(of) => leaves(&of.value, found),
        _ => {}
    }
}

/// The text with comments before names and values, and blank lines before blocks.
fn commented(text: &str) -> String {
    let body = parsed(text).unwrap_or_default();
    let mut places: Vec<(usize, &str)> = Vec::new();
    let blocks = starts(text, &body);
    places.extend(blocks.iter().map(|at| (*at, "\n\n# pod_cidr = \"10.0.0.0/8\" {\n\n")));
    body.blocks.iter().for_each(|block| between(block, &mut places));
    places.sort_unstable();
    let mut out = text.to_owned();
    for (at, more) in places.into_iter().rev() {
        out.insert_str(at, more);
    }
    out
}

fn between(block: &Block, places: &mut Vec<(usize, &str)>) {
    for attribute in &block.body.attributes {
        places.push((attribute.name_span.start as usize, "/* } */ "));
        places.push((attribute.value.span.start as usize, "/* \" */ "));
    }
    block.body.blocks.iter().for_each(|inner| between(inner, places));
}

/// Where the blocks begin, with the comments above them.
fn starts(text: &str, body: &Body) -> Vec<usize> {
    let start = |block: &Block| {
        let mut at = line_start(text, block.head.start as usize);
        while at > 0 {
            let above = line_start(text, at - 1);
            if !text[above..at].trim_start().starts_with('#') {
                break;
            }
            at = above;
        }
        at
    };
    let mut starts: Vec<usize> = body.blocks.iter().map(start).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The blocks of a file, each as a text of its own.
fn pieces(text: &str) -> Vec<String> {
    let starts = starts(text, &parsed(text).unwrap_or_default());
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| text[*start..end].to_owned()).collect()
}

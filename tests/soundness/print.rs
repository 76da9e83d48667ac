//! A tree as files, in one of the forms that all mean the same.

mod json;
mod native;

use crate::random::Random;
use crate::tree::{Block, Expr, Folder, Item, Tree, set, text};
pub(crate) use native::Style;
use native::{block, pair};

/// A file by its path.
pub(crate) type Files = Vec<(String, String)>;

/// How the same tree is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// One `main.tf` a folder, formatted.
    Plain,
    /// The same with comments, blank lines, parentheses and line breaks wherever they may stand.
    Wild(u64),
    /// Blocks in another order, spread over files of other names.
    Split(u64),
    /// JSON syntax.
    Json,
    /// Some blocks in JSON syntax.
    Mixed(u64),
    /// `.tofu`, beside a `.tf` that it shadows.
    Tofu,
    /// Some attributes are wrong in `main.tf` and put right in an override file.
    Overridden(u64),
}

/// The files of a tree.
pub(crate) fn files(tree: &Tree, form: Form) -> Files {
    let mut files = Files::new();
    for (path, folder) in &tree.folders {
        let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
        let own = of_folder(folder, form);
        files.extend(own.into_iter().map(|(name, text)| (format!("{prefix}{name}"), text)));
    }
    files
}

/// A tree as a person reads it.
pub(crate) fn shown(tree: &Tree) -> String {
    let files = files(tree, Form::Plain);
    let files: Vec<String> =
        files.iter().map(|(path, text)| format!("-- {path} --\n{text}")).collect();
    files.concat()
}

fn of_folder(folder: &Folder, form: Form) -> Files {
    let mut files = match form {
        Form::Plain => vec![("main.tf".to_owned(), plain(&folder.blocks))],
        Form::Wild(seed) => vec![("main.tf".to_owned(), wild(&folder.blocks, seed))],
        Form::Split(seed) => split(&folder.blocks, seed),
        Form::Json => vec![("main.tf.json".to_owned(), json::blocks(&folder.blocks))],
        Form::Mixed(seed) => mixed(&folder.blocks, seed),
        Form::Tofu => vec![
            ("main.tofu".to_owned(), plain(&folder.blocks)),
            ("main.tf".to_owned(), "locals {\n  shadowed = true\n}\nnot even {{ Terraform".into()),
        ],
        Form::Overridden(seed) => overridden(&folder.blocks, seed),
    };
    if !folder.values.is_empty() {
        files.push(match form {
            Form::Json | Form::Mixed(_) => {
                ("terraform.tfvars.json".to_owned(), json::values(&folder.values))
            }
            Form::Split(_) => ("x.auto.tfvars".to_owned(), values(folder, Style::Plain)),
            Form::Wild(seed) => ("terraform.tfvars".to_owned(), values(folder, Style::Wild(seed))),
            _ => ("terraform.tfvars".to_owned(), values(folder, Style::Plain)),
        });
    }
    files
}

fn values(folder: &Folder, style: Style) -> String {
    let mut style = style.start();
    folder.values.iter().map(|(name, value)| pair(name, value, 0, &mut style)).collect()
}

fn plain(blocks: &[Block]) -> String {
    let mut style = Style::Plain.start();
    blocks.iter().map(|b| block(b, 0, &mut style)).collect()
}

fn wild(blocks: &[Block], seed: u64) -> String {
    let mut style = Style::Wild(seed).start();
    let text: String = blocks.iter().map(|b| block(b, 0, &mut style)).collect();
    match seed % 3 {
        0 => format!("\u{feff}{text}"),
        1 => text.replace('\n', "\r\n"),
        _ => text,
    }
}

fn split(blocks: &[Block], seed: u64) -> Files {
    let mut random = Random::new(seed);
    let mut blocks: Vec<&Block> = blocks.iter().collect();
    random.shuffle(&mut blocks);
    let mut files = vec![String::new(); 1 + random.below(4)];
    for b in blocks {
        let at = random.below(files.len());
        files[at] += &block(b, 0, &mut Style::Plain.start());
    }
    let names = ["z.tf", "a.tf", "0_network.tf", "overrides.tf"];
    files.into_iter().zip(names).map(|(text, name)| (name.to_owned(), text)).collect()
}

fn mixed(blocks: &[Block], seed: u64) -> Files {
    let mut random = Random::new(seed);
    let (left, right): (Vec<Block>, Vec<Block>) =
        blocks.iter().cloned().partition(|_| random.one_in(2));
    vec![("a.tf".to_owned(), plain(&left)), ("b.tf.json".to_owned(), json::blocks(&right))]
}

/// Attributes that stand alone are made wrong, and put right in a file that overrides.
fn overridden(blocks: &[Block], seed: u64) -> Files {
    let mut random = Random::new(seed);
    let mut base = blocks.to_vec();
    let mut over = Vec::new();
    for block in &mut base {
        let kind = block.kind.as_str();
        if !matches!(kind, "resource" | "locals" | "module" | "output") || random.one_in(2) {
            continue;
        }
        let mut right = Vec::new();
        for item in &mut block.body {
            match item {
                // both may not stand in one block, whichever comes first
                Item::Attribute(name, _) if ["count", "for_each", "source"].contains(&&**name) => {}
                Item::Attribute(name, value) if random.one_in(2) => {
                    right.push(set(name, std::mem::replace(value, wrong(value))));
                }
                _ => {}
            }
        }
        if !right.is_empty() {
            over.push(Block { body: right, ..block.clone() });
        }
    }
    vec![("main.tf".to_owned(), plain(&base)), ("main_override.tf".to_owned(), plain(&over))]
}

/// What would be another verdict, were it heeded.
fn wrong(right: &Expr) -> Expr {
    match right {
        Expr::Number(_) => Expr::Number(7),
        Expr::List(_) => Expr::List(Vec::new()),
        _ => text("10.0.0.0/9"),
    }
}

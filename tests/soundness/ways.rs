//! Names, and the way of a value from where it is written: modules, locals, variables.

use crate::extract::{Group, extract, replace};
use crate::generate::other;
use crate::random::Random;
use crate::tree::{Block, Expr, Folder, Item, Tree, set, text};
use crate::verdict::{Finding, Verdict};
use std::collections::BTreeSet;

/// Rules on several resources of one kind, whose subject is the last one: another module, another
/// order.
const PAIRS: [&str; 3] = ["cluster_overlap", "vswitch_overlap", "flannel_node_limit"];

/// What stands in a module, or inlined where it is called.
pub(crate) fn module(tree: &Tree, random: &mut Random) -> Result<(), String> {
    let Some(root) = tree.roots().first().cloned() else { return Ok(()) };
    let whole = random.one_in(2) && !tree.folders[&root].blocks.iter().any(|b| b.is("module"));
    let group = if whole {
        Group::resources(&tree.folders[&root])
    } else {
        Group::any(&tree.folders[&root], random)
    };
    let Some(group) = group else { return Ok(()) };
    let mut called = tree.clone();
    let made = extract(&mut called, &root, &group, random);
    let inlined = |name: &str| {
        let moved = made.moved.iter().map(|(kind, name)| format!("{kind}.{name}"));
        moved.fold(name.to_owned(), |text, plain| {
            text.replace(&format!("module.{}.{plain}", made.call), &plain)
        })
    };
    let before = Verdict::of(tree).renamed(&str::to_owned);
    let after = Verdict::of(&called).renamed(&inlined);
    let wrong = if whole {
        // what is asked for names the way, which is longer
        without_reasons(before.clone()).same(&without_reasons(after.clone()))
    } else {
        unordered(&before).same(&unordered(&after))
    };
    wrong.map_err(|wrong| {
        format!("{}\n{wrong}\n\nbefore\n{before}\nafter\n{after}", crate::print::shown(&called))
    })
}

fn without_reasons(mut verdict: Verdict) -> Verdict {
    verdict.undecided.iter_mut().for_each(|undecided| undecided.why.clear());
    verdict
}

/// A verdict where the order of resources does not show.
fn unordered(verdict: &Verdict) -> Verdict {
    let mut bare = verdict.clone().bare();
    bare.findings.retain(|finding| !PAIRS.contains(&finding.rule));
    bare.undecided.retain(|undecided| !PAIRS.contains(&undecided.rule));
    let pairs = verdict.findings.iter().filter(|finding| PAIRS.contains(&finding.rule));
    let pairs: BTreeSet<(&'static str, Vec<String>)> = pairs.flat_map(pairs_of).collect();
    bare.problems.extend(pairs.into_iter().map(|(rule, two)| format!("{rule}: {two:?}")));
    bare
}

/// The two resources, for each that a finding names.
fn pairs_of(finding: &Finding) -> Vec<(&'static str, Vec<String>)> {
    let pair = |other: &str| {
        let mut two = vec![finding.subject.clone(), other.to_owned()];
        two.sort();
        (finding.rule, two)
    };
    finding.parties().into_iter().map(pair).collect()
}

/// Locals and variables with other names.
pub(crate) fn names(tree: &Tree, _: &mut Random) -> Result<(), String> {
    let mut renamed = tree.clone();
    let new = |name: &mut String| *name = format!("a_{name}");
    renamed.expressions(&mut |expr| match expr {
        Expr::Local(name) | Expr::Var(name) => new(name),
        _ => {}
    });
    for folder in renamed.folders.values_mut() {
        folder.values.iter_mut().for_each(|(name, _)| new(name));
        for block in &mut folder.blocks {
            match block.kind.as_str() {
                "variable" => new(&mut block.labels[0]),
                "locals" | "module" => block.body.iter_mut().for_each(|item| match item {
                    Item::Attribute(name, _) if !is_argument(name) => new(name),
                    _ => {}
                }),
                _ => {}
            }
        }
    }
    let renamed = Verdict::of(&renamed);
    let shown = |text: &str| {
        let named = ["var.", "local.", "--var "].map(|before| (format!("{before}a_"), before));
        named.iter().fold(text.to_owned(), |text, (new, old)| text.replace(new, old))
    };
    Verdict::of(tree).renamed(&str::to_owned).same(&renamed.renamed(&shown))
}

fn is_argument(name: &str) -> bool {
    ["source", "count", "for_each"].contains(&name)
}

/// The marked value, on a longer way.
pub(crate) fn wrapped(tree: &Tree, random: &mut Random) -> Result<(), String> {
    let mut longer = tree.clone();
    let mut done = false;
    for folder in longer.folders.values_mut() {
        done |= wrap(folder, random);
    }
    if !done {
        return Ok(());
    }
    let before = Verdict::of(tree);
    let after = Verdict::of(&longer);
    before.same(&after).map_err(|wrong| format!("{}\n{wrong}", crate::print::shown(&longer)))
}

/// Wraps what is marked in a folder.
fn wrap(folder: &mut Folder, random: &mut Random) -> bool {
    let mut new = Vec::new();
    let mut done = false;
    for block in &mut folder.blocks {
        if block.is("variable") {
            continue;
        }
        block.values(&mut |_, value| {
            replace(value, &mut |expr| {
                let Expr::Site(of) = expr else { return None };
                done = true;
                Some(longer(of, &mut new, random))
            });
        });
    }
    folder.blocks.extend(new);
    done
}

fn longer(value: &Expr, new: &mut Vec<Block>, random: &mut Random) -> Expr {
    let of = value.clone();
    let words = has_words(value);
    let string = matches!(of, Expr::Text(_));
    match random.below(13) {
        0 => Expr::Call("try", vec![of]),
        1 => Expr::List(vec![of]).at(Expr::Number(0)),
        2 => Expr::Object(vec![("k".to_owned(), of)]).get("k"),
        3 if of.is_leaf() => Expr::if_else(Expr::Bool(true), of.clone(), other(&of)),
        4 if of.is_leaf() => Expr::if_else(Expr::Bool(false), other(&of), of),
        5 if string => Expr::Quoted(Box::new(of)),
        6 if string => Expr::Call("join", vec![text(""), Expr::List(vec![of])]),
        7 if of.is_leaf() => Expr::Call("coalesce", vec![Expr::Null, of]),
        8 => Expr::Call("one", vec![Expr::List(vec![of])]),
        9 => {
            let entries = vec![("k".to_owned(), of)];
            Expr::Call("lookup", vec![Expr::Object(entries), text("k"), Expr::Null])
        }
        10 if value.is_constant() => {
            new.push(Block::variable("longer", Some(of)));
            Expr::Var("longer".to_owned())
        }
        11 if string => {
            let format = Expr::Call("format", vec![text("%s"), of]);
            Expr::Call("lower", vec![Expr::Call("upper", vec![format])])
        }
        _ if words => Expr::Call("try", vec![of]),
        _ => {
            new.push(Block::new(
                "locals",
                &[],
                vec![set("longer", Expr::Local("longest".to_owned())), set("longest", of)],
            ));
            Expr::Local("longer".to_owned())
        }
    }
}

fn has_words(value: &Expr) -> bool {
    let mut found = false;
    value.clone().visit(&mut |expr| found |= matches!(expr, Expr::Word(_)));
    found
}

//! Blocks of a folder become a module of their own: what inlining that module would undo.

use crate::generate::{other, type_of};
use crate::random::Random;
use crate::tree::{Block, Expr, Folder, Tree, set, text, word};

/// The blocks that move, by their place.
pub(crate) struct Group(Vec<usize>);

/// What became of them.
pub(crate) struct Extracted {
    /// The name of the call.
    pub(crate) call: String,
    /// The types and names of the resources that moved.
    pub(crate) moved: Vec<(String, String)>,
}

impl Group {
    /// Some resources and locals of a folder; `None` if there are none.
    pub(crate) fn any(folder: &Folder, random: &mut Random) -> Option<Self> {
        let network = ["alicloud_vpc", "alicloud_vswitch", "alicloud_vpc_ipv4_cidr_block"];
        let style = random.below(4);
        let picked = folder.blocks.iter().enumerate().filter(|(_, block)| {
            let kind = block.labels.first().map_or("", String::as_str);
            match style {
                0 => block.is("resource") && network.contains(&kind),
                1 => block.is("resource") && !network.contains(&kind),
                2 => block.is("resource"),
                _ => (block.is("resource") || block.is("locals")) && random.one_in(2),
            }
        });
        let picked: Vec<usize> = picked.map(|(at, _)| at).collect();
        let any = picked.iter().any(|at| folder.blocks[*at].is("resource"));
        any.then_some(Self(picked))
    }

    /// All resources of a folder, and the locals that lead from one to the other.
    pub(crate) fn resources(folder: &Folder) -> Option<Self> {
        let blocks = folder.blocks.iter().enumerate();
        let picked = blocks.filter(|(_, block)| block.is("resource") || block.is("locals"));
        let picked: Vec<usize> = picked.map(|(at, _)| at).collect();
        (!picked.is_empty()).then_some(Self(picked))
    }
}

/// Moves the blocks of a group into a new module, and calls it where they were.
pub(crate) fn extract(
    tree: &mut Tree,
    path: &str,
    group: &Group,
    random: &mut Random,
) -> Extracted {
    let number = (0..100).find(|n| !tree.folders.contains_key(&format!("modules/m{n}"))).unwrap();
    let call = format!("m{number}");
    let folder = tree.folders.get_mut(path).unwrap();
    let mut at = 0;
    let (moved, left) = std::mem::take(&mut folder.blocks).into_iter().partition(|_| {
        at += 1;
        group.0.contains(&(at - 1))
    });
    folder.blocks = left;
    let mut module = Module { inputs: Vec::new(), blocks: moved, constants: Vec::new() };
    let inside = names(&module.blocks);
    module.take_inputs(&inside, random);
    let mut outputs: Vec<(Expr, String)> = Vec::new();
    for block in &mut folder.blocks {
        block.values(&mut |_, value| {
            replace(value, &mut |expr| {
                let chain = chain(expr, &inside, random)?;
                let known = outputs.iter().find(|(known, _)| *known == chain);
                let name = known.map_or_else(|| format!("out{}", outputs.len()), |k| k.1.clone());
                if known.is_none() {
                    outputs.push((chain, name.clone()));
                }
                Some(Expr::Output(call.clone(), name))
            });
        });
    }
    folder.blocks.push(module.call(&call, path));
    let mut blocks = module.blocks;
    blocks.extend(
        outputs
            .into_iter()
            .map(|(value, name)| Block::new("output", &[&name], vec![set("value", value)])),
    );
    blocks.extend(module.inputs.into_iter().map(|(_, name)| Block::variable(&name, None)));
    blocks.extend(module.constants.into_iter().map(|constant| constant.declared));
    tree.folders.insert(format!("modules/{call}"), Folder { blocks, values: Vec::new() });
    let moved = inside.into_iter().filter(|name| name.0 != "local").collect();
    Extracted { call, moved }
}

/// A module in the making.
struct Module {
    /// What it is given, and the variable for it.
    inputs: Vec<(Expr, String)>,
    blocks: Vec<Block>,
    constants: Vec<Constant>,
}

/// A literal that became a variable.
struct Constant {
    declared: Block,
    /// What the call gives, where that is not left to the default.
    given: Option<(String, Expr)>,
}

impl Module {
    /// What stands outside is given by inputs; some literals, too.
    fn take_inputs(&mut self, inside: &[(String, String)], random: &mut Random) {
        let Self { inputs, blocks, constants } = self;
        for block in blocks {
            block.values(&mut |_, value| {
                replace(value, &mut |expr| {
                    if expr.is_leaf() && random.one_in(8) {
                        return Some(constant(expr, constants, random));
                    }
                    let outer = outer(expr, inside, random)?;
                    let known = inputs.iter().find(|(known, _)| *known == outer);
                    let name = known.map_or_else(|| format!("in{}", inputs.len()), |k| k.1.clone());
                    if known.is_none() {
                        inputs.push((outer, name.clone()));
                    }
                    Some(Expr::Var(name))
                });
            });
        }
    }

    fn call(&self, call: &str, path: &str) -> Block {
        let up = path.split('/').map(|_| "../").collect::<String>();
        let source = text(&format!("{up}modules/{call}"));
        let mut body = vec![set("source", source)];
        body.extend(self.inputs.iter().map(|(value, name)| set(name, value.clone())));
        let given = self.constants.iter().filter_map(|constant| constant.given.clone());
        body.extend(given.map(|(name, value)| set(&name, value)));
        Block::new("module", &[call], body)
    }
}

/// A literal as a variable with a default, or with a value from the call.
fn constant(expr: &Expr, constants: &mut Vec<Constant>, random: &mut Random) -> Expr {
    let name = format!("set{}", constants.len());
    let (default, given) = match random.below(3) {
        0 => (Some(expr.clone()), None),
        1 => (Some(other(expr)), Some((name.clone(), expr.clone()))),
        _ => (None, Some((name.clone(), expr.clone()))),
    };
    let mut declared = Block::variable(&name, default);
    let ty = type_of(expr).filter(|_| random.one_in(2));
    declared.body.extend(ty.map(|ty| set("type", word(ty))));
    constants.push(Constant { declared, given });
    Expr::Var(name)
}

/// What blocks define: types and names, `local` for locals.
fn names(blocks: &[Block]) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for block in blocks {
        if block.is("resource") {
            names.push((block.labels[0].clone(), block.labels[1].clone()));
        }
        if block.is("locals") {
            names.extend(block.body.iter().filter_map(|item| match item {
                crate::tree::Item::Attribute(name, _) => Some(("local".to_owned(), name.clone())),
                crate::tree::Item::Block(_) => None,
            }));
        }
    }
    names
}

/// The expression, if it is of the folder that is left behind.
fn outer(expr: &Expr, inside: &[(String, String)], random: &mut Random) -> Option<Expr> {
    match expr {
        Expr::Var(_) | Expr::Output(..) => Some(expr.clone()),
        Expr::Local(name) => {
            (!inside.contains(&("local".into(), name.clone()))).then(|| expr.clone())
        }
        _ => {
            let (kind, name) = base(expr)?;
            let moved = inside.contains(&(kind.to_owned(), name.to_owned()));
            let whole = matches!(expr, Expr::Resource(..));
            (!moved && (whole || random.one_in(2))).then(|| expr.clone())
        }
    }
}

/// The expression, if it is of what moved away.
fn chain(expr: &Expr, inside: &[(String, String)], random: &mut Random) -> Option<Expr> {
    if let Expr::Local(name) = expr {
        return inside.contains(&("local".into(), name.clone())).then(|| expr.clone());
    }
    let (kind, name) = base(expr)?;
    let moved = inside.contains(&(kind.to_owned(), name.to_owned()));
    let whole = matches!(expr, Expr::Resource(..));
    (moved && (whole || random.one_in(2))).then(|| expr.clone())
}

/// The resource that attributes and elements are taken of.
fn base(expr: &Expr) -> Option<(&str, &str)> {
    match expr {
        Expr::Resource(kind, name) => Some((kind, name)),
        Expr::Get(of, _) | Expr::Splat(of, _) => base(of),
        Expr::Index(of, index) if index.is_constant() => base(of),
        _ => None,
    }
}

/// Replaces the outermost expressions for which there is another.
pub(crate) fn replace(expr: &mut Expr, by: &mut dyn FnMut(&Expr) -> Option<Expr>) {
    if let Some(new) = by(expr) {
        *expr = new;
        return;
    }
    match expr {
        Expr::List(items) | Expr::Call(_, items) => items.iter_mut().for_each(|i| replace(i, by)),
        Expr::Object(entries) => entries.iter_mut().for_each(|(_, value)| replace(value, by)),
        Expr::Get(of, _) | Expr::Splat(of, _) | Expr::Quoted(of) | Expr::Site(of) => {
            replace(of, by);
        }
        Expr::Index(of, index) => {
            replace(of, by);
            replace(index, by);
        }
        Expr::If(parts) => parts.iter_mut().for_each(|part| replace(part, by)),
        Expr::Equal(parts) => parts.iter_mut().for_each(|part| replace(part, by)),
        _ => {}
    }
}

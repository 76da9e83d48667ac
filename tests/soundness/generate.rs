//! Random configurations in the styles of real ones: where networks come from, how plug-ins are
//! chosen, the ways on which a value reaches an attribute.

mod cluster;
mod network;
mod pool;

use crate::extract::{Group, extract};
use crate::random::Random;
use crate::tree::{Block, Expr, Folder, Tree, set, text, word};

/// What a configuration may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Range {
    /// Everything.
    All,
    /// Each root has its VPC and everything else of its own, each cluster a known place.
    OwnVpc,
}

/// A random configuration.
pub(crate) fn tree(random: &mut Random, range: Range) -> Tree {
    let mut tree = Tree::default();
    let roots = if range == Range::All && random.one_in(4) { 2 } else { 1 };
    for root in 0..roots {
        let path = ["live/prod", "live/test"][root];
        let maker = Maker { random, root: Folder::default(), fresh: 0, range };
        tree.folders.insert(path.to_owned(), maker.root());
    }
    for root in tree.roots() {
        for _ in 0..random.below(3) {
            let mut folder = root.clone();
            let calls: Vec<String> = tree.folders[&root]
                .blocks
                .iter()
                .filter_map(|block| crate::tree::called(&root, block))
                .collect();
            if !calls.is_empty() && random.one_in(4) {
                folder = random.of(&calls);
            }
            if let Some(group) = Group::any(&tree.folders[&folder], random) {
                extract(&mut tree, &folder, &group, random);
            }
        }
    }
    tree
}

/// A root in the making.
pub(crate) struct Maker<'r> {
    pub(crate) random: &'r mut Random,
    root: Folder,
    fresh: usize,
    range: Range,
}

/// The vSwitches of a network.
struct Network {
    /// The id of each.
    ids: Vec<Expr>,
    /// The ids of all as one list.
    all: Expr,
}

impl Maker<'_> {
    fn root(mut self) -> Folder {
        let network = self.network();
        let clusters = [1, 1, 1, 2, 2, 3][self.random.below(6)];
        for _ in 0..clusters {
            let network = if self.random.one_in(6) { self.network() } else { network.clone() };
            let cluster = self.cluster(&network);
            for _ in 0..[0, 1, 1, 2, 3][self.random.below(5)] {
                self.pool(&cluster, &network);
            }
        }
        self.root
    }

    fn name(&mut self, what: &str) -> String {
        self.fresh += 1;
        format!("{what}{}", self.fresh)
    }

    fn add(&mut self, block: Block) {
        self.root.blocks.push(block);
    }

    fn resource(&mut self, kind: &str, name: &str, body: Vec<crate::tree::Item>) -> Expr {
        self.add(Block::new("resource", &[kind, name], body));
        Expr::Resource(kind.to_owned(), name.to_owned())
    }

    /// A literal on its way: written where it is used, or anywhere before.
    fn value(&mut self, value: Expr) -> Expr {
        if self.random.one_in(2) {
            return value;
        }
        let way = self.random.below(9);
        let value = self.on_way(value, way);
        if self.random.one_in(3) { self.value(value) } else { value }
    }

    fn on_way(&mut self, value: Expr, way: usize) -> Expr {
        let constant = value.is_constant();
        match way {
            0 if constant => self.variable(Some(value.clone()), None),
            1 if constant => self.variable(None, Some(value)),
            2 if constant => self.variable(Some(other(&value)), Some(value)),
            3 => {
                let other = other(&value);
                let condition = self.condition();
                Expr::if_else(condition, value, other)
            }
            4 => Expr::List(vec![value]).at(Expr::Number(0)),
            5 => Expr::Call("try", vec![value]),
            6 => {
                let name = self.name("local");
                self.add(Block::local(&name, Expr::Object(vec![("x".to_owned(), value)])));
                Expr::Local(name).get("x")
            }
            7 if matches!(value, Expr::Text(_)) => {
                let name = self.name("local");
                self.add(Block::local(&name, value));
                Expr::Quoted(Box::new(Expr::Local(name)))
            }
            _ => {
                let name = self.name("local");
                self.add(Block::local(&name, value));
                Expr::Local(name)
            }
        }
    }

    fn variable(&mut self, default: Option<Expr>, given: Option<Expr>) -> Expr {
        let name = self.name("var");
        let value = given.as_ref().or(default.as_ref());
        let ty = value.and_then(type_of).filter(|_| self.random.one_in(2));
        let mut block = Block::variable(&name, default);
        block.body.extend(ty.map(|ty| set("type", word(ty))));
        self.add(block);
        self.root.values.extend(given.map(|given| (name.clone(), given)));
        Expr::Var(name)
    }

    /// A condition that holds, mostly; one that nobody knows, now and then.
    fn condition(&mut self) -> Expr {
        let prod = text("prod");
        match self.random.below(6) {
            0 => Expr::equal(self.variable(None, None), prod),
            1 => Expr::equal(self.variable(Some(text("test")), None), prod),
            2 => Expr::Bool(true),
            _ => Expr::equal(self.variable(Some(prod.clone()), None), prod),
        }
    }
}

impl Clone for Network {
    fn clone(&self) -> Self {
        Self { ids: self.ids.clone(), all: self.all.clone() }
    }
}

/// The type constraint of a constant.
pub(crate) fn type_of(value: &Expr) -> Option<&'static str> {
    match value {
        Expr::Text(_) => Some("string"),
        Expr::Number(_) => Some("number"),
        Expr::Bool(_) => Some("bool"),
        Expr::List(items) => match items.first() {
            Some(Expr::Text(_)) if items.iter().all(|item| matches!(item, Expr::Text(_))) => {
                Some("list(string)")
            }
            _ => None,
        },
        _ => None,
    }
}

/// Another value of the same kind.
pub(crate) fn other(value: &Expr) -> Expr {
    match value {
        Expr::Bool(value) => Expr::Bool(!value),
        Expr::Number(number) => Expr::Number(number * 3 + 1),
        Expr::Text(of) if of.contains('/') => text("10.9.0.0/20"),
        Expr::Text(of) if of.parse::<u64>().is_ok() => text("28"),
        Expr::Text(of) if of.starts_with("ecs.") => text("ecs.c7.4xlarge"),
        Expr::Text(of) if of == "flannel" => text("terway-eniip"),
        Expr::Text(of) if of.starts_with("terway") => text("flannel"),
        Expr::Text(of) if of.starts_with("cn-") => text("cn-hangzhou-k"),
        Expr::Text(_) => text("other"),
        Expr::List(items) if !items.is_empty() => Expr::List(items[1..].to_vec()),
        _ => Expr::Null,
    }
}

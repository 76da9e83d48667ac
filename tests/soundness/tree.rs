//! A configuration as a form that can be changed exactly and printed in more than one way.

use std::collections::BTreeMap;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expr {
    Null,
    Bool(bool),
    Number(u64),
    Text(String),
    List(Vec<Expr>),
    Object(Vec<(String, Expr)>),
    Var(String),
    Local(String),
    /// An output of a module that is called once: `module.m.out`
    Output(String, String),
    /// `kind.name`
    Resource(String, String),
    /// A name that belongs to where it stands: `count.index`, `each.value`, `string`
    Word(String),
    Get(Box<Expr>, String),
    Index(Box<Expr>, Box<Expr>),
    /// `a[*].name`
    Splat(Box<Expr>, String),
    Call(&'static str, Vec<Expr>),
    /// `a ? b : c`
    If(Box<[Expr; 3]>),
    Equal(Box<[Expr; 2]>),
    /// `"${a}"`
    Quoted(Box<Expr>),
    /// The place that a property changes; printed as what it holds.
    Site(Box<Expr>),
}

/// `name = value`, or a block.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item {
    Attribute(String, Expr),
    Block(Block),
}

/// `kind "label" { … }`
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    pub(crate) kind: String,
    pub(crate) labels: Vec<String>,
    pub(crate) body: Vec<Item>,
}

/// A folder: a root or a module.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Folder {
    pub(crate) blocks: Vec<Block>,
    /// What its `terraform.tfvars` gives.
    pub(crate) values: Vec<(String, Expr)>,
}

/// A repository: its folders by path.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tree {
    pub(crate) folders: BTreeMap<String, Folder>,
}

pub(crate) fn text(text: &str) -> Expr {
    Expr::Text(text.to_owned())
}

pub(crate) fn word(word: &str) -> Expr {
    Expr::Word(word.to_owned())
}

impl Expr {
    pub(crate) fn get(self, name: &str) -> Self {
        Self::Get(Box::new(self), name.to_owned())
    }

    pub(crate) fn at(self, index: Self) -> Self {
        Self::Index(Box::new(self), Box::new(index))
    }

    pub(crate) fn each(self, name: &str) -> Self {
        Self::Splat(Box::new(self), name.to_owned())
    }

    pub(crate) fn if_else(condition: Self, then: Self, otherwise: Self) -> Self {
        Self::If(Box::new([condition, then, otherwise]))
    }

    pub(crate) fn equal(left: Self, right: Self) -> Self {
        Self::Equal(Box::new([left, right]))
    }

    /// Whether it is a literal that means the same everywhere, in a default too.
    pub(crate) fn is_constant(&self) -> bool {
        let mut constant = true;
        self.clone().visit(&mut |expr| {
            constant &= matches!(
                expr,
                Self::Null
                    | Self::Bool(_)
                    | Self::Number(_)
                    | Self::Text(_)
                    | Self::List(_)
                    | Self::Object(_)
                    | Self::Site(_)
            );
        });
        constant
    }

    /// Whether it is one piece that is written down.
    pub(crate) fn is_leaf(&self) -> bool {
        matches!(self, Self::Bool(_) | Self::Number(_) | Self::Text(_))
    }

    /// Itself and all that it is made of, outermost first.
    pub(crate) fn visit(&mut self, see: &mut dyn FnMut(&mut Expr)) {
        see(self);
        match self {
            Self::List(items) | Self::Call(_, items) => {
                for item in items {
                    item.visit(see);
                }
            }
            Self::Object(entries) => entries.iter_mut().for_each(|(_, value)| value.visit(see)),
            Self::Get(of, _) | Self::Splat(of, _) | Self::Quoted(of) | Self::Site(of) => {
                of.visit(see);
            }
            Self::Index(of, index) => {
                of.visit(see);
                index.visit(see);
            }
            Self::If(parts) => parts.iter_mut().for_each(|part| part.visit(see)),
            Self::Equal(parts) => parts.iter_mut().for_each(|part| part.visit(see)),
            Self::Null
            | Self::Bool(_)
            | Self::Number(_)
            | Self::Text(_)
            | Self::Var(_)
            | Self::Local(_)
            | Self::Output(..)
            | Self::Resource(..)
            | Self::Word(_) => {}
        }
    }
}

impl Block {
    pub(crate) fn new(kind: &str, labels: &[&str], body: Vec<Item>) -> Self {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        Self { kind: kind.to_owned(), labels, body }
    }

    /// A local, in a block of its own.
    pub(crate) fn local(name: &str, value: Expr) -> Self {
        Self::new("locals", &[], vec![set(name, value)])
    }

    pub(crate) fn variable(name: &str, default: Option<Expr>) -> Self {
        let default = default.map(|default| set("default", default));
        Self::new("variable", &[name], default.into_iter().collect())
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&Expr> {
        self.body.iter().find_map(|item| match item {
            Item::Attribute(known, value) if known == name => Some(value),
            _ => None,
        })
    }

    pub(crate) fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }

    /// The last label: what it declares.
    pub(crate) fn name(&self) -> &str {
        self.labels.last().map_or("", String::as_str)
    }

    /// Whether a place in it may hold any expression: not the path of a module or a type.
    fn is_free(&self, attribute: &str) -> bool {
        !matches!(
            (self.kind.as_str(), attribute),
            ("module", "source") | ("variable", "type" | "nullable")
        )
    }

    /// The expressions that may be any, each with the attribute that holds it.
    pub(crate) fn values(&mut self, see: &mut dyn FnMut(&str, &mut Expr)) {
        for at in 0..self.body.len() {
            let free = match &self.body[at] {
                Item::Attribute(name, _) => self.is_free(name),
                Item::Block(_) => true,
            };
            match &mut self.body[at] {
                Item::Attribute(name, value) if free => see(name, value),
                Item::Attribute(..) => {}
                Item::Block(block) => block.values(see),
            }
        }
    }

    /// All expressions in it.
    pub(crate) fn expressions(&mut self, see: &mut dyn FnMut(&mut Expr)) {
        self.values(&mut |_, value| value.visit(see));
    }
}

/// `name = value`
pub(crate) fn set(name: &str, value: Expr) -> Item {
    Item::Attribute(name.to_owned(), value)
}

/// A block in a block.
pub(crate) fn inner(kind: &str, body: Vec<Item>) -> Item {
    Item::Block(Block::new(kind, &[], body))
}

impl Folder {
    /// All expressions in it but those of its values file.
    pub(crate) fn expressions(&mut self, see: &mut dyn FnMut(&mut Expr)) {
        self.blocks.iter_mut().for_each(|block| block.expressions(see));
    }
}

/// The folder that a call in another folder leads to.
pub(crate) fn called(folder: &str, call: &Block) -> Option<String> {
    match call.attribute("source") {
        Some(Expr::Text(path)) if call.is("module") => acklint::source::join(folder, path),
        _ => None,
    }
}

impl Tree {
    /// The folders that no other calls.
    pub(crate) fn roots(&self) -> Vec<String> {
        let calls = |(path, folder): (&String, &Folder)| -> Vec<String> {
            folder.blocks.iter().filter_map(|block| called(path, block)).collect()
        };
        let called: Vec<String> = self.folders.iter().flat_map(calls).collect();
        self.folders.keys().filter(|path| !called.contains(path)).cloned().collect()
    }

    pub(crate) fn expressions(&mut self, see: &mut dyn FnMut(&mut Expr)) {
        for folder in self.folders.values_mut() {
            folder.expressions(see);
            folder.values.iter_mut().for_each(|(_, value)| value.visit(see));
        }
    }
}

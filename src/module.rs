//! A folder of Terraform files as a [`Module`], which folders are roots, and what their variables
//! are given.
//!
//! Nothing is evaluated here: expressions are kept as they are written.

mod changes;
mod declare;
mod expect;
mod file;
mod graph;
mod inputs;
mod installed;
mod links;
mod load;
mod merge;
mod provider;
mod release;
mod roots;
mod stand_in;
mod survey;
mod target;
#[cfg(test)]
mod tests;
mod texts;
mod unloaded;
mod version;

pub use changes::Changes;
pub(crate) use expect::EXPECT;
pub use expect::Expected;
pub use file::{is_terraform_file, terraform_files};

pub use inputs::{Given, Inputs, Setting};
pub use installed::Installed;
pub use load::Modules;
pub use provider::Configured;
pub use release::{Permitted, Releases, Standing};
pub use roots::{Reason, Repository, Root, Variant, roots};
pub use stand_in::StandIn;
pub use texts::{Beside, Text};
pub use unloaded::unloaded;
pub use version::Version;

use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::{Attribute, Block, Body, Expr, Name};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the files of one folder declare.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Module {
    /// Where it lies, links resolved; empty for the repository root.
    pub folder: Arc<str>,
    /// `variable "name" { … }`
    pub variables: BTreeMap<Name, Variable>,
    /// What all `locals` blocks hold.
    pub locals: BTreeMap<Name, Attribute>,
    /// `resource` and `data` blocks, by file name and place.
    pub resources: Vec<Resource>,
    /// `module "name" { … }`
    pub calls: BTreeMap<Name, Call>,
    /// `output "name" { … }`
    pub outputs: BTreeMap<Name, Output>,
    /// All other blocks as they are: `terraform`, `provider`, `moved`, `removed`, `import`, …
    pub other: Vec<Block>,
    /// What it is read by instead of its code, if it is.
    pub stand_in: Option<StandIn>,
    /// Whether something could not be read: what only that could declare is unknown, not
    /// undeclared.
    pub broken: bool,
    /// What could not be looked at.
    pub problems: Vec<Problem>,
}

/// `variable "name" { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Its label.
    pub name: Name,
    /// The kind and the label.
    pub head: Span,
    /// The type constraint as it is written.
    pub ty: Option<Expr>,
    /// The value where none is given.
    pub default: Option<Expr>,
    /// Whether null is a value of its own (true where absent) or stands for the default.
    pub nullable: Option<Expr>,
    /// Whether its value is for one run only, and null to whoever keeps it.
    pub ephemeral: Option<Expr>,
    /// Whether its value is not to be shown.
    pub sensitive: Option<Expr>,
    /// What its values must fulfil: the conditions of `validation` blocks.
    pub conditions: Vec<Expr>,
}

/// `resource "kind" "name" { … }` or `data "kind" "name" { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Whether it is a data source.
    pub data: bool,
    /// The first label.
    pub kind: Name,
    /// The second label.
    pub name: Name,
    /// The word that it begins with and the labels.
    pub head: Span,
    /// `count = …`
    pub count: Option<Expr>,
    /// `for_each = …`
    pub for_each: Option<Expr>,
    /// All else, `lifecycle` and `provider` included.
    pub body: Body,
    /// `# acklint:expect …` beside it.
    pub expect: Option<Expected>,
}

/// `module "name" { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Its label.
    pub name: Name,
    /// The kind and the label.
    pub head: Span,
    /// `source = "…"`; `None` if it is missing or no plain text.
    pub source: Option<Arc<str>>,
    /// Where the source is written, else the head.
    pub source_span: Span,
    /// What the source leads to.
    pub target: Target,
    /// What is read where the source is remote and not installed, if acklint knows the module.
    pub stand_in: Option<StandIn>,
    /// `count = …`
    pub count: Option<Expr>,
    /// `for_each = …`
    pub for_each: Option<Expr>,
    /// `providers = { … }`
    pub providers: Option<Expr>,
    /// What the module's variables are given.
    pub inputs: BTreeMap<Name, Attribute>,
    /// `# acklint:expect …` beside it.
    pub expect: Option<Expected>,
}

impl Resource {
    /// What says how many there are.
    pub fn number(&self) -> Option<&Expr> {
        self.count.as_ref().or(self.for_each.as_ref())
    }
}

impl Call {
    /// What says how many instances there are.
    pub fn number(&self) -> Option<&Expr> {
        self.count.as_ref().or(self.for_each.as_ref())
    }
}

/// What a module call leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A folder of the repository that holds Terraform files, links resolved.
    Local(Arc<str>),
    /// A local source that leads to no module: the folder, or the source if it leads out of the
    /// repository. There is a problem that says why.
    Missing(Arc<str>),
    /// A registry, a git repository, an archive: the source as it is written. It may be
    /// [`Installed`].
    Remote(Arc<str>),
}

/// `output "name" { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// Its label.
    pub name: Name,
    /// The kind and the label.
    pub head: Span,
    /// `value = …`
    pub value: Option<Expr>,
    /// Whether its value is not to be shown.
    pub sensitive: Option<Expr>,
    /// What must hold for it: the conditions of `precondition` blocks.
    pub conditions: Vec<Expr>,
}

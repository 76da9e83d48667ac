//! What names mean where an expression stands: the module instance, `count`, `each`, `for`.

use super::address::{Key, Step};
use super::value::{Traced, Why};
use crate::module::Module;
use crate::syntax::Name;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// An instance of a module: the root itself, or a call of one, with the caller it belongs to.
#[derive(Debug)]
pub struct Instance {
    /// What is declared in it.
    pub module: Arc<Module>,
    /// The calls that lead to it from the root.
    pub path: Arc<[Step]>,
    /// Who calls it; `None` for the root.
    pub(super) caller: Option<Caller>,
    /// What was computed so far.
    pub(super) memo: RefCell<HashMap<Asked, Answer>>,
}

/// The call that an instance comes from.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) instance: Rc<Instance>,
    pub(super) call: Name,
    pub(super) repetition: Repetition,
}

/// Something of an instance that is computed once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Asked {
    Variable(Name),
    Local(Name),
    Output(Name),
    /// An attribute of an instance of the resource with that index in the module.
    Attribute(usize, Key, Name),
    /// The instances of that resource.
    Resource(usize),
    /// All of them as a value.
    Whole(usize),
    /// The instances of that call.
    Call(Name),
}

/// What is known of an [`Asked`].
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// It is being computed: to ask for it again is a cycle.
    Pending,
    Value(Traced),
    Repetitions(Rc<[Repetition]>),
    Children(Rc<[Rc<Instance>]>),
}

/// One of the instances that `count` or `for_each` makes, and what `count.index` and `each` are.
#[derive(Debug, Clone)]
pub struct Repetition {
    /// Its key.
    pub key: Key,
    pub(super) index: Option<Traced>,
    pub(super) each: Option<(Traced, Traced)>,
    /// If it stands for any number of instances: why their number is not known.
    pub open: Option<Why>,
}

impl Repetition {
    /// The one instance of a block with neither `count` nor `for_each`.
    pub(super) fn single() -> Self {
        Self { key: Key::None, index: None, each: None, open: None }
    }
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    pub(super) instance: &'s Rc<Instance>,
    pub(super) repetition: &'s Repetition,
    pub(super) bindings: Option<&'s Binding<'s>>,
    /// What the innermost splat is at.
    pub(super) item: Option<&'s Traced>,
}

/// A name that a `for`, a `dynamic` block or a template binds.
pub(super) struct Binding<'s> {
    pub(super) name: &'s str,
    pub(super) value: Traced,
    pub(super) outer: Option<&'s Binding<'s>>,
}

impl<'s> Scope<'s> {
    /// The value that a name is bound to here.
    pub(super) fn bound(self, name: &str) -> Option<&'s Traced> {
        let mut at = self.bindings;
        while let Some(binding) = at {
            if binding.name == name {
                return Some(&binding.value);
            }
            at = binding.outer;
        }
        None
    }

    /// This scope with further names.
    pub(super) fn with<'t>(self, bindings: &'t Binding<'t>) -> Scope<'t>
    where
        's: 't,
    {
        Scope { bindings: Some(bindings), ..self }
    }
}

//! The evaluation of one root: its instances, what was computed, and what it cost.

use super::address::{Address, Key, Reference};
use super::functions::Outcome;
use super::mark::Mark;
use super::origin::{How, Made, OriginId, Origins};
use super::provider;
use super::scope::{Answer, Asked, Instance};
use super::types::Type;
use super::value::{Traced, Value, Why};
use super::weight::Weights;
use crate::module::{Given, Installed, Modules, StandIn};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::Name;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// Steps of evaluation that a root may take.
const STEP_LIMIT: u64 = 1_000_000;

/// Hops that a root may leave: what a function makes of one value has a hop each.
const HOP_LIMIT: usize = 4_000_000;

/// So many values that are made count as a step; so do 512 bytes that are read or made.
const VALUES_A_STEP: u64 = 4;

/// How deep expressions and names may lead into each other; the stack is made for it.
const DEPTH_LIMIT: usize = 2_000;

/// The largest value, in bytes.
const VALUE_LIMIT: usize = 16 << 20;

/// What a root is evaluated with.
pub struct Setting<'a> {
    /// The modules of the repository.
    pub modules: &'a Modules<'a>,
    /// The folder of the root.
    pub folder: Arc<str>,
    /// What tells apart the roots of a run.
    pub number: u32,
    /// What its variables are given.
    pub inputs: BTreeMap<Name, Given>,
    /// The remote modules that `terraform init` has installed for it.
    pub installed: Installed,
    /// What `terraform.workspace` is, if that is known.
    pub workspace: Option<Arc<str>>,
}

/// The evaluation of one root.
pub struct Evaluator<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) origins: RefCell<Origins>,
    pub(super) instances: RefCell<HashMap<Arc<[super::Step]>, Rc<Instance>>>,
    root: Rc<Instance>,
    steps: Cell<u64>,
    depth: Cell<usize>,
    /// Whether a template of `templatefile` or `templatestring` is being made.
    pub(super) rendering: Cell<bool>,
    pub(super) providers: RefCell<provider::Known>,
    problems: RefCell<Vec<Problem>>,
    absent: RefCell<Vec<(Name, Span)>>,
    stood_in: RefCell<Vec<(Name, Span)>>,
    weights: RefCell<Weights>,
    doubt: RefCell<Option<Why>>,
    kept: RefCell<HashMap<(Arc<Address>, Name), Traced>>,
    /// Whether it is recorded what values are made of.
    pub(super) remembers: Cell<bool>,
}

/// What an evaluation leaves behind.
#[derive(Debug)]
pub struct Finished {
    /// The ways of all values.
    pub origins: Origins,
    /// What could not be looked at.
    pub problems: Vec<Problem>,
    /// Calls of remote modules that are not installed: the source, and the call.
    pub absent: Vec<(Name, Span)>,
    /// Calls of modules that are read without their code: what stands in, and the call.
    pub stood_in: Vec<(Name, Span)>,
}

impl<'a> Evaluator<'a> {
    /// Prepares the evaluation of a root.
    pub fn new(setting: Setting<'a>) -> Self {
        let root = Rc::new(Instance {
            module: setting.modules.load(&setting.folder),
            path: Arc::new([]),
            caller: None,
            memo: RefCell::default(),
        });
        let instances = HashMap::from([(Arc::clone(&root.path), Rc::clone(&root))]);
        Self {
            origins: RefCell::new(Origins::new(setting.number)),
            setting,
            instances: RefCell::new(instances),
            root,
            steps: Cell::new(0),
            depth: Cell::new(0),
            rendering: Cell::new(false),
            providers: RefCell::default(),
            problems: RefCell::default(),
            absent: RefCell::default(),
            stood_in: RefCell::default(),
            weights: RefCell::default(),
            doubt: RefCell::default(),
            kept: RefCell::default(),
            remembers: Cell::new(false),
        }
    }

    /// The root module's instance.
    pub fn root(&self) -> &Rc<Instance> {
        &self.root
    }

    /// From here on it is recorded what values that are not known are made of: whoever compares
    /// two evaluations asks for it.
    pub fn remember(&self) {
        self.remembers.set(true);
    }

    /// Attributes that are, to whoever refers to them, not what is written: what
    /// `ignore_changes` names stays as it was.
    pub fn keep(&self, kept: HashMap<(Arc<Address>, Name), Traced>) {
        *self.kept.borrow_mut() = kept;
    }

    /// What an attribute is instead of what is written.
    pub(super) fn kept_as(&self, address: &Arc<Address>, name: &Name) -> Option<Traced> {
        self.kept.borrow().get(&(Arc::clone(address), Arc::clone(name))).cloned()
    }

    /// Reports each value from outside that does not fit its variable.
    pub fn check_inputs(&self) {
        for (name, given) in &self.setting.inputs {
            let value = self.variable(&Rc::clone(&self.root), name, given.span);
            if let Value::Unknown(unknown) = &value.value
                && let Why::Refused(message) = &unknown.why
            {
                let from = &given.from;
                let message =
                    format!("the value that {from} gives var.{name} does not fit: {message}");
                self.problem(Problem::at(given.span, message));
            }
        }
    }

    /// What was recorded, at the end.
    pub fn finish(self) -> Finished {
        Finished {
            origins: self.origins.into_inner(),
            problems: self.problems.into_inner(),
            absent: self.absent.into_inner(),
            stood_in: self.stood_in.into_inner(),
        }
    }

    /// Records a call whose module is not here, once.
    pub(super) fn not_here(&self, source: &Name, call: Span) {
        push_once(&self.absent, Arc::clone(source), call);
    }

    /// Records a call whose module is read without its code, once.
    pub(super) fn stands_in(&self, stand_in: StandIn, call: Span) {
        push_once(&self.stood_in, stand_in.to_string().into(), call);
    }

    /// Reports what could not be looked at, once.
    pub(super) fn problem(&self, problem: Problem) {
        let mut problems = self.problems.borrow_mut();
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }

    /// Records a hop.
    pub(super) fn hop(&self, span: Span, how: How, from: Vec<OriginId>) -> OriginId {
        self.origins.borrow_mut().push(span, how, from)
    }

    /// A value written at a place.
    pub(super) fn written(&self, value: Value, span: Span) -> Traced {
        Traced::new(value, self.origins.borrow_mut().written(span))
    }

    /// A value that came through a name.
    pub(super) fn passed(&self, value: &Traced, span: Span, through: String) -> Traced {
        let how = How::Passed(through.into());
        Traced::new(value.value.clone(), self.hop(span, how, vec![value.origin]))
    }

    /// A value made from others at a place.
    pub(super) fn computed(
        &self,
        value: Value,
        span: Span,
        what: &str,
        from: &[OriginId],
    ) -> Traced {
        Traced::new(value, self.hop(span, How::Computed(what.into()), from.to_vec()))
    }

    /// A value with what it was made of, if it is not known.
    pub(super) fn made(&self, value: Traced, what: &str, of: &[Traced]) -> Traced {
        if self.remembers.get() && !value.value.is_known() {
            let made = || Made { what: what.into(), of: of.to_vec() };
            self.origins.borrow_mut().make(value.origin, made);
        }
        value
    }

    /// An unknown value whose reason arises at a place.
    pub(super) fn unknown(&self, ty: Type, why: Why, span: Span) -> Traced {
        self.written(Value::unknown(ty, why), span).marked(Mark::Perhaps)
    }

    /// The number that tells apart the roots of a run.
    pub(super) fn number(&self) -> u32 {
        self.setting.number
    }

    /// A reference to an attribute of a resource of this root.
    pub(super) fn reference(&self, address: Arc<Address>, path: &str) -> Why {
        Why::Reference(Reference { root: self.number(), address, path: path.into() })
    }

    /// Computes something of an instance once; asking for it while that goes on is a cycle.
    pub(super) fn once(
        &self,
        instance: &Instance,
        asked: Asked,
        name: impl FnOnce() -> String,
        span: Span,
        compute: impl FnOnce() -> Traced,
    ) -> Traced {
        match instance.memo.borrow().get(&asked) {
            Some(Answer::Value(value)) => return value.clone(),
            Some(Answer::Pending) => {
                let name = name();
                self.problem(Problem::at(span, format!("{name} needs itself to be computed")));
                return self.unknown(Type::Dynamic, Why::Cycle(name.into()), span);
            }
            _ => {}
        }
        instance.memo.borrow_mut().insert(asked.clone(), Answer::Pending);
        let (value, _) = self.apart(compute);
        instance.memo.borrow_mut().insert(asked, Answer::Value(value.clone()));
        value
    }

    /// Takes note that Terraform may refuse the expression that is being evaluated, and why that is
    /// not known: its value is what it has if it has one.
    pub(super) fn doubt(&self, why: &Why) {
        self.doubt.borrow_mut().get_or_insert_with(|| why.clone());
    }

    /// Computes what others may refuse without saying so: also whether there was doubt about it.
    pub(super) fn apart<T>(&self, compute: impl FnOnce() -> T) -> (T, Option<Why>) {
        let before = self.doubt.take();
        let value = compute();
        (value, self.doubt.replace(before))
    }

    /// Counts a step and a level; past a limit the value is unknown.
    pub(super) fn step(&self, span: Span, evaluate: impl FnOnce() -> Outcome) -> Outcome {
        if !self.tick() {
            return Ok(self.unknown(Type::Dynamic, Why::Budget("evaluation steps"), span));
        }
        if self.depth.get() >= DEPTH_LIMIT {
            return Ok(self.unknown(Type::Dynamic, Why::Budget("depth of evaluation"), span));
        }
        self.depth.set(self.depth.get() + 1);
        let outcome = evaluate();
        self.depth.set(self.depth.get() - 1);
        let value = outcome?;
        if self.weigh(&value.value) > VALUE_LIMIT as u64 {
            return Ok(self.unknown(Type::Dynamic, Why::Budget("size of a value"), span));
        }
        Ok(value)
    }

    /// Counts a step that is no expression, such as a turn of a template's loop; whether it may
    /// still be taken.
    pub(super) fn tick(&self) -> bool {
        self.steps.set(self.steps.get() + 1);
        self.steps.get() <= STEP_LIMIT && self.origins.borrow().len() <= HOP_LIMIT
    }

    /// The size of a value in bytes; that it was made counts.
    fn weigh(&self, value: &Value) -> u64 {
        let mut weights = self.weights.borrow_mut();
        let weight = weights.of(value);
        self.steps.set(self.steps.get() + weights.take_looked_at() / VALUES_A_STEP);
        weight
    }

    /// Counts the work on values that are read whole.
    pub(super) fn reads(&self, values: &[Traced]) {
        let bytes: u64 = values.iter().map(|value| self.weigh(&value.value)).sum();
        self.steps.set(self.steps.get().saturating_add(bytes >> 9));
    }

    /// Counts work, in steps.
    pub(super) fn work(&self, steps: usize) -> bool {
        self.steps.set(self.steps.get().saturating_add(steps as u64));
        self.steps.get() <= STEP_LIMIT
    }

    /// Checks the size of a value about to be made.
    pub(super) fn afford(&self, bytes: usize) -> Result<(), Why> {
        self.steps.set(self.steps.get() + (bytes >> 9) as u64);
        if bytes > VALUE_LIMIT { Err(Why::Budget("size of a value")) } else { Ok(()) }
    }

    /// The value, or unknown with the reason for which Terraform refuses it.
    pub(super) fn settle(&self, outcome: Outcome, span: Span) -> Traced {
        outcome.unwrap_or_else(|refusal| {
            self.unknown(Type::Dynamic, Why::Refused(refusal.message), span)
        })
    }
}

fn push_once(calls: &RefCell<Vec<(Name, Span)>>, what: Name, call: Span) {
    let mut calls = calls.borrow_mut();
    if !calls.iter().any(|(_, span)| *span == call) {
        calls.push((what, call));
    }
}

/// A key of an address from an index that was evaluated; `None` where it is not known.
pub(super) fn key_of(index: &Value) -> Option<Key> {
    match index {
        Value::Number(number) => number.to_u64().map(Key::Index),
        value => value.as_str().map(|text| Key::Text(text.into())),
    }
}

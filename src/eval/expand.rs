//! `count` and `for_each`: which instances a block has, of resources and of module calls.

use super::address::{Key, Step};
use super::evaluator::Evaluator;
use super::scope::{Answer, Asked, Caller, Instance, Repetition, Scope};
use super::types::Type;
use super::value::{Mapping, MappingKind, SequenceKind, Several, Traced, Value, Why};
use super::{Number, convert};
use crate::module::{Call, StandIn, Target};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::{Expr, Name};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// How many instances of one block are made.
const INSTANCE_LIMIT: u64 = 4_096;

/// How many module instances a root may have.
const TREE_LIMIT: usize = 10_000;

/// How deep module calls may lead.
const DEPTH_LIMIT: usize = 64;

impl Evaluator<'_> {
    /// The instances that `count` or `for_each` makes.
    pub(super) fn repetitions(
        &self,
        count: Option<&Expr>,
        for_each: Option<&Expr>,
        scope: Scope<'_>,
    ) -> Vec<Repetition> {
        match (count, for_each) {
            (Some(_), Some(for_each)) => {
                let why = Why::Refused("a block has either count or for_each".into());
                vec![self.any(why, for_each.span)]
            }
            (Some(count), None) => self.counted(count, scope),
            (None, Some(for_each)) => self.each(for_each, scope),
            (None, None) => vec![Repetition::single()],
        }
    }

    fn counted(&self, count: &Expr, scope: Scope<'_>) -> Vec<Repetition> {
        let value = self.value(count, scope);
        let number =
            self.settle(convert(&value, &Type::Number, &self.origins, count.span), count.span);
        let origin = number.origin;
        let at = |index: u64| {
            let value = Value::Number(Number::from(index));
            let index_value = Traced::new(value, origin);
            Repetition { key: Key::Index(index), index: Some(index_value), each: None, open: None }
        };
        match &number.value {
            Value::Number(number) => match number.to_u64() {
                Some(count) if count <= INSTANCE_LIMIT => (0..count).map(at).collect(),
                Some(_) => {
                    let others = self.any(too_many(&format!("count is {number}")), count.span);
                    (0..INSTANCE_LIMIT).map(at).chain([others]).collect()
                }
                None => vec![self.any(Why::Refused("count is no whole number".into()), count.span)],
            },
            unknown => vec![self.any_of(&number, count_unknown(unknown), count.span)],
        }
    }

    fn each(&self, for_each: &Expr, scope: Scope<'_>) -> Vec<Repetition> {
        let value = self.value(for_each, scope);
        let span = for_each.span;
        let most = usize::try_from(INSTANCE_LIMIT).unwrap_or(usize::MAX);
        let others = |keys: usize| {
            let why = || too_many(&format!("for_each has {keys} keys"));
            (keys > most).then(|| self.any(why(), span))
        };
        match &value.value {
            Value::Mapping(mapping) => {
                let entries = mapping.entries.iter().take(most);
                let known = entries.map(|(key, entry)| Repetition {
                    key: Key::Text(Arc::clone(key)),
                    index: None,
                    each: Some((
                        Traced::new(Value::text(Arc::clone(key)), value.origin),
                        self.taken(entry, &value, span),
                    )),
                    open: None,
                });
                let rest = mapping.further(value.origin);
                let rest = rest.iter().map(|rest| self.any_like(rest, &value, span));
                known.chain(rest).chain(others(mapping.entries.len())).collect()
            }
            Value::Sequence(SequenceKind::Set(_), items) => {
                let known = items.iter().take(most).map(|item| self.set_item(item, &value, span));
                known.chain(others(items.len())).collect()
            }
            Value::Unknown(unknown) => vec![self.any_of(&value, unknown.why.clone(), span)],
            _ => {
                let message = "for_each takes a map or a set of strings";
                vec![self.any(Why::Refused(message.into()), span)]
            }
        }
    }

    fn set_item(&self, item: &Traced, whole: &Traced, span: Span) -> Repetition {
        match (&item.value, item.value.as_str()) {
            (_, Some(text)) => {
                let value = self.taken(item, whole, span);
                let key = Key::Text(text.into());
                Repetition { key, index: None, each: Some((value.clone(), value)), open: None }
            }
            (Value::Several(several), _) => self.any_like(several, whole, span),
            (value, None) => {
                let why = value.why_unknown();
                let why = why.unwrap_or(Why::Refused("for_each takes a set of strings".into()));
                let several = Several { like: item.clone(), why };
                self.any_like(&several, whole, span)
            }
        }
    }

    /// One instance that stands for all, since their number is not known; what each of them is
    /// rests on what decides it.
    fn any_of(&self, number: &Traced, why: Why, span: Span) -> Repetition {
        let any = self.any(why, span);
        let of = std::slice::from_ref(number);
        let made = |value: Traced, what: &str| self.made(value, what, of);
        let each = any.each.map(|(key, value)| (made(key, "each.key"), made(value, "each.value")));
        let index = any.index.map(|index| made(index, "count.index"));
        Repetition { index, each, ..any }
    }

    /// One instance that stands for all, since their number is not known.
    fn any(&self, why: Why, span: Span) -> Repetition {
        let unknown = |ty| self.written(Value::unknown_result(ty, why.clone()), span);
        let each = (unknown(Type::String), self.unknown(Type::Dynamic, why.clone(), span));
        let index = Some(unknown(Type::Number));
        Repetition { key: Key::Any, index, each: Some(each), open: Some(why) }
    }

    fn any_like(&self, several: &Several, whole: &Traced, span: Span) -> Repetition {
        let value = self.taken(&several.like, whole, span);
        let key = self.written(Value::unknown_result(Type::String, several.why.clone()), span);
        let open = Some(several.why.clone());
        Repetition { key: Key::Any, index: None, each: Some((key, value)), open }
    }

    /// The instances of a resource of an instance of a module.
    pub(super) fn resource_repetitions(
        &self,
        instance: &Rc<Instance>,
        index: usize,
    ) -> Rc<[Repetition]> {
        let resource = &instance.module.resources[index];
        let asked = Asked::Resource(index);
        if let Some(known) = self.known_repetitions(instance, &asked, resource.head) {
            return known;
        }
        instance.memo.borrow_mut().insert(asked.clone(), Answer::Pending);
        let once = Repetition::single();
        let scope = Scope { instance, repetition: &once, bindings: None, item: None };
        let (made, _) = self
            .apart(|| self.repetitions(resource.count.as_ref(), resource.for_each.as_ref(), scope));
        let made: Rc<[Repetition]> = made.into();
        instance.memo.borrow_mut().insert(asked, Answer::Repetitions(Rc::clone(&made)));
        made
    }

    fn known_repetitions(
        &self,
        instance: &Instance,
        asked: &Asked,
        span: Span,
    ) -> Option<Rc<[Repetition]>> {
        if let Answer::Repetitions(known) = instance.memo.borrow().get(asked)? {
            return Some(Rc::clone(known));
        }
        self.problem(Problem::at(span, "the number of these needs itself to be computed"));
        Some(Rc::new([self.any(Why::Cycle("count or for_each".into()), span)]))
    }

    /// The instances of a module call; none if it could not be read.
    pub fn children(&self, instance: &Rc<Instance>, call: &Name, span: Span) -> Rc<[Rc<Instance>]> {
        let asked = Asked::Call(Arc::clone(call));
        match instance.memo.borrow().get(&asked) {
            Some(Answer::Children(children)) => return Rc::clone(children),
            Some(_) => {
                self.problem(Problem::at(
                    span,
                    format!("module.{call} needs itself to be computed"),
                ));
                return Rc::new([]);
            }
            None => {}
        }
        instance.memo.borrow_mut().insert(asked.clone(), Answer::Pending);
        let children: Rc<[Rc<Instance>]> = self.make_children(instance, call).into();
        instance.memo.borrow_mut().insert(asked, Answer::Children(Rc::clone(&children)));
        children
    }

    fn make_children(&self, instance: &Rc<Instance>, call: &Name) -> Vec<Rc<Instance>> {
        let Some(declared) = instance.module.calls.get(call) else { return Vec::new() };
        let found = match self.called(instance, declared) {
            Ok(found) => found,
            Err(why) => {
                if let Why::ModuleMissing(source) = why {
                    self.not_here(&source, declared.head);
                }
                return Vec::new();
            }
        };
        if let Called::Folder(folder) = &found
            && leads_to(instance, folder)
        {
            let message = format!("module.{call} calls a module that it is part of: a circle");
            self.problem(Problem::at(declared.head, message));
            return Vec::new();
        }
        if instance.path.len() >= DEPTH_LIMIT {
            let message = format!("modules are nested more than {DEPTH_LIMIT} deep here");
            self.problem(Problem::at(declared.head, message));
            return Vec::new();
        }
        if self.instances.borrow().len() >= TREE_LIMIT {
            self.problem(Problem::at(declared.head, too_large()));
            return Vec::new();
        }
        let modules = self.setting.modules;
        let module = match found {
            Called::Folder(folder) => modules.load(&folder),
            Called::StandIn(stand_in) => {
                self.stands_in(stand_in, declared.head);
                modules.stand_in(stand_in, declared.head)
            }
        };
        let once = Repetition::single();
        let scope = Scope { instance, repetition: &once, bindings: None, item: None };
        let (made, _) = self
            .apart(|| self.repetitions(declared.count.as_ref(), declared.for_each.as_ref(), scope));
        let mut instances = self.instances.borrow_mut();
        let room = TREE_LIMIT.saturating_sub(instances.len());
        if made.len() > room {
            self.problem(Problem::at(declared.head, too_large()));
        }
        made.into_iter()
            .take(room)
            .map(|repetition| {
                let step = Step { name: Arc::clone(call), key: repetition.key.clone() };
                let path: Arc<[Step]> = instance.path.iter().cloned().chain([step]).collect();
                let caller =
                    Caller { instance: Rc::clone(instance), call: Arc::clone(call), repetition };
                let child = Rc::new(Instance {
                    module: Arc::clone(&module),
                    path: Arc::clone(&path),
                    caller: Some(caller),
                    memo: RefCell::default(),
                });
                instances.insert(path, Rc::clone(&child));
                child
            })
            .collect()
    }

    /// The module that a call leads to; an installed one before what stands in for it.
    ///
    /// # Errors
    /// Why it could not be read.
    pub(super) fn called(&self, instance: &Instance, call: &Call) -> Result<Called, Why> {
        match &call.target {
            Target::Local(folder) => Ok(Called::Folder(Arc::clone(folder))),
            Target::Missing(folder) => Err(Why::Untold(
                format!("the folder {folder:?} of module.{} is not there", call.name).into(),
            )),
            Target::Remote(source) => {
                let way = instance.path.iter().map(|step| &*step.name).chain([&*call.name]);
                let folder = self.setting.installed.folder(way).cloned().map(Called::Folder);
                let called = folder.or_else(|| call.stand_in.map(Called::StandIn));
                called.ok_or_else(|| Why::ModuleMissing(Arc::clone(source)))
            }
        }
    }

    /// What `count` or `for_each` of a block is, where that leaves its instances open.
    pub(super) fn number_of(
        &self,
        instance: &Rc<Instance>,
        number: Option<&Expr>,
        repetitions: &[Repetition],
    ) -> Option<Traced> {
        let open = || repetitions.iter().any(|made| made.open.is_some());
        let number = number.filter(|_| self.remembers.get() && open())?;
        let once = Repetition::single();
        let scope = Scope { instance, repetition: &once, bindings: None, item: None };
        Some(self.value(number, scope))
    }

    /// What the instances of a block are together: one, a tuple by index, an object by key.
    pub(super) fn together(
        &self,
        instances: Vec<(Repetition, Traced)>,
        keyed: bool,
        number: Option<&Traced>,
        what: &str,
        span: Span,
    ) -> Traced {
        let mut items = Vec::new();
        let mut entries = BTreeMap::new();
        let mut rest = None;
        for (repetition, value) in instances {
            match (repetition.key, repetition.open) {
                (Key::None, _) => return self.passed(&value, span, what.to_owned()),
                (Key::Text(key), _) => {
                    entries.insert(key, value);
                }
                (_, Some(why)) => {
                    let several = Arc::new(Several { like: value, why });
                    let any = self.written(Value::Several(Arc::clone(&several)), span);
                    items.push(number.map_or(any.clone(), |number| {
                        self.made(any, "any number", std::slice::from_ref(number))
                    }));
                    rest = Some(several);
                }
                (_, None) => items.push(value),
            }
        }
        let kind = MappingKind::Object;
        let value = if keyed {
            Value::Mapping(Arc::new(Mapping { kind, entries, rest }))
        } else {
            Value::tuple(items)
        };
        self.computed(value, span, what, &[])
    }
}

/// Where the module of a call is read.
pub(super) enum Called {
    Folder(Arc<str>),
    StandIn(StandIn),
}

/// Whether an instance is, or lies in, one of that folder.
fn leads_to(instance: &Rc<Instance>, folder: &str) -> bool {
    let mut at = Some(instance);
    while let Some(instance) = at {
        if &*instance.module.folder == folder {
            return true;
        }
        at = instance.caller.as_ref().map(|caller| &caller.instance);
    }
    false
}

fn too_large() -> String {
    format!("there are more than {TREE_LIMIT} module instances here")
}

/// Why the instances past the limit are looked at as one that stands for them all.
fn too_many(said: &str) -> Why {
    let most = INSTANCE_LIMIT;
    Why::Untold(format!("{said}: past the first {most} acklint looks at all as one").into())
}

/// Why it is not known how many there are.
fn count_unknown(value: &Value) -> Why {
    value.why_unknown().unwrap_or(Why::Refused("count is null".into()))
}

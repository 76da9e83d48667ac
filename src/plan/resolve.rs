//! What stands where a plan holds no value yet: found by what the expression there refers to.
//!
//! A plan tells references, not what is done with them. So only ids are followed, which nobody
//! computes with; and where there are more of them than places, each place is one of them.

use super::address::{Part, keyed, parts, path, steps};
use super::configuration::{Call, Module, Resource, references};
use super::document::{Entries, Raw};
use super::piece::{entries, json};
use super::resources::Provided;
use super::{Action, Plan};
use crate::eval::{Address, Key, Name, Reference, Step, Type, Unknown, Value, Why};
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How far references are followed.
const DEPTH: usize = 64;

/// The instances of resources and modules that a plan holds.
pub(super) struct Known<'m, 't> {
    plan: &'m Plan<'t>,
    objects: HashMap<Address, Object<'t>>,
    keys: BTreeMap<Block, Vec<Key>>,
    calls: BTreeMap<(Arc<[Step]>, Name), Vec<Key>>,
}

/// A resource or data source in an instance of a module.
type Block = (Arc<[Step]>, bool, Name, Name);

/// What a plan says of an object.
struct Object<'t> {
    after: Option<Raw<'t>>,
    unknown: Option<Raw<'t>>,
    /// Whether it is read or made only now.
    open: bool,
}

/// Where an expression stands.
#[derive(Clone)]
pub(super) struct Scope<'t> {
    pub(super) module: Arc<[Step]>,
    key: Key,
    for_each: Option<Raw<'t>>,
}

/// What the references of an expression lead to.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Each once.
    pub(super) values: Vec<Value>,
    /// Why there may be more, or anything.
    pub(super) open: Option<Why>,
}

/// An attribute whose value is looked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) root: u32,
    pub(super) attribute: &'a str,
    pub(super) provided: Provided,
}

impl<'m, 't> Known<'m, 't> {
    pub(super) fn of(plan: &'m Plan<'t>) -> Self {
        let objects = HashMap::new();
        let (keys, calls) = (BTreeMap::new(), BTreeMap::new());
        let mut known = Self { plan, objects, keys, calls };
        for planned in plan.after() {
            let change = &planned.change.change;
            let made =
                matches!(planned.action, Action::Create | Action::Replace | Action::Supplant);
            let open = made || planned.action == Action::Read;
            let (after, unknown) = (change.after, change.after_unknown);
            known.add(&planned.address, Object { after, unknown, open });
        }
        for (address, kept) in plan.left_out() {
            known.add(address, Object { after: kept.values, unknown: None, open: false });
        }
        known
    }

    fn add(&mut self, address: &Address, object: Object<'t>) {
        let Address { module, data, kind, name, key } = address.clone();
        let keys = self.keys.entry((Arc::clone(&module), data, kind, name)).or_default();
        keys.push(key);
        for (depth, step) in module.iter().enumerate() {
            let call = (module[..depth].into(), Arc::clone(&step.name));
            let keys = self.calls.entry(call).or_default();
            if !keys.contains(&step.key) {
                keys.push(step.key.clone());
            }
        }
        self.objects.insert(address.clone(), object);
    }

    fn configured(&self, address: &Address) -> Option<&Resource<'t>> {
        let module = self.plan.configuration.at(&address.module)?;
        module.resource(address.data, &address.kind, &address.name)
    }

    /// The expressions that the configuration gives a resource; none where it does not hold it.
    pub(super) fn written(&self, address: &Address) -> Option<&Entries<'t>> {
        self.configured(address).map(|resource| &resource.expressions)
    }

    /// What an attribute of a resource is found to be where it is not known.
    pub(super) fn stands_for(&self, asked: Asked<'_>, address: &Address) -> Found {
        self.attribute(asked, address, asked.attribute, DEPTH)
    }

    fn attribute(&self, asked: Asked<'_>, address: &Address, name: &str, depth: usize) -> Found {
        let resource = self.configured(address);
        let expression = resource.and_then(|resource| resource.expressions.get(name));
        let (Some(resource), Some(expression)) = (resource, expression) else {
            return Found::open(not_said(address, name));
        };
        let module = Arc::clone(&address.module);
        let scope = Scope { module, key: address.key.clone(), for_each: resource.for_each };
        self.all(asked, &references(Some(expression)), &scope, depth)
    }

    fn all(&self, asked: Asked<'_>, names: &[String], scope: &Scope<'t>, depth: usize) -> Found {
        let Some(depth) = depth.checked_sub(1) else {
            return Found::open(Why::Budget("depth of references in a plan"));
        };
        let own = names.iter().any(|name| name.starts_with("count.") || name.starts_with("each."));
        let mut found = Found::default();
        for name in names {
            let one = match parts(name) {
                Some(parts) => self.one(asked, &parts, own, scope, depth),
                None => Found::open(no_more(name)),
            };
            found.join(one);
        }
        found
    }

    fn one(
        &self,
        asked: Asked<'_>,
        parts: &[Part],
        own: bool,
        scope: &Scope<'t>,
        depth: usize,
    ) -> Found {
        match parts {
            [Part::Name(word), rest @ ..] => match (&**word, rest) {
                ("each", [Part::Name(what), rest @ ..]) if **what == *"value" => {
                    self.each(asked, rest, scope, depth)
                }
                ("each" | "count" | "path" | "terraform" | "self", _) => Found::default(),
                ("var", [Part::Name(name), rest @ ..]) => {
                    self.input(asked, name, scope, depth).taken(rest)
                }
                ("module", _) => self.output(asked, parts, own, scope, depth),
                ("data", [Part::Name(kind), Part::Name(name), rest @ ..]) => {
                    let block = (Arc::clone(&scope.module), true, kind.clone(), name.clone());
                    self.instances(asked, &block, rest, own.then_some(&scope.key), depth)
                }
                ("local", _) => Found::open(no_more(path(parts).trim_start_matches('.'))),
                (kind, [Part::Name(name), rest @ ..]) => {
                    let block = (Arc::clone(&scope.module), false, kind.into(), name.clone());
                    self.instances(asked, &block, rest, own.then_some(&scope.key), depth)
                }
                _ => Found::open(no_more(word)),
            },
            _ => Found::open(no_more(&path(parts))),
        }
    }

    /// `each.value…`, where `for_each` is a resource itself.
    fn each(&self, asked: Asked<'_>, rest: &[Part], scope: &Scope<'t>, depth: usize) -> Found {
        let names = references(scope.for_each);
        if let [name] = &names[..]
            && let Some([Part::Name(kind), Part::Name(name)]) = parts(name).as_deref()
        {
            let block = (Arc::clone(&scope.module), false, kind.clone(), name.clone());
            if self.keys.contains_key(&block) {
                return self.instances(asked, &block, rest, Some(&scope.key), depth);
            }
        }
        Found::open(no_more("each.value"))
    }

    fn call(&self, path: &[Step]) -> Option<(&Call<'t>, Scope<'t>)> {
        let (last, before) = path.split_last()?;
        let call = self.plan.configuration.at(before)?.calls.get(&*last.name)?;
        let scope = Scope { module: before.into(), key: last.key.clone(), for_each: call.for_each };
        Some((call, scope))
    }

    /// What the call of a module gives one of its variables.
    fn input(&self, asked: Asked<'_>, name: &str, scope: &Scope<'t>, depth: usize) -> Found {
        let given = self.call(&scope.module).and_then(|(call, outer)| {
            let expression = call.expressions.get(name)?;
            Some(self.all(asked, &references(Some(expression)), &outer, depth))
        });
        given.unwrap_or_else(|| Found::open(no_more(&format!("var.{name}"))))
    }

    /// `module.m[…].name…`
    fn output(
        &self,
        asked: Asked<'_>,
        parts: &[Part],
        own: bool,
        scope: &Scope<'t>,
        depth: usize,
    ) -> Found {
        let (led, rest) = steps(parts);
        let ([step], [Part::Name(output), rest @ ..]) = (&led[..], rest) else {
            return Found::open(no_more(path(parts).trim_start_matches('.')));
        };
        let call = (Arc::clone(&scope.module), Arc::clone(&step.name));
        let keys = self.calls.get(&call).map(Vec::as_slice).unwrap_or_default();
        let keys = chosen(keys, &step.key, own.then_some(&scope.key));
        let mut found = Found::default();
        for key in keys {
            let step = Step { name: Arc::clone(&step.name), key };
            let module: Arc<[Step]> = scope.module.iter().cloned().chain([step]).collect();
            let outputs = self.plan.configuration.at(&module).map(|module| &module.outputs);
            let Some(expression) = outputs.and_then(|outputs| outputs.get(&**output)) else {
                return Found::open(no_more(path(parts).trim_start_matches('.')));
            };
            let inner = Scope { module, key: Key::None, for_each: None };
            let names = references(Some(expression));
            found.join(self.all(asked, &names, &inner, depth).taken(rest));
        }
        found
    }

    /// `type.name[…]…`
    fn instances(
        &self,
        asked: Asked<'_>,
        block: &Block,
        rest: &[Part],
        own: Option<&Key>,
        depth: usize,
    ) -> Found {
        let (key, rest) = keyed(rest);
        let known = self.keys.get(block).map(Vec::as_slice).unwrap_or_default();
        let keys = match key {
            Some(key) => vec![key],
            None => chosen(known, &Key::None, own),
        };
        let (module, data, kind, name) = block.clone();
        let mut found = Found::default();
        for key in keys {
            let (module, kind, name) = (Arc::clone(&module), Arc::clone(&kind), Arc::clone(&name));
            let address = Arc::new(Address { module, data, kind, name, key });
            found.join(self.value(asked, &address, rest, depth));
        }
        found
    }

    /// What an attribute of an object is, if it is not known.
    fn value(
        &self,
        asked: Asked<'_>,
        address: &Arc<Address>,
        rest: &[Part],
        depth: usize,
    ) -> Found {
        let leads = || (asked.provided.leads)(asked.attribute, &address.kind);
        let (name, rest, way) = match rest {
            way @ [Part::Name(name), rest @ ..] => (&**name, rest, path(way)),
            // until 0.15 of Terraform, and for a splat, no attribute is told
            [] if !address.data && leads() => ("id", rest, ".id".to_owned()),
            _ => return Found::open(rests_on(asked, address, "")),
        };
        let Some(object) = self.objects.get(&**address) else { return Found::default() };
        if !object.leaves_open(name) {
            return Found::default();
        }
        let written = self.written(address).is_some_and(|written| written.contains_key(name));
        if written {
            return self.attribute(asked, address, name, depth).taken(rest);
        }
        let path = way.into();
        let reference = Reference { root: asked.root, address: Arc::clone(address), path };
        Found { values: vec![referred(reference)], open: None }
    }

    /// The module of the configuration that calls lead to.
    pub(super) fn module(&self, path: &[Step]) -> Option<&Module<'t>> {
        self.plan.configuration.at(path)
    }

    /// The keys of a resource in an instance of a module.
    pub(super) fn keys(&self, block: &Block) -> &[Key] {
        self.keys.get(block).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Object<'_> {
    /// Whether an attribute is known only after the plan is applied.
    fn leaves_open(&self, name: &str) -> bool {
        match json(entries(self.unknown).get(name).copied()) {
            Json::Bool(open) => open,
            Json::Array(_) | Json::Object(_) => true,
            _ => self.open && !entries(self.after).contains_key(name),
        }
    }
}

impl Found {
    fn open(why: Why) -> Self {
        Self { values: Vec::new(), open: Some(why) }
    }

    fn join(&mut self, other: Self) {
        for value in other.values {
            if !self.values.contains(&value) {
                self.values.push(value);
            }
        }
        self.open = self.open.take().or(other.open);
    }

    /// What stands at an index of it.
    fn taken(mut self, rest: &[Part]) -> Self {
        if let [Part::Key(Key::Index(index)), ..] = rest
            && self.open.is_none()
            && self.values.len() > 1
            && let Some(value) = usize::try_from(*index).ok().and_then(|at| self.values.get(at))
        {
            self.values = vec![value.clone()];
        }
        self
    }
}

/// The keys that are meant: one that is written, else one's own, else all.
fn chosen(known: &[Key], written: &Key, own: Option<&Key>) -> Vec<Key> {
    if *written != Key::None {
        return vec![written.clone()];
    }
    match own {
        Some(own) if known.contains(own) => vec![own.clone()],
        _ => known.to_vec(),
    }
}

fn referred(reference: Reference) -> Value {
    let why = Why::Reference(reference);
    Value::Unknown(Arc::new(Unknown { ty: Type::Dynamic, why, nullable: false }))
}

fn rests_on(asked: Asked<'_>, address: &Arc<Address>, path: &str) -> Why {
    let (root, address) = (asked.root, Arc::clone(address));
    Why::DependsOn(Reference { root, address, path: path.into() })
}

fn no_more(name: &str) -> Why {
    let sentence =
        format!("the value is known after apply, and the plan does not say what {name} is");
    Why::Untold(sentence.into())
}

/// Nothing says what an attribute will be.
pub(super) fn not_said(address: &Address, name: &str) -> Why {
    Why::Untold(format!("{address}.{name} is known after apply").into())
}

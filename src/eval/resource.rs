//! Resources and data sources: their attributes, blocks and instances.

use super::address::{Address, Key, Reference};
use super::evaluator::Evaluator;
use super::mark::Mark;
use super::scope::{Answer, Asked, Binding, Instance, Repetition, Scope};
use super::traversal::address;
use super::types::Type;
use super::value::{Mapping, MappingKind, Several, Traced, Unknown, Value, Why};
use crate::module;
use crate::source::Span;
use crate::syntax::{Block, Body, Name};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// What Terraform itself reads in a resource: no attribute of it.
const META: [&str; 6] = ["count", "for_each", "depends_on", "provider", "lifecycle", "provisioner"];

/// Of more instances than this the whole is made once.
const SHARED: usize = 64;

/// What a dynamic block takes, beside what is in it.
const BLOCK_STEPS: usize = 8;

impl Evaluator<'_> {
    /// `type.name`: its instances, each standing for itself until an attribute is asked for.
    pub(super) fn whole_resource(
        &self,
        instance: &Rc<Instance>,
        data: bool,
        kind: &Name,
        name: &Name,
        span: Span,
    ) -> Traced {
        let Some(index) = instance.module.resource_index(data, kind, name) else {
            let prefix = if data { "data." } else { "" };
            return self.undeclared(instance, format!("{prefix}{kind}.{name}"), span);
        };
        let resource = &instance.module.resources[index];
        let repetitions = self.resource_repetitions(instance, index);
        let what = format!("{kind}.{name}");
        // many are not made again for each that is taken of them
        let whole = (repetitions.len() > SHARED).then_some(Asked::Whole(index));
        let known = whole.as_ref().and_then(|asked| instance.memo.borrow().get(asked).cloned());
        if let Some(Answer::Value(known)) = known {
            return self.computed(known.value, span, &what, &[]);
        }
        let handles = repetitions.iter().map(|repetition| {
            let key = repetition.key.clone();
            let address = address(&instance.path, data, kind, name, key);
            (repetition.clone(), self.handle(address, span))
        });
        let handles = handles.collect();
        let number = self.number_of(instance, resource.number(), &repetitions);
        let keyed = resource.for_each.is_some();
        let together = self.together(handles, keyed, number.as_ref(), &what, span);
        if let Some(asked) = whole {
            instance.memo.borrow_mut().insert(asked, Answer::Value(together.clone()));
        }
        together
    }

    /// An instance of a resource whose attributes are computed when they are asked for.
    fn handle(&self, address: Arc<Address>, span: Span) -> Traced {
        let kind =
            MappingKind::Resource(Reference { root: self.number(), address, path: "".into() });
        let mapping = Mapping { kind, entries: BTreeMap::new(), rest: None };
        self.written(Value::Mapping(Arc::new(mapping)), span)
    }

    /// A value with what the configuration gives the resources in it: whoever takes a resource as
    /// an object sees its attributes.
    pub(super) fn laid_open(&self, value: Traced, span: Span) -> Traced {
        let opened = match &value.value {
            Value::Mapping(mapping) => match &mapping.kind {
                MappingKind::Resource(reference) if is_closed(&value.value) => {
                    let entries = self.configured_entries(reference, span);
                    Mapping { entries, ..(**mapping).clone() }
                }
                MappingKind::Object if mapping.entries.values().any(|v| is_closed(&v.value)) => {
                    let open = |(key, entry): (&Name, &Traced)| {
                        (Arc::clone(key), self.laid_open(entry.clone(), span))
                    };
                    let entries = mapping.entries.iter().map(open).collect();
                    Mapping { entries, ..(**mapping).clone() }
                }
                _ => return value,
            },
            Value::Sequence(kind, items) if items.iter().any(|item| is_closed(&item.value)) => {
                let items = items.iter().map(|item| self.laid_open(item.clone(), span)).collect();
                let opened = Value::Sequence(kind.clone(), Arc::new(items));
                return Traced::new(opened, value.origin);
            }
            Value::Several(several) if is_closed(&several.like.value) => {
                let like = self.laid_open(several.like.clone(), span);
                let several = Several { like, why: several.why.clone() };
                return Traced::new(Value::Several(Arc::new(several)), value.origin);
            }
            _ => return value,
        };
        Traced::new(Value::Mapping(Arc::new(opened)), value.origin)
    }

    /// All that the configuration gives an instance of a resource.
    fn configured_entries(&self, reference: &Reference, span: Span) -> BTreeMap<Name, Traced> {
        let declared = self.declared(&reference.address);
        let names = declared.map(|(instance, at)| names(&instance.module.resources[at].body));
        let entry = |name: Name| {
            let value = self.resource_attribute(reference, &name, span);
            (name, value)
        };
        names.unwrap_or_default().into_iter().map(entry).collect()
    }

    /// The module instance that declares a resource, and where in it.
    fn declared(&self, address: &Address) -> Option<(Rc<Instance>, usize)> {
        let instance = self.instances.borrow().get(&address.module).cloned()?;
        let (data, kind, name) = (address.data, &address.kind, &address.name);
        let index = instance.module.resource_index(data, kind, name)?;
        Some((instance, index))
    }

    /// An attribute of an instance of a resource: what is configured, else what the cloud decides.
    pub(super) fn resource_attribute(
        &self,
        reference: &Reference,
        name: &Name,
        span: Span,
    ) -> Traced {
        let address = &reference.address;
        let path = format!(".{name}");
        let declared = self.declared(address);
        let kept = self.kept_as(address, name);
        let configured =
            declared.as_ref().filter(|_| kept.is_none()).and_then(|(instance, index)| {
                let configured = self.configured(instance, *index, &address.key, name);
                configured.or_else(|| self.local_data(instance, *index, address, name))
            });
        let why = self.reference(Arc::clone(address), &path);
        match kept.or(configured) {
            // the provider may or may not put something in its place
            Some(value) if value.value.is_null() => {
                let ty = value.value.ty();
                let unknown = Value::Unknown(Arc::new(Unknown { ty, why, nullable: true }));
                Traced::new(unknown, value.origin)
            }
            // nor is it said here whether the provider holds it for sensitive
            Some(value) => {
                let is_block = declared.is_some_and(|(instance, index)| {
                    instance.module.resources[index].body.attribute(name).is_none()
                });
                let whole = Reference { path: path.into(), ..reference.clone() };
                let value = if is_block { blocks(&whole, value) } else { value };
                self.passed(&value, span, format!("{address}.{name}")).under(Mark::Perhaps)
            }
            None => {
                let ty = if &**name == "id" { Type::String } else { Type::Dynamic };
                let head = declared.map_or(span, |(i, index)| i.module.resources[index].head);
                let decided = self.unknown(ty, why, head);
                self.passed(&decided, span, format!("{address}{path}"))
            }
        }
    }

    /// The value that the configuration gives an attribute, if it gives one.
    pub(super) fn configured(
        &self,
        instance: &Rc<Instance>,
        index: usize,
        key: &Key,
        name: &Name,
    ) -> Option<Traced> {
        let resource = &instance.module.resources[index];
        let known = resource.body.attribute(name).map(|attribute| attribute.value.span);
        let blocks = named_blocks(&resource.body, name);
        let span = known.or_else(|| blocks.first().map(|block| block.head))?;
        if META.contains(&&**name) {
            return None;
        }
        let asked = Asked::Attribute(index, key.clone(), Arc::clone(name));
        let full = || format!("{}.{}{key}.{name}", resource.kind, resource.name);
        Some(self.once(instance, asked, full, span, || {
            let repetitions = self.resource_repetitions(instance, index);
            let Some(repetition) = repetitions.iter().find(|r| r.key == *key) else {
                return self.undeclared(instance, full(), span);
            };
            let scope = Scope { instance, repetition, bindings: None, item: None };
            self.body_entry(&resource.body, name, scope)
        }))
    }

    fn body_entry(&self, body: &Body, name: &Name, scope: Scope<'_>) -> Traced {
        match body.attribute(name) {
            Some(attribute) => {
                let value = self.value(&attribute.value, scope);
                let span = attribute.name_span.to(attribute.value.span);
                self.passed(&value, span, name.to_string())
            }
            None => self.block_list(&named_blocks(body, name), scope),
        }
    }

    /// The blocks of one kind, static and dynamic, as a list of objects.
    fn block_list(&self, blocks: &[&Block], scope: Scope<'_>) -> Traced {
        let head = blocks[0].head;
        // what each block is repeated over; a static one over nothing
        let source = |block: &&Block| match block.body.attribute("for_each") {
            Some(for_each) if is_dynamic(block) => self.value(&for_each.value, scope),
            _ => self.written(Value::Null(Type::Dynamic), block.head),
        };
        let sources: Vec<Traced> = blocks.iter().map(source).collect();
        let list = self.lift(head, &sources, |sources| {
            let mut items = Vec::new();
            for (block, source) in blocks.iter().zip(sources) {
                if is_dynamic(block) {
                    self.dynamic(block, source, scope, &mut items);
                } else {
                    items.push(self.block(block, &block.body, scope));
                }
            }
            Ok(self.written(Value::tuple(items), head))
        });
        self.settle(list, head)
    }

    fn block(&self, block: &Block, body: &Body, scope: Scope<'_>) -> Traced {
        self.written(Value::object(self.body_entries(body, scope)), block.head)
    }

    /// All attributes and blocks of a body.
    pub(super) fn body_entries(&self, body: &Body, scope: Scope<'_>) -> BTreeMap<Name, Traced> {
        names(body)
            .into_iter()
            .map(|name| (Arc::clone(&name), self.body_entry(body, &name, scope)))
            .collect()
    }

    /// `dynamic "kind" { for_each … content { … } }`
    fn dynamic(&self, block: &Block, source: &Traced, scope: Scope<'_>, items: &mut Vec<Traced>) {
        let Some(content) = block.body.blocks_of("content").next() else { return };
        let Some(for_each) = block.body.attribute("for_each") else { return };
        let span = for_each.value.span;
        let name = iterator_name(block);
        let turns = match self.turns(source, span) {
            Ok(turns) => turns,
            Err(refusal) => {
                items.push(self.maybe(block, source, Why::Refused(refusal.message), None));
                return;
            }
        };
        for turn in turns {
            if !self.work(BLOCK_STEPS) {
                items.push(self.maybe(block, source, Why::Budget("evaluation steps"), None));
                return;
            }
            let entries = [("key", turn.key), ("value", turn.value)];
            let entries = entries.into_iter().map(|(name, value)| (name.into(), value)).collect();
            let value = self.written(Value::object(entries), span);
            let binding = Binding { name: &name, value, outer: scope.bindings };
            let made = self.block(block, &content.body, scope.with(&binding));
            items.push(match turn.open {
                None => made,
                Some(why) => self.maybe(block, source, why, Some(made)),
            });
        }
    }

    /// Blocks whose number is not known.
    fn maybe(&self, block: &Block, source: &Traced, why: Why, like: Option<Traced>) -> Traced {
        let like = like.unwrap_or_else(|| self.unknown(Type::Dynamic, why.clone(), block.head));
        let value = Value::Several(Arc::new(Several { like, why }));
        self.passed(&Traced::new(value, source.origin), block.head, "dynamic".to_owned())
    }

    /// What the configuration gives an instance of a resource, of the names that are wanted.
    pub(super) fn resource_entries(
        &self,
        instance: &Rc<Instance>,
        index: usize,
        repetition: &Repetition,
        names: &[&str],
    ) -> BTreeMap<Name, Traced> {
        let entry = |name: &&str| {
            let name: Name = (*name).into();
            let value = self.configured(instance, index, &repetition.key, &name)?;
            Some((name, value))
        };
        names.iter().filter_map(entry).collect()
    }
}

/// The resources and data sources of a module, by what they are.
impl module::Module {
    /// The place of a resource among [`module::Module::resources`].
    pub(super) fn resource_index(&self, data: bool, kind: &str, name: &str) -> Option<usize> {
        let same = |r: &module::Resource| r.data == data && &*r.kind == kind && &*r.name == name;
        self.resources.iter().position(same)
    }
}

/// The blocks of a resource as whoever refers to them sees them: what is not set in one of them is
/// there too, and the provider decides it.
fn blocks(whole: &Reference, value: Traced) -> Traced {
    let Value::Sequence(kind, items) = &value.value else { return value };
    let of = |(at, item): (usize, &Traced)| block_of(&whole.then(&format!("[{at}]")), item);
    let items: Vec<Traced> = items.iter().enumerate().map(of).collect();
    Traced::new(Value::Sequence(kind.clone(), Arc::new(items)), value.origin)
}

fn block_of(reference: &Reference, item: &Traced) -> Traced {
    let value = match &item.value {
        Value::Mapping(mapping) if mapping.kind == MappingKind::Object => {
            let kind = MappingKind::Resource(reference.clone());
            Value::Mapping(Arc::new(Mapping { kind, ..(**mapping).clone() }))
        }
        Value::Several(several) => {
            let like = block_of(&reference.then("[*]"), &several.like);
            Value::Several(Arc::new(Several { like, why: several.why.clone() }))
        }
        other => other.clone(),
    };
    Traced::new(value, item.origin)
}

/// Whether it is, or stands for several of, resources that are not laid open yet.
fn is_closed(value: &Value) -> bool {
    match value {
        Value::Mapping(mapping) => {
            let MappingKind::Resource(reference) = &mapping.kind else { return false };
            reference.path.is_empty() && mapping.entries.is_empty()
        }
        Value::Several(several) => is_closed(&several.like.value),
        _ => false,
    }
}

/// The names of all attributes and blocks of a body, but for those of Terraform itself.
pub(super) fn names(body: &Body) -> Vec<Name> {
    let attributes = body.attributes.iter().map(|attribute| Arc::clone(&attribute.name));
    let mut names: Vec<Name> =
        attributes.chain(body.blocks.iter().filter_map(block_name)).collect();
    names.sort();
    names.dedup();
    names.retain(|name| !META.contains(&&**name));
    names
}

fn is_dynamic(block: &Block) -> bool {
    &*block.kind == "dynamic"
}

fn named_blocks<'b>(body: &'b Body, name: &str) -> Vec<&'b Block> {
    body.blocks.iter().filter(|block| block_name(block).as_deref() == Some(name)).collect()
}

/// What blocks of this kind are called; of a dynamic one, what it makes.
fn block_name(block: &Block) -> Option<Name> {
    if &*block.kind == "dynamic" {
        block.labels.first().cloned()
    } else {
        Some(Arc::clone(&block.kind))
    }
}

fn iterator_name(block: &Block) -> Name {
    let given = block.body.attribute("iterator").and_then(|iterator| match &iterator.value.kind {
        crate::syntax::ExprKind::Root(name) => Some(Arc::clone(name)),
        _ => None,
    });
    given.or_else(|| block.labels.first().cloned()).unwrap_or_else(|| "dynamic".into())
}

//! Which resource is which: addresses, and what `moved`, `removed` and `import` blocks say.

use crate::eval::{Address, Evaluator, Key, Resource, Step};
use crate::source::SourceMap;
use crate::syntax::{Block, Expr, ExprKind, parse_expression};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How many times a resource may move on.
const CHAIN: usize = 64;

/// What a root says of addresses: `moved`, `removed` and `import` blocks.
#[derive(Debug, Clone, Default)]
pub struct Statements {
    moves: Vec<(Target, Target)>,
    removed: Vec<Target>,
    /// The ids that are written out, by address.
    pub(super) imports: HashMap<Arc<Address>, String>,
    /// What `import` blocks take in.
    imported: Vec<Target>,
}

/// A module call or a resource, all instances or one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    module: Vec<Step>,
    /// Type, name and key; none for a whole module.
    resource: Option<(String, String, Key)>,
}

impl Statements {
    /// Those of a root that was evaluated.
    pub fn of(evaluator: &Evaluator<'_>) -> Self {
        let read = |module: &Arc<[Step]>, block: &Block, name: &str| {
            let written = block.body.attribute(name)?;
            Target::read(module, &written.value)
        };
        let mut statements = Self::default();
        for (module, block) in evaluator.blocks("moved") {
            let moved = read(&module, &block, "from").zip(read(&module, &block, "to"));
            statements.moves.extend(moved);
        }
        for (module, block) in evaluator.blocks("removed") {
            statements.removed.extend(read(&module, &block, "from"));
        }
        for (module, block) in evaluator.blocks("import") {
            let id = block.body.attribute("id").and_then(|id| match &id.value.kind {
                ExprKind::Text(id) => Some(id.to_string()),
                _ => None,
            });
            let to = read(&module, &block, "to");
            let address = to.as_ref().and_then(Target::address).map(Arc::new);
            statements.imports.extend(address.zip(id));
            statements.imported.extend(to.or_else(|| {
                let to = block.body.attribute("to")?;
                Target::read(&module, without_key(&to.value)?)
            }));
        }
        statements
    }

    /// Where an address has moved to, step by step.
    pub fn moved(&self, address: &Arc<Address>) -> Arc<Address> {
        let mut at = Arc::clone(address);
        let mut seen = HashSet::from([Arc::clone(&at)]);
        for _ in 0..CHAIN {
            let next = self.moves.iter().find_map(|(from, to)| from.moved(to, &at));
            let Some(next) = next.map(Arc::new) else { return at };
            if !seen.insert(Arc::clone(&next)) {
                return at;
            }
            at = next;
        }
        at
    }

    /// Whether an `import` block takes a resource in: the cloud has it.
    pub fn imports(&self, address: &Address) -> bool {
        self.imported.iter().any(|target| {
            target.covers(address)
                && (*target.key() == Key::None
                    || *target.key() == address.key
                    || address.key == Key::Any)
        })
    }

    /// Where each resource of before is now, if it is there: by address, with what is said of
    /// moves, and where `count` came or went.
    pub fn now(&self, before: &[&Arc<Address>], now: &HashSet<&Address>) -> Vec<Option<Address>> {
        let stays: HashSet<&Address> =
            before.iter().map(|address| &***address).filter(|own| now.contains(own)).collect();
        let mut taken: HashSet<Address> = HashSet::new();
        let mut of = |own: &&Arc<Address>| {
            let moved = self.moved(own);
            let free = |address: &Address| {
                let is_free = *address == ***own || !stays.contains(address);
                (now.contains(address) && is_free).then(|| address.clone())
            };
            let found = free(&moved).or_else(|| by_count(&moved).iter().find_map(free));
            found.filter(|found| taken.insert(found.clone()))
        };
        before.iter().map(&mut of).collect()
    }

    /// Whether a `removed` block says that a resource goes.
    pub(super) fn says_removed(&self, address: &Address) -> bool {
        self.removed.iter().any(|target| target.covers(address))
    }
}

impl Target {
    /// Reads `module.a["x"].alicloud_vpc.main[0]`; JSON syntax writes it as text.
    fn read(module: &Arc<[Step]>, expr: &Expr) -> Option<Self> {
        let mut parts = Vec::new();
        if let ExprKind::Text(text) = &expr.kind {
            let file = SourceMap::default().add("", text);
            collect(&parse_expression(file, text).ok()?, &mut parts)?;
        } else {
            collect(expr, &mut parts)?;
        }
        let mut target = Self { module: module.to_vec(), resource: None };
        let mut parts = parts.into_iter();
        while let Some((word, key)) = parts.next() {
            let (name, name_key) = parts.next()?;
            if word == "module" && target.resource.is_none() {
                target.module.push(Step { name: name.as_str().into(), key: name_key });
            } else if key == Key::None && target.resource.is_none() {
                target.resource = Some((word, name, name_key));
            } else {
                return None;
            }
        }
        Some(target)
    }

    fn address(&self) -> Option<Address> {
        let (kind, name, key) = self.resource.clone()?;
        let module = self.module.clone().into();
        let (kind, name) = (kind.as_str().into(), name.as_str().into());
        Some(Address { module, data: false, kind, name, key })
    }

    /// The key that it names last.
    fn key(&self) -> &Key {
        match (&self.resource, self.module.last()) {
            (Some((.., key)), _) => key,
            (None, Some(step)) => &step.key,
            (None, None) => &Key::None,
        }
    }

    /// Where what is at an address moves to, if this is what moves.
    fn moved(&self, to: &Self, address: &Address) -> Option<Address> {
        // without a key on either side all instances move, each with its own
        let all = *self.key() == Key::None && *to.key() == Key::None;
        let Some((kind, name, key)) = &self.resource else {
            let rest = self.within(&address.module, all)?;
            let mut module = to.module.clone();
            if all {
                module.last_mut()?.key = address.module[self.module.len() - 1].key.clone();
            }
            module.extend_from_slice(rest);
            return Some(Address { module: module.into(), ..address.clone() });
        };
        let here = *address.module == *self.module
            && *address.kind == **kind
            && *address.name == **name
            && !address.data;
        if !here || !all && *key != address.key {
            return None;
        }
        let target = to.address()?;
        let key = if all { address.key.clone() } else { target.key };
        Some(Address { key, ..target })
    }

    /// The calls beyond this module, if a path leads through it.
    fn within<'p>(&self, path: &'p [Step], any_key: bool) -> Option<&'p [Step]> {
        let (last, before) = self.module.split_last()?;
        let (head, rest) = path.split_at_checked(self.module.len())?;
        let (head_last, head_before) = head.split_last()?;
        let same = head_before == before
            && head_last.name == last.name
            && (any_key || head_last.key == last.key);
        same.then_some(rest)
    }

    /// Whether it is, or holds, what is at an address; it has no keys.
    fn covers(&self, address: &Address) -> bool {
        let names = |path: &[Step]| path.iter().map(|step| Arc::clone(&step.name)).collect();
        let (own, others): (Vec<_>, Vec<_>) = (names(&self.module), names(&address.module));
        match &self.resource {
            Some((kind, name, _)) => {
                own == others && *address.kind == **kind && *address.name == **name
            }
            None => others.starts_with(&own),
        }
    }
}

/// What an expression with an index is of: `to = x.y[each.key]` is about any instance.
fn without_key(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Index(source, _) => Some(source),
        _ => None,
    }
}

/// The words of an address, each with its key.
fn collect(expr: &Expr, parts: &mut Vec<(String, Key)>) -> Option<()> {
    match &expr.kind {
        ExprKind::Root(name) => parts.push((name.to_string(), Key::None)),
        ExprKind::Attribute(source, name) => {
            collect(source, parts)?;
            parts.push((name.to_string(), Key::None));
        }
        ExprKind::Index(source, index) => {
            collect(source, parts)?;
            let key = match &index.kind {
                ExprKind::Number(number) => Key::Index(number.to_string().parse().ok()?),
                ExprKind::Text(text) => Key::Text(text.as_ref().into()),
                _ => return None,
            };
            parts.last_mut()?.1 = key;
        }
        _ => return None,
    }
    Some(())
}

/// The resources of a root before and after, matched.
#[derive(Debug, Default)]
pub struct Matched<'r> {
    /// Those that are there before and after.
    pub kept: Vec<(&'r Resource, &'r Resource)>,
    /// Those that were there before only, and no `removed` block says so.
    pub gone: Vec<&'r Resource>,
    /// Those that are there after only.
    pub created: Vec<&'r Resource>,
}

impl<'r> Matched<'r> {
    /// Matches by address, with what the later configuration says of moves.
    pub fn of(before: &'r [Resource], after: &'r [Resource], statements: &Statements) -> Self {
        let now: HashMap<&Address, &'r Resource> =
            after.iter().map(|resource| (&*resource.address, resource)).collect();
        let addresses: Vec<&Arc<Address>> = before.iter().map(|was| &was.address).collect();
        let found = statements.now(&addresses, &now.keys().copied().collect());
        let mut matched = Self::default();
        let mut taken: HashSet<&Address> = HashSet::new();
        for (resource, found) in before.iter().zip(found) {
            let moved = statements.moved(&resource.address);
            let said_removed =
                [&resource.address, &moved].into_iter().any(|it| statements.says_removed(it));
            match found.and_then(|address| now.get(&address).copied()) {
                Some(found) => {
                    taken.insert(&found.address);
                    matched.kept.push((resource, found));
                }
                None if said_removed => {}
                None => matched.gone.push(resource),
            }
        }
        let is_new = |resource: &&Resource| !taken.contains(&*resource.address);
        matched.created = after.iter().filter(is_new).collect();
        matched
    }
}

/// How many calls deep each way of adding and dropping `count` is looked at.
const COUNTED: usize = 6;

/// What Terraform takes for the same when `count` is added or dropped: the first instance is the
/// one that there was. Far down in calls only one such change at a time is looked for.
fn by_count(address: &Address) -> Vec<Address> {
    let other = |key: &Key| match key {
        Key::None => Some(Key::Index(0)),
        Key::Index(0) => Some(Key::None),
        _ => None,
    };
    let with_other = |known: &Address, at: usize| {
        let Some(step) = known.module.get(at) else {
            return Some(Address { key: other(&known.key)?, ..known.clone() });
        };
        let mut module = known.module.to_vec();
        module[at].key = other(&step.key)?;
        Some(Address { module: module.into(), ..known.clone() })
    };
    let mut found = vec![address.clone()];
    for at in 0..=address.module.len() {
        let known = if address.module.len() > COUNTED { 1 } else { found.len() };
        let more: Vec<Address> =
            found[..known].iter().filter_map(|known| with_other(known, at)).collect();
        found.extend(more);
    }
    found.remove(0);
    found
}

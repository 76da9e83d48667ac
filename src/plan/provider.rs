//! The configuration of a provider that manages a resource of a plan, and what it rests on.

use super::Plan;
use super::address::{Part, keyed, parts, steps};
use super::configuration::references;
use super::piece::Reader;
use super::resolve::Known;
use crate::eval::{Address, Carries, Key, Provider, Step, Why};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// How many names are followed.
const NAMES: usize = 10_000;

impl Plan<'_> {
    /// The versions that a provider may have, by its name.
    pub fn version_constraints(&self, name: &str) -> Vec<&str> {
        let all = self.providers.iter().flat_map(|providers| &providers.provider_config).flatten();
        let ours = all.filter(|(_, provider)| provider.name.as_deref() == Some(name));
        ours.filter_map(|(_, provider)| provider.version_constraint.as_deref()).collect()
    }

    /// The configuration that manages a resource; `None` where no block says anything.
    pub(super) fn provider_of(
        &self,
        known: &Known<'_, '_>,
        address: &Address,
        reader: &Reader<'_>,
        carries: Carries,
    ) -> Option<Arc<Provider>> {
        let module = self.configuration.at(&address.module)?;
        let resource = module.resource(address.data, &address.kind, &address.name)?;
        let key = resource.provider.as_deref()?;
        let provider = self.providers.as_ref()?.provider(key)?;
        let expressions = provider.expressions?;
        // the calls that lead to the block lead to the resource as well
        let calls = provider.module_address.as_deref().and_then(parts);
        let depth = calls.map_or(0, |parts| steps(&parts).0.len()).min(address.module.len());
        let name = provider.name.clone().unwrap_or_default();
        let mut walk = Walk { known, carries, rests_on: BTreeSet::new(), open: None };
        walk.all(references(Some(expressions)), &address.module[..depth]);
        Some(Arc::new(Provider {
            name: provider
                .alias
                .as_ref()
                .map_or(name.clone(), |alias| format!("{name}.{alias}"))
                .into(),
            head: reader.hop(expressions),
            rests_on: walk.rests_on,
            open: walk.open,
        }))
    }
}

struct Walk<'w, 'm, 't> {
    known: &'w Known<'m, 't>,
    carries: Carries,
    rests_on: BTreeSet<Arc<Address>>,
    open: Option<Why>,
}

impl Walk<'_, '_, '_> {
    fn all(&mut self, names: Vec<String>, module: &[Step]) {
        let module: Arc<[Step]> = module.into();
        let mut todo: Vec<(String, Arc<[Step]>)> =
            names.into_iter().map(|name| (name, Arc::clone(&module))).collect();
        let mut seen = HashSet::new();
        while let Some((name, module)) = todo.pop() {
            if seen.len() > NAMES || !seen.insert((name.clone(), Arc::clone(&module))) {
                continue;
            }
            let more = self.one(&name, &module);
            todo.extend(more);
        }
    }

    /// What a name rests on in turn.
    fn one(&mut self, name: &str, module: &Arc<[Step]>) -> Vec<(String, Arc<[Step]>)> {
        let Some(parts) = parts(name) else { return Vec::new() };
        let all = |names: Vec<String>, module: &Arc<[Step]>| {
            names.into_iter().map(|name| (name, Arc::clone(module))).collect()
        };
        match &parts[..] {
            [Part::Name(word), Part::Name(variable), ..] if **word == *"var" => {
                let Some((last, before)) = module.split_last() else { return Vec::new() };
                let calls = self.known.module(before).map(|module| &module.calls);
                let call = calls.and_then(|calls| calls.get(&*last.name));
                let given = call.and_then(|call| call.expressions.get(&**variable));
                all(references(given.copied()), &before.into())
            }
            [Part::Name(word), ..] if **word == *"module" => {
                let (led, rest) = steps(&parts);
                let inner: Arc<[Step]> = module.iter().cloned().chain(led).collect();
                let outputs = self.known.module(&inner).map(|module| &module.outputs);
                match (rest, outputs) {
                    ([Part::Name(output), ..], Some(outputs)) => {
                        all(references(outputs.get(&**output).copied()), &inner)
                    }
                    _ => Vec::new(),
                }
            }
            [Part::Name(word), ..] if **word == *"local" => {
                let why = format!("the plan does not say what {name} is");
                self.open.get_or_insert(Why::Untold(why.into()));
                Vec::new()
            }
            [Part::Name(word), Part::Name(kind), Part::Name(name), rest @ ..]
                if **word == *"data" =>
            {
                self.resource(module, true, (kind, name), rest)
            }
            [Part::Name(word), ..]
                if ["each", "count", "path", "terraform", "self"].contains(&&**word) =>
            {
                Vec::new()
            }
            [Part::Name(kind), Part::Name(name), rest @ ..] => {
                self.resource(module, false, (kind, name), rest)
            }
            _ => Vec::new(),
        }
    }

    fn resource(
        &mut self,
        module: &Arc<[Step]>,
        data: bool,
        (kind, name): (&Arc<str>, &Arc<str>),
        rest: &[Part],
    ) -> Vec<(String, Arc<[Step]>)> {
        let (kind, name) = (Arc::clone(kind), Arc::clone(name));
        let block = (Arc::clone(module), data, Arc::clone(&kind), Arc::clone(&name));
        let keys = match keyed(rest).0 {
            Some(key) => vec![key],
            None if self.known.keys(&block).is_empty() => vec![Key::None],
            None => self.known.keys(&block).to_vec(),
        };
        let address = Address { module: Arc::clone(module), data, kind, name, key: Key::None };
        if (self.carries)(&address) {
            let written = self.known.written(&address).into_iter().flatten();
            let names = written.flat_map(|(_, expression)| references(Some(expression)));
            return names.map(|name| (name, Arc::clone(module))).collect();
        }
        for key in keys {
            self.rests_on.insert(Arc::new(Address { key, ..address.clone() }));
        }
        Vec::new()
    }
}

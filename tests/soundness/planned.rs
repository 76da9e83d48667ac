//! A root as the plan that Terraform would make of it, in its JSON form: what evaluation knows is a
//! value, all else is known after apply.

use crate::print::Files;
use acklint::eval::{
    Evaluator, Key, MappingKind, Piece, Reference, Resource, Setting, Step, Text, Traced, Value,
};
use acklint::model;
use acklint::module::{Inputs, Modules};
use acklint::source::{Memory, SourceMap};
use regex::Regex;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the objects of a plan are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Objects {
    /// All are made by it: the ids are not known.
    New,
    /// All are there: the ids are known.
    There,
}

/// The plan of a root; `None` where no plan could be made of it, or where it could not tell what
/// leads to what.
pub(crate) fn plan(files: &Files, folder: &str, objects: Objects, beside: bool) -> Option<String> {
    let memory = Memory::new(files.iter().map(|(path, text)| (path.clone(), text.clone())));
    let sources = SourceMap::default();
    let modules = Modules::new(&memory, &sources);
    let module = modules.load(folder);
    let (inputs, _) = Inputs::default().given(&modules, &module);
    let (installed, _) = modules.installed(folder);
    let folder = Arc::from(folder);
    let setting =
        Setting { modules: &modules, folder, number: 0, inputs, installed, workspace: None };
    let resources = on_a_large_stack(setting);
    if resources.iter().any(|resource| resource.maybe.is_some() || !resource.address.is_certain()) {
        return None;
    }
    let mut configuration = json!({});
    let mut changes = Vec::new();
    let mut asked = BTreeSet::new();
    for resource in &resources {
        let references = Vec::new();
        let mut made = Made { objects, resource, told: true, references, asked: &mut asked };
        changes.push(made.change());
        let told = made.told;
        if !(beside || told && resource.provider.is_none()) {
            return None;
        }
        made.configure(&mut configuration);
    }
    for reference in &asked {
        decide(reference, objects, &mut changes);
    }
    let texts = files.iter().map(|(_, text)| &**text).collect::<String>();
    let version = Regex::new(r#"alicloud\s*=\s*\{[^}]*version\s*=\s*"([^"]+)""#).unwrap();
    let version = version.captures(&texts).map(|found| found[1].to_owned());
    let plan = json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {},
        "resource_changes": changes,
        "configuration": {
            "provider_config": {"alicloud": {"name": "alicloud", "version_constraint": version}},
            "root_module": configuration,
        },
        "applyable": true, "complete": true, "errored": false,
    });
    Some(plan.to_string())
}

fn on_a_large_stack(setting: Setting<'_>) -> Vec<Resource> {
    std::thread::scope(|scope| {
        let run = || {
            let evaluator = Evaluator::new(setting);
            evaluator.resources(model::wanted, model::carries)
        };
        let thread = std::thread::Builder::new().stack_size(128 << 20);
        thread.spawn_scoped(scope, run).unwrap().join().unwrap()
    })
}

/// Puts what the cloud decides where others refer to it.
fn decide(reference: &Reference, objects: Objects, changes: &mut Vec<Json>) {
    let (address, path) = (&reference.address, reference.path.trim_start_matches('.'));
    let name = path.split(['.', '[']).next().unwrap();
    let text = address.to_string();
    let same = |change: &&mut Json| change["address"] == *text;
    if changes.iter_mut().find(same).is_none() {
        let read = json!({"actions": ["read"], "after": {}, "after_unknown": {}});
        changes.push(json!({"address": text, "mode": "data", "change": read}));
    }
    let change = &mut changes.iter_mut().find(same).unwrap()["change"];
    match objects {
        Objects::There if !address.data => change["after"][name] = json!(known(reference)),
        _ if change["after"].get(name).is_none() => change["after_unknown"][name] = json!(true),
        _ => {}
    }
}

/// A resource in the making.
struct Made<'r> {
    objects: Objects,
    resource: &'r Resource,
    /// Whether the plan tells what each id that is not known leads to.
    told: bool,
    /// What the attributes that are not known refer to.
    references: Vec<(String, Vec<String>)>,
    /// What the cloud decides and something refers to.
    asked: &'r mut BTreeSet<Reference>,
}

impl Made<'_> {
    fn change(&mut self) -> Json {
        let mut after = Map::new();
        let mut unknown = Map::new();
        for (name, value) in &self.resource.attributes {
            let mut references = Vec::new();
            let (value, hole) = self.value(value, &mut references);
            if hole != Json::Bool(true) {
                after.insert(name.to_string(), value);
            }
            unknown.insert(name.to_string(), hole);
            self.references.push((name.to_string(), references));
        }
        let there = self.objects == Objects::There;
        if there {
            after.insert("id".to_owned(), json!(id(&self.resource.address.to_string())));
        } else {
            unknown.insert("id".to_owned(), json!(true));
        }
        json!({
            "address": self.resource.address.to_string(),
            "mode": "managed",
            "type": *self.resource.address.kind,
            "name": *self.resource.address.name,
            "change": {
                "actions": [if there { "no-op" } else { "create" }],
                "before": there.then_some(&after),
                "after": after,
                "after_unknown": unknown,
            },
        })
    }

    /// A value, and what of it is not known.
    fn value(&mut self, value: &Traced, references: &mut Vec<String>) -> (Json, Json) {
        let open = (Json::Null, Json::Bool(true));
        match &value.value {
            Value::Null(_) => (Json::Null, json!(false)),
            Value::Bool(truth) => (json!(truth), json!(false)),
            Value::Number(number) => {
                (serde_json::from_str(&number.to_string()).unwrap(), json!(false))
            }
            Value::Text(Text::Plain(text)) => (json!(**text), json!(false)),
            Value::Text(Text::Symbolic(pieces)) => {
                let text = self.joined(pieces);
                self.told &= text.is_some();
                text.map_or(open, |text| (json!(text), json!(false)))
            }
            Value::Sequence(_, items) => {
                if items.iter().any(|item| matches!(item.value, Value::Several(_))) {
                    self.told = false;
                    return open;
                }
                let items = items.iter().map(|item| self.value(item, references));
                let (values, holes): (Vec<_>, Vec<_>) = items.unzip();
                (Json::Array(values), Json::Array(holes))
            }
            Value::Mapping(mapping) if matches!(mapping.kind, MappingKind::Resource(_)) => {
                self.told = false;
                open
            }
            Value::Mapping(mapping) => {
                let entries = mapping.entries.iter().map(|(name, entry)| {
                    let (value, hole) = self.value(entry, references);
                    ((name.to_string(), value), (name.to_string(), hole))
                });
                let (values, holes): (Map<_, _>, Map<_, _>) = entries.unzip();
                (Json::Object(values), Json::Object(holes))
            }
            Value::Unknown(unknown) => {
                let reference = unknown.why.reference();
                self.told &= reference.is_some();
                let known = reference.and_then(|reference| self.known(reference));
                if let (Some(reference), None) = (reference, &known) {
                    references.extend(self.relative(reference));
                }
                known.map_or(open, |text| (json!(text), json!(false)))
            }
            Value::Several(_) => unreachable!("an item of a sequence"),
        }
    }

    /// The text that a reference is known by.
    fn known(&mut self, reference: &Reference) -> Option<String> {
        let (address, path) = (&reference.address, reference.path.trim_start_matches('.'));
        if !address.data && !model::names(&address.kind).contains(&path) {
            return None; // what is made of such a value is no id
        }
        self.asked.insert(reference.clone());
        (self.objects == Objects::There).then(|| known(reference))
    }

    fn joined(&mut self, pieces: &[Piece]) -> Option<String> {
        let mut piece = |piece: &Piece| match piece {
            Piece::Literal(text) => Some(text.to_string()),
            Piece::Unknown(value) => match &value.value {
                Value::Unknown(unknown) => self.known(unknown.why.reference()?),
                _ => None,
            },
            Piece::Joined { .. } => None,
        };
        pieces.iter().map(&mut piece).collect()
    }

    /// A reference as the configuration of the same module writes it, and what leads to it.
    fn relative(&mut self, reference: &Reference) -> Vec<String> {
        let address = &reference.address;
        if address.module != self.resource.address.module {
            self.told = false;
            return Vec::new();
        }
        let data = if address.data { "data." } else { "" };
        let block = format!("{data}{}.{}", address.kind, address.name);
        let instance = format!("{block}{}", address.key);
        let full = format!("{instance}{}", reference.path);
        let mut references = vec![full, instance];
        if address.key != Key::None {
            references.push(block);
        }
        references
    }

    /// Puts the resource into the configuration, by what its module is called.
    fn configure(&self, configuration: &mut Json) {
        let mut module = configuration;
        for Step { name, .. } in self.resource.address.module.iter() {
            module = &mut module["module_calls"][&**name]["module"];
        }
        let resources = &mut module["resources"];
        if resources.is_null() {
            *resources = json!([]);
        }
        let address = &self.resource.address;
        let references = self.references.iter();
        let expressions: Map<String, Json> =
            references.map(|(name, found)| (name.clone(), json!({"references": found}))).collect();
        let resources = resources.as_array_mut().unwrap();
        let same =
            |known: &&mut Json| known["type"] == *address.kind && known["name"] == *address.name;
        match resources.iter_mut().find(same) {
            // each instance says in its own way what the expression refers to
            Some(known) if self.objects == Objects::New => {
                for (name, expression) in expressions {
                    let all = &mut known["expressions"][name]["references"];
                    match (all.as_array_mut(), &expression["references"]) {
                        (Some(all), Json::Array(more)) => all.extend(more.iter().cloned()),
                        (_, more) => *all = more.clone(),
                    }
                }
            }
            Some(_) => {}
            None => resources.push(json!({
                "mode": "managed", "type": *address.kind, "name": *address.name,
                "expressions": expressions,
            })),
        }
    }
}

/// What the cloud has decided.
fn known(reference: &Reference) -> String {
    match &*reference.path {
        ".id" if !reference.address.data => id(&reference.address.to_string()),
        _ => reference.to_string(),
    }
}

fn id(address: &str) -> String {
    format!("id-of-{address}")
}

//! Data sources that read nothing but files of the repository: what they give is computed here.
//!
//! They are those of the `kubectl` provider that part YAML into documents.

use super::address::{Address, Key};
use super::evaluator::Evaluator;
use super::functions::{documents, split_documents};
use super::scope::{Asked, Instance};
use super::types::Type;
use super::value::{SequenceKind, Traced, Value};
use crate::source::Span;
use crate::syntax::Name;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// Parts a text.
const FILE: &str = "kubectl_file_documents";
/// Parts the files that fit a pattern, which are templates.
const PATH: &str = "kubectl_path_documents";

impl Evaluator<'_> {
    /// An attribute that a data source computes from what is here, if it is one of those.
    pub(super) fn local_data(
        &self,
        instance: &Rc<Instance>,
        index: usize,
        address: &Arc<Address>,
        name: &Name,
    ) -> Option<Traced> {
        let resource = &instance.module.resources[index];
        let is_known = matches!(&*resource.kind, FILE | PATH);
        if !resource.data || !is_known || !matches!(&**name, "documents" | "manifests") {
            return None;
        }
        let asked = Asked::Attribute(index, address.key.clone(), Arc::clone(name));
        let full = || format!("{address}.{name}");
        Some(self.once(instance, asked, full, resource.head, || {
            self.parted(instance, index, &address.key, name).unwrap_or_else(|| {
                let why = self.reference(Arc::clone(address), &format!(".{name}"));
                self.unknown(Type::Dynamic, why, resource.head)
            })
        }))
    }

    /// The documents of a data source, as a list or by their keys.
    fn parted(
        &self,
        instance: &Rc<Instance>,
        index: usize,
        key: &Key,
        name: &str,
    ) -> Option<Traced> {
        let resource = &instance.module.resources[index];
        let given = |name: &str| self.configured(instance, index, key, &Name::from(name));
        let texts = if &*resource.kind == FILE {
            vec![given("content")?]
        } else {
            let plain = given("disable_template").is_some_and(|it| it.value == Value::Bool(true));
            let variables = [given("vars"), given("sensitive_vars")];
            self.files(&given("pattern")?, plain, variables, resource.head)?
        };
        let parts: Option<Vec<_>> = texts.iter().map(split_documents).collect();
        let parts = parts?.concat();
        if name == "documents" {
            return Some(self.written(Value::list(Type::String, parts), resource.head));
        }
        let keyed = parts.into_iter().map(|part| Some((link(&part)?, part)));
        let manifests: BTreeMap<Name, Traced> = keyed.collect::<Option<_>>()?;
        Some(self.written(Value::map(Type::String, manifests), resource.head))
    }

    /// The texts of the files that fit a pattern.
    fn files(
        &self,
        pattern: &Traced,
        plain: bool,
        variables: [Option<Traced>; 2],
        span: Span,
    ) -> Option<Vec<Traced>> {
        let text = |text: &str| self.written(Value::text(text), span);
        let found = self.function("fileset", &[text("."), pattern.clone()], span)?;
        let Value::Sequence(SequenceKind::Set(_), files) = &found.value else { return None };
        let given: Vec<Traced> = variables.into_iter().flatten().collect();
        let given = match given.as_slice() {
            [] => self.written(Value::object(BTreeMap::new()), span),
            given => self.function("merge", given, span)?,
        };
        let read = |file: &Traced| {
            if plain {
                return self.function("file", std::slice::from_ref(file), span);
            }
            self.function("templatefile", &[file.clone(), given.clone()], span)
        };
        files.iter().map(read).collect()
    }
}

/// The key of a manifest, as the provider makes it: `/apis/apps/v1/namespaces/a/deployments/b`.
fn link(document: &Traced) -> Option<Name> {
    let read = documents(document).ok()?;
    let [Ok(manifest)] = read.as_slice() else { return None };
    let Value::Mapping(object) = &manifest.value else { return None };
    let text = |entries: &BTreeMap<Name, Traced>, key: &str| match entries.get(key) {
        Some(entry) => entry.value.as_str().map(str::to_owned),
        None => Some(String::new()),
    };
    let Value::Mapping(metadata) = &object.entries.get("metadata")?.value else { return None };
    let version = text(&object.entries, "apiVersion")?;
    let (kind, name) = (text(&object.entries, "kind")?, text(&metadata.entries, "name")?);
    let namespace = match text(&metadata.entries, "namespace")? {
        namespace if namespace.is_empty() => namespace,
        namespace => format!("/namespaces/{namespace}"),
    };
    let api = if version == "v1" { "api" } else { "apis" };
    let plural = if kind.ends_with('s') { "es" } else { "s" };
    let kind = kind.to_lowercase();
    Some(format!("/{api}/{version}{namespace}/{kind}{plural}/{name}").into())
}

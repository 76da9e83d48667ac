//! Registry modules that are read without their code: what acklint knows of them by itself.
//!
//! `rules/modules` says what each release makes of its inputs. A call gets a module of its own,
//! all of which lies at the call's head: no place in those texts is one that a user could edit.

use super::Module;
use super::declare::declare;
use super::version::{Constraint, Version};
use crate::source::{Files, SourceMap, Span};
use crate::syntax::{Attribute, Block, Body, ExprKind, Name, parse_body, respan_block};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// What `rules/modules` holds.
const TEXTS: [&str; 2] = [
    include_str!("../../rules/modules/kubernetes.hcl"),
    include_str!("../../rules/modules/managed-kubernetes.hcl"),
];

/// The block that holds what only some releases have; its labels are the first and the last.
const RELEASES: &str = "releases";

/// Hosts whose `host/owner/…` is a git repository and never a registry's module.
const GIT_HOSTS: [&str; 2] = ["github.com", "bitbucket.org"];

static MODULES: LazyLock<Vec<Known>> =
    LazyLock::new(|| TEXTS.iter().filter_map(|text| Known::read(text)).collect());

/// A registry module that acklint knows.
#[derive(Debug, PartialEq)]
struct Known {
    /// `namespace/name/provider`.
    source: Arc<str>,
    /// Its releases, the oldest first.
    versions: Vec<Version>,
    blocks: Vec<Block>,
}

/// A release of a registry module that acklint knows.
#[derive(Clone, Copy, PartialEq)]
pub struct StandIn {
    known: &'static Known,
    version: Version,
}

impl StandIn {
    /// The release that a call leads to: the newest that its version constraint permits and that
    /// takes all of its inputs, since Terraform refuses a call with any other input.
    pub(super) fn of(
        source: &str,
        constraint: Option<&str>,
        inputs: &BTreeMap<Name, Attribute>,
    ) -> Option<Self> {
        let constraint = Constraint::parse(constraint)?;
        let address = address(source)?;
        let known = MODULES.iter().find(|known| *known.source == *address)?;
        let permitted = known.versions.iter().rev().filter(|version| constraint.permits(**version));
        permitted.map(|version| Self { known, version: *version }).find(|it| it.takes(inputs))
    }

    /// What it declares, as of a call: everything lies at the call's head.
    pub(super) fn module(self, files: &dyn Files, sources: &SourceMap, call: Span) -> Module {
        let mut blocks: Vec<Block> = self.blocks().cloned().collect();
        for block in &mut blocks {
            respan_block(block, &|_| call);
        }
        let folder = self.to_string().into();
        let mut module = Module { folder, stand_in: Some(self), ..Module::default() };
        declare(files, sources, blocks, &mut module);
        // the comment above the call is the call's own
        module.resources.iter_mut().for_each(|resource| resource.expect = None);
        module
    }

    fn takes(self, inputs: &BTreeMap<Name, Attribute>) -> bool {
        let is_variable = |name: &Name| {
            let mut variables = self.blocks().filter(|block| &*block.kind == "variable");
            variables.any(|variable| variable.labels.first() == Some(name))
        };
        inputs.keys().all(is_variable)
    }

    /// The blocks of this release.
    fn blocks(self) -> impl Iterator<Item = &'static Block> {
        self.known.blocks.iter().flat_map(move |block| {
            if &*block.kind != RELEASES {
                return std::slice::from_ref(block).iter();
            }
            let blocks = if self.is_among(block) { block.body.blocks.as_slice() } else { &[] };
            blocks.iter()
        })
    }

    fn is_among(self, releases: &Block) -> bool {
        let version = |label: Option<&Name>| label.and_then(|label| Version::parse(label));
        let (first, last) = (version(releases.labels.first()), version(releases.labels.last()));
        first.is_some_and(|first| first <= self.version)
            && last.is_some_and(|last| self.version <= last)
    }
}

/// As people name it: the module and its release.
impl fmt::Display for StandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.known.source, self.version)
    }
}

impl fmt::Debug for StandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Known {
    /// Reads a text of `rules/modules`; a test holds that each of them can be read.
    fn read(text: &str) -> Option<Self> {
        let Body { attributes, blocks } =
            parse_body(SourceMap::default().add("", text), text).ok()?;
        let value = |name: &str| attributes.iter().find(|attribute| &*attribute.name == name);
        let ExprKind::Text(source) = &value("source")?.value.kind else { return None };
        let ExprKind::Tuple(versions) = &value("versions")?.value.kind else { return None };
        let version = |expr: &crate::syntax::Expr| match &expr.kind {
            ExprKind::Text(text) => Version::parse(text),
            _ => None,
        };
        let versions = versions.iter().map(version).collect::<Option<_>>()?;
        Some(Self { source: Arc::clone(source), versions, blocks })
    }
}

/// `namespace/name/provider` of a registry source, with or without the registry's host before it.
fn address(source: &str) -> Option<String> {
    let parts: Vec<&str> = source.split('/').collect();
    let address = match parts.as_slice() {
        [host, address @ ..] if parts.len() == 4 => {
            let is_registry = host.contains('.') && !GIT_HOSTS.contains(host);
            is_registry.then_some(address)?
        }
        address if parts.len() == 3 => address,
        _ => return None,
    };
    Some(address.join("/"))
}

#[cfg(test)]
mod tests;

//! Which configuration of a provider is meant: `kubernetes`, `kubernetes.prod`.

use super::{Call, Module, Resource};
use crate::syntax::{Block, Expr, ExprKind, Name, Part};
use std::fmt;

/// A configuration of a provider, as a module names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Configured {
    /// What the module calls the provider.
    pub local: Name,
    /// The `alias`; the default configuration has none.
    pub alias: Option<Name>,
}

impl Configured {
    /// What `provider = …` names.
    pub fn read(expr: &Expr) -> Option<Self> {
        let named = |local: &str, alias: Option<&str>| Self {
            local: local.into(),
            alias: alias.map(Name::from),
        };
        match &expr.kind {
            ExprKind::Root(local) => Some(named(local, None)),
            ExprKind::Attribute(source, alias) => {
                let ExprKind::Root(local) = &source.kind else { return None };
                Some(named(local, Some(alias)))
            }
            // one of several that `for_each` makes
            ExprKind::Index(source, _) => Self::read(source),
            // older configurations quote it
            ExprKind::Text(text) => Some(match text.split_once('.') {
                Some((local, alias)) => named(local, Some(alias)),
                None => named(text, None),
            }),
            ExprKind::Template(parts) => match &**parts {
                [Part::Value(value)] => Self::read(value),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a `provider` block is this configuration.
    fn is(&self, block: &Block) -> bool {
        let alias = block.body.attribute("alias").map(|alias| match &alias.value.kind {
            ExprKind::Text(alias) => Some(&**alias),
            _ => None,
        });
        let same = match (&alias, &self.alias) {
            (None, None) => true,
            (Some(Some(alias)), Some(own)) => *alias == &**own,
            _ => false,
        };
        &*block.kind == "provider" && block.labels.first() == Some(&self.local) && same
    }
}

impl fmt::Display for Configured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.alias {
            Some(alias) => write!(f, "{}.{alias}", self.local),
            None => f.write_str(&self.local),
        }
    }
}

impl Resource {
    /// The provider configuration that it names, or the default one of its type; `None` if what it
    /// names cannot be read.
    pub fn provider(&self) -> Option<Configured> {
        if let Some(provider) = self.body.attribute("provider") {
            return Configured::read(&provider.value);
        }
        let local = self.kind.split('_').next()?;
        Some(Configured { local: local.into(), alias: None })
    }
}

impl Module {
    /// The block that makes a provider configuration.
    pub fn provider(&self, configured: &Configured) -> Option<&Block> {
        self.other.iter().find(|block| configured.is(block))
    }
}

impl Call {
    /// What the caller passes for a configuration that the module names.
    pub fn provider(&self, configured: &Configured) -> Option<Configured> {
        let ExprKind::Object(entries) = &self.providers.as_ref()?.kind else { return None };
        let is = |(key, _): &&(Expr, Expr)| Configured::read(key).as_ref() == Some(configured);
        entries.iter().find(is).and_then(|(_, value)| Configured::read(value))
    }
}

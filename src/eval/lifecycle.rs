//! The `lifecycle` block of a resource: Terraform reads it itself, it is no attribute.

use super::evaluator::Evaluator;
use super::origin::{How, OriginId};
use super::scope::Scope;
use super::value::Traced;
use crate::module;
use crate::syntax::{Expr, ExprKind, Name};

/// What the `lifecycle` block of a resource says about its changes.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    /// `prevent_destroy`, where it is written.
    pub prevent_destroy: Option<Traced>,
    /// Where `ignore_changes = all` is written.
    pub ignores_all: Option<OriginId>,
    /// What `ignore_changes` names, such as `pod_cidr` or `labels[0].key`, and where.
    pub ignores: Vec<(Name, OriginId)>,
    /// What `replace_triggered_by` names, such as `alicloud_vpc.main.id`, and where.
    pub replaced_by: Vec<(Name, OriginId)>,
}

impl Evaluator<'_> {
    /// The lifecycle of an instance of a resource.
    pub(super) fn lifecycle(&self, resource: &module::Resource, scope: Scope<'_>) -> Lifecycle {
        let mut lifecycle = Lifecycle::default();
        for block in resource.body.blocks_of("lifecycle") {
            let written = |name: &str| block.body.attribute(name).map(|written| &written.value);
            if let Some(prevent) = written("prevent_destroy") {
                lifecycle.prevent_destroy = Some(self.value(prevent, scope));
            }
            match written("ignore_changes") {
                Some(all) if is_all(all) => lifecycle.ignores_all = Some(self.at(all)),
                Some(names) => lifecycle.ignores.extend(self.paths(names)),
                None => {}
            }
            let triggers = written("replace_triggered_by").into_iter();
            lifecycle.replaced_by.extend(triggers.flat_map(|triggers| self.paths(triggers)));
        }
        // until version 0.12 of Terraform `*` stood for all
        let star = lifecycle.ignores.iter().find(|(name, _)| &**name == "*");
        lifecycle.ignores_all = lifecycle.ignores_all.or(star.map(|(_, place)| *place));
        lifecycle
    }

    fn paths(&self, list: &Expr) -> Vec<(Name, OriginId)> {
        let ExprKind::Tuple(items) = &list.kind else { return Vec::new() };
        let path = |item: &Expr| match &item.kind {
            ExprKind::Text(name) => Name::clone(name),
            _ => {
                path(item).unwrap_or_else(|| self.setting.modules.sources().text(item.span)).into()
            }
        };
        items.iter().map(|item| (path(item), self.at(item))).collect()
    }

    fn at(&self, expr: &Expr) -> OriginId {
        self.hop(expr.span, How::Written, Vec::new())
    }
}

fn is_all(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Root(name) if &**name == "all")
}

/// A path as Terraform writes it; none where an index is computed.
fn path(expr: &Expr) -> Option<String> {
    Some(match &expr.kind {
        ExprKind::Root(name) => name.to_string(),
        ExprKind::Attribute(source, name) => format!("{}.{name}", path(source)?),
        ExprKind::Index(source, index) => match &index.kind {
            ExprKind::Number(number) => format!("{}[{number}]", path(source)?),
            ExprKind::Text(key) => format!("{}[{key:?}]", path(source)?),
            _ => return None,
        },
        _ => return None,
    })
}

//! A root before and after.

use super::drawn::draw;
use super::way::Ways;
use super::{Comparison, Gone, Identities, Kept, Matched, Statements, changes, is_guarded};
use crate::eval::{Address, Key, OriginId, Resource};
use crate::model::{self, Open, Subject};
use crate::module::Permitted;
use std::sync::Arc;

/// What was evaluated of a root.
#[derive(Debug, Default)]
pub struct Side {
    /// Its resources.
    pub resources: Vec<Resource>,
    /// What it says of addresses.
    pub statements: Statements,
    /// Where clusters are declared, whether or not there are instances.
    pub declared: Vec<(Arc<Address>, OriginId)>,
}

impl Comparison {
    /// Compares a root that is there before and after.
    pub fn root(&mut self, before: &Side, after: &Side, provider: &Permitted, ways: Ways<'_>) {
        let matched = Matched::of(&before.resources, &after.resources, &after.statements);
        let identities = Identities::new(&matched, &after.statements, ways);
        let guarded = matched.kept.iter().filter(|(_, now)| is_guarded(&now.address.kind));
        let mut kept: Vec<Kept> = guarded
            .map(|(was, now)| Kept {
                subject: Subject::of(now),
                changes: changes(was, now, &identities),
                drawn: None,
                planned: None,
            })
            .collect();
        draw(&mut kept, &matched.kept, &identities, provider);
        self.kept.append(&mut kept);
        let gone = matched.gone.iter().filter(|was| model::is_cluster(&was.address.kind));
        self.gone.extend(gone.map(|was| gone_from(was, &matched, after)));
    }

    /// A root that is there no more.
    pub fn without_root(&mut self, before: &Side) {
        let clusters = before.resources.iter().filter(|was| model::is_cluster(&was.address.kind));
        self.gone.extend(clusters.map(|was| Gone {
            subject: Subject::of(was),
            candidates: Vec::new(),
            block: None,
            with_root: true,
            open: None,
        }));
    }
}

impl Side {
    /// The addresses of its clusters.
    pub fn clusters(&self) -> Vec<&Arc<Address>> {
        let clusters = self.resources.iter().filter(|r| model::is_cluster(&r.address.kind));
        clusters.map(|cluster| &cluster.address).collect()
    }
}

fn gone_from(was: &Resource, matched: &Matched<'_>, after: &Side) -> Gone {
    let alike = |address: &Address| {
        let names = |path: &Address| -> Vec<_> {
            path.module.iter().map(|step| Arc::clone(&step.name)).collect()
        };
        address.kind == was.address.kind
            && address.name == was.address.name
            && names(address) == names(&was.address)
    };
    let any = |address: &Address| {
        address.key == Key::Any || address.module.iter().any(|step| step.key == Key::Any)
    };
    // one of an unknown number may be it
    let maybe = after.resources.iter().find(|now| alike(&now.address) && any(&now.address));
    let open = maybe.map(|now| (now.maybe.clone(), now.head));
    let own = was.maybe.clone().map(|why| (Some(why), was.head));
    let open = open.or(own).and_then(|(why, origin)| Some(Open { why: why?, origin }));
    let created = matched.created.iter();
    let candidates = created.filter(|now| now.address.kind == was.address.kind);
    let declared = after.declared.iter().find(|(address, _)| alike(address));
    Gone {
        subject: Subject::of(was),
        candidates: candidates.map(|now| Subject::of(now)).collect(),
        block: declared.map(|(_, head)| *head),
        with_root: false,
        open,
    }
}

//! A root before and after.

use super::drawn::draw;
use super::way::Ways;
use super::{Comparison, Gone, Identities, Kept, Matched, Statements, changes, is_guarded};
use crate::eval::{Address, Gap, Key, OriginId, Resource, Traced};
use crate::model::{self, Open, Subject};
use crate::module::Permitted;
use std::collections::BTreeMap;
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
    /// What data sources, and modules that are not read, are asked.
    pub asked: BTreeMap<Arc<Address>, Traced>,
    /// The modules that are not read, or not wholly.
    pub gaps: Vec<Gap>,
}

impl Comparison {
    /// Compares a root that is there before and after.
    pub fn root(&mut self, before: &Side, after: &Side, provider: &Permitted, ways: Ways<'_>) {
        let matched = Matched::of(&before.resources, &after.resources, &after.statements);
        let mut identities = Identities::new(&matched, &after.statements, ways);
        identities.asked(before, after);
        let guarded = matched.kept.iter().filter(|(_, now)| is_guarded(&now.address.kind));
        let mut kept: Vec<Kept> = guarded
            .map(|(was, now)| Kept {
                subject: Subject::of(now),
                changes: changes(was, now, &identities),
                number: identities.number(was, now),
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

/// Why it is not known what there is at an address: a module on the way to it is not read.
fn gap_of(address: &Address, head: OriginId, after: &Side) -> Option<Open> {
    let mut gaps = after.gaps.iter();
    let gap = gaps.find(|gap| {
        let names = address.module.iter().map(|step| &step.name);
        gap.module.len() <= address.module.len()
            && gap.module.iter().zip(names).all(|(a, b)| a == b)
    })?;
    Some(Open { why: gap.why.clone(), origin: gap.place.unwrap_or(head) })
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
    let open = open.or_else(|| gap_of(&after.statements.moved(&was.address), was.head, after));
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

//! Which value of a finding can be written instead, where, and what a repository looks like then.
//!
//! A rule proposes a value. It becomes a fix where the old one is a literal that a person wrote in
//! the repository, and where the new one suits everything that rests on that literal.

mod edit;
mod literal;
mod rounds;
mod users;
mod whole;

pub use edit::{Changed, edited};
pub use rounds::{Fixed, fix};

use crate::check::Opened;
use crate::eval::{How, OriginId, Trails};
use crate::model::Subject;
use crate::options::Options;
use crate::report::view::Severity;
use crate::rules::{Answers, Found, NewValue, severity};
use crate::source::{Files, SourceMap, Span};
use literal::Literal;
use std::collections::{BTreeMap, BTreeSet};
use users::{User, Users};
use whole::Whole;

/// What can be written for which finding.
#[derive(Debug, Default)]
pub struct Fixes(BTreeMap<Key, (Span, String)>);

/// A rule has one finding on an attribute of a subject.
type Key = (&'static str, u32, String, &'static str);

fn key(rule: &'static str, subject: &Subject, found: &Found) -> Key {
    (rule, subject.root, subject.address.to_string(), found.attribute)
}

impl Fixes {
    /// The literal that can be replaced for a finding, and by what.
    pub(crate) fn of(
        &self,
        rule: &'static str,
        subject: &Subject,
        found: &Found,
    ) -> Option<(Span, &str)> {
        found.fix?;
        let (literal, text) = self.0.get(&key(rule, subject, found))?;
        Some((*literal, text))
    }
}

/// What is looked at.
pub(crate) struct Looked<'r> {
    pub(crate) files: &'r dyn Files,
    pub(crate) sources: &'r SourceMap,
    pub(crate) trails: &'r Trails,
    pub(crate) opened: &'r Opened<'r>,
    pub(crate) options: &'r Options,
    /// The resources that a state or plan shows to exist, by root and address.
    pub(crate) existing: &'r BTreeSet<(u32, String)>,
}

/// A value that a finding proposes.
struct Proposal {
    user: User,
    value: NewValue,
}

impl Looked<'_> {
    /// The fixes that do for all that they touch.
    pub(crate) fn fixes(&self, answers: &Answers) -> Fixes {
        let mut proposed: BTreeMap<Span, Vec<Proposal>> = BTreeMap::new();
        let mut keys: Vec<(Key, Span)> = Vec::new();
        let mut hopeless: BTreeSet<Span> = BTreeSet::new();
        for (card, answer) in &answers.checks {
            for found in &answer.outcome.findings {
                let is_error = severity(card, found) == Severity::Error;
                hopeless.extend(self.meets_itself(found).filter(|_| is_error));
                if let Some((literal, proposal)) = self.proposal(&answer.subject, found) {
                    proposed.entry(literal).or_default().push(proposal);
                    keys.push((key(card.id, &answer.subject, found), literal));
                }
            }
        }
        // fixed only if that suits all: what meets itself does so at any value
        proposed.retain(|literal, _| !hopeless.contains(literal));
        if proposed.is_empty() {
            return Fixes::default();
        }
        let path = |literal: &Span| self.sources.file(literal.file).path.to_string();
        let whole = Whole::of(self.opened, &proposed.keys().map(path).collect());
        let users = Users::of(&whole.trails, &whole.effects, proposed.keys().copied().collect());
        let texts = proposed.into_iter().filter_map(|(literal, proposals)| {
            Some((literal, self.replacement(literal, &proposals, &users)?))
        });
        let texts: BTreeMap<Span, String> = texts.collect();
        let fix = |(key, literal): (Key, Span)| {
            let text = texts.get(&literal)?.clone();
            Some((key, (literal, text)))
        };
        Fixes(keys.into_iter().filter_map(fix).collect())
    }

    /// What takes the place of a literal, if it does for all that rest on it.
    fn replacement(
        &self,
        literal: Span,
        proposals: &[Proposal],
        users: &Users<'_>,
    ) -> Option<String> {
        let value = chosen(proposals)?;
        let text = self.sources.text(literal);
        let old = Literal::of(&text)?;
        // what exists is replaced by an edit, whether or not anything was found on it
        let is_there = |user: &User| {
            self.existing.contains(&user.key()) && !proposals.iter().any(|it| it.user.is_of(user))
        };
        let fits =
            |user: &User| user.direct && !is_there(user) && suits(user, proposals, value, &old);
        let all = users.of_literal(literal).all(fits);
        // one range for several vSwitches is a mistake of its own
        let is_vswitch = proposals.iter().any(|proposal| proposal.user.attribute == "cidr_block");
        let alone = !is_vswitch || users.of_literal(literal).count() <= 1;
        old.with(value).filter(|new| all && alone && *new != text)
    }

    fn proposal(&self, subject: &Subject, found: &Found) -> Option<(Span, Proposal)> {
        let value = found.fix?;
        let place = self.written(found.place)?;
        let path = self.sources.file(place.file).path.clone();
        if !self.is_own(&path) {
            return None;
        }
        if self.meets_itself(found).is_some() {
            return None;
        }
        let user = User::new(subject.root, subject.address.to_string(), found.attribute);
        Some((place, Proposal { user, value }))
    }

    /// The literal that both parties of a finding have their value from.
    fn meets_itself(&self, found: &Found) -> Option<Span> {
        let place = self.written(found.place)?;
        let mut others = found.related.iter().filter(|related| related.subject.is_some());
        others.any(|related| self.written(related.place) == Some(place)).then_some(place)
    }

    /// The literal that a value is, if a person wrote it as one.
    fn written(&self, id: OriginId) -> Option<Span> {
        let place = self.trails.of(id).place(id);
        let hop = self.trails.hop(place);
        matches!(hop.how, How::Written).then_some(hop.span)
    }

    /// Whether a file lies in the repository and is nobody else's: no module that `init` brought.
    fn is_own(&self, path: &str) -> bool {
        let data = self.options.environment.data_dir.as_deref();
        let data = data.and_then(|folder| folder.file_name()).and_then(|name| name.to_str());
        let parts: Vec<&str> = path.split('/').collect();
        let hidden = parts.iter().any(|part| part.starts_with('.'));
        let installed = parts.windows(2).any(|two| Some(two[0]) == data && two[1] == "modules");
        !hidden && !installed && self.files.canonical(path).is_ok()
    }
}

/// The one value that all proposals come to: the same, or the largest of ranges.
fn chosen(proposals: &[Proposal]) -> Option<NewValue> {
    let first = proposals.first()?;
    let same = |other: &Proposal| other.user.attribute == first.user.attribute;
    if !proposals.iter().all(same) {
        return None;
    }
    let mut values = proposals.iter().map(|proposal| proposal.value);
    let first = values.next()?;
    values.try_fold(first, |chosen, value| match (chosen, value) {
        (chosen, value) if chosen == value => Some(chosen),
        (NewValue::Range(a), NewValue::Range(b)) => {
            Some(NewValue::Range(if b.prefix_len() < a.prefix_len() { b } else { a }))
        }
        _ => None,
    })
}

/// Whether a value suits one who rests on the literal: it was proposed for them, or is a range of
/// the same kind that is no smaller than the one that they have.
fn suits(user: &User, proposals: &[Proposal], value: NewValue, old: &Literal<'_>) -> bool {
    if proposals.iter().any(|proposal| proposal.user == *user) {
        return true;
    }
    let same = proposals.iter().all(|proposal| proposal.user.attribute == user.attribute);
    let ranges = matches!(user.attribute.as_str(), "pod_cidr" | "service_cidr");
    match value {
        NewValue::Range(new) if same && ranges => {
            old.range_like(new).is_some_and(|old| old.prefix_len() >= new.prefix_len())
        }
        _ => false,
    }
}

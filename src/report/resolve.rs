//! Answers of the rules, which hold ids only, to a [`View`] with places and words.

use super::view::{
    Finding, Fix, Location, Note, Problem as Trouble, Severity, Summary, Undecided, View,
};
use super::way;
use crate::eval::{How, Name, OriginId, Trails};
use crate::fix::Fixes;
use crate::model::{Open, Subject};
use crate::module::Root;
use crate::problem::Problem;
use crate::rules::{Answers, Found, Related, card::Card, severity};
use crate::source::{SourceMap, Span};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What a run has come to.
pub struct Resolve<'r> {
    /// The texts.
    pub sources: &'r SourceMap,
    /// The ways of all values.
    pub trails: &'r Trails,
    /// The roots, in the order of their numbers.
    pub roots: &'r [Root],
    /// How many clusters there are.
    pub clusters: usize,
    /// What the rules say.
    pub answers: &'r Answers,
    /// What can be written instead of a literal.
    pub fixes: &'r Fixes,
    /// What could not be looked at.
    pub problems: &'r [Problem],
    /// Calls of modules that are not here: the source, and the call.
    pub absent: &'r [(Name, Span)],
    /// Calls of modules that are read without their code: what stands in, and the call.
    pub stood_in: &'r [(Name, Span)],
}

/// The view of a run, in the order of the contract.
pub fn resolve(run: &Resolve<'_>) -> View {
    let mut view = View::default();
    for (card, answer) in &run.answers.checks {
        for found in &answer.outcome.findings {
            view.findings.push(run.finding(card, &answer.subject, found));
        }
        if let Some(doubt) = answer.outcome.doubts.first() {
            view.undecided.push(run.undecided(card, &answer.subject, &doubt.open));
        }
    }
    view.problems = problems(run.sources, run.problems);
    view.absent = run.calls(run.absent);
    view.stood_in = run.calls(run.stood_in);
    view.findings.sort_by(|a, b| {
        (&a.location, a.rule, &a.root, &a.subject).cmp(&(&b.location, b.rule, &b.root, &b.subject))
    });
    view.undecided.sort_by(|a, b| {
        (&a.location, a.rule, &a.root, &a.subject).cmp(&(&b.location, b.rule, &b.root, &b.subject))
    });
    view.summary = run.summary(&view);
    view
}

/// Problems with their places, by file and line, each once.
pub(crate) fn problems(sources: &SourceMap, problems: &[Problem]) -> Vec<Trouble> {
    let told = |problem: &Problem| {
        let location = problem.span.map(|span| way::location(sources, span));
        Trouble { message: problem.message.clone(), location }
    };
    let mut told: Vec<Trouble> = problems.iter().map(told).collect();
    told.sort_by(|a, b| (&a.location, &a.message).cmp(&(&b.location, &b.message)));
    told.dedup();
    told
}

impl Resolve<'_> {
    fn summary(&self, view: &View) -> Summary {
        let of = |severity| view.findings.iter().filter(|f| f.severity == severity).count();
        Summary {
            roots: self.roots.len(),
            clusters: self.clusters,
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
            decided: self.answers.checks.len() - view.undecided.len(),
            undecided: view.undecided.len(),
            waived: 0,
            problems: view.problems.len(),
        }
    }

    fn finding(&self, card: &'static Card, subject: &Subject, found: &Found) -> Finding {
        let place = self.trails.of(found.place).place(found.place);
        let mut message = found.message.clone();
        let elsewhere = found.related.iter().filter_map(|related| related.subject.as_ref());
        if let Some(other) = elsewhere.clone().find(|other| other.root != subject.root) {
            let _ = write!(message, " (the other one is in the root {})", self.root(other));
        }
        if found.more > 0 {
            let _ = write!(message, " (and {} more)", found.more);
        }
        if let Some(why) = &subject.maybe {
            let _ = write!(message, " (if it is created: {why})");
        }
        Finding {
            rule: card.id,
            severity: severity(card, found),
            subject: subject.address.to_string(),
            root: self.root(subject),
            message,
            help: found.help.clone(),
            location: self.location_of(place),
            label: self.label(place, subject, found),
            related: found
                .related
                .iter()
                .map(|related| Note {
                    message: self.party(related, subject),
                    location: self.location_of(self.trails.of(related.place).place(related.place)),
                })
                .collect(),
            trace: self.trace(subject, found),
            fingerprint: self.fingerprint(card, subject, found),
            fix: self.fix(card, subject, found),
            waived: None,
            variant: None,
        }
    }

    fn fix(&self, card: &'static Card, subject: &Subject, found: &Found) -> Option<Fix> {
        let (literal, text) = self.fixes.of(card.id, subject, found)?;
        Some(Fix { replacement: text.to_owned(), location: self.location(literal) })
    }

    /// The words of another party; one of another root says so.
    fn party(&self, related: &Related, subject: &Subject) -> String {
        match &related.subject {
            Some(other) if other.root != subject.root => {
                format!("{} (in the root {})", related.message, self.root(other))
            }
            _ => related.message.clone(),
        }
    }

    fn label(&self, place: OriginId, subject: &Subject, found: &Found) -> String {
        if let Some(whose) = found.default_of {
            return format!("no {} is written: the default of {whose} holds", found.attribute);
        }
        if place == subject.head {
            return format!("without {}", found.attribute);
        }
        match &self.trails.hop(place).how {
            How::Given(from) => format!("given by {from}"),
            How::Computed(_) => "computed here".to_owned(),
            _ => "written here".to_owned(),
        }
    }

    /// The way from the place where the value is written to the resource.
    fn trace(&self, subject: &Subject, found: &Found) -> Vec<Note> {
        let way = self.trails.of(found.place).way(found.place);
        let last = way.last().copied();
        let hops = way.iter().skip(1).filter_map(|id| match &self.trails.hop(*id).how {
            How::Passed(through) if Some(*id) == last && &**through == found.attribute => {
                Some((format!("and reaches {} here", subject.address), *id))
            }
            _ => way::step(self.trails.hop(*id)).map(|step| (step, *id)),
        });
        let first = way.first().filter(|id| matches!(self.trails.hop(**id).how, How::Given(_)));
        let given = first.and_then(|id| Some((way::step(self.trails.hop(*id))?, *id)));
        let hops: Vec<(String, OriginId)> = given.into_iter().chain(hops).collect();
        // a call that the value itself came through needs no second mention
        let heads = self.trails.hop(subject.head).from.iter();
        let calls = heads.filter_map(|id| match &self.trails.hop(*id).how {
            How::Passed(call) => {
                let through = format!(" of {call}");
                let told = hops.iter().any(|(message, _)| message.ends_with(&through));
                (!told).then(|| (format!("{call} is called here"), *id))
            }
            _ => None,
        });
        let calls: Vec<(String, OriginId)> = calls.collect();
        let reached = hops.last().is_some_and(|(message, _)| message.starts_with("and reaches"));
        let head = (format!("and reaches {} here", subject.address), subject.head);
        let head = (!reached).then_some(head);
        let mut steps = way::Steps::default();
        for (message, id) in calls.into_iter().chain(hops).chain(head) {
            let begins = matches!(self.trails.hop(id).how, How::Given(_));
            steps.push(Note { message, location: self.location_of(id) }, begins);
        }
        steps.notes
    }

    fn undecided(&self, card: &'static Card, subject: &Subject, open: &Open) -> Undecided {
        Undecided {
            rule: card.id,
            subject: subject.address.to_string(),
            root: self.root(subject),
            why: open.why.to_string(),
            location: self.location_of(self.trails.of(open.origin).place(open.origin)),
        }
    }

    /// Each call once, by place.
    fn calls(&self, calls: &[(Name, Span)]) -> Vec<Note> {
        let note = |(what, call): &(Name, Span)| Note {
            message: what.to_string(),
            location: self.location(*call),
        };
        let mut notes: Vec<Note> = calls.iter().map(note).collect();
        notes.sort_by(|a, b| a.location.cmp(&b.location));
        notes.dedup();
        notes
    }

    fn root(&self, subject: &Subject) -> String {
        self.roots[subject.root as usize].shown().to_owned()
    }

    fn location_of(&self, id: OriginId) -> Location {
        self.location(self.trails.hop(id).span)
    }

    fn location(&self, span: Span) -> Location {
        way::location(self.sources, span)
    }

    /// Rule, root, subject, attribute and the other resources: nothing that moves with lines.
    fn fingerprint(&self, card: &Card, subject: &Subject, found: &Found) -> String {
        let root = self.root(subject);
        let address = subject.address.to_string();
        let mut parts = vec![card.id, &root, &address, found.attribute];
        let others = found.related.iter().filter_map(|related| related.subject.as_ref());
        let others = others.filter(|other| !other.same(subject));
        let mut others: Vec<String> =
            others.map(|other| format!("{} {}", self.root(other), other.address)).collect();
        others.sort_unstable();
        others.dedup();
        parts.extend(others.iter().map(String::as_str));
        let digest = Sha256::digest(parts.join("\0"));
        digest.iter().take(16).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

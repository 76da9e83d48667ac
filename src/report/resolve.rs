//! Answers of the rules, which hold ids only, to a [`View`] with places and words.

use super::view::{
    Finding, Fix, Location, Note, Problem as Trouble, Severity, Summary, Undecided, View,
};
use super::way;
use crate::check::Unloaded;
use crate::config::{Config, FILE_NAME};
use crate::eval::{Existence, How, Name, OriginId, Trails};
use crate::fix::Fixes;
use crate::model::{Open, Subject, is_cluster};
use crate::module::Root;
use crate::problem::Problem;
use crate::rules::{Answers, Found, Related, card::Card, is_on_changes, severity};
use crate::source::{SourceMap, Span};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

/// What a run has come to.
pub struct Resolve<'r> {
    /// The texts.
    pub sources: &'r SourceMap,
    /// The ways of all values.
    pub trails: &'r Trails,
    /// The roots, in the order of their numbers.
    pub roots: &'r [Root],
    /// What holds for each root, in the order of their numbers.
    pub configs: &'r [Option<Arc<Config>>],
    /// The values files near each root that give variables without a value.
    pub unloaded: &'r Unloaded,
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

/// The view of a run, in the order of the contract, and of each of its findings the places where a
/// waiver of it may stand.
pub fn resolve(run: &Resolve<'_>) -> (View, Vec<Vec<Span>>) {
    let mut view = View::default();
    let mut findings = Vec::new();
    for (card, answer) in &run.answers.checks {
        for found in &answer.outcome.findings {
            let finding = run.finding(card, &answer.subject, found);
            findings.push((finding, run.shown_places(&answer.subject, found)));
        }
        if let Some(doubt) = answer.outcome.doubts.first() {
            view.undecided.push(run.undecided(card, &answer.subject, &doubt.open));
        }
    }
    view.problems = problems(run.sources, run.problems);
    view.absent = run.calls(run.absent);
    view.stood_in = run.calls(run.stood_in);
    findings.sort_by(|(a, _), (b, _)| in_order(a, b));
    let (findings, places) = findings.into_iter().unzip();
    view.findings = findings;
    view.undecided.sort_by(|a, b| {
        (&a.location, a.rule, &a.root, &a.subject).cmp(&(&b.location, b.rule, &b.root, &b.subject))
    });
    view.fail_on = run.configs.iter().flatten().filter_map(|config| config.fail_on).min();
    view.summary = run.summary(&view);
    (view, places)
}

/// The order of findings: file, place, rule, root and subject.
pub(crate) fn in_order(a: &Finding, b: &Finding) -> Ordering {
    (&a.location, a.rule, &a.root, &a.subject).cmp(&(&b.location, b.rule, &b.root, &b.subject))
}

/// A span as a place that people read.
pub(crate) fn location(sources: &SourceMap, span: Span) -> Location {
    way::location(sources, span)
}

/// What identifies a finding, whatever moves around it.
pub(crate) fn fingerprint(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\0"));
    digest.iter().take(16).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What to do with values files that Terraform does not load by itself.
fn hint(files: &[String]) -> String {
    match files {
        [file] => format!("{file}, which Terraform does not load by itself, does: name it"),
        [first, others @ ..] => {
            let others = if others.len() == 1 { "one other file" } else { "others" };
            format!(
                "{first} and {others} do, which Terraform does not load by themselves: name one, or \
                 write a `variant` for each into {FILE_NAME}"
            )
        }
        [] => String::new(),
    }
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
            roots: self.roots.iter().map(|root| &root.folder).collect::<BTreeSet<_>>().len(),
            clusters: self.clusters,
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
            decided: self.answers.checks.len() - view.undecided.len(),
            undecided: view.undecided.len(),
            waived: 0,
            problems: view.problems.len(),
            of_callers: view.undecided.iter().filter(|undecided| undecided.of_callers).count(),
            strict: 0,
            stale: 0,
        }
    }

    fn config(&self, subject: &Subject) -> Option<&Config> {
        self.configs.get(subject.root as usize)?.as_deref()
    }

    fn variant(&self, subject: &Subject) -> Option<String> {
        let variant = self.roots.get(subject.root as usize)?.variant.as_ref()?;
        Some(variant.name.to_string())
    }

    /// How bad a finding is: by its card, unless the configuration says something else.
    fn severity(&self, card: &Card, subject: &Subject, found: &Found) -> Severity {
        let told = self.config(subject).and_then(|config| config.severity(card.id));
        told.unwrap_or_else(|| severity(card, found))
    }

    /// The root of another party, as people know it.
    fn elsewhere(&self, other: &Subject) -> String {
        match self.variant(other) {
            Some(variant) => format!("{} (variant {variant})", self.root(other)),
            None => self.root(other),
        }
    }

    fn finding(&self, card: &'static Card, subject: &Subject, found: &Found) -> Finding {
        let place = self.trails.of(found.place).place(found.place);
        let mut message = found.message.clone();
        let elsewhere = found.related.iter().filter_map(|related| related.subject.as_ref());
        let is_elsewhere = |other: &&Subject| other.root != subject.root && self.is_root(other);
        if let Some(other) = elsewhere.clone().find(is_elsewhere) {
            let _ = write!(message, " (the other one is in the root {})", self.elsewhere(other));
        }
        if found.more > 0 {
            let _ = write!(message, " (and {} more)", found.more);
        }
        let exists = subject.exists == Existence::Exists;
        if exists && !is_on_changes(card.id) {
            let _ = write!(message, " ({} exists already)", what(subject));
        }
        if let Some(why) = &subject.maybe {
            let _ = write!(message, " (if it is created: {why})");
        }
        Finding {
            rule: card.id,
            severity: self.severity(card, subject, found),
            subject: subject.address.to_string(),
            root: self.root(subject),
            message,
            help: card.way_out.clone().filter(|_| exists).or_else(|| found.help.clone()),
            exists,
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
            variant: self.variant(subject),
        }
    }

    fn fix(&self, card: &'static Card, subject: &Subject, found: &Found) -> Option<Fix> {
        let (literal, text) = self.fixes.of(card.id, subject, found)?;
        Some(Fix { replacement: text.to_owned(), location: self.location(literal) })
    }

    /// The words of another party; one of another root says so.
    fn party(&self, related: &Related, subject: &Subject) -> String {
        match &related.subject {
            Some(other) if other.root != subject.root && self.is_root(other) => {
                format!("{} (in the root {})", related.message, self.elsewhere(other))
            }
            _ => related.message.clone(),
        }
    }

    fn label(&self, place: OriginId, subject: &Subject, found: &Found) -> String {
        if let Some(label) = &found.label {
            return label.clone();
        }
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

    /// The place of a finding, the steps of its way, the head of its resource, and the calls that
    /// lead to that.
    fn shown_places(&self, subject: &Subject, found: &Found) -> Vec<Span> {
        let origins = self.trails.of(found.place);
        let is_step = |id: &OriginId| way::step(origins.hop(*id)).is_some();
        let way = origins.way(found.place).into_iter().filter(is_step);
        let calls = self.trails.hop(subject.head).from.iter().copied();
        let ids = [origins.place(found.place), subject.head].into_iter().chain(way).chain(calls);
        ids.map(|id| self.trails.hop(id).span).collect()
    }

    fn undecided(&self, card: &'static Card, subject: &Subject, open: &Open) -> Undecided {
        Undecided {
            rule: card.id,
            subject: subject.address.to_string(),
            root: self.root(subject),
            why: self.why(subject, open),
            location: self.location_of(self.trails.of(open.origin).place(open.origin)),
            variant: self.variant(subject),
            of_callers: self.of_callers(subject, open),
        }
    }

    /// The reason, and the values files that would give what is missing.
    fn why(&self, subject: &Subject, open: &Open) -> String {
        let files = open.why.input().and_then(|name| self.unloaded.files(subject.root, name));
        match files {
            Some(files) => format!("{}; {}", open.why, hint(files)),
            None => open.why.to_string(),
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

    /// Whether a resource is one of a root, and not told beside them.
    fn is_root(&self, subject: &Subject) -> bool {
        (subject.root as usize) < self.roots.len()
    }

    /// What is told beside the roots is of the file that tells it.
    fn root(&self, subject: &Subject) -> String {
        match self.roots.get(subject.root as usize) {
            Some(root) => root.shown().to_owned(),
            None => FILE_NAME.to_owned(),
        }
    }

    /// Whether only those who call a module can decide a check.
    fn of_callers(&self, subject: &Subject, open: &Open) -> bool {
        let root = self.roots.get(subject.root as usize);
        let config = self.config(subject);
        open.why.input().is_some()
            && root.zip(config).is_some_and(|(root, config)| config.is_library(&root.folder))
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
        let variant = self.variant(subject);
        let mut parts = vec![card.id, &root, &address, found.attribute];
        parts.extend(variant.as_deref());
        let others = found.related.iter().filter_map(|related| related.subject.as_ref());
        let others = others.filter(|other| !other.same(subject));
        let mut others: Vec<String> =
            others.map(|other| format!("{} {}", self.root(other), other.address)).collect();
        others.sort_unstable();
        others.dedup();
        parts.extend(others.iter().map(String::as_str));
        fingerprint(&parts)
    }
}

/// What a subject is called where its existence is told.
fn what(subject: &Subject) -> &'static str {
    match &*subject.address.kind {
        kind if is_cluster(kind) => "the cluster",
        "alicloud_cs_kubernetes_node_pool" => "the node pool",
        _ => "it",
    }
}

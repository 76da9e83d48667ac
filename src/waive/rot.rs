//! What is wrong with waivers, as findings of the rule that speaks of them.

use super::{Placed, Run, Stray, Waiver};
use crate::config::Config;
use crate::module::{Root, Text};
use crate::report::resolve::{fingerprint, in_order, location};
use crate::report::view::{Finding, Severity, View};
use crate::rules::{self, Asked, Flaw, Remark, card::Card};
use crate::source::{Span, split_path};
use std::collections::BTreeSet;

/// Adds what is wrong with waivers, and with comments that count for nothing, to a view. Where
/// something could not be looked at, nothing is said of waivers that waive nothing: what they are for
/// may be there.
pub(super) fn rotten(run: &Run<'_>, waivers: &[Placed<'_>], strays: &[Stray<'_>], view: &mut View) {
    let whole = view.problems.is_empty();
    let mut files = BTreeSet::new();
    let mut ask = |remark: Remark<'_>, text: &Text, span: Span| {
        let told = run.config(text);
        let chosen = |rule: &str| (run.chosen)(rule) && told.is_none_or(|config| config.runs(rule));
        let asked = Asked { remark, today: run.today, json: run.is_json(text) };
        let Some(flaws) = rules::ask_of_waiver(&asked, &chosen) else { return };
        files.insert(text.file);
        let label = match remark {
            Remark::Waiver { .. } => "this waiver",
            Remark::Stray(_) => "this comment",
        };
        let flaws = flaws.into_iter().map(|(card, flaw)| Finding {
            label: label.to_owned(),
            ..run.flaw(text, span, card, flaw)
        });
        view.findings.extend(flaws);
    };
    for Placed { waiver, text, used } in waivers {
        let idle = if whole { run.idle(waiver, text, used) } else { Vec::new() };
        ask(Remark::Waiver { waiver, idle: &idle }, text, waiver.span);
    }
    for Stray { why, span, text } in strays {
        ask(Remark::Stray(why), text, *span);
    }
    view.findings.sort_by(in_order);
    view.summary.decided += files.len();
}

impl Run<'_> {
    /// What the configuration says of the first root that reads a text.
    fn config(&self, text: &Text) -> Option<&Config> {
        let root = text.roots.first()?;
        self.configs.get(*root as usize)?.as_deref()
    }

    /// The rules of which a waiver waives nothing, though they ran there and were decided.
    fn idle(
        &self,
        waiver: &Waiver,
        text: &Text,
        used: &BTreeSet<&'static str>,
    ) -> Vec<&'static str> {
        if text.shared || self.lacks_modules(text.roots.iter()) {
            return Vec::new();
        }
        let named = rules::ids().filter(|id| waiver.names(id) && (self.chosen)(id));
        named.filter(|id| !used.contains(id) && self.decided(id, waiver, &text.roots)).collect()
    }

    /// Whether a rule ran in roots, and decided whatever a waiver could be for: where it stands at
    /// the head of a subject, or at a call that leads there, that one; else every subject of the
    /// roots.
    fn decided(&self, rule: &str, waiver: &Waiver, roots: &BTreeSet<u32>) -> bool {
        let checks = self
            .answers
            .checks
            .iter()
            .filter(|(card, answer)| card.id == rule && roots.contains(&answer.subject.root));
        let checks: Vec<_> = checks.map(|(_, answer)| answer).collect();
        let is_at = |head| {
            let hop = self.trails.hop(head);
            let calls = hop.from.iter().map(|call| self.trails.hop(*call).span);
            calls.chain([hop.span]).any(|span| waiver.covers(span))
        };
        let near: Vec<_> =
            checks.iter().filter(|answer| is_at(answer.subject.head)).copied().collect();
        let concerned = if near.is_empty() { checks } else { near };
        !concerned.is_empty() && concerned.iter().all(|a| a.outcome.doubts.is_empty())
    }

    /// Whether something of roots is not seen, because a module is not here.
    fn lacks_modules<'n>(&self, mut roots: impl Iterator<Item = &'n u32>) -> bool {
        let reads = |root: u32, call: &Span| {
            self.texts.iter().any(|text| text.file == call.file && text.roots.contains(&root))
        };
        roots.any(|root| self.absent.iter().any(|(_, call)| reads(*root, call)))
    }

    fn is_json(&self, text: &Text) -> bool {
        self.modules.sources().file(text.file).path.ends_with(".json")
    }

    fn flaw(&self, text: &Text, span: Span, card: &'static Card, flaw: Flaw) -> Finding {
        let location = location(self.modules.sources(), span);
        let first = text.roots.first().and_then(|root| self.roots.get(*root as usize));
        let told = self.config(text).and_then(|config| config.severity(card.id));
        let Flaw { case, about, message, help } = flaw;
        // a waiver may move to another file with what it is for
        let folder = split_path(&location.file).0;
        Finding {
            rule: card.id,
            severity: told.or(card.severity(case)).unwrap_or(Severity::Warning),
            exists: false,
            subject: location.file.to_string(),
            root: first.map_or(".", Root::shown).to_owned(),
            message,
            help: Some(help),
            fingerprint: fingerprint(&[card.id, folder, case, &about]),
            location,
            label: String::new(),
            related: Vec::new(),
            trace: Vec::new(),
            fix: None,
            waived: None,
            variant: None,
        }
    }
}

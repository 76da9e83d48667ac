//! Waivers: comments that say of a finding that it is known, why, and until when.
//!
//! A stage between the resolved findings and the formats: what a comment waives is marked, and
//! waivers that have rotted are findings themselves.

mod comment;
mod rot;

pub use comment::{Until, Waiver, date};

use crate::config::Config;
use crate::eval::{Name, Trails};
use crate::module::{Root, Text};
use crate::report::view::{Severity, View, Waived, WaivedBy};
use crate::rules::Answers;
use crate::source::{SourceMap, Span};
use jiff::civil::Date;
use rot::rotten;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a run has come to, for its waivers.
pub(crate) struct Run<'r> {
    /// The texts.
    pub sources: &'r SourceMap,
    /// The ways of all values.
    pub trails: &'r Trails,
    /// The roots, in the order of their numbers.
    pub roots: &'r [Root],
    /// What the configuration says of each root.
    pub configs: &'r [Option<Arc<Config>>],
    /// What the rules say.
    pub answers: &'r Answers,
    /// The texts that the roots are read from.
    pub texts: &'r [Text],
    /// Calls of modules that are not here.
    pub absent: &'r [(Name, Span)],
    /// Whether a rule is to run.
    pub chosen: &'r dyn Fn(&str) -> bool,
    /// The day; no waiver is past its date where it is not known.
    pub today: Option<Date>,
}

/// A waiver of a text, and what it has waived so far.
struct Placed<'r> {
    waiver: Waiver,
    text: &'r Text,
    used: BTreeSet<&'static str>,
}

/// Marks what comments waive, and adds what is wrong with the waivers. `places` are those at which a
/// waiver of each finding may stand.
pub(crate) fn apply(run: &Run<'_>, view: &mut View, places: &[Vec<Span>]) {
    let mut waivers = run.waivers();
    for (finding, places) in view.findings.iter_mut().zip(places) {
        let holds = |placed: &&mut Placed<'_>| {
            let Placed { waiver, .. } = placed;
            waiver.names(finding.rule)
                && waiver.counts(run.today)
                && places.iter().any(|place| waiver.covers(*place))
        };
        for placed in waivers.iter_mut().filter(holds) {
            placed.used.insert(finding.rule);
            finding.waived.get_or_insert_with(|| Waived {
                by: WaivedBy::Comment,
                reason: placed.waiver.reason.clone(),
                until: placed.waiver.until.date().map(|date| date.to_string()),
            });
        }
    }
    rotten(run, &waivers, view);
}

/// Counts what counts, and leaves out what does not, unless it is to be shown.
pub(crate) fn settle(view: &mut View, show: bool) {
    let counted = || view.findings.iter().filter(|finding| finding.waived.is_none());
    let of = |severity| counted().filter(|finding| finding.severity == severity).count();
    view.summary.errors = of(Severity::Error);
    view.summary.warnings = of(Severity::Warning);
    view.summary.infos = of(Severity::Info);
    view.summary.waived = view.findings.len() - counted().count();
    view.findings.retain(|finding| show || finding.waived.is_none());
}

impl<'r> Run<'r> {
    /// The waivers of all texts, in the order of the texts.
    fn waivers(&self) -> Vec<Placed<'r>> {
        let of = |text: &'r Text| {
            let file = self.sources.file(text.file);
            let marked = file.text.contains(comment::MARKER);
            let comments = if marked { text.comments(&file.path, &file.text) } else { Vec::new() };
            let waivers = comments.iter().filter_map(Waiver::read);
            waivers.map(|waiver| Placed { waiver, text, used: BTreeSet::new() }).collect::<Vec<_>>()
        };
        self.texts.iter().flat_map(of).collect()
    }
}

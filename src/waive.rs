//! Waivers: comments that say of a finding that it is known, why, and until when.
//!
//! A stage between the resolved findings and the formats: what a comment waives is marked, and
//! waivers that have rotted are findings themselves.

mod comment;
mod rot;
mod stray;

pub(crate) use comment::ALLOW;
pub use comment::{Until, Waiver, date};
pub use stray::Why;

use crate::config::Config;
use crate::eval::{Name, Trails};
use crate::module::{Modules, Root, Text};
use crate::report::view::{Severity, View, Waived, WaivedBy};
use crate::rules::Answers;
use crate::source::Span;
use crate::syntax::{Comment, Directive, MARK};
use jiff::civil::Date;
use rot::rotten;
use std::collections::BTreeSet;
use std::sync::Arc;
use stray::Stray;

/// What a run has come to, for its waivers.
pub(crate) struct Run<'r> {
    /// The modules, and the texts.
    pub modules: &'r Modules<'r>,
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
    let comments = run.comments();
    let mut waivers = waivers(&comments);
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
    rotten(run, &waivers, &run.strays(&comments), view);
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

/// A comment that speaks to acklint, and the text that it stands in.
type Said<'r> = (Comment, &'r Text);

/// The waivers among comments.
fn waivers<'r>(comments: &[Said<'r>]) -> Vec<Placed<'r>> {
    let waivers = comments.iter().filter_map(|(c, text)| Some((Waiver::read(c)?, *text)));
    waivers.map(|(waiver, text)| Placed { waiver, text, used: BTreeSet::new() }).collect()
}

impl<'r> Run<'r> {
    /// The comments of all texts that speak to acklint, in the order of the texts.
    fn comments(&self) -> Vec<Said<'r>> {
        let of = |text: &'r Text| {
            let file = self.modules.sources().file(text.file);
            let marked = file.text.contains(MARK);
            let comments = if marked { text.comments(&file.path, &file.text) } else { Vec::new() };
            let speaking = comments.into_iter().filter(|c| Directive::read(&c.text).is_some());
            speaking.map(|comment| (comment, text)).collect::<Vec<_>>()
        };
        self.texts.iter().flat_map(of).collect()
    }
}

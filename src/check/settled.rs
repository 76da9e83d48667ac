//! What of the findings counts: waivers and a baseline take some out.

use super::{Misuse, Opened, configured};
use crate::baseline;
use crate::eval::{Name, Trails};
use crate::module::Root;
use crate::options::Options;
use crate::report::view::{Entry, View, set_apart};
use crate::rules::{self, Answers};
use crate::source::{Files, Span};
use crate::waive;

/// What a run has come to, for the waivers and the baseline.
#[derive(Clone, Copy)]
pub(crate) struct Settled<'r> {
    pub(crate) opened: &'r Opened<'r>,
    pub(crate) trails: &'r Trails,
    /// The roots, in the order of their numbers.
    pub(crate) roots: &'r [Root],
    pub(crate) answers: &'r Answers,
    /// Calls of modules that are not here.
    pub(crate) absent: &'r [(Name, Span)],
    /// Whether a rule is to run.
    pub(crate) chosen: &'r dyn Fn(&str) -> bool,
}

/// What the baseline in force holds.
///
/// # Errors
/// If it is none.
pub(crate) fn known(files: &dyn Files, options: &Options) -> Result<Vec<Entry>, Misuse> {
    let read = |path| baseline::read(files, path).map_err(Misuse);
    Ok(options.baseline.as_deref().map(read).transpose()?.unwrap_or_default())
}

impl Settled<'_> {
    /// Marks what waivers and the baseline hold, and counts what is left. Beside the view stand the
    /// places at which a waiver of each finding may stand.
    pub(crate) fn settle(
        &self,
        (mut view, places): (View, Vec<Vec<Span>>),
        known: Vec<Entry>,
        options: &Options,
    ) -> View {
        let Self { opened, trails, roots, answers, absent, chosen } = *self;
        let configs = configured::of_roots(&opened.configs, roots);
        let run = waive::Run {
            modules: opened.modules,
            trails,
            roots,
            configs: &configs,
            answers,
            texts: &opened.inputs.texts(opened.modules, &opened.roots),
            absent,
            chosen,
            today: options.today,
        };
        waive::apply(&run, &mut view, &places);
        let off = |rule: &str, folder: &str| {
            let there = roots.iter().zip(&configs).filter(|(root, _)| root.shown() == folder);
            there.filter_map(|(_, config)| config.as_deref()).any(|config| !config.runs(rule))
        };
        let ran = |rule: &str, folder: &str| {
            chosen(rule) && rules::ids().any(|id| id == rule) && !off(rule, folder)
        };
        let gone = |root: &str| opened.is_gone(root);
        let run =
            baseline::Run { roots, lacks_modules: !absent.is_empty(), ran: &ran, gone: &gone };
        baseline::apply(&run, &mut view, known);
        set_apart(view.findings.iter_mut().map(|finding| &mut finding.fingerprint));
        waive::settle(&mut view, options.show_waived);
        if options.strict {
            view.summary.strict = view.summary.undecided - view.summary.of_callers;
        }
        view
    }
}

//! The graphical report for people: the written place first, then the way from there to the
//! cluster, the other parties, and what would do.

mod excerpt;
mod finding;
mod frame;
pub(in crate::report) mod group;
pub(in crate::report) mod hops;
mod link;
mod style;
mod undecided;

pub use link::url_path;
pub use style::{Colours, Glyphs, Style};

use super::coverage::{self, Hint};
use super::view::{Note, Problem, Severity, View};
use super::{clean, said};
use frame::Frame;
pub(in crate::report) use hops::Code;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Findings, problems and the coverage line.
    Quiet,
    /// The reasons of undecided checks too.
    #[default]
    Normal,
    /// And each undecided check, and each subject of a group.
    Verbose,
}

impl Detail {
    /// How much is said of undecided checks: those that fail the run are listed.
    pub(in crate::report) fn listing(self, view: &View) -> Self {
        match self {
            Self::Normal if view.summary.strict > 0 => Self::Verbose,
            other => other,
        }
    }
}

/// The report, with a line end. Its last line is always the coverage line.
pub fn render(view: &View, style: Style, detail: Detail) -> String {
    let mut blocks: Vec<String> = group::of(&view.findings)
        .iter()
        .map(|group| finding::render(group, style, detail))
        .collect();
    let lists = detail.listing(view);
    if detail != Detail::Quiet {
        blocks.extend(undecided::render(&view.undecided, style, lists));
        blocks.extend(absent(&view.absent, style, detail));
        blocks.extend(stood_in(&view.stood_in, style, detail));
    }
    blocks.extend(stale(view, style));
    blocks.extend(view.problems.iter().map(|problem| render_problem(problem, style)));
    let hint = if lists == Detail::Verbose { Hint::Listed } else { Hint::Verbose };
    blocks.push(format!("{}\n", style.strong(&coverage::line(&view.summary, hint))));
    clean::log(blocks.join("\n"))
}

/// What modules make that are not here is not seen: that must not pass for silence.
fn absent(calls: &[Note], style: Style, detail: Detail) -> Option<String> {
    let (head, them) = match calls.len() {
        0 => return None,
        1 => ("1 module call is not read:".to_owned(), "it"),
        number => (format!("{number} module calls are not read:"), "them"),
    };
    let why = format!("{} after terraform init acklint reads {them} too", style.strong(&head));
    Some(style.folded("", "  ", &why) + &hops::render(calls, Code::Hidden, style, detail))
}

/// Whoever relies on it must know that the module's own code was not seen.
fn stood_in(calls: &[Note], style: Style, detail: Detail) -> Option<String> {
    let (head, knows) = match calls.len() {
        0 => return None,
        1 => (
            "1 module call is read by its inputs:".to_owned(),
            "acklint knows what the module makes of them; its code is read after terraform init",
        ),
        number => (
            format!("{number} module calls are read by their inputs:"),
            "acklint knows what the modules make of them; their code is read after terraform init",
        ),
    };
    let why = format!("{} {knows}", style.strong(&head));
    Some(style.folded("", "  ", &why) + &hops::render(calls, Code::Hidden, style, detail))
}

/// Entries of the baseline that nothing matches any more.
fn stale(view: &View, style: Style) -> Option<String> {
    let (head, lines) = said::stale(view)?;
    let (head, what) = head.split_once(": ")?;
    let why = format!("{} {what}", style.strong(&format!("{head}:")));
    let line = |line: String| style.folded("  ", "    ", &line);
    Some(style.folded("", "  ", &why) + &lines.into_iter().map(line).collect::<String>())
}

fn render_problem(problem: &Problem, style: Style) -> String {
    let head = style.severity(Severity::Error, "problem");
    let mut frame = Frame::new(&problem.message, Severity::Error);
    let Some(location) = &problem.location else {
        return format!("{head}\n{}", frame.render(style));
    };
    frame.point(&[(location, Some("here"))], style);
    format!("{head}: {}\n{}", style.place(location), frame.render(style))
}

#[cfg(test)]
mod tests;

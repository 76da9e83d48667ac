//! The way of a value in words: where it is written, and what it was passed as.

use super::view::{Location, Note};
use crate::eval::{Hop, How, OriginId, Origins};
use crate::source::{SourceMap, Span};

/// How many lines of a place are shown.
const EXCERPT: usize = 3;

/// The longest line of which an excerpt is made, in bytes: Terraform writes a plan on one line.
const LINE: usize = 10_000;

/// A span as a place in a file.
pub(super) fn location(sources: &SourceMap, span: Span) -> Location {
    let file = sources.file(span.file);
    let (start, end) = (file.position(span.start), file.position(span.end));
    let last = end.line.min(start.line + EXCERPT - 1);
    let lines = start.line..=last;
    let short = lines.clone().all(|line| file.line(line).len() <= LINE);
    let excerpt = if short { lines.map(|line| file.excerpt(line)).collect() } else { Vec::new() };
    Location { file: file.path.clone(), start, end, excerpt, earlier: file.earlier }
}

/// How many computations a way is followed back through.
const COMPUTED: usize = 3;

/// How many places that a value was computed from are told.
const OPERANDS: usize = 64;

/// The way from where a value is written (first) to `id`; steps on one line are one. What a
/// computation started from comes before it.
pub(super) fn of(sources: &SourceMap, origins: &Origins, id: OriginId) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    let way = origins.way(id);
    if let Some(first) = way.first() {
        operands(sources, origins, *first, COMPUTED, &mut notes);
    }
    let mut steps = Steps { notes, begun: None };
    for (at, id) in way.into_iter().enumerate() {
        let hop = origins.hop(id);
        let message = match step(hop) {
            Some(step) => step,
            None if at == 0 => start(hop),
            None => continue,
        };
        let begins = matches!(hop.how, How::Computed(_) | How::Given(_));
        steps.push(Note { message, location: location(sources, hop.span) }, begins);
    }
    steps.notes
}

/// The steps of a way, one a line of the text.
#[derive(Debug, Default)]
pub(super) struct Steps {
    pub(super) notes: Vec<Note>,
    /// What began on the line of the last step, and is told with every later one there.
    begun: Option<String>,
}

impl Steps {
    /// Adds a step; of two on one line the later says more, but what a way begins with is kept.
    pub(super) fn push(&mut self, mut note: Note, begins: bool) {
        let line = |note: &Note| (note.location.file.clone(), note.location.start.line);
        let same = self.notes.last().is_some_and(|last| line(last) == line(&note));
        let begun = self.begun.take().filter(|_| same && !begins);
        self.begun = begins.then(|| note.message.clone()).or_else(|| begun.clone());
        if let Some(begun) = begun {
            note.message = format!("{begun}, {}", note.message);
        }
        if same {
            self.notes.pop();
        }
        self.notes.push(note);
    }
}

/// The places that a computed value rests on, those of the same line left out.
fn operands(
    sources: &SourceMap,
    origins: &Origins,
    id: OriginId,
    depth: usize,
    notes: &mut Vec<Note>,
) {
    let hop = origins.hop(id);
    let (How::Computed(_), Some(depth)) = (&hop.how, depth.checked_sub(1)) else { return };
    let here = location(sources, hop.span);
    for operand in &hop.from {
        if notes.len() >= OPERANDS {
            return;
        }
        let place = origins.place(*operand);
        operands(sources, origins, place, depth, notes);
        let location = location(sources, origins.hop(place).span);
        let is_here = (&location.file, location.start.line) == (&here.file, here.start.line);
        let note = Note { message: "from this".to_owned(), location };
        if !is_here && !notes.iter().any(|known| known.location == note.location) {
            notes.push(note);
        }
    }
}

/// What happened at a hop, if that is a step of its own.
pub(super) fn step(hop: &Hop) -> Option<String> {
    match &hop.how {
        How::Passed(through) | How::Part(through) => Some(format!("passed as {through}")),
        How::Given(from) => Some(format!("given by {from}")),
        How::Written | How::Taken | How::Converted | How::Computed(_) => None,
    }
}

/// What the beginning of a way is called, where nothing else is to be said of it.
pub(super) const WRITTEN: &str = "written";

/// What a way begins with.
fn start(hop: &Hop) -> String {
    match &hop.how {
        How::Computed(what) => match &**what {
            "template" => "made by a template".to_owned(),
            "for" => "made by a for expression".to_owned(),
            "[*]" => "made by a splat".to_owned(),
            what => format!("computed by {what}"),
        },
        _ => WRITTEN.to_owned(),
    }
}

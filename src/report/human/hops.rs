//! Places that get a line each: the way of a value, parties that are too many for frames.

use super::excerpt::Window;
use super::{Detail, Style};
use crate::report::clean;
use crate::report::view::{Location, Note};

/// More than this are counted, unless all are asked for.
const LISTED: usize = 8;

/// Whether the line of the file is shown beneath each place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Code {
    Shown,
    Hidden,
}

/// How many of a list are shown.
pub(in crate::report) fn listed(length: usize, detail: Detail) -> usize {
    if detail == Detail::Verbose || length == LISTED + 1 { length } else { length.min(LISTED) }
}

/// `and 3 more`, if any.
pub(in crate::report) fn more(number: usize, style: Style) -> String {
    match number {
        0 => String::new(),
        _ => format!("  {}\n", style.faint(&format!("and {number} more (-v lists them)"))),
    }
}

/// The list, hung from what stands above it.
pub(in crate::report) fn render(
    notes: &[Note],
    code: Code,
    style: Style,
    detail: Detail,
) -> String {
    let shown = &notes[..listed(notes.len(), detail)];
    let last = notes.len().saturating_sub(1);
    let hop = |(index, note)| hop(note, index == last, code, style);
    let text: String = shown.iter().enumerate().map(hop).collect();
    text + &more(notes.len() - shown.len(), style)
}

fn hop(note: &Note, is_last: bool, code: Code, style: Style) -> String {
    let (arrow, bar) = style.arrow(is_last);
    let (arrow, bar) = (style.faint(arrow), style.faint(bar));
    let said = format!("{}  {}", style.place(&note.location), clean::sentence(&note.message));
    let text = style.folded(&format!("  {arrow} "), &format!("  {bar}     "), said.trim_end());
    match line(&note.location, style) {
        Some(line) if code == Code::Shown => {
            format!("{text}  {bar}     {line}\n")
        }
        _ => text,
    }
}

fn line(location: &Location, style: Style) -> Option<String> {
    let line = location.excerpt.first()?;
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    let focus = location.start.column.saturating_sub(1 + indent);
    Some(Window::new(&line.trim().replace('\t', " "), focus, style.room()).text)
}

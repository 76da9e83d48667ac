//! A finding, or a group of them.

use super::excerpt::Window;
use super::frame::Frame;
use super::group::Group;
use super::{Detail, Style};
use crate::report::view::{Finding, Location, Note, Severity};
use std::fmt::Write as _;

/// More subjects, hops or parties than this are counted, unless all are asked for.
const LISTED: usize = 8;

/// More parties than this get a line each instead of a frame.
const FRAMED: usize = 2;

/// The whole block of a group.
pub(super) fn render(group: &Group<'_>, style: Style, detail: Detail) -> String {
    let finding = group.first();
    let (near, far): (Vec<&Note>, Vec<&Note>) =
        group.related().into_iter().partition(|note| is_near(&note.location, &finding.location));
    let trace: Vec<&Note> = group.trace();
    let trace: Vec<&Note> =
        trace.into_iter().filter(|hop| hop.location != finding.location).collect();
    let mut text = head(group, style, detail);
    text += &written(finding, &near, style);
    text += &hops(&trace, style, detail);
    if far.len() > FRAMED {
        text += &hops(&far, style, detail);
    } else {
        far.iter().for_each(|note| text += &party(note, style));
    }
    if let Some(help) = &finding.help {
        text += &style.captioned("help:", help);
    }
    text
}

/// `error[rule]: subject`, and a line for each further subject.
fn head(group: &Group<'_>, style: Style, detail: Detail) -> String {
    let finding = group.first();
    let word = format!("{}[{}]", finding.severity.as_str(), finding.rule);
    let word = style.severity(finding.severity, &word);
    let mut text = format!("{word}: {}\n", subject(finding, style));
    let others = &group.findings[1..];
    let listed = if detail == Detail::Verbose { others.len() } else { others.len().min(LISTED) };
    for other in &others[..listed] {
        text += &format!("  and {}\n", subject(other, style));
    }
    text + &more(others.len() - listed, style)
}

fn subject(finding: &Finding, style: Style) -> String {
    let address = style.strong(&finding.subject);
    match finding.root.as_str() {
        "." | "" => address,
        root => format!("{address} {}", style.faint(&format!("in {root}"))),
    }
}

/// The place that a person edits, with what stands right beside it.
fn written(finding: &Finding, near: &[&Note], style: Style) -> String {
    let mut marks = vec![(&finding.location, Some(finding.label.as_str()))];
    marks.extend(near.iter().map(|note| (&note.location, Some(note.message.as_str()))));
    let mut frame = Frame::new(&finding.message, finding.severity);
    if finding.location.excerpt.is_empty() {
        let place = hops(
            &[&Note { message: finding.label.clone(), location: finding.location.clone() }],
            style,
            Detail::Verbose,
        );
        return frame.render(style) + &place;
    }
    frame.point(&marks, style);
    frame.render(style)
}

/// Whether one frame can show both without a gap.
fn is_near(note: &Location, finding: &Location) -> bool {
    let (Some(above), Some(below)) =
        (note.excerpt.len().checked_sub(1), finding.excerpt.len().checked_sub(1))
    else {
        return false;
    };
    note.file == finding.file
        && note.start.line <= finding.start.line + below + 1
        && finding.start.line <= note.start.line + above + 1
}

/// A line for each place, and what stands there.
pub(super) fn hops(notes: &[&Note], style: Style, detail: Detail) -> String {
    let listed = if detail == Detail::Verbose { notes.len() } else { notes.len().min(LISTED) };
    let (entry, beneath, last) = style.arrows();
    let mut text = String::new();
    for (index, note) in notes[..listed].iter().enumerate() {
        let is_last = index + 1 == notes.len();
        let arrow = if is_last { last } else { entry };
        let rest = if is_last { " " } else { beneath };
        let said = format!(
            "{}  {}",
            style.place(&note.location),
            crate::report::clean::sentence(&note.message)
        );
        text += &style.folded(
            &format!("  {} ", style.faint(arrow)),
            &format!("  {}     ", style.faint(rest)),
            &said,
        );
        if let Some(code) = code(&note.location, style) {
            let _ = writeln!(text, "  {}     {}", style.faint(rest), style.faint(&code));
        }
    }
    text + &more(notes.len() - listed, style)
}

fn code(location: &Location, style: Style) -> Option<String> {
    let line = location.excerpt.first()?;
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    let line = line.trim();
    let focus = (location.start.column - 1).saturating_sub(indent);
    Some(Window::new(line, focus, style.room()).text)
}

fn party(note: &Note, style: Style) -> String {
    let mut frame = Frame::new(&note.message, Severity::Info);
    if note.location.excerpt.is_empty() {
        return hops(&[note], style, Detail::Verbose);
    }
    frame.point(&[(&note.location, None)], style);
    frame.render(style)
}

fn more(number: usize, style: Style) -> String {
    match number {
        0 => String::new(),
        _ => format!("  {}\n", style.faint(&format!("and {number} more (-v lists them)"))),
    }
}

//! A finding, or a group of them.

use super::frame::Frame;
use super::group::Group;
use super::hops::{self, Code};
use super::{Detail, Style};
use crate::report::said;
use crate::report::view::{Finding, Location, Note, Severity, Waived, WaivedBy};

/// More parties than this get a line each instead of a frame.
const FRAMED: usize = 2;

/// The whole block of a group.
pub(super) fn render(group: &Group<'_>, style: Style, detail: Detail) -> String {
    let finding = group.first();
    let (near, far) = sorted(group.related(), &finding.location);
    head(group, style, detail)
        + &finding.waived.iter().map(|waived| why(waived, style)).collect::<String>()
        + &written(finding, &near, style)
        + &hops::render(&way(group), Code::Shown, style, detail)
        + &parties(&far, &finding.location, style, detail)
        + &finding.help.iter().map(|help| style.captioned("help:", help)).collect::<String>()
}

/// The parties that the frame of the written place can show, and the others. Two labels on one
/// text could not be told apart.
fn sorted<'n>(notes: Vec<&'n Note>, written: &Location) -> (Vec<&'n Note>, Vec<&'n Note>) {
    let mut near: Vec<&Note> = Vec::new();
    let mut far = Vec::new();
    for note in notes {
        let shown = near.iter().map(|note| &note.location).chain([written]);
        let apart = shown.into_iter().all(|shown| !meets(shown, &note.location));
        let near_by = apart && !note.location.earlier && is_near(&note.location, written);
        if near_by { near.push(note) } else { far.push(note) }
    }
    (near, far)
}

fn meets(a: &Location, b: &Location) -> bool {
    (&a.file, a.earlier) == (&b.file, b.earlier)
        && a.start.offset < b.end.offset
        && b.start.offset < a.end.offset
}

/// `error[rule]: subject`, and a line for each further subject.
fn head(group: &Group<'_>, style: Style, detail: Detail) -> String {
    let finding = group.first();
    let word = format!("{}[{}]", finding.severity.as_str(), finding.rule);
    let word = match &finding.waived {
        Some(_) => style.faint(&format!("waived {word}")),
        None => style.severity(finding.severity, &word),
    };
    let others = &group.findings[1..];
    let listed = &others[..hops::listed(others.len(), detail)];
    let mut text = format!("{word}: {}\n", subject(finding, style));
    text.extend(listed.iter().map(|other| format!("  and {}\n", subject(other, style))));
    text + &hops::more(others.len() - listed.len(), style)
}

/// Why it does not count, and until when.
fn why(waived: &Waived, style: Style) -> String {
    let until = waived.until.as_ref().map(|day| format!(" until {day}")).unwrap_or_default();
    match waived.by {
        WaivedBy::Comment => style.captioned(&format!("waived{until}:"), &waived.reason),
        WaivedBy::Baseline => style.captioned("waived:", "it is in the baseline"),
    }
}

fn subject(finding: &Finding, style: Style) -> String {
    let address = style.strong(&finding.subject);
    let root = match finding.root.as_str() {
        "." | "" => address,
        root => format!("{address} {}", style.faint(&format!("in {root}"))),
    };
    match said::variant(finding) {
        Some(variant) => format!("{root} {}", style.faint(variant.trim_start())),
        None => root,
    }
}

/// The place that a person edits, with what stands right beside it.
fn written(finding: &Finding, near: &[&Note], style: Style) -> String {
    let near = near.iter().map(|note| (&note.location, Some(note.message.as_str())));
    let written = (&finding.location, Some(finding.label.as_str()));
    let marks: Vec<_> = std::iter::once(written).chain(near).collect();
    let mut frame = Frame::new(&finding.message, finding.severity);
    frame.point(&marks, style);
    frame.render(style)
}

/// The way to the resource; it begins with the written place where that has no frame.
fn way(group: &Group<'_>) -> Vec<Note> {
    let finding = group.first();
    let written = Note { message: finding.label.clone(), location: finding.location.clone() };
    let written = finding.location.excerpt.is_empty().then_some(written);
    // the line that has the frame need not be said again
    let framed = |hop: &&Note| {
        let written = &finding.location;
        !written.excerpt.is_empty()
            && hop.location.file == written.file
            && hop.location.start.line == written.start.line
    };
    let hops = group.trace().into_iter().filter(|hop| !framed(hop));
    written.into_iter().chain(hops.cloned()).collect()
}

fn parties(notes: &[&Note], written: &Location, style: Style, detail: Detail) -> String {
    // an earlier text has no line in common with what a frame shows
    let (earlier, notes): (Vec<&Note>, Vec<&Note>) =
        notes.iter().copied().partition(|note| note.location.earlier);
    let earlier: Vec<Note> = earlier.into_iter().cloned().collect();
    hops::render(&earlier, Code::Shown, style, detail) + &now(&notes, written, style, detail)
}

fn now(notes: &[&Note], written: &Location, style: Style, detail: Detail) -> String {
    let framed = notes.iter().any(|note| meets(&note.location, written));
    if framed || notes.len() > FRAMED || notes.iter().any(|note| note.location.excerpt.is_empty()) {
        let notes: Vec<Note> = notes.iter().map(|note| (*note).clone()).collect();
        return hops::render(&notes, Code::Hidden, style, detail);
    }
    let party = |note: &&Note| {
        let mut frame = Frame::new(&note.message, Severity::Info);
        frame.point(&[(&note.location, None)], style);
        frame.render(style)
    };
    notes.iter().map(party).collect()
}

/// Whether one frame can show both without a gap.
fn is_near(note: &Location, finding: &Location) -> bool {
    let follows = |first: &Location, second: &Location| {
        !first.excerpt.is_empty() && second.start.line <= first.start.line + first.excerpt.len()
    };
    note.file == finding.file && follows(finding, note) && follows(note, finding)
}

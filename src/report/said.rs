//! What several formats say alike of a finding, in words.

use super::clean;
use super::view::{Finding, Location, Note, Severity, Undecided, View, Waived, WaivedBy};
use std::collections::HashMap;
use std::fmt::Write as _;

/// The severity that counts: a waived finding is for information only.
pub(super) fn weight(finding: &Finding) -> Severity {
    if finding.waived.is_some() { Severity::Info } else { finding.severity }
}

/// The message on one line, with the variant that it holds in and why it does not count.
pub(super) fn message(finding: &Finding) -> String {
    format!("{}{}", clean::sentence(&finding.message), aside(finding))
}

/// ` [variant eu] (waived until 2027-01-31: the reason)`; empty for most.
pub(super) fn aside(finding: &Finding) -> String {
    let variant = variant(finding);
    let waived = finding.waived.as_ref().map(|waived| format!(" ({})", why_waived(waived)));
    clean::sentence(&[variant, waived].into_iter().flatten().collect::<String>())
}

/// ` [variant eu]`.
pub(super) fn variant(finding: &Finding) -> Option<String> {
    finding.variant.as_ref().map(|name| clean::sentence(&format!(" [variant {name}]")))
}

/// `waived until 2027-01-31: the reason`.
pub(super) fn why_waived(waived: &Waived) -> String {
    let mut words = match waived.by {
        WaivedBy::Comment => "waived".to_owned(),
        WaivedBy::Baseline => "in the baseline".to_owned(),
    };
    if let Some(day) = &waived.until {
        let _ = write!(words, " until {day}");
    }
    if !waived.reason.is_empty() {
        let _ = write!(words, ": {}", waived.reason);
    }
    words
}

/// The subject, with its root where that is not the repository itself.
pub(super) fn subject(finding: &Finding) -> String {
    clean::sentence(&match finding.root.as_str() {
        "." | "" => finding.subject.clone(),
        root => format!("{} in {root}", finding.subject),
    })
}

/// `file:line:column`.
pub(super) fn place(location: &Location) -> String {
    let start = location.start;
    clean::sentence(&format!("{}:{}:{}", location.file, start.line, start.column))
}

/// The way to the resource and the other parties, a line each: `place: what`.
pub(super) fn steps(finding: &Finding) -> Vec<String> {
    let notes: Vec<&Note> = finding.trace.iter().chain(&finding.related).collect();
    let line =
        |note: &&Note| format!("{}: {}", place(&note.location), clean::sentence(&note.message));
    notes.iter().map(line).collect()
}

/// Checks that are undecided for one reason at one place.
pub(super) struct Open<'v> {
    /// Never empty.
    pub(super) checks: Vec<&'v Undecided>,
}

impl Open<'_> {
    /// `place: 3 checks undecided: the reason`.
    pub(super) fn line(&self) -> String {
        let (first, number) = (self.checks[0], self.checks.len());
        let checks = if number == 1 { "check" } else { "checks" };
        let why = clean::sentence(&first.why);
        format!("{}: {number} {checks} undecided: {why}", place(&first.location))
    }
}

/// The undecided checks by reason and place, in the order of the first ones.
pub(super) fn open(view: &View) -> Vec<Open<'_>> {
    let mut known = HashMap::new();
    let mut all: Vec<Open<'_>> = Vec::new();
    for check in &view.undecided {
        let key = (&check.why, &check.location.file, check.location.start.offset);
        let at = *known.entry(key).or_insert(all.len());
        match all.get_mut(at) {
            Some(open) => open.checks.push(check),
            None => all.push(Open { checks: vec![check] }),
        }
    }
    all
}

/// What is not looked at because a module is not here, a line each.
pub(super) fn absent(view: &View) -> impl Iterator<Item = String> {
    view.absent.iter().map(|note| {
        let module = clean::sentence(&note.message);
        format!("{}: the module {module} is not here and not read", place(&note.location))
    })
}

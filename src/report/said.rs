//! What several formats say alike of a finding, in words.

use super::resolve::fingerprint;
use super::view::{Entry, Finding, Location, Note, Severity, Undecided, View, Waived, WaivedBy};
use super::{clean, coverage};
use std::borrow::Cow;
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

/// What counts: the findings, and the undecided checks that `--strict` counts as warnings.
pub(super) fn counting(view: &View) -> Vec<Cow<'_, Finding>> {
    let findings = view.findings.iter().map(Cow::Borrowed);
    findings.chain(view.as_warnings().map(|check| Cow::Owned(as_warning(check)))).collect()
}

fn as_warning(check: &Undecided) -> Finding {
    let Undecided { rule, subject, root, why, location, variant, .. } = check;
    let variant_name = variant.as_deref().unwrap_or_default();
    Finding {
        rule,
        severity: Severity::Warning,
        subject: subject.clone(),
        root: root.clone(),
        message: format!("undecided, which --strict counts as a warning: {why}"),
        help: None,
        exists: false,
        location: location.clone(),
        label: String::new(),
        related: Vec::new(),
        trace: Vec::new(),
        fingerprint: fingerprint(&["undecided", rule, root, subject, variant_name]),
        fix: None,
        waived: None,
        variant: variant.clone(),
    }
}

/// Entries that are left in a baseline would hide the same mistake when somebody makes it again: what
/// to do, and a line for each.
pub(super) fn stale(view: &View) -> Option<(String, Vec<String>)> {
    let them = match view.stale.len() {
        0 => return None,
        1 => "it",
        _ => "them",
    };
    let head = coverage::stale(view.stale.len());
    let line = |entry: &Entry| {
        let Entry { root, subject, rule, fingerprint, .. } = entry;
        clean::sentence(&format!("{rule}: {subject} in {root} ({fingerprint})"))
    };
    let lines = view.stale.iter().map(line).collect();
    Some((format!("{head}: remove {them}, or write the baseline again"), lines))
}

/// The same as plain lines.
pub(super) fn stale_lines(view: &View) -> Vec<String> {
    let Some((head, lines)) = stale(view) else { return Vec::new() };
    std::iter::once(head).chain(lines.into_iter().map(|line| format!("  {line}"))).collect()
}

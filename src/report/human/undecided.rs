//! Checks that a value is missing for, by what is missing.

use super::hops::{self, Code};
use super::{Detail, Style};
use crate::report::clean;
use crate::report::view::{Location, Note, Undecided};
use std::collections::HashMap;
use std::fmt::Write as _;

/// A block for each reason, in the order of the first check that it holds for.
pub(super) fn render(all: &[Undecided], style: Style, detail: Detail) -> Vec<String> {
    let mut groups: Vec<Vec<&Undecided>> = Vec::new();
    let mut known = HashMap::new();
    for undecided in all {
        let index = *known.entry(&undecided.why).or_insert(groups.len());
        match groups.get_mut(index) {
            Some(group) => group.push(undecided),
            None => groups.push(vec![undecided]),
        }
    }
    groups.iter().map(|group| block(group, style, detail)).collect()
}

fn block(group: &[&Undecided], style: Style, detail: Detail) -> String {
    let noun = if group.len() == 1 { "check" } else { "checks" };
    let head = style.strong(&format!("{} {noun} undecided:", group.len()));
    let mut text = style.folded("", "  ", &format!("{head} {}", clean::sentence(&group[0].why)));
    if detail == Detail::Verbose {
        text.extend(group.iter().map(|check| line(check, style)));
    }
    text + &hops::render(&places(group), Code::Shown, style, detail)
}

fn line(check: &Undecided, style: Style) -> String {
    let mut root = if check.root == "." { String::new() } else { format!(" in {}", check.root) };
    if let Some(variant) = &check.variant {
        let _ = write!(root, " [variant {variant}]");
    }
    let subject = clean::sentence(&check.subject);
    format!("  {}: {subject}{}\n", check.rule, style.faint(&root))
}

/// Where the missing value enters, each place once.
fn places(group: &[&Undecided]) -> Vec<Note> {
    let mut places: Vec<&Location> = Vec::new();
    for check in group {
        if !places.contains(&&check.location) {
            places.push(&check.location);
        }
    }
    let note = |location: &Location| Note { message: String::new(), location: location.clone() };
    places.into_iter().map(note).collect()
}

//! Findings that say the same thing of the same place, together.

use crate::report::view::{Finding, Note};
use std::collections::HashMap;

/// Findings that differ in their subjects only.
#[derive(Debug)]
pub(in crate::report) struct Group<'a> {
    /// Never empty, in the order of the view.
    pub(in crate::report) findings: Vec<&'a Finding>,
}

/// Groups findings by rule, place and what they say, in the order of the first ones.
pub(in crate::report) fn of(findings: &[Finding]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known = HashMap::new();
    for finding in findings {
        let location = &finding.location;
        let place = (&location.file, location.start.offset, location.end.offset);
        let words = (&finding.message, &finding.help, &finding.label);
        let key = (finding.rule, finding.severity, place, words, &finding.waived);
        let index = *known.entry(key).or_insert(groups.len());
        match groups.get_mut(index) {
            Some(group) => group.findings.push(finding),
            None => groups.push(Group { findings: vec![finding] }),
        }
    }
    groups
}

impl<'a> Group<'a> {
    pub(in crate::report) fn first(&self) -> &'a Finding {
        self.findings[0]
    }

    /// The hops of all traces, each once: where ways meet again they go on together.
    pub(in crate::report) fn trace(&self) -> Vec<&'a Note> {
        merged(self.findings.iter().map(|finding| &finding.trace))
    }

    /// The other parties of all findings, each once.
    pub(in crate::report) fn related(&self) -> Vec<&'a Note> {
        merged(self.findings.iter().map(|finding| &finding.related))
    }
}

fn merged<'a>(lists: impl Iterator<Item = &'a Vec<Note>>) -> Vec<&'a Note> {
    let mut all: Vec<&Note> = Vec::new();
    for list in lists {
        let mut new: Vec<&Note> = Vec::new();
        for note in list {
            match all.iter().position(|known| *known == note) {
                Some(at) => drop(all.splice(at..at, new.drain(..))),
                None if !new.contains(&note) => new.push(note),
                None => {}
            }
        }
        all.append(&mut new);
    }
    all
}

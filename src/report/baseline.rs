//! The file of `--write-baseline`: schema `acklint-baseline/1`.

use super::json;
use super::view::{self, View};
use crate::baseline::SCHEMA;
use serde::Serialize;

/// The document, an entry a finding, sorted, with a line end. It holds no lines and no messages, so
/// that it changes only where findings come and go.
pub fn render(view: &View) -> String {
    let entries = view.baseline.iter().map(Entry::from).collect();
    json::document(&Document { schema: SCHEMA, entries })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    entries: Vec<Entry<'a>>,
}

/// An entry as it is written.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    rule: &'a str,
    severity: &'static str,
    root: &'a str,
    subject: &'a str,
    fingerprint: &'a str,
}

impl<'a> From<&'a view::Entry> for Entry<'a> {
    fn from(entry: &'a view::Entry) -> Self {
        Self {
            rule: &entry.rule,
            severity: entry.severity.as_str(),
            root: &entry.root,
            subject: &entry.subject,
            fingerprint: &entry.fingerprint,
        }
    }
}

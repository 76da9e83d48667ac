//! A message and the lines it speaks of, as miette draws them.

use super::excerpt::Excerpt;
use super::style::Style;
use crate::report::clean;
use crate::report::view::{Location, Severity};
use miette::{Diagnostic, LabeledSpan, SourceCode};
use std::fmt;

/// A diagnostic of miette's.
#[derive(Debug)]
pub(super) struct Frame {
    message: String,
    severity: Severity,
    excerpt: Option<Excerpt>,
    labels: Vec<LabeledSpan>,
}

impl Frame {
    /// A message that points nowhere yet.
    pub(super) fn new(message: &str, severity: Severity) -> Self {
        let message = clean::sentence(message);
        Self { message, severity, excerpt: None, labels: Vec::new() }
    }

    /// Points at places of one file, the first of which is the one that matters. If its text is
    /// not known, there is nothing to point at.
    pub(super) fn point(&mut self, marks: &[(&Location, Option<&str>)], style: Style) {
        if marks.first().is_none_or(|(location, _)| location.excerpt.is_empty()) {
            return;
        }
        let locations: Vec<&Location> = marks.iter().map(|(location, _)| *location).collect();
        let (excerpt, spans) = Excerpt::new(&locations, style.room());
        let link = |name| style.linked(name, &locations[0].file);
        self.excerpt = Some(excerpt.renamed(link));
        self.labels = spans
            .into_iter()
            .zip(marks)
            .enumerate()
            .map(|(index, (span, (_, label)))| {
                let label = label.map(clean::sentence);
                match index {
                    0 => LabeledSpan::new_primary_with_span(label, span),
                    _ => LabeledSpan::new_with_span(label, span),
                }
            })
            .collect();
    }

    pub(super) fn render(&self, style: Style) -> String {
        let mut text = String::new();
        style
            .handler(&self.colours())
            .render_report(&mut text, self)
            .expect("invariant: writing to a string, and each label lies in its excerpt");
        text
    }

    /// The colour of each label in the order of the text: what matters has that of the severity.
    fn colours(&self) -> Vec<Severity> {
        let mut labels: Vec<&LabeledSpan> = self.labels.iter().collect();
        labels.sort_by_key(|label| label.offset());
        let colour =
            |label: &LabeledSpan| if label.primary() { self.severity } else { Severity::Info };
        let colours: Vec<_> = labels.into_iter().map(colour).collect();
        if colours.is_empty() { vec![self.severity] } else { colours }
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Frame {}

impl Diagnostic for Frame {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

//! Checkstyle's XML, which nearly every CI system reads. Its columns count code points.

use super::coverage::{self, Hint};
use super::view::{Finding, Location, Severity, View};
use super::{clean, said};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

/// An `error` element: the place in its file, and its words.
struct Entry<'v> {
    location: Option<&'v Location>,
    severity: &'static str,
    message: String,
    source: String,
}

/// The document, with a line end. What is undecided has no place in it but for the coverage line,
/// which is a comment.
pub fn render(view: &View) -> String {
    let counting = said::counting(view);
    let mut files: BTreeMap<&str, Vec<Entry<'_>>> = BTreeMap::new();
    for entry in entries(view, &counting) {
        // an entry must lie in a file
        let file = entry.location.map_or(".", |location| &*location.file);
        files.entry(file).or_default().push(entry);
    }
    text(write(view, &files))
}

fn text(written: io::Result<Vec<u8>>) -> String {
    let bytes = written.expect("invariant: writing to a vector");
    String::from_utf8(bytes).expect("invariant: what is written is UTF-8") + "\n"
}

fn entries<'v>(
    view: &'v View,
    counting: &'v [Cow<'v, Finding>],
) -> impl Iterator<Item = Entry<'v>> {
    let findings = counting.iter().map(|finding| Entry {
        location: Some(&finding.location),
        severity: match said::weight(finding) {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        },
        message: format!("{}: {}", said::subject(finding), said::message(finding)),
        source: format!("acklint.{}", finding.rule),
    });
    let problems = view.problems.iter().map(|problem| Entry {
        location: problem.location.as_ref(),
        severity: "error",
        message: clean::sentence(&problem.message),
        source: "acklint.problem".to_owned(),
    });
    findings.chain(problems)
}

fn write(view: &View, files: &BTreeMap<&str, Vec<Entry<'_>>>) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut root = BytesStart::new("checkstyle");
    root.push_attribute(("version", "4.3"));
    xml.write_event(Event::Start(root))?;
    let line = format!(" {} ", coverage::line(&view.summary, Hint::Listed));
    xml.write_event(Event::Comment(BytesText::new(&line)))?;
    for (file, entries) in files {
        let mut element = BytesStart::new("file");
        element.push_attribute(("name", &*clean::line(file)));
        xml.write_event(Event::Start(element))?;
        for entry in entries {
            xml.write_event(Event::Empty(error(entry)))?;
        }
        xml.write_event(Event::End(BytesEnd::new("file")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("checkstyle")))?;
    Ok(xml.into_inner())
}

fn error(entry: &Entry<'_>) -> BytesStart<'static> {
    let mut element = BytesStart::new("error");
    if let Some(location) = entry.location {
        element.push_attribute(("line", &*location.start.line.to_string()));
        element.push_attribute(("column", &*location.start.column.to_string()));
    }
    element.push_attribute(("severity", entry.severity));
    element.push_attribute(("message", &*entry.message));
    element.push_attribute(("source", &*entry.source));
    element
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn everything() {
        insta::assert_snapshot!(render(&sample::everything()));
    }
}

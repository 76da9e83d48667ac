//! A few lines of a file as a source for miette, which never sees the file itself: lines are
//! cleaned, and long ones cut to a window around what is pointed at.

use crate::report::clean;
use crate::report::view::Location;
use miette::{MietteError, SourceCode, SourceSpan, SpanContents};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthChar;

/// The lines that some places of one file cover.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    lines: Vec<Line>,
    /// For the start of each span, its column as the file has it, from 1.
    columns: BTreeMap<usize, usize>,
}

/// A line of the excerpt, which ends with a line feed.
#[derive(Debug)]
struct Line {
    number: usize,
    start: usize,
    window: Window,
}

impl Excerpt {
    /// The lines of all places, each at most `room` columns wide, and the place's spans in it.
    pub(super) fn new(places: &[&Location], room: usize) -> (Self, Vec<SourceSpan>) {
        let name = places.first().map(|place| clean::sentence(&place.file)).unwrap_or_default();
        let mut excerpt =
            Self { name, text: String::new(), lines: Vec::new(), columns: BTreeMap::new() };
        for (number, (line, focus)) in lines(places) {
            let window = Window::new(line, focus, room);
            let start = excerpt.text.len();
            excerpt.text += &window.text;
            excerpt.text.push('\n');
            excerpt.lines.push(Line { number, start, window });
        }
        let spans: Vec<_> = places.iter().map(|place| excerpt.span(place)).collect();
        for (span, place) in spans.iter().zip(places) {
            excerpt.columns.entry(span.offset()).or_insert(place.start.column);
        }
        (excerpt, spans)
    }

    /// Shows another name, for which `named` is asked with the one that it has.
    pub(super) fn renamed(mut self, named: impl FnOnce(String) -> String) -> Self {
        self.name = named(self.name);
        self
    }

    fn span(&self, place: &Location) -> SourceSpan {
        let start = self.offset(place.start.line, place.start.column);
        let end = self.offset(place.end.line, place.end.column).max(start);
        SourceSpan::new(start.into(), end - start)
    }

    /// Where a place of the file lies in the excerpt; past its lines counts as their end.
    fn offset(&self, line: usize, column: usize) -> usize {
        let next = self.lines.partition_point(|known| known.number <= line);
        let Some(known) = next.checked_sub(1).and_then(|index| self.lines.get(index)) else {
            return 0;
        };
        let column = if known.number == line { column } else { usize::MAX };
        known.start + known.window.offset(column.saturating_sub(1))
    }

    fn line_at(&self, offset: usize) -> Option<usize> {
        self.lines.partition_point(|line| line.start <= offset).checked_sub(1)
    }
}

/// The text of each line, and the characters of it that matter.
fn lines<'a>(places: &[&'a Location]) -> BTreeMap<usize, (&'a str, usize)> {
    let mut lines = BTreeMap::new();
    for place in places {
        for (number, line) in (place.start.line..).zip(&place.excerpt) {
            let first =
                if number == place.start.line { place.start.column.saturating_sub(1) } else { 0 };
            let known = lines.entry(number).or_insert((line.trim_end_matches('\r'), first));
            known.1 = known.1.min(first);
        }
    }
    lines
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let (Some(first), Some(last)) = (self.line_at(start), self.line_at(end)) else {
            return Err(MietteError::OutOfBounds);
        };
        let from = self.lines[first].start;
        let to = self.lines.get(last + 1).map_or(self.text.len(), |line| line.start);
        Ok(Box::new(Contents {
            excerpt: self,
            span: SourceSpan::new(from.into(), to - from),
            line: self.lines[first].number.saturating_sub(1),
            column: self.columns.get(&start).map_or(0, |column| column.saturating_sub(1)),
            count: last + 1 - first,
        }))
    }
}

/// Whole lines of an [`Excerpt`].
struct Contents<'a> {
    excerpt: &'a Excerpt,
    span: SourceSpan,
    line: usize,
    column: usize,
    count: usize,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        &self.excerpt.text.as_bytes()[self.span.offset()..self.span.offset() + self.span.len()]
    }

    fn span(&self) -> &SourceSpan {
        &self.span
    }

    fn name(&self) -> Option<&str> {
        Some(&self.excerpt.name)
    }

    fn line(&self) -> usize {
        self.line
    }

    fn column(&self) -> usize {
        self.column
    }

    fn line_count(&self) -> usize {
        self.count
    }
}

/// The part of a line that is shown.
#[derive(Debug)]
pub(super) struct Window {
    /// It, cleaned, with an ellipsis where it was cut.
    pub(super) text: String,
    /// The first character of the line that is in it.
    first: usize,
    /// The byte in `text` of each character of the line from `first` on, and of the end.
    offsets: Vec<usize>,
}

impl Window {
    /// At most `room` columns of a line, from a little before the character `focus` on.
    pub(super) fn new(line: &str, focus: usize, room: usize) -> Self {
        let chars: Vec<char> = clean::line(line).chars().collect();
        let (first, end) = shown(&chars, focus.min(chars.len()), room);
        let mut text = if first > 0 { "…".to_owned() } else { String::new() };
        let mut offsets = Vec::with_capacity(end - first + 1);
        for c in &chars[first..end] {
            offsets.push(text.len());
            text.push(*c);
        }
        offsets.push(text.len());
        if end < chars.len() {
            text.push('…');
        }
        Self { text, first, offsets }
    }

    fn offset(&self, character: usize) -> usize {
        let index = character.saturating_sub(self.first).min(self.offsets.len() - 1);
        self.offsets[index]
    }
}

/// The characters that fit, as a range: a quarter of the room lies before the focus.
fn shown(chars: &[char], focus: usize, room: usize) -> (usize, usize) {
    let width = |c: &char| if *c == '\t' { 4 } else { c.width().unwrap_or(1) };
    if chars.iter().map(width).sum::<usize>() <= room {
        return (0, chars.len());
    }
    let fit = |chars: &mut dyn Iterator<Item = &char>, mut left: usize| {
        chars.take_while(|c| left.checked_sub(width(c)).map(|rest| left = rest).is_some()).count()
    };
    let room = room - 2; // an ellipsis on either side
    let before = fit(&mut chars[..focus].iter().rev(), room / 4);
    let end = focus - before + fit(&mut chars[focus - before..].iter(), room);
    let first =
        if end == chars.len() { end - fit(&mut chars.iter().rev(), room) } else { focus - before };
    (first, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_what_matters() {
        let line = format!("{}X{}", "a".repeat(100), "b".repeat(100));
        let window = Window::new(&line, 100, 22);
        assert_eq!(window.text, "…aaaaaXbbbbbbbbbbbbbb…");
        assert_eq!(&window.text[window.offset(100)..window.offset(101)], "X");
        assert_eq!(window.offset(500), window.text.len() - "…".len());
        assert_eq!(window.offset(0), "…".len());
    }

    #[test]
    fn the_end_of_a_long_line_fills_the_window() {
        let line = "a".repeat(50) + "X";
        assert_eq!(Window::new(&line, 50, 12).text, "…aaaaaaaaaX");
    }

    #[test]
    fn a_short_line_is_whole() {
        let window = Window::new("\t生产 = 1", 1, 24);
        assert_eq!(window.text, "\t生产 = 1");
        assert_eq!(window.offset(3), "\t生产".len());
    }
}

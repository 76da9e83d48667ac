//! `# acklint:allow RULE[, RULE] until=2027-01-31 — reason`, read.

use crate::source::Span;
use crate::syntax::{Comment, DASHES, Directive};
use jiff::civil::Date;

/// The word of a comment that is a waiver.
pub(crate) const ALLOW: &str = "allow";

/// What people write between `until` and a day, beside the one that is read.
const SIGNS: [char; 2] = ['=', ':'];

/// A waiver as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The names of rules, as they are written.
    pub rules: Vec<String>,
    /// Its last day.
    pub until: Until,
    /// Why; empty where nothing is given.
    pub reason: String,
    /// Where it is written.
    pub(super) span: Span,
    /// What it stands beside.
    pub(super) beside: Option<Span>,
}

/// How long a waiver holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// No day is given.
    Always,
    /// That day is the last one.
    Day(Date),
    /// What is given is no day, or not as one is given: as it is written.
    NoDay(String),
}

impl Until {
    /// The last day, if one is given.
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Day(date) => Some(*date),
            Self::Always | Self::NoDay(_) => None,
        }
    }
}

impl Waiver {
    /// The waiver that a comment is, if it is one.
    pub(super) fn read(comment: &Comment) -> Option<Self> {
        let rest = Directive::of(&comment.text, ALLOW)?;
        let dash = DASHES.iter().filter_map(|dash| Some((rest.find(dash)?, dash.len()))).min();
        let (head, reason) = match dash {
            Some((at, length)) => (&rest[..at], rest[at + length..].trim()),
            None => (first_words(rest), ""),
        };
        let mut waiver = Self {
            rules: Vec::new(),
            until: Until::Always,
            reason: reason.to_owned(),
            span: comment.span,
            beside: comment.covers,
        };
        let mut words = words(head);
        while let Some(word) = words.next() {
            match word.strip_prefix("until") {
                Some(day) if day.is_empty() || day.starts_with(SIGNS) => {
                    waiver.until = until(word, &mut words);
                }
                _ => waiver.rules.push(word.to_owned()),
            }
        }
        // an end that comes too late is one all the same
        let late = reason.split_whitespace().find(|word| word.starts_with("until="));
        if let (Until::Always, Some(word)) = (&waiver.until, late) {
            waiver.until = until(word, &mut std::iter::empty());
        }
        Some(waiver)
    }

    /// Whether it is a waiver of a rule.
    pub fn names(&self, rule: &str) -> bool {
        self.rules.iter().any(|name| name == rule)
    }

    /// Whether it waives anything: it says why, and is not past its date.
    pub fn counts(&self, today: Option<Date>) -> bool {
        !self.reason.is_empty() && !matches!(self.until, Until::NoDay(_)) && !self.is_past(today)
    }

    /// Whether its last day is over.
    pub fn is_past(&self, today: Option<Date>) -> bool {
        self.until.date().zip(today).is_some_and(|(last, today)| today > last)
    }

    /// Whether a line is there that it could stand for.
    pub fn has_line(&self) -> bool {
        self.beside.is_some()
    }

    /// Whether a place begins or ends where it stands.
    pub(super) fn covers(&self, place: Span) -> bool {
        let last = Span { start: place.end.max(place.start + 1) - 1, ..place };
        self.beside.is_some_and(|beside| {
            beside.file == place.file
                && [place.start, last.start]
                    .iter()
                    .any(|at| (beside.start..beside.end).contains(at))
        })
    }
}

/// A day as `2027-01-31`, and in no other form.
pub fn date(text: &str) -> Option<Date> {
    // jiff reads times, zones and years with a sign as well
    let is_plain = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let plain = text.len() == "2027-01-31".len() && text.bytes().enumerate().all(is_plain);
    text.parse().ok().filter(|_| plain)
}

/// An end: `until=DAY`, or what was to be one, whose day may be the next word or the one after.
fn until<'w>(word: &str, rest: &mut impl Iterator<Item = &'w str>) -> Until {
    if let Some(day) = word.strip_prefix("until=").and_then(date) {
        return Until::Day(day);
    }
    let mut written = word.to_owned();
    while written.ends_with("until") || written.ends_with(SIGNS) {
        let Some(more) = rest.next() else { break };
        written = format!("{written} {more}");
    }
    Until::NoDay(written)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty())
}

/// Where no dash parts them, the rules end with the first word that no comma follows; the day may
/// stand behind it.
fn first_words(text: &str) -> &str {
    let mut end = 0;
    let mut more = true;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim();
        if !bare.is_empty() && !bare.starts_with(',') && !bare.starts_with("until=") && !more {
            break;
        }
        if !bare.is_empty() && !bare.starts_with("until=") {
            more = bare.ends_with(',');
        }
        end += word.len();
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    type Parts = (Vec<String>, Until, String);

    fn read(text: &str) -> Option<Parts> {
        let file = SourceMap::default().add("a", text);
        let span = Span { file, start: 0, end: 1 };
        let waiver = Waiver::read(&Comment { text: text.to_owned(), span, covers: None })?;
        Some((waiver.rules, waiver.until, waiver.reason))
    }

    fn waiver(rules: &[&str], until: Until, reason: &str) -> Parts {
        (rules.iter().map(|rule| (*rule).to_owned()).collect(), until, reason.to_owned())
    }

    fn day(text: &str) -> Until {
        Until::Day(text.parse().unwrap())
    }

    #[test]
    fn rules_then_a_day_then_the_reason() {
        assert_eq!(
            read("acklint:allow a_b, c until=2027-01-31 — moved in spring"),
            Some(waiver(&["a_b", "c"], day("2027-01-31"), "moved in spring"))
        );
        assert_eq!(read("acklint:allow a — b"), Some(waiver(&["a"], Until::Always, "b")));
        assert_eq!(
            read("acklint:allow a,b--c -- d"),
            Some(waiver(&["a", "b"], Until::Always, "c -- d"))
        );
        assert_eq!(read("acklint:allow a – b — c"), Some(waiver(&["a"], Until::Always, "b — c")));
    }

    #[test]
    fn what_is_missing_is_missing() {
        assert_eq!(read("acklint:allow a"), Some(waiver(&["a"], Until::Always, "")));
        assert_eq!(read("acklint:allow a —"), Some(waiver(&["a"], Until::Always, "")));
        assert_eq!(read("acklint:allow — a"), Some(waiver(&[], Until::Always, "a")));
        assert_eq!(read("acklint:allow"), Some(waiver(&[], Until::Always, "")));
        assert_eq!(
            read("acklint:allow a, b , c until=2027-01-31 because"),
            Some(waiver(&["a", "b", "c"], day("2027-01-31"), ""))
        );
        assert_eq!(read("acklint:allow a because we can"), Some(waiver(&["a"], Until::Always, "")));
    }

    #[test]
    fn an_end_behind_the_dash_is_one() {
        let late = "acklint:allow a — b until=2027-01-31";
        assert_eq!(read(late).map(|waiver| waiver.1), Some(day("2027-01-31")), "{late}");
    }

    #[test]
    fn no_day_is_no_day() {
        for text in ["31.01.2027", "2027-02-29", "2027-1-31", "20270131", "2027-01-31T00:00"] {
            let no_day = Until::NoDay(format!("until={text}"));
            let comment = format!("acklint:allow a until={text} — b");
            assert_eq!(read(&comment), Some(waiver(&["a"], no_day, "b")), "{text}");
        }
    }

    /// Whoever writes a day wants the waiver to end.
    #[test]
    fn a_day_that_is_written_otherwise_is_no_rule() {
        for text in ["until 2027-01-31", "until: 2027-01-31", "until = 2027-01-31", "until="] {
            let no_day = Until::NoDay(text.to_owned());
            let comment = format!("acklint:allow a {text} — b");
            assert_eq!(read(&comment), Some(waiver(&["a"], no_day, "b")), "{text}");
        }
        assert_eq!(
            read("acklint:allow until_then — b"),
            Some(waiver(&["until_then"], Until::Always, "b"))
        );
    }

    #[test]
    fn other_comments_are_none() {
        assert_eq!(read("acklint:allowed a — b"), None);
        assert_eq!(read("see acklint:allow a — b"), None);
        assert_eq!(read("acklint:expect nodes=3"), None);
    }
}

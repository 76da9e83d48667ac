//! Date formats of `formatdate`.

use super::super::super::Refusal;
use super::timestamp::Timestamp;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Writes a time in a layout such as `DD MMM YYYY hh:mm ZZZ`.
pub(super) fn format(layout: &str, time: &Timestamp) -> Result<String, Refusal> {
    let mut out = String::new();
    let mut rest = layout;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            rest = quoted(&rest[1..], &mut out)?;
        } else if first.is_ascii_alphabetic() {
            let end = rest.find(|c| c != first).unwrap_or(rest.len());
            let (verb, after) = rest.split_at(end);
            let text = field(verb, time).or_else(|| zone(verb, time));
            let wrong = || Refusal::new(format!("invalid date format verb {verb:?}"));
            out.push_str(&text.ok_or_else(wrong)?);
            rest = after;
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    Ok(out)
}

/// Adds quoted text, `''` being a quote, and gives what follows.
fn quoted<'t>(text: &'t str, out: &mut String) -> Result<&'t str, Refusal> {
    if let Some(rest) = text.strip_prefix('\'') {
        out.push('\'');
        return Ok(rest);
    }
    let mut rest = text;
    loop {
        let Some((before, after)) = rest.split_once('\'') else {
            return Err(Refusal::new("unterminated literal '"));
        };
        out.push_str(before);
        let Some(after_quote) = after.strip_prefix('\'') else { return Ok(after) };
        out.push('\'');
        rest = after_quote;
    }
}

fn field(verb: &str, time: &Timestamp) -> Option<String> {
    let (date, clock) = (time.local.date(), time.local.time());
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    let day = DAYS[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
    let half = (clock.hour() + 11) % 12 + 1;
    let noon = clock.hour() / 12;
    Some(match verb {
        "YY" => format!("{:02}", date.year() % 100),
        "YYYY" => format!("{:04}", date.year()),
        "MMM" => month[..3].to_owned(),
        "MMMM" => month.to_owned(),
        "EEE" => day[..3].to_owned(),
        "EEEE" => day.to_owned(),
        "AA" => ["AM", "PM"][usize::from(noon.unsigned_abs())].to_owned(),
        "aa" => ["am", "pm"][usize::from(noon.unsigned_abs())].to_owned(),
        "M" | "MM" => number(verb, date.month()),
        "D" | "DD" => number(verb, date.day()),
        "h" | "hh" => number(verb, clock.hour()),
        "H" | "HH" => number(verb, half),
        "m" | "mm" => number(verb, clock.minute()),
        "s" | "ss" => number(verb, clock.second()),
        _ => return None,
    })
}

fn zone(verb: &str, time: &Timestamp) -> Option<String> {
    Some(match verb {
        "Z" if time.offset == 0 => "Z".to_owned(),
        "ZZZ" if time.offset == 0 => "UTC".to_owned(),
        "ZZZ" | "ZZZZ" => time.zone(""),
        "Z" | "ZZZZZ" => time.zone(":"),
        _ => return None,
    })
}

/// A number, in as many digits as the verb has letters at least.
fn number(verb: &str, number: i8) -> String {
    format!("{number:0width$}", width = verb.len())
}

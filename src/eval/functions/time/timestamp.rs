//! A point in time with its offset, and durations as Go writes them.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use std::fmt;

/// A time of the clock somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timestamp {
    /// The local date and time.
    pub(super) local: DateTime,
    /// By how many seconds it is ahead of UTC.
    pub(super) offset: i64,
}

/// The seconds of an hour.
const HOUR: i64 = 3600;

/// How exactly a timestamp must be as RFC 3339 has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rigor {
    /// Wholly.
    Strict,
    /// As Go's parser takes it: an hour of one digit, a comma before the fraction, 24 hours of
    /// offset.
    Lax,
}

impl Timestamp {
    /// Reads `2017-11-22T00:00:00Z`.
    pub(super) fn parse(text: &str, rigor: Rigor) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let rest = rest.strip_prefix('T')?;
        let short = rigor == Rigor::Lax && rest.find(':') == Some(1);
        let (time, rest) = rest.split_at_checked(if short { 7 } else { 8 })?;
        let [year, month, day] = fields(date, '-')?;
        let [hour, minute, second] = fields(time, ':')?;
        if date.find('-') != Some(4) || time.find(':') != Some(if short { 1 } else { 2 }) {
            return None;
        }
        let (nanosecond, zone) = fraction(rest, rigor)?;
        let small = |number: i64| i8::try_from(number).ok();
        let local = DateTime::new(
            i16::try_from(year).ok()?,
            small(month)?,
            small(day)?,
            small(hour)?,
            small(minute)?,
            small(second)?,
            nanosecond,
        );
        Some(Self { local: local.ok()?, offset: offset(zone, rigor)? })
    }

    /// The same point in time in UTC, to compare with.
    pub(super) fn instant(&self) -> i128 {
        let since = self.local.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
        since.as_nanos() - i128::from(self.offset) * 1_000_000_000
    }

    /// A later or earlier time with the same offset.
    pub(super) fn add(&self, nanoseconds: i64) -> Option<Self> {
        let local = self.local.checked_add(SignedDuration::from_nanos(nanoseconds)).ok()?;
        (local.year() >= 0).then_some(Self { local, ..*self })
    }

    /// The offset as `+08:00` or, without the separator, `+0800`.
    pub(super) fn zone(&self, separator: &str) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs() / 60;
        format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.local.date(), self.local.time());
        let (year, month, day) = (date.year(), date.month(), date.day());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        let zone = if self.offset == 0 { "Z".to_owned() } else { self.zone(":") };
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
    }
}

/// Three numbers of fixed width.
fn fields(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut parts = text.split(separator);
    let fields = [number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?];
    let wide = text.split(separator).skip(1).all(|part| part.len() == 2);
    (wide && parts.next().is_none()).then_some(fields)
}

fn number(digits: &str) -> Option<i64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// The nanoseconds after a point, and what follows.
fn fraction(text: &str, rigor: Rigor) -> Option<(i32, &str)> {
    let comma = text.strip_prefix(',').filter(|_| rigor == Rigor::Lax);
    let Some(rest) = text.strip_prefix('.').or(comma) else { return Some((0, text)) };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, zone) = rest.split_at(end);
    let known = &digits[..digits.len().min(9)];
    number(digits.get(..1)?)?;
    Some((format!("{known:0<9}").parse().ok()?, zone))
}

/// The seconds of `Z` or `+08:00`.
fn offset(zone: &str, rigor: Rigor) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':').filter(|_| rest.len() == 5)?;
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let (most_hours, most_minutes) = if rigor == Rigor::Lax { (24, 60) } else { (23, 59) };
    (hours <= most_hours && minutes <= most_minutes).then_some(sign * (hours * HOUR + minutes * 60))
}

/// The nanoseconds of `1h30m`, `-1.5h` or `0`.
pub(super) fn parse_duration(text: &str) -> Option<i64> {
    let negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let (nanoseconds, after) = duration_part(rest)?;
        total = total.checked_add(nanoseconds).filter(|total| *total <= 1 << 63)?;
        rest = after;
    }
    i64::try_from(if negative { -total } else { total }).ok()
}

/// A number with its unit, and what follows.
fn duration_part(text: &str) -> Option<(i128, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (amount, rest) = text.split_at(end);
    let end = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
    let (unit, rest) = rest.split_at(end);
    let unit: i128 = match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    };
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    if (whole.is_empty() && part.is_empty()) || part.contains('.') {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    Some((whole.checked_mul(unit)?.checked_add(part_of_unit(part, unit))?, rest))
}

/// The nanoseconds of the digits behind a point, in 64-bit floats as Go computes them.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "Go loses the same"
)]
fn part_of_unit(digits: &str, unit: i128) -> i128 {
    let (mut number, mut scale): (i64, f64) = (0, 1.0);
    for digit in digits.bytes().map(|digit| i64::from(digit - b'0')) {
        let Some(next) = number.checked_mul(10).and_then(|tens| tens.checked_add(digit)) else {
            break;
        };
        number = next;
        scale *= 10.0;
    }
    (number as f64 * (unit as f64 / scale)) as i128
}

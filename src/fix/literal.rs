//! A literal as it is written, and the same with another value in it.

use crate::rules::NewValue;
use ipnet::IpNet;

/// A literal that holds ranges or a number and nothing else: no interpolation, no escape. Such a
/// text is written the same way in native and in JSON syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Literal<'t> {
    quote: &'static str,
    content: &'t str,
}

impl<'t> Literal<'t> {
    /// Reads what a span covers; nothing where it is any other expression.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let literal = match quoted {
            Some(content) => Self { quote: "\"", content },
            None => Self { quote: "", content: text },
        };
        let plain = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':' | '/' | ',' | ' ');
        let number = |c: char| c.is_ascii_digit();
        let is_plain = match quoted {
            Some(content) => content.chars().all(plain),
            None => literal.content.chars().all(number),
        };
        (is_plain && !literal.content.is_empty()).then_some(literal)
    }

    /// What is in it, without quotes.
    pub(super) fn content(&self) -> &'t str {
        self.content
    }

    /// The same with another value: of two families the range of the other one stays.
    pub(super) fn with(&self, value: NewValue) -> Option<String> {
        let content = match value {
            NewValue::Number(number) => {
                let digits = self.content.chars().all(|c| c.is_ascii_digit());
                digits.then(|| number.to_string())?
            }
            NewValue::Range(new) if !self.quote.is_empty() => {
                let part = self.part_like(new)?;
                let at = part.as_ptr().addr() - self.content.as_ptr().addr();
                let (before, after) = (&self.content[..at], &self.content[at + part.len()..]);
                format!("{before}{new}{after}")
            }
            NewValue::Range(_) => return None,
        };
        Some(format!("{0}{content}{0}", self.quote))
    }

    /// The one range in it that is of the family of another one, as it is written.
    pub(super) fn range_like(&self, other: IpNet) -> Option<IpNet> {
        self.part_like(other)?.parse().ok()
    }

    fn part_like(&self, other: IpNet) -> Option<&'t str> {
        let parts = self.content.split(',').map(str::trim);
        let family = |part: &&str| {
            let range: Option<IpNet> = part.parse().ok();
            range.is_some_and(|range| range.addr().is_ipv4() == other.addr().is_ipv4())
        };
        let mut of_family = parts.filter(family);
        let part = of_family.next()?;
        of_family.next().is_none().then_some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, value: NewValue) -> Option<String> {
        Literal::of(text)?.with(value)
    }

    fn range(text: &str) -> NewValue {
        NewValue::Range(text.parse().unwrap())
    }

    #[test]
    fn quotes_stay_as_they_are() {
        let new = range("172.20.0.0/20");
        assert_eq!(with("\"172.20.0.0/24\"", new).as_deref(), Some("\"172.20.0.0/20\""));
        assert_eq!(with("\" 172.20.0.1/24\"", new).as_deref(), Some("\" 172.20.0.0/20\""));
        assert_eq!(with("300", NewValue::Number(256)).as_deref(), Some("256"));
        assert_eq!(with("\"300\"", NewValue::Number(256)).as_deref(), Some("\"256\""));
    }

    #[test]
    fn of_two_families_one_is_replaced() {
        let text = "\"172.21.0.0/12,fd00::/112\"";
        let new = with(text, range("172.20.0.0/16"));
        assert_eq!(new.as_deref(), Some("\"172.20.0.0/16,fd00::/112\""));
        let new = with(text, range("fd00::/116"));
        assert_eq!(new.as_deref(), Some("\"172.21.0.0/12,fd00::/116\""));
        assert_eq!(with("\"10.0.0.0/16,10.1.0.0/16\"", range("10.2.0.0/16")), None);
    }

    #[test]
    fn nothing_else_is_a_literal() {
        for text in [
            "\"${var.x}/16\"",
            "\"10.0.0.0\\u002f16\"",
            "\"%{ if true }10.0.0.0/16%{ endif }\"",
            "<<EOT\n10.0.0.0/16\nEOT",
            "[\"10.0.0.0/16\"]",
            "var.x",
            "\"\"",
            "",
            "3 + 4",
            "resource \"alicloud_vpc\" \"this\"",
        ] {
            assert_eq!(with(text, range("10.1.0.0/16")), None, "{text}");
            assert_eq!(with(text, NewValue::Number(1)), None, "{text}");
        }
    }
}

//! Text of the input made safe: a repository is hostile, and terminals obey what they are shown.

use std::borrow::Cow;

/// The longest word of a command; `TeamCity`'s are the longest.
const LONGEST_WORD: usize = 32;

/// Replaces what a terminal would obey or draw elsewhere, and what the log of a CI system would
/// obey wherever it stands, character by character, so that columns stay what they are. Tabs stay
/// too.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    let marks = marks(text);
    if marks.is_empty() && !text.chars().any(|c| replacement(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let safe = |(at, c)| match replacement(c) {
        Some(safe) => safe,
        None if marks.binary_search(&at).is_ok() => '\u{fffd}',
        None => c,
    };
    Cow::Owned(text.char_indices().map(safe).collect())
}

/// Where the first `#` of each `##word[` stands: commands of GitHub, Azure and `TeamCity` begin so,
/// in the middle of a line too.
pub(super) fn marks(text: &str) -> Vec<usize> {
    let opens = |at: &usize| {
        let mut after = text[at + 2..].chars().take(LONGEST_WORD + 1);
        after.find(|c| !c.is_ascii_alphanumeric()) == Some('[')
    };
    let pairs = text.match_indices('#').map(|(at, _)| at);
    pairs.filter(|at| text[at + 1..].starts_with('#')).filter(opens).collect()
}

/// A text of several lines, cleaned already, that may be printed in the log of a CI system: no line
/// begins with `::`, as workflow commands of GitHub do.
pub(super) fn log(text: String) -> String {
    if !text.contains("::") {
        return text;
    }
    let mut safe = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let (space, rest) = line.split_at(line.len() - trimmed.len());
        safe.push_str(space);
        match rest.strip_prefix("::") {
            Some(rest) => safe.extend(["\u{fffd}:", rest]),
            None => safe.push_str(rest),
        }
    }
    safe
}

/// A message of one or several lines that goes to standard error, where logs of CI systems are read
/// as well.
pub(crate) fn message(text: &str) -> String {
    log(text.split('\n').map(line).collect::<Vec<_>>().join("\n"))
}

/// As [`line()`], for a sentence: tabs and line ends become spaces.
pub(super) fn sentence(text: &str) -> String {
    let words: Vec<&str> = text.split(['\t', '\n', '\r']).filter(|word| !word.is_empty()).collect();
    line(&words.join(" ")).into_owned()
}

/// Whether a character steers a terminal or the direction of text, or cannot be seen.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{061c}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
        || matches!(c, '\u{e0000}'..='\u{e007f}')
}

fn replacement(c: char) -> Option<char> {
    match c {
        '\t' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        _ => is_unsafe(c).then_some('\u{fffd}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_replaced() {
        assert_eq!(line("a\u{1b}[31mb\tc"), "a␛[31mb\tc");
        assert_eq!(line("\u{202e}\u{9b}x\u{7f}"), "��x␡");
        assert_eq!(line("生产环境"), "生产环境");
    }

    #[test]
    fn what_a_ci_system_obeys_is_replaced() {
        assert_eq!(line("##[a] ##vso[b] ###[c] ## [d] #[e]"), "�#[a] �#vso[b] #�#[c] ## [d] #[e]");
        let text = "a\n \u{a0}::error::x\nb ::c::\n";
        assert_eq!(log(text.to_owned()), "a\n \u{a0}�:error::x\nb ::c::\n");
    }

    #[test]
    fn a_sentence_is_one_line() {
        assert_eq!(sentence("a\r\n\tb\u{7}\n"), "a b␇");
    }
}

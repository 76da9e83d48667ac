//! Text of the input made safe: a repository is hostile, and terminals obey what they are shown.

use std::borrow::Cow;

/// Replaces what a terminal would obey or draw elsewhere, character by character, so that
/// columns stay what they are. Tabs stay too.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| replacement(c).is_some()) {
        Cow::Owned(text.chars().map(|c| replacement(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
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
        || matches!(c, '\u{061c}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
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
    fn a_sentence_is_one_line() {
        assert_eq!(sentence("a\r\n\tb\u{7}\n"), "a b␇");
    }
}

//! Text of the input in HTML and SVG.

use super::clean;

/// Text between tags or in an attribute; nothing in it is markup, and nothing steers what shows it.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in clean::sentence(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(escaped("<a b='\"&'>\u{1b}\n"), "&lt;a b=&#39;&quot;&amp;&#39;&gt;␛");
    }
}

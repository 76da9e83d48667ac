//! Text that Markdown, HTML and the forges make nothing of.

use crate::report::clean;
use std::fmt::Write as _;
use std::sync::Arc;

/// A text of more characters than this is cut.
const LONGEST: usize = 600;

/// Text within a line: no markup, no link, and nobody is mentioned.
pub(in crate::report) fn inline(text: &str) -> String {
    let text = escaped(text);
    // forges look for these in the text that is rendered: only a character between them helps
    text.replace('@', "@&#8203;")
        .replace("\\#", "\\#&#8203;")
        .replace("://", ":&#8203;//")
        .replace("www.", "www&#8203;.")
}

/// Text as code, within a line or a cell.
pub(in crate::report) fn code(text: &str) -> String {
    let plain = cut(&clean::sentence(text));
    if plain.trim().is_empty() || plain.contains(['`', '|']) {
        // the tag is not a code span: links are looked for in it
        format!("<code>{}</code>", inline(text))
    } else {
        format!("`{plain}`")
    }
}

/// Lines of a file, as a block of code that none of them can end.
pub(super) fn fence(lines: &[Arc<str>]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| cut(&clean::line(line))).collect();
    let longest = lines.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or_default().max(2) + 1);
    format!("{fence}hcl\n{}\n{fence}\n", clean::log(lines.join("\n")))
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in cut(&clean::sentence(text)).chars() {
        match c {
            '<' | '>' | '&' | '|' => {
                write!(safe, "&#{};", u32::from(c)).expect("invariant: writing to a string");
            }
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '~' | '$' | '!' => {
                safe.extend(['\\', c]);
            }
            _ => safe.push(c),
        }
    }
    safe
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(
            inline("a|b `c` </details> *d* _e_"),
            "a&#124;b \\`c\\` &#60;/details&#62; \\*d\\* \\_e\\_"
        );
        assert_eq!(
            inline("[x](https://y) @me #1"),
            "\\[x\\](https:&#8203;//y) @&#8203;me \\#&#8203;1"
        );
        assert_eq!(code("a_b@c<d>"), "`a_b@c<d>`");
        assert_eq!(code("a_b@c|"), "<code>a\\_b@&#8203;c&#124;</code>");
    }

    #[test]
    fn no_line_ends_a_fence() {
        let lines = ["a".into(), "````".into(), "</details>".into(), "::error::".into()];
        assert_eq!(fence(&lines), "`````hcl\na\n````\n</details>\n�:error::\n`````\n");
        assert_eq!(fence(&["a = 1".into()]), "```hcl\na = 1\n```\n");
    }
}

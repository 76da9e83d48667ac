//! The comments of a file, and what each of them stands beside.

use super::json::{self, Json, Node, Text};
use super::native::comment_ranges;
use crate::source::{FileId, Span, offset};
use std::ops::Range;

/// A line of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// What it says, without the signs that make it a comment.
    pub text: String,
    /// Where that stands.
    pub span: Span,
    /// What it stands beside: the line that it ends, or the one below it and the comments that
    /// follow; in JSON the object that holds it, from its name on. `None` where a blank line or
    /// the end of the file follows, and in JSON for what is no block's own.
    pub covers: Option<Span>,
}

/// The comments of a file in native syntax, in the order of the text; heredocs and strings hold none.
pub fn comments(file: FileId, text: &str) -> Vec<Comment> {
    let ranges = comment_ranges(text);
    let lines = Lines::of(text, &ranges);
    let comment = |range: &Range<usize>| {
        let covers = lines.covered(range).map(|line| span(file, &lines.starts_at(line)));
        let piece = move |(start, text): (usize, &str)| Comment {
            text: text.to_owned(),
            span: span(file, &(start..start + text.len())),
            covers,
        };
        pieces(text, range).into_iter().map(piece).collect::<Vec<_>>()
    };
    ranges.iter().flat_map(comment).collect()
}

/// The comments of a `.tf.json` file: the texts of its `"//"` keys.
pub fn json_comments(file: FileId, text: &str) -> Vec<Comment> {
    walked(file, text, Scope::File)
}

/// The comments of a `.tfvars.json` file, whose values stand beside them at the top.
pub fn json_values_comments(file: FileId, text: &str) -> Vec<Comment> {
    walked(file, text, Scope::Inside(0))
}

fn span(file: FileId, range: &Range<usize>) -> Span {
    Span { file, start: offset(range.start), end: offset(range.end) }
}

/// The lines of a text: where each begins, and on which there is code.
struct Lines {
    starts: Vec<usize>,
    /// The text with its comments made blank.
    code: Vec<u8>,
    length: usize,
    comments: Vec<Range<usize>>,
    /// As [`Lines::below`] says.
    below: Vec<Option<usize>>,
}

impl Lines {
    fn of(text: &str, comments: &[Range<usize>]) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut code = text.as_bytes().to_vec();
        if text.starts_with('\u{feff}') {
            code[..'\u{feff}'.len_utf8()].fill(b' ');
        }
        for comment in comments {
            code[comment.clone()].fill(b' ');
        }
        let (length, comments) = (text.len(), comments.to_vec());
        let mut lines = Self { starts, code, length, comments, below: Vec::new() };
        lines.below = lines.below();
        lines
    }

    fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) - 1
    }

    fn starts_at(&self, line: usize) -> Range<usize> {
        self.starts[line]..self.starts.get(line + 1).copied().unwrap_or(self.length)
    }

    fn has_code(&self, range: Range<usize>) -> bool {
        !self.code[range].trim_ascii().is_empty()
    }

    fn has_comment(&self, line: &Range<usize>) -> bool {
        let first = self.comments.partition_point(|comment| comment.end <= line.start);
        self.comments.get(first).is_some_and(|comment| comment.start < line.end)
    }

    /// The line that a comment stands beside.
    fn covered(&self, comment: &Range<usize>) -> Option<usize> {
        let first = self.line_of(comment.start);
        if self.has_code(self.starts[first]..comment.start) {
            return Some(first);
        }
        self.below[self.line_of(comment.end.max(comment.start + 1) - 1)]
    }

    /// For each line the first one from there on that has code, if all before it have comments.
    fn below(&self) -> Vec<Option<usize>> {
        let mut below = vec![None; self.starts.len()];
        let mut next = None;
        for line in (0..self.starts.len()).rev() {
            let range = self.starts_at(line);
            next = if self.has_code(range.clone()) {
                Some(line)
            } else {
                next.filter(|_| self.has_comment(&range))
            };
            below[line] = next;
        }
        below
    }
}

/// The lines of a comment without its signs, each with the place where it begins.
fn pieces<'t>(text: &'t str, comment: &Range<usize>) -> Vec<(usize, &'t str)> {
    let written = &text[comment.clone()];
    let Some(inside) = written.strip_prefix("/*") else {
        return vec![trimmed(text, written.trim_start_matches(['#', '/']))];
    };
    let inside = inside.strip_suffix("*/").unwrap_or(inside);
    let without_star = |line: &'t str| line.trim_start().trim_start_matches('*');
    inside.split('\n').map(|line| trimmed(text, without_star(line))).collect()
}

/// A part of a text without blanks around it, and where it begins.
fn trimmed<'t>(text: &str, part: &'t str) -> (usize, &'t str) {
    let part = part.trim();
    (part.as_ptr() as usize - text.as_ptr() as usize, part)
}

/// Where in a JSON file an object lies: a comment stands beside what is in its block.
#[derive(Debug, Clone, Copy)]
enum Scope {
    /// At the top of a file of blocks.
    File,
    /// So many names before the content of a block.
    Inside(usize),
}

impl Scope {
    /// One name further in.
    fn below(self, name: &str) -> Self {
        match self {
            Self::File => Self::Inside(match name {
                "resource" | "data" | "ephemeral" => 2,
                "locals" | "terraform" | "moved" | "removed" | "import" => 0,
                _ => 1,
            }),
            Self::Inside(names) => Self::Inside(names.saturating_sub(1)),
        }
    }
}

fn walked(file: FileId, text: &str, scope: Scope) -> Vec<Comment> {
    let mut found = Vec::new();
    if let Ok(node) = json::read(file, text) {
        walk(&node, node.span, scope, &mut found);
    }
    found
}

/// Walks a value, whose name begins where `head` does.
fn walk(node: &Node<'_>, head: Span, scope: Scope, found: &mut Vec<Comment>) {
    match &node.kind {
        Json::Object(entries) => {
            for (name, value) in entries {
                if name.value == "//" {
                    let covers = matches!(scope, Scope::Inside(0)).then(|| head.to(node.span));
                    let comment = |text: &Text| Comment {
                        text: text.value.trim().to_owned(),
                        span: text.span,
                        covers,
                    };
                    found.extend(texts(value).into_iter().map(comment));
                } else {
                    walk(value, name.span, scope.below(&name.value), found);
                }
            }
        }
        Json::Array(items) => {
            let head = |item: &Node<'_>| if items.len() == 1 { head } else { item.span };
            for item in items {
                walk(item, head(item), scope, found);
            }
        }
        _ => {}
    }
}

/// A text, or those of a list.
fn texts<'n>(node: &'n Node<'_>) -> Vec<&'n Text> {
    match &node.kind {
        Json::Text(text) => vec![text],
        Json::Array(items) => items.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    /// Each comment with what it covers, blanks trimmed.
    fn said(text: &str, read: fn(FileId, &str) -> Vec<Comment>) -> Vec<(String, Option<String>)> {
        let sources = SourceMap::default();
        let file = sources.add("a", text);
        let covers = |span: Span| sources.text(span).trim().to_owned();
        read(file, text).into_iter().map(|c| (c.text, c.covers.map(covers))).collect()
    }

    fn native(text: &str) -> Vec<(String, Option<String>)> {
        said(text, comments)
    }

    fn beside(text: &str, covers: &str) -> (String, Option<String>) {
        (text.to_owned(), Some(covers.to_owned()))
    }

    #[test]
    fn a_comment_covers_the_line_that_it_ends() {
        assert_eq!(native("a = 1 # x\nb = 2"), [beside("x", "a = 1 # x")]);
        assert_eq!(native("a = [ // x\n]"), [beside("x", "a = [ // x")]);
    }

    #[test]
    fn comments_in_a_row_cover_the_line_below_them() {
        let text = "\u{feff}# x\r\n// y\r\n/* z */\r\na = 1\r\n";
        let below = "a = 1";
        assert_eq!(native(text), [beside("x", below), beside("y", below), beside("z", below)]);
    }

    #[test]
    fn signs_may_stand_twice() {
        assert_eq!(
            native("## x\na = 1 /// y\n"),
            [beside("x", "a = 1 /// y"), beside("y", "a = 1 /// y")]
        );
    }

    #[test]
    fn a_blank_line_parts_a_comment_from_what_follows() {
        assert_eq!(native("# x\n\na = 1\n# y\n"), [("x".into(), None), ("y".into(), None)]);
    }

    #[test]
    fn a_comment_in_front_of_code_covers_its_line() {
        assert_eq!(
            native("/* x */ a = 1 # y"),
            [beside("x", "/* x */ a = 1 # y"), beside("y", "/* x */ a = 1 # y"),]
        );
    }

    #[test]
    fn each_line_of_a_long_comment_is_one() {
        let text = "/*\n * x\n * y\n */\na = 1";
        let lines: Vec<_> = native(text).into_iter().filter(|(text, _)| !text.is_empty()).collect();
        assert_eq!(lines, [beside("x", "a = 1"), beside("y", "a = 1")]);
    }

    #[test]
    fn strings_and_heredocs_hold_no_comments() {
        let text = "a = \"# x // y /* z */\"\nb = <<E\n# x\n/* y */\nE\nc = \"${1 /* in */}\"\n";
        assert_eq!(native(text), [beside("in", "c = \"${1 /* in */}\"")]);
    }

    #[test]
    fn in_json_a_comment_covers_the_object_that_holds_it() {
        let text = r#"{"//": "file", "resource": {"//": "kind", "t": {"//": "type",
            "n": {"//": ["x", "y"], "a": {"//": "z"}}}}}"#;
        let block = r#""n": {"//": ["x", "y"], "a": {"//": "z"}}"#;
        assert_eq!(
            said(text, json_comments),
            [
                ("file".into(), None),
                ("kind".into(), None),
                ("type".into(), None),
                beside("x", block),
                beside("y", block),
                beside("z", r#""a": {"//": "z"}"#),
            ]
        );
        let text = r#"{"module": {"m": [{"//": "x"}]}, "locals": {"//": "y"}}"#;
        assert_eq!(
            said(text, json_comments),
            [beside("x", r#""m": [{"//": "x"}"#), beside("y", r#""locals": {"//": "y"}"#),]
        );
    }

    #[test]
    fn in_a_values_file_a_comment_at_the_top_covers_all() {
        let text = r#"{"//": "x", "a": 1}"#;
        assert_eq!(said(text, json_values_comments), [beside("x", text)]);
    }
}

//! `# acklint:expect nodes=300 pods=12000`: what a cluster must hold, beside its resource or call.

use crate::problem::Problem;
use crate::source::{SourceMap, Span, offset};
use crate::syntax::{Expr, ExprKind};

const MARKER: &str = "acklint:expect";

/// What a cluster must be able to hold; each number is a floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Nodes, masters included.
    pub nodes: Option<u64>,
    /// Pods.
    pub pods: Option<u64>,
    /// Services.
    pub services: Option<u64>,
    /// Where it is written: from the marker to the last number.
    pub span: Span,
}

impl Expected {
    /// What the comment lines directly above a head expect; the larger of equal keys.
    pub(super) fn above(sources: &SourceMap, head: Span) -> (Option<Self>, Vec<Problem>) {
        let text = &sources.file(head.file).text;
        let span = |(start, comment): (usize, &str)| Span {
            file: head.file,
            start: offset(start),
            end: offset(start + comment.len()),
        };
        let comments = comments_above(text, head.start as usize);
        Self::all(comments.map(|comment| (comment.1, span(comment))))
    }

    /// What comments of JSON syntax expect: texts, or lists of them.
    pub(super) fn beside(comments: &[Expr]) -> (Option<Self>, Vec<Problem>) {
        fn texts(comment: &Expr) -> Vec<(&str, Span)> {
            match &comment.kind {
                ExprKind::Text(text) => vec![(text, comment.span)],
                ExprKind::Tuple(items) => items.iter().flat_map(texts).collect(),
                _ => Vec::new(),
            }
        }
        Self::all(comments.iter().flat_map(texts))
    }

    fn all<'a>(
        comments: impl IntoIterator<Item = (&'a str, Span)>,
    ) -> (Option<Self>, Vec<Problem>) {
        let mut expected: Option<Self> = None;
        let mut problems = Vec::new();
        for (comment, span) in comments {
            let Some(list) = comment.trim().strip_prefix(MARKER) else { continue };
            match Self::parse(list, span) {
                Ok(this) => expected = Some(expected.map_or(this, |other| this.or(other))),
                Err(message) => problems.push(Problem::at(span, message)),
            }
        }
        (expected, problems)
    }

    /// Reads `nodes=300 pods=12000`, parted by blanks or commas.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn parse(list: &str, span: Span) -> Result<Self, String> {
        let mut this = Self { nodes: None, pods: None, services: None, span };
        let mut any = false;
        for item in list.split([' ', '\t', ',']).filter(|item| !item.is_empty()) {
            let (key, number) = item.split_once('=').unwrap_or((item, ""));
            let place = match key {
                "nodes" => &mut this.nodes,
                "pods" => &mut this.pods,
                "services" => &mut this.services,
                _ => {
                    return Err(format!(
                        "`{key}` cannot be expected: nodes, pods and services can"
                    ));
                }
            };
            let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            let Some(number) = number.parse().ok().filter(|_| is_number) else {
                return Err(format!("`{item}` is no number of {key}: write `{key}=300`"));
            };
            *place = (*place).max(Some(number));
            any = true;
        }
        if any { Ok(this) } else { Err("nothing is expected: write `nodes=300 pods=12000`".into()) }
    }

    fn or(self, other: Self) -> Self {
        Self {
            nodes: self.nodes.max(other.nodes),
            pods: self.pods.max(other.pods),
            services: self.services.max(other.services),
            span: self.span,
        }
    }
}

/// The comments on the lines directly above an offset, last first: where each begins, and its text.
fn comments_above(text: &str, at: usize) -> impl Iterator<Item = (usize, &str)> {
    let before = text.get(..at).unwrap_or_default();
    let mut end = before.rfind('\n');
    std::iter::from_fn(move || {
        let lines = &text[..end?];
        let newline = lines.rfind('\n');
        let start = newline.map_or(0, |newline| newline + 1);
        end = newline;
        let line = &lines[start..];
        let comment = comment(line)?;
        Some((start + line.find(comment).unwrap_or_default(), comment))
    })
}

/// The text of a line that is nothing but a comment.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim();
    let inside = line.strip_prefix('#').or_else(|| line.strip_prefix("//"));
    let inside = inside.or_else(|| line.strip_prefix("/*")?.strip_suffix("*/"));
    inside.map(str::trim)
}

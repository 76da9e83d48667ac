//! `# acklint:expect nodes=300 pods=12000`: what a cluster must hold, beside its resource or call.

use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::{Comment, DASHES, Directive, Expr, ExprKind};

/// The word of a comment that expects something.
pub(crate) const EXPECT: &str = "expect";

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
    /// What comments beside a head expect: on the lines directly above it, or at its end; the larger
    /// of equal keys.
    pub(super) fn near(comments: &[Comment], head: Span) -> (Option<Self>, Vec<Problem>) {
        let at = Span { end: head.start + 1, ..head };
        let near = |comment: &&Comment| comment.covers.is_some_and(|line| line.contains(at));
        let near = comments.iter().rev().filter(near);
        Self::all(near.map(|comment| (&*comment.text, comment.span)))
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
            let Some(list) = Directive::of(comment, EXPECT) else { continue };
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
        // why may stand behind a dash, as in a waiver
        let dash = DASHES.iter().filter_map(|dash| list.find(dash)).min();
        let list = dash.map_or(list, |at| &list[..at]);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn why_may_stand_behind_a_dash() {
        let file = SourceMap::default().add("main.tf", "");
        let span = Span { file, start: 0, end: 0 };
        for list in [" nodes=300", " nodes=300 — growth, pods=9", " nodes=300 -- see NET-118"] {
            let said = Expected::parse(list, span).map(|it| (it.nodes, it.pods));
            assert_eq!(said, Ok((Some(300), None)), "{list}");
        }
        assert!(Expected::parse(" — growth", span).is_err());
    }
}

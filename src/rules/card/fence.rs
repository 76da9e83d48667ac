//! The fenced blocks of a card.

use super::Fault;

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fence {
    /// What stands behind the opening backticks.
    pub(super) words: Vec<&'static str>,
    /// The line of the opening backticks, from 1.
    pub(super) line: usize,
    /// What lies between, with line ends.
    pub(super) text: &'static str,
}

/// All fences of HCL, in order. Others are prose.
pub(super) fn all(text: &'static str) -> Result<Vec<Fence>, Fault> {
    let mut fences = Vec::new();
    let mut open: Option<(usize, &'static str, usize)> = None;
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let Some(words) = line.trim_end().strip_prefix("```") else { continue };
        match open.take() {
            None => open = Some((index + 1, words, at)),
            Some((line, words, from)) => {
                fences.push(Fence {
                    words: words.split_whitespace().collect(),
                    line,
                    text: &text[from..start],
                });
            }
        }
    }
    if let Some((line, ..)) = open {
        return Err((line, "this fence is not closed".to_owned()));
    }
    fences.retain(|fence| fence.words.first() == Some(&"hcl"));
    Ok(fences)
}

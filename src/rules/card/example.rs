//! The examples of a card: configurations, and what the rule says of each.

use super::{Fault, Fence};
use crate::report::view::Severity;

/// What the rule says of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// A finding at each [`Mark::Found`], and no other.
    Fail {
        /// Of this case, where the example names one.
        case: Option<&'static str>,
    },
    /// It is decided and silent.
    Pass,
    /// No finding, and undecided because of [`Mark::Unknown`].
    Undecided,
}

/// A complete configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What the rule says of it.
    pub expected: Expected,
    /// The line of its first fence in the card, from 1.
    pub line: usize,
    /// Its files; never empty.
    pub files: Vec<ExampleFile>,
    /// What they were before a change; empty where the rule is not about changes.
    pub base: Vec<ExampleFile>,
}

/// A file of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleFile {
    /// Its path; `main.tf` where the fence names none.
    pub name: &'static str,
    /// What it holds.
    pub text: &'static str,
    /// The line of the card that its first line is, from 1.
    pub line: usize,
}

/// What a comment at the end of a line asserts of that line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `# <- text`: a finding whose message contains the text.
    Found(&'static str),
    /// `# ?`: the unknown value enters here.
    Unknown,
}

impl ExampleFile {
    /// The marks of the file, each with its line in the file, from 1.
    pub fn marks(&self) -> Vec<(usize, Mark)> {
        let numbered = (1..).zip(self.text.lines());
        numbered.filter_map(|(number, line)| Some((number, mark(line)?))).collect()
    }
}

fn mark(line: &'static str) -> Option<Mark> {
    match line.rsplit_once("# <- ") {
        Some((_, text)) => Some(Mark::Found(text.trim())),
        None => line.trim_end().ends_with("# ?").then_some(Mark::Unknown),
    }
}

/// Gathers fences to examples: one without `file=` begins an example, the others go on with it.
pub(super) fn all(
    fences: &[Fence],
    severities: &[(String, Severity)],
) -> Result<Vec<Example>, Fault> {
    let mut examples: Vec<Example> = Vec::new();
    // what stands before the change that an example shows
    let mut base: Vec<ExampleFile> = Vec::new();
    for fence in fences {
        let at = |message| (fence.line, message);
        let words = Words::parse(&fence.words).map_err(at)?;
        check_case(words.case, severities).map_err(at)?;
        let name = words.file.unwrap_or("main.tf");
        let file = ExampleFile { name, text: fence.text, line: fence.line + 1 };
        if words.kind == "base" {
            base.push(file);
            continue;
        }
        match (words.file, examples.last_mut()) {
            (None, _) => examples.push(Example {
                expected: words.expected(),
                line: fence.line,
                files: vec![file],
                base: std::mem::take(&mut base),
            }),
            (Some(_), Some(example)) if words.continues(&example.expected) => {
                example.files.push(file);
            }
            (Some(_), _) => return Err(at(format!("no example goes before {name}"))),
        }
    }
    match base.first() {
        None => Ok(examples),
        Some(file) => Err((file.line - 1, "no example comes after this base".to_owned())),
    }
}

fn check_case(case: Option<&str>, severities: &[(String, Severity)]) -> Result<(), String> {
    match case {
        Some(case) if !severities.iter().any(|(known, _)| known == case) => {
            Err(format!("the head knows no case `{case}`"))
        }
        _ => Ok(()),
    }
}

/// The words of a fence behind `hcl`.
struct Words {
    kind: &'static str,
    case: Option<&'static str>,
    file: Option<&'static str>,
}

impl Words {
    fn parse(words: &[&'static str]) -> Result<Self, String> {
        let kind = words.get(1).copied().unwrap_or_default();
        if !["base", "fail", "pass", "undecided"].contains(&kind) {
            return Err(format!("`{kind}` is no kind of example: base, fail, pass or undecided"));
        }
        let mut parsed = Self { kind, case: None, file: None };
        for word in &words[2..] {
            match word.split_once('=') {
                Some(("case", case)) if kind == "fail" => parsed.case = Some(case),
                Some(("file", file)) => parsed.file = Some(file),
                _ => return Err(format!("`{word}` is not understood: case=NAME or file=NAME")),
            }
        }
        Ok(parsed)
    }

    fn expected(&self) -> Expected {
        match self.kind {
            "fail" => Expected::Fail { case: self.case },
            "pass" => Expected::Pass,
            _ => Expected::Undecided,
        }
    }

    /// A further file may name the case again, or leave it out.
    fn continues(&self, expected: &Expected) -> bool {
        match (self.expected(), expected) {
            (Expected::Fail { case: None }, Expected::Fail { .. }) => true,
            (mine, theirs) => mine == *theirs,
        }
    }
}

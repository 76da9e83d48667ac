//! Markdown for a comment on a pull request: the coverage line, a table of the findings, the worst
//! first, and all there is to say of each, folded away.

pub(super) mod escape;

use super::coverage::{self, Hint};
use super::human::group::{self, Group};
use super::said;
use super::view::{Finding, Problem, View};
use escape::{code, fence, inline};
use std::cmp::Reverse;
use std::fmt::Write as _;

/// GitHub takes comments of 65,536 characters; this leaves room for the words on what is left out.
const MOST: usize = 64_000;

/// How much of that the table may take, so that the folded part has room.
const TABLE: usize = MOST / 2;

/// How many subjects of one finding are named.
const SUBJECTS: usize = 10;

/// The comment, with a line end.
pub fn render(view: &View) -> String {
    let mut page = Page::new();
    let _ = write!(
        page.text,
        "### acklint\n\n{}\n",
        inline(&coverage::line(&view.summary, Hint::Listed))
    );
    page.problems(view);
    let mut groups = group::of(&view.findings);
    // the worst first, as it is the last that is left out
    groups.sort_by_key(|group| Reverse(said::weight(group.first())));
    page.table(&groups);
    page.full(&groups);
    page.open(view);
    page.stale(view);
    page.text
}

/// A comment that grows until it is full.
struct Page {
    text: String,
    length: usize,
}

impl Page {
    fn new() -> Self {
        Self { text: String::new(), length: 0 }
    }

    /// Adds the parts that fit below `most` characters, and says how many do not.
    fn add(
        &mut self,
        most: usize,
        parts: impl Iterator<Item = String>,
        rest: impl Fn(usize) -> String,
    ) {
        let mut left_out = 0;
        self.length = self.text.chars().count();
        for part in parts {
            let length = part.chars().count();
            if left_out > 0 || self.length + length > most {
                left_out += 1;
            } else {
                self.length += length;
                self.text += &part;
            }
        }
        if left_out > 0 {
            self.text += &rest(left_out);
        }
    }

    fn problems(&mut self, view: &View) {
        if !view.problems.is_empty() {
            self.text += "\nNot everything could be looked at:\n\n";
            let parts = view.problems.iter().map(problem);
            self.add(TABLE / 2, parts, |n| left_out(n, "problem"));
        }
    }

    fn table(&mut self, findings: &[Group<'_>]) {
        if !findings.is_empty() {
            self.text += "\n| severity | finding |\n|---|---|\n";
            self.add(TABLE, findings.iter().map(row), |n| left_out(n, "finding"));
        }
    }

    fn full(&mut self, findings: &[Group<'_>]) {
        if !findings.is_empty() {
            self.text += "\n<details>\n<summary>Each finding in full</summary>\n";
            let most = MOST - TABLE / 4;
            self.add(most, findings.iter().map(in_full), |n| left_out(n, "finding"));
            self.text += "\n</details>\n";
        }
    }

    /// Entries of the baseline that nothing matches any more.
    fn stale(&mut self, view: &View) {
        let Some((head, lines)) = said::stale(view) else { return };
        let _ = write!(self.text, "\n<details>\n<summary>{}</summary>\n\n", inline(&head));
        let parts = lines.iter().map(|line| format!("- {}\n", inline(line)));
        self.add(MOST, parts, |n| left_out(n, "entry"));
        self.text += "\n</details>\n";
    }

    /// What is undecided, and what is not looked at.
    fn open(&mut self, view: &View) {
        let open = said::open(view);
        let lines: Vec<String> =
            open.iter().map(said::Open::line).chain(said::absent(view)).collect();
        if !lines.is_empty() {
            let number = coverage::count(view.undecided.len(), "undecided check");
            let _ = write!(self.text, "\n<details>\n<summary>{number}, and why</summary>\n\n");
            let parts = lines.iter().map(|line| format!("- {}\n", inline(line)));
            self.add(MOST, parts, |n| left_out(n, "reason"));
            self.text += "\n</details>\n";
        }
    }
}

fn left_out(number: usize, noun: &str) -> String {
    let them = coverage::count(number, noun);
    format!("\n{them} more would not fit into a comment: `acklint check` lists all.\n")
}

fn problem(problem: &Problem) -> String {
    let place = problem.location.as_ref().map(|place| code(&said::place(place)) + ": ");
    format!("- {}{}\n", place.unwrap_or_default(), inline(&problem.message))
}

/// Two columns: a forge does not break the line within a place or a rule.
fn row(group: &Group<'_>) -> String {
    let finding = group.first();
    let place = code(&said::place(&finding.location));
    let (severity, rule) = (finding.severity.as_str(), code(finding.rule));
    let said = match group.findings.len() {
        1 => inline(&said::message(finding)),
        number => format!("{} ({number} subjects)", inline(&finding.message)),
    };
    format!("| {severity} | {said}<br>{rule} {place} |\n")
}

fn in_full(group: &Group<'_>) -> String {
    let finding = group.first();
    let listed = &group.findings[..group.findings.len().min(SUBJECTS)];
    let subject =
        |finding: &&Finding| code(&said::subject(finding)) + &inline(&said::aside(finding));
    let mut subjects = listed.iter().map(subject).collect::<Vec<_>>().join(", ");
    if listed.len() < group.findings.len() {
        let _ = write!(subjects, " and {} more", group.findings.len() - listed.len());
    }
    let mut text = format!(
        "\n**{}** {} on {subjects}\n\n{}\n\n{}, {}:\n\n{}\n",
        finding.severity.as_str(),
        code(finding.rule),
        inline(&finding.message),
        code(&said::place(&finding.location)),
        inline(&finding.label),
        fence(&finding.location.excerpt)
    );
    for note in group.trace().into_iter().chain(group.related()) {
        let _ =
            writeln!(text, "- {} {}", code(&said::place(&note.location)), inline(&note.message));
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "- help: {}", inline(help));
    }
    text
}

#[cfg(test)]
mod tests;

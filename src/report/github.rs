//! Workflow commands of GitHub Actions, which become annotations, and plain lines for the log.
//!
//! GitHub shows ten annotations of a level for a step, so that the worst come first.

use super::coverage::{self, Hint};
use super::view::{Finding, Location, Problem, Severity, View};
use super::{clean, said};
use std::cmp::Reverse;

/// The commands, worst first, and then what the log alone says; the last line is always the
/// coverage line.
pub fn render(view: &View) -> String {
    let counting = said::counting(view);
    let mut findings: Vec<&Finding> = counting.iter().map(|finding| &**finding).collect();
    findings.sort_by_key(|finding| Reverse(said::weight(finding)));
    let problems = view.problems.iter().map(problem);
    let findings = findings.into_iter().map(annotation);
    let commands: Vec<String> = problems.chain(findings).chain(stale(view)).collect();
    let mut plain: Vec<String> = said::open(view).iter().map(said::Open::line).collect();
    plain.extend(said::absent(view));
    plain.push(coverage::line(&view.summary, Hint::Listed));
    commands.concat() + &clean::log(plain.join("\n") + "\n")
}

fn annotation(finding: &Finding) -> String {
    let title = format!("{}: {}", finding.rule, said::subject(finding));
    let mut lines = vec![said::message(finding)];
    lines.extend(finding.help.iter().map(|help| format!("help: {}", clean::sentence(help))));
    lines.extend(said::steps(finding));
    command(said::weight(finding), Some(&finding.location), &title, &lines.join("\n"))
}

fn stale(view: &View) -> Option<String> {
    let lines = said::stale_lines(view);
    let said = || command(Severity::Info, None, "acklint: baseline", &lines.join("\n"));
    (!lines.is_empty()).then(said)
}

fn problem(problem: &Problem) -> String {
    let message = clean::sentence(&problem.message);
    command(Severity::Error, problem.location.as_ref(), "acklint: problem", &message)
}

fn command(severity: Severity, location: Option<&Location>, title: &str, text: &str) -> String {
    let level = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    // in the order of `@actions/core`
    let mut properties = vec![format!("title={}", property(title))];
    if let Some(Location { file, start, end, .. }) = location {
        properties.push(format!("file={}", property(&clean::line(file))));
        properties.push(format!("line={}", start.line));
        properties.push(format!("endLine={}", end.line));
        // GitHub refuses columns of a place that spans lines
        if start.line == end.line {
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    format!("::{level} {}::{}\n", properties.join(","), data(text))
}

/// As `@actions/core` escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As `@actions/core` escapes a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn everything() {
        insta::assert_snapshot!(render(&sample::everything()));
    }

    #[test]
    fn a_place_of_several_lines_has_no_columns() {
        let text = "a = [\n  1,\n]\n";
        let location = sample::place("a.tf", text, "[\n  1,\n]", 0);
        let line = command(Severity::Info, Some(&location), "t", "m");
        assert_eq!(line, "::notice title=t,file=a.tf,line=1,endLine=3::m\n");
    }

    #[test]
    fn what_a_command_is_made_of_is_escaped() {
        let location = sample::place("a:b,c%\n.tf", "a", "a", 0);
        let line = command(Severity::Error, Some(&location), "x,y: 1%", "a\r\n::error::%0A");
        assert_eq!(
            line,
            "::error title=x%2Cy%3A 1%25,file=a%3Ab%2Cc%25␊.tf,line=1,endLine=1,col=1,endColumn=2\
             ::a%0D%0A::error::%250A\n"
        );
    }
}

//! A line a finding, as compilers write them, for editors and for `grep`.

use super::coverage::{self, Hint};
use super::human::Detail;
use super::view::{Finding, Undecided, View};
use super::{clean, said};

/// The lines; the last is always the coverage line.
pub fn render(view: &View, detail: Detail) -> String {
    let mut lines: Vec<String> = view.findings.iter().map(line).collect();
    let lists = detail.listing(view);
    match lists {
        Detail::Quiet => {}
        Detail::Normal => lines.extend(said::open(view).iter().map(said::Open::line)),
        Detail::Verbose => lines.extend(view.undecided.iter().map(undecided)),
    }
    if detail != Detail::Quiet {
        lines.extend(said::absent(view));
    }
    lines.extend(view.problems.iter().map(|problem| match &problem.location {
        Some(location) => {
            let message = clean::sentence(&problem.message);
            format!("{}: problem: {message}", said::place(location))
        }
        None => format!("problem: {}", problem.line()),
    }));
    lines.extend(said::stale_lines(view));
    let hint = if lists == Detail::Verbose { Hint::Listed } else { Hint::Verbose };
    lines.push(coverage::line(&view.summary, hint));
    clean::log(lines.join("\n") + "\n")
}

/// `place: severity[rule] subject: message`.
fn line(finding: &Finding) -> String {
    let (place, subject) = (said::place(&finding.location), said::subject(finding));
    let word = format!("{}[{}]", finding.severity.as_str(), finding.rule);
    format!("{place}: {word} {subject}: {}", said::message(finding))
}

fn undecided(check: &Undecided) -> String {
    let (place, why) = (said::place(&check.location), clean::sentence(&check.why));
    format!("{place}: undecided[{}] {}: {why}", check.rule, clean::sentence(&check.subject))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn everything() {
        insta::assert_snapshot!(render(&sample::everything(), Detail::Normal));
    }

    #[test]
    fn verbose_names_each_undecided_check_and_quiet_none() {
        let view = sample::everything();
        let verbose = render(&view, Detail::Verbose);
        assert_eq!(verbose.matches(": undecided[").count(), view.undecided.len(), "{verbose}");
        let quiet = render(&view, Detail::Quiet);
        assert!(!quiet.contains("undecided:"), "{quiet}");
    }
}

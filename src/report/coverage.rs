//! The last line of human output: what was looked at, so that silence is never mistaken for
//! understanding.

use super::view::Summary;

/// How the line ends where undecided checks are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// `(-v lists them)`.
    Verbose,
    /// They have been listed.
    Listed,
}

/// Such as `12 roots, 3 clusters: 2 errors; 41 of 44 checks decided, 3 undecided (-v lists them)`.
pub fn line(summary: &Summary, hint: Hint) -> String {
    let mut line = format!(
        "{}, {}: {}; {}",
        count(summary.roots, "root"),
        count(summary.clusters, "cluster"),
        findings(summary),
        checks(summary, hint)
    );
    if summary.problems > 0 {
        line += "; ";
        line += &count(summary.problems, "problem");
    }
    if summary.stale > 0 {
        line += "; ";
        line += &stale(summary.stale);
    }
    line
}

/// `1 baseline entry no longer matches`.
pub(super) fn stale(number: usize) -> String {
    match number {
        1 => "1 baseline entry no longer matches".to_owned(),
        _ => format!("{number} baseline entries no longer match"),
    }
}

/// `1 error`, `2 errors`, `no errors`.
pub(super) fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

fn findings(summary: &Summary) -> String {
    let counts =
        [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")];
    let seen = counts.into_iter().filter(|(number, _)| *number > 0);
    let mut parts: Vec<String> = seen.map(|(number, noun)| count(number, noun)).collect();
    if parts.is_empty() {
        parts.push("no findings".to_owned());
    }
    if summary.waived > 0 {
        parts.push(format!("{} waived", summary.waived));
    }
    parts.join(", ")
}

fn checks(summary: &Summary, hint: Hint) -> String {
    let all = summary.decided + summary.undecided;
    let noun = if all == 1 { "check" } else { "checks" };
    let decided = summary.decided;
    match (all, summary.undecided) {
        (0, _) => "nothing to check".to_owned(),
        (_, 0) => format!("{all} of {all} {noun} decided"),
        (_, undecided) => {
            let them = if undecided == 1 { "it" } else { "them" };
            let hint = match hint {
                Hint::Listed => String::new(),
                Hint::Verbose => format!(" (-v lists {them})"),
            };
            let strict = strict(summary);
            format!("{decided} of {all} {noun} decided, {undecided} undecided{strict}{hint}")
        }
    }
}

/// `, of which --strict counts 3 as warnings`: why a run fails that finds nothing.
fn strict(summary: &Summary) -> String {
    let warnings = if summary.strict == 1 { "a warning" } else { "warnings" };
    match summary.strict {
        0 => String::new(),
        all if all == summary.undecided => format!(", which --strict counts as {warnings}"),
        some => format!(", of which --strict counts {some} as {warnings}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(summary: Summary) -> String {
        line(&summary, Hint::Verbose)
    }

    #[test]
    fn the_line_of_the_contract() {
        let summary = Summary {
            roots: 12,
            clusters: 3,
            errors: 2,
            warnings: 1,
            decided: 41,
            undecided: 3,
            ..Summary::default()
        };
        assert_eq!(
            said(summary),
            "12 roots, 3 clusters: 2 errors, 1 warning; 41 of 44 checks decided, 3 undecided \
             (-v lists them)"
        );
        assert_eq!(
            line(&summary, Hint::Listed),
            "12 roots, 3 clusters: 2 errors, 1 warning; 41 of 44 checks decided, 3 undecided"
        );
    }

    #[test]
    fn what_makes_a_run_fail_is_said() {
        let summary = Summary { roots: 1, undecided: 3, strict: 3, ..Summary::default() };
        let said = |summary: Summary| line(&summary, Hint::Listed);
        let tail = |tail: &str| format!("1 root, no clusters: no findings; 0 of 3 checks {tail}");
        assert_eq!(said(summary), tail("decided, 3 undecided, which --strict counts as warnings"));
        assert_eq!(
            said(Summary { strict: 1, ..summary }),
            tail("decided, 3 undecided, of which --strict counts 1 as a warning")
        );
        assert_eq!(
            said(Summary { strict: 0, stale: 2, ..summary }),
            tail("decided, 3 undecided; 2 baseline entries no longer match")
        );
    }

    #[test]
    fn nothing_found_is_said() {
        let summary = Summary { roots: 1, clusters: 1, decided: 12, ..Summary::default() };
        assert_eq!(said(summary), "1 root, 1 cluster: no findings; 12 of 12 checks decided");
    }

    #[test]
    fn no_clusters_is_said() {
        let summary = Summary { roots: 3, ..Summary::default() };
        assert_eq!(said(summary), "3 roots, no clusters: no findings; nothing to check");
    }

    #[test]
    fn one_of_each() {
        let summary = Summary {
            infos: 1,
            waived: 2,
            decided: 0,
            undecided: 1,
            problems: 1,
            ..Summary::default()
        };
        assert_eq!(
            said(summary),
            "no roots, no clusters: 1 info, 2 waived; 0 of 1 check decided, 1 undecided \
             (-v lists it); 1 problem"
        );
    }
}

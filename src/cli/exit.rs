//! What the exit code tells.

use crate::report::view::{Severity, Summary};
use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: nothing at or above the least severity that fails.
    Clean,
    /// 1: findings.
    Findings,
    /// 2: not everything could be looked at.
    Incomplete,
}

impl Exit {
    /// The exit of a run: problems outweigh findings; under `--strict` an undecided check is a
    /// warning.
    pub fn of(summary: &Summary, fail_on: Severity) -> Self {
        let counts = [
            (Severity::Error, summary.errors),
            (Severity::Warning, summary.warnings + summary.strict),
            (Severity::Info, summary.infos),
        ];
        let fails = counts.into_iter().any(|(severity, count)| severity >= fail_on && count > 0);
        match (summary.problems, fails) {
            (0, false) => Self::Clean,
            (0, true) => Self::Findings,
            _ => Self::Incomplete,
        }
    }

    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Incomplete => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(summary: Summary, fail_on: Severity) -> u8 {
        Exit::of(&summary, fail_on).code()
    }

    #[test]
    fn a_finding_fails_from_its_severity_on() {
        let warning = Summary { warnings: 1, ..Summary::default() };
        assert_eq!(code(warning, Severity::Info), 1);
        assert_eq!(code(warning, Severity::Warning), 1);
        assert_eq!(code(warning, Severity::Error), 0);
        let info = Summary { infos: 1, ..Summary::default() };
        assert_eq!(code(info, Severity::Warning), 0);
        assert_eq!(code(info, Severity::Info), 1);
    }

    #[test]
    fn an_undecided_check_is_a_warning_under_strict() {
        let undecided = Summary { undecided: 1, ..Summary::default() };
        let strict = Summary { strict: 1, ..undecided };
        assert_eq!(code(undecided, Severity::Warning), 0);
        assert_eq!(code(strict, Severity::Warning), 1);
        assert_eq!(code(strict, Severity::Error), 0);
    }

    #[test]
    fn a_problem_outweighs_findings() {
        let both = Summary { errors: 1, problems: 1, ..Summary::default() };
        assert_eq!(code(both, Severity::Warning), 2);
        assert_eq!(code(Summary::default(), Severity::Info), 0);
    }
}

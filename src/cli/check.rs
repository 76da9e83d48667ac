//! `check`: lint, report, and say by the exit code how it went.

use super::args::CheckArgs;
use super::terminal::Terminal;
use super::{Error, Exit, output};
use crate::options::{Environment, Options};
use crate::report::roots::{self, Listed};
use crate::report::view::{Problem, Summary, View};
use std::io::Write;

/// Runs `check`.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run_check(args: &CheckArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    output::check_targets(&args.targets)?;
    let options = args.options(Environment::pick(std::env::vars_os()));
    if args.list_roots {
        output::write_text(out, &roots::render(&list_roots(&options)?))?;
        return Ok(Exit::Clean);
    }
    let view = look(&options)?;
    output::write_reports(&view, args, Terminal::stdout(), out)?;
    Ok(Exit::of(&view.summary, options.fail_on, options.strict))
}

/// PLUG IN: `acklint::check(&files, …, &options)`, and its outcome resolved to a view.
#[expect(clippy::unnecessary_wraps, reason = "usage errors of the library come through here")]
fn look(_options: &Options) -> Result<View, Error> {
    let problem = Problem { message: "nothing is linted yet".to_owned(), location: None };
    let summary = Summary { problems: 1, ..Summary::default() };
    Ok(View { summary, problems: vec![problem], ..View::default() })
}

/// PLUG IN: the roots that the library finds, and why each is one.
#[expect(clippy::unnecessary_wraps, reason = "usage errors of the library come through here")]
fn list_roots(_options: &Options) -> Result<Vec<Listed>, Error> {
    Ok(Vec::new())
}

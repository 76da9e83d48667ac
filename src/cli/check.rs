//! `check`: lint, report, and say by the exit code how it went.

use super::args::CheckArgs;
use super::terminal::Terminal;
use super::{Error, Exit, fix, output};
use crate::check;
use crate::options::{Environment, Options};
use crate::report::roots::{self, Listed};
use crate::report::view::{Problem, View};
use crate::source::Named;
use std::io::Write;

/// Runs `check`.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run_check(args: &CheckArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    output::check_targets(&args.targets)?;
    let options = args.options(Environment::pick(std::env::vars_os()));
    if args.list_roots {
        let (listed, exit) = list_roots(&options)?;
        output::write_text(out, &roots::render(&listed))?;
        return Ok(exit);
    }
    let view = if args.fix {
        match fix::run(args, &options, out)? {
            fix::Then::Report(view) => *view,
            fix::Then::Exit(exit) => return Ok(exit),
        }
    } else {
        look(&options)?
    };
    output::write_reports(&view, args, Terminal::stdout(), out)?;
    Ok(Exit::of(&view.summary, options.fail_on, options.strict))
}

fn look(options: &Options) -> Result<View, Error> {
    let named = find(options)?;
    let mut view = check::check(&named.disk, &named.paths, options)
        .map_err(|misuse| Error::Usage(misuse.to_string()))?;
    add_missing(&mut view, &named);
    Ok(view)
}

fn list_roots(options: &Options) -> Result<(Vec<Listed>, Exit), Error> {
    let named = find(options)?;
    let (roots, problems) = check::roots(&named.disk, &named.paths);
    let listed = roots
        .iter()
        .map(|root| Listed { path: root.shown().to_owned(), why: root.reason.to_string() });
    Ok((listed.collect(), tell(&problems, &named)))
}

/// Tells on standard error what could not be looked at, for commands whose report has no place
/// for it; [`Exit::Incomplete`] if there was anything.
pub(super) fn tell(problems: &[Problem], named: &Named) -> Exit {
    let missing = named.missing.iter().map(|(path, error)| unreadable(path, error));
    let messages: Vec<String> = problems.iter().map(Problem::line).chain(missing).collect();
    for message in &messages {
        let _ = writeln!(std::io::stderr(), "error: {message}"); // nobody left to tell
    }
    if messages.is_empty() { Exit::Clean } else { Exit::Incomplete }
}

/// The repository around the paths that were named.
pub(super) fn find(options: &Options) -> Result<Named, Error> {
    let unreadable = |error| Error::Usage(format!("the working folder cannot be read: {error}"));
    Named::find(&options.paths).map_err(unreadable)
}

pub(super) fn add_missing(view: &mut View, named: &Named) {
    for (path, error) in &named.missing {
        view.problems.push(Problem { message: unreadable(path, error), location: None });
    }
    view.summary.problems = view.problems.len();
}

fn unreadable(path: &std::path::Path, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is no {}", path.display()),
        _ => format!("{} cannot be read: {error}", path.display()),
    }
}

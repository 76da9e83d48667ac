//! `check`: lint, report, and say by the exit code how it went.

use super::args::CheckArgs;
use super::parse::Target;
use super::progress::watched;
use super::terminal::Terminal;
use super::{Error, Exit, fix, output};
use crate::check;
use crate::options::{Environment, Options};
use crate::report::form::Form;
use crate::report::roots::{self, Listed};
use crate::report::view::{Problem, View};
use crate::source::{Git, GitError, Named};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// Runs `check`.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run_check(args: &CheckArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    output::check_targets(args)?;
    let mut options = args.options(Environment::pick(std::env::vars_os()));
    if let Some(revision) = &args.changed {
        options.changed = Some(changed(revision.as_deref(), &mut options)?);
    }
    if args.list_roots {
        let (listed, exit) = list_roots(&options)?;
        write_roots(&listed, &args.targets, out)?;
        return Ok(exit);
    }
    let named = find(&options)?;
    let view = if args.fix {
        match fix::run(args, &options, out)? {
            fix::Then::Report(view) => *view,
            fix::Then::Exit(exit) => return Ok(exit),
        }
    } else {
        watched(&options.progress, args.quiet, || look(&named, &options))?
    };
    output::write_reports(&view, args, Terminal::stdout().linked(named.disk.root()), out)?;
    Ok(Exit::of(&view.summary, view.fail_on(options.fail_on)))
}

/// The files that have changed since a revision, else since the branch at hand left its trunk.
fn changed(revision: Option<&str>, options: &mut Options) -> Result<BTreeSet<String>, Error> {
    let usage = |error: GitError| Error::Usage(error.to_string());
    let disk = find(options)?.disk;
    let git = Git::open(disk.root()).map_err(usage)?;
    let git = git.with_index_file(options.environment.index_file.as_deref());
    let base = match revision.map(|revision| (revision, git.base(revision))) {
        None => git.merge_base(),
        // `--changed PATH`, as a hook that appends file names writes it
        Some((path, Err(_))) if Path::new(path).exists() => {
            let default = options.paths == [Path::new(".")];
            options.paths.drain(..usize::from(default));
            options.paths.push(path.into());
            git.merge_base()
        }
        Some((_, base)) => base,
    };
    git.changed(&base.map_err(usage)?, &disk).map_err(usage)
}

fn look(named: &Named, options: &Options) -> Result<View, Error> {
    let mut view = check::check(&named.disk, &named.paths, options)
        .map_err(|misuse| Error::Usage(misuse.to_string()))?;
    add_missing(&mut view, named);
    Ok(view)
}

fn list_roots(options: &Options) -> Result<(Vec<Listed>, Exit), Error> {
    let named = find(options)?;
    let (roots, problems) = check::roots(&named.disk, &named.paths, options);
    let listed = roots
        .iter()
        .map(|root| Listed { path: root.shown().to_owned(), why: root.reason.to_string() });
    Ok((listed.collect(), tell(&problems, &named)))
}

fn write_roots(listed: &[Listed], targets: &[Target], out: &mut dyn Write) -> Result<(), Error> {
    let text = |form: Form| match form {
        Form::Human => Ok(roots::render(listed)),
        Form::Json => Ok(roots::render_json(listed)),
        other => {
            let message = format!("roots are listed as human or json, not as {}", other.as_str());
            Err(Error::Usage(message))
        }
    };
    let for_people = [Target { form: Form::Human, file: None }];
    for target in if targets.is_empty() { &for_people } else { targets } {
        let text = text(target.form)?;
        match &target.file {
            Some(file) => output::write_file(file, &text)?,
            None => output::write_text(out, &text)?,
        }
    }
    Ok(())
}

/// Tells on standard error what could not be looked at, for commands whose report has no place
/// for it; [`Exit::Incomplete`] if there was anything.
pub(super) fn tell(problems: &[Problem], named: &Named) -> Exit {
    let missing = named.missing.iter().map(|(path, error)| unreadable(path, error));
    let messages: Vec<String> = problems.iter().map(Problem::line).chain(missing).collect();
    for message in &messages {
        super::complain(message);
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

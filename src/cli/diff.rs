//! `diff`: what a change since a revision does to what cannot be changed.

use super::args::{CheckArgs, DiffArgs};
use super::check::{add_missing, find};
use super::terminal::Terminal;
use super::{Error, Exit, output};
use crate::diff::{self, Before};
use crate::options::{Environment, Options};
use crate::report::view::View;
use crate::rules::{is_on_changes, is_on_waivers};
use crate::source::{Base, Files, Git, GitError, Named};
use std::io::Write;
use std::path::Path;

/// Runs `diff`.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run_diff(args: &DiffArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    let check = &args.check;
    output::check_targets(check)?;
    if let Some(refused) = refused(check) {
        return Err(Error::Usage(refused));
    }
    let mut options = check.options(Environment::pick(std::env::vars_os()));
    let view = look(args, &mut options)?;
    output::write_reports(&view, check, Terminal::stdout(), out)?;
    Ok(Exit::of(&view.summary, view.fail_on(options.fail_on)))
}

/// Why options of `check` have no meaning here, if any is given.
fn refused(check: &CheckArgs) -> Option<String> {
    let only = check.select.iter().find(|rule| !is_on_changes(rule) && !is_on_waivers(rule));
    let message = if check.plan.is_some() {
        "--plan is an option of check, as in acklint check --plan plan.json: a plan holds both \
         what is there and what will be, and needs no revision"
    } else if check.state.is_some() {
        "--state is an option of check: diff looks at nothing but what two configurations say"
    } else if check.changed.is_some() || check.list_roots {
        "--changed and --list-roots are options of check: diff looks at what has changed anyway"
    } else if check.fix {
        "--fix is an option of check: only its author knows what a change should have been"
    } else if check.expect.is_some() {
        "--expect is an option of check: no rule on changes asks for it"
    } else if let Some(rule) = only {
        return Some(format!("{rule} is no rule on changes: check runs it, and diff does not"));
    } else {
        return None;
    };
    Some(message.to_owned())
}

fn look(args: &DiffArgs, options: &mut Options) -> Result<View, Error> {
    let usage = |error: GitError| Error::Usage(error.to_string());
    let git = Git::open(find(options)?.disk.root()).map_err(usage)?;
    let git = git.with_index_file(options.environment.index_file.as_deref());
    let base = base(args, &git, options).map_err(usage)?;
    let mut named = find(options)?;
    let disk = named.disk.clone();
    let disk = &disk;
    let changed = if args.staged { git.staged_since(&base) } else { git.changed(&base, disk) };
    options.changed = Some(changed.map_err(usage)?);
    let files = git.snapshot(&base, disk).map_err(usage)?;
    let gone = gone(&mut named, &files);
    let before = Before { files: &files, name: base.name, gone };
    let staged = args.staged.then(|| git.staged(disk)).transpose().map_err(usage)?;
    let after: &dyn Files = match &staged {
        Some(index) => index,
        None => disk,
    };
    let view = diff::diff(&before, after, &named.paths, options);
    let mut view = view.map_err(|misuse| Error::Usage(misuse.to_string()))?;
    add_missing(&mut view, &named);
    Ok(view)
}

/// The paths that only the revision has; no longer as missing ones.
fn gone(named: &mut Named, before: &dyn Files) -> Vec<String> {
    let mut gone = Vec::new();
    let disk = &named.disk;
    named.missing.retain(|(path, _)| {
        let inside: Option<String> = disk.would_be_inside(path);
        let there = inside.and_then(|inside| before.canonical(&inside).ok());
        let is_there = there.is_some();
        gone.extend(there);
        !is_there
    });
    gone
}

/// The revision that is meant; of what is staged it is HEAD, unless another is named.
fn base(args: &DiffArgs, git: &Git, options: &mut Options) -> Result<Base, GitError> {
    match &args.base {
        None => git.head(),
        Some(name) => match git.base(name) {
            Err(_) if args.staged && Path::new(name).exists() => {
                let default = options.paths == [Path::new(".")];
                options.paths.drain(..usize::from(default));
                options.paths.push(name.into());
                git.head()
            }
            base => base,
        },
    }
}

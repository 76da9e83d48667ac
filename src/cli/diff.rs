//! `diff`: what a change since a revision does to what cannot be changed.

use super::args::DiffArgs;
use super::check::{add_missing, find};
use super::terminal::Terminal;
use super::{Error, Exit, output};
use crate::diff::{self, Before};
use crate::options::{Environment, Options};
use crate::report::view::View;
use crate::source::{Base, Files, Git, GitError};
use std::io::Write;
use std::path::Path;

/// Runs `diff`.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run_diff(args: &DiffArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    let check = &args.check;
    output::check_targets(check)?;
    if check.changed.is_some() || check.list_roots {
        let message = "--changed and --list-roots are options of check: diff looks at what has \
                       changed anyway";
        return Err(Error::Usage(message.to_owned()));
    }
    let mut options = check.options(Environment::pick(std::env::vars_os()));
    let view = look(args, &mut options)?;
    output::write_reports(&view, check, Terminal::stdout(), out)?;
    Ok(Exit::of(&view.summary, view.fail_on(options.fail_on)))
}

fn look(args: &DiffArgs, options: &mut Options) -> Result<View, Error> {
    let usage = |error: GitError| Error::Usage(error.to_string());
    let git = Git::open(find(options)?.disk.root()).map_err(usage)?;
    let git = git.with_index_file(options.environment.index_file.as_deref());
    let base = base(args, &git, options).map_err(usage)?;
    let named = find(options)?;
    let disk = &named.disk;
    let changed = if args.staged { git.staged_since(&base) } else { git.changed(&base, disk) };
    options.changed = Some(changed.map_err(usage)?);
    let files = git.snapshot(&base, disk).map_err(usage)?;
    let before = Before { files: &files, name: base.name };
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

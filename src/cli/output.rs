//! Reports to where they go.

use super::Error;
use super::args::CheckArgs;
use super::parse::Target;
use super::terminal::Terminal;
use crate::report::baseline;
use crate::report::form::{self, Form, Look};
use crate::report::human::{Detail, Style};
use crate::report::view::View;
use std::collections::BTreeSet;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes each report that was asked for; files first, so that a reader that goes away early
/// costs none.
pub(super) fn write_reports(
    view: &View,
    args: &CheckArgs,
    terminal: Terminal,
    out: &mut dyn Write,
) -> Result<(), Error> {
    if let Some(file) = &args.write_baseline {
        write_file(file, &baseline::render(view))?;
    }
    for target in &args.targets {
        if let Some(file) = &target.file {
            let text = target.form.render(view, look(Terminal::file_style(args.color), args));
            write_file(file, &text)?;
        }
    }
    tell_stale(view, &args.targets);
    match stdout_form(&args.targets) {
        Some(form) => write_text(out, &form.render(view, look(terminal.style(args.color), args))),
        None => Ok(()),
    }
}

/// Tells on standard error of entries of the baseline that nothing matches any more, where no report
/// has a place for them.
fn tell_stale(view: &View, targets: &[Target]) {
    if targets.is_empty() || targets.iter().any(|target| target.form.has_stale()) {
        return;
    }
    for line in form::stale(view) {
        let _ = writeln!(io::stderr(), "{line}"); // nobody left to tell
    }
}

/// Refuses two reports on standard output, or in one file: of two one would be lost.
pub(super) fn check_targets(args: &CheckArgs) -> Result<(), Error> {
    let to_stdout = args.targets.iter().filter(|target| target.file.is_none());
    if to_stdout.count() > 1 {
        return Err(Error::Usage(
            "only one --format can go to standard output: name a file for the others, as in \
             --format json=acklint.json"
                .to_owned(),
        ));
    }
    let mut seen = BTreeSet::new();
    let files = args.targets.iter().filter_map(|target| target.file.as_ref());
    for file in files.chain(&args.write_baseline) {
        if !seen.insert(place(file)) {
            let file = file.display();
            let message = format!("two reports would go to {file}: name a file for each");
            return Err(Error::Usage(message));
        }
    }
    Ok(())
}

/// Where a file lies or will lie, however it is written.
fn place(file: &Path) -> PathBuf {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let beside = || Some(absolute.parent()?.canonicalize().ok()?.join(absolute.file_name()?));
    absolute.canonicalize().ok().or_else(beside).unwrap_or_else(|| absolute.clone())
}

/// Writes to standard output. A reader that has gone away is no error.
pub(super) fn write_text(out: &mut dyn Write, text: &str) -> Result<(), Error> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(write_error("standard output", error))
        }
        _ => Ok(()),
    }
}

pub(super) fn write_file(file: &Path, text: &str) -> Result<(), Error> {
    std::fs::write(file, text).map_err(|error| write_error(file, error))
}

/// Replaces a file that exists by one with another text, at once: whoever reads it sees the one or
/// the other. Its permissions stay.
pub(super) fn replace_file(file: &Path, text: &str) -> Result<(), Error> {
    let replace = || -> io::Result<()> {
        let permissions = std::fs::metadata(file)?.permissions();
        if permissions.readonly() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
        }
        let folder = file.parent().unwrap_or(Path::new("."));
        let mut beside = tempfile::NamedTempFile::new_in(folder)?;
        beside.write_all(text.as_bytes())?;
        beside.as_file().set_permissions(permissions)?;
        beside.as_file().sync_all()?;
        beside.persist(file).map_err(|error| error.error)?;
        Ok(())
    };
    replace().map_err(|error| write_error(file, error))
}

fn write_error(path: impl AsRef<Path>, source: io::Error) -> Error {
    Error::Write { path: path.as_ref().to_owned(), source }
}

/// What goes to standard output: the report for people, unless all that was asked for are files.
fn stdout_form(targets: &[Target]) -> Option<Form> {
    match targets {
        [] => Some(Form::Human),
        some => some.iter().find(|target| target.file.is_none()).map(|target| target.form),
    }
}

fn look(style: Style, args: &CheckArgs) -> Look {
    Look { style, detail: detail(args) }
}

fn detail(args: &CheckArgs) -> Detail {
    match (args.quiet, args.verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Normal,
    }
}

#[cfg(test)]
mod tests;

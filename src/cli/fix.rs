//! `check --fix`: writes what would do, and hands back what is left to report.

use super::args::CheckArgs;
use super::check::{add_missing, find};
use super::{Error, Exit, output};
use crate::fix::{self, Fixed};
use crate::options::Options;
use crate::report::diff;
use crate::report::view::View;
use std::io::Write;

/// What follows.
pub(super) enum Then {
    /// What is left is reported.
    Report(Box<View>),
    /// Nothing: it was shown what would be written.
    Exit(Exit),
}

/// Says beforehand what is not known, then writes or shows.
pub(super) fn run(args: &CheckArgs, options: &Options, out: &mut dyn Write) -> Result<Then, Error> {
    if options.plan.is_some() {
        let message = "--fix writes into source, and a plan is made of it: fix the source, then \
                       plan again; --state says what exists already";
        return Err(Error::Usage(message.to_owned()));
    }
    let named = find(options)?;
    let fixed = fix::fix(&named.disk, &named.paths, options)
        .map_err(|misuse| Error::Usage(misuse.to_string()))?;
    if let Some(why) = diff::exists(&fixed.exists) {
        return Err(Error::Usage(why));
    }
    if options.state.is_none() && !fixed.fixed.is_empty() {
        say(diff::NOT_KNOWN);
    }
    if args.dry_run {
        output::write_text(out, &diff::render(&fixed.changed))?;
        say(&diff::would(&fixed.fixed));
        return Ok(Then::Exit(exit(&fixed, options)));
    }
    for changed in &fixed.changed {
        output::replace_file(&named.disk.root().join(&changed.path), &changed.after)?;
    }
    say(&diff::wrote(&fixed.fixed));
    let mut left = fixed.left;
    add_missing(&mut left, &named);
    Ok(Then::Report(Box::new(left)))
}

/// What is there now is there still.
fn exit(fixed: &Fixed, options: &Options) -> Exit {
    let mut summary = fixed.left.summary;
    for finding in &fixed.fixed {
        summary.add(finding.severity);
    }
    Exit::of(&summary, fixed.left.fail_on(options.fail_on))
}

fn say(text: &str) {
    let _ = write!(std::io::stderr(), "{text}"); // nobody left to tell
}

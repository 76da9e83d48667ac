//! `inspect`: what was resolved, and what was not.

use super::args::InspectArgs;
use super::check::{find, tell};
use super::{Error, Exit, output};
use crate::options::{Environment, Options};
use crate::report::inspect::{self, Root};
use std::io::Write;

/// Runs `inspect`.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run_inspect(args: &InspectArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    let options = args.options(Environment::pick(std::env::vars_os()));
    let (roots, exit) = resolve(&options)?;
    output::write_text(out, &inspect::render(&roots))?;
    Ok(exit)
}

/// Every root with what it holds; [`Exit::Incomplete`] where there were problems.
fn resolve(options: &Options) -> Result<(Vec<Root>, Exit), Error> {
    let named = find(options)?;
    let (roots, problems) = crate::inspect::inspect(&named.disk, &named.paths, options)
        .map_err(|misuse| Error::Usage(misuse.to_string()))?;
    Ok((roots, tell(&problems, &named)))
}

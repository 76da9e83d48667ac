//! `inspect`: what was resolved, and what was not.

use super::args::InspectArgs;
use super::check::{find, tell};
use super::parse::Format;
use super::progress::watched;
use super::terminal::Terminal;
use super::{Error, Exit, output};
use crate::options::Environment;
use crate::report::human::Detail;
use crate::report::inspect;
use std::io::Write;

/// Runs `inspect`.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run_inspect(args: &InspectArgs, out: &mut dyn Write) -> Result<Exit, Error> {
    let options = args.options(Environment::pick(std::env::vars_os()));
    let named = find(&options)?;
    let (roots, problems) = watched(&options.progress, false, || {
        crate::inspect::inspect(&named.disk, &named.paths, &options)
    })
    .map_err(|misuse| Error::Usage(misuse.to_string()))?;
    let exit = tell(&problems, &named);
    let text = match args.format {
        Format::Human => {
            let detail = if args.verbose { Detail::Verbose } else { Detail::Normal };
            inspect::render_human(&roots, Terminal::stdout().style(args.color), detail)
        }
        Format::Json => inspect::render_json(&roots),
    };
    output::write_text(out, &text)?;
    Ok(exit)
}

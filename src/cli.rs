//! The command line: arguments to [`Options`](crate::options::Options), reports to where they go.

mod args;
mod capacity;
mod catalogue;
mod check;
mod clock;
mod diff;
mod exit;
mod fix;
mod inputs;
mod inspect;
mod output;
mod parse;
mod plan_network;
mod progress;
mod shell;
mod terminal;

use crate::caught;
pub use crate::nearest::nearest;
use crate::report::clean;
pub use args::{
    CapacityArgs, CheckArgs, Cli, Colour, Command, CompletionsArgs, DiffArgs, ExplainArgs,
    InspectArgs, ManArgs, PlanNetworkArgs, RulesArgs,
};
pub use capacity::{Drawing, Drawn, run_capacity};
pub use check::run_check;
pub use diff::run_diff;
pub use exit::Exit;
pub use inputs::InputArgs;
pub use inspect::run_inspect;
pub use parse::{Format, Target};
pub use plan_network::{Zones, run_plan_network};

use clap::Parser;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

/// Why a command could not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It was asked for something that makes no sense.
    #[error("{0}")]
    Usage(String),
    /// A report could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// Where to.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Runs the command that the arguments ask for, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let plain = error.render().to_string();
            let _ = match clean::message(&plain) {
                safe if safe == plain || !error.use_stderr() => error.print(),
                safe => io::stderr().write_all(safe.as_bytes()), // arguments may be anything
            }; // there is nobody left to tell
            return if error.use_stderr() { Exit::Incomplete } else { Exit::Clean };
        }
    };
    caught::quietly();
    let run = || dispatch(&cli.command, &mut io::stdout().lock());
    let result = caught::caught("this run", run).unwrap_or_else(|e| Err(Error::Usage(e)));
    result.unwrap_or_else(|error| {
        complain(&error.to_string());
        Exit::Incomplete
    })
}

/// Tells on standard error what went wrong; the message may hold text of the input.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "error: {}", clean::message(message)); // nobody left to tell
}

fn dispatch(command: &Command, out: &mut dyn Write) -> Result<Exit, Error> {
    match command {
        Command::Check(args) => run_check(args, out),
        Command::Diff(args) => run_diff(args, out),
        Command::Explain(args) => catalogue::run_explain(args, out),
        Command::Rules(args) => catalogue::run_rules(args, out),
        Command::Inspect(args) => run_inspect(args, out),
        Command::Capacity(args) => run_capacity(args, out),
        Command::Completions(args) => shell::run_completions(args, out),
        Command::Man(args) => shell::run_man(args, out),
        Command::PlanNetwork(args) => run_plan_network(args, out),
    }
}

#[cfg(test)]
mod tests;

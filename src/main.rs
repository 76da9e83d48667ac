//! The command `acklint`: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    acklint::cli::run(std::env::args_os()).into()
}

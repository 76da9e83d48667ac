//! The command `acklint`: arguments in, exit code out.

use std::process::ExitCode;

/// Evaluation makes and drops many small values on several threads, where the allocators of systems
/// take a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    acklint::cli::run(std::env::args_os()).into()
}

//! The entry point.

use std::process::ExitCode;

fn main() -> ExitCode {
    actlab::cli::run(std::env::args_os().collect())
}

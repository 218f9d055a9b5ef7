//! The entry point.

use std::process::ExitCode;

/// The exit code after a panic, as the standard library has it.
const PANICKED: i32 = 101;

fn main() -> ExitCode {
    // Packages are built without unwinding, where a panic would end as a signal and leave a core dump.
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        report(info);
        std::process::exit(PANICKED);
    }));
    actlab::cli::run(std::env::args_os().collect())
}

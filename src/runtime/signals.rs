//! The signals that end a program, so that the terminal is given back whichever comes.

use rustix::process::Signal;
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGBUS, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGUSR1, SIGUSR2,
    SIGVTALRM, SIGXCPU, SIGXFSZ,
};

/// Those that every Unix has. `SIGKILL` can't be caught; after `SIGSEGV`, `SIGILL` and `SIGFPE` nothing can be trusted, and
/// signal-hook forbids to go on. `SIGPIPE` is ignored, as in every Rust program.
const EVERYWHERE: [i32; 16] = [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGABRT, SIGXFSZ, SIGXCPU, SIGVTALRM, SIGPROF, SIGIO,
    SIGSYS, SIGTRAP, SIGBUS,
];

/// Real-time signals; the C library keeps the first ones to itself and refuses them.
const REAL_TIME: std::ops::RangeInclusive<i32> = 34..=64;

/// Every signal that ends a program unless it is caught, and that can be caught. The system may refuse some of them.
pub(super) fn ending() -> Vec<i32> {
    let mut all = EVERYWHERE.to_vec();
    if cfg!(target_os = "linux") {
        all.extend(of_linux());
        all.extend(REAL_TIME);
    }
    all
}

#[cfg(all(target_os = "linux", not(any(target_arch = "mips", target_arch = "mips64", target_arch = "sparc64"))))]
fn of_linux() -> Vec<i32> {
    vec![Signal::POWER.as_raw(), Signal::STKFLT.as_raw()]
}

#[cfg(not(all(target_os = "linux", not(any(target_arch = "mips", target_arch = "mips64", target_arch = "sparc64")))))]
fn of_linux() -> Vec<i32> {
    Vec::new()
}

/// What a program ends with that a signal has ended, as shells have it.
pub(super) fn exit_code(signal: i32) -> u8 {
    128_u8.saturating_add(u8::try_from(signal).unwrap_or(0))
}

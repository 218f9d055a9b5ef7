//! The signals that end a program. All are caught, so that the terminal is restored.

use rustix::process::Signal;
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGBUS, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGUSR1, SIGUSR2,
    SIGVTALRM, SIGXCPU, SIGXFSZ,
};

/// The signals of every Unix. `SIGKILL` cannot be caught. After `SIGSEGV`, `SIGILL` and `SIGFPE` the state is
/// unreliable, and signal-hook does not allow to continue. `SIGPIPE` is ignored, as in every Rust program.
const EVERYWHERE: [i32; 16] = [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGABRT, SIGXFSZ, SIGXCPU, SIGVTALRM, SIGPROF, SIGIO,
    SIGSYS, SIGTRAP, SIGBUS,
];

/// Real-time signals. The C library reserves the first ones and refuses them.
const REAL_TIME: std::ops::RangeInclusive<i32> = 34..=64;

/// Every signal that ends a program by default and can be caught. The system may refuse some of them.
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

/// The exit code of a program that was ended by a signal, as in shells.
pub(super) fn exit_code(signal: i32) -> u8 {
    128_u8.saturating_add(u8::try_from(signal).unwrap_or(0))
}

//! Asks the terminal outside the live program: takes it over for a moment, asks, waits, and restores it.

use super::probe;
use super::signals;
use super::terminal::Keyboard;
use super::terminal::input::{self, Input};
use crate::screens::TerminalCapabilities;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// The time between two checks for a signal.
const LOOK: Duration = Duration::from_millis(50);

/// How much later than the last answer that of the background may come.
const LATE: Duration = Duration::from_millis(500);

/// The result of the questions.
#[derive(Clone, Copy, Debug)]
pub struct ProbeResult {
    pub findings: TerminalCapabilities,
    /// How long the answers took; `None` if the last one did not come.
    pub took: Option<Duration>,
}

/// Whether a terminal can be asked: input and output are a terminal, and `TERM` is not `dumb`.
pub fn can_ask() -> bool {
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb
}

/// Asks the terminal and waits for its answers, at most `patience`. Keys pressed meanwhile are lost.
///
/// # Errors
/// The terminal's modes cannot be set, or it is gone.
pub fn ask(patience: Duration) -> io::Result<ProbeResult> {
    let stop = Arc::new(AtomicUsize::new(0));
    let restored = Arc::new(AtomicBool::new(false));
    for signal in signals::ending() {
        // A signal that the system refuses to register cannot arrive. After the terminal is restored, each ends the
        // program at once.
        let code = signals::exit_code(signal).into();
        let _ = signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&restored));
        let _ = signal_hook::flag::register_usize(signal, Arc::clone(&stop), signal as usize);
    }
    enable_raw_mode()?;
    let asked = wait(patience, &stop);
    disable_raw_mode()?;
    restored.store(true, Ordering::SeqCst);
    let signal = stop.load(Ordering::SeqCst);
    if signal != 0 {
        std::process::exit(signals::exit_code(signal as i32).into());
    }
    asked
}

fn wait(patience: Duration, stop: &AtomicUsize) -> io::Result<ProbeResult> {
    let (inputs, inbox) = channel();
    input::watch(Keyboard::Input, move |input| inputs.send(input).is_ok())?;
    let start = Instant::now();
    say(&probe::questions())?;
    let mut asked = ProbeResult { findings: TerminalCapabilities::default(), took: None };
    let mut until = start + patience;
    while stop.load(Ordering::Relaxed) == 0 && Instant::now() < until {
        match inbox.recv_timeout(LOOK) {
            Ok(Input::Found(found)) => asked.findings = found,
            Ok(Input::Over) => {
                let took = start.elapsed();
                asked.took = Some(took);
                // Some terminals ask the system for their colours and answer that question last.
                until = Instant::now() + if asked.findings.light.is_some() { Duration::ZERO } else { took.min(LATE) };
            }
            Ok(Input::Closed) => break,
            Ok(_) | Err(_) => {}
        }
    }
    say("\r\x1b[K")?;
    Ok(asked)
}

fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}

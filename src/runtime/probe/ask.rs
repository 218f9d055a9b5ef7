//! Asking outside the live program: take the terminal for a moment, ask, wait, give it back.

use crate::runtime::terminal::input::{self, Input};
use crate::screens::Findings;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// Between two looks at whether a signal came.
const LOOK: Duration = Duration::from_millis(50);

/// How much later than the last answer the background may come.
const LATE: Duration = Duration::from_millis(500);

/// What came of asking.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// What was answered.
    pub findings: Findings,
    /// How long that took; `None` if the last answer did not come.
    pub took: Option<Duration>,
}

/// Whether there is somebody to ask: input and output are a terminal, and not `TERM=dumb`.
pub fn can_ask() -> bool {
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb
}

/// Asks the terminal and waits for its answers so long at most. Keys pressed meanwhile are lost.
///
/// # Errors
/// The terminal's modes can't be set, or it is gone.
pub fn ask(patience: Duration) -> io::Result<Asked> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    enable_raw_mode()?;
    let asked = wait(patience, &stop);
    disable_raw_mode()?;
    asked
}

fn wait(patience: Duration, stop: &AtomicBool) -> io::Result<Asked> {
    let (inputs, inbox) = channel();
    input::watch(move |input| inputs.send(input).is_ok())?;
    let start = Instant::now();
    say(&super::questions())?;
    let mut asked = Asked { findings: Findings::default(), took: None };
    let mut until = start + patience;
    while !stop.load(Ordering::Relaxed) && Instant::now() < until {
        match inbox.recv_timeout(LOOK) {
            Ok(Input::Found(found)) => asked.findings = found,
            Ok(Input::Over) => {
                let took = start.elapsed();
                asked.took = Some(took);
                // Some terminals ask the system for their colours and answer that last.
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

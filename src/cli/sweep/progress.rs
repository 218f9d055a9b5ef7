//! The progress of a sweep, on one line of standard error that is overwritten.

use crate::cli::CliError;
use crate::cli::args::SweepArgs;
use crate::nn::sweep::SweepSetup;
use crate::text;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

/// The time between two updates of the line.
const PAUSE: Duration = Duration::from_millis(100);

/// The line, if standard error is a terminal.
pub(super) struct ProgressLine {
    watched: bool,
    total: u64,
    before: u64,
    start: Instant,
    last: Duration,
}

impl ProgressLine {
    pub(super) fn new(args: &SweepArgs, setup: &SweepSetup) -> Self {
        // Lines for every seed on the same terminal show the progress already.
        let watched = io::stderr().is_terminal() && !args.quiet && !(args.each && io::stdout().is_terminal());
        Self { watched, total: setup.own_runs(), before: 0, start: Instant::now(), last: Duration::ZERO }
    }

    /// Starts the clock; `done` runs are already finished.
    pub(super) fn begin(&mut self, done: u64) {
        self.before = done;
        self.start = Instant::now();
    }

    pub(super) fn show(&mut self, done: u64) -> Result<(), CliError> {
        if !self.watched {
            return Ok(());
        }
        let elapsed = self.start.elapsed();
        if elapsed < self.last + PAUSE {
            return Ok(());
        }
        self.last = elapsed;
        let rate = (done - self.before) as f64 / elapsed.as_secs_f64().max(1e-9);
        let left = self.total.saturating_sub(done) as f64 / rate.max(1e-9);
        Ok(text::progress(&format!("{done}/{} runs  {rate:.0} runs/s  {left:.0} s left", self.total))?)
    }

    pub(super) fn end(&self) -> Result<(), CliError> {
        if self.watched && self.last > Duration::ZERO {
            text::progress("")?;
        }
        Ok(())
    }
}

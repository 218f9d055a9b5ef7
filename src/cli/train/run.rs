//! One run, in slices short enough for Ctrl-C and the progress line.

use super::report::RunReport;
use crate::cli::CliError;
use crate::nn::experiment::{Experiment, SetupError};
use crate::nn::training_run::{Schedule, TrainingRun};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The approximate time of a slice.
const SLICE: Duration = Duration::from_millis(20);

/// The most epochs in a slice, because each is recorded until it is reported.
const RECORDS: u64 = 1 << 13;

/// A training run with its clock.
pub(super) struct TimedRun<'a> {
    run: TrainingRun,
    start: Instant,
    stop: &'a AtomicBool,
}

impl<'a> TimedRun<'a> {
    /// The experiment at its start.
    ///
    /// # Errors
    /// The experiment is impossible.
    pub(super) fn new(
        experiment: Experiment,
        seed: u64,
        schedule: Schedule,
        stop: &'a AtomicBool,
    ) -> Result<Self, SetupError> {
        let start = Instant::now();
        Ok(Self { run: TrainingRun::new(&Arc::new(experiment), seed)?.with_schedule(schedule), start, stop })
    }

    /// Trains to the end or until it is stopped. Returns whether it was stopped.
    pub(super) fn go(mut self, report: &mut RunReport) -> Result<bool, CliError> {
        let epochs = self.run.experiment().epochs.last();
        let mut slice = 1;
        while !self.run.is_done() && !self.stop.load(Ordering::Relaxed) {
            let began = Instant::now();
            self.run.advance_epochs(slice.min(epochs - self.run.epoch()));
            let took = began.elapsed();
            if took < SLICE / 2 {
                slice = (slice * 2).min(RECORDS);
            } else if took > SLICE * 2 {
                slice = (slice / 2).max(1);
            }
            report.epochs(&mut self.run, self.start.elapsed())?;
        }
        let stopped = !self.run.is_done();
        report.end(&self.run, self.start.elapsed(), stopped)?;
        Ok(stopped)
    }
}

//! What one seed came to.

use super::failure_kind::{FailureKind, late};
use crate::nn::experiment::{Experiment, SetupError};
use crate::nn::report::{met, verdict};
use crate::nn::training_run::{Metrics, Schedule, TrainingRun};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A seed with what each contestant came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// In the order of the experiment.
    pub contestants: Vec<ContestantOutcome>,
}

/// A contestant at the end of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct ContestantOutcome {
    /// Over all data, after the last step; infinite for a run that diverged.
    pub loss: f64,
    /// Over all data, after the last step; of a diverged run, under the last sound weights.
    pub accuracy: f64,
    /// R², where targets are any numbers.
    pub r2: Option<f64>,
    /// By the experiment's measure; `None` if it names none.
    pub succeeded: Option<bool>,
    /// Of a run that succeeded, the first epoch after which it was evaluated and did, or else the last. A run is evaluated
    /// after every epoch where that costs nothing, otherwise after those of which the loss is kept.
    pub epochs_to_success: Option<u64>,
    /// What stood in the way of a run that did not succeed. Without a measure of success, what a verdict sees.
    pub cause: Option<FailureKind>,
    /// The evaluated loss at each mark of the setup; infinite once diverged.
    pub recorded_losses: Vec<f32>,
}

impl ContestantOutcome {
    /// The loss by which runs are ranked: infinite for one that diverged.
    pub fn rank(&self) -> f64 {
        loss_of(self.loss, self.cause)
    }
}

/// A run that diverged has no loss to compare: it is infinite wherever it is written.
pub(super) fn loss_of(loss: f64, cause: Option<FailureKind>) -> f64 {
    if cause == Some(FailureKind::Diverged) || loss.is_nan() { f64::INFINITY } else { loss }
}

/// What is noted of a contestant while it learns.
pub(super) struct SeedRecorder<'a> {
    experiment: &'a Experiment,
    recorded_epochs: &'a [u64],
    kept: Vec<f32>,
    first: Option<u64>,
    late: [f64; 2],
}

impl<'a> SeedRecorder<'a> {
    pub(super) fn new(experiment: &'a Experiment, recorded_epochs: &'a [u64]) -> Self {
        Self {
            experiment,
            recorded_epochs,
            kept: Vec::with_capacity(recorded_epochs.len()),
            first: None,
            late: [f64::INFINITY; 2],
        }
    }

    /// Takes what a run was evaluated to after an epoch; they come in order.
    pub(super) fn take(&mut self, epoch: u64, metrics: &Metrics) {
        if self.recorded_epochs.get(self.kept.len()) == Some(&epoch) {
            self.kept.push(if metrics.loss.is_nan() { f32::INFINITY } else { metrics.loss as f32 });
        }
        if self.first.is_none() && self.experiment.success.is_some_and(|success| met(success, metrics)) {
            self.first = Some(epoch);
        }
        if epoch == late(self.experiment.epochs) && epoch < self.experiment.epochs {
            self.late[0] = metrics.loss;
        }
        if epoch == self.experiment.epochs {
            self.late[1] = metrics.loss;
        }
    }

    /// The end, as it was reached; `seen` looks for what stood in the way, if that has to be known.
    pub(super) fn end(
        mut self,
        reached: &Metrics,
        succeeded: Option<bool>,
        seen: impl FnOnce() -> Option<crate::nn::report::FailureCause>,
    ) -> ContestantOutcome {
        self.kept.resize(self.recorded_epochs.len(), f32::INFINITY);
        let cause = match succeeded {
            Some(true) => None,
            Some(false) => Some(FailureKind::of(seen(), self.late)),
            None => FailureKind::seen(seen()),
        };
        ContestantOutcome {
            loss: loss_of(reached.loss, cause),
            accuracy: reached.accuracy,
            r2: reached.r2,
            succeeded,
            epochs_to_success: (succeeded == Some(true)).then(|| self.first.unwrap_or(self.experiment.epochs)),
            cause,
            recorded_losses: self.kept,
        }
    }
}

/// Work, in epochs times samples, between two looks at whether to stop: some milliseconds.
const SLICE: u64 = 500_000;
/// Epochs between two looks at most: each is kept in a record until then.
const RECORDS: u64 = 4096;

/// After which epochs a run of a sweep is evaluated: where a batch holds all samples it costs nothing, so after each.
fn schedule(experiment: &Experiment, recorded_epochs: &[u64]) -> Schedule {
    if experiment.is_evaluated_for_nothing() {
        return Schedule::Always;
    }
    let mut epochs: Vec<u64> =
        recorded_epochs.iter().copied().chain([late(experiment.epochs), experiment.epochs]).collect();
    epochs.sort_unstable();
    epochs.dedup();
    Schedule::At(epochs.into())
}

/// Trains one seed as a [`TrainingRun`] does, and keeps the losses of the recorded epochs; `None` if it was stopped.
///
/// # Errors
/// [`SetupError`] if the experiment can't be run.
pub fn run_seed(
    experiment: &Arc<Experiment>,
    seed: u64,
    recorded_epochs: &[u64],
    stop: &AtomicBool,
) -> Result<Option<Outcome>, SetupError> {
    let mut run = TrainingRun::new(experiment, seed)?.with_schedule(schedule(experiment, recorded_epochs));
    let slice = (SLICE / run.data().samples().max(1) as u64).clamp(1, RECORDS);
    let mut notes: Vec<SeedRecorder<'_>> =
        experiment.contestants.iter().map(|_| SeedRecorder::new(experiment, recorded_epochs)).collect();
    while !run.is_done() {
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        run.advance_epochs(slice.min(experiment.epochs - run.epoch()));
        for (index, notes) in notes.iter_mut().enumerate() {
            run.drain_epochs(index, |epoch| {
                if let Some(evaluated) = &epoch.evaluated {
                    notes.take(epoch.epoch, evaluated);
                }
            });
        }
    }
    let seen = run.observe();
    let end = |(notes, seen): (SeedRecorder<'_>, _)| {
        let verdict = verdict(experiment, seen);
        notes.end(&verdict.reached, verdict.succeeded, || verdict.cause)
    };
    Ok(Some(Outcome { seed, contestants: notes.into_iter().zip(&seen).map(end).collect() }))
}

//! The outcome of one seed.

use super::failure_kind::{FailureKind, late};
use crate::nn::experiment::{Experiment, SetupError};
use crate::nn::report::{met, verdict};
use crate::nn::stop::Stop;
use crate::nn::training_run::{Metrics, Observation, Schedule, Status, TrainingRun};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A seed with the outcome of each contestant.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// In the order of the experiment.
    pub contestants: Vec<ContestantOutcome>,
}

/// The outcome of a contestant at the end of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct ContestantOutcome {
    /// Over the test data, or all data if there is no test, after the last step. Infinite for a run that diverged.
    pub loss: f64,
    /// Over the same data, after the last step. For a run that diverged, under the last valid weights.
    pub accuracy: f64,
    /// R², for regression tasks.
    pub r2: Option<f64>,
    /// Loss and accuracy over the training data, if there are test data as well.
    pub training: Option<TrainingFigures>,
    /// Whether the run succeeded by the experiment's measure. `None` if it has no measure.
    pub succeeded: Option<bool>,
    /// For a run that succeeded, the first evaluated epoch that met the measure, or else the last epoch. A run is
    /// evaluated after every epoch where that costs nothing, otherwise after the recorded epochs.
    pub epochs_to_success: Option<u64>,
    /// The cause of failure of a run that did not succeed. If there is no measure of success, the cause that the
    /// verdict finds.
    pub cause: Option<FailureKind>,
    /// The evaluated loss at each recorded epoch. Infinite from divergence on.
    pub recorded_losses: Vec<f32>,
}

/// Loss and accuracy over the training data at the end of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainingFigures {
    /// The loss. Infinite for a run that diverged.
    pub loss: f64,
    /// The accuracy.
    pub accuracy: f64,
}

impl ContestantOutcome {
    /// The loss by which runs are ranked. Infinite for a run that diverged.
    pub fn rank(&self) -> f64 {
        loss_of(self.loss, self.cause)
    }
}

/// A diverged run has no loss to compare, so its loss is infinite everywhere.
pub(super) fn loss_of(loss: f64, cause: Option<FailureKind>) -> f64 {
    if cause == Some(FailureKind::Diverged) || loss.is_nan() { f64::INFINITY } else { loss }
}

/// What is recorded of a contestant during training.
pub(super) struct SeedRecorder<'a> {
    experiment: &'a Experiment,
    recorded_epochs: &'a [u64],
    kept: Vec<f32>,
    first: Option<u64>,
    late: [f64; 2],
    /// The last epoch that is trained.
    last: u64,
}

impl<'a> SeedRecorder<'a> {
    pub(super) fn new(experiment: &'a Experiment, recorded_epochs: &'a [u64]) -> Self {
        Self {
            experiment,
            recorded_epochs,
            kept: Vec::with_capacity(recorded_epochs.len()),
            first: None,
            late: [f64::INFINITY; 2],
            last: experiment.epochs.last(),
        }
    }

    /// Takes the metrics that a run is judged by after an epoch. Epochs must come in order.
    pub(super) fn take(&mut self, epoch: u64, metrics: &Metrics) {
        if self.recorded_epochs.get(self.kept.len()) == Some(&epoch) {
            self.kept.push(if metrics.loss.is_nan() { f32::INFINITY } else { metrics.loss as f32 });
        }
        if self.first.is_none() && self.experiment.success.is_some_and(|success| met(success, metrics)) {
            self.first = Some(epoch);
        }
        let last = self.experiment.epochs.last();
        if epoch == late(last) && epoch < last {
            self.late[0] = metrics.loss;
        }
        if epoch == last {
            self.late[1] = metrics.loss;
        }
    }

    /// Takes the end of a contestant that stopped. Its weights stay, so its loss is the same at all later epochs.
    pub(super) fn stop(&mut self, stop: Stop, metrics: &Metrics) {
        self.take(stop.epoch, metrics);
        self.kept.resize(self.recorded_epochs.len(), metrics.loss as f32);
        if stop.epoch < late(self.experiment.epochs.last()) {
            self.late[0] = metrics.loss;
        }
        self.late[1] = metrics.loss;
        self.last = stop.epoch;
    }

    /// The outcome at the end of the run. `seen` finds the cause of failure, if that is needed.
    pub(super) fn end(
        mut self,
        reached: &Metrics,
        test: Option<&Metrics>,
        succeeded: Option<bool>,
        seen: impl FnOnce() -> Option<crate::nn::report::FailureCause>,
    ) -> ContestantOutcome {
        self.kept.resize(self.recorded_epochs.len(), f32::INFINITY);
        let cause = match succeeded {
            Some(true) => None,
            Some(false) => Some(FailureKind::of(seen(), self.late)),
            None => FailureKind::seen(seen()),
        };
        let judged = test.unwrap_or(reached);
        let figures = || TrainingFigures { loss: loss_of(reached.loss, cause), accuracy: reached.accuracy };
        ContestantOutcome {
            loss: loss_of(judged.loss, cause),
            accuracy: judged.accuracy,
            r2: judged.r2,
            training: test.map(|_| figures()),
            succeeded,
            epochs_to_success: (succeeded == Some(true)).then(|| self.first.unwrap_or(self.last)),
            cause,
            recorded_losses: self.kept,
        }
    }
}

/// The work between two checks of the stop flag, in epochs times samples: some milliseconds.
const SLICE: u64 = 500_000;
/// The most epochs between two checks. Each epoch is kept in a record until then.
const RECORDS: u64 = 4096;

/// The epochs after which a run of a sweep is evaluated: all of them where a batch holds all samples, because that
/// costs nothing.
pub(super) fn schedule(experiment: &Experiment, recorded_epochs: &[u64]) -> Schedule {
    if experiment.is_evaluation_free() {
        return Schedule::Always;
    }
    let last = experiment.epochs.last();
    let mut epochs: Vec<u64> = recorded_epochs.iter().copied().chain([late(last), last]).collect();
    epochs.sort_unstable();
    epochs.dedup();
    Schedule::At(epochs.into())
}

/// Trains one seed as a [`TrainingRun`] does, and keeps the losses of the recorded epochs. `None` if it was stopped.
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
        run.advance_epochs(slice.min(experiment.epochs.last() - run.epoch()));
        run.judge_records(|contestant, epoch, metrics| notes[contestant].take(epoch, metrics));
    }
    Ok(Some(outcome_of(&run, notes)))
}

/// The outcome of a run that is at its end.
pub(super) fn outcome_of(run: &TrainingRun, notes: Vec<SeedRecorder<'_>>) -> Outcome {
    // Where all succeeded, nobody asks for a cause, and an observation takes longer than many an epoch.
    if let (Some(success), Some(all)) = (run.experiment().success, run.evaluated())
        && all.iter().all(|(training, test)| met(success, test.as_ref().unwrap_or(training)))
    {
        let end = |(notes, (reached, test)): (SeedRecorder<'_>, &(Metrics, Option<Metrics>))| {
            notes.end(reached, test.as_ref(), Some(true), || None)
        };
        return Outcome { seed: run.seed(), contestants: notes.into_iter().zip(&all).map(end).collect() };
    }
    let seen = run.observe();
    let end = |(mut notes, seen): (SeedRecorder<'_>, &Observation)| {
        let verdict = verdict(run.experiment(), seen);
        if let Status::Stopped(stop) = seen.status {
            notes.stop(stop, verdict.test.as_ref().unwrap_or(&verdict.reached));
        }
        notes.end(&verdict.reached, verdict.test.as_ref(), verdict.succeeded, || verdict.cause)
    };
    Outcome { seed: run.seed(), contestants: notes.into_iter().zip(&seen).map(end).collect() }
}

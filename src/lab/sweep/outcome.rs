//! What one seed came to.

use super::cause::{Cause, late};
use crate::lab::experiment::{Experiment, SetupError};
use crate::lab::report::{met, verdict};
use crate::lab::trial::{Epoch, Trial};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A seed with what each contestant came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// In the order of the experiment.
    pub contestants: Vec<Final>,
}

/// A contestant at the end of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Final {
    /// Over all data, after the last step; infinite for a run that diverged.
    pub loss: f64,
    /// Over all data, after the last step; of a diverged run, under the last sound weights.
    pub accuracy: f64,
    /// R², where targets are any numbers.
    pub explained: Option<f64>,
    /// By the experiment's measure; `None` if it names none.
    pub succeeded: Option<bool>,
    /// Of a run that succeeded, the first epoch that did by its own figures, or else the last.
    pub epochs_to_success: Option<u64>,
    /// What stood in the way of a run that did not succeed. Without a measure of success, what a verdict sees.
    pub cause: Option<Cause>,
    /// The loss at each mark of the setup; infinite once diverged.
    pub marks: Vec<f32>,
}

impl Final {
    /// The loss by which runs are ranked: infinite for one that diverged.
    pub fn rank(&self) -> f64 {
        loss_of(self.loss, self.cause)
    }
}

/// A run that diverged has no loss to compare: it is infinite wherever it is written.
pub(super) fn loss_of(loss: f64, cause: Option<Cause>) -> f64 {
    if cause == Some(Cause::Diverged) || loss.is_nan() { f64::INFINITY } else { loss }
}

/// What is noted of a contestant while it learns.
pub(super) struct Notes<'a> {
    experiment: &'a Experiment,
    marks: &'a [u64],
    kept: Vec<f32>,
    first: Option<u64>,
    late: [f64; 2],
}

impl<'a> Notes<'a> {
    pub(super) fn new(experiment: &'a Experiment, marks: &'a [u64]) -> Self {
        Self { experiment, marks, kept: Vec::with_capacity(marks.len()), first: None, late: [f64::INFINITY; 2] }
    }

    /// Takes an epoch; they come in order.
    pub(super) fn take(&mut self, epoch: &Epoch) {
        if self.marks.get(self.kept.len()) == Some(&epoch.epoch) {
            self.kept.push(if epoch.loss.is_nan() { f32::INFINITY } else { epoch.loss as f32 });
        }
        if self.first.is_none() && self.experiment.success.is_some_and(|success| met(success, epoch)) {
            self.first = Some(epoch.epoch);
        }
        if epoch.epoch == late(self.experiment.epochs) && epoch.epoch < self.experiment.epochs {
            self.late[0] = epoch.loss;
        }
        if epoch.epoch == self.experiment.epochs {
            self.late[1] = epoch.loss;
        }
    }

    /// The end, as it was reached; `seen` looks for what stood in the way, if that has to be known.
    pub(super) fn end(
        mut self,
        reached: &Epoch,
        succeeded: Option<bool>,
        seen: impl FnOnce() -> Option<crate::lab::report::Cause>,
    ) -> Final {
        self.kept.resize(self.marks.len(), f32::INFINITY);
        let cause = match succeeded {
            Some(true) => None,
            Some(false) => Some(Cause::of(seen(), self.late)),
            None => Cause::seen(seen()),
        };
        Final {
            loss: loss_of(reached.loss, cause),
            accuracy: reached.accuracy,
            explained: reached.explained,
            succeeded,
            epochs_to_success: (succeeded == Some(true)).then(|| self.first.unwrap_or(self.experiment.epochs)),
            cause,
            marks: self.kept,
        }
    }
}

/// Work, in epochs times samples, between two looks at whether to stop: some milliseconds.
const SLICE: u64 = 500_000;
/// Epochs between two looks at most: each is kept in a record until then.
const RECORDS: u64 = 4096;

/// Trains one seed as a [`Trial`] does, and keeps the losses at the marks; `None` if it was stopped.
///
/// # Errors
/// [`SetupError`] if the experiment can't be run.
pub fn run_seed(
    experiment: &Arc<Experiment>,
    seed: u64,
    marks: &[u64],
    stop: &AtomicBool,
) -> Result<Option<Outcome>, SetupError> {
    let mut trial = Trial::new(experiment, seed)?;
    let slice = (SLICE / trial.data().samples().max(1) as u64).clamp(1, RECORDS);
    let mut notes: Vec<Notes<'_>> = experiment.contestants.iter().map(|_| Notes::new(experiment, marks)).collect();
    while !trial.is_done() {
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        trial.advance_epochs(slice.min(experiment.epochs - trial.epoch()));
        for (index, notes) in notes.iter_mut().enumerate() {
            trial.drain_epochs(index, |epoch| notes.take(&epoch));
        }
    }
    let seen = trial.observe();
    let end = |(notes, seen): (Notes<'_>, _)| {
        let verdict = verdict(experiment, seen);
        notes.end(&verdict.reached, verdict.succeeded, || verdict.cause)
    };
    Ok(Some(Outcome { seed, contestants: notes.into_iter().zip(&seen).map(end).collect() }))
}

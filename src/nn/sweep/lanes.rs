//! Trains eight seeds side by side, one in each lane, where batches are small.

use super::outcome::{Outcome, SeedRecorder, outcome_of, schedule};
use crate::nn::experiment::{Experiment, Model, SetupError};
use crate::nn::training_run::{SEEDS_TOGETHER, TrainingRun};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The number of seeds side by side.
pub(super) const SEEDS: usize = SEEDS_TOGETHER;

/// A run that is trained in lanes needs less than this, in bytes, so that eight of them are small.
pub(super) const MOST_MEMORY: u64 = 1 << 20;

/// Whether every contestant can be trained in lanes.
pub(super) fn fit(experiment: &Arc<Experiment>) -> bool {
    // This is checked before any data are generated.
    let is_network = |model: &Model| matches!(model, Model::Network(_));
    experiment.stop.is_empty()
        && experiment.journal.is_empty()
        && !experiment.contestants.is_empty()
        && experiment.contestants.iter().all(|contestant| is_network(&contestant.model))
        && experiment.memory() < MOST_MEMORY
        && TrainingRun::new(experiment, experiment.seed).is_ok_and(|run| run.fits_lanes())
}

/// The work between two checks of the stop flag, in epochs times samples.
const SLICE: u64 = 100_000;

/// The results of [`run_seed`](super::outcome::run_seed) for each of up to eight seeds. There are none if the sweep was
/// stopped.
///
/// # Errors
/// [`SetupError`] if the experiment can't be run.
pub(super) fn run_eight(
    experiment: &Arc<Experiment>,
    seeds: &[u64],
    recorded_epochs: &[u64],
    stop: &AtomicBool,
) -> Result<Vec<Outcome>, SetupError> {
    let schedule = schedule(experiment, recorded_epochs);
    let begun = seeds.iter().map(|seed| Ok(TrainingRun::new(experiment, *seed)?.with_schedule(schedule.clone())));
    let mut runs: Vec<TrainingRun> = begun.collect::<Result<_, SetupError>>()?;
    let recorders = || experiment.contestants.iter().map(|_| SeedRecorder::new(experiment, recorded_epochs)).collect();
    let mut notes: Vec<Vec<SeedRecorder<'_>>> = runs.iter().map(|_| recorders()).collect();
    while let Some(first) = runs.first().filter(|run| run.epoch() < experiment.epochs.last()) {
        if stop.load(Ordering::Relaxed) {
            return Ok(Vec::new());
        }
        let slice = (SLICE / first.data().samples().max(1) as u64).max(1);
        let epochs = slice.min(experiment.epochs.last() - first.epoch());
        TrainingRun::advance_together(&mut runs, epochs, &mut |run, contestant, epoch, metrics| {
            notes[run][contestant].take(epoch, metrics);
        });
    }
    Ok(runs.iter().zip(notes).map(|(run, notes)| outcome_of(run, notes)).collect())
}

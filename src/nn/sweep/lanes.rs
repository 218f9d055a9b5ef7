//! Trains eight seeds side by side, one in each lane, where batches are small.

use super::outcome::{Outcome, SeedRecorder, outcome_of, schedule};
use crate::nn::experiment::{Experiment, Model, SetupError};
use crate::nn::training_run::{LARGEST_BATCH, SEEDS_TOGETHER, TrainingRun};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The number of seeds side by side.
pub(super) const SEEDS: usize = SEEDS_TOGETHER;

/// The most numbers in the data of a run that is trained in lanes, so that eight of them are small.
const MOST_DATA: usize = 1 << 16;

/// Whether data and batches are few enough for lanes. It is checked before any data are generated.
pub(super) fn is_small(experiment: &Experiment) -> bool {
    let (inputs, outputs) = experiment.widths();
    let training = experiment.data.samples();
    let samples = training.saturating_add(experiment.data.test_samples());
    let has_small_batches = |model: &Model| match model {
        Model::Network(setup) => setup.batch_size.min(training) <= LARGEST_BATCH,
        Model::Perceptron(_) => false,
    };
    samples.saturating_mul(inputs.saturating_add(outputs)) <= MOST_DATA
        && experiment.contestants.iter().all(|contestant| has_small_batches(&contestant.model))
}

/// Whether every contestant can be trained in lanes.
pub(super) fn fit(experiment: &Arc<Experiment>) -> bool {
    experiment.stop.is_empty()
        && experiment.journal.is_empty()
        && !experiment.contestants.is_empty()
        && is_small(experiment)
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
    let recorder = |_| SeedRecorder::new(experiment, recorded_epochs);
    let recorders = || experiment.contestants.iter().map(recorder).collect::<Vec<_>>();
    let mut notes: Vec<Vec<SeedRecorder<'_>>> = runs.iter().map(|_| recorders()).collect();
    while let Some(first) = runs.first().filter(|run| run.epoch() < experiment.epochs.last()) {
        if stop.load(Ordering::Relaxed) {
            return Ok(Vec::new());
        }
        let slice = (SLICE / first.data().samples().max(1) as u64).max(1);
        let epochs = slice.min(experiment.epochs.last() - first.epoch());
        TrainingRun::advance_together(&mut runs, epochs, |run: usize, contestant: usize, epoch, metrics| {
            notes[run][contestant].take(epoch, metrics);
        });
    }
    Ok(runs.iter().zip(notes).map(|(run, notes)| outcome_of(run, notes)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::experiment::{Hyperparameter, find};

    #[test]
    fn networks_with_small_batches_fit() {
        let fits = |name: &str| fit(&Arc::new(find(name).expect("it is built in")));
        for name in ["linear-or", "sigmoid-xor", "xor-two-sigmoids", "spiral", "playground"] {
            assert!(fits(name), "{name}");
        }
        // A perceptron has its own rule, and larger batches fill vectors by themselves.
        for name in ["perceptron-or", "parabola"] {
            assert!(!fits(name), "{name}");
        }
        let spiral = |size: &str| find("spiral").expect("it is built in").with(Hyperparameter::BatchSize, size);
        let of_size = |size: &str| fit(&Arc::new(spiral(size).expect("it is a size")));
        assert_eq!(["1", "7", "16", "17", "32"].map(of_size), [true, true, true, false, false]);
    }
}

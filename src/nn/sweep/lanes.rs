//! Trains eight seeds side by side, one in each lane, where batches are small.

use super::outcome::{Outcome, SeedRecorder, outcome_of, schedule};
use crate::nn::experiment::{Experiment, Model, SetupError};
use crate::nn::training_run::{LARGEST_BATCH, Metrics, SEEDS_TOGETHER, TrainingRun};
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
    !experiment.contestants.is_empty()
        && is_small(experiment)
        && TrainingRun::new(experiment, experiment.seed).is_ok_and(|run| run.fits_lanes())
}

/// The work between two checks of the stop flag, in epochs times samples.
const SLICE: u64 = 100_000;

/// Fewer runs are trained one by one, because lanes without a run cost as much as the others.
const FEWEST: usize = 4;

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
    loop {
        let (places, mut going): (Vec<usize>, Vec<&mut TrainingRun>) =
            runs.iter_mut().enumerate().filter(|(_, run)| !run.is_done()).unzip();
        if going.is_empty() {
            break;
        }
        if stop.load(Ordering::Relaxed) {
            return Ok(Vec::new());
        }
        advance(&mut going, |run: usize, contestant: usize, epoch, metrics: &_| {
            notes[places[run]][contestant].take(epoch, metrics);
        });
    }
    Ok(runs.iter().zip(notes).map(|(run, notes)| outcome_of(run, notes)).collect())
}

/// Trains runs for some epochs. All are at the end of the same epoch.
fn advance(runs: &mut [&mut TrainingRun], mut judge: impl FnMut(usize, usize, u64, &Metrics)) {
    let Some(first) = runs.first() else { return };
    let slice = (SLICE / first.data().samples().max(1) as u64).max(1);
    let end = first.experiment().epochs.last().min(first.epoch().saturating_add(slice));
    // Edits at the end of an epoch are made there. The epochs of others are trained one by one.
    let until = first.next_edit().map_or(end, |edit| edit.epoch.min(end));
    let is_together = runs.len() >= FEWEST && until > first.epoch() && runs.iter().all(|run| run.fits_lanes());
    if is_together {
        TrainingRun::advance_together(runs, until, &mut judge);
        return;
    }
    let epochs = if until > first.epoch() { until - first.epoch() } else { 1 };
    for (index, run) in runs.iter_mut().enumerate() {
        run.advance_epochs(epochs);
        run.judge_records(|contestant, epoch, metrics| judge(index, contestant, epoch, metrics));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::experiment::{Hyperparameter, LastBatch, find};
    use crate::nn::stop::StopRule;

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
        // What changes a step, ends a run or edits it does not matter.
        let mut playground = find("playground").expect("it is built in");
        playground.stop = StopRule::parse_all("loss=0.01,patience=5").expect("they are rules");
        playground.journal.add_written("3 unit+ 1").expect("it is an edit");
        for (hyperparameter, value) in [(Hyperparameter::L1, "0.1"), (Hyperparameter::L2, "0.1")] {
            playground = playground.with(hyperparameter, value).expect("it is a strength");
        }
        if let Model::Network(setup) = &mut playground.contestants[0].model {
            setup.last_batch = LastBatch::Carry;
            (setup.layers[0].frozen, setup.layers[0].cut) = (vec![1], vec![(0, 1)]);
        }
        assert!(fit(&Arc::new(playground)));
        let spiral = |size: &str| find("spiral").expect("it is built in").with(Hyperparameter::BatchSize, size);
        let of_size = |size: &str| fit(&Arc::new(spiral(size).expect("it is a size")));
        assert_eq!(["1", "7", "16", "17", "32"].map(of_size), [true, true, true, false, false]);
    }
}

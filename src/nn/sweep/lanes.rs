//! Trains eight seeds side by side, one in each lane.
//!
//! With four samples per epoch, a single run leaves most of a vector idle, and each of its steps waits for the previous
//! one. Here each lane is a seed, with the same operations in the same order as in a
//! [`TrainingRun`](crate::nn::training_run::TrainingRun), so the bits are the same. Only the sign of a zero may differ,
//! because a single run adds the zeros of its unused lanes to its sums. No loss shows the difference.

mod kernel;

use super::outcome::{Outcome, SeedRecorder, run_seed};
use crate::nn::dataset::TaskKind;
use crate::nn::experiment::{Contestant, Experiment, LastBatch, Model, NetworkSetup, SetupError};
use crate::nn::loss::{Loss, Mse};
use crate::nn::network::LayerSetup;
use crate::nn::report::{met, verdict};
use crate::nn::training_run::{Metrics, TrainingRun};
use kernel::Lanes;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The number of seeds side by side.
pub(super) const SEEDS: usize = 8;

/// The number of samples that an experiment must have to be trained this way.
const SAMPLES: usize = 4;

/// Larger networks, in parameters, fill vectors without this.
const MOST_PARAMETERS: u64 = 1024;

/// Whether every contestant can be trained in lanes. All fields are named, so that the compiler reports a new one.
/// Whatever lanes do not support must be refused here.
pub(super) fn fit(experiment: &Experiment) -> bool {
    let Experiment {
        id: _,
        title: _,
        question: _,
        notes: _,
        epochs: _,
        stop,
        seed: _,
        loss_limit: _,
        data,
        success: _,
        contestants,
        journal,
    } = experiment;
    // The seeds share their data, so the data must be the same for all seeds, and few. This is checked before any data
    // are generated.
    if !stop.is_empty()
        || !journal.is_empty()
        || !data.is_plain()
        || data.is_random()
        || data.samples() != SAMPLES
        || contestants.is_empty()
    {
        return false;
    }
    let Ok((inputs, _)) = data.shape() else { return false };
    data.task() == TaskKind::Labels
        && contestants.iter().all(|Contestant { name: _, model, stream: _ }| fits(model, inputs))
}

fn fits(model: &Model, inputs: usize) -> bool {
    let setup = match model {
        Model::Network(setup) => setup,
        Model::Perceptron(_) => return false,
    };
    let NetworkSetup {
        layers,
        init,
        bias_init: _,
        loss,
        optimizer: _,
        batch_size,
        shuffle: _,
        last_batch,
        regularizers,
    } = setup;
    let mut below = inputs;
    let mut parameters = 0_u64;
    for layer in layers {
        let LayerSetup { units, function: _, train_alpha, weights: _, biases: _, cut, frozen } = layer;
        if *train_alpha || !cut.is_empty() || !frozen.is_empty() {
            return false;
        }
        parameters = parameters.saturating_add(layer.parameters(std::mem::replace(&mut below, *units)));
    }
    // A batch that holds all samples gives the same step in any order.
    let has_squares = matches!(loss, Loss::Mse(Mse {}));
    let is_free = regularizers.iter().all(|each| !each.is_active());
    // Lanes draw weights from streams, and each of their batches is a step.
    let is_usual = init.playground().is_none() && *last_batch == LastBatch::Short;
    parameters <= MOST_PARAMETERS && has_squares && is_free && is_usual && *batch_size >= SAMPLES
}

/// The number of epochs between two checks of the stop flag.
const SLICE: u64 = 4096;

/// The results of [`run_seed`] for each of up to eight seeds. There are fewer if the sweep was stopped.
///
/// # Errors
/// [`SetupError`] if the experiment can't be run.
pub(super) fn run_eight(
    experiment: &Arc<Experiment>,
    seeds: &[u64],
    recorded_epochs: &[u64],
    stop: &AtomicBool,
) -> Result<Vec<Outcome>, SetupError> {
    let Some(&last) = seeds.last() else { return Ok(Vec::new()) };
    let own: [u64; SEEDS] = std::array::from_fn(|lane| seeds.get(lane).copied().unwrap_or(last));
    let data = experiment.data.generate(last).map_err(SetupError::of_data)?.train;
    let mut notes: Vec<Vec<SeedRecorder<'_>>> = Vec::new();
    let mut ends: Vec<(Lanes, [Metrics; SEEDS])> = Vec::new();
    for (index, contestant) in experiment.contestants.iter().enumerate() {
        let Model::Network(setup) = &contestant.model else { continue };
        let mut lanes = Lanes::new(setup, &data, &own, contestant.stream_at(index), experiment.loss_limit);
        let mut noted: Vec<SeedRecorder<'_>> =
            own.iter().map(|_| SeedRecorder::new(experiment, recorded_epochs)).collect();
        while lanes.epoch() < experiment.epochs.last() {
            if stop.load(Ordering::Relaxed) {
                return Ok(Vec::new());
            }
            let to = experiment.epochs.last().min(lanes.epoch() + SLICE);
            lanes.run(to, |epoch, losses, rights| {
                for (lane, noted) in noted.iter_mut().enumerate() {
                    noted.take(epoch, &Metrics { loss: losses[lane], accuracy: rights[lane], r2: None });
                }
            });
        }
        let reached = lanes.evaluate();
        for (noted, reached) in noted.iter_mut().zip(&reached) {
            noted.take(experiment.epochs.last(), reached);
        }
        notes.push(noted);
        ends.push((lanes, reached));
    }
    let mut outcomes = Vec::with_capacity(seeds.len());
    for (lane, &seed) in seeds.iter().enumerate() {
        // A diverged run is trained again as a single run, which knows the details.
        if ends.iter().any(|(lanes, _)| lanes.diverged(lane)) {
            outcomes.extend(run_seed(experiment, seed, recorded_epochs, stop)?);
            continue;
        }
        let succeeded = |reached: &Metrics| experiment.success.map(|success| met(success, reached));
        let fine = ends.iter().all(|(_, reached)| succeeded(&reached[lane]) == Some(true));
        let seen = if fine { Vec::new() } else { causes(experiment, seed, &ends, lane)? };
        let mut seen = seen.into_iter();
        let contestants = ends.iter().zip(&mut notes).map(|((_, reached), notes)| {
            let cause = seen.next().flatten();
            let notes = std::mem::replace(&mut notes[lane], SeedRecorder::new(experiment, &[]));
            notes.end(&reached[lane], None, succeeded(&reached[lane]), || cause)
        });
        outcomes.push(Outcome { seed, contestants: contestants.collect() });
    }
    Ok(outcomes)
}

/// The causes of failure of each contestant, from a single run that is set to the final parameters of the seed.
fn causes(
    experiment: &Arc<Experiment>,
    seed: u64,
    ends: &[(Lanes, [Metrics; SEEDS])],
    lane: usize,
) -> Result<Vec<Option<crate::nn::report::FailureCause>>, SetupError> {
    let params: Vec<Vec<f64>> = ends.iter().map(|(lanes, _)| lanes.params(lane)).collect();
    let training_run = TrainingRun::new(experiment, seed)?.placed(&params, experiment.epochs.last());
    Ok(training_run.observe().iter().map(|seen| verdict(experiment, seen).cause).collect())
}

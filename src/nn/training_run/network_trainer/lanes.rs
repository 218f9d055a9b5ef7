//! Trains the networks of eight seeds side by side, one in each lane.
//!
//! With a few samples in a batch, a single run leaves part of a vector idle, adds lanes up for each gradient, and each of its
//! steps waits for the previous one. Here each lane is a seed, with the same operations in the same order as in a single
//! run, so the bits are the same. Only the sign of a zero may differ, because a single run adds the zeros of its unused
//! lanes to its sums. No loss shows the difference.
#![expect(clippy::inline_always, reason = "the loops are compiled for the width of the machine, inside its function")]

mod output;
mod passes;
mod state;

use super::{Core, NetworkTrainer};
use crate::nn::training_run::record::{Metrics, Schedule};
use crate::numeric::vector::{Eight, Task, Width, dispatch_vectors};
use state::SeedLanes;

/// The number of seeds side by side.
pub(crate) const SEEDS: usize = 8;

/// The largest batch that is trained this way. Larger ones fill vectors by themselves.
pub(crate) const LARGEST_BATCH: usize = 16;

/// Larger networks, in parameters, fill vectors as well.
const MOST_PARAMETERS: usize = 1024;

/// Takes an epoch, and for each run that goes on its index and the metrics that it is judged by after the epoch.
pub(crate) type Judge<'a> = &'a mut dyn FnMut(u64, &[(usize, Metrics)]);

/// Takes the index of a run, an epoch, the metrics over the training data if they are known, and the trainer as it is after
/// the epoch. If the metrics are given, the weights in the trainer are older. Returns whether the run stops there.
pub(crate) type StopCheck<'a> = &'a mut dyn FnMut(usize, u64, Option<&Metrics>, &mut NetworkTrainer) -> bool;

/// Who looks at the runs while they are trained.
pub(crate) struct Observers<'a> {
    /// The epochs after which they are judged.
    pub(crate) schedule: &'a Schedule,
    pub(crate) judge: Judge<'a>,
    /// Who looks for a reason to stop after each epoch.
    pub(crate) stops: Option<StopCheck<'a>>,
}

impl Observers<'_> {
    fn look_at(&self, epoch: u64) -> bool {
        self.stops.is_some() || self.schedule.includes(epoch)
    }
}

impl NetworkTrainer {
    /// Whether this network can be trained in lanes. All fields are named, so that the compiler reports a new one. Whatever
    /// lanes do not support must be refused here.
    pub(crate) fn fits_lanes(&self) -> bool {
        let Core {
            data: _,
            test: _,
            network,
            update: _,
            objective: _,
            accuracy_rule: _,
            rules: _,
            batch,
            limit: _,
            shuffle: _,
            order: _,
            inputs: _,
            targets: _,
            arranged: _,
            grads: _,
            partial: _,
            progress: _,
        } = &self.core;
        let is_small = *batch <= LARGEST_BATCH && network.parameters() <= MOST_PARAMETERS;
        is_small && network.layers.iter().all(|layer| layer.alpha.is_none())
    }

    /// The metrics that a run is judged by: over the test data, or over all data if there is no test.
    fn judged(&mut self) -> Metrics {
        self.measure_test().unwrap_or_else(|| self.measure())
    }
}

/// Trains up to eight networks of one contestant, which differ by their seeds, until this many epochs are completed. All must
/// fit, go on, and be at the end of the same epoch. Runs that diverge are left before the batch that shows it. If the machine
/// has no vectors, nothing is trained.
pub(crate) fn train_together(
    trainers: &mut [&mut NetworkTrainer],
    epoch: u64,
    width: Width,
    observers: &mut Observers<'_>,
) {
    let Some(first) = trainers.first() else { return };
    match first.core.batch {
        0..=4 => on_vectors::<4, 4>(trainers, epoch, width, observers),
        5..=10 => on_vectors::<10, 5>(trainers, epoch, width, observers),
        _ => on_vectors::<16, 4>(trainers, epoch, width, observers),
    }
}

fn on_vectors<const S: usize, const C: usize>(
    trainers: &mut [&mut NetworkTrainer],
    epoch: u64,
    width: Width,
    observers: &mut Observers<'_>,
) {
    let lanes = SeedLanes::<S, C>::new(trainers);
    // Without vectors, the caller trains the runs one by one.
    let _ = dispatch_vectors(width, Together { lanes, trainers, epoch, observers });
}

struct Together<'a, 'b, 'c, const S: usize, const C: usize> {
    lanes: SeedLanes<S, C>,
    trainers: &'a mut [&'b mut NetworkTrainer],
    epoch: u64,
    observers: &'a mut Observers<'c>,
}

impl<const S: usize, const C: usize> Task for Together<'_, '_, '_, S, C> {
    type Output = ();

    #[inline(always)]
    fn run<E: Eight>(self, e: E) {
        let Self { mut lanes, trainers, epoch: end, observers } = self;
        let (samples, batch) = (lanes.samples, lanes.batch);
        let is_free = samples == batch && trainers.iter().all(|trainer| trainer.core.test.is_none());
        // Whether the evaluation is left to the next step, which sees all samples before its update.
        let mut waits = false;
        let mut taken = false;
        while lanes.epoch < end {
            lanes.arrange(trainers);
            for from in (0..samples).step_by(batch) {
                let live = (samples - from).min(batch);
                if !taken || samples > batch {
                    lanes.take(trainers, from, live);
                    taken = true;
                }
                lanes.forward(e);
                let losses = lanes.measure(e, live);
                if waits {
                    lanes.report(e, &losses, live, trainers, observers);
                }
                if lanes.leave(trainers, &losses, from, live) {
                    return;
                }
                lanes.backward(e);
                lanes.step(e, live);
            }
            lanes.epoch += 1;
            let is_seen = observers.look_at(lanes.epoch);
            waits = is_seen && is_free;
            if is_seen && !is_free {
                lanes.evaluate(trainers, observers);
            }
        }
        if waits {
            lanes.evaluate(trainers, observers);
        }
        lanes.put_back(trainers);
    }
}

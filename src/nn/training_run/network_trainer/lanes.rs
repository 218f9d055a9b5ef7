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
use crate::nn::accuracy_rule::AccuracyRule;
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

impl NetworkTrainer {
    /// Whether this network can be trained in lanes. All fields are named, so that the compiler reports a new one. Whatever
    /// lanes do not support must be refused here.
    pub(crate) fn fits_lanes(&self) -> bool {
        let Core {
            data,
            test,
            network,
            update: _,
            objective: _,
            accuracy_rule,
            held,
            regularizers,
            cut,
            carried,
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
        let is_whole = *batch == data.samples();
        // SeedLanes count right outputs only where a batch holds all samples and the evaluation costs nothing.
        let is_counted = !is_whole || test.is_some() || matches!(accuracy_rule, AccuracyRule::Above(_));
        // Each batch is a step.
        let is_step = carried.as_ref().is_none_or(|carried| carried.always_steps(data.samples()));
        let is_plain = held.is_empty() && regularizers.is_empty() && cut.is_none() && is_step;
        let is_small = *batch <= LARGEST_BATCH && network.parameters() <= MOST_PARAMETERS;
        is_small && is_plain && is_counted && network.layers.iter().all(|layer| layer.alpha.is_none())
    }

    /// The metrics that a run is judged by: over the test data, or over all data if there is no test.
    fn judged(&mut self) -> Metrics {
        let data = self.core.test.as_ref().unwrap_or(&self.core.data);
        self.evaluation.metrics(&self.core, data, Width::Widest)
    }
}

/// Trains up to eight networks of one contestant, which differ by their seeds, until this many epochs are completed. All must
/// fit and be at the same epoch. `judge` gets the metrics after each epoch of the schedule.
pub(crate) fn train_together(
    trainers: &mut [&mut NetworkTrainer],
    epoch: u64,
    width: Width,
    schedule: &Schedule,
    judge: Judge<'_>,
) {
    let Some(first) = trainers.first() else { return };
    let done = match first.core.batch {
        0..=4 => on_vectors::<4, 4>(trainers, epoch, width, schedule, judge),
        5..=10 => on_vectors::<10, 5>(trainers, epoch, width, schedule, judge),
        _ => on_vectors::<16, 4>(trainers, epoch, width, schedule, judge),
    };
    for (lane, trainer) in trainers.iter_mut().enumerate() {
        // A run that diverges repeats the batch by itself, which knows the details. Without vectors, all run by themselves.
        let mut records = Vec::new();
        trainer.run(epoch, 0, width, if done { &Schedule::Never } else { schedule }, &mut records);
        for record in records {
            if let Some(metrics) = record.test.or(record.evaluated) {
                judge(record.epoch, &[(lane, metrics)]);
            }
        }
    }
}

/// Returns whether there are vectors.
fn on_vectors<const S: usize, const C: usize>(
    trainers: &mut [&mut NetworkTrainer],
    epoch: u64,
    width: Width,
    schedule: &Schedule,
    judge: Judge<'_>,
) -> bool {
    let lanes = SeedLanes::<S, C>::new(trainers);
    dispatch_vectors(width, Together { lanes, trainers, epoch, schedule, judge }).is_ok()
}

struct Together<'a, 'b, const S: usize, const C: usize> {
    lanes: SeedLanes<S, C>,
    trainers: &'a mut [&'b mut NetworkTrainer],
    epoch: u64,
    schedule: &'a Schedule,
    judge: Judge<'a>,
}

impl<const S: usize, const C: usize> Task for Together<'_, '_, S, C> {
    type Output = ();

    #[inline(always)]
    fn run<E: Eight>(self, e: E) {
        let Self { mut lanes, trainers, epoch: end, schedule, judge } = self;
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
                    lanes.judge_by(e, &losses, live, judge);
                }
                if lanes.leave(trainers, &losses, from, live) {
                    return;
                }
                lanes.backward(e);
                lanes.step(e);
            }
            lanes.epoch += 1;
            let due = schedule.includes(lanes.epoch);
            waits = due && is_free;
            if due && !is_free {
                lanes.evaluate(trainers, judge);
            }
        }
        if waits {
            lanes.evaluate(trainers, judge);
        }
        lanes.put_back(trainers);
    }
}

//! What eight networks need side by side, and the way between them and their trainers.
#![expect(clippy::inline_always, reason = "the loops are compiled for the width of the machine, inside its function")]

use super::{Observers, SEEDS};
use crate::nn::accuracy_rule::AccuracyRule;
use crate::nn::network::Network;
use crate::nn::network::batch_tile::OutputLoss;
use crate::nn::optimizer::OptimizerState;
use crate::nn::training_run::network_trainer::NetworkTrainer;
use crate::nn::training_run::network_trainer::step_rules::StepRules;
use crate::nn::training_run::record::Metrics;
use crate::numeric::vector::Blocks;

/// The numbers of a unit: a block of eight seeds for each sample.
pub(super) type SeedRow<const S: usize> = [[f64; SEEDS]; S];

/// One contestant for eight seeds, with room for `S` samples of a batch. Loops take `C` of them at a time, which divides `S`.
#[derive(Clone, Debug)]
pub(super) struct SeedLanes<const S: usize, const C: usize> {
    /// The layers, which all eight seeds share. The parameters in it are those of the first seed.
    pub(super) network: Network,
    pub(super) objective: OutputLoss,
    pub(super) accuracy_rule: AccuracyRule,
    /// What R² compares the squared errors of each seed with.
    pub(super) total_squares: [f64; SEEDS],
    /// One block per parameter.
    pub(super) params: Blocks,
    pub(super) grads: Blocks,
    pub(super) update: OptimizerState,
    pub(super) rules: StepRules,
    /// Rows are numbered as in [`Dense::row`](crate::nn::network::Dense::row).
    pub(super) values: Blocks,
    pub(super) pre_activations: Blocks,
    pub(super) slopes: Blocks,
    pub(super) deltas: Blocks,
    /// A row for each output.
    pub(super) targets: Blocks,
    pub(super) samples: usize,
    pub(super) batch: usize,
    is_shuffled: bool,
    limit: f64,
    pub(super) epoch: u64,
    /// Whether the run in this lane goes on. The numbers of other lanes are invalid.
    pub(super) goes_on: [bool; SEEDS],
}

/// The place of metrics that are not known yet.
pub(super) const NOTHING: (usize, Metrics) = (0, Metrics { loss: f64::NAN, accuracy: f64::NAN, r2: None });

#[inline(always)]
pub(super) fn rows<const S: usize>(blocks: &Blocks) -> &[SeedRow<S>] {
    blocks.all().as_chunks().0
}

#[inline(always)]
pub(super) fn rows_mut<const S: usize>(blocks: &mut Blocks) -> &mut [SeedRow<S>] {
    blocks.all_mut().as_chunks_mut().0
}

impl<const S: usize, const C: usize> SeedLanes<S, C> {
    /// Lanes without a trainer repeat the last one.
    pub(super) fn new(trainers: &[&mut NetworkTrainer]) -> Self {
        let of_lane = |lane: usize| &trainers[lane.min(trainers.len() - 1)].core;
        let first = of_lane(0);
        let count = first.network.parameters();
        let rows = || Blocks::zeros(first.network.rows() * S);
        let mut lanes = Self {
            accuracy_rule: first.accuracy_rule,
            total_squares: std::array::from_fn(|lane| of_lane(lane).data.total_sum_of_squares),
            params: Blocks::zeros(count),
            grads: Blocks::zeros(count),
            update: first.update.for_lanes(count * SEEDS),
            rules: StepRules::side_by_side::<SEEDS>(&std::array::from_fn(|lane| &of_lane(lane).rules)),
            values: rows(),
            pre_activations: rows(),
            slopes: rows(),
            deltas: rows(),
            targets: Blocks::zeros(first.network.outputs() * S),
            samples: first.data.samples(),
            batch: first.batch,
            is_shuffled: first.shuffle.is_some(),
            limit: first.limit,
            epoch: first.progress.epoch,
            goes_on: std::array::from_fn(|lane| lane < trainers.len() && of_lane(lane).progress.divergence.is_none()),
            network: first.network.clone(),
            objective: first.objective.clone(),
        };
        for lane in 0..SEEDS {
            let core = of_lane(lane);
            to_lane(&mut lanes.params, lane, core.network.params.flat());
            for (to, from) in lanes.update.state.memory.iter_mut().zip(&core.update.state.memory) {
                to_lane(to, lane, from.flat());
            }
        }
        lanes
    }

    /// Puts the samples of each run in the order of the current epoch.
    #[inline(always)]
    pub(super) fn arrange(&self, trainers: &mut [&mut NetworkTrainer]) {
        if !self.is_shuffled {
            return;
        }
        for (trainer, goes_on) in trainers.iter_mut().zip(self.goes_on) {
            if goes_on {
                trainer.core.progress.epoch = self.epoch;
                trainer.core.arrange();
            }
        }
    }

    /// Loads samples `from..from + live` of each run. The padding is a copy of the first of them, so that it is as finite as
    /// they are.
    pub(super) fn take(&mut self, trainers: &[&mut NetworkTrainer], from: usize, live: usize) {
        for lane in 0..SEEDS {
            let core = &trainers[lane.min(trainers.len() - 1)].core;
            let inputs = if self.is_shuffled { &core.inputs } else { &core.data.inputs };
            let targets = if self.is_shuffled { &core.targets } else { &core.data.targets };
            for (table, blocks) in [(inputs, &mut self.values), (targets, &mut self.targets)] {
                let columns = table.as_slice().unwrap_or_default().chunks_exact(self.samples.max(1));
                for (column, row) in columns.zip(rows_mut::<S>(blocks)) {
                    let column = &column[from..from + live];
                    for (block, x) in row.iter_mut().zip(column) {
                        block[lane] = *x;
                    }
                    for block in &mut row[live..] {
                        block[lane] = column[0];
                    }
                }
            }
        }
    }

    /// Runs with a loss that is not valid leave before the step that changes their weights. Returns whether no run is left.
    #[inline(always)]
    pub(super) fn leave(
        &mut self,
        trainers: &mut [&mut NetworkTrainer],
        losses: &[f64; SEEDS],
        from: usize,
        live: usize,
    ) -> bool {
        let limit = self.limit * self.objective.terms(live);
        if losses.iter().all(|loss| *loss <= limit) {
            return self.goes_on == [false; SEEDS];
        }
        for (lane, &loss) in losses.iter().enumerate().take(trainers.len()) {
            if self.goes_on[lane] && (loss.is_nan() || loss > limit) {
                self.put_back_one(trainers[lane], lane, from);
                self.goes_on[lane] = false;
            }
        }
        self.goes_on == [false; SEEDS]
    }

    /// Evaluates the runs after the current epoch, as their observers want it.
    pub(super) fn evaluate(&mut self, trainers: &mut [&mut NetworkTrainer], observers: &mut Observers<'_>) {
        let (mut judged, mut count) = ([NOTHING; SEEDS], 0);
        let is_due = observers.schedule.includes(self.epoch);
        for (lane, trainer) in trainers.iter_mut().enumerate().filter(|(lane, _)| self.goes_on[*lane]) {
            from_lane(trainer.core.network.params.flat_mut(), &self.params, lane);
            if is_due {
                judged[count] = (lane, trainer.judged());
                count += 1;
            }
        }
        if is_due {
            (observers.judge)(self.epoch, &judged[..count]);
        }
        let Some(stops) = &mut observers.stops else { return };
        for (lane, trainer) in trainers.iter_mut().enumerate() {
            if self.goes_on[lane] && stops(lane, self.epoch, None, trainer) {
                self.stop(trainer, lane);
            }
        }
    }

    /// A run stops at the end of the current epoch.
    pub(super) fn stop(&mut self, trainer: &mut NetworkTrainer, lane: usize) {
        self.put_back_one(trainer, lane, 0);
        self.goes_on[lane] = false;
    }

    /// Gives each run that goes on its state back.
    pub(super) fn put_back(&self, trainers: &mut [&mut NetworkTrainer]) {
        for (lane, trainer) in trainers.iter_mut().enumerate().filter(|(lane, _)| self.goes_on[*lane]) {
            self.put_back_one(trainer, lane, 0);
        }
    }

    fn put_back_one(&self, trainer: &mut NetworkTrainer, lane: usize, seen: usize) {
        let core = &mut trainer.core;
        from_lane(core.network.params.flat_mut(), &self.params, lane);
        for (to, from) in core.update.state.memory.iter_mut().zip(&self.update.state.memory) {
            from_lane(to.flat_mut(), from, lane);
        }
        core.update.state.scalars.clone_from(&self.update.state.scalars);
        self.rules.put_back(lane, &mut core.rules);
        core.progress.epoch = self.epoch;
        core.progress.batch = seen / self.batch;
        core.progress.seen = seen;
    }
}

/// A block of `blocks` holds a number of each lane. There may be fewer blocks than numbers, which are padded.
fn to_lane(blocks: &mut Blocks, lane: usize, numbers: &[f64]) {
    for (block, number) in blocks.all_mut().iter_mut().zip(numbers) {
        block[lane] = *number;
    }
}

fn from_lane(numbers: &mut [f64], blocks: &Blocks, lane: usize) {
    for (number, block) in numbers.iter_mut().zip(blocks.all()) {
        *number = block[lane];
    }
}

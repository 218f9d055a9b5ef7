//! Between the two passes: the loss of each seed, its slope, and the count of right outputs. The order of the sums is that of
//! [`OutputLoss`](crate::nn::network::batch_tile::OutputLoss).
#![expect(clippy::inline_always, reason = "the loops are compiled for the width of the machine, inside its function")]

use super::passes::{Loaded, total};
use super::state::{NOTHING, SeedLanes, SeedRow, rows, rows_mut};
use super::{Observers, SEEDS};
use crate::nn::accuracy_rule::AccuracyRule;
use crate::nn::loss::{LossKernel, softmax_sample};
use crate::nn::network::batch_tile::{Above, Score, SquaredError, Within};
use crate::nn::training_run::network_trainer::NetworkTrainer;
use crate::nn::training_run::record::Metrics;
use crate::numeric::vector::Eight;

/// Eight partial sums of each seed.
type Partial = [[f64; SEEDS]; 8];

impl<const S: usize, const C: usize> SeedLanes<S, C> {
    /// The loss of each seed, summed over the first `live` samples and all outputs. `deltas` become the slopes of its mean.
    #[inline(always)]
    pub(super) fn measure<E: Eight>(&mut self, e: E, live: usize) -> [f64; SEEDS] {
        let partial = match self.objective.kernel() {
            LossKernel::Squares => self.squares(e, live, 1.0),
            LossKernel::HalfSquares => self.squares(e, live, 0.5),
            LossKernel::Softmax => self.softmax(live),
            LossKernel::Each | LossKernel::Logit => self.by_output(live),
        };
        if live < S {
            let first = self.network.rows() - self.network.outputs();
            for delta in &mut rows_mut::<S>(&mut self.deltas)[first..] {
                delta[live..].fill([0.0; SEEDS]);
            }
        }
        let mut losses = [0.0; SEEDS];
        e.store8(&mut losses, total(e, &Loaded(&partial)));
        losses
    }

    #[inline(always)]
    fn squares<E: Eight>(&mut self, e: E, live: usize, times: f64) -> Partial {
        let scale = e.splat8(2.0 * times / self.objective.terms(live));
        let mut sums = [e.splat8(0.0); 8];
        let first = self.network.rows() - self.network.outputs();
        let outputs = &rows::<S>(&self.values)[first..];
        let deltas = &mut rows_mut::<S>(&mut self.deltas)[first..];
        for ((output, target), delta) in outputs.iter().zip(rows::<S>(&self.targets)).zip(deltas) {
            // The number of rounds is known, so that the sums stay in registers.
            for sample in 0..S {
                if sample >= live {
                    break;
                }
                let error = e.sub8(e.load8(&output[sample]), e.load8(&target[sample]));
                sums[sample % 8] = e.add8(sums[sample % 8], e.mul8(error, error));
                e.store8(&mut delta[sample], e.mul8(scale, error));
            }
        }
        let times = e.splat8(times);
        let mut partial = [[0.0; SEEDS]; 8];
        for (partial, sum) in partial.iter_mut().zip(sums) {
            e.store8(partial, e.mul8(times, sum));
        }
        partial
    }

    fn by_output(&mut self, live: usize) -> Partial {
        let terms = self.objective.terms(live);
        let first = self.network.rows() - self.network.outputs();
        let mut partial = [[0.0; SEEDS]; 8];
        for (index, targets) in rows::<S>(&self.targets).iter().enumerate() {
            let values = &rows::<S>(&self.values)[first + index];
            let zs = &rows::<S>(&self.pre_activations)[first + index];
            let deltas = &mut rows_mut::<S>(&mut self.deltas)[first + index];
            for sample in 0..live {
                for lane in 0..SEEDS {
                    let (output, z, target) = (values[sample][lane], zs[sample][lane], targets[sample][lane]);
                    let (loss, slope) = self.objective.each(output, z, target);
                    partial[sample % 8][lane] += loss;
                    deltas[sample][lane] = slope / terms;
                }
            }
        }
        partial
    }

    fn softmax(&mut self, live: usize) -> Partial {
        let terms = self.objective.terms(live);
        let first = self.network.rows() - self.network.outputs();
        let mut partial = [[0.0; SEEDS]; 8];
        let (values, targets) = (&rows::<S>(&self.values)[first..], rows::<S>(&self.targets));
        let deltas = &mut rows_mut::<S>(&mut self.deltas)[first..];
        for sample in 0..live {
            for lane in 0..SEEDS {
                let at = |rows: &[SeedRow<S>], k: usize| rows[k][sample][lane];
                softmax_sample(
                    targets.len(),
                    |k| at(values, k),
                    |k| at(targets, k),
                    |k, loss, slope| {
                        partial[sample % 8][lane] += loss;
                        deltas[k][sample][lane] = slope / terms;
                    },
                );
            }
        }
        partial
    }

    /// Passes on the metrics of an epoch whose batch held all samples.
    #[inline(always)]
    pub(super) fn report<E: Eight>(
        &mut self,
        e: E,
        losses: &[f64; SEEDS],
        live: usize,
        trainers: &mut [&mut NetworkTrainer],
        observers: &mut Observers<'_>,
    ) {
        let (means, shares, r2) = (self.means(e, losses), self.accuracies(e, live), self.r2(e, losses, live));
        let (mut judged, mut count) = ([NOTHING; SEEDS], 0);
        for lane in (0..SEEDS).filter(|lane| self.goes_on[*lane]) {
            let r2 = r2.map(|of_lanes| of_lanes[lane]);
            judged[count] = (lane, Metrics { loss: means[lane], accuracy: shares[lane], r2 });
            count += 1;
        }
        if observers.schedule.includes(self.epoch) {
            (observers.judge)(self.epoch, &judged[..count]);
        }
        let Some(stops) = &mut observers.stops else { return };
        for (lane, metrics) in &judged[..count] {
            if stops(*lane, self.epoch, Some(metrics), trainers[*lane]) {
                self.stop(trainers[*lane], *lane);
            }
        }
    }

    #[inline(always)]
    fn means<E: Eight>(&self, e: E, losses: &[f64; SEEDS]) -> [f64; SEEDS] {
        let mut means = [0.0; SEEDS];
        e.store8(&mut means, e.div8(e.load8(losses), e.splat8(self.objective.terms(self.samples))));
        means
    }

    /// The share of right answers of each seed.
    #[inline(always)]
    fn accuracies<E: Eight>(&self, e: E, live: usize) -> [f64; SEEDS] {
        let right = match self.accuracy_rule {
            AccuracyRule::Argmax => e.load8(&self.largest_right(live)),
            AccuracyRule::Equal => self.scored(e, live, &Within(0.0)),
            AccuracyRule::Above(border) => self.scored(e, live, &Above(border)),
            AccuracyRule::Within(tolerance) => self.scored(e, live, &Within(tolerance)),
        };
        let answers = self.accuracy_rule.answers(self.network.outputs()) * self.samples;
        let mut shares = [0.0; SEEDS];
        e.store8(&mut shares, e.div8(right, e.splat8(answers as f64)));
        shares
    }

    #[inline(always)]
    fn r2<E: Eight>(&self, e: E, losses: &[f64; SEEDS], live: usize) -> Option<[f64; SEEDS]> {
        let AccuracyRule::Within(_) = self.accuracy_rule else { return None };
        let mut squares = *losses;
        if !self.objective.is_squares() {
            e.store8(&mut squares, self.scored(e, live, &SquaredError));
        }
        Some(std::array::from_fn(|lane| 1.0 - squares[lane] / self.total_squares[lane]))
    }

    /// The sum of the scores of each seed's outputs.
    #[inline(always)]
    fn scored<E: Eight>(&self, e: E, live: usize, score: &impl Score) -> E::Block {
        let first = self.network.rows() - self.network.outputs();
        let mut sums = [e.splat8(0.0); 8];
        for (output, target) in rows::<S>(&self.values)[first..].iter().zip(rows::<S>(&self.targets)) {
            // The number of rounds is known, so that the sums stay in registers.
            for sample in 0..S {
                if sample >= live {
                    break;
                }
                let score = score.score::<E, 8>(e, e.load8(&output[sample]), e.load8(&target[sample]));
                sums[sample % 8] = e.add8(sums[sample % 8], score);
            }
        }
        let mut partial = [[0.0; SEEDS]; 8];
        for (partial, sum) in partial.iter_mut().zip(sums) {
            e.store8(partial, sum);
        }
        total(e, &Loaded(&partial))
    }

    /// The number of samples of each seed whose largest output is at the right place.
    fn largest_right(&self, live: usize) -> [f64; SEEDS] {
        let outputs = self.network.outputs();
        let first = self.network.rows() - outputs;
        let (values, targets) = (&rows::<S>(&self.values)[first..], rows::<S>(&self.targets));
        let of = |rows: &[SeedRow<S>], k: usize, sample: usize, lane: usize| rows[k][sample][lane];
        std::array::from_fn(|lane| {
            let is_right = |sample: &usize| {
                let (output, target) = (|k| of(values, k, *sample, lane), |k| of(targets, k, *sample, lane));
                AccuracyRule::is_largest_right(outputs, output, target)
            };
            (0..live).filter(is_right).count() as f64
        })
    }
}

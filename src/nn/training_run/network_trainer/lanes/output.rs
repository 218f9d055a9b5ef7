//! Between the two passes: the loss of each seed, its slope, and the count of right outputs. The order of the sums is that of
//! [`OutputLoss`](crate::nn::network::batch_tile::OutputLoss).
#![expect(clippy::inline_always, reason = "the loops are compiled for the width of the machine, inside its function")]

use super::passes::{Loaded, total};
use super::state::{NOTHING, SeedLanes, SeedRow, rows, rows_mut};
use super::{Judge, SEEDS};
use crate::nn::loss::{LossKernel, softmax_sample};
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
    pub(super) fn judge_by<E: Eight>(&self, e: E, losses: &[f64; SEEDS], live: usize, judge: Judge<'_>) {
        let (mut means, mut shares) = ([0.0; SEEDS], [0.0; SEEDS]);
        let answers = (self.samples * self.network.outputs()) as f64;
        e.store8(&mut means, e.div8(e.load8(losses), e.splat8(self.objective.terms(self.samples))));
        e.store8(&mut shares, e.div8(self.right(e, live), e.splat8(answers)));
        let (mut judged, mut count) = ([NOTHING; SEEDS], 0);
        for lane in (0..SEEDS).filter(|lane| self.goes_on[*lane]) {
            judged[count] = (lane, Metrics { loss: means[lane], accuracy: shares[lane], r2: None });
            count += 1;
        }
        judge(self.epoch, &judged[..count]);
    }

    /// The number of right outputs of each seed.
    #[inline(always)]
    fn right<E: Eight>(&self, e: E, live: usize) -> E::Block {
        let (one, zero) = (e.splat8(1.0), e.splat8(0.0));
        let (half, border) = (e.splat8(0.5), e.splat8(self.border));
        let first = self.network.rows() - self.network.outputs();
        let mut right = zero;
        for (output, target) in rows::<S>(&self.values)[first..].iter().zip(rows::<S>(&self.targets)) {
            for sample in 0..live.min(S) {
                let wanted = e.above8(e.load8(&target[sample]), half, one, zero);
                right = e.add8(right, e.above8(e.load8(&output[sample]), border, wanted, e.sub8(one, wanted)));
            }
        }
        right
    }
}

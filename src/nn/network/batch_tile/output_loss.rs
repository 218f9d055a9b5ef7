//! Between the two passes: the loss, its slope, and the count of right predictions.

use super::{BatchTile, rows, rows_mut};
use crate::functions::activation::ActivationKernel;
use crate::nn::accuracy_rule::AccuracyRule;
use crate::nn::loss::{Loss, LossKernel, from_logit};
use crate::nn::network::Network;
use crate::numeric::vector::Eight;

/// A loss, and how it is computed above the last layer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OutputLoss {
    loss: Loss,
    kernel: LossKernel,
    /// The number of outputs over which a mean is taken.
    outputs: usize,
}

impl OutputLoss {
    pub(crate) fn new(loss: &Loss, network: &Network) -> Self {
        let last = network.layers.last().map_or(ActivationKernel::Linear, |layer| layer.kernel);
        let outputs = if loss.is_joint() { 1 } else { network.outputs() };
        Self { loss: loss.clone(), kernel: loss.kernel(last), outputs }
    }

    /// Whether deltas are with respect to the pre-activations of the last layer instead of its outputs.
    pub(crate) fn by_sums(&self) -> bool {
        self.kernel == LossKernel::Logit
    }

    /// The number that divides the sum over samples and outputs, to give the mean over this many samples.
    pub(crate) fn terms(&self, samples: usize) -> f64 {
        (samples * self.outputs) as f64
    }

    /// Whether the sum of the loss is the sum of the squared errors.
    pub(crate) fn is_squares(&self) -> bool {
        self.kernel == LossKernel::Squares
    }
}

impl<const T: usize> BatchTile<T> {
    /// The loss, summed over samples and outputs. `deltas` become the slopes of the mean over `terms` of these.
    #[inline(always)]
    pub(crate) fn measure<E: Eight>(
        &mut self,
        e: E,
        network: &Network,
        objective: &OutputLoss,
        terms: f64,
    ) -> E::Block {
        match objective.kernel {
            LossKernel::Squares => self.squares(e, network, terms, 1.0),
            LossKernel::HalfSquares => self.squares(e, network, terms, 0.5),
            LossKernel::Softmax => self.softmax(e, network, terms),
            LossKernel::Each => {
                self.by_output(e, network, terms, |output, _, target| objective.loss.each(output, target))
            }
            LossKernel::Logit => self.by_output(e, network, terms, |output, z, target| from_logit(z, output, target)),
        }
    }

    /// A multiple of the squared errors. One of 1 changes no bit.
    #[inline(always)]
    fn squares<E: Eight>(&mut self, e: E, network: &Network, terms: f64, times: f64) -> E::Block {
        let scale = e.splat8(2.0 * times / terms);
        let first = network.rows() - network.outputs();
        let mut sum = e.splat8(0.0);
        let outputs = &rows::<T>(&self.values)[first..];
        let deltas = &mut rows_mut::<T>(&mut self.deltas)[first..];
        for ((output, target), delta) in outputs.iter().zip(rows::<T>(&self.targets)).zip(deltas) {
            for t in 0..T {
                let error = e.sub8(e.load8(&output[t]), e.load8(&target[t]));
                let mut square = e.mul8(error, error);
                let mut scale = scale;
                if self.live < Self::SAMPLES {
                    square = only(e, square, t, self.live);
                    scale = only(e, scale, t, self.live);
                }
                sum = e.add8(sum, square);
                e.store8(&mut delta[t], e.mul8(scale, error));
            }
        }
        e.mul8(e.splat8(times), sum)
    }

    #[inline(always)]
    fn by_output<E: Eight>(
        &mut self,
        e: E,
        network: &Network,
        terms: f64,
        each: impl Fn(f64, f64, f64) -> (f64, f64),
    ) -> E::Block {
        let first = (network.rows() - network.outputs()) * 8 * T;
        let mut lanes = [0.0; 8];
        for (row, targets) in self.targets.flat().chunks_exact(8 * T).enumerate() {
            let from = first + row * 8 * T;
            for (sample, &target) in targets[..self.live].iter().enumerate() {
                let at = from + sample;
                let (loss, slope) = each(self.values.flat()[at], self.pre_activations.flat()[at], target);
                lanes[sample % 8] += loss;
                self.deltas.flat_mut()[at] = slope / terms;
            }
            self.deltas.flat_mut()[from + self.live..from + 8 * T].fill(0.0);
        }
        e.load8(&lanes)
    }

    /// The cross-entropy of a softmax over the outputs. It is stable for large outputs.
    #[inline(always)]
    fn softmax<E: Eight>(&mut self, e: E, network: &Network, terms: f64) -> E::Block {
        let (width, outputs) = (8 * T, network.outputs());
        let first = (network.rows() - outputs) * width;
        let mut lanes = [0.0; 8];
        let (values, targets) = (&self.values.flat()[first..], self.targets.flat());
        let deltas = &mut self.deltas.flat_mut()[first..];
        for sample in 0..self.live {
            let places = || (0..outputs).map(|output| output * width + sample);
            let top = places().fold(f64::NEG_INFINITY, |top, at| if values[at] > top { values[at] } else { top });
            let sum: f64 = places().map(|at| crate::numeric::maths::exp(values[at] - top)).sum();
            let whole: f64 = places().map(|at| targets[at]).sum();
            let log = libm::log(sum);
            for at in places() {
                let z = values[at] - top;
                lanes[sample % 8] += targets[at] * (log - z);
                deltas[at] = (crate::numeric::maths::exp(z) / sum * whole - targets[at]) / terms;
            }
        }
        for row in deltas.chunks_exact_mut(width) {
            row[self.live..].fill(0.0);
        }
        e.load8(&lanes)
    }

    /// The number of right outputs in each lane, or of right samples if the rule compares all outputs of a sample.
    #[inline(always)]
    pub(crate) fn right<E: Eight>(&self, e: E, network: &Network, rule: AccuracyRule) -> E::Block {
        match rule {
            AccuracyRule::Argmax => self.largest_right(e, network),
            AccuracyRule::Equal => self.count(e, network, &Within(0.0)),
            AccuracyRule::Above(threshold) => self.count(e, network, &Above(threshold)),
            AccuracyRule::Within(tolerance) => self.count(e, network, &Within(tolerance)),
        }
    }

    #[inline(always)]
    fn count<E: Eight>(&self, e: E, network: &Network, mark: &impl Mark) -> E::Block {
        let first = network.rows() - network.outputs();
        let mut sum = e.splat8(0.0);
        for (output, target) in rows::<T>(&self.values)[first..].iter().zip(rows::<T>(&self.targets)) {
            for t in 0..T {
                let mut marked = mark.mark(e, e.load8(&output[t]), e.load8(&target[t]));
                if self.live < Self::SAMPLES {
                    marked = only(e, marked, t, self.live);
                }
                sum = e.add8(sum, marked);
            }
        }
        sum
    }

    fn largest_right<E: Eight>(&self, e: E, network: &Network) -> E::Block {
        let (width, outputs) = (8 * T, network.outputs());
        let values = &self.values.flat()[(network.rows() - outputs) * width..];
        let targets = self.targets.flat();
        let mut lanes = [0.0; 8];
        for sample in 0..self.live {
            let output = |k: usize| values[k * width + sample];
            let best = (1..outputs).fold(0, |best, k| if output(k) > output(best) { k } else { best });
            let target = |k: usize| targets[k * width + sample];
            let right = (0..outputs).all(|k| target(k) <= target(best));
            lanes[sample % 8] += f64::from(u8::from(right));
        }
        e.load8(&lanes)
    }

    /// The squared errors, summed over samples and outputs.
    #[inline(always)]
    pub(crate) fn squared_errors<E: Eight>(&self, e: E, network: &Network) -> E::Block {
        self.count(e, network, &Square)
    }
}

/// A number for each output and its target. This is a trait, because closures can't be marked `#[inline(always)]`.
trait Mark {
    fn mark<E: Eight>(&self, e: E, output: E::Block, target: E::Block) -> E::Block;
}

/// 1 if the output is above the threshold exactly when the target is above one half.
struct Above(f64);

impl Mark for Above {
    #[inline(always)]
    fn mark<E: Eight>(&self, e: E, output: E::Block, target: E::Block) -> E::Block {
        let (one, zero) = (e.splat8(1.0), e.splat8(0.0));
        let wanted = e.above8(target, e.splat8(0.5), one, zero);
        e.above8(output, e.splat8(self.0), wanted, e.sub8(one, wanted))
    }
}

/// 1 if the output differs from the target by at most this much.
struct Within(f64);

impl Mark for Within {
    #[inline(always)]
    fn mark<E: Eight>(&self, e: E, output: E::Block, target: E::Block) -> E::Block {
        let (one, zero) = (e.splat8(1.0), e.splat8(0.0));
        let far = e.abs8(e.sub8(output, target));
        // A NaN must not count as close, so the test is not simply "not far".
        let number = e.above8(e.splat8(f64::INFINITY), far, one, zero);
        e.above8(far, e.splat8(self.0), zero, number)
    }
}

/// The squared error.
struct Square;

impl Mark for Square {
    #[inline(always)]
    fn mark<E: Eight>(&self, e: E, output: E::Block, target: E::Block) -> E::Block {
        let error = e.sub8(output, target);
        e.mul8(error, error)
    }
}

/// The lanes of block `t` that are among the first `live` samples. The others are zero.
#[inline(always)]
fn only<E: Eight>(e: E, x: E::Block, t: usize, live: usize) -> E::Block {
    let mut place = [0.0; 8];
    for (lane, place) in place.iter_mut().enumerate() {
        *place = (t * 8 + lane) as f64;
    }
    e.above8(e.splat8(live as f64), e.load8(&place), x, e.splat8(0.0))
}
